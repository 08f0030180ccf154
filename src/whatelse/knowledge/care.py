"""What can be done about the pain: actions, what each does to a condition, what having tried one tells.

An *action* is something runners do or are offered (rest, stretching, shock wave, a numbing shot). A *response* says
what it does to people who have one condition. A *trial* is what it takes before its effect means anything.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from whatelse.errors import InputError, nearest, shown
from whatelse.knowledge.number import Figure, Number, parse_figure, parse_number

ActionKind = Literal["running", "exercise", "habit", "treatment", "injection", "medicine", "block", "surgery"]
#: What came of a treatment, from the case format, beside the answer that it stands for.
OUTCOMES = ("lasting", "hours_or_days", "none", "worse")


class Response(msgspec.Struct, frozen=True, omit_defaults=True):
    """Share of people with one condition whom an action helps, may harm, or leaves as they are.

    What is left over is "nobody knows". ``weeks``: how long before it can be judged, where that is not the usual.
    """

    helps: Figure | None = None
    nothing: Figure | None = None
    may_harm: Figure | None = None
    weeks: float | None = None
    note: str = ""


class Tells(msgspec.Struct, frozen=True, omit_defaults=True):
    """The answer to ``finding`` that each outcome stands for; an outcome that is not named stands for none."""

    finding: str
    answers: dict[str, str]


class Trial(msgspec.Struct, frozen=True, omit_defaults=True):
    """What counts as having tried it: for so many weeks, so often. A shorter or rarer trial tells nothing."""

    weeks: Number
    times_a_week: float = 0.0


class Action(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing to do. ``doing`` fits "... may help"; ``words``: how people name it."""

    id: str
    label: str
    doing: str
    kind: ActionKind
    how: str
    words: tuple[str, ...]
    trial: Trial
    tells: tuple[Tells, ...] = ()
    file: str = ""


def parse_response(raw: Any, field: str) -> Response:
    """``{helps = "often", may_harm = "rare", weeks = 12, note = "..."}``: at least one of the three shares."""
    keys = Response.__struct_fields__
    if not isinstance(raw, dict):
        raise InputError(f"found {shown(raw)}, expected a table with helps, nothing or may_harm", field=field)
    for key in raw:
        if key not in keys:
            raise InputError(f"unknown key {key!r}{nearest(key, keys)}", field=field)
    shares = {key: parse_figure(raw[key], f"{field}.{key}") for key in ("helps", "nothing", "may_harm") if key in raw}
    if not shares:
        raise InputError("says neither helps, nor nothing, nor may_harm", field=field)
    return Response(**shares, weeks=_weeks(raw.get("weeks"), f"{field}.weeks"), note=str(raw.get("note", "")))


def _weeks(raw: Any, field: str) -> float | None:
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, (int, float)) or raw < 0:
        raise InputError(f"found {shown(raw)}, expected a number of weeks", field=field)
    return float(raw)


def parse_action(raw: dict[str, Any]) -> Action:
    """One ``[[action]]``. Raises InputError for a key or a value that cannot be."""
    name = raw["id"]
    for key in raw:
        if key not in Action.__struct_fields__:
            raise InputError(f"unknown key {key!r}{nearest(key, Action.__struct_fields__)}", field=name)
    try:
        return msgspec.convert(
            {
                **raw,
                "trial": _trial(raw.get("trial"), f"{name}.trial"),
                "tells": tuple(_tells(item, f"{name}.tells") for item in raw.get("tells", ())),
            },
            Action,
        )
    except msgspec.ValidationError as error:
        raise InputError(str(error), field=name) from None


def _trial(raw: Any, field: str) -> Trial:
    """``{weeks = 6, low = 4, high = 12, times_a_week = 3, source = "EXPERT"}``."""
    if not isinstance(raw, dict):
        raise InputError(f"found {shown(raw)}, expected a table with weeks, low, high and source", field=field)
    rest = {key: value for key, value in raw.items() if key not in ("weeks", "times_a_week")}
    times = raw.get("times_a_week", 0.0)
    return Trial(
        weeks=parse_number({"value": raw.get("weeks"), **rest}, field, probability=False),
        times_a_week=_weeks(times, f"{field}.times_a_week") or 0.0,
    )


def _tells(raw: Any, field: str) -> Tells:
    if not isinstance(raw, dict) or not isinstance(raw.get("finding"), str):
        raise InputError(f"found {shown(raw)}, expected a table with finding and what each outcome says", field=field)
    answers = {key: value for key, value in raw.items() if key != "finding"}
    for key, value in answers.items():
        if key not in OUTCOMES:
            raise InputError(f"unknown outcome {key!r}{nearest(key, OUTCOMES)}", field=field)
        if value not in ("yes", "no"):
            raise InputError(f"found {shown(value)}, expected yes or no", field=f"{field}.{key}")
    return Tells(finding=raw["finding"], answers=dict(sorted(answers.items())))
