"""Cases in one file: list, open, add, export, import, delete. Safe for several processes and for several tabs."""

from __future__ import annotations

import datetime
import secrets
import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path

import msgspec

from whatelse.errors import InputError, nearest, shown
from whatelse.store.chain import Head, checked_lines
from whatelse.store.database import connect, told, writing
from whatelse.store.place import default_path

#: The largest case that is taken in, in bytes; an interview takes some 30,000.
LARGEST = 10_000_000


class Conflict(Exception):
    """Somebody else (another tab, another process) added to the case in the meantime, or deleted it."""


class Kept(msgspec.Struct, frozen=True):
    """A case that is kept. first, last: heads of its first and last event; data: what the first event holds."""

    id: str
    events: int
    first: Head
    last: Head
    data: dict[str, object]


class Deleted(msgspec.Struct, frozen=True):
    """That there was a case, and when it was deleted; nothing else is left of it."""

    id: str
    time: str


class _Opening(msgspec.Struct, frozen=True):
    data: dict[str, object] = {}


class Store:
    """One file of cases. An id that is not known raises KeyError; what cannot be read or written, InputError."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = default_path() if path is None else path
        self._lock = threading.RLock()
        self._db = connect(self.path)

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ------------------------------------------------------------ reading

    def list(self) -> tuple[Kept, ...]:
        """All cases, the one that was last worked on first. Only ends of chains are looked at."""
        with self._lock, told(self.path):
            rows = self._db.execute(
                "SELECT case_id, COUNT(*), (SELECT line FROM events f WHERE f.case_id = e.case_id AND n = 0), "
                "(SELECT line FROM events l WHERE l.case_id = e.case_id ORDER BY n DESC LIMIT 1) "
                "FROM events e GROUP BY case_id"
            ).fetchall()
        found = [_kept(*row) for row in rows]
        return tuple(sorted(found, key=lambda kept: (kept.last.time, kept.id), reverse=True))

    def lines(self, case: str) -> tuple[bytes, ...]:
        """Every event of a case as its line, without the newline, in order; the chain is checked on the way.

        Raises InputError, with the line, where what is on the disk was changed.
        """
        with self._lock, told(self.path):
            read = "SELECT CAST(line AS BLOB) FROM events WHERE case_id = ? ORDER BY n"
            rows = self._db.execute(read, (case,)).fetchall()
        if not rows:
            raise KeyError(case)
        lines = tuple(line for (line,) in rows)
        try:
            checked_lines(lines)
        except InputError as error:
            raise error.at(file=f"{self.path}, case {case}") from None
        return lines

    def export(self, case: str) -> bytes:
        """The case as a file of an interview holds it."""
        return b"".join(line + b"\n" for line in self.lines(case))

    def deleted(self) -> tuple[Deleted, ...]:
        """What was deleted, first to last."""
        with self._lock, told(self.path):
            rows = self._db.execute("SELECT case_id, time FROM deleted ORDER BY time, case_id").fetchall()
        return tuple(Deleted(*row) for row in rows)

    def find(self, start: str) -> str:
        """The one case whose id begins so. Raises InputError where there is none or more than one."""
        with self._lock, told(self.path):
            known = [row[0] for row in self._db.execute("SELECT DISTINCT case_id FROM events ORDER BY case_id")]
        found = [start] if start in known else [case for case in known if start and case.startswith(start)]
        if len(found) > 1:
            raise InputError(f"found {shown(start)}, which {len(found)} cases begin with", file=str(self.path))
        if not found:
            raise InputError(f"found no case {shown(start)}{nearest(start, known)}", file=str(self.path))
        return found[0]

    # ------------------------------------------------------------ adding

    def open(self, first: bytes) -> str:
        """A new case with its first line; gives its id, which cannot be guessed."""
        return self._new((first,))

    def append(self, case: str, lines: Sequence[bytes]) -> None:
        """Adds lines that follow the last one kept; when it returns they are on the disk, all of them.

        Raises Conflict where they follow another line, and InputError for a broken one: then nothing is kept.
        """
        with self._lock, told(self.path), writing(self._db):
            last = self._last(case)
            if last is None:
                if self._was_deleted(case):
                    raise Conflict(case)
                raise KeyError(case)
            self._insert(case, lines, _following(case, lines, last))

    def take_in(self, raw: bytes) -> str:
        """A file of an interview, checked, as a case; gives its id.

        What is kept already is not kept twice: a file that goes on where a kept case ends is added to it. Raises
        InputError for a broken chain, and Conflict where file and kept case went on differently.
        """
        if len(raw) > LARGEST:
            raise InputError("is larger than 10 MB")
        lines = raw.removesuffix(b"\n").split(b"\n")
        checked_lines(lines)
        with self._lock:
            with told(self.path):
                same = self._same_start(lines[0])
            if same is None:
                return self._new(lines)
            kept = self.lines(same)
            shared = min(len(kept), len(lines))
            if kept[:shared] != tuple(lines[:shared]):
                raise Conflict(same)
            if len(lines) > len(kept):
                self.append(same, lines[len(kept) :])
            return same

    def _new(self, lines: Sequence[bytes]) -> str:
        heads = checked_lines(lines)
        case = secrets.token_hex(9)
        with self._lock, told(self.path), writing(self._db):
            self._insert(case, lines, heads)
        return case

    def _insert(self, case: str, lines: Sequence[bytes], heads: Sequence[Head]) -> None:
        rows = [(case, head.n, head.time, line) for line, head in zip(lines, heads, strict=True)]
        self._db.executemany("INSERT INTO events (case_id, n, time, line) VALUES (?, ?, ?, ?)", rows)

    def _last(self, case: str) -> Head | None:
        row = self._db.execute("SELECT line FROM events WHERE case_id = ? ORDER BY n DESC LIMIT 1", (case,)).fetchone()
        return None if row is None else msgspec.json.decode(row[0], type=Head)

    def _was_deleted(self, case: str) -> bool:
        return self._db.execute("SELECT 1 FROM deleted WHERE case_id = ?", (case,)).fetchone() is not None

    def _same_start(self, first: bytes) -> str | None:
        row = self._db.execute("SELECT case_id FROM events WHERE n = 0 AND line = ?", (first,)).fetchone()
        return None if row is None else str(row[0])

    # ------------------------------------------------------------ deleting

    def delete(self, case: str) -> None:
        """Forgets the case wholly: its bytes are written over in the file, and the write-ahead log is emptied.

        What stays is that it was there and when it was deleted. Raises InputError where another program that reads
        keeps the log from being emptied; the case is gone then, and to delete it once more empties the log.
        """
        now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        with self._lock, told(self.path):
            with writing(self._db):
                if self._last(case) is not None:
                    self._db.execute("INSERT INTO deleting VALUES (?)", (case,))
                    self._db.execute("DELETE FROM events WHERE case_id = ?", (case,))
                    self._db.execute("DELETE FROM deleting WHERE case_id = ?", (case,))
                    self._db.execute("INSERT INTO deleted VALUES (?, ?)", (case, now))
                elif not self._was_deleted(case):
                    raise KeyError(case)
            self._empty_log()

    def _empty_log(self) -> None:
        try:
            busy = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except sqlite3.OperationalError:
            busy = 1
        if busy:
            raise InputError(
                "the case is deleted, but another program holds the log of the file; close it and delete again",
                file=str(self.path),
            )


def _following(case: str, lines: Sequence[bytes], last: Head) -> tuple[Head, ...]:
    """The heads of lines that follow ``last``. Raises Conflict where a line is whole and follows another one."""
    try:
        return checked_lines(lines, last)
    except InputError:
        if lines and _is_whole(lines):
            raise Conflict(case) from None
        raise


def _is_whole(lines: Sequence[bytes]) -> bool:
    """Whether the lines follow each other, whatever is before them."""
    try:
        first = msgspec.json.decode(lines[0], type=Head)
        before = Head(first.n - 1, "", "", "", first.before) if first.n else None
        checked_lines(lines, before)
    except (InputError, msgspec.DecodeError, UnicodeDecodeError):
        return False
    return True


def _kept(case: str, events: int, first: bytes, last: bytes) -> Kept:
    return Kept(
        id=case,
        events=events,
        first=msgspec.json.decode(first, type=Head),
        last=msgspec.json.decode(last, type=Head),
        data=msgspec.json.decode(first, type=_Opening).data,
    )
