"""The answer in words: short lines for people, made from the texts of the data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from whatelse.knowledge.schema import Knowledge
from whatelse.triage.types import LEVELS, Reason, Triage

OPEN_YET = "Not complete: some safety questions have no answer yet."
NO_ALL_CLEAR = "This is not an all-clear. Answer the safety questions before you count on it."


@dataclass(frozen=True)
class Wording:
    """How things are called. because: the sentence on what made a rule fire. rule: what it looks for. cause: an id."""

    because: Callable[[Reason], str]
    rule: Callable[[Reason], str]
    cause: Callable[[str], str]


def with_lines(triage: Triage, knowledge: Knowledge) -> Triage:
    """The same answer with its lines."""
    exact = Wording(_because, lambda reason: reason.label, lambda name: _label(name, knowledge))
    return msgspec.structs.replace(triage, lines=lines_of(triage, knowledge, exact))


def lines_of(triage: Triage, knowledge: Knowledge, words: Wording) -> tuple[str, ...]:
    """The answer in lines: the level, what to do, each reason with what was told for it."""
    return tuple(_lines(triage, knowledge, words))


def _because(reason: Reason) -> str:
    return f"Because of: {', '.join(item.label for item in reason.because)}."


def _lines(triage: Triage, knowledge: Knowledge, words: Wording) -> list[str]:
    text = knowledge.safety.levels.get(triage.level)
    label = text.label if text else triage.level
    lines = [label] if triage.complete else [f"At least: {label}. {OPEN_YET}"]
    if text and not triage.complete and triage.level == LEVELS[0]:
        # Advice to look after it oneself would be a calm answer to a question that was never asked.
        lines += [NO_ALL_CLEAR, text.watch]
    elif text:
        lines += [text.do, text.watch]
    first = [reason for reason in triage.reasons if reason.level == triage.by_rules]
    for reason in first:
        lines.append(f"{words.rule(reason)} ({reason.how_soon}): {reason.do} {reason.watch}".rstrip())
        lines.append(f"  {words.because(reason)}")
    others = [f"{words.rule(reason)} ({reason.how_soon})" for reason in triage.reasons if reason not in first]
    if others:
        lines.append(f"Less urgent, and true as well: {'; '.join(others)}.")
    raised = triage.raised_by_probability
    if raised is not None:
        named = ", ".join(words.cause(cause) for cause, _ in raised.causes[:3])
        lines.append(f"Made more urgent because of what it could be: {named}.")
    return lines


def _label(condition: str, knowledge: Knowledge) -> str:
    known = knowledge.conditions.get(condition)
    return known.label if known else condition
