"""MOT and STO: OpenSim's tables of coordinates, moments and ground forces.

A name, ``key=value`` lines (or SIMM's ``datacolumns 19``), ``endheader``, column names, rows. ``inDegrees`` decides
between degrees and radians, whatever the free text says. Y up, X forward by OpenSim's convention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from whatelse.errors import InputError, shown
from whatelse.motion.formats.clock import even_time
from whatelse.motion.formats.text import cells_of, lines_of, open_text, rows_of, separator_of
from whatelse.motion.measured import Measured, Plate
from whatelse.motion.recording import FloatArray, Guess, Series, SeriesKind, Side

LONGEST_HEADER = 200
#: Forces of one foot or plate: its name before the axis.
_FORCE = re.compile(r"^(?P<name>.*?)(?:ground_)?force_(?P<what>[vp])(?P<axis>[xyz])$", re.IGNORECASE)
#: Titles of tables whose columns bear names of coordinates and are something else.
_NO_ANGLES = ("modelforces", "controls", "activations", "speeds", "accelerations")
_TRANSLATION = re.compile(r"_t[xyz]$")


def is_storage(head: str) -> bool:
    return re.search(r"^\W*endheader\W*$", head, re.MULTILINE | re.IGNORECASE) is not None


def read_storage(path: Path) -> Measured:
    """A MOT or STO file: angles as a series in degrees, ground forces as plates, the rest as it is."""
    with open_text(path) as stream:
        lines = lines_of(stream)
        told, used = _header(lines)
        names_line = ""
        for line in lines:
            used += 1
            if line.strip(" \t,;"):
                names_line = line
                break
        separator = separator_of(names_line)
        names = cells_of(names_line, separator)
        while names and not names[-1]:
            names.pop()
        if not names or names[0].lower() != "time":
            raise InputError(f"found {shown(names_line[:40])}, expected column names that begin with time", line=used)
        table = rows_of(lines, len(names), separator, used + 1)
    if not len(table):
        raise InputError("holds no row")
    time, rate, notes = even_time(table[:, 0])
    title = told.get("", "")
    rows = told.get("nrows") or told.get("datarows")
    if rows is not None and rows.isdigit() and int(rows) != len(table):
        notes.append(f"the header announces {rows} rows, the file holds {len(table)}")
    plates, forces = _plates(names, table, time)
    rest = [column for column in range(1, len(names)) if column not in forces]
    series, guesses = _series([names[column] for column in rest], table[:, rest], time, told, title)
    return Measured(
        source=path.name,
        format="mot" if plates or any(one.kind == "angles" for one in series) else "sto",
        kind="force" if plates else "coordinates",
        time_s=time,
        rate_hz=rate,
        plates=plates,
        series=series,
        up="y",
        guesses=guesses,
        notes=tuple(notes),
    )


def _header(lines: Iterator[str]) -> tuple[dict[str, str], int]:
    told: dict[str, str] = {}
    used = 0
    for line in lines:
        used += 1
        words = line.strip(' \t,;"')
        if used == 1:
            told[""] = words
        if words.lower() == "endheader":
            return told, used
        if used >= LONGEST_HEADER:
            break
        key, found, value = words.partition("=")
        if not found:
            key, _, value = words.partition(" ")
        told.setdefault(key.strip().lower(), value.strip())
    raise InputError("has no endheader", line=used)


def _plates(names: list[str], table: FloatArray, time: FloatArray) -> tuple[tuple[Plate, ...], set[int]]:
    """Plates from columns ``..._force_vx`` and ``..._force_px``; the numbers of the columns used."""
    where: dict[str, dict[str, int]] = {}
    for column, name in enumerate(names):
        match = _FORCE.match(name)
        if match:
            where.setdefault(match["name"], {})[(match["what"] + match["axis"]).lower()] = column
    plates: list[Plate] = []
    used: set[int] = set()
    for name, held in where.items():
        if not {"vx", "vy", "vz"} <= held.keys():
            continue
        force = table[:, [held["vx"], held["vy"], held["vz"]]]
        cop = table[:, [held[key] for key in ("px", "py", "pz")]] if {"px", "py", "pz"} <= held.keys() else None
        if cop is not None:
            cop = np.where((np.abs(force).max(axis=1) > 0)[:, None], cop, np.nan)
        used |= set(held.values())
        plates.append(
            Plate(name.strip("_ ") or f"plate {len(plates) + 1}", time, force, cop, side=_side(name), cop_scale=1.0)
        )
    if plates:
        used |= {column for column, name in enumerate(names) if "torque" in name.lower()}
    return tuple(plates), used


def _side(name: str) -> Side | None:
    first = name.strip("_ ").lower()
    return "right" if first in ("r", "right") else "left" if first in ("l", "left") else None


def _series(
    names: list[str], values: FloatArray, time: FloatArray, told: dict[str, str], title: str
) -> tuple[tuple[Series, ...], tuple[Guess, ...]]:
    if not names:
        return (), ()
    if any(name.endswith(("_moment", "_force")) for name in names):
        units = tuple("N m" if name.endswith("_moment") else "N" for name in names)
        return (Series("moments", "moments", time, tuple(names), units, values),), ()
    flag = told.get("indegrees")
    if flag is None:
        return (Series("columns", "other", time, tuple(names), ("",) * len(names), values),), ()
    moved = [bool(_TRANSLATION.search(name)) for name in names]
    if title.lower() in _NO_ANGLES or not any(_is_angle(name) for name in names):
        return (Series("columns", "other", time, tuple(names), ("",) * len(names), values),), ()
    guesses: tuple[Guess, ...] = ()
    factor = 1.0
    if flag.strip().lower() in ("no", "false", "0"):
        factor = 180 / np.pi
        if "degrees" in told.get("angles", "").lower() or "degrees" in " ".join(told).lower().replace("indegrees", ""):
            why = "inDegrees=no; the free text says degrees, but the flag is what programs read"
            guesses = (Guess("angle unit", "radians", why, "correct inDegrees in the file"),)
    made = []
    kinds: tuple[tuple[SeriesKind, bool, str], ...] = (("angles", False, "deg"), ("translations", True, "m"))
    for kind, is_moved, unit in kinds:
        chosen = [i for i, one in enumerate(moved) if one is is_moved]
        if chosen:
            scaled = values[:, chosen] * (1.0 if is_moved else factor)
            kept = tuple(names[i].rsplit("/", 2)[-2] if names[i].endswith("/value") else names[i] for i in chosen)
            made.append(Series("coordinates", kind, time, kept, (unit,) * len(chosen), scaled))
    return tuple(made), guesses


def _is_angle(name: str) -> bool:
    return re.search(r"tilt|list|rotation|flexion|angle|adduction|_r\d|bending|extension", name) is not None
