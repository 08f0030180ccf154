"""An answer to a question becomes a new case: yes, no, a state, a number, a ticked list, don't know, not tested."""

from __future__ import annotations

import math
from collections.abc import Collection

import msgspec

from whatelse.case import Answer, Case
from whatelse.case.contradictions import check, implied_by
from whatelse.case.place import Place
from whatelse.case.types import SIDES
from whatelse.errors import InputError, nearest, shown
from whatelse.interview.types import AGE, NOT_TESTED, SEX, SIDE, SPORT, Question, Ticked
from whatelse.knowledge.schema import Knowledge

#: The finding in which the sport is kept.
SPORT_FINDING = "sport_main"

Said = bool | float | str | Ticked | Collection[str] | Answer | None


def apply_answer(case: Case, question: Question, value: Said, knowledge: Knowledge) -> Case:
    """The case with this answer, marked as asked.

    value: None for "don't know"; "not_tested" (clinicians); True or False; a state; a number; for a list a ``Ticked``,
    or the ids that were ticked, the rest then being open; or a ready ``Answer`` (a measurement of both sides).
    Raises InputError for a value that does not answer the question, and for one that contradicts another answer.
    """
    if question.id in (AGE, SEX, SIDE):
        return _of_the_person(case, question, value)
    changed = dict(case.findings)
    if question.kind == "many":
        changed.update(_ticked(question, value, knowledge))
    else:
        key = SPORT_FINDING if question.id == SPORT else question.id
        changed[key] = _single(question, value)
    check(changed, knowledge, Place(case.file).at("findings"))
    return msgspec.structs.replace(case, findings=dict(sorted(changed.items())))


def _of_the_person(case: Case, question: Question, value: Said) -> Case:
    value = None if value is None or value == NOT_TESTED else _fitting(question, value)
    if question.id == SIDE:
        side = next((side for side in SIDES if side == value), "unknown")
        return msgspec.structs.replace(case, side=side)
    person = msgspec.structs.replace(case.person, **{question.id: value})
    return msgspec.structs.replace(case, person=person)


def _single(question: Question, value: Said) -> Answer:
    if isinstance(value, Answer):
        return msgspec.structs.replace(value, by=value.by or "asked")
    if value is None:
        return Answer(by="asked")
    if value == NOT_TESTED:
        return Answer(by="asked", not_tested=True)
    return Answer(_fitting(question, value), by="asked")


def _fitting(question: Question, value: Said) -> bool | float | str:
    """The value as the question can take it."""
    if question.kind == "number":
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            raise _wrong(question, value, "a number")
        low = -math.inf if question.low is None else question.low
        high = math.inf if question.high is None else question.high
        if not low <= value <= high:
            raise _wrong(question, value, f"a number from {low:g} to {high:g}")
        return float(value)
    values = [option.value for option in question.options]
    for known in values:
        if known is value or (isinstance(value, str) and known == value):
            return known
    words = ["yes" if v is True else "no" if v is False else str(v) for v in values]
    hint = nearest(value, words) if isinstance(value, str) else ""
    raise _wrong(question, value, ", ".join(words) + hint)


def _ticked(question: Question, value: Said, knowledge: Knowledge) -> dict[str, Answer]:
    """A ticked finding is a yes; the rest a no where it was said so, but for what a ticked one implies."""
    if value is None or value == NOT_TESTED:
        value = Ticked()
    if not isinstance(value, Ticked):
        if isinstance(value, (str, bool, float, int, Answer)):
            raise _wrong(question, value, "a list of ids")
        value = Ticked(frozenset(value))
    for name in sorted(value.findings):
        if name not in question.findings:
            raise _wrong(question, name, f"one of the list{nearest(name, question.findings)}")
    implied = {general for name in value.findings for general in implied_by(name, knowledge)}
    rest = Answer(False, by="asked") if value.none_of_the_rest else Answer(by="asked")
    return {
        name: Answer(True, by="asked") if name in value.findings else Answer(by="asked") if name in implied else rest
        for name in question.findings
    }


def _wrong(question: Question, value: object, expected: str) -> InputError:
    return InputError(f"found {shown(value)}, expected {expected}", field=question.id)
