"""Every condition that needs care soon is caught, plainly and early, by a rule that knows it; no rule is idle.

The pictures are in ``pictures/*.toml``, written from clinical descriptions, never from a single person.
"""

import msgspec
import pytest

from tests.triage.pictured import GRAVE, KNOWLEDGE, PICTURES, WITNESSES, pictured, read
from whatelse.triage import evaluate
from whatelse.triage.types import height

NAMES = [f"{condition}-{kind}" for condition, kind in PICTURES]


def test_every_grave_condition_has_two_pictures() -> None:
    for level in GRAVE:
        wanted = {c.id for c in KNOWLEDGE.conditions.values() if c.urgency == level}
        found = read(level)
        assert set(found) == wanted
        assert all(set(kinds) == {"textbook", "atypical"} for kinds in found.values())


@pytest.mark.parametrize(("condition", "kind"), PICTURES, ids=NAMES)
@pytest.mark.parametrize("stage", ["history", "all"])
def test_a_grave_condition_is_called_at_least_as_urgent_as_it_is_by_a_rule_that_names_it(
    condition: str, kind: str, stage: str
) -> None:
    case = pictured(PICTURES[condition, kind]).at_stage(stage, KNOWLEDGE)  # type: ignore[arg-type]
    found = evaluate(case, KNOWLEDGE)
    needed = height(KNOWLEDGE.conditions[condition].urgency)
    assert height(found.level) >= needed, found
    assert any(condition in r.catches and height(r.level) >= needed for r in found.reasons), found


@pytest.mark.parametrize("condition", sorted({condition for condition, _ in PICTURES}))
def test_an_atypical_picture_lacks_something_of_the_plain_one(condition: str) -> None:
    plain, other = (set(PICTURES[condition, kind]["has"].split()) for kind in ("textbook", "atypical"))
    assert plain - other
    assert PICTURES[condition, "atypical"].get("lacks")


def test_every_rule_has_a_witness() -> None:
    assert set(WITNESSES) == set(KNOWLEDGE.rules)


@pytest.mark.parametrize("rule", WITNESSES)
def test_without_a_rule_its_witness_is_taken_for_less_urgent(rule: str) -> None:
    case = pictured(WITNESSES[rule])
    rules = {key: other for key, other in KNOWLEDGE.rules.items() if key != rule}
    without = msgspec.structs.replace(KNOWLEDGE, rules=rules)
    level = KNOWLEDGE.rules[rule].level
    assert evaluate(case, KNOWLEDGE).level == level
    assert height(evaluate(case, without).level) < height(level)


HARMLESS = {
    "night pain": "pain_posterior_thigh night_pain",
    "lying on the sore side": "pain_buttock worse_lying_on_side",
    "tingling in one leg": "radiating_pain paraesthesia pain_below_knee",
    "a positive nerve test": "pain_posterior_thigh slump_positive",
    "both sides sore after a race": "bilateral_symptoms onset_long_run_or_race hamstring_tightness",
    "a flight": "recent_flight_or_long_travel pain_posterior_thigh",
    "a test for clots after an ultra": "d_dimer_positive onset_long_run_or_race",
    "more training": "training_load_increase pain_sit_bone worse_running worse_sitting",
    "severe": "severe_pain pain_posterior_thigh",
    "a sprinter's strain": "onset_sudden mech_sprinting pain_mid_posterior_thigh had_to_stop_at_onset",
    "sitting tendon": "pain_sit_bone worse_sitting warm_up_phenomenon pain_at_rest training_load_increase",
    "a stiff joint of the pelvis": "pain_buttock pain_low_back worse_sitting pain_at_rest radiating_pain",
    "a groin strain": "pain_groin mech_kicking worse_sprint_or_uphill warm_up_phenomenon",
    "old pain": "healing_over_8_weeks pain_posterior_thigh",
}


@pytest.mark.parametrize("told", HARMLESS.values(), ids=HARMLESS)
def test_what_is_weak_alone_does_not_alarm(told: str) -> None:
    found = evaluate(pictured({"has": told, "person": {"age": 38}}), KNOWLEDGE)
    assert height(found.level) < height("urgent"), found
