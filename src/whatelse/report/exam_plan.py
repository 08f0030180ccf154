"""An examination plan as plain text: 80 columns, one block a position, what each answer would mean."""

from __future__ import annotations

import re
import textwrap

from whatelse.interview.exam_types import AfterAnswer, Block, ExamPlan, Planned, Top
from whatelse.report.terminal import percent

WIDTH = 80
HEADINGS = {
    "safety": "FIRST: a positive would change how urgent it is",
    "tests": "THEN",
    "last": "LAST: may flare the pain",
}
MARKS = {"none": "", "some": "", "much": ", provokes much"}
#: A change that is worth saying.
SEEN = 0.02
LIMITS = (
    "Chances and sources come from a model that was never validated on patients; they are no diagnosis. "
    "If it gets worse fast, a leg gets weak, numb, cold or swollen, or a fever comes: the same day."
)
SEVERAL = "Several sources can be true at once, so they add up to more than 100 %."


def exam_plan_text(plan: ExamPlan, *, name: str = "", how: bool = False) -> str:
    """The whole plan; ``how``: also how each test is done. The same plan gives the same text."""
    side = f", {plan.side} side" if plan.side in ("left", "right") else ""
    lines = [f"EXAMINATION PLAN  {plan.case or name or 'case'}{side}"]
    head = f"{plan.setting.label}; whatelse {plan.engine}, knowledge {plan.knowledge.digest[:12]}"
    lines += [*_wrapped(head), "", "How urgent is it?", *_indented(plan.urgent)]
    if plan.kind == "emergency":
        told = "No tests: they would cost time. Examine on the way only what the next place needs to know."
        return _text([*lines, "", *_wrapped(told), "", *_wrapped(LIMITS)])
    lines += ["", *_wrapped(f"Now: {_sources(plan.now)}. {SEVERAL}", 2)]
    if plan.irritable:
        lines += _wrapped(f"Flares easily ({'; '.join(plan.irritable)}): what provokes much comes last.", 2)
    lines += _wrapped(_time(plan), 2)
    number, before = 1, ""
    for block in plan.blocks:
        if HEADINGS[block.why] != before:
            before = HEADINGS[block.why]
            lines += ["", before]
        lines += ["", f"{block.label}", *_block(block, number, how)]
        number += len(block.tests)
    lines += _rest(plan)
    return _text([*lines, "", *_wrapped(LIMITS)])


def _time(plan: ExamPlan) -> str:
    if not plan.blocks:
        return f"In {plan.minutes:g} minutes no test would tell much that is not known."
    count = len(plan.tests)
    return f"{count} test{'s' if count > 1 else ''}, about {_minutes(plan.seconds)} of {plan.minutes:g} minutes."


def _minutes(seconds: float) -> str:
    return f"{int(seconds // 60)}:{int(seconds % 60):02d}"


def _block(block: Block, number: int, how: bool) -> list[str]:
    out: list[str] = []
    for place, test in enumerate(block.tests, number):
        out += _test(test, place, how)
    return out


def _test(test: Planned, number: int, how: bool) -> list[str]:
    also = f", also {' and '.join(where.lower() for where in test.also)}" if test.also else ""
    lines = _wrapped(f"{number:2}. {test.label} ({test.seconds:g} s{also}{MARKS[test.provokes]})", 4)
    if how:
        for text in test.how:
            lines += _wrapped(f"    {text}", 4)
    if test.not_when and (how or test.ask_first):
        lines += _wrapped(f"    When not: {test.not_when}", 4)
    for one in _ends(test.after):
        sign = "+" if one.positive else "-"
        word = "" if one.answer in ("yes", "no") else f" {one.answer.replace('_', ' ')} {test.unit}".rstrip()
        lines += _wrapped(f"    {sign}{word} ({percent(one.chance)}): {_after(one)}", 6)
    return lines


def _ends(after: tuple[AfterAnswer, ...]) -> tuple[AfterAnswer, AfterAnswer]:
    """The most positive answer, then the most negative; of a graded test or a number what lies between is left out."""
    return (after[0], after[-1]) if after[0].positive else (after[-1], after[0])


def _after(one: AfterAnswer) -> str:
    """The likeliest sources, then the one that changes most where it is not among them."""
    told = [_change(top) for top in one.top]
    if one.moved.condition not in {top.condition for top in one.top} and _is_change(one.moved):
        told.append(f"and {_change(one.moved)}")
    return "; ".join(told)


def _change(top: Top) -> str:
    before = f" (from {percent(top.now)})" if _is_change(top) else ""
    return f"{_short(top.label)} {percent(top.probability)}{before}"


def _is_change(top: Top) -> bool:
    return abs(top.probability - top.now) >= SEEN


def _sources(tops: tuple[Top, ...]) -> str:
    return "; ".join(f"{_short(top.label)} {percent(top.probability)}" for top in tops)


def _short(label: str) -> str:
    """A label without what it explains in brackets."""
    return re.sub(r"\s*\(.*?\)", "", label)


def _rest(plan: ExamPlan) -> list[str]:
    lines: list[str] = []
    if plan.waits:
        lines += ["", "NOT NOW"]
        for waits in plan.waits:
            lines += _wrapped(f"  - {waits.label}: {' '.join(waits.because)}", 4)
    if plan.more:
        lines += [
            "",
            *_wrapped("With more time: " + "; ".join(f"{m.label} ({m.seconds:g} s)" for m in plan.more) + ".", 2),
        ]
    return lines


def _indented(texts: tuple[str, ...]) -> list[str]:
    return [line for text in texts for line in _wrapped(f"  {text.strip()}", 4)]


def _wrapped(text: str, indent: int = 0) -> list[str]:
    """Lines of a text; a number stays with its per cent sign."""
    kept = " " * (len(text) - len(text.lstrip()))
    joined = text.strip().replace(" %", "\u00a0%").replace(" s)", "\u00a0s)")
    lines = textwrap.wrap(joined, WIDTH, initial_indent=kept, subsequent_indent=" " * indent, break_on_hyphens=False)
    return [line.replace("\u00a0", " ") for line in lines]


def _text(lines: list[str]) -> str:
    return "\n".join(line.rstrip() for line in lines).rstrip("\n") + "\n"
