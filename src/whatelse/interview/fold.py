"""A case is a fold over its events: every event says what it sets, in the form of a case file, and nothing else.

To read a case out of a file of events no knowledge is needed: take the ``case`` of the first event, leave out what was
undone, and put the ``set`` of each event over it. In ``findings`` and ``person`` a null takes an entry away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec

from whatelse.case import Case, parse_case
from whatelse.errors import InputError
from whatelse.interview.events import Event
from whatelse.interview.scans import KEY, NONE
from whatelse.interview.types import Explore, Mode
from whatelse.knowledge.schema import Knowledge

#: Kinds of events that answer something, and that undo takes back.
ANSWERS = ("screen_answered", "answered", "changed", "noted")
_MERGED = ("findings", "person")


class Terms(msgspec.Struct, frozen=True):
    """What an interview was opened with."""

    engine: str
    digest: str
    audience: Literal["runner", "clinician"] = "runner"
    setting: str | None = None
    mode: Mode = Explore()
    limit: int | None = None


class State(msgspec.Struct, frozen=True):
    """Where an interview stands. Events that were undone have left no trace in it.

    put: what was asked. opened: findings that a ticked line asks singly. denied: findings that were denied only as one
    of a list. given: key of a step -> its last answer, in the order of the first. counted: chosen questions so far.
    cap: chosen questions that may still come. scans: the key of each scan of the case, "" for one that was told
    otherwise (in a file, in a typed line). live: numbers of the events that count.
    """

    terms: Terms
    case: Case
    put: frozenset[str] = frozenset()
    opened: tuple[str, ...] = ()
    denied: frozenset[str] = frozenset()
    screens: frozenset[str] = frozenset()
    acknowledged: frozenset[str] = frozenset()
    given: dict[str, Event] = {}
    told_done: bool = False
    tried_done: bool = False
    scans: tuple[str, ...] = ()
    scans_done: bool = False
    counted: int = 0
    cap: int | None = None
    finished: str = ""
    live: tuple[int, ...] = ()


def live(events: Sequence[Event]) -> tuple[Event, ...]:
    """The events that count: an ``undone`` takes back the event it points to and all that counted after it.

    Raises InputError where it points to none that counts.
    """
    kept: list[Event] = []
    for event in events:
        if event.kind != "undone":
            kept.append(event)
            continue
        target = event.data.get("event")
        places = [i for i, other in enumerate(kept) if other.n == target and i > 0]
        if not places:
            raise InputError(f"takes back event {target!r}, which does not count", line=event.n + 1)
        del kept[places[0] :]
    return tuple(kept)


def fold(events: Sequence[Event], knowledge: Knowledge) -> State:
    """The state after all events. Raises InputError for what the knowledge cannot hold, with the line."""
    counting = live(events)
    state = opened(counting[0], knowledge)
    for event in counting[1:]:
        state = after(state, event, knowledge)
    return state


def opened(event: Event, knowledge: Knowledge) -> State:
    """The state after the first event."""
    data = event.data
    terms = _terms(event)
    case = _case(data.get("case") or {}, knowledge, event)
    unknown = {key for key, answer in case.findings.items() if answer.by == "asked" and answer.value is None}
    return State(
        terms=terms,
        case=case,
        put=frozenset(unknown),
        told_done=bool(case.told),
        tried_done=bool(case.treatments),
        scans=("",) * len(case.imaging),
        scans_done=bool(case.imaging),
        live=(event.n,),
    )


def _terms(event: Event) -> Terms:
    data = event.data
    try:
        return Terms(
            engine=str(data.get("engine", "")),
            digest=str(data.get("knowledge", {}).get("digest", "")),
            audience=msgspec.convert(data.get("audience", "runner"), Literal["runner", "clinician"]),
            setting=msgspec.convert(data.get("setting"), str | None),
            mode=msgspec.convert(data.get("mode", {"type": "explore"}), Mode),
            limit=msgspec.convert(data.get("limit"), int | None),
        )
    except (msgspec.ValidationError, AttributeError) as error:
        raise InputError(f"cannot be read: {error}", line=event.n + 1) from None


def after(state: State, event: Event, knowledge: Knowledge) -> State:
    """The state after one more event, which is none that takes back."""
    data = event.data
    changes: dict[str, Any] = {"live": (*state.live, event.n)}
    if data.get("set"):
        changes["case"] = _case(patched(state.case.to_dict(), data["set"]), knowledge, event)
    if event.kind in ANSWERS:
        key = data.get("key")
        if not isinstance(key, str):
            raise InputError("names no key of what it answers", line=event.n + 1)
        given = dict(state.given)
        given[key] = event
        changes["given"] = given
        changes |= _answered(state, event, key)
        images = changes["case"].imaging if "case" in changes else state.case.imaging
        keys = tuple(changes.get("scans", state.scans))
        changes["scans"] = (*keys, *("" for _ in images[len(keys) :]))
    elif event.kind == "acknowledged":
        changes["acknowledged"] = state.acknowledged.union(_names(data.get("rules")))
    elif event.kind == "finished":
        changes["finished"] = str(data.get("reason", "stopped"))
    return msgspec.structs.replace(state, **changes)


def _answered(state: State, event: Event, key: str) -> dict[str, Any]:
    data = event.data
    opens, denied = _names(data.get("opens")), frozenset(_names(data.get("denied")))
    again = _names(data.get("reopens"))
    changes: dict[str, Any] = {"put": state.put.difference(again).union(_names(data.get("put")))}
    changes["opened"] = tuple(dict.fromkeys((*state.opened, *opens)))
    changes["denied"] = state.denied.difference(_names(data.get("put"))).union(denied)
    if event.kind == "changed":
        # An answer that was changed may bring questions that were not foreseen.
        changes["cap"] = None
    elif data.get("part") == "question":
        changes["counted"] = state.counted + 1
        left = data.get("left")
        changes["cap"] = left - 1 if isinstance(left, int) else state.cap
    if key.startswith("screen:"):
        changes["screens"] = state.screens.union((key.removeprefix("screen:"),))
    elif key == "told":
        changes["told_done"] = True
    elif key == "tried":
        changes["tried_done"] = data.get("value") is None and data.get("ask", "what") == "what"
    elif key == NONE or key.startswith(KEY):
        changes["scans"] = tuple(name for name in data.get("scans", ()) if isinstance(name, str))
        changes["scans_done"] = state.scans_done or key == NONE
    return changes


def _names(raw: Any) -> tuple[str, ...]:
    return tuple(name for name in raw if isinstance(name, str)) if isinstance(raw, list) else ()


def _case(raw: Mapping[str, Any], knowledge: Knowledge, event: Event) -> Case:
    try:
        return parse_case(raw, knowledge)
    except InputError as error:
        raise error.at(line=event.n + 1) from None


def patch(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What turns one case, in the form of a case file, into another."""
    out: dict[str, Any] = {}
    for key in sorted({*before, *after}):
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        if key in _MERGED:
            old, new = old or {}, new or {}
            names = sorted({*old, *new})
            out[key] = {name: new.get(name) for name in names if name not in new or old.get(name) != new[name]}
        else:
            out[key] = new
    return out


def patched(raw: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The case with a patch put over it."""
    out = dict(raw)
    for key, value in changes.items():
        if key in _MERGED and isinstance(value, Mapping):
            merged = {**(out.get(key) or {}), **value}
            value = {name: item for name, item in merged.items() if item is not None}
        out[key] = value
    return {key: value for key, value in out.items() if value is not None and (value or key not in _MERGED)}
