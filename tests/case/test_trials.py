"""What treatments tell: only an adequate trial counts against, short relief counts for nothing."""

from typing import Any

import pytest

from whatelse.case import parse_case
from whatelse.case.told_by_care import with_care
from whatelse.case.trials import Reading, per_week, read_treatments
from whatelse.case.types import Answer
from whatelse.knowledge import load

KNOWLEDGE = load()
FINDING = "better_after_6_weeks_hamstring_care"


def reading(**treatment: Any) -> Reading:
    (only,) = read_treatments(parse_case({"treatments": [treatment]}, KNOWLEDGE), KNOWLEDGE)
    return only


def test_an_adequate_trial_without_effect_answers_no() -> None:
    found = reading(what="hamstring stretches", weeks=8, how_often="daily", effect="none")
    assert found.name == "hamstring_stretching"
    assert found.answers == {FINDING: Answer(value=False)}


def test_a_short_trial_says_nothing_and_says_why() -> None:
    found = reading(what="stretching", weeks=2, effect="none")
    assert found.answers == {}
    assert "too short" in found.reason


def test_a_rare_one_says_nothing() -> None:
    assert reading(what="stretching", weeks=12, how_often="once a month", effect="none").answers == {}


def test_a_trial_of_unknown_length_counts_in_part_and_a_longer_one_for_more() -> None:
    doubts = []
    for weeks in (None, 4.5, 5.5):
        given = reading(what="stretching", weeks=weeks, effect="none").answers[FINDING].likelihood
        assert given is not None
        assert given["no"] == 1.0
        doubts.append(given["yes"])
    assert doubts[0] == 0.5
    assert 0 < doubts[2] < doubts[1] < 0.5


def test_short_relief_is_not_a_no() -> None:
    assert reading(what="massage", weeks=10, effect="hours or days").answers == {}


def test_short_relief_is_the_point_of_a_numbing_shot() -> None:
    assert reading(what="SI joint injection", effect="hours or days").answers == {
        "response_sij_block": Answer(value=True)
    }


def test_lasting_relief_counts_however_soon_it_came() -> None:
    assert reading(what="rest", weeks=1, effect="lasting").answers == {"response_rest": Answer(value=True)}


@pytest.mark.parametrize("treatment", [{"what": "prayer", "effect": "none"}, {"what": "massage"}])
def test_what_is_not_known_or_has_no_outcome_says_nothing(treatment: dict[str, str]) -> None:
    assert reading(**treatment).answers == {}


def test_of_several_trials_the_one_that_helped_goes_first() -> None:
    tried = [
        {"what": "massage", "weeks": 2, "effect": "lasting"},
        {"what": "stretching", "weeks": 20, "how_often": "daily", "effect": "none"},
    ]
    for order in (tried, tried[::-1]):
        case, _, _ = with_care(parse_case({"treatments": order}, KNOWLEDGE), KNOWLEDGE)
        assert case.findings == {FINDING: Answer(value=True)}


def test_an_answer_of_ones_own_goes_before_what_treatments_tell() -> None:
    raw = {
        "findings": {FINDING: True},
        "treatments": [{"what": "stretching", "weeks": 20, "effect": "none"}],
    }
    case, _, _ = with_care(parse_case(raw, KNOWLEDGE), KNOWLEDGE)
    assert case.findings == {FINDING: Answer(value=True)}


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("3 a week", 3.0),
        ("daily", 7.0),
        ("twice a day", 14.0),
        ("every other day", 3.5),
        ("4", 4.0),
        ("now and then", None),
        ("", None),
    ],
)
def test_how_often_in_free_words(text: str, times: float | None) -> None:
    assert per_week(text) == times


def test_every_action_is_known_by_its_own_words() -> None:
    for action in KNOWLEDGE.actions.values():
        for word in (*action.words, action.id, action.label):
            assert reading(what=word).name == action.id, (word, action.id)
