"""C3D: markers, force plates, events and angle points of one file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, cast

import numpy as np

from whatelse.errors import InputError
from whatelse.motion.force import CHANNELS, in_laboratory, plate_axes, wrench
from whatelse.motion.formats.c3d_file import C3DFile, open_c3d
from whatelse.motion.formats.pig_angles import angle_series
from whatelse.motion.measured import Measured, Plate
from whatelse.motion.recording import SIDES, Event, FloatArray, Series, Side

#: Groups of POINT that list points which are no places.
NOT_PLACES = ("ANGLES", "FORCES", "MOMENTS", "POWERS", "SCALARS", "REACTIONS")
#: The same by name, for files that lost those lists.
_NOT_A_PLACE = re.compile(r"(Angles?|AnglesROT|Power|Force|Moment|GRF)$")
_NO_NAME = re.compile(r"^(\*\d*|\d*|u\d+|uname\d*)$", re.IGNORECASE)
_STRIKES = (
    "foot strike",
    "footstrike",
    "heel strike",
    "heelstrike",
    "initial contact",
    "foot contact",
    "hs",
    "on",
    "ic",
)
_OFFS = ("foot off", "footoff", "toe off", "toe-off", "toeoff", "to", "off")
_COUNTED = 1 << 17


def read_c3d(path: Path) -> Measured:
    """A C3D file. Raises InputError where it is broken, cut short or holds no frame."""
    held = open_c3d(path)
    frames = held.points.shape[0]
    if not frames and not len(held.analog):
        raise InputError("holds no frame")
    labels, places, angles = _columns(held)
    positions, notes = _positions(held, places)
    time = np.arange(frames) / held.rate_hz
    return Measured(
        source=path.name,
        format="c3d",
        kind="markers" if places else "force",
        time_s=time,
        rate_hz=held.rate_hz,
        labels=tuple(labels[column] for column in places),
        positions=positions,
        unit=(held.texts("POINT", "UNITS") or [""])[0].strip() or None,
        plates=_plates(held, notes),
        series=_angles(held, labels, angles, time),
        events=_events(held),
        notes=tuple(notes),
    )


def _columns(held: C3DFile) -> tuple[list[str], list[int], list[int]]:
    """Every label, the columns that are places with a name, and those that are angles."""
    count = held.points.shape[1]
    labels = held.texts("POINT", "LABELS")[:count]
    labels += [""] * (count - len(labels))
    listed = {name: set(held.texts("POINT", name)) for name in NOT_PLACES}
    others = set().union(*listed.values())
    places, angles = [], []
    for column, label in enumerate(labels):
        if label in listed["ANGLES"] or (not others and re.search(r"Angles?(ROT)?$", label)):
            angles.append(column)
        elif label not in others and not _NO_NAME.match(label) and not (not others and _NOT_A_PLACE.search(label)):
            places.append(column)
    return labels, places, angles


def _positions(held: C3DFile, places: list[int]) -> tuple[FloatArray, list[str]]:
    """(T, M, 3) in the unit of the file; NaN where the file marks a point as missing or writes it as (0, 0, 0)."""
    frames, notes = held.points.shape[0], []
    positions = np.empty((frames, len(places), 3))
    step = max(1, _COUNTED // max(held.points.shape[1], 1))
    for begin in range(0, frames, step):
        part = held.points[begin : begin + step][:, places].astype(np.float64)
        there = (part[..., 3] >= 0) & part[..., :3].any(axis=2)
        part[..., :3] *= held.point_scale
        positions[begin : begin + step] = np.where(there[..., None], part[..., :3], np.nan)
    named = held.points.shape[1] - len(places)
    if named:
        notes.append(f"{named} of {held.points.shape[1]} points have no name or are no places; they are left out")
    return positions, notes


def _angles(held: C3DFile, labels: list[str], columns: list[int], time: FloatArray) -> tuple[Series, ...]:
    if not columns:
        return ()
    unit = (held.texts("POINT", "ANGLE_UNITS") or ["deg"])[0].strip() or "deg"
    points = held.points[:, columns].astype(np.float64)
    missing = (points[..., 3] < 0)[..., None]
    values = np.where(missing, np.nan, points[..., :3] * held.point_scale)
    return (angle_series([labels[column] for column in columns], values, time, unit),)


def _plates(held: C3DFile, notes: list[str]) -> tuple[Plate, ...]:
    used = int(held.numbers("FORCE_PLATFORM", "USED")[0]) if held.numbers("FORCE_PLATFORM", "USED").size else 0
    if not used or not len(held.analog):
        return ()
    kinds = held.numbers("FORCE_PLATFORM", "TYPE").astype(int)
    corners = held.array("FORCE_PLATFORM", "CORNERS").reshape(3, 4, -1, order="F")
    origins = held.array("FORCE_PLATFORM", "ORIGIN").reshape(3, -1, order="F")
    wired = held.array("FORCE_PLATFORM", "CHANNEL").astype(int)
    wired = wired.reshape(wired.shape[0], -1, order="F") if wired.ndim else wired
    matrices = held.array("FORCE_PLATFORM", "CAL_MATRIX")
    rate = held.rate_hz * held.samples_per_frame
    time = np.arange(len(held.analog)) / rate
    plates = []
    for number in range(min(used, len(kinds))):
        kind = int(kinds[number])
        try:
            plates.append(_plate(held, number, kind, corners, origins, wired, matrices, time))
        except (InputError, IndexError, ValueError) as error:
            notes.append(f"force plate {number + 1} is left out: {error}")
    return tuple(plates)


def _plate(
    held: C3DFile,
    number: int,
    kind: int,
    corners: FloatArray,
    origins: FloatArray,
    wired: FloatArray,
    matrices: FloatArray,
    time: FloatArray,
) -> Plate:
    if kind not in CHANNELS:
        raise InputError(f"its type {kind} is not known (1 to 4 are)")
    columns = [int(column) - 1 for column in wired[: CHANNELS[kind], number]]
    if len(columns) < CHANNELS[kind] or min(columns) < 0 or max(columns) >= held.analog.shape[1]:
        raise InputError("its channels are not in the file")
    matrix = None
    if kind == 4:
        if matrices.size < 36 * (number + 1):
            raise InputError("it measures volts and has no calibration matrix")
        matrix = matrices.reshape(6, 6, -1, order="F")[:, :, number]
    if np.ptp(corners[:, :, number]) == 0:
        raise InputError("its corners are not told")
    channels = _scaled(held, columns)
    axes, centre = plate_axes(corners[:, :, number])
    force, cop = in_laboratory(wrench(kind, channels, origins[:, number], matrix), axes, centre)
    return Plate(name=f"plate {number + 1}", time_s=time, force=force, cop=cop, reaction=False)


def _scaled(held: C3DFile, columns: list[int]) -> FloatArray:
    """Channels in their real unit: (raw - offset) * scale * general scale."""
    general = held.numbers("ANALOG", "GEN_SCALE")
    scale, offset = held.numbers("ANALOG", "SCALE"), held.numbers("ANALOG", "OFFSET")
    raw = held.analog[:, columns].astype(np.float64)
    raw -= np.array([offset[column] if column < offset.size else 0.0 for column in columns])
    raw *= np.array([scale[column] if column < scale.size else 1.0 for column in columns])
    return cast(FloatArray, raw * (general[0] if general.size else 1.0))


def _events(held: C3DFile) -> tuple[Event, ...]:
    """The foot events of the EVENT group, else of the header, on the clock of the recording, in order of time."""
    start = held.numbers("TRIAL", "ACTUAL_START_FIELD")
    first = int(start[0]) & 0xFFFF if start.size else held.first_frame
    if start.size > 1:
        first += (int(start[1]) & 0xFFFF) << 16
    before = (max(first, 1) - 1) / held.rate_hz
    labels, contexts = held.texts("EVENT", "LABELS"), held.texts("EVENT", "CONTEXTS")
    times = held.array("EVENT", "TIMES")
    told: list[tuple[str, str, float]] = []
    if labels and times.size >= 2 * len(labels):
        times = times.reshape(2, -1, order="F")
        contexts += [""] * (len(labels) - len(contexts))
        told = [(label, contexts[i], 60 * times[0, i] + times[1, i]) for i, label in enumerate(labels)]
    told = told or [(label, "", time) for label, time in held.header_events]
    found = [_event(label, context, time - before) for label, context, time in told]
    return tuple(sorted((event for event in found if event), key=lambda event: (event.time_s, event.side)))


def _event(label: str, context: str, time_s: float) -> Event | None:
    words = label.strip().lower()
    side: Side | None = None
    for one in SIDES:
        if context.strip().lower() == one or words.startswith(one):
            side, words = one, words.removeprefix(one).strip(" _-")
    if side is None and words[:1] in ("l", "r"):
        side, words = ("left" if words[0] == "l" else "right"), words[1:].strip(" _-")
    kind: Literal["initial_contact", "toe_off"] | None = None
    kind = "initial_contact" if words in _STRIKES else "toe_off" if words in _OFFS else None
    return Event(side, kind, float(time_s)) if side and kind else None
