"""One recording from file to answer, in this process or in another; and many of them side by side."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import msgspec

from whatelse.errors import InputError
from whatelse.report.stride_html import page_html
from whatelse.report.stride_pictures import HOW_TO_INSTALL, pictures_of, write_pictures, write_text
from whatelse.stride.analyse import Analysed
from whatelse.stride.change import what_to_change
from whatelse.stride.events import EventsFrom
from whatelse.stride.from_files import analysed_files
from whatelse.stride.single import StrideValue, single_strides
from whatelse.stride.types import StrideAnalysis


class Job(msgspec.Struct, frozen=True):
    """name: as it is told to people; reading: keywords of ``read``; plots, pages: folders for what is written."""

    path: str
    name: str
    stem: str
    static: str | None = None
    speed: float | None = None
    events_from: EventsFrom = "auto"
    incline_deg: float | None = None
    reading: dict[str, Any] = {}
    plots: str | None = None
    pages: str | None = None
    subject: str | None = None
    condition: str | None = None


class Done(msgspec.Struct, frozen=True):
    """What came of a job: the analysis, or one line why there is none.

    strides: for the tables, where those are wanted; notes: what could not be written.
    """

    job: Job
    analysis: StrideAnalysis | None = None
    strides: tuple[StrideValue, ...] = ()
    error: str = ""
    notes: tuple[str, ...] = ()
    written: tuple[str, ...] = ()


def run(job: Job) -> Done:
    """Never raises for a bad file."""
    try:
        made = made_of(job)
        written, notes = _write(job, made)
        strides = single_strides(made.analysis, made.held) if job.pages is not None else ()
        return Done(job, made.analysis, strides, notes=notes, written=written)
    except InputError as error:
        return Done(job, error=str(InputError(error.message, file=_file_of(job, error), field=error.field)))


def made_of(job: Job) -> Analysed:
    """The analysis with what it was made from. Raises InputError, one line, whatever is wrong with the file."""
    return analysed_files(
        job.path,
        job.static,
        job.speed,
        events_from=job.events_from,
        incline_deg=job.incline_deg,
        reading=job.reading,
    )


def run_all(jobs: list[Job], at_once: int) -> Iterator[Done]:
    """All jobs, each as it is done. at_once: processes; 1 stays in this one."""
    if at_once <= 1 or len(jobs) <= 1:
        yield from map(run, jobs)
        return
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(at_once, len(jobs)), mp_context=context) as pool:
        waiting = {pool.submit(run, job): job for job in jobs}
        for future in as_completed(waiting):
            job = waiting[future]
            try:
                yield future.result()
            except BrokenProcessPool:
                yield Done(job, error=f"{job.name}: was not finished: a process was ended, perhaps for lack of memory")


def _file_of(job: Job, error: InputError) -> str:
    """The name as the person gave it; another file (the standing trial) keeps its own."""
    return job.name if error.file in (None, Path(job.path).name) else str(error.file)


def _write(job: Job, made: Analysed) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if job.plots is None and job.pages is None:
        return (), ()
    pictures = pictures_of(made)
    written: list[str] = []
    notes: list[str] = []
    if job.plots is not None:
        files, has_png = write_pictures(pictures, Path(job.plots), job.stem)
        written += map(str, files)
        notes += [] if has_png else [HOW_TO_INSTALL]
    if job.pages is not None:
        folder = Path(job.pages)
        change = what_to_change(made.analysis)
        page = page_html(made.analysis, pictures, change, name=Path(job.path).name, every=True)
        written.append(str(write_text(folder / f"{job.stem}.html", page)))
        written.append(str(write_text(folder / f"{job.stem}.json", made.analysis.to_json() + "\n")))
    return tuple(written), tuple(notes)
