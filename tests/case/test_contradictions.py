import pytest

from case.small_knowledge import KNOWLEDGE, complaint
from whatelse.case import Case, parse_case
from whatelse.case.contradictions import implied_by


def told(**findings: object) -> Case:
    return parse_case({"findings": findings}, KNOWLEDGE)


def test_a_finding_contradicts_the_denial_of_what_it_implies() -> None:
    said = complaint(told, pop_at_onset=True, onset_sudden=False)
    assert said.startswith("findings.pop_at_onset: is yes, but onset_sudden")


def test_implication_reaches_through_other_findings() -> None:
    assert list(implied_by("trained_on_through_pop", KNOWLEDGE)) == ["pop_at_onset", "onset_sudden"]
    assert "onset_sudden" in complaint(told, trained_on_through_pop=True, onset_sudden=False)


@pytest.mark.parametrize(
    ("special", "general"),
    [(True, True), (True, None), (False, False), (False, True), (None, False), ("probably", False)],
)
def test_only_a_firm_yes_against_a_firm_no_contradicts(special: object, general: object) -> None:
    assert len(told(pop_at_onset=special, onset_sudden=general).findings) == 2


def test_a_finding_set_aside_contradicts_nothing() -> None:
    assert told(pop_at_onset={"value": True, "set_aside": True}, onset_sudden=False).findings


@pytest.mark.parametrize(("general", "is_fine"), [("right", True), ("left", False), ("both", False), (None, False)])
def test_left_does_not_contradict_right(general: str | None, is_fine: bool) -> None:
    findings = {
        "pain_calf": {"value": True, "side": "left"},
        "pain_below_knee": {"value": False, "side": general},
    }
    if is_fine:
        assert told(**findings)
    else:
        assert "pain_below_knee" in complaint(told, **findings)


def test_healing_over_eight_weeks_takes_eight_weeks() -> None:
    assert "weeks_since_onset is 7.9, expected 8 or more" in complaint(
        told, healing_over_8_weeks=True, weeks_since_onset=7.9
    )
    assert told(healing_over_8_weeks=True, weeks_since_onset=8)
    assert told(healing_over_8_weeks=False, weeks_since_onset=3)
    assert told(healing_over_8_weeks="probably", weeks_since_onset=3)
