"""A file of events: opened once, then only ever added to, and on the disk before the next question is put."""

from __future__ import annotations

import os
from pathlib import Path

from whatelse.errors import InputError
from whatelse.interview.events import Event, Log, line_of, read

#: The largest file that is read, in bytes; an interview takes some 30,000.
LARGEST = 10_000_000


class EventFile:
    """Where events are kept. Each is written at its end as one whole line; nothing in it is ever rewritten."""

    def __init__(self, path: Path, size: int) -> None:
        self.path = path
        self._size = size

    @classmethod
    def create(cls, path: Path) -> EventFile:
        """A new, empty file that only its owner reads. Raises InputError where there is one, or none can be made."""
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            raise InputError("is there already", file=str(path)) from None
        except OSError as error:
            raise InputError(f"cannot write ({error.strerror})", file=str(path)) from None
        return cls(path, 0)

    @classmethod
    def resume(cls, path: Path) -> tuple[EventFile, Log]:
        """The file and its events, ready to be added to; a line that was cut off is taken away.

        Raises InputError for a file that cannot be read, or whose chain is broken.
        """
        try:
            with path.open("rb") as stream:
                raw = stream.read(LARGEST + 1)
        except OSError as error:
            raise InputError(f"cannot read ({error.strerror})", file=str(path)) from None
        if len(raw) > LARGEST:
            raise InputError("is larger than 10 MB", file=str(path))
        try:
            log = read(raw)
        except InputError as error:
            raise error.at(file=str(path)) from None
        file = cls(path, len(raw))
        if log.torn or not raw.endswith(b"\n"):
            file._mend(log.length)
        return file, log

    def append(self, *events: Event) -> None:
        """Add events, each on the disk before the next. Raises InputError where the file was changed by another."""
        for event in events:
            self._write(line_of(event))

    def _write(self, line: bytes) -> None:
        try:
            handle = os.open(self.path, os.O_WRONLY | os.O_APPEND)
            try:
                if os.fstat(handle).st_size != self._size:
                    raise InputError("was changed by another program; start again from it", file=str(self.path))
                try:
                    written = os.write(handle, line)
                    if written != len(line):
                        raise OSError(0, "the disk is full")
                    os.fsync(handle)
                except OSError:
                    os.ftruncate(handle, self._size)
                    raise
            finally:
                os.close(handle)
        except OSError as error:
            raise InputError(f"cannot write ({error.strerror})", file=str(self.path)) from None
        self._size += len(line)

    def _mend(self, length: int) -> None:
        """Cut off what is no whole line, and end the last whole one."""
        try:
            with self.path.open("r+b") as stream:
                stream.truncate(length)
                stream.seek(max(0, length - 1))
                if length and stream.read(1) != b"\n":
                    stream.write(b"\n")
                    length += 1
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise InputError(f"cannot write ({error.strerror})", file=str(self.path)) from None
        self._size = length
