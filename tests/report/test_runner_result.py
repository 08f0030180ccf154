"""The runner's result as data: three lines, five sources, a clock, and nothing that reads as a verdict."""

import re

import pytest

from inference.shipped import KNOWLEDGE, example
from whatelse.case import Case, parse_case
from whatelse.challenge import challenge_case, claims_of, fits_of
from whatelse.inference.intervals import intervals_of_case
from whatelse.knowledge.reading import grade
from whatelse.report.plan_parts import plan_view
from whatelse.report.runner_result import RunnerResult, runner_result
from whatelse.report.runner_words import CLOSING
from whatelse.triage import assess

NAMES = ("mild_strain_week_1", "one_nerve_site", "sacral_stress_fracture", "cauda_equina", "years_then_ultrasound")
BANNED = re.compile(r"\bsafe\b|\byou have (a|an|the) |\bdiagnosis is\b", re.IGNORECASE)


@pytest.fixture(scope="module", params=NAMES)
def result(request: pytest.FixtureRequest) -> RunnerResult:
    return runner_result(example(request.param), KNOWLEDGE)


def test_three_lines_come_first_and_are_easy_to_read(result: RunnerResult) -> None:
    assert [line.lead for line in result.lines] == ["How soon", "What you were told", "Next step"]
    for line in result.lines:
        assert line.text.endswith(".") and not BANNED.search(line.text)
        assert grade(line.text, KNOWLEDGE.reading_words) <= 8.0, line.text


def test_at_most_five_sources_each_once(result: RunnerResult) -> None:
    shown = [one.condition for _, group in result.groups for one in group]
    assert 1 <= len(shown) <= 5 and len(set(shown)) == len(shown)
    assert not set(shown) & {one.condition for one in result.folded}


def test_the_numbers_are_those_of_the_assessment() -> None:
    case = example("mild_strain_week_1")
    answer, found = assess(case, KNOWLEDGE), runner_result(case, KNOWLEDGE)
    ranked = dict(answer.ranking)
    for _, group in found.groups:
        assert all(ranked[one.condition] == one.probability for one in group)
    assert found.triage == answer.triage
    assert found.something_else == answer.something_else


def test_the_short_fit_is_the_fit_of_the_whole_challenge() -> None:
    for name in ("mild_strain_week_1", "sacral_stress_fracture", "years_then_ultrasound"):
        case = example(name)
        claims, _ = claims_of(case, KNOWLEDGE)
        whole = challenge_case(case, claims, KNOWLEDGE).challenges
        assert [(one.said, one.told, one.fit) for one in whole] == [
            (one.said, one.told, one.fit) for one in fits_of(case, claims, KNOWLEDGE)
        ]


def test_what_was_told_decides_the_second_line_and_no_number() -> None:
    case = example("mild_strain_week_1")
    told = runner_result(case, KNOWLEDGE)
    untold = runner_result(parse_case({**case.to_dict(), "told": []}, KNOWLEDGE), KNOWLEDGE)
    odd = runner_result(parse_case({**case.to_dict(), "told": ["bad karma"]}, KNOWLEDGE), KNOWLEDGE)
    assert "fits what you told" in told.lines[1].text
    assert "Nobody has given it a name" in untold.lines[1].text
    assert "bad karma" in odd.lines[1].text and odd.unknown == ("bad karma",)
    assert told.best == untold.best == odd.best


def test_where_nothing_stands_out_it_says_so_and_names_two_questions() -> None:
    found = runner_result(parse_case({"findings": {"pain_buttock": True}}, KNOWLEDGE), KNOWLEDGE)
    assert not found.stands_out and found.best == ()
    assert "Nothing stands out yet" in found.lines[1].text
    assert len(found.splits) == 2 and all(one.question for one in found.splits)


def test_an_emergency_says_what_to_do_as_the_next_step() -> None:
    found = runner_result(example("cauda_equina"), KNOWLEDGE)
    assert found.lines[2].text.startswith("Go to an emergency room now")
    assert plan_view(found.plan, KNOWLEDGE).parts == ()


def test_the_clock_counts_people(result: RunnerResult) -> None:
    for one in result.clocks:
        assert 0 <= one.low <= one.still <= one.high <= one.of
        assert one.of in (100, 1000) and f"{one.still}" in one.text


def test_ranges_come_where_they_are_given() -> None:
    case = example("mild_strain_week_1")
    found = runner_result(case, KNOWLEDGE, intervals=intervals_of_case(case, KNOWLEDGE))
    for _, group in found.groups:
        for one in group:
            assert one.low is not None and one.low <= one.probability <= one.high


def test_it_closes_with_when_to_seek_care_and_never_validated(result: RunnerResult) -> None:
    assert result.closing == CLOSING
    assert "Go at once" in CLOSING[0] and "never tested on patients" in CLOSING[1]
    for text in CLOSING:
        assert grade(text, KNOWLEDGE.reading_words) <= 8.0


def test_the_same_case_gives_the_same_result() -> None:
    assert runner_result(example("one_nerve_site"), KNOWLEDGE) == runner_result(example("one_nerve_site"), KNOWLEDGE)


def test_an_empty_case_has_a_result_too() -> None:
    found = runner_result(Case(), KNOWLEDGE)
    assert found.groups and found.clocks == ()
    assert plan_view(found.plan, KNOWLEDGE).instruction


def test_the_plan_shows_each_action_once_and_folds_the_rest(result: RunnerResult) -> None:
    view = plan_view(result.plan, KNOWLEDGE)
    labels = [item.label for part in view.parts for item in (*part.items, *part.more)]
    assert len(labels) == len(set(labels))
    assert all(len(part.items) <= 6 for part in view.parts)
