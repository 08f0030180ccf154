"""Force plates as text: Cortex ``.forces`` files, and tables with Fx Fy Fz and COPx COPy COPz."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from whatelse.errors import InputError
from whatelse.motion.formats.clock import even_time
from whatelse.motion.formats.table import Table
from whatelse.motion.formats.text import cells_of, lines_of, open_text, rows_of
from whatelse.motion.measured import Measured, Plate
from whatelse.motion.recording import FloatArray, Guess

_FORCE = re.compile(r"^f[ ._]?([xyz])[ ._]?(\d*)$", re.IGNORECASE)
_COP = re.compile(r"^(?:cop|p)?[ ._]?([xyz])[ ._]?(\d*)$", re.IGNORECASE)
_CORTEX = "[force data]"


def is_cortex(first_line: str) -> bool:
    return first_line.strip().lower() == _CORTEX


def is_force_table(table: Table) -> bool:
    axes = {match[1].lower() for name in table.names if (match := _FORCE.match(name))}
    return axes == {"x", "y", "z"}


def read_cortex(path: Path) -> Measured:
    """Cortex: three counts, then names, then a row a sample. Newton and mm."""
    with open_text(path) as stream:
        lines = lines_of(stream)
        head = [line for _, line in zip(range(5), lines, strict=False)]
        told = dict(line.lower().replace(" ", "").partition("=")[::2] for line in head if "=" in line)
        if len(head) < 5 or "samplerate" not in told:
            raise InputError("is cut short: expected NumberOfForcePlates, SampleRate, NumberOfSamples and names")
        try:
            rate = float(told["samplerate"])
        except ValueError:
            raise InputError(f"tells the rate {told['samplerate']}, expected a number", line=3) from None
        names = [name.lstrip("#") for name in cells_of(head[4], "\t")]
        values = rows_of(lines, len(names), "\t", 6)
    if rate <= 0 or not len(values):
        raise InputError("holds no sample")
    return _measured(path, Table(tuple(names), values), np.arange(len(values)) / rate, rate, [], ())


def read_force_table(path: Path, table: Table, rate: float | None = None, frames_s: float | None = None) -> Measured:
    """A table of forces. frames_s: length in s of the markers it belongs to, which tells the rate of counted rows."""
    guesses: tuple[Guess, ...] = ()
    clock = next((i for i, name in enumerate(table.names) if name.lower() in ("time", "time_s", "t")), None)
    counted = clock is None or bool(np.all(np.diff(table.values[:, clock]) == 1))
    if not counted and clock is not None:
        time, rate, notes = even_time(table.values[:, clock], rate)
        return _measured(path, table, time, rate, notes, guesses)
    if rate is None and frames_s:
        rate = round(len(table.values) / frames_s)
        why = "the rows are counted; with this rate they last as long as the markers"
        guesses = (Guess("rate of the forces", f"{rate:g} Hz", why, "force_rate=... (--force-rate)"),)
    if rate is None or rate <= 0:
        raise InputError("counts rows where times in s are expected; tell the rate in Hz (--rate)", field="time")
    return _measured(path, table, np.arange(len(table.values)) / rate, float(rate), [], guesses)


def _measured(
    path: Path, table: Table, time: FloatArray, rate: float, notes: list[str], guesses: tuple[Guess, ...]
) -> Measured:
    found: dict[str, dict[str, int]] = {}
    for column, name in enumerate(table.names):
        force, cop = _FORCE.match(name), _COP.match(name)
        if force:
            found.setdefault(force[2], {})["f" + force[1].lower()] = column
        elif cop:
            found.setdefault(cop[2], {})["p" + cop[1].lower()] = column
    plates = []
    for number, held in found.items():
        if not {"fx", "fy", "fz"} <= held.keys():
            continue
        force_on = table.values[:, [held["fx"], held["fy"], held["fz"]]]
        place = (
            table.values[:, [held[key] for key in ("px", "py", "pz")]] if {"px", "py", "pz"} <= held.keys() else None
        )
        plates.append(Plate(f"plate {number or 1}", time, force_on, place, reaction=False))
    return Measured(
        source=path.name,
        format="force_text",
        kind="force",
        time_s=time,
        rate_hz=rate,
        plates=tuple(plates),
        guesses=guesses,
        notes=tuple(notes),
    )
