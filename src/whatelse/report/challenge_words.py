"""A challenge in words: probabilities as people count, answers as they were given, paragraphs that fit a terminal."""

from __future__ import annotations

import re
import textwrap
from typing import Any

from whatelse.challenge.answer import Decides
from whatelse.knowledge.schema import Knowledge

WIDTH = 88
#: Decibans from which a finding speaks "strongly", and "clearly".
STRONG, CLEAR = 10.0, 3.0


def of_100(p: float) -> str:
    """ "about 3 of 100": a probability as people read it best."""
    if p > 0.994:
        return "more than 99 of 100"
    if p >= 0.0095:
        return f"about {100 * p:.0f} of 100"
    return f"about {1000 * p:.0f} of 1,000" if p >= 0.0015 else "about 1 of 1,000" if p >= 0.0005 else _FEWER


_FEWER = "fewer than 1 of 1,000"


def strength(decibans: float) -> str:
    much = abs(decibans)
    return "strongly" if much >= STRONG else "clearly" if much >= CLEAR else "a little"


def in_a_sentence(plain: str) -> str:
    """A name inside a sentence: a small first letter, unless it is a short form such as MRI."""
    return plain if plain[1:2].isupper() else plain[:1].lower() + plain[1:]


def short(plain: str) -> str:
    """A name without what stands in brackets."""
    return re.sub(r"\s*\(.*?\)", "", plain)


def weeks(value: float) -> str:
    return f"week {value:g}"


def answered(knowledge: Knowledge, finding: str, label: str, answer: Any) -> str:
    """A finding as a question with its answer; of a composite every test that was told."""
    one = knowledge.findings.get(finding)
    if isinstance(answer, dict) and "likelihood" not in answer and not {"left", "right"} & set(answer):
        parts = [answered(knowledge, key, label, value) for key, value in sorted(answer.items())]
        return " ".join(dict.fromkeys(parts)) or f"{label}."
    said = spoken(answer)
    if one is None or not one.question or one.context:
        return f"{label}: {said}."
    return f"{asked(one.question)} {said[:1].upper()}{said[1:]}."


def spoken(answer: Any) -> str:
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    if isinstance(answer, dict):
        likelihood = answer.get("likelihood")
        if isinstance(likelihood, dict):
            return "probably" if likelihood.get("yes", 0.0) > likelihood.get("no", 0.0) else "probably not"
        return ", ".join(f"{key.replace('_', ' ')} {spoken(value)}" for key, value in sorted(answer.items()))
    if answer is None:
        return "not known"
    return f"{answer:g}" if isinstance(answer, float) else str(answer).replace("_", " ")


def asked(question: str) -> str:
    """The question itself, without the caution before it, which stands beside tests that are still to be done."""
    caution, dot, rest = question.partition(". ")
    return rest if dot and caution.startswith(("Not ", "Never ")) else question


def points_to(one: Decides, told: str, rival: str) -> str:
    """Which way the answers point: the first against the last of the answers."""
    first, last = one.answers[0], one.answers[-1]
    graded = len(one.answers) > 2 or first.answer == "none"
    yes, no = (last, first) if graded or first.answer == "no" else (first, last)
    names = [told if says.decibans > 0 else rival for says in (yes, no)]
    if yes.answer not in ("yes", "no") and not graded:
        return f"{yes.answer}: {names[0]}, {strength(yes.decibans)}; {no.answer}: {names[1]}, {strength(no.decibans)}."
    return f"Yes: {strength(yes.decibans)} {names[0]}. No: {strength(no.decibans)} {names[1]}."


def paragraph(text: str, indent: int = 0, bullet: str = "") -> list[str]:
    """Lines of a paragraph; a bullet hangs before its first line."""
    first = " " * indent + bullet
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=" " * len(first), break_on_hyphens=False)


def columns(cells: tuple[str, ...], widths: tuple[int, ...]) -> list[str]:
    """One row of a table: cells wrapped side by side."""
    wrapped = [
        textwrap.wrap(cell, width, break_on_hyphens=False) or [""] for cell, width in zip(cells, widths, strict=True)
    ]
    height = max(len(cell) for cell in wrapped)
    rows = [[cell[k] if k < len(cell) else "" for cell in wrapped] for k in range(height)]
    return ["  ".join(f"{c:<{w}}" for c, w in zip(row, widths, strict=True)).rstrip() for row in rows]
