"""The result of an interview in a terminal: what ``runner_result`` says, in lines. Nothing is decided here."""

from __future__ import annotations

from whatelse.knowledge.schema import Knowledge
from whatelse.report.challenge_words import asked, in_a_sentence
from whatelse.report.ended import Ended
from whatelse.report.interview import STRONG, wrapped
from whatelse.report.interview_words import WORDS
from whatelse.report.plan_parts import PlanPart, PlanView, Visit, plan_view
from whatelse.report.runner_result import RunnerResult, SourceLine
from whatelse.report.runner_words import IF_TRUE, NOTHING_STANDS_OUT, SEVERAL


def result_lines(result: RunnerResult, ended: Ended | None, knowledge: Knowledge, width: int) -> list[str]:
    """The whole result. The same result gives the same lines."""
    plan = plan_view(result.plan, knowledge)
    blocks = [[*_heading(WORDS["result"], width), *_three(result, width)]]
    blocks += [wrapped(limit, width) for limit in result.limits]
    blocks.append(_urgency(result, width))
    if plan.kind != "plan":
        blocks.append([line for text in plan.instruction for line in wrapped(text, width, 2, mark="- ")])
        blocks.append(_scans(result, width))
    else:
        blocks += [*_sources(result, width), _clocks(result, width), _scans(result, width), *_until(plan, width)]
    blocks += [*(_ended(ended, width) if ended is not None else ()), footer_lines(width)]
    return [line for block in blocks if block for line in ("", *block)]


def footer_lines(width: int) -> list[str]:
    """What stands below everything: when to go, and that nothing of it was validated."""
    return wrapped(WORDS["footer"], width)


def _heading(text: str, width: int) -> list[str]:
    return [STRONG + line for line in wrapped(text.upper(), width)]


def _three(result: RunnerResult, width: int) -> list[str]:
    """How urgent, whether it fits, the next step: a line each."""
    return [line for one in result.lines for line in wrapped(f"{one.lead}: {one.text}", width, indent=2, mark="- ")]


def _urgency(result: RunnerResult, width: int) -> list[str]:
    lines = _heading(WORDS["urgency"], width)
    for line in result.urgency:
        lines += wrapped(line.strip(), width, indent=4 if line.startswith("  ") else 2)
    return lines


def _sources(result: RunnerResult, width: int) -> list[list[str]]:
    blocks = [] if result.stands_out else [_splits(result, width)]
    for heading, sources in result.groups:
        blocks.append([*_heading(heading, width), *(line for one in sources for line in _source(one, width))])
    last = wrapped(WORDS["unlisted"].format(count=result.something_else_count), width)
    if result.rest:
        most = result.rest_at_most.removeprefix("about ")
        last += wrapped(WORDS["folded"].format(count=result.rest, most=most), width)
    return [*blocks, [*last, *wrapped(SEVERAL, width)]]


def _source(one: SourceLine, width: int) -> list[str]:
    grave = IF_TRUE.get(one.urgency, "")
    text = WORDS["of"].format(plain=one.plain, count=one.count)
    return wrapped(f"{text}. {grave[:1].upper()}{grave[1:]}{'.' if grave else ''}".rstrip(), width, indent=2, mark="- ")


def _splits(result: RunnerResult, width: int) -> list[str]:
    """Nothing stands out: the two questions or tests that would tell most."""
    lines = wrapped(NOTHING_STANDS_OUT if result.splits else WORDS["nothing_stands_out"], width)
    for one in result.splits:
        caution = f" {one.not_when}" if one.not_when and one.alone else ""
        lines += wrapped(f"{asked(one.question)}{caution}", width, indent=2, mark="- ")
    return lines


def _clocks(result: RunnerResult, width: int) -> list[str]:
    lines = [line for one in result.clocks for line in wrapped(one.text, width, indent=2, mark="- ")]
    return [*_heading(WORDS["clock"], width), *lines] if lines else []


def _scans(result: RunnerResult, width: int) -> list[str]:
    lines = [line for one in result.scans for line in wrapped(f"{one.name}. {one.text}", width, indent=2, mark="- ")]
    return [*_heading(WORDS["scans"], width), *lines] if lines else []


def _until(plan: PlanView, width: int) -> list[list[str]]:
    lines = [line for part in plan.parts for line in _part(part, width)]
    visits = [line for visit in plan.visits for line in _visit(visit, width)]
    return [
        [*_heading(WORDS["until"], width), *lines] if lines else [],
        [*_heading(WORDS["who"], width), *visits] if visits else [],
    ]


def _part(part: PlanPart, width: int) -> list[str]:
    """One group of actions by their names; what a danger stops is told with its reason."""
    labels = [in_a_sentence(item.label.rstrip(":.")) for item in part.items]
    more = WORDS["more_actions"].format(count=len(part.more)) if part.more else ""
    text = f"{part.heading}: {'; '.join(labels)}. {more}" if labels else f"{part.heading}. {more}"
    lines = wrapped(text.rstrip(), width, indent=2, mark="- ")
    return [*lines, *(line for why in part.why for line in wrapped(why, width, indent=4))]


def _visit(visit: Visit, width: int) -> list[str]:
    lines = wrapped(f"{visit.who} Go {visit.when}.", width, indent=2, mark="- ")
    return [*lines, *wrapped(WORDS["say"].format(say=visit.say), width, indent=4)]


def _ended(ended: Ended, width: int) -> list[list[str]]:
    why = [*_heading(WORDS["ended"], width), *wrapped(ended.why, width, indent=2)] if ended.why else []
    more = _heading(WORDS["could_add"], width) if ended.could_add else []
    for text, who in ended.could_add:
        more += wrapped(f"{text} ({who})", width, indent=2, mark="- ")
    return [why, more]
