"""Texts that runners read: short words, short sentences."""

from __future__ import annotations

from collections.abc import Iterator

from whatelse.knowledge.check.problem import Problem
from whatelse.knowledge.reading import grade
from whatelse.knowledge.schema import Knowledge

HIGHEST_GRADE = 8.0


def check_texts(knowledge: Knowledge) -> Iterator[Problem]:
    """History questions, what a condition is, whom to see, what a red-flag rule asks for."""
    for file, entry, field, text in _texts(knowledge):
        if not text.strip():
            yield Problem(file, entry, field, "text", "missing")
            continue
        found = grade(text, knowledge.reading_words)
        if found > HIGHEST_GRADE:
            yield Problem(
                file,
                entry,
                field,
                "reading-grade",
                f"reading grade {found:.1f}, at most {HIGHEST_GRADE:g}: shorter words, shorter sentences",
            )


def _asked(question: str) -> str:
    """The question without the caution before it, which is read by itself."""
    caution, dot, rest = question.partition(". ")
    return rest if dot and caution.startswith(("Not ", "Never ")) else question


def _texts(knowledge: Knowledge) -> Iterator[tuple[str, str, str, str]]:
    for finding in knowledge.findings.values():
        if finding.kind != "stride":  # what only others can find is named to a runner as well
            yield finding.file, finding.id, "question", _asked(finding.question)
    for family in knowledge.families.values():
        if family.question:
            yield family.file, family.id, "question", family.question
    for condition in knowledge.conditions.values():
        # A label is no sentence: it is read together with what it stands before.
        yield condition.file, condition.id, "what", f"{condition.plain}. {condition.what}"
        yield condition.file, condition.id, "see", condition.see
    for action in knowledge.actions.values():
        yield action.file, action.id, "how", f"{action.doing}. {action.how}"
    for field in ("too_young", "elsewhere", "clash"):
        if text := getattr(knowledge.limits, field):
            yield "words.toml", "limits", field, text
    for rule in knowledge.rules.values():
        yield rule.file, rule.id, "label", f"It may be this: {rule.plain or rule.label}."
        yield rule.file, rule.id, "do", rule.do
