"""An answer becomes part of the case, or one clear line says why not."""

import pytest

from interview.answering import KNOWLEDGE
from whatelse.case import Answer, Case, parse_case
from whatelse.errors import InputError
from whatelse.interview import Ticked, apply_answer, question_of
from whatelse.interview.types import NOT_TESTED

SITTING = question_of("worse_sitting", KNOWLEDGE)
SITE = question_of("site", KNOWLEDGE)
WEEKS = question_of("weeks_since_onset", KNOWLEDGE)
SIJ = question_of("sij_provocation", KNOWLEDGE, "clinician")


def test_an_answer_is_kept_as_asked() -> None:
    assert apply_answer(Case(), SITTING, True, KNOWLEDGE).findings == {"worse_sitting": Answer(True, by="asked")}


def test_dont_know_and_not_tested_are_kept_as_such() -> None:
    assert apply_answer(Case(), SITTING, None, KNOWLEDGE).findings["worse_sitting"] == Answer(by="asked")
    not_tested = apply_answer(Case(), SIJ, NOT_TESTED, KNOWLEDGE).findings["sij_provocation"]
    assert not_tested == Answer(by="asked", not_tested=True)


def test_what_was_ticked_is_a_yes_and_the_rest_stays_open() -> None:
    case = apply_answer(Case(), SITE, {"pain_buttock"}, KNOWLEDGE)
    assert case.findings["pain_buttock"].value is True
    assert case.findings["pain_groin"] == Answer(by="asked")


def test_none_of_the_rest_makes_the_rest_a_no_but_not_what_a_tick_implies() -> None:
    case = apply_answer(Case(), SITE, Ticked(frozenset({"pain_lower_buttock"}), True), KNOWLEDGE)
    assert case.findings["pain_groin"].value is False
    assert case.findings["pain_buttock"].value is None
    assert parse_case(case.to_dict(), KNOWLEDGE).findings == case.findings


@pytest.mark.parametrize(("name", "value"), [("age", 41.0), ("sex", "female")])
def test_facts_about_the_person_go_to_the_person(name: str, value: float | str) -> None:
    case = apply_answer(Case(), question_of(name, KNOWLEDGE), value, KNOWLEDGE)
    assert getattr(case.person, name) == value
    assert getattr(apply_answer(case, question_of(name, KNOWLEDGE), None, KNOWLEDGE).person, name) is None


def test_the_side_goes_to_the_case() -> None:
    side = question_of("side", KNOWLEDGE)
    assert apply_answer(Case(), side, "left", KNOWLEDGE).side == "left"
    assert apply_answer(Case(side="left"), side, None, KNOWLEDGE).side == "unknown"


def test_the_sport_is_a_fact_of_the_case() -> None:
    case = apply_answer(Case(), question_of("sport", KNOWLEDGE), "trail_ultra", KNOWLEDGE)
    assert case.findings["sport_main"].value == "trail_ultra"


def test_a_measurement_of_both_sides_is_taken_as_it_is() -> None:
    hip = question_of("hip_rotation_difference_deg", KNOWLEDGE)
    answer = Answer(left=30.0, right=45.0, unit="deg", by="measured")
    assert apply_answer(Case(side="left"), hip, answer, KNOWLEDGE).findings[hip.id] == answer


@pytest.mark.parametrize(
    ("question", "value", "message"),
    [
        (SITTING, "often", "worse_sitting: found 'often', expected yes, no"),
        (SITTING, 1, "worse_sitting: found 1, expected yes, no"),
        (WEEKS, "six", "weeks_since_onset: found 'six', expected a number"),
        (WEEKS, -1, "weeks_since_onset: found -1, expected a number from 0 to 2600"),
        (WEEKS, float("nan"), "weeks_since_onset: found nan, expected a number"),
        (WEEKS, True, "weeks_since_onset: found True, expected a number"),
        (SIJ, "three_or_mor", "did you mean three_or_more?"),
        (SITE, {"pain_butock"}, "did you mean pain_buttock?"),
        (SITE, "pain_buttock", "expected a list of ids"),
        (question_of("side", KNOWLEDGE), "lef", "did you mean left?"),
    ],
)
def test_a_value_that_is_no_answer_is_refused_in_one_line(question: object, value: object, message: str) -> None:
    with pytest.raises(InputError) as caught:
        apply_answer(Case(), question, value, KNOWLEDGE)  # type: ignore[arg-type]
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_answer_against_an_earlier_one_is_refused() -> None:
    case = apply_answer(Case(), question_of("worse_driving", KNOWLEDGE), True, KNOWLEDGE)
    with pytest.raises(InputError, match="worse_driving: is yes, but worse_sitting, which it implies, is no"):
        apply_answer(case, SITTING, False, KNOWLEDGE)
