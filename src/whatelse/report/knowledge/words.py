"""Numbers in words: value, range, who says it, and what others say instead."""

from __future__ import annotations

from whatelse.knowledge.care import Response
from whatelse.knowledge.number import Figure, Number
from whatelse.knowledge.schema import Knowledge, Link, Quantiles

Row = tuple[str, str, str, str]
"""What, value with range, what happens without a cause, who says it."""


def percent(p: float) -> str:
    """Two digits, three near certainty: never more than is known."""
    return f"{100 * p:.3g}" if p > 0.99 else f"{100 * p:.2g}"


def share(number: Number) -> str:
    return f"{percent(number.value)} % ({percent(number.low)}-{percent(number.high)})"


def ratio(number: Number) -> str:
    return f"x {number.value:.3g} ({number.low:.3g}-{number.high:.3g})"


def support(number: Number, *, against: bool = False) -> str:
    """Who says it: support, source, size, people, note. ``against``: it says other than what is used.

    "After the article": the founding article gives the words, the figure is ours unless its note says otherwise.
    """
    if number.source == "EXPERT":
        who = f'estimate ("{number.word}")' if number.word else "estimate"
    elif number.support == "expert":
        who = f"estimate after {number.source}"
    elif number.support == "article":
        who = "the article" if against else "after the article"
    else:
        who = f"study {number.source}"
    if against:
        who += " says"
    parts = [who, f"n = {number.n}" if number.n else "", number.population]
    note = number.note.removeprefix("the article: ") if number.support == "article" else number.note
    return ", ".join(part for part in parts if part) + (f": {note}" if note else "")


def figure_rows(name: str, figure: Figure, leak: str = "", *, odds: bool = False) -> list[Row]:
    """The record that is used, then every other one with what it says."""
    show = ratio if odds else share
    rows: list[Row] = [(name, show(figure.used), leak, support(figure.used))]
    rows += [("  but", show(other), "", support(other, against=True)) for other in figure.records[1:]]
    return rows


def quantiles_text(quantiles: Quantiles, unit: str = "") -> str:
    points = ", ".join(f"q{100 * p:02.0f} {value:g}" for p, value in quantiles.points)
    return f"{points}{' ' + unit if unit else ''}"


def quantiles_support(quantiles: Quantiles) -> str:
    who = {"expert": "estimate", "article": "after the article"}.get(quantiles.support, f"study {quantiles.source}")
    return f"{who}, middle +- {quantiles.spread:g}" + (f": {quantiles.note}" if quantiles.note else "")


def name_of(knowledge: Knowledge, key: str) -> str:
    """Label and id of anything."""
    for room in (knowledge.conditions, knowledge.findings, knowledge.families, knowledge.settings, knowledge.actions):
        if key in room:
            return f"{room[key].label} ({key})"
    return key


def leak_text(knowledge: Knowledge, key: str, state: str = "") -> str:
    """What is seen of a finding where none of the listed causes is there."""
    finding, family = knowledge.findings.get(key), knowledge.families.get(key)
    if state and family is not None and state in family.leak:
        return f"{percent(family.leak[state].value)} %"
    if finding is not None and finding.leak is not None:
        return f"{percent(finding.leak.value)} %"
    if finding is not None and finding.leak_quantiles is not None:
        return quantiles_text(finding.leak_quantiles)
    return ""


def response_rows(name: str, response: Response) -> list[tuple[str, str, str]]:
    """What an action does: one row for each effect that is known, then what is left over."""
    words = {"helps": "helps", "may_harm": "may harm", "nothing": "leaves as they are"}
    rows: list[tuple[str, str, str]] = []
    for effect, word in words.items():
        figure: Figure | None = getattr(response, effect)
        if figure is not None:
            rows.append((name if not rows else "", f"{word} {share(figure.used)}", support(figure.used)))
            rows += [("  but", f"{word} {share(other)}", support(other, against=True)) for other in figure.records[1:]]
    more = [f"judged after {response.weeks:g} weeks"] if response.weeks is not None else []
    more += [response.note] if response.note else []
    if more:
        rows.append(("", "", "; ".join(more)))
    return rows


def link_rows(knowledge: Knowledge, key: str, link: Link, name: str = "") -> list[Row]:
    """One link as rows of a table; ``name`` instead of the finding's own in a table about that finding."""
    finding = knowledge.findings.get(key)
    shown = name or name_of(knowledge, key)
    if finding is not None and finding.active == "no" and not name:
        shown += ": no"
    if link.dropped:
        return [(shown, "none", "", "does not hold here, though the parent has it")]
    if link.figure is not None:
        return figure_rows(shown, link.figure, leak_text(knowledge, key))
    if link.quantiles is not None:
        unit = finding.unit if finding is not None else ""
        value = quantiles_text(link.quantiles, unit)
        return [(shown, value, leak_text(knowledge, key), quantiles_support(link.quantiles))]
    rows: list[Row] = []
    for state, figure in (link.grades or {}).items():
        label = f"{shown}: {state.replace('_', ' ')}"
        rows += figure_rows(label, figure, leak_text(knowledge, key, state))
    return rows
