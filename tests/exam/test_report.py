"""An exam as text: the figures of the result, at 80 columns, without colour in a pipe."""

import functools
import re

import msgspec
import pytest

from tests.exam.candidates import KNOWLEDGE, candidate, truth
from tests.exam.test_sit import CASES, IMPOSSIBLE, STRAIN
from whatelse.case import Case
from whatelse.exam import ExamResult, sit
from whatelse.inference.differential import Differential
from whatelse.knowledge.schema import Urgency
from whatelse.report.exam import interval, render

LONG = "a group of which the name is longer than any line of a terminal could ever hold in one row"


def judge(case: Case, differential: Differential) -> Urgency | None:
    return "urgent"


@functools.cache
def full() -> ExamResult:
    """Everything that a text can have to show."""
    more = [
        candidate("open"),
        candidate("odd", truth("pht", group=LONG), IMPOSSIBLE),
        candidate("wrong", truth("dvt", "no_such", group=""), STRAIN),
    ]
    return sit([*CASES, *more], KNOWLEDGE, judge=judge)


def test_no_line_is_wider_than_80_columns_and_none_has_colour() -> None:
    text = render(full(), KNOWLEDGE)
    assert max(map(len, text.splitlines())) <= 80
    assert "\x1b" not in text and text.endswith("\n")
    assert all(line == line.rstrip() for line in text.splitlines())


def test_colour_changes_no_word() -> None:
    coloured = render(full(), KNOWLEDGE, colour=True)
    assert "\x1b" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured).split() == render(full(), KNOWLEDGE).split()


def test_the_text_shows_the_shares_of_every_method_at_every_stage() -> None:
    text = render(full(), KNOWLEDGE)
    for stage in full().stages:
        for one in stage.scores:
            row = " ".join(f"{one.label} {interval(one.top1)} {interval(one.top3)} {interval(one.top5)}".split())
            assert any(row in " ".join(line.split()) for line in text.splitlines()), row
            assert f"{one.log:.2f}" in text and f"{one.brier:.2f}" in text


def test_the_text_shows_every_group_with_its_counts() -> None:
    lines = [line.split() for line in render(full(), KNOWLEDGE).splitlines()]
    for stage in full().stages:
        for group in stage.groups:
            own, *rest = group.scores
            counts = [own.cases, own.top1.hits, own.top3.hits, own.top5.hits]
            name = (group.group or "no group told").split()[0]
            expected = [*map(str, counts), *(str(one.top5.hits) for one in rest)]
            assert any(line[:1] == [name] and [*line[-8:-4], *line[-3:]] == expected for line in lines), group.group


def test_what_is_not_scored_or_not_known_is_said() -> None:
    text = " ".join(render(full(), KNOWLEDGE).split())
    assert "Exam: 6 cases, 4 ranked" in text
    assert "no truth told: open." in text
    assert "no condition of this knowledge: no_such." in text
    assert "Could not be answered, counted as missed: odd." in text


def test_urgency_is_left_out_where_nothing_was_triaged() -> None:
    assert "How urgent" in render(full(), KNOWLEDGE)
    assert "urgent" not in render(sit(CASES, KNOWLEDGE), KNOWLEDGE)


@pytest.mark.parametrize("field", ["emergency", "at_least_urgent", "missed", "over", "over_emergency"])
def test_every_share_of_urgency_is_shown(field: str) -> None:
    judged = full().stages[0].urgency
    assert judged is not None
    found = getattr(judged, field)
    assert f"{interval(found)} {found.hits} of {found.of}" in " ".join(render(full(), KNOWLEDGE).split())


def test_what_more_information_did_is_said_for_each_pair_of_stages() -> None:
    text = " ".join(render(full(), KNOWLEDGE).split())
    for one in full().drops:
        assert f"rose in {one.rises}, fell in {one.falls} of {one.cases}." in text
        assert f"in {one.left5.hits} of {one.left5.of} ({interval(one.left5)}), came in in {one.came5}" in text
    assert "does the truth fall out" not in render(sit(CASES, KNOWLEDGE, stage="all"), KNOWLEDGE)


def test_confusion_names_places_and_conditions() -> None:
    text = " ".join(render(full(), KNOWLEDGE).split())
    found = full().confusions[-1]
    assert f"everything: {found.missed} of {found.cases} cases missed" in text
    assert KNOWLEDGE.interfaces[found.places[0].truth] in text
    without = msgspec.structs.replace(full(), confusions=())
    assert "What stood first instead" not in render(without, KNOWLEDGE)


def test_an_exam_without_a_ranked_case_says_so() -> None:
    text = render(sit([candidate("open")], KNOWLEDGE, stage="all"), KNOWLEDGE)
    assert "No ranked case." in text and "%  [" not in text


def test_it_says_what_the_figures_do_not_tell() -> None:
    text = " ".join(render(full(), KNOWLEDGE).split())
    assert "They do not say how often the program is right about people." in text
