"""What a format reader hands over: numbers as the file has them, before units, axes and names are settled."""

from __future__ import annotations

from typing import Literal

import msgspec

from whatelse.motion.recording import Event, FloatArray, Guess, Kind, Series, Side


class Plate(msgspec.Struct, frozen=True, eq=False):
    """A force plate in the axes of the file.

    time_s: (N,) or None where the file tells no rate; force: (N, 3) in ``unit``; cop: (N, 3) in the file's unit of
    length times ``cop_scale``, or None. ``reaction``: the sign is already that of the force on the runner.
    """

    name: str
    time_s: FloatArray | None
    force: FloatArray
    cop: FloatArray | None = None
    unit: Literal["N", "BW"] = "N"
    side: Side | None = None
    cop_scale: float | None = None
    reaction: bool = True


class Measured(msgspec.Struct, frozen=True, eq=False):
    """The contents of one file.

    positions: (T, M, 3) or (T, M, 2) in the axes of the file, NaN where missing, owned by the receiver;
    unit: the word of the file for its unit of length, or None; up: the axis ("y", "-y", "z") the format lays down
    as up, or None; upright: True where that is certain and need not be looked for (a picture).
    """

    source: str
    format: str
    kind: Kind
    time_s: FloatArray
    rate_hz: float
    labels: tuple[str, ...] = ()
    positions: FloatArray | None = None
    unit: str | None = None
    up: str | None = None
    confidence: FloatArray | None = None
    treadmill: bool | None = None
    near_side: Side | None = None
    picture: tuple[int, int] | None = None
    plates: tuple[Plate, ...] = ()
    series: tuple[Series, ...] = ()
    events: tuple[Event, ...] = ()
    guesses: tuple[Guess, ...] = ()
    notes: tuple[str, ...] = ()
