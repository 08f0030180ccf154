"""What becomes of every answer of a case: evidence, a fact, implied, set aside, unknown or not scored."""

from typing import Any

import pytest
from hypothesis import given

from inference.arbitrary import NAMES, is_fact, raw_cases
from inference.shipped import KNOWLEDGE, case, differential, evidence, example, model, numbers_of
from whatelse.case import parse_case
from whatelse.case.subjects import subject_of
from whatelse.errors import InputError
from whatelse.inference.observe import Account, observe

LISTS = ("used", "facts", "implied", "set_aside", "unknown", "not_scored")
OTHER_SIDE = "other side"
FAMILY, COUNT = "sij_provocation", "sij_provocation_count"
PLAIN = {
    "yes_no": True,
    "number": 5.0,
    "count": 1.0,
}


def lists_with(account: Account, key: str) -> list[str]:
    return [name for name in LISTS if key in getattr(account, name)]


def an_answer(name: str) -> Any:
    """Some firm answer that a finding can have."""
    subject = subject_of(name, KNOWLEDGE)
    assert subject is not None
    if subject.form == "states":
        return subject.states[-1]
    if subject.form == "number":
        return subject.high if subject.high is not None else 10.0
    return PLAIN[subject.form]


# ---------------------------------------------------------------- nothing is dropped in silence


@pytest.mark.parametrize("name", NAMES)
def test_every_finding_of_the_vocabulary_is_accounted_for_once(name: str) -> None:
    _, account = evidence({name: an_answer(name)})
    assert len(lists_with(account, name)) == 1


@given(raw_cases())
def test_every_finding_of_a_case_is_in_exactly_one_list(raw: dict[str, Any]) -> None:
    case = parse_case(raw, KNOWLEDGE)
    try:
        _, account = observe(case, model())
    except InputError:
        return
    for name in case.findings:
        assert len(lists_with(account, name)) == 1, (name, lists_with(account, name))


@pytest.mark.parametrize("answer", ["unknown", "not tested", {"value": True, "set_aside": True}])
def test_an_implied_finding_that_was_left_open_is_listed_once(answer: Any) -> None:
    _, account = evidence({"pop_at_onset": True, "onset_sudden": answer})
    assert len(lists_with(account, "onset_sudden")) == 1


def test_why_a_finding_is_not_scored_is_said() -> None:
    for name in NAMES:
        _, account = evidence({name: an_answer(name)})
        for key, reason in account.not_scored.items():
            assert reason, key


# ---------------------------------------------------------------- sides


@pytest.mark.parametrize("name", [n for n in NAMES if not is_fact(n)])
def test_a_finding_on_the_other_side_is_not_scored(name: str) -> None:
    found, account = evidence({name: {"value": an_answer(name), "side": "right"}}, side="left")
    assert account.is_empty, found
    assert OTHER_SIDE in account.not_scored.get(name, ""), account


def test_a_fact_about_the_other_leg_moves_no_odds() -> None:
    found, account = evidence({"previous_hamstring_injury": {"value": True, "side": "right"}}, side="left")
    assert found.facts == {}
    assert lists_with(account, "previous_hamstring_injury") == ["not_scored"]


@pytest.mark.parametrize("side", ["left", "both", None])
def test_a_finding_on_the_painful_side_on_both_or_on_none_named_is_scored(side: str | None) -> None:
    found, _ = evidence({"pain_sit_bone": {"value": True, "side": side}}, side="left")
    assert found.active == {"pain_sit_bone": True}


def test_without_a_painful_side_every_finding_counts() -> None:
    found, _ = evidence({"pain_sit_bone": {"value": True, "side": "right"}})
    assert found.active == {"pain_sit_bone": True}


def test_a_difference_of_sides_is_that_of_the_painful_side() -> None:
    pair = {"left": 24, "right": 42}
    left, _ = evidence({"hip_rotation_difference_deg": pair}, side="left")
    right, _ = evidence({"hip_rotation_difference_deg": pair}, side="right")
    (low, high), (low_right, high_right) = (e.measured["hip_rotation_difference_deg"] for e in (left, right))
    assert (low + high) / 2 == 18.0
    assert (low_right + high_right) / 2 == -18.0


def test_a_difference_of_sides_says_nothing_while_the_painful_side_is_not_known() -> None:
    found, account = evidence({"hip_rotation_difference_deg": {"left": 24, "right": 42}})
    assert account.is_empty, found
    assert "painful side is not known" in account.not_scored["hip_rotation_difference_deg"]


def test_two_sides_and_their_difference_are_the_same_answer() -> None:
    pair = numbers_of(case({"hip_rotation_difference_deg": {"left": 24, "right": 42}}, side="left"))
    assert pair == numbers_of(case({"hip_rotation_difference_deg": 18}, side="left"))


# ---------------------------------------------------------------- counted once


def test_a_specific_finding_implies_its_general_ones_without_a_further_weight() -> None:
    _, account = evidence({"trained_on_through_pop": True, "onset_sudden": True})
    assert account.implied["onset_sudden"]
    assert "onset_sudden" not in account.used


def test_a_count_replaces_the_single_tests() -> None:
    found, account = evidence({COUNT: "3/5", "sij_gaenslen": False, "sij_thigh_thrust": True})
    assert list(found.graded) == [FAMILY]
    assert set(account.used) == {COUNT}
    assert set(account.implied) == {"sij_gaenslen", "sij_thigh_thrust"}


def test_an_uncertain_test_beside_a_count_is_counted_in_it() -> None:
    _, account = evidence({COUNT: "3/5", "sij_gaenslen": {"likelihood": {"yes": 0.8, "no": 0.2}}})
    assert lists_with(account, "sij_gaenslen") == ["implied"]


def test_an_uncertain_state_of_a_composite_is_evidence() -> None:
    weights = {"none": 0.1, "one_or_two": 0.6, "three_or_more": 0.3}
    found, account = evidence({FAMILY: {"likelihood": weights}})
    assert found.graded[FAMILY] == (0.1, 0.6, 0.3)
    assert lists_with(account, FAMILY) == ["used"]


def test_a_score_replaces_its_items() -> None:
    found, account = evidence({"wells_score": 3, "tender_calf": True, "night_pain": True})
    assert set(found.measured) == {"wells_score"}
    assert set(found.active) == {"night_pain"}
    assert "wells_score" in account.implied["tender_calf"]


def test_a_measured_difference_replaces_the_impression_of_one() -> None:
    for value in (18, {"left": 24, "right": 42}):
        told = {"hip_rotation_difference_deg": value, "hip_rotation_asymmetry": True}
        found, account = evidence(told, side="left")
        assert not found.active
        assert "hip_rotation_asymmetry" in account.implied


@pytest.mark.parametrize(
    ("answer", "side"),
    [
        ({"value": 3, "set_aside": True}, "left"),
        ("not tested", "left"),
        ("unknown", "left"),
        ({"value": 3, "side": "right"}, "left"),
    ],
)
def test_a_score_that_is_not_counted_replaces_nothing(answer: Any, side: str) -> None:
    found, account = evidence({"wells_score": answer, "tender_calf": True}, side=side)
    assert found.active == {"tender_calf": True}
    assert lists_with(account, "tender_calf") == ["used"]


def test_a_difference_that_cannot_be_compared_replaces_nothing() -> None:
    told = {"hip_rotation_difference_deg": {"left": 24, "right": 42}, "hip_rotation_asymmetry": True}
    found, _ = evidence(told)
    assert found.active == {"hip_rotation_asymmetry": True}


# ---------------------------------------------------------------- uncertain answers, numbers, time


def test_the_active_state_is_the_one_that_causes_produce() -> None:
    assert KNOWLEDGE.findings["better_after_6_weeks_hamstring_care"].active == "no"
    for told, active in ((False, True), (True, False)):
        found, _ = evidence({"better_after_6_weeks_hamstring_care": told})
        assert found.active == {"better_after_6_weeks_hamstring_care": active}


def test_probably_weighs_four_to_one() -> None:
    found, _ = evidence({"radiating_pain": "probably", "better_after_6_weeks_hamstring_care": "probably not"})
    for unlikely, likely in found.soft.values():
        assert likely / unlikely == pytest.approx(4.0)


@pytest.mark.parametrize("name", ["statin_use", "menstrual_disturbance"])
def test_a_fact_that_is_only_probable_is_kept_and_not_counted(name: str) -> None:
    found, account = evidence({name: "probably"})
    assert name not in found.facts
    assert lists_with(account, name) == ["not_scored"]


def test_a_number_is_an_interval_of_its_resolution_or_its_error() -> None:
    finding = KNOWLEDGE.findings["popliteal_angle_deg"]
    plain, _ = evidence({"popliteal_angle_deg": 30})
    wide, _ = evidence({"popliteal_angle_deg": {"value": 30, "se": 12}})
    assert plain.measured["popliteal_angle_deg"] == (30 - finding.resolution, 30 + finding.resolution)
    assert wide.measured["popliteal_angle_deg"] == (18, 42)


def test_a_number_told_only_as_measured_is_used() -> None:
    found, account = evidence({"popliteal_angle_deg": {"measured": 30, "se": 12}})
    assert found.measured == {"popliteal_angle_deg": (18, 42)}
    assert lists_with(account, "popliteal_angle_deg") == ["used"]


def test_weeks_beat_more_or_less_than_eight_weeks() -> None:
    found, account = evidence({"weeks_since_onset": 20, "healing_over_8_weeks": True})
    assert found.week == 20
    assert lists_with(account, "healing_over_8_weeks") == ["implied"]


def test_more_or_less_than_eight_weeks_stands_for_a_week() -> None:
    finding = KNOWLEDGE.findings["healing_over_8_weeks"]
    assert evidence({"healing_over_8_weeks": True})[0].week == finding.weeks_if_yes
    assert evidence({"healing_over_8_weeks": False})[0].week == finding.weeks_if_no


@pytest.mark.parametrize("answer", ["probably", {"likelihood": {"yes": 0.9, "no": 0.1}}])
def test_probably_over_eight_weeks_is_not_a_firm_no(answer: Any) -> None:
    short = KNOWLEDGE.findings["healing_over_8_weeks"].weeks_if_no
    assert evidence({"healing_over_8_weeks": answer})[0].week != short


def test_nothing_told_is_empty_and_anything_told_is_not() -> None:
    assert evidence()[1].is_empty
    assert evidence({"slr": "unknown"}, person={"sport": "chess"}, side="left")[1].is_empty
    for told in ({"slr": True}, {"weeks_since_onset": 3}, {"pain_intensity": 4}, {"statin_use": True}):
        assert not evidence(told)[1].is_empty


# ---------------------------------------------------------------- as the answer shows it


def test_the_answer_lists_what_was_told_with_its_value() -> None:
    found = differential(
        {
            "pain_sit_bone": True,
            "slr": "unknown",
            "limp": {"value": True, "set_aside": True},
            "pain_intensity": 4,
            "swelling_or_bruising": {"value": True, "side": "right"},
        },
        side="left",
        person={"age": 30},
    ).findings
    assert [(t.finding, t.value) for t in found.used] == [("pain_intensity", 4.0), ("pain_sit_bone", True)]
    assert [(t.finding, t.value) for t in found.facts] == [("age", 30.0)]
    assert [t.finding for t in found.unknown] == ["slr"]
    assert [t.finding for t in found.set_aside] == ["limp"]
    assert [t.finding for t in found.not_scored] == ["swelling_or_bruising"]
    assert all(t.note for t in (*found.unknown, *found.set_aside, *found.not_scored))


def test_a_case_with_many_findings_still_gets_an_answer_and_what_was_set_aside_is_named() -> None:
    present = {
        name: True
        for name in model().network.below
        if not KNOWLEDGE.findings[name].implies and KNOWLEDGE.findings[name].active == "yes"
    }
    told = dict(list(present.items())[:60])
    found = differential(told)
    assert found.findings.set_aside
    assert all("tells least" in item.note for item in found.findings.set_aside)
    assert found.ranking[0][1] > 0


def test_the_examples_leave_nothing_unaccounted() -> None:
    one = example("sit_bone_30_weeks")
    _, account = observe(one, model())
    assert all(len(lists_with(account, name)) == 1 for name in one.findings)
