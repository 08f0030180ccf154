"""An answer as plain text for a terminal: readable at 80 columns, in a pipe and without colour."""

from __future__ import annotations

import io
import sys

import click
import msgspec
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from whatelse.inference.differential import CareTold, Differential, Told
from whatelse.inference.explanation import Explanation
from whatelse.inference.intervals import Intervals
from whatelse.report.why import print_explanation, print_influences
from whatelse.triage import Assessment, Triage

WIDTH = 88
GRAVE = ("emergency", "urgent")


class Depth(msgspec.Struct, frozen=True):
    """What is shown beside the ranking: intervals, reasons, labels of what they name."""

    intervals: Intervals | None = None
    explanation: Explanation | None = None
    labels: dict[str, str] = {}


PLAIN = Depth()


def print_assessment(result: Assessment, *, top: int = 8, name: str = "", depth: Depth = PLAIN) -> None:
    click.echo(render(result, top=top, name=name, colour=sys.stdout.isatty(), depth=depth), nl=False)


def render(result: Assessment, *, top: int, name: str = "", colour: bool = False, depth: Depth = PLAIN) -> str:
    """The text of an answer, its urgency first. The same input gives the same text."""
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
    _head(console, result, name)
    _urgency(console, result.triage)
    for limit in result.limits:
        console.print(Text(limit, style="bold"))
    if result.limits:
        console.print()
    _ranking(console, result, top, depth.intervals)
    if depth.explanation is not None:
        print_explanation(console, depth.explanation)
    if depth.intervals is not None:
        print_influences(console, depth.intervals, depth.labels)
    _chain(console, result)
    _driver(console, result)
    _findings(console, result)
    _care(console, "What was tried", result.treatments)
    _care(console, "Scans", result.imaging)
    for note in result.notes:
        console.print(Text(note, style="italic" if colour else ""))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _head(console: Console, result: Differential, name: str) -> None:
    what = result.case or name or "case"
    side = f", {result.side} side" if result.side in ("left", "right") else ""
    console.print(Text(f"What else could it be?  {what}{side}", style="bold"))
    if result.told:
        console.print(f"Told so far: {'; '.join(result.told)}.")
    stage = {"history": "history only", "exam": "history and examination", "all": "everything told"}[result.stage]
    console.print(
        f"{result.setting.label}; {stage}; whatelse {result.engine}, knowledge {result.knowledge.digest[:12]}"
    )
    console.print()


def _urgency(console: Console, triage: Triage) -> None:
    console.print(Text("How urgent is it?", style="bold" if triage.level in GRAVE else ""))
    for line in triage.lines:
        indent = 4 if line.startswith("  ") else 2
        console.print(Padding(Text(line.strip()), (0, 0, 0, indent)))
    console.print()


def percent(p: float) -> str:
    """A probability without false precision at its ends."""
    if p > 0.994:
        return ">99 %"
    if p >= 0.0095:
        return f"{100 * p:.0f} %"
    return f"{100 * p:.1f} %" if p >= 0.0005 else "<0.1 %"


def frequency(p: float) -> str:
    """A probability as people read it best: of 100, of 1,000."""
    if p > 0.994:
        return "more than 99 of 100"
    if p >= 0.0095:
        return f"about {100 * p:.0f} of 100"
    return f"about {1000 * p:.0f} of 1,000" if p >= 0.0005 else "fewer than 1 of 1,000"


def _ranking(console: Console, result: Differential, top: int, intervals: Intervals | None) -> None:
    table = Table(box=None, pad_edge=False, show_header=True, header_style="")
    table.add_column("", justify="right", no_wrap=True)
    if intervals is not None:
        table.add_column("90 % range", no_wrap=True)
    ends = {one.condition: f"{_whole(one.low)}-{_whole(one.high)}" for one in intervals.ranking} if intervals else {}

    def row(condition: str, p: float, label: Text | str) -> None:
        between = (ends.get(condition, ""),) if intervals is not None else ()
        table.add_row(percent(p), *between, label, frequency(p))

    table.add_column("possible source", ratio=1)
    table.add_column("runners who answer so", justify="right", no_wrap=True)
    rows = [(c, p) for c, p in result.ranking if c != "something_else"]
    for condition, p in rows[:top]:
        entry = result.entry(condition)
        label = Text(entry.label)
        if entry.probability < 0.9 * p:
            label.append(f" (this form itself: {percent(entry.probability)})")
        if entry.urgency in GRAVE:
            label.append(f"  ({entry.urgency} if true)", style="bold")
        row(condition, p, label)
    row("something_else", result.something_else, "nothing in this list")
    console.print(table)
    console.print(_rest(result, rows[top:]) + "Several can be true at once, so these can add up to more than 100 %.")
    console.print()


def _whole(p: float) -> str:
    """A percentage as the end of a range."""
    return f"{100 * p:.0f}" if p >= 0.0095 else f"{100 * p:.1f}"


def _rest(result: Differential, rest: list[tuple[str, float]]) -> str:
    """What is folded away; dangerous sources are named even when they are unlikely."""
    if not rest:
        return ""
    grave = [
        f"{result.entry(c).label} {percent(p)}"
        for c, p in rest
        if result.entry(c).urgency == "emergency" and p >= 0.0005
    ]
    named = f" Dangerous among them: {'; '.join(grave)}." if grave else ""
    return f"And {len(rest)} more, none above {percent(rest[0][1])}.{named} "


def _chain(console: Console, result: Differential) -> None:
    parts = [f"{place.label} {100 * place.sum:.0f} %" for place in result.interfaces if place.sum >= 0.005]
    console.print("Where along the chain (sums):")
    console.print(Padding("\n".join(_wrapped(parts)), (0, 0, 0, 2)))
    console.print()


def _wrapped(parts: list[str]) -> list[str]:
    lines, line = [], ""
    for part in parts:
        joined = f"{line}; {part}" if line else part
        if len(joined) > WIDTH - 4 and line:
            lines.append(line + ";")
            line = part
        else:
            line = joined
    return [*lines, line] if line else lines


def _driver(console: Console, result: Differential) -> None:
    for cause in result.driven:
        if cause.probability < 0.05:
            continue
        drivers = [f"{d.label} {100 * d.probability:.0f} %" for d in cause.drivers[:4] if d.probability >= 0.05]
        if drivers:
            console.print(f"What may be behind {cause.label} ({percent(cause.probability)}):")
            console.print(Padding("\n".join(_wrapped(drivers)), (0, 0, 0, 2)))
            console.print()


def _findings(console: Console, result: Differential) -> None:
    groups = (
        ("Used", [*result.findings.facts, *result.findings.used], False),
        ("Implied, no second witness", result.findings.implied, False),
        ("Set aside", result.findings.set_aside, True),
        ("Unknown", result.findings.unknown, True),
        ("Not scored", result.findings.not_scored, True),
    )
    for label, items, with_note in groups:
        if items:
            text = "; ".join(_one(item, with_note) for item in items)
            console.print(Text(f"{label} ({len(items)}): {text}."))
    if any(items for _, items, _ in groups):
        console.print()


def _care(console: Console, heading: str, entries: tuple[CareTold, ...]) -> None:
    """Treatments or scans, each with what it was taken for and what follows from it."""
    if not entries:
        return
    console.print(f"{heading}:")
    for entry in entries:
        read_as = f" ({entry.read_as})" if entry.read_as and entry.read_as.lower() != entry.said.lower() else ""
        console.print(Padding(Text(f"{entry.said}{read_as}: {entry.note}."), (0, 0, 0, 2)))
    console.print()


def _one(item: Told, with_note: bool) -> str:
    value = item.value
    shown = ""
    if value is False:
        shown = ": no"
    elif isinstance(value, dict) and "likelihood" in value:
        shown = " (uncertain)"
    elif isinstance(value, dict):
        shown = " (" + ", ".join(f"{k} {v:g}" if isinstance(v, float) else str(k) for k, v in value.items()) + ")"
    elif value is not None and value is not True:
        shown = f" {value:g}" if isinstance(value, float) else f" {value}"
    note = f" [{item.note}]" if with_note and item.note else ""
    return item.label + shown + note
