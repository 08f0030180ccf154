"""The founding article's table as rules."""

from typing import Any

import msgspec
import pytest

from tests.exam.candidates import KNOWLEDGE
from tests.inference.shipped import case
from whatelse.case.factor_votes import votes
from whatelse.exam.six_factors import six_factor_ranking
from whatelse.knowledge.six_factors import ELSE, INJURY

TABLE = KNOWLEDGE.six_factors
STRAIN, SECOND = TABLE.verdicts[0].conditions[:2]
PLACES = {place.id: place for place in TABLE.places}


def sides(findings: dict[str, Any], **rest: Any) -> dict[str, str]:
    return {vote.factor: vote.side for vote in votes(case(findings, **rest), KNOWLEDGE) if vote.side}


def first(findings: dict[str, Any], **rest: Any) -> list[str]:
    return [name for name, _ in six_factor_ranking(case(findings, **rest), KNOWLEDGE)]


def test_the_table_has_the_six_factors_of_the_article_in_its_order() -> None:
    assert [factor.id for factor in TABLE.factors] == [
        "focal_pain",
        "radiating_pain",
        "swelling_bruising",
        "pain_at_rest",
        "conventional_treatment",
        "healing_time",
    ]
    assert all(factor.injury and factor.something_else and factor.studies for factor in TABLE.factors)


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        ({"focal_pain_one_finger": True}, {"focal_pain": INJURY}),
        ({"radiating_pain": True}, {"radiating_pain": ELSE}),
        ({"swelling_or_bruising": False}, {"swelling_bruising": ELSE}),
        ({"worse_sitting": True}, {"pain_at_rest": ELSE}),
        ({"response_rest": True}, {"conventional_treatment": INJURY}),
        ({"weeks_since_onset": 9}, {"healing_time": ELSE}),
        ({"weeks_since_onset": 8}, {}),
        ({"healing_over_8_weeks": True}, {"healing_time": ELSE}),
        ({}, {}),
    ],
)
def test_each_row_votes_as_the_article_says(findings: dict[str, Any], expected: dict[str, str]) -> None:
    assert sides(findings) == expected


def test_a_specific_finding_speaks_for_what_it_implies() -> None:
    assert sides({"bruising_posterior_thigh": True}) == {"swelling_bruising": INJURY}
    assert sides({"pain_outer_calf": True}) == {"radiating_pain": ELSE}


def test_signs_for_both_sides_of_a_row_cancel() -> None:
    assert sides({"focal_pain_one_finger": True, "hamstring_tightness": False}) == {}


def test_probably_counts_like_yes() -> None:
    assert sides({"radiating_pain": "probably"}) == sides({"radiating_pain": True})


@pytest.mark.parametrize(
    "answer",
    ["unknown", {"value": True, "set_aside": True}, {"not_tested": True}, {"value": True, "side": "right"}],
    ids=["unknown", "set aside", "not tested", "the other leg"],
)
def test_what_is_not_known_of_this_leg_has_no_vote(answer: Any) -> None:
    assert sides({"radiating_pain": answer}, side="left") == {}


def test_more_votes_for_the_injury_put_it_first_and_fewer_last() -> None:
    assert first({"focal_pain_one_finger": True})[:2] == [STRAIN, SECOND]
    assert first({"radiating_pain": True})[-3] == STRAIN


def test_a_tie_goes_where_the_table_says() -> None:
    assert first({})[0] == PLACES["whole_thigh"].conditions[0]
    assert STRAIN in first({})[-3:]
    turned = tuple(msgspec.structs.replace(one, tie=one.id == INJURY) for one in TABLE.verdicts)
    other = msgspec.structs.replace(KNOWLEDGE, six_factors=msgspec.structs.replace(TABLE, verdicts=turned))
    assert six_factor_ranking(case({}), other)[0][0] == STRAIN


@pytest.mark.parametrize(
    ("finding", "place"),
    [
        ("pain_whole_posterior_thigh", "whole_thigh"),
        ("pain_lower_buttock", "upper_thigh"),
        ("pain_back_of_knee", "lower_thigh"),
    ],
)
def test_something_else_begins_with_the_list_of_the_place_that_hurts(finding: str, place: str) -> None:
    own = list(PLACES[place].conditions)
    assert first({finding: True})[: len(own)] == own


def test_two_places_come_in_the_order_of_the_table() -> None:
    upper, lower = PLACES["upper_thigh"].conditions, PLACES["lower_thigh"].conditions
    assert first({"pain_back_of_knee": True, "pain_buttock": True})[: len(upper) + len(lower)] == [*upper, *lower]


def test_every_condition_of_the_table_is_named_once_with_falling_shares_that_sum_to_1() -> None:
    ranking = six_factor_ranking(case({"pain_buttock": True}), KNOWLEDGE)
    named = {n for one in (*TABLE.verdicts, *TABLE.places) for n in one.conditions}
    assert sorted(name for name, _ in ranking) == sorted(named)
    assert [p for _, p in ranking] == sorted((p for _, p in ranking), reverse=True)
    assert sum(p for _, p in ranking) == pytest.approx(1.0, abs=1e-7)
