"""The second opinion: the people of the general clinic whose care has failed, and that counted once."""

import pytest

from inference.shipped import KNOWLEDGE, case
from whatelse.inference.assess import assess_case
from whatelse.inference.differential import Differential
from whatelse.inference.intervals import intervals_of_case

FAILED = "better_after_6_weeks_hamstring_care"
STORIES = (
    {"weeks_since_onset": 30},
    {"weeks_since_onset": 12, "worse_sitting": True, "pain_sit_bone": True},
    {"weeks_since_onset": 52, "radiating_pain": True, "pain_calf": True, "slump_positive": True},
    {"healing_over_8_weeks": True, "night_pain": True},
)


def close(a: Differential, b: Differential) -> bool:
    ours, theirs = ({e.condition: e.probability for e in d.differential} for d in (a, b))
    return all(abs(ours[key] - theirs[key]) < 1e-9 for key in ours | theirs)


@pytest.mark.parametrize("story", STORIES)
def test_both_routes_agree(story: dict[str, object]) -> None:
    """Failed care told in the general clinic, told in the second opinion, or not told there: the same answer."""
    general = assess_case(case({**story, FAILED: False}), KNOWLEDGE, "general_sports_clinic")
    told = assess_case(case({**story, FAILED: False}), KNOWLEDGE, "second_opinion")
    silent = assess_case(case(story), KNOWLEDGE, "second_opinion")
    assert close(general, told)
    assert close(general, silent)


def test_without_the_weeks_people_come_later() -> None:
    general = assess_case(case({FAILED: False}), KNOWLEDGE, "general_sports_clinic")
    second = assess_case(case({}), KNOWLEDGE, "second_opinion")
    assert second.probability("hamstring_strain") < general.probability("hamstring_strain")


def test_a_doubtful_no_counts_no_more_than_the_certain_one() -> None:
    doubtful = case({"weeks_since_onset": 20, FAILED: {"likelihood": {"yes": 0.2, "no": 0.8}}})
    sure = case({"weeks_since_onset": 20})
    assert close(assess_case(doubtful, KNOWLEDGE, "second_opinion"), assess_case(sure, KNOWLEDGE, "second_opinion"))


def test_who_was_helped_after_all_is_believed() -> None:
    story = {"weeks_since_onset": 20, FAILED: True}
    assert close(
        assess_case(case(story), KNOWLEDGE, "second_opinion"),
        assess_case(case(story), KNOWLEDGE, "general_sports_clinic"),
    )


def test_an_empty_case_says_that_nothing_was_told() -> None:
    answer = assess_case(case({}), KNOWLEDGE, "second_opinion")
    assert answer.empty
    assert [told.finding for told in answer.findings.implied] == [FAILED]


def test_its_intervals_use_the_shares_of_the_people_it_starts_from() -> None:
    found = intervals_of_case(case(STORIES[0]), KNOWLEDGE, "second_opinion", models=30)
    assert found.ranking[0].low < found.ranking[0].probability < found.ranking[0].high
