"""Recordings of runs: one is worked on at a time, in a process of its own; what came of them is kept in memory.

The files lie in a private folder until the analysis is there, or failed, and are then deleted. Analyses are kept by
case, the oldest forgotten first; they end with the program. Nothing here enters a case.
"""

from __future__ import annotations

import multiprocessing
import os
import secrets
import shutil
import tempfile
import threading
import time
import weakref
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import BinaryIO

from whatelse.errors import InputError
from whatelse.stride.types import StrideAnalysis
from whatelse.web.recording_job import ANSWER, LINE, STAGE, Found, Order, answer_of, work

#: Seconds that one recording may take; analyses and lines of failure that are kept; recordings that may wait.
SECONDS = 120.0
MOST_KEPT = 16
MOST_WAITING = 8
#: Seconds between two looks at whether a job was stopped.
LOOK = 0.1

TOO_SLOW = "This took longer than {minutes:g} minutes and was stopped. A shorter part of the recording may do."
BROKE_OFF = "The work on this recording broke off, perhaps for lack of memory. A shorter part of it may do."
IS_AT_WORK = "A recording is being worked on already. Wait for it, or stop it."
TOO_MANY = "Too many recordings are waiting. Try again in a minute."


@dataclass(eq=False)
class Job:
    """A recording that waits or is worked on. stage: of ``STAGES``; stopped: nobody wants it any more."""

    case: str
    order: Order
    folder: Path
    stage: str = "waiting"
    stopped: bool = False


@dataclass(frozen=True)
class Held:
    """What is kept of a recording. id: names it in forms; name: as the person calls the file."""

    id: str
    name: str
    found: Found


@dataclass(eq=False)
class _Outside:
    """What this program has outside of its own memory: a folder and a process."""

    folder: Path | None = None
    process: BaseProcess | None = None

    def end(self) -> None:
        if self.process is not None and self.process.is_alive():
            self.process.kill()
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
        self.folder = None

    def leave_empty(self) -> None:
        """Nothing is to be kept on disk now; a job that was stopped and is still there goes first."""
        try:
            if self.folder is not None:
                self.folder.rmdir()
                self.folder = None
        except OSError:
            return


@dataclass(eq=False)
class Recordings:
    """seconds: that one recording may take."""

    seconds: float = SECONDS
    _jobs: dict[str, Job] = field(default_factory=dict)
    _waiting: list[Job] = field(default_factory=list)
    _held: OrderedDict[str, Held] = field(default_factory=OrderedDict)
    _failed: OrderedDict[str, str] = field(default_factory=OrderedDict)
    _outside: _Outside = field(default_factory=_Outside)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _worker: threading.Thread | None = None

    def __post_init__(self) -> None:
        weakref.finalize(self, self._outside.end)

    # ------------------------------------------------------------ what there is

    def analysis(self, case_id: str) -> StrideAnalysis | None:
        """What is known of the running of a case, or None."""
        held = self.held(case_id)
        return held.found.analysis if held is not None else None

    def held(self, case_id: str) -> Held | None:
        with self._lock:
            return self._held.get(case_id)

    def job(self, case_id: str) -> Job | None:
        """The recording of a case that is not done yet."""
        with self._lock:
            return self._jobs.get(case_id)

    def failed(self, case_id: str) -> str:
        """One line why the last recording of a case came to nothing; "" where it did not."""
        with self._lock:
            return self._failed.get(case_id, "")

    # ------------------------------------------------------------ what is asked for

    def begin(self, case_id: str, order: Order, files: Mapping[str, BinaryIO]) -> None:
        """Takes over the files and lets them be worked on. files: by part, as in ``order.files``.

        Raises InputError while another recording of the case is worked on, and where the files cannot be kept.
        """
        with self._lock:
            if case_id in self._jobs:
                raise InputError(IS_AT_WORK)
            if len(self._jobs) >= MOST_WAITING:
                raise InputError(TOO_MANY)
            try:
                job = Job(case_id, order, self._root() / secrets.token_hex(8))
            except OSError as error:
                raise InputError(_not_kept(error)) from None
            self._jobs[case_id] = job
            self._failed.pop(case_id, None)
        try:
            job.folder.mkdir(mode=0o700)
            for part, name in order.files.items():
                with (job.folder / name).open("xb") as kept:
                    shutil.copyfileobj(files[part], kept)
        except OSError as error:
            self._end(job)
            raise InputError(_not_kept(error)) from None
        with self._lock:
            self._waiting.append(job)
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, daemon=True)
                self._worker.start()

    def cancel(self, case_id: str) -> None:
        """Stops the recording that is worked on; what was there before stays."""
        with self._lock:
            job = self._jobs.pop(case_id, None)
            if job is not None:
                job.stopped = True

    def forget(self, case_id: str) -> None:
        """All of a case."""
        self.cancel(case_id)
        with self._lock:
            self._held.pop(case_id, None)
            self._failed.pop(case_id, None)

    # ------------------------------------------------------------ the work

    def _root(self) -> Path:
        folder = self._outside.folder
        if folder is None or not folder.is_dir():
            folder = self._outside.folder = Path(tempfile.mkdtemp(prefix="whatelse-"))  # of mode 0700
        return folder

    def _work(self) -> None:
        """One recording after the other, until none waits."""
        while True:
            with self._lock:
                if not self._waiting:
                    self._worker = None
                    return
                job = self._waiting.pop(0)
            if job.stopped:
                self._end(job)
                continue
            try:
                outcome = self._outcome(job)
            except Exception:  # no process or no pipe to be had; the next recording may fare better
                outcome = BROKE_OFF
            self._end(job, outcome)

    def _outcome(self, job: Job) -> Found | str:
        """What came of a job, or one line why nothing did. Its process is gone afterwards."""
        for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
            os.environ.setdefault(name, "1")
        context = multiprocessing.get_context("spawn")
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=work, args=(sender, str(job.folder), job.order), daemon=True)
        with receiver:
            try:
                process.start()
                self._outside.process = process
                sender.close()
                return self._listen(job, receiver)
            finally:
                sender.close()
                if process.pid is not None:
                    process.kill()
                    process.join()
                self._outside.process = None

    def _listen(self, job: Job, receiver: Connection) -> Found | str:
        end = time.monotonic() + self.seconds
        while not job.stopped:
            if time.monotonic() > end:
                return TOO_SLOW.format(minutes=round(self.seconds / 60.0, 1))
            if not receiver.poll(LOOK):
                continue
            try:
                message = receiver.recv_bytes()
            except (EOFError, OSError):
                return BROKE_OFF
            kind, rest = message[:1], message[1:]
            if kind == STAGE:
                job.stage = rest.decode()
            elif kind == ANSWER:
                return answer_of(rest)
            elif kind == LINE:
                return rest.decode()
        return ""

    def _end(self, job: Job, outcome: Found | str = "") -> None:
        """The files are deleted first; then the outcome is there, unless nobody wants it any more."""
        shutil.rmtree(job.folder, ignore_errors=True)
        with self._lock:
            if self._jobs.get(job.case) is job:
                del self._jobs[job.case]
            if not self._jobs:
                self._outside.leave_empty()
            if job.stopped:
                return
            if isinstance(outcome, Found):
                self._held[job.case] = Held(secrets.token_hex(4), job.order.names["recording"], outcome)
                self._held.move_to_end(job.case)
                _cut(self._held)
            elif outcome:
                self._failed[job.case] = outcome
                _cut(self._failed)


def _not_kept(error: OSError) -> str:
    return f"The file cannot be kept for the analysis ({error.strerror or error})."


def _cut(kept: OrderedDict[str, Held] | OrderedDict[str, str]) -> None:
    while len(kept) > MOST_KEPT:
        kept.popitem(last=False)
