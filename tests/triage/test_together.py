"""Little told: what is weak one by one alarms together, and nothing in such a picture is there for show."""

from collections.abc import Mapping
from typing import Any

import msgspec
import pytest

from tests.triage.pictured import KNOWLEDGE, PICTURES, WITNESSES, pictured, read
from whatelse.case import Case, Person
from whatelse.triage import evaluate
from whatelse.triage.formula import compile_formula
from whatelse.triage.known import known
from whatelse.triage.types import height

TOGETHER = [(rule, name, picture) for rule, named in read("together").items() for name, picture in named.items()]
NAMES = [f"{rule}-{name}" for rule, name, _ in TOGETHER]

#: What is common in harmless pain, and stays weak together.
QUIET = {
    "a sit bone after more training": ("training_load_increase pain_sit_bone worse_running", 7),
    "a thigh that hurts since a race": ("onset_long_run_or_race pain_posterior_thigh worse_running", 7),
    "an old calf ache": ("pain_calf worse_running eased_by_rest", 9),
    "a buttock that hurts at night": ("pain_buttock night_pain worse_sitting", 7),
    "a sprinter who felt a sudden pain": ("mech_sprinting onset_sudden pain_posterior_thigh tender_hamstring_belly", 1),
    "severe pain on a hill": ("severe_pain worse_sprint_or_uphill pain_posterior_thigh", 3),
}


def rules(case: Case) -> set[str]:
    return {reason.rule for reason in evaluate(case, KNOWLEDGE).reasons}


@pytest.mark.parametrize(("rule", "name", "picture"), TOGETHER, ids=NAMES)
def test_together_they_alarm_at_the_level_of_the_rule(rule: str, name: str, picture: Mapping[str, Any]) -> None:
    found = evaluate(pictured(picture), KNOWLEDGE)
    assert rule in {reason.rule for reason in found.reasons}
    assert height(found.level) >= height(KNOWLEDGE.rules[rule].level)


@pytest.mark.parametrize(("rule", "name", "picture"), TOGETHER, ids=NAMES)
def test_without_any_one_of_them_the_rule_is_silent(rule: str, name: str, picture: Mapping[str, Any]) -> None:
    case = pictured(picture)
    for finding in case.findings:
        assert rule not in rules(case.without(finding)), finding
    if "person" in picture:
        assert rule not in rules(msgspec.structs.replace(case, person=Person()))


@pytest.mark.parametrize(("told", "weeks"), QUIET.values(), ids=QUIET)
def test_what_is_still_weak_together_does_not_alarm(told: str, weeks: float) -> None:
    picture = {"has": told, "values": {"weeks_since_onset": weeks}, "person": {"age": 38}}
    found = evaluate(pictured(picture), KNOWLEDGE)
    assert height(found.level) < height("urgent"), found


#: Every picture of danger that there is, and what the rules see of it.
SEEN = [
    known(pictured(picture), KNOWLEDGE)
    for picture in (*PICTURES.values(), *WITNESSES.values(), *(picture for _, _, picture in TOGETHER))
]
#: Care that failed is a fact of the case, not a finding; tests/triage/test_evaluate.py has a case.
ELSEWHERE = [("R3", {"finding": "failed_treatment_weeks", "above": 5.9})]
PARTS = [(rule.id, part) for rule in KNOWLEDGE.rules.values() for part in rule.when.get("any", ())]


@pytest.mark.parametrize(
    ("rule", "part"), [at for at in PARTS if at not in ELSEWHERE], ids=lambda at: at if isinstance(at, str) else ""
)
def test_without_any_one_way_to_fire_a_rule_misses_a_picture(rule: str, part: Any) -> None:
    this = compile_formula(part)
    others = [compile_formula(other) for other in KNOWLEDGE.rules[rule].when["any"] if other != part]
    assert any(this.truth(seen) and not any(other.truth(seen) for other in others) for seen in SEEN), part
