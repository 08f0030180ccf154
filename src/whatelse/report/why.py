"""Why each source stands where it stands, and how sure that is, as plain text: one rendering of the same data."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from whatelse.inference.basis import Basis
from whatelse.inference.explanation import Explained, Explanation, Weight
from whatelse.inference.influence import Influence
from whatelse.inference.intervals import Intervals

#: Findings shown for and against each source, and sources explained.
SHOWN, EXPLAINED = 5, 3


def print_explanation(console: Console, explanation: Explanation) -> None:
    """The first sources with what speaks for and against each, in decibans, with the figures behind."""
    console.print(Text("Why (decibans: 3 double the odds, 10 make them ten times as large)", style="bold"))
    for cause in explanation.causes[:EXPLAINED]:
        _cause(console, cause)
    console.print()


def _cause(console: Console, cause: Explained) -> None:
    console.print(
        f"{cause.label}: {100 * cause.prior:.2g} % before anything was told, {100 * cause.probability:.3g} % now "
        f"({cause.decibans:+.1f})"
    )
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column("", justify="right", no_wrap=True)
    table.add_column("", ratio=1)
    for weight in (*cause.speaks_for[:SHOWN], *cause.speaks_against[:SHOWN]):
        table.add_row(f"{weight.decibans:+.1f}", _weight(weight))
    for open_yet in cause.not_known[:2]:
        table.add_row(
            "?",
            f"{open_yet.label}: not known; yes {open_yet.decibans_if_yes:+.1f}, no {open_yet.decibans_if_no:+.1f}",
        )
    console.print(Padding(table, (0, 0, 0, 2)))


def _weight(weight: Weight) -> Text:
    value = weight.answer
    said = ": no" if value is False else "" if value is True or value is None else f": {plain(value)}"
    figures = "; ".join(basis_text(basis) for basis in weight.bases)
    text = Text(f"{weight.label}{said}")
    if figures:
        text.append(f"  [{figures}]", style="dim")
    return text


def plain(value: object) -> str:
    """A value as it was told."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {plain(part)}" for key, part in value.items())
    return f"{value:g}" if isinstance(value, float) else str(value)


_WORDS = {"link": "with it", "leak": "without", "odds": "odds x", "course": "still in pain"}


def basis_text(basis: Basis) -> str:
    """One figure in a few words: what it is, its value and range, who says it."""
    what, who = _WORDS.get(basis.what, basis.what), "estimate" if basis.support == "expert" else basis.source
    if basis.what == "odds":
        return f"{what} {basis.value:.2g}, {who}"
    if basis.value > 1:
        return f"{what} {basis.value:g}, {who}"
    ends = ""
    if basis.low is not None and basis.high is not None:
        ends = f" ({100 * basis.low:.0f}-{100 * basis.high:.0f})"
    return f"{what} {100 * basis.value:.0f} %{ends}, {who}"


def print_influences(console: Console, intervals: Intervals, labels: dict[str, str]) -> None:
    """Which uncertain numbers matter most to the first sources. labels: finding or condition id -> label."""
    if not intervals.influences:
        return
    console.print(Text("What these numbers hang on most", style="bold"))
    for one in intervals.influences:
        line = f"{labels.get(one.cause, one.cause)} would be {_percent(one.at_low)} to {_percent(one.at_high)}, not "
        line += f"{_percent(one.probability)}: {origin_text(one, labels)}"
        console.print(Padding(Text(line), (0, 0, 0, 2)))
    console.print()


def _percent(p: float) -> str:
    return f"{100 * p:.2g} %"


def origin_text(influence: Influence, labels: dict[str, str]) -> str:
    """Where the number stands, what it is taken for, and what it could be as well."""
    origin = influence.origin
    where = " at ".join(labels.get(key, key) for key in (origin.finding, origin.condition) if key)
    kinds = {"share": "how common it is: ", "undriven": "how often it comes by itself: ", "leak": "without a cause: "}
    low, high = (origin.low, origin.high) if origin.low is not None else (influence.low, influence.high)
    if high is None or high > 1:
        between = f"{low:.2g} to {high:.2g}" if high is not None else "not said"
    else:
        between = f"{100 * low:.2g} to {100 * high:.2g} %"
    who = "estimate" if origin.support == "expert" or not origin.source else origin.source
    return f"{kinds.get(origin.what, '')}{where}, {between} ({who})"
