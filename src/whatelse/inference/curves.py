"""Curves given by a few points: survival over weeks, distribution functions of numbers. Monotone by construction."""

from __future__ import annotations

import bisect
import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: Nothing heals with certainty: a share this small is assumed to hurt for good.
NEVER_SETTLES = 1e-3


@dataclass(frozen=True, eq=False)
class Survival:
    """Share still in pain at week t: exponential between the points, from 1 at week 0.

    After the last point it goes on with the rate of the last stretch, never below ``NEVER_SETTLES``.
    """

    weeks: Array
    shares: Array

    def at(self, week: float) -> float:
        """S(week), week >= 0; a value in (0, 1]."""
        weeks, logs = self._points
        k = min(bisect.bisect_right(weeks, week), len(weeks) - 1)
        rate = (logs[k] - logs[k - 1]) / (weeks[k] - weeks[k - 1])
        floor = min(NEVER_SETTLES, float(self.shares[-1]))
        return max(math.exp(logs[k - 1] + rate * (week - weeks[k - 1])), floor)

    @cached_property
    def _points(self) -> tuple[list[float], list[float]]:
        """Weeks and logarithms of the shares, with the start; plain numbers, since a case asks a hundred curves."""
        return [0.0, *self.weeks.tolist()], [0.0, *np.log(self.shares).tolist()]


@dataclass(frozen=True, eq=False)
class ValueCurve:
    """A distribution function through 2-4 quantiles: straight in (value, logit of probability), tails included."""

    values: Array
    logits: Array

    @staticmethod
    def through(points: tuple[tuple[float, float], ...]) -> ValueCurve:
        """From ``(probability, value)`` pairs; values must rise with the probabilities."""
        p = np.array([q for q, _ in points])
        return ValueCurve(values=np.array([v for _, v in points]), logits=np.log(p / (1 - p)))

    def logit(self, x: float) -> float:
        v, z = self.values, self.logits
        if x <= v[0]:
            return float(z[0] + (z[1] - z[0]) / (v[1] - v[0]) * (x - v[0]))
        if x >= v[-1]:
            return float(z[-1] + (z[-1] - z[-2]) / (v[-1] - v[-2]) * (x - v[-1]))
        return float(np.interp(x, v, z))

    def below(self, x: float) -> float:
        """P(X <= x)."""
        return _expit(self.logit(x))

    def at(self, p: float) -> float:
        """The value below which a share p lies; straight in the log odds, tails included."""
        z, logits, values = math.log(p) - math.log1p(-p), self.logits, self.values
        k = int(np.clip(np.searchsorted(logits, z) - 1, 0, len(logits) - 2))
        slope = (values[k + 1] - values[k]) / (logits[k + 1] - logits[k])
        return float(values[k] + slope * (z - logits[k]))

    def interval(self, low: float, high: float) -> tuple[float, float]:
        """(P(X <= high), P(low < X <= high)), the second without losing digits in either tail."""
        a, b = self.logit(low), self.logit(high)
        upper = _expit(b)
        # expit(b) - expit(a) = expit(b) * expit(-a) * (1 - exp(a - b))
        return upper, upper * _expit(-a) * float(-np.expm1(a - b))


def _expit(z: float) -> float:
    return float(1.0 / (1.0 + np.exp(-z))) if z >= 0 else float(np.exp(z) / (1.0 + np.exp(z)))
