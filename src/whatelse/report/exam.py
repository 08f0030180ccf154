"""An exam as plain text for a terminal: readable at 80 columns, in a pipe and without colour."""

from __future__ import annotations

import io
import sys

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from whatelse.exam.confusion import NOWHERE, Confusion
from whatelse.exam.drops import Drop
from whatelse.exam.methods import ENGINE
from whatelse.exam.result import ExamResult, StageScore
from whatelse.exam.score import Score
from whatelse.exam.share import Share
from whatelse.exam.urgency import LEVELS, UrgencyScore
from whatelse.knowledge.schema import Knowledge

WIDTH = 80
#: Rows of the table of mistaken pairs.
MOST_PAIRS = 12
_STAGES = {"history": "History only", "exam": "History and examination", "all": "Everything told"}
_SHORT = {"history": "history", "exam": "examination", "all": "everything"}
_NOTE = (
    "In brackets: 95 % intervals (Wilson), chance alone. Several causes can be true; a list that adds up to more than "
    "100 % is divided by its sum for the log and Brier scores. Log score: 0 is best, 9.2 is worst. Brier: 0 is best, "
    "2 is worst. Place: the middle place of the right name, 99 where it is nowhere. Several: cases with several "
    "truths, one / all of them in the first five. By group: how many have a right name in the first one, three and "
    "five, the interval of the last, and how many the baselines have in the first five."
)
_LIMITS = (
    "Published cases hold more rare and dangerous causes than any clinic sees: these figures compare ways to answer. "
    "They do not say how often the program is right about people."
)


def print_exam(result: ExamResult, knowledge: Knowledge) -> None:
    click.echo(render(result, knowledge, colour=sys.stdout.isatty()), nl=False)


def render(result: ExamResult, knowledge: Knowledge, *, colour: bool = False) -> str:
    """The text of an exam. The same result gives the same text."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=WIDTH,
        force_terminal=colour,
        no_color=not colour,
        highlight=False,
        emoji=False,
        markup=False,
    )
    _head(console, result, knowledge)
    for stage in result.stages:
        _stage(console, stage)
    _drops(console, result)
    for confused in result.confusions:
        _confusion(console, confused, knowledge)
    for note in (_NOTE, _LIMITS):
        console.print(Text(note, style="italic" if colour else ""))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _head(console: Console, result: ExamResult, knowledge: Knowledge) -> None:
    console.print(Text(f"Exam: {_count(result.cases, 'case')}, {result.ranked} ranked", style="bold"))
    places = "; ".join(knowledge.settings[name].label for name in result.settings)
    console.print(f"{places or 'no setting'}; whatelse {result.engine}, knowledge {result.knowledge.digest[:12]}")
    if result.knowledge.overlays:
        names = ", ".join(f"{name} ({digest})" for name, digest in result.knowledge.overlays)
        console.print(f"Numbers changed for this run by: {names}.")
    if result.unscored:
        console.print(f"Answered but not scored, no truth told: {', '.join(result.unscored)}.")
    if result.unknown:
        console.print(f"Truths that are no condition of this knowledge: {', '.join(result.unknown)}.")
    if result.refused:
        refused = dict.fromkeys(one.id for one in result.refused)
        console.print(f"Could not be answered, counted as missed: {', '.join(refused)}.")
    console.print()


def _stage(console: Console, stage: StageScore) -> None:
    console.print(Text(_STAGES[stage.stage], style="bold"))
    if not stage.groups:
        console.print("No ranked case.\n")
    else:
        console.print(_ranks(stage))
        console.print()
        console.print(_halves(stage))
        console.print()
        console.print(_groups(stage))
        console.print()
    if stage.urgency is not None:
        _urgency(console, stage.urgency)


def _ranks(stage: StageScore) -> Table:
    table = _table("a right name stands", ("first", "in first 3", "in first 5", "log", "Brier"))
    for one in stage.scores:
        tops = [interval(each) for each in (one.top1, one.top3, one.top5)]
        table.add_row(one.label, *tops, _number(one.log, 2), _number(one.brier, 2))
    return table


def _halves(stage: StageScore) -> Table:
    table = _table("with half credit", ("first", "in first 3", "in first 5", "place", "log se", "several"))
    for one in stage.scores:
        halves = [_percent(each) for each in (one.half1, one.half3, one.half5)]
        table.add_row(one.label, *halves, _number(one.median_rank, 1), _number(one.log_se, 2), _several(one))
    return table


def _several(one: Score) -> str:
    """Of the cases with several truths: one of them, and all of them, in the first five."""
    return f"{one.several_any.hits} / {one.several_all.hits} of {one.several_any.of}"


def _groups(stage: StageScore) -> Table:
    """Groups are small, so counts say more than percents."""
    others = [one.method.split("_")[0] for one in stage.groups[0].scores if one.method != ENGINE]
    table = _table("by group", ("of", "1st", "3", "5", "95 %", *others), cut=True)
    for group in stage.groups:
        own = next(one for one in group.scores if one.method == ENGINE)
        rest = [str(one.top5.hits) for one in group.scores if one.method != ENGINE]
        counts = [str(n) for n in (own.cases, own.top1.hits, own.top3.hits, own.top5.hits)]
        table.add_row(group.group or "no group told", *counts, _range(own.top5), *rest)
    return table


def _urgency(console: Console, judged: UrgencyScore) -> None:
    console.print(Text(f"How urgent ({_count(judged.cases, 'case')})", style="bold"))
    rows = (
        ("emergencies called emergency", judged.emergency),
        ("emergency or urgent, called at least urgent", judged.at_least_urgent),
        ("emergencies called routine or self-care", judged.missed),
        ("routine or self-care, called at least urgent", judged.over),
        ("routine or self-care, called emergency", judged.over_emergency),
    )
    table = _table("", ("share", "cases"))
    for label, found in rows:
        table.add_row(label, interval(found), f"{found.hits} of {found.of}")
    console.print(table)
    names = [level.replace("_", "-") for level in LEVELS]
    table = _table("truth (rows), answer (columns)", tuple(names))
    for name, counts in zip(names, judged.table, strict=True):
        table.add_row(name, *map(str, counts))
    console.print(table)
    console.print()


def _drops(console: Console, result: ExamResult) -> None:
    if not result.drops:
        return
    console.print(Text("When more is told, does the truth fall out?", style="bold"))
    for one in result.drops:
        console.print(_drop(one))
    console.print()


def _drop(one: Drop) -> str:
    def left(name: str, found: Share, came: int) -> str:
        return f"left the first {name} in {found.hits} of {found.of} ({interval(found)}), came in in {came}"

    return (
        f"{_SHORT[one.earlier]} -> {_SHORT[one.later]}: {left('three', one.left3, one.came3)}; "
        f"{left('five', one.left5, one.came5)}; rose in {one.rises}, fell in {one.falls} of {one.cases}."
    )


def _confusion(console: Console, found: Confusion, knowledge: Knowledge) -> None:
    title = f"What stood first instead, {_SHORT[found.stage]}: {found.missed} of {_count(found.cases, 'case')} missed"
    console.print(Text(title, style="bold"))
    if found.missed:
        table = _table("place of the truth", ("place of the answer", "cases"), words=True)
        for one in found.places:
            table.add_row(_place(one.truth, knowledge), _place(one.answered, knowledge), str(one.cases))
        console.print(table)
        console.print()
        table = _table("truth", ("stood first", "cases"), words=True)
        for pair in found.pairs[:MOST_PAIRS]:
            answered = _condition(pair.answered, knowledge)
            if pair.family != pair.answered:
                answered += f" [{_condition(pair.family, knowledge)}]"
            table.add_row(_condition(pair.truth, knowledge), answered, str(pair.cases))
        console.print(table)
        if len(found.pairs) > MOST_PAIRS:
            console.print(f"And {_count(len(found.pairs) - MOST_PAIRS, 'more pair')}; --json has all.")
    console.print()


def _place(name: str, knowledge: Knowledge) -> str:
    return knowledge.interfaces.get(name, name)


def _condition(name: str, knowledge: Knowledge) -> str:
    if name == NOWHERE:
        return "nothing"
    return knowledge.conditions[name].label if name in knowledge.conditions else name


def _table(title: str, columns: tuple[str, ...], *, words: bool = False, cut: bool = False) -> Table:
    """words: all columns but the last hold words. cut: a long name in the first column is cut, not wrapped."""
    table = Table(box=None, pad_edge=False, show_header=True, header_style="", padding=(0, 2, 0, 0))
    table.add_column(title, no_wrap=cut, overflow="ellipsis" if cut else "fold", max_width=36 if cut else None)
    for column in columns:
        table.add_column(column, justify="left" if words and column != columns[-1] else "right", no_wrap=not words)
    return table


def interval(found: Share) -> str:
    """ "50 % [36-64]", or a dash where there is no case."""
    return "-" if found.share is None else f"{_percent(found.share)} {_range(found)}"


def _range(found: Share) -> str:
    if found.low is None or found.high is None:
        return "-"
    return f"[{100 * found.low:.0f}-{100 * found.high:.0f}]"


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.0f} %"


def _number(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


def _count(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"
