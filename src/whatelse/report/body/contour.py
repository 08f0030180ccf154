"""The outline of a standing person from low back to foot, seen from behind, from the front and from the side.

A leg is the space between an inner and an outer edge, both smooth curves over the height. A point of it is (u, y): u
from 0 at the inner edge (the midline above the legs) to 1 at the outer one; y grows downwards. Units: of the drawing.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Point = tuple[float, float]

#: Where the drawing begins and ends, where the legs part, and where the foot begins.
TOP, CROTCH, ANKLE, FLOOR = -70.0, 226.0, 664.0, 714.0


@dataclass(frozen=True, eq=False)
class Edge:
    """A curve x(y) through points, by cubic pieces that never overshoot (Fritsch & Carlson 1980)."""

    y: Array
    x: Array
    slope: Array

    @classmethod
    def through(cls, points: Sequence[Point]) -> Edge:
        """points: (y, x), y rising."""
        y, x = np.array(points, dtype=float).T
        step = np.diff(x) / np.diff(y)
        slope = np.empty_like(x)
        slope[0], slope[-1] = step[0], step[-1]
        same_way = step[:-1] * step[1:] > 0
        slope[1:-1] = np.where(same_way, 2 * step[:-1] * step[1:] / np.where(same_way, step[:-1] + step[1:], 1), 0.0)
        return cls(y, x, slope)

    def __call__(self, y: float) -> float:
        ys, xs, slopes = self._points
        i = min(max(bisect.bisect_right(ys, y) - 1, 0), len(ys) - 2)
        h = ys[i + 1] - ys[i]
        t = min(max((y - ys[i]) / h, 0.0), 1.0)
        a, b, da, db = xs[i], xs[i + 1], slopes[i] * h, slopes[i + 1] * h
        value = (2 * t**3 - 3 * t**2 + 1) * a + (t**3 - 2 * t**2 + t) * da
        return value + (3 * t**2 - 2 * t**3) * b + (t**3 - t**2) * db

    @cached_property
    def _points(self) -> tuple[list[float], list[float], list[float]]:
        """Plain numbers, since a drawing asks thousands of times."""
        return self.y.tolist(), self.x.tolist(), self.slope.tolist()


@dataclass(frozen=True, eq=False)
class Limb:
    """The space between two edges."""

    inner: Edge
    outer: Edge

    def at(self, u: float, y: float) -> Point:
        inner, outer = self.inner(y), self.outer(y)
        return inner + u * (outer - inner), y


_OUTER = [
    (-70.0, 84.0),
    (-30.0, 77.0),
    (0.0, 75.0),
    (30.0, 80.0),
    (70.0, 92.0),
    (115.0, 102.0),
    (165.0, 108.0),
    (215.0, 107.0),
    (270.0, 100.0),
    (330.0, 90.0),
    (385.0, 79.0),
    (425.0, 73.0),
    (455.0, 73.0),
    (500.0, 81.0),
    (530.0, 81.0),
    (580.0, 69.0),
    (630.0, 56.0),
    (662.0, 52.0),
    (684.0, 57.0),
    (700.0, 63.0),
    (711.0, 58.0),
    (714.0, 50.0),
]
_INNER = [
    (-70.0, 0.0),
    (206.0, 0.0),
    (226.0, 2.0),
    (240.0, 5.0),
    (300.0, 8.0),
    (360.0, 16.0),
    (410.0, 23.0),
    (435.0, 24.0),
    (460.0, 22.0),
    (505.0, 16.0),
    (550.0, 19.0),
    (610.0, 29.0),
    (650.0, 32.0),
    (662.0, 31.0),
    (684.0, 28.0),
    (700.0, 25.0),
    (711.0, 29.0),
    (714.0, 38.0),
]
#: One half of the body from behind or from the front; the other is its mirror image.
HALF = Limb(Edge.through(_INNER), Edge.through(_OUTER))

#: The body from its own left side: u runs from the front (0) to the back (1); the toes point to smaller x.
_FRONT = [
    (-70.0, -52.0),
    (-20.0, -50.0),
    (40.0, -55.0),
    (90.0, -57.0),
    (150.0, -54.0),
    (226.0, -53.0),
    (300.0, -48.0),
    (370.0, -38.0),
    (410.0, -35.0),
    (440.0, -34.0),
    (470.0, -27.0),
    (520.0, -22.0),
    (600.0, -17.0),
    (650.0, -17.0),
    (668.0, -20.0),
]
_BACK = [
    (-70.0, 38.0),
    (-20.0, 30.0),
    (20.0, 31.0),
    (70.0, 48.0),
    (130.0, 66.0),
    (165.0, 68.0),
    (205.0, 58.0),
    (226.0, 50.0),
    (270.0, 47.0),
    (340.0, 38.0),
    (400.0, 26.0),
    (430.0, 22.0),
    (460.0, 26.0),
    (510.0, 42.0),
    (550.0, 40.0),
    (610.0, 23.0),
    (650.0, 17.0),
    (668.0, 18.0),
]
PROFILE = Limb(Edge.through(_FRONT), Edge.through(_BACK))


def steps(start: float, end: float, size: float = 13.0) -> list[float]:
    """Places from start to end, both included, about ``size`` apart."""
    count = max(2, round(abs(end - start) / size) + 1)
    return [float(y) for y in np.linspace(start, end, count)]
