"""Text tables with names over their columns: markers, keypoints, accelerometers and forces all come this way."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

import msgspec
import numpy as np

from whatelse.errors import InputError
from whatelse.motion.formats.clock import counted_time, even_time
from whatelse.motion.formats.text import cells_of, lines_of, open_text, rows_of, separator_of
from whatelse.motion.recording import FloatArray

#: Lines in which the first row of numbers must come.
LONGEST_HEADER = 30
_TIME = re.compile(r"^(time|t|timestamp|seconds|secs?)[ _]?[\[(]?(s|sec|seconds|ms|msec|us)?[\])]?$", re.IGNORECASE)
_COUNT = re.compile(
    r"^(frame|frame#|frames|frame_?(number|idx|index|id)|index|sample|sample#|#sample|#|n)?$", re.IGNORECASE
)
_AXIS = re.compile(r"^(?P<name>.*?[^ ._\-:]?)[ ._\-:]*(?P<axis>[xyz])$", re.IGNORECASE)
_SURE = re.compile(
    r"^(?P<name>.+?)[ ._\-:]+(visibility|likelihood|score|confidence|conf|presence|c|p|v)$", re.IGNORECASE
)
_MILLI = {"ms": 1e-3, "msec": 1e-3, "us": 1e-6}
_NO_AXIS = re.compile(r"(index|idx|max)$", re.IGNORECASE)


class Table(msgspec.Struct, frozen=True, eq=False):
    """names: (W,) of the columns, several header rows joined by a blank; values: (N, W), NaN where empty."""

    names: tuple[str, ...]
    values: FloatArray

    def time(self, rate: float | None) -> tuple[FloatArray, float, list[str]]:
        """Seconds (N,), rate in Hz, remarks. Raises InputError where neither time nor rate is told."""
        for column, name in enumerate(self.names):
            match = _TIME.match(name)
            if match:
                return even_time(self.values[:, column] * _MILLI.get((match[2] or "").lower(), 1.0), rate)
        time = counted_time(len(self.values), rate)
        return time, float(rate or 1.0), []

    @property
    def named(self) -> list[int]:
        """Columns that are neither time nor a count."""
        return [i for i, name in enumerate(self.names) if not (_TIME.match(name) or _COUNT.match(name))]

    def points(self) -> dict[str, dict[str, int]]:
        """Point -> axis ("x", "y", "z", "c" for confidence) -> column, for points that have at least x and y."""
        found: dict[str, dict[str, int]] = {}
        for column in self.named:
            name = self.names[column]
            sure, axis = _SURE.match(name), _AXIS.match(name)
            if sure:
                found.setdefault(sure["name"], {})["c"] = column
            elif axis and axis["name"] and not _NO_AXIS.search(name):
                found.setdefault(axis["name"], {})[axis["axis"].lower()] = column
        return {name: held for name, held in found.items() if {"x", "y"} <= held.keys()}


def read_table(path: Path) -> Table:
    """The table of a text file. Raises InputError where there is no header, or no row of numbers soon after it."""
    with open_text(path) as stream:
        lines = lines_of(stream)
        header: list[str] = []
        first = ""
        for line in lines:
            if not line.strip(" \t,;") or line.lstrip().startswith(("//", "%")):
                header.append("")
                continue
            separator = separator_of(line)
            if _is_numbers(cells_of(line, separator)):
                first = line
                break
            header.append(line)
            if len(header) > LONGEST_HEADER:
                raise InputError(f"has no row of numbers in its first {LONGEST_HEADER} lines")
        rows = [line for line in header if line]
        if not rows:
            raise InputError("is empty" if not first else "has no names over its columns", line=1)
        if not first:
            raise InputError("holds column names and no row of numbers", line=len(header))
        separator = separator_of(rows[-1]) if len(cells_of(rows[-1], separator_of(first))) < 2 else separator_of(first)
        names = _names(rows, separator)
        width = len(names)
        values = rows_of(chain([first], lines), width, separator, len(header) + 1)
    return Table(tuple(names), values)


def _names(rows: list[str], separator: str | None) -> list[str]:
    """One name a column; several header rows (sensor, axis; body part, coordinate) are joined."""
    split = [cells_of(row, separator) for row in rows]
    if split[0][0].lower() == "scorer":
        split = split[1:]
    if len(split) > 1:
        # Title lines above the names have fewer cells.
        widest = max(len(row) for row in split)
        split = [row for row in split if len(row) == widest]
    names = [" ".join(dict.fromkeys(cell for cell in column if cell)) for column in zip(*split, strict=True)]
    while names and not names[-1]:
        names.pop()
    return [name.lstrip("#").strip() for name in names]


def _is_numbers(cells: list[str]) -> bool:
    """Whether a row is data: every cell a number or empty, at least one a number."""
    filled = [cell for cell in cells if cell]
    for cell in filled:
        try:
            float(cell.replace(",", "."))
        except ValueError:
            return False
    return bool(filled)


def stacked(table: Table, held: dict[str, dict[str, int]], axes: str) -> FloatArray:
    """(N, M, len(axes)) the coordinates of points."""
    return np.stack([table.values[:, [columns[axis] for columns in held.values()]] for axis in axes], axis=2)
