"""Where it hurts: said and shaded on the right side."""

import re

import pytest

from inference.shipped import KNOWLEDGE, case, example
from whatelse.knowledge.reading import grade
from whatelse.report.body.picture import pieces
from whatelse.report.page.told_places import drawn, in_words, places, told_places


def test_every_place_is_a_finding_and_lies_on_the_drawing() -> None:
    drawn_regions = {view: {piece.region for piece in pieces(view)} for view in ("back", "front")}
    for place in places():
        assert KNOWLEDGE.findings[place.finding].kind == "location"
        assert set(place.regions) <= drawn_regions[place.view], place.finding


def test_every_finding_that_names_a_place_has_words() -> None:
    named = {place.finding for place in places()}
    sites = {key for key, one in KNOWLEDGE.findings.items() if one.kind == "location" and key.startswith("pain_")}
    assert sites - named == set()


def test_the_words_are_easy() -> None:
    for place in places():
        assert grade(f"It hurts at {place.name}.", KNOWLEDGE.reading_words) <= 8


@pytest.mark.parametrize(
    ("side", "where"), [("left", "on the left"), ("right", "on the right"), ("both", "both sides")]
)
def test_the_side_is_said(side: str, where: str) -> None:
    one = case({"pain_sit_bone": True, "pain_calf": True}, side=side)
    assert in_words(one) == f"the sit bone and the calf, on {where.removeprefix('on ')}"


def test_the_side_of_an_answer_goes_before_that_of_the_case() -> None:
    one = case({"pain_sit_bone": {"value": "yes", "side": "right"}}, side="left")
    ((_, sides),) = told_places(one)
    assert sides == ("right",)


def shaded(svg: str) -> list[float]:
    """Places across of the shaded shapes, in units of the drawing."""
    return [float(x) for x in re.findall(r'<path d="M(-?\d+) [^"]*" fill="#c4473d"', svg)]


def test_left_is_drawn_on_the_left_from_behind_and_right_on_the_right() -> None:
    assert all(x < 0 for x in shaded(drawn(case({"pain_sit_bone": True}, side="left"))))
    assert all(x > 0 for x in shaded(drawn(case({"pain_sit_bone": True}, side="right"))))


def test_from_the_front_the_own_left_is_on_the_right_and_it_says_so() -> None:
    svg = drawn(case({"pain_groin": True}, side="left"))
    assert all(x > 0 for x in shaded(svg))
    assert svg.index("your right") < svg.index("your left")


def test_without_a_side_both_are_shaded_and_none_is_said() -> None:
    one = case({"pain_sit_bone": True})
    assert len(shaded(drawn(one))) == 2
    assert in_words(one) == "the sit bone"


def test_a_no_and_a_place_that_cannot_be_seen_shade_nothing() -> None:
    assert drawn(case({"pain_sit_bone": False, "pain_other_joint": True})) == ""
    assert in_words(case({"pain_sit_bone": False})) == ""


def test_the_lower_leg_is_drawn_only_where_it_hurts() -> None:
    def height(svg: str) -> float:
        return float(re.search(r'viewBox="0 0 \S+ (\S+)"', svg)[1])  # type: ignore[index]

    assert height(drawn(example("sit_bone_30_weeks"))) < height(drawn(case({"pain_calf": True})))
