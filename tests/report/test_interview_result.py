"""The terminal and the page tell a runner the same: what is shown, in which order, and what is folded."""

import pytest

from inference.shipped import KNOWLEDGE, example
from whatelse.interview.steps import Finished
from whatelse.interview.types import CouldAdd
from whatelse.report.ended import OPEN, ended_of
from whatelse.report.interview_result import result_lines
from whatelse.report.plan_parts import plan_view
from whatelse.report.runner_result import RunnerResult, runner_result

NAMES = ("one_nerve_site", "sacral_stress_fracture", "cauda_equina", "sit_bone_30_weeks")


@pytest.fixture(scope="module", params=NAMES)
def result(request: pytest.FixtureRequest) -> RunnerResult:
    return runner_result(example(request.param), KNOWLEDGE)


def told(result: RunnerResult) -> str:
    return " ".join(" ".join(result_lines(result, None, KNOWLEDGE, 80)).replace("\x02", "").split())


def in_order(text: str, parts: list[str]) -> bool:
    at = 0
    for part in parts:
        at = text.find(" ".join(part.split()), at)
        if at < 0:
            return False
    return True


def test_the_three_lines_come_first_word_for_word(result: RunnerResult) -> None:
    assert in_order(told(result), [f"{line.lead}: {line.text}" for line in result.lines])


def test_the_same_sources_stand_in_the_same_order_and_groups(result: RunnerResult) -> None:
    parts = [part for heading, group in result.groups for part in (heading.upper(), *(one.plain for one in group))]
    text = told(result)
    if result.plan.kind == "plan":
        assert in_order(text, [*parts, result.something_else_count])
        assert f"And {result.rest} more" in text or not result.rest
    else:
        assert not any(heading.upper() in text for heading, _ in result.groups)


def test_the_same_plan_clocks_scans_and_reasons_are_told(result: RunnerResult) -> None:
    text, plan = told(result), plan_view(result.plan, KNOWLEDGE)
    assert in_order(text, list(result.urgency))
    assert all(" ".join(f"{one.name}. {one.text}".split()) in text for one in result.scans)
    if result.plan.kind == "plan":
        assert in_order(text, [one.text for one in result.clocks])
        assert in_order(text, [part.heading for part in plan.parts])
        assert in_order(text, [visit.say for visit in plan.visits])
    else:
        assert in_order(text, list(plan.instruction))


def test_what_could_be_added_is_named_for_runners_and_only_beside_a_plan() -> None:
    names = list(KNOWLEDGE.findings)[: OPEN + 3]
    finished = Finished("stopped", "", tuple(CouldAdd(n, KNOWLEDGE.findings[n].label, "you", 0.1) for n in names))
    ended = ended_of(finished, "plan", KNOWLEDGE)
    assert ended.why == "You asked to stop." and len(ended.could_add) == OPEN
    assert all(text.endswith("?") for text, _ in ended.could_add)
    assert ended_of(finished, "emergency", KNOWLEDGE).could_add == ()


def test_no_answer_to_a_safety_question_is_no_all_clear() -> None:
    found = runner_result(example("sit_bone_30_weeks"), KNOWLEDGE)
    assert not found.triage.complete
    assert found.lines[0].text == "Not known yet. Some safety questions have no answer."
    assert "safety questions" in found.lines[2].text
