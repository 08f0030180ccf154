"""A differential as plain text for a terminal: readable at 80 columns, in a pipe and without colour."""

from __future__ import annotations

import io
import sys

import click
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from whatelse.inference.differential import Differential, Told
from whatelse.knowledge.schema import Knowledge

WIDTH = 88
URGENCY = {"emergency": "emergency", "urgent": "urgent", "routine": "", "self_care": ""}


def print_differential(result: Differential, knowledge: Knowledge, *, top: int = 8, name: str = "") -> None:
    click.echo(
        render(result, knowledge, top=top, name=name, colour=sys.stdout.isatty()),
        nl=False,
    )


def render(result: Differential, knowledge: Knowledge, *, top: int, name: str = "", colour: bool = False) -> str:
    """The text of a differential. The same input gives the same text."""
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
    _ranking(console, result, knowledge, top)
    _chain(console, result)
    _driver(console, result)
    _findings(console, result)
    for note in result.notes:
        console.print(Text(note, style="italic" if colour else ""))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _head(console: Console, result: Differential, name: str) -> None:
    what = result.case or name or "case"
    side = f", {result.side} side" if result.side in ("left", "right") else ""
    console.print(Text(f"What else could it be?  {what}{side}", style="bold"))
    stage = {"history": "history only", "exam": "history and examination", "all": "everything told"}[result.stage]
    console.print(
        f"{result.setting.label}; {stage}; whatelse {result.engine}, knowledge {result.knowledge.digest[:12]}"
    )
    console.print()


def frequency(p: float) -> str:
    """A probability as people read it best: of 100, of 1,000."""
    if p >= 0.995:
        return "more than 99 of 100"
    if p >= 0.0095:
        return f"{round(100 * p)} of 100"
    if p >= 0.00095:
        return f"{round(1000 * p)} of 1,000"
    return "fewer than 1 of 1,000"


def _ranking(console: Console, result: Differential, knowledge: Knowledge, top: int) -> None:
    table = Table(box=None, pad_edge=False, show_header=True, header_style="")
    table.add_column("", justify="right", width=6)
    table.add_column("possible source", ratio=1)
    table.add_column("of runners who answer like this", justify="right", no_wrap=True)
    rows = [(c, p) for c, p in result.ranking if c != "something_else"]
    for condition, p in rows[:top]:
        entry = result.entry(condition)
        mark = URGENCY[entry.urgency]
        label = Text(entry.label)
        if mark:
            label.append(f"  ({mark} if true)", style="bold")
        table.add_row(f"{100 * p:.1f} %", label, frequency(p))
    table.add_row(f"{100 * result.something_else:.1f} %", "nothing in this list", frequency(result.something_else))
    console.print(table)
    rest = rows[top:]
    if rest:
        console.print(f"and {len(rest)} more, each at most {100 * rest[0][1]:.1f} %.", end=" ")
        grave = [
            f"{result.entry(c).label} {100 * p:.2g} %"
            for c, p in rest
            if result.entry(c).urgency == "emergency" and p >= 0.001
        ]
        if grave:
            console.print("Dangerous among them: " + "; ".join(grave) + ".", end=" ")
    console.print("Several can be true at once, so these add up to more than 100 %.")
    console.print()


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
            console.print(f"If it is {cause.label} ({100 * cause.probability:.0f} %), what may drive it:")
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


def _one(item: Told, with_note: bool) -> str:
    value = item.value
    shown = ""
    if value is False:
        shown = ": no"
    elif isinstance(value, dict):
        shown = " (" + ", ".join(f"{k} {v:g}" if isinstance(v, float) else str(k) for k, v in value.items()) + ")"
    elif value is not None and value is not True:
        shown = f" {value:g}" if isinstance(value, float) else f" {value}"
    note = f" [{item.note}]" if with_note and item.note else ""
    return item.label + shown + note
