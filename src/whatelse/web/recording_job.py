"""What the process does that works on one recording: reads it, measures, draws, tells each stage, and ends.

It reads files that strangers may have made, so it has little: a limit of memory, its own folder, and a pipe.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sys
import threading
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

import msgspec

from whatelse.errors import InputError, shown
from whatelse.report.stride_pictures import Pictures, pictures_of
from whatelse.stride.events import EventsFrom
from whatelse.stride.from_files import analysed_files
from whatelse.stride.types import StrideAnalysis

#: Bytes of memory of the process. A recording of 64 MB takes about half a gigabyte.
MEMORY = 3 << 30
#: First byte of a message: a stage begins, the answer, one line why there is none.
STAGE, ANSWER, LINE = b"s", b"a", b"e"
#: The stages in their order, as the page tells them.
STAGES = {
    "waiting": "Waiting to begin",
    "reading": "Reading the file",
    "events": "Finding each step",
    "measures": "Measuring",
    "pictures": "Drawing the pictures",
}


class Order(msgspec.Struct, frozen=True):
    """What is asked for. names: part ("recording", "static", "forces", "map") -> what the person calls that file;
    files: part -> what it is called in the folder of the job. reading: keywords of ``read`` but for files.
    """

    names: dict[str, str]
    files: dict[str, str]
    speed: float | None = None
    events_from: EventsFrom = "auto"
    incline_deg: float | None = None
    reading: dict[str, Any] = {}


class Found(msgspec.Struct, frozen=True):
    """What came of a recording."""

    analysis: StrideAnalysis
    pictures: Pictures


def work(sender: Connection, folder: str, order: Order) -> None:
    """In a process of its own: sends stages, then the answer or a line. folder: holds the files of the job."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is for the program, whose end this process follows
    _end_with_parent(Path(folder))
    _limit_memory()
    try:
        found = _found(Path(folder), order, lambda stage: sender.send_bytes(STAGE + stage.encode()))
        sender.send_bytes(ANSWER + msgspec.msgpack.encode(found))
    except InputError as error:
        sender.send_bytes(LINE + _line(error, order).encode())
    except MemoryError:
        sender.send_bytes(LINE + b"The recording is too large for the memory of this machine.")
    except Exception as error:  # the edge of the process: whatever it was, it is one line
        sender.send_bytes(LINE + f"This cannot be analysed ({type(error).__name__}: {shown(str(error))}).".encode())


def answer_of(message: bytes) -> Found:
    return msgspec.msgpack.decode(message, type=Found)


def _found(folder: Path, order: Order, tell: Any) -> Found:
    at = {part: str(folder / name) for part, name in order.files.items()}
    beside = {part: path for part, path in at.items() if part in ("forces", "map")}
    made = analysed_files(
        at["recording"],
        at.get("static"),
        order.speed,
        events_from=order.events_from,
        incline_deg=order.incline_deg,
        reading={**order.reading, **beside},
        named=order.names["recording"],
        tell=tell,
    )
    tell("pictures")
    return Found(made.analysis, pictures_of(made))


def _line(error: InputError, order: Order) -> str:
    """The line, with the file as the person calls it."""
    called = {name: order.names[part] for part, name in order.files.items()}
    file = called.get(error.file or "", error.file)
    return str(InputError(error.message, file=file, line=error.line, field=error.field))


def _limit_memory() -> None:
    """Where the platform knows such a limit; elsewhere the time has to do."""
    if sys.platform == "win32":
        return
    import resource

    try:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ValueError, OSError):
        return


def _end_with_parent(folder: Path) -> None:
    """Nothing goes on, and no file stays, once the program is gone, however it ended."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        shutil.rmtree(folder.parent, ignore_errors=True)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
