"""The SQLite file: who may read it, what it promises when the power goes, and that rows are never changed."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from whatelse.errors import InputError

#: "whte": so that no other program's file is taken for ours.
APPLICATION, FORMAT = 0x77687465, 1
#: Seconds to wait for another process that writes.
PATIENCE = 10.0
_SCHEMA = """
CREATE TABLE events (
    case_id TEXT NOT NULL,
    n INTEGER NOT NULL CHECK (n >= 0),
    time TEXT NOT NULL,
    line BLOB NOT NULL,
    PRIMARY KEY (case_id, n)
) WITHOUT ROWID;
CREATE TABLE deleted (case_id TEXT PRIMARY KEY, time TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE deleting (case_id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
CREATE TRIGGER events_go_only_with_their_case BEFORE DELETE ON events
WHEN NOT EXISTS (SELECT 1 FROM deleting WHERE case_id = OLD.case_id)
BEGIN SELECT RAISE(ABORT, 'events go only with their case'); END;
CREATE TRIGGER events_follow_each_other BEFORE INSERT ON events
WHEN NEW.n <> (SELECT COUNT(*) FROM events WHERE case_id = NEW.case_id)
BEGIN SELECT RAISE(ABORT, 'an event is missing'); END;
CREATE TRIGGER a_deleted_case_stays_deleted BEFORE INSERT ON events
WHEN EXISTS (SELECT 1 FROM deleted WHERE case_id = NEW.case_id)
BEGIN SELECT RAISE(ABORT, 'the case was deleted'); END;
"""


def connect(path: Path) -> sqlite3.Connection:
    """The file, made if need be, readable by its owner only.

    Every commit is on the disk when it returns. Raises InputError for a file that cannot be written or is not ours.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        with contextlib.suppress(OSError):  # not ours to change, or a disk without modes
            path.chmod(0o600)
    except OSError as error:
        raise InputError(f"cannot write ({error.strerror})", file=str(path)) from None
    with told(path):
        connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
        try:
            _prepare(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    # The WAL and the index beside it are made with the mode of the file itself.
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {pragma}")
    with writing(connection):
        made = connection.execute("PRAGMA application_id").fetchone()[0]
        form = connection.execute("PRAGMA user_version").fetchone()[0]
        is_new = connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0] == 0
        if is_new:
            for statement in _statements(_SCHEMA):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {FORMAT}")
        elif made != APPLICATION:
            raise InputError("is a database of another program", file=str(path))
        elif form != FORMAT:
            raise InputError(f"has format {form}, expected {FORMAT}: made by another version", file=str(path))


def _statements(script: str) -> Iterator[str]:
    part = ""
    for line in script.splitlines(keepends=True):
        part += line
        if sqlite3.complete_statement(part):
            yield part
            part = ""


@contextlib.contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """A transaction that holds the only pen from its first word on; all of it is kept, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """What SQLite cannot do, told in one line that names the file."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise InputError("is in use by another program; try again", file=str(path)) from None
        raise InputError(f"cannot be used ({error})", file=str(path)) from None
    except sqlite3.DatabaseError as error:
        raise InputError(f"is no store of cases, or is damaged ({error})", file=str(path)) from None
