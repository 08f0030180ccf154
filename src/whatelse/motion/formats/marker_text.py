"""Marker tracks as a plain table: one row a frame, three columns a marker (``R.ASISX R.ASISY R.ASISZ``)."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from whatelse.errors import InputError
from whatelse.motion.formats.table import Table, stacked
from whatelse.motion.measured import Measured


def is_marker_table(table: Table) -> bool:
    held = table.points()
    return sum("z" in columns for columns in held.values()) >= 3 and not any(
        "c" in columns for columns in held.values()
    )


def read_marker_text(path: Path, table: Table, rate: float | None = None) -> Measured:
    """Markers of a table; a marker with fewer than three columns is left out."""
    held = {name: columns for name, columns in table.points().items() if "z" in columns}
    if not len(table.values):
        raise InputError("holds no frame")
    time, rate, notes = table.time(rate)
    positions = stacked(table, held, "xyz")
    positions[~positions.any(axis=2)] = np.nan
    used = {column for columns in held.values() for column in columns.values()}
    left = [table.names[column] for column in table.named if column not in used]
    if left:
        notes.append(f"{len(left)} columns are no markers and are left out: {', '.join(left[:4])}")
    return Measured(
        source=path.name,
        format="marker_text",
        kind="markers",
        time_s=time,
        rate_hz=rate,
        labels=tuple(held),
        positions=positions,
        notes=tuple(notes),
    )
