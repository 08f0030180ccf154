"""One recording of movement, whatever file it came from: time, places, names, units, axes, and what was guessed.

Whoever holds a ``Recording`` need not know the file. Positions are already turned into the **runner's own axes**,
the order OpenSim uses: column 0 points forward, column 1 up, column 2 to the runner's right (two columns, forward
and up, where a picture was measured). Lengths are metres (``unit == "m"``) or pixels of the picture (``"px"``).
Left and right are always the runner's own. What is missing is NaN, never zero.

The body points and the way marker names are mapped to them stand in ``points.toml`` and in docs/motion.md.
"""

from __future__ import annotations

from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Kind = Literal["markers", "keypoints", "coordinates", "sensor", "watch", "force"]
Side = Literal["left", "right"]
EventKind = Literal["initial_contact", "toe_off"]
SeriesKind = Literal["angles", "translations", "moments", "acceleration", "rotation_rate", "watch", "other"]

SIDES: tuple[Side, ...] = ("left", "right")
#: Columns of ``Recording.positions``.
FORWARD, UP, RIGHT = 0, 1, 2


class Guess(msgspec.Struct, frozen=True):
    """Something the file does not say and the reader had to decide.

    what: axes, unit, direction, rate, treadmill, ... ; value: what was taken; why: what spoke for it;
    override: how the person says otherwise (a keyword of ``read``, an option of the command).
    """

    what: str
    value: str
    why: str
    override: str


class Axes(msgspec.Struct, frozen=True):
    """How the runner's axes lie in the axes of the file.

    forward, up, right: unit vectors in the file's axes (two numbers each for a picture, whose ``right`` is None).
    ``known`` is False where neither the movement nor the markers tell forward from backward: then the file's first
    horizontal axis stands for forward, and nothing that needs a direction may be computed.
    """

    forward: tuple[float, ...]
    up: tuple[float, ...]
    right: tuple[float, ...] | None
    known: bool = True


class Event(msgspec.Struct, frozen=True):
    """A foot event the file itself tells. time_s: on the clock of ``Recording.time_s``."""

    side: Side
    kind: EventKind
    time_s: float


class ForcePlate(msgspec.Struct, frozen=True, eq=False):
    """Force of the ground on the runner, as one plate or belt measured it.

    time_s: (N,) on the clock of ``Recording.time_s``; force: (N, 3) forward, up, right, in ``unit`` ("N", or "BW"
    for multiples of body weight), NaN where a component was not measured; cop: (N, 3) m, centre of pressure, NaN
    where the plate is not loaded, None where it is not told; side: where the file says whose foot it was.
    """

    name: str
    time_s: FloatArray
    force: FloatArray
    cop: FloatArray | None = None
    unit: Literal["N", "BW"] = "N"
    side: Side | None = None

    def loaded(self, threshold: float = 50.0) -> NDArray[np.bool_]:
        """(N,) True where the upward force is above ``threshold``, in the plate's own unit."""
        return np.asarray(self.force[:, UP] > threshold)


class Series(msgspec.Struct, frozen=True, eq=False):
    """Named channels on one clock: joint angles of a file, an accelerometer, what a watch wrote.

    time_s: (N,); values: (N, C), NaN where missing; names, units: (C,). ``side`` and ``place`` say where a sensor
    was worn, as far as that is known. Angles have OpenSim's names and signs where the file's meaning is known
    (docs/motion.md), else the file's own name; accelerations are ``acceleration_forward``, ``_up``, ``_right`` in
    m/s2 where the axes are known.
    """

    name: str
    kind: SeriesKind
    time_s: FloatArray
    names: tuple[str, ...]
    units: tuple[str, ...]
    values: FloatArray
    side: Side | None = None
    place: str | None = None

    def channel(self, name: str) -> FloatArray | None:
        """(N,) one channel, or None."""
        return self.values[:, self.names.index(name)] if name in self.names else None


class Recording(msgspec.Struct, frozen=True, eq=False):
    """What a file of movement holds.

    - source: name of the file, without its folder; format: ``c3d``, ``trc``, ``mot``, ``marker_text``, ...
    - kind: what the positions are: markers on the skin, keypoints of a picture, or none (then (T, 0, 3)).
    - time_s: (T,) true time, rising; rate_hz: frames a second.
    - points: (M,) names of ``points.toml`` (``left_heel``, ``right_asis``); a marker without a known meaning keeps
      the file's label behind ``?`` (``?Foot_Marker1``). Names are unique; labels: (M,) as the file writes them.
    - positions: (T, M, 3) or (T, M, 2), runner's axes, in ``unit``; confidence: (T, M) 0 to 1, or None where the
      file tells none.
    - treadmill: True, False, or None where it does not matter or cannot be told.
    - near_side: the side the camera saw from near (keypoints only).
    - guesses: everything decided without the file's word; notes: oddities of the file worth telling.
    """

    source: str
    format: str
    kind: Kind
    time_s: FloatArray
    rate_hz: float
    points: tuple[str, ...]
    labels: tuple[str, ...]
    positions: FloatArray
    unit: Literal["m", "px"]
    axes: Axes
    confidence: FloatArray | None = None
    treadmill: bool | None = None
    near_side: Side | None = None
    picture: tuple[int, int] | None = None
    force_plates: tuple[ForcePlate, ...] = ()
    series: tuple[Series, ...] = ()
    events: tuple[Event, ...] = ()
    guesses: tuple[Guess, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def frames(self) -> int:
        return len(self.time_s)

    @property
    def dimensions(self) -> int:
        """3 for markers, 2 for a picture."""
        return int(self.positions.shape[2])

    def has(self, *points: str) -> bool:
        """Whether every one of these points is there in at least one frame."""
        return all(self._seen(point) for point in points)

    def point(self, name: str) -> FloatArray:
        """(T, 3) or (T, 2): one point over time; all NaN where the file has no such point. Read only."""
        if name in self.points:
            return self.positions[:, self.points.index(name)]
        nothing = np.full((self.frames, self.dimensions), np.nan)
        nothing.setflags(write=False)
        return nothing

    def sureness(self, name: str) -> FloatArray:
        """(T,) confidence of one point: NaN where the file tells none, 0 where the point is missing."""
        if self.confidence is None or name not in self.points:
            return np.full(self.frames, np.nan if name in self.points else 0.0)
        return self.confidence[:, self.points.index(name)]

    def missing(self) -> dict[str, float]:
        """Share of frames, 0 to 1, in which each point is missing; the gaps of the recording."""
        gone = np.isnan(self.positions).any(axis=2).mean(axis=0) if self.frames else np.ones(len(self.points))
        return dict(zip(self.points, gone.tolist(), strict=True))

    def of_kind(self, kind: SeriesKind) -> tuple[Series, ...]:
        """The series of one kind, in the order of the file."""
        return tuple(one for one in self.series if one.kind == kind)

    def _seen(self, name: str) -> bool:
        return name in self.points and bool(np.isfinite(self.point(name)).all(axis=1).any())


def frozen(values: FloatArray) -> FloatArray:
    """The same array, closed to writing: a recording is shared and never changed in place."""
    values = np.ascontiguousarray(values, dtype=np.float64)
    values.setflags(write=False)
    return values
