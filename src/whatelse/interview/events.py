"""What happened in an interview as lines that hold each other: every event carries the hash of the one before it.

One event is one line of JSON, UTF-8, ended by a newline: the keys ``n``, ``kind``, ``time``, ``data``, ``before`` and,
last, ``hash``. ``hash`` is the SHA-256, in hexadecimal digits, of the line without ``,"hash":"..."``. ``before`` is the
``hash`` of the line before, or 64 zeros in the first. So nothing can be changed, left out or put in between unseen.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal, get_args

import msgspec

from whatelse.errors import InputError, nearest, shown

Kind = Literal[
    "opened", "screen_answered", "answered", "undone", "changed", "acknowledged", "noted", "finished", "shown"
]
KINDS: tuple[str, ...] = get_args(Kind)
#: What the first event carries for the hash of the one before it.
NOTHING = "0" * 64
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
_HASH = re.compile(rb',"hash":"([0-9a-f]{64})"\}$')
_encode = msgspec.json.Encoder(order="sorted").encode


class Event(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One event. n: its number, from 0. time: UTC, to the second. data: what it holds, by its kind."""

    n: int
    kind: Kind
    time: str
    data: dict[str, Any]
    before: str
    hash: str


class Log(msgspec.Struct, frozen=True):
    """What a file holds. length: the bytes of its whole lines. torn: whether a line that was cut off followed them."""

    events: tuple[Event, ...]
    length: int
    torn: bool


def following(events: Sequence[Event], kind: Kind, data: Mapping[str, Any], time: str) -> Event:
    """The event that comes after these. Raises ValueError for a time of another form, or a number without end."""
    if not _TIME.fullmatch(time):
        raise ValueError(f"found time {time!r}, expected 2025-01-31T12:00:00Z")
    before = events[-1].hash if events else NOTHING
    plain = _plain(data)
    body = _body(len(events), kind, time, plain, before)
    return Event(len(events), kind, time, plain, before, hashlib.sha256(body).hexdigest())


def line_of(event: Event) -> bytes:
    """The event as its line, newline included."""
    body = _body(event.n, event.kind, event.time, event.data, event.before)
    return body[:-1] + b',"hash":"' + event.hash.encode() + b'"}\n'


def text_of(events: Sequence[Event]) -> bytes:
    """All events as a file holds them."""
    return b"".join(map(line_of, events))


def read(raw: bytes) -> Log:
    """The events of a file, each checked against the one before.

    A last line without its newline was cut off while it was written, unless it is whole: it is left out, and ``torn``
    is set. Raises InputError, with its line, for the first line that is broken, changed, missing or out of place.
    """
    whole, newline, tail = raw.rpartition(b"\n")
    lines = (whole + newline).split(b"\n")[:-1]
    events: list[Event] = []
    for line in lines:
        events.append(_checked(line, events))
    length = len(whole) + len(newline)
    torn = False
    if tail:
        try:
            events.append(_checked(tail, events))
            length += len(tail)
        except InputError:
            torn = True
    if not events:
        raise InputError("holds no whole event of an interview", line=1)
    return Log(tuple(events), length, torn)


def _checked(line: bytes, before: Sequence[Event]) -> Event:
    number = len(before) + 1
    event = _decoded(line, number)
    found = _HASH.search(line)
    if found is None:
        raise InputError('found no "hash" at its end, expected 64 hexadecimal digits', line=number)
    if hashlib.sha256(line[: found.start()] + b"}").hexdigest() != event.hash:
        raise InputError("was changed after it was written: its hash does not fit", line=number)
    wanted = before[-1].hash if before else NOTHING
    if event.n != len(before):
        raise InputError(
            f"found event {event.n}, expected event {len(before)}: a line is missing or moved", line=number
        )
    if event.before != wanted:
        raise InputError("does not follow the line before it: the chain is broken", line=number)
    if (event.kind == "opened") != (not before):
        raise InputError(f"found {event.kind}, expected opened in the first line and there only", line=number)
    if not _TIME.fullmatch(event.time):
        raise InputError(f"found time {shown(event.time)}, expected 2025-01-31T12:00:00Z", line=number)
    return event


def _decoded(line: bytes, number: int) -> Event:
    try:
        raw = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"is no whole line of JSON ({error})", line=number) from None
    kind = raw.get("kind") if isinstance(raw, dict) else None
    if isinstance(kind, str) and kind not in KINDS:
        raise InputError(
            f"found kind {shown(kind)}, expected one of {', '.join(KINDS)}{nearest(kind, KINDS)}", line=number
        )
    try:
        return msgspec.convert(raw, Event)
    except msgspec.ValidationError as error:
        raise InputError(f"is no event of an interview: {error}", line=number) from None


def _body(n: int, kind: str, time: str, data: Mapping[str, Any], before: str) -> bytes:
    parts = (("n", n), ("kind", kind), ("time", time), ("data", data), ("before", before))
    return b"{" + b",".join(b'"' + key.encode() + b'":' + _encode(value) for key, value in parts) + b"}"


def _plain(value: Any) -> Any:
    """Only what JSON holds, written as every reader writes it: 3 for 3.0, lists for tuples, keys in order."""
    if isinstance(value, Mapping):
        return {str(key): _plain(value[key]) for key in sorted(value)}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return [_plain(item) for item in sorted(value)]
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"found {value}, expected a number")
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    return value
