"""TRC: marker tracks as text (Motion Analysis, OpenSim, OpenCap, Pose2Sim).

Five lines of header: file, names of the numbers, the numbers, marker names (one every three columns), X1 Y1 Z1 ...;
then frame, time, and three columns a marker. Y up by OpenSim's convention; programs differ.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from whatelse.errors import InputError, shown
from whatelse.motion.formats.clock import counted_time, even_time
from whatelse.motion.formats.text import cells_of, lines_of, open_text, rows_of, separator_of
from whatelse.motion.measured import Measured
from whatelse.motion.recording import Guess

HEADER_LINES = 5


def is_trc(first_line: str) -> bool:
    return first_line.lstrip().lower().startswith("pathfiletype")


def read_trc(path: Path, rate: float | None = None) -> Measured:
    """A TRC file. Counts of the header are only remarks: programs write them wrong; the rows decide."""
    with open_text(path) as stream:
        lines = lines_of(stream)
        head = [line for _, line in zip(range(HEADER_LINES), lines, strict=False)]
        if len(head) < HEADER_LINES:
            raise InputError("is cut short: a TRC file has five lines of header", line=len(head))
        separator = separator_of(head[3])
        told = _told(head, separator_of(head[1]))
        labels, columns = _labels(cells_of(head[3], separator))
        width = 2 + 3 * (max(columns) + 1)
        table = rows_of(lines, width, separator, HEADER_LINES + 1)
    if not len(table):
        raise InputError("holds no frame")
    notes = _remarks(told, len(table), len(labels))
    rate = rate or told.get("datarate")
    guesses: tuple[Guess, ...] = ()
    if np.isnan(table[:, 1]).all():
        time = counted_time(len(table), rate)
    else:
        time, rate, more = even_time(table[:, 1], rate)
        notes += more
    chosen = np.array(columns)
    positions = np.stack([table[:, 2 + 3 * chosen + axis] for axis in range(3)], axis=2)
    # Some programs write zeros, as C3D does, where a marker was not seen.
    positions[~positions.any(axis=2)] = np.nan
    return Measured(
        source=path.name,
        format="trc",
        kind="markers",
        time_s=time,
        rate_hz=float(rate or 1.0),
        labels=labels,
        positions=positions,
        unit=str(told.get("units") or "") or None,
        up="y",
        guesses=guesses,
        notes=tuple(notes),
    )


def _told(head: list[str], separator: str | None) -> dict[str, float]:
    """The numbers of the header by name; ``units`` is kept as text."""
    names = [cell.lower() for cell in cells_of(head[1], separator)]
    values = cells_of(head[2], separator)
    told: dict[str, float] = {}
    for name, value in zip(names, values, strict=False):
        if name == "units":
            told[name] = value  # type: ignore[assignment]
            continue
        try:
            told[name] = float(value)
        except ValueError:
            continue
    if told.get("datarate", 1.0) <= 0:
        del told["datarate"]
    return told


def _labels(names: list[str]) -> tuple[tuple[str, ...], list[int]]:
    """Marker names and the number of the column triple of each: names stand over the first column of three."""
    if not names or not names[0].lower().startswith("frame"):
        raise InputError(f"found {shown(names[0] if names else '')}, expected Frame# Time and marker names", line=4)
    found = [(name, (at - 2) // 3, (at - 2) % 3) for at, name in enumerate(names) if at >= 2 and name]
    if not found:
        raise InputError("names no marker", line=4)
    if any(rest for _, _, rest in found):
        # Written without the two empty cells between names: then they simply follow each other.
        found = [(name, number, 0) for number, (name, _, _) in enumerate(found)]
    return tuple(name for name, _, _ in found), [number for _, number, _ in found]


def _remarks(told: dict[str, float], rows: int, markers: int) -> list[str]:
    notes = []
    for name, count, what in (("numframes", rows, "frames"), ("nummarkers", markers, "markers")):
        said = told.get(name)
        if said is not None and int(said) != count:
            notes.append(f"the header announces {int(said)} {what}, the file holds {count}")
    return notes
