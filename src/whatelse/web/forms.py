"""What a form says, as the answer that a step takes. Anything else in it is refused with one line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from starlette.datastructures import FormData

from whatelse.case import Answer, Imaging, Treatment
from whatelse.errors import InputError, shown
from whatelse.interview.safety import Tick
from whatelse.interview.scans import FOUND
from whatelse.interview.steps import Ask, AskScan, AskTold, AskTried, ShowScreen, Step
from whatelse.interview.types import NOT_TESTED, Question, Ticked
from whatelse.knowledge.body_map import BodyMap, Marks, findings_of
from whatelse.knowledge.scans import ABNORMAL, NORMAL

#: Longest text that somebody may type.
LONGEST = 300
DONT_KNOW = "dont_know"
#: What a scan showed, and what a kind and a part are called that stand in no list.
SHOWED = (NORMAL, ABNORMAL)
OTHERS = {"kind": "another kind", "part": "another part"}
_NUMBER = re.compile(r"\s*(-?\d{1,6}(?:[.,]\d{1,4})?)\s*")


def value_of(step: Step, form: FormData, body: BodyMap) -> Any:
    """The answer to a step. Raises InputError with a plain line."""
    if isinstance(step, ShowScreen):
        return _tick(form)
    if isinstance(step, AskTold):
        return [] if form.get("nobody") else [_text(text, "told") for text in form.getlist("told") if str(text).strip()]
    if isinstance(step, AskTried):
        return _treatment(form)
    if isinstance(step, AskScan):
        return _found(form) if step.part == FOUND else _scan(form)
    if isinstance(step, Ask):
        return _answer(step.question, form, body)
    raise InputError("there is nothing to answer here")


def _tick(form: FormData) -> Tick:
    rest = {"none": "none", "not_sure": "not_sure"}.get(str(form.get("rest", "")), "open")
    lines = frozenset(map(str, form.getlist("line")))
    unsure = frozenset(map(str, form.getlist("unsure"))) - lines
    if not lines and not unsure and rest == "open":
        raise InputError("Please tick what is true, or say that none is, or that you are not sure.")
    return Tick(lines, unsure, rest)  # type: ignore[arg-type]


def _answer(question: Question, form: FormData, body: BodyMap) -> Any:
    raw = str(form.get("value", ""))
    if raw == DONT_KNOW:
        return None
    if raw == NOT_TESTED:
        return NOT_TESTED
    if question.kind == "many":
        found = set(map(str, form.getlist("tick"))) | (findings_of(marks_in(form), body) & set(question.findings))
        rest = bool(form.get("none_of_the_rest"))
        if not found and not rest:
            raise InputError("Please mark a place, or say that none hurts, or that you don't know.")
        return Ticked(frozenset(found), rest)
    if question.kind == "number":
        return _number(raw or str(form.get("number", "")))
    for option in question.options:
        if raw == word_of(option.value):
            return option.value
    if not raw:
        raise InputError("Please choose an answer.")
    raise InputError(f"{shown(raw)} is no answer to this question.")


def word_of(value: bool | float | str) -> str:
    """The value of an option as a form carries it."""
    return (
        "yes" if value is True else "no" if value is False else f"{value:g}" if isinstance(value, float) else str(value)
    )


def marks_in(form: FormData) -> Marks:
    """The places marked on the body."""
    return Marks(frozenset(map(str, form.getlist("starts"))), frozenset(map(str, form.getlist("spreads"))))


def _number(raw: str) -> float:
    found = _NUMBER.fullmatch(raw)
    if found is None:
        raise InputError("Please type a number." if not raw.strip() else f"{shown(raw)} is no number.")
    return float(found[1].replace(",", "."))


def readings_in(raw: str) -> list[float]:
    """Readings of one side, "90 92 91"; empty where there are none."""
    return [_number(part) for part in raw.replace(";", " ").split()[:9]]


def _text(raw: Any, field: str) -> str:
    text = " ".join(str(raw).split())
    if len(text) > LONGEST:
        raise InputError(f"That is too long: at most {LONGEST} letters.", field=field)
    return text


def _treatment(form: FormData) -> Treatment | None:
    """One thing that was tried, with its weeks and what it did; None for nothing (more)."""
    what = _text(form.get("what", ""), "tried")
    is_empty = not (what or form.get("weeks") or form.get("effect"))
    if form.get("nothing") or is_empty:
        return None
    if not what:
        raise InputError("Please name what you tried, or press the button for nothing.")
    weeks = str(form.get("weeks", "")).strip()
    effect = str(form.get("effect", ""))
    known = ("worse", "none", "hours_or_days", "lasting")
    if effect and effect not in (*known, DONT_KNOW):
        raise InputError(f"{shown(effect)} is no answer to this question.")
    return Treatment(
        what,
        weeks=_number(weeks) if weeks else None,
        effect=effect if effect in known else None,  # type: ignore[arg-type]
    )


def _scan(form: FormData) -> Imaging | None:
    """One scan with its kind, its part, its week and what it showed; None for no scan (more)."""
    kind, part, week, result = (str(form.get(name, "")).strip() for name in ("kind", "part", "week", "result"))
    if form.get("nothing") or not (kind or part or week or result):
        return None
    if not kind or not part:
        raise InputError("Please choose the kind of scan and the part, or press the button for no scan.")
    if result not in (*SHOWED, DONT_KNOW):
        raise InputError("Please say what it showed, or that you don’t know.")
    return Imaging(
        region=None if part == DONT_KNOW else _text(part, "scan"),
        method=None if kind == DONT_KNOW else _text(kind, "scan"),
        week=_number(week) if week else None,
        result=result if result in SHOWED else None,
    )


def _found(form: FormData) -> list[str] | None:
    """What a scan showed: what was ticked, and what was written; None where it is not known."""
    if str(form.get("value", "")) == DONT_KNOW:
        return None
    words = [str(word) for word in form.getlist("found")] + [str(form.get("words", ""))]
    found = [_text(word, "scan") for word in words if word.strip()]
    if not found:
        raise InputError("Please tick what was found, or say that you don’t know.")
    return found


def is_last(form: FormData) -> bool:
    """Whether what was told is all of its kind, so that no more of it is asked."""
    return bool(form.get("last"))


def marks_line(marks: Marks) -> str:
    """The marks as one line, as the events of the case keep it."""
    return f"{MARKS} starts {' '.join(sorted(marks.starts)) or '-'}; spreads {' '.join(sorted(marks.spreads)) or '-'}"


MARKS = "marks:"


def marks_from(lines: Iterable[str]) -> Marks | None:
    """The marks of the last such line, or None."""
    found = None
    for line in lines:
        if line.startswith(MARKS):
            starts, _, spreads = line.removeprefix(MARKS).partition(";")
            found = Marks(_keys(starts, "starts"), _keys(spreads, "spreads"))
    return found


def _keys(text: str, word: str) -> frozenset[str]:
    return frozenset(key for key in text.split() if key not in (word, "-"))


YES = Answer(True, by="asked")
