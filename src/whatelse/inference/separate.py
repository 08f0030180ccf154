"""What an answer says between two conditions: weight of evidence in decibans (Good 1950), and how much to expect.

Pure arithmetic on probabilities of answers. Swapping the two conditions turns every sign exactly.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Separation:
    """One finding under two conditions. ``a``, ``b``: P(answer | that condition alone), in the order of ``answers``."""

    finding: str
    answers: tuple[str, ...]
    a: tuple[float, ...]
    b: tuple[float, ...]

    @property
    def weights(self) -> tuple[float, ...]:
        """Decibans of every answer: above 0 it speaks for the first condition, below 0 for the second."""
        return tuple(decibans(p, q) for p, q in zip(self.a, self.b, strict=True))

    @property
    def expected(self) -> float:
        return expected(self.a, self.b)

    def swapped(self) -> Separation:
        return Separation(self.finding, self.answers, self.b, self.a)


def decibans(p: float, q: float) -> float:
    """10 log10(p / q) for probabilities above 0; 10 decibans make the odds ten times as large."""
    return 10.0 * (math.log10(p) - math.log10(q))


def expected(p: tuple[float, ...], q: tuple[float, ...]) -> float:
    """Decibans that the answer is expected to give to the condition that is true, averaged over both being it.

    Half of Jeffreys' divergence (Jeffreys 1946), in decibans: symmetric, 0 only where all answers are equally likely.
    """
    return 0.5 * math.fsum((x - y) * decibans(x, y) for x, y in zip(p, q, strict=True))


def middle(x: Array, f: Array, g: Array) -> float:
    """The median of an even mixture of two distribution functions, given as ``f`` and ``g`` at rising points ``x``."""
    return float(np.interp(1.0, f + g, x))


def strongest_first(separations: list[Separation]) -> list[Separation]:
    """Most expected decibans first; equal ones by name. The order is the same whichever condition comes first."""
    return sorted(separations, key=lambda s: (-round(s.expected, 6), s.finding))
