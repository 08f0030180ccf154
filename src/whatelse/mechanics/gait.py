"""One stride of both legs, as the mechanics needs it: angles over the cycle, counted from standing upright."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from whatelse.mechanics.muscles import JOINTS
from whatelse.mechanics.polynomial import FloatArray

Side = Literal["left", "right"]
SIDES: tuple[Side, Side] = ("left", "right")
OTHER: dict[Side, Side] = {"left": "right", "right": "left"}
#: A cycle is 0 to 100 % in 101 points, contact to contact of the foot of that side.
POINTS = 101
CYCLE = np.linspace(0.0, 100.0, POINTS)
HIP, ADDUCTION, ROTATION, KNEE, ANKLE = range(len(JOINTS))


@dataclass(frozen=True)
class Leg:
    """One side over its own cycle.

    angles, sd: (101, 5) degrees in the order of ``JOINTS``, mean and scatter from stride to stride. tilt: (101,) of
    the pelvis, + backward; lean: (101,) of the trunk, + forward. toe_off: percent of the cycle. strides: how many
    are in the mean. start: percent of the right cycle at which this foot comes down.
    """

    side: Side
    angles: FloatArray
    sd: FloatArray
    tilt: FloatArray
    lean: FloatArray
    toe_off: float
    strides: int
    start: float

    @property
    def thigh(self) -> FloatArray:
        """(101,) degrees by which the knee is ahead of the hip, seen from the side."""
        return self.angles[:, HIP] + self.tilt

    @property
    def shank(self) -> FloatArray:
        """(101,) degrees by which the ankle is ahead of the knee."""
        return self.thigh - self.angles[:, KNEE]


@dataclass(frozen=True)
class Gait:
    """Both legs. error_deg: (5,) one standard deviation of what may be wrong with each angle, the same all stride long.

    comparable: left and right were measured well enough to be compared. notes: what was assumed or left out.
    """

    source: str
    method: str
    duration_s: float
    speed_m_s: float | None
    left: Leg
    right: Leg
    error_deg: FloatArray
    comparable: bool
    notes: tuple[str, ...] = ()

    def leg(self, side: Side) -> Leg:
        return self.left if side == "left" else self.right

    @property
    def rate_hz(self) -> float:
        """Points of the cycle in a second."""
        return (POINTS - 1) / self.duration_s


def at(curve: FloatArray, percent: FloatArray | float) -> FloatArray:
    """A curve over the cycle (101,) or (101, K) at any percent; it goes round."""
    where = np.mod(np.atleast_1d(np.asarray(percent, dtype=float)), 100.0)
    low = np.floor(where).astype(int)
    share = where - low
    if curve.ndim > 1:
        share = share[:, None]
    return np.asarray(curve[low] * (1 - share) + curve[np.minimum(low + 1, POINTS - 1)] * share)


def as_seen_by(gait: Gait, side: Side, curve: FloatArray, other: Side) -> FloatArray:
    """A curve over the cycle of ``other``, at the moments of the cycle of ``side``."""
    return at(curve, CYCLE + gait.leg(side).start - gait.leg(other).start)


def rates(gait: Gait, curve: FloatArray) -> FloatArray:
    """Change per second of a curve (101, ...) that goes round."""
    step = np.roll(curve[:-1], -1, axis=0) - np.roll(curve[:-1], 1, axis=0)
    out = step * (gait.rate_hz / 2)
    return np.concatenate([out, out[:1]])
