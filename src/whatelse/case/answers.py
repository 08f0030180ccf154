"""What stands after a finding's id as an ``Answer``: ``id: value``, or ``id: {value: ..., side: ...}``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from whatelse.case import fields
from whatelse.case.place import Place
from whatelse.case.subjects import Subject
from whatelse.case.types import ANSWER_SIDES, BYS, PROBABLY, Answer, Side
from whatelse.errors import InputError

_UNKNOWN = {"unknown", "not_known", "don't_know", "don’t_know", "dont_know", "do_not_know", "?", "null", ""}
_COUNTED = re.compile(r"\s*(\d{1,6})\s*(?:/|of)\s*(\d{1,6})\s*")
_SAME_UNIT = {"°": "degrees", "deg": "degrees", "degree": "degrees", "week": "weeks"}


def parse_answer(raw: Any, subject: Subject, place: Place, side: Side = "unknown") -> Answer:
    """The answer given for one finding of a case whose painful side is ``side``.

    Raises InputError, with its place, for a value the finding cannot have.
    """
    if not isinstance(raw, Mapping):
        return _valued(raw, subject, place)
    table = fields.mapping(raw, place, Answer.__struct_fields__)
    base = _valued(table.get("value"), subject, place.at("value"))
    answer = msgspec.structs.replace(
        base,
        side=fields.choice(table.get("side"), place.at("side"), ANSWER_SIDES),
        by=fields.choice(table.get("by"), place.at("by"), BYS),
        when=_when(table.get("when"), place.at("when")),
        not_tested=base.not_tested or bool(fields.flag(table.get("not_tested"), place.at("not_tested"))),
        set_aside=bool(fields.flag(table.get("set_aside"), place.at("set_aside"))),
        measured=_measured(table.get("measured"), subject, place.at("measured")),
        se=fields.number(table.get("se"), place.at("se"), low=0),
        definition=fields.text(table.get("definition"), place.at("definition")),
        likelihood=_likelihood(table.get("likelihood"), subject, place.at("likelihood")) or base.likelihood,
        left=fields.number(table.get("left"), place.at("left")),
        right=fields.number(table.get("right"), place.at("right")),
        unit=_unit(table.get("unit"), subject, place.at("unit")),
        of=_of(table.get("of"), base, subject, place.at("of")),
    )
    _check_pair(answer, subject, place, side)
    if answer.not_tested and (answer.value is not None or answer.left is not None):
        raise place.error("is both not tested and answered; keep one of the two")
    has_number = isinstance(answer.value, float) or answer.measured is not None or answer.left is not None
    if answer.se is not None and not has_number:
        raise place.at("se").error("a standard error needs the number it belongs to, in measured")
    return answer


def _valued(raw: Any, subject: Subject, place: Place) -> Answer:
    word = fields.folded(raw[:80]) if isinstance(raw, str) else ""
    is_state = any(word == fields.folded(state) for state in subject.states)
    if raw is None or (isinstance(raw, str) and word in _UNKNOWN and not is_state):
        return Answer()
    if word == "not_tested" and not is_state:
        return Answer(not_tested=True)
    if subject.form == "yes_no":
        return _yes_no(raw, word, place)
    if subject.form == "states":
        return Answer(_state(raw, subject, place))
    if subject.form == "count":
        return _count(raw, subject, place)
    return Answer(fields.number(raw, place, subject.low, subject.high))


def _yes_no(raw: Any, word: str, place: Place) -> Answer:
    if word == "probably":
        return Answer(True, likelihood=probable(True))
    if word == "probably_not":
        return Answer(False, likelihood=probable(False))
    try:
        return Answer(fields.flag(raw, place))
    except InputError:
        known = ("yes", "no", "unknown", "probably", "probably not", "not tested")
        near = fields.close_to(raw, known) if isinstance(raw, str) else ""
        raise place.error(f"found {fields.found(raw)}, expected yes, no, probably or unknown{near}") from None


def probable(value: bool) -> dict[str, float]:
    """What "probably" and "probably not" weigh."""
    yes = PROBABLY if value else round(1 - PROBABLY, 9)
    return {"no": round(1 - yes, 9), "yes": yes}


def _state(raw: Any, subject: Subject, place: Place) -> str | None:
    if isinstance(raw, bool):  # states named yes and no, unquoted
        raw = "yes" if raw else "no"
    if isinstance(raw, int) and abs(raw) < 10**9:  # states named 0, 1, 2
        raw = str(raw)
    return fields.choice(raw, place, subject.states)


def _count(raw: Any, subject: Subject, place: Place) -> Answer:
    """How many tests were positive: ``3``, or ``3/5`` and ``3 of 5`` where it is known how many were done."""
    counted = _COUNTED.fullmatch(raw) if isinstance(raw, str) and len(raw) < 40 else None
    if counted:
        value = _whole(int(counted[1]), place, subject.high)
        return Answer(value, of=_done(int(counted[2]), value, subject, place))
    return Answer(_whole(raw, place, subject.high))


def _whole(raw: Any, place: Place, high: float | None) -> float | None:
    value = fields.number(raw, place, 0, high)
    if value is not None and value != int(value):
        raise place.error(f"found {fields.found(raw)}, expected a whole number")
    return value


def _done(raw: Any, value: float | None, subject: Subject, place: Place) -> int | None:
    done = _whole(raw, place, subject.high)
    if done is None:
        return None
    if value is not None and value > done:
        raise place.error(f"{value:g} positive of {done:g} done; expected no more than were done")
    return int(done)


def _of(raw: Any, base: Answer, subject: Subject, place: Place) -> int | None:
    if raw is None:
        return base.of
    if subject.form != "count":
        raise place.error(f"{subject.id} is no count of tests; of belongs to one")
    if not isinstance(base.value, float):
        raise place.error("needs the number of positive tests in value")
    return _done(raw, base.value, subject, place)


def _when(raw: Any, place: Place) -> str | float | None:
    if isinstance(raw, str):
        return fields.text(raw, place)
    return fields.number(raw, place, low=0)


def _measured(raw: Any, subject: Subject, place: Place) -> float | None:
    if subject.form in ("number", "count"):
        return fields.number(raw, place, subject.low, subject.high)
    return fields.number(raw, place)


def _likelihood(raw: Any, subject: Subject, place: Place) -> dict[str, float] | None:
    """Relative weights of the states: none negative, not all zero. A state left out weighs nothing."""
    if raw is None:
        return None
    if not subject.states:
        raise place.error(f"{subject.id} has no states; give measured and se instead")
    weights: dict[str, float] = {}
    for key, value in fields.mapping(raw, place).items():
        state = fields.choice(key, place.at(key), subject.states)
        weight = fields.number(value, place.at(key), low=0)
        if state is None or weight is None:
            raise place.at(key).error("found nothing, expected a number of 0 or more")
        if state in weights:
            raise place.at(key).error(f"the state {state} is given twice")
        weights[state] = weight
    if not any(weights.values()):
        raise place.error("all weights are zero, expected one above zero")
    return {state: weights[state] for state in subject.states if state in weights}


def _unit(raw: Any, subject: Subject, place: Place) -> str | None:
    unit = fields.text(raw, place)
    if unit is None:
        return None
    if subject.form != "number":
        raise place.error(f"{subject.id} is not measured in a unit")
    if subject.unit and _unit_word(unit) != _unit_word(subject.unit):
        raise place.error(f"found {fields.found(unit)}, expected {subject.unit}")
    return unit


def _unit_word(unit: str) -> str:
    """The first word of a unit: ``degrees short of straight`` is given in degrees."""
    first = (unit[:80].lower().split() or [""])[0]
    return _SAME_UNIT.get(first, first)


def _check_pair(answer: Answer, subject: Subject, place: Place, side: Side) -> None:
    """Left and right come together, for a finding that is a difference of the two, within its range."""
    if answer.left is None and answer.right is None:
        return
    if not subject.is_paired:
        raise place.error(f"{subject.id} has no left and right; give value and side")
    if answer.left is None or answer.right is None:
        given, missing = ("right", "left") if answer.left is None else ("left", "right")
        raise place.error(f"{given} without {missing}; expected both")
    if answer.value is not None:
        raise place.error("has left and right and also value; keep one of the two")
    gap = answer.right - answer.left
    signed = (gap,) if side == "left" else (-gap,) if side == "right" else (gap, -gap)
    low, high = subject.low, subject.high
    if all((low is not None and d < low) or (high is not None and d > high) for d in signed):
        raise place.error(f"left and right differ by {abs(gap):g}, expected {fields.between(low, high)}")
