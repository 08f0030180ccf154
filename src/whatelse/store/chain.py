"""The chain that the lines of a case make: each line carries the hash of the one before it, and last its own.

The hash of a line is the SHA-256 of the line without its ``,"hash":"..."``; the first line follows 64 zeros. What a
line says is not looked at.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

import msgspec

from whatelse.errors import InputError

NOTHING = "0" * 64
_HASH = re.compile(rb',"hash":"([0-9a-f]{64})"\}$')


class Head(msgspec.Struct, frozen=True):
    """What a line says of itself, apart from what happened."""

    n: int
    kind: str
    time: str
    before: str
    hash: str


def checked(line: bytes, last: Head | None) -> Head:
    """The head of a line that follows ``last`` (none: of a first line).

    Raises InputError, with the number of the line, where it is broken, was changed, or follows another.
    """
    number = 1 if last is None else last.n + 2
    if b"\n" in line:
        raise InputError("holds more than one line", line=number)
    try:
        head = msgspec.json.decode(line, type=Head)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"is no whole event ({error})", line=number) from None
    found = _HASH.search(line)
    if found is None or hashlib.sha256(line[: found.start()] + b"}").hexdigest() != head.hash:
        raise InputError("was changed after it was written: its hash does not fit", line=number)
    if head.n != number - 1 or head.before != (NOTHING if last is None else last.hash):
        raise InputError("does not follow the line before it: the chain is broken", line=number)
    return head


def checked_lines(lines: Iterable[bytes], last: Head | None = None) -> tuple[Head, ...]:
    """The heads of lines that follow each other. Raises InputError for the first that does not."""
    heads: list[Head] = []
    for line in lines:
        last = checked(line, last)
        heads.append(last)
    return tuple(heads)
