"""Beta and Dirichlet distributions from a mean and a range: how an uncertain probability is drawn.

A number is used at its mean. Its range says how wide its log odds spread; the distribution keeps the mean exactly and
takes that spread. Var(log odds) of Beta(a, b) is trigamma(a) + trigamma(b).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from whatelse.knowledge.number import Number

Array = NDArray[np.float64]

#: Half widths of the central 90 % and 95 % of a normal, in standard deviations.
Z90, Z95 = 1.6448536269514722, 1.959963984540054
#: A probability of 0 or 1 as the end of a range is taken as this far from it.
NEAREST = 1e-4
#: Ranges wider than this (in log odds) say no more than "unknown".
WIDEST = 3.0
ROUNDS = 11


def half_width(number: Number) -> float:
    """A study gives a 95 % interval, every other source a plausible 90 % range."""
    return Z95 if number.support == "study" else Z90


def log_odds(p: float) -> float:
    p = min(max(p, NEAREST), 1.0 - NEAREST)
    return math.log(p) - math.log1p(-p)


def log_odds_spread(number: Number) -> float:
    """Standard deviation of the log odds of a probability with this range."""
    return min((log_odds(number.high) - log_odds(number.low)) / (2 * half_width(number)), WIDEST)


def log_spread(number: Number) -> float:
    """Standard deviation of the logarithm of an odds ratio or a multiple with this range."""
    return min(math.log(number.high / number.low) / (2 * half_width(number)), WIDEST)


def trigamma(x: Array) -> Array:
    """Second derivative of ln gamma for x > 0 (recurrence to x >= 6, then the asymptotic series, about 1e-8)."""
    out = np.zeros_like(x)
    for _ in range(6):
        out = out + 1.0 / (x * x)
        x = x + 1.0
    square = 1.0 / (x * x)
    tail: Array = (
        out + 1.0 / x + square / 2 + square / x * (1 / 6 - square * (1 / 30 - square * (1 / 42 - square / 30)))
    )
    return tail


def concentration(mean: Array, spread: Array) -> Array:
    """a + b of the Beta with this mean and standard deviation of the log odds. spread > 0.

    The variance falls with the concentration like a power between 1 and 2, so each round leaves at most a third of the
    error of the logarithm.
    """
    wanted = 2.0 * np.log(spread)
    log = -np.log(mean * (1.0 - mean)) - wanted
    for _ in range(ROUNDS):
        n = np.exp(log)
        log = log + (np.log(trigamma(n * mean) + trigamma(n * (1.0 - mean))) - wanted) / 1.5
    out: Array = np.exp(log)
    return out


def shared_concentrations(wholes: list[list[tuple[float, float]]]) -> list[float]:
    """One concentration for the shares of each whole, from (mean, spread) of those that have a range.

    The median of what each range asks for; infinite where there is none.
    """
    told = [[(m, s) for m, s in whole if s > 0 and 0 < m < 1] for whole in wholes]
    flat = np.array([pair for whole in told for pair in whole]).reshape(-1, 2)
    found = concentration(flat[:, 0], flat[:, 1])
    ends = np.cumsum([len(whole) for whole in told])
    return [
        float(np.median(found[end - len(whole) : end])) if whole else math.inf
        for whole, end in zip(told, ends, strict=True)
    ]


def share_spreads(mean: Array, concentrated: float) -> Array:
    """Standard deviation of the log odds of each share of a Dirichlet; means above 0."""
    out: Array = np.sqrt(trigamma(mean * concentrated) + trigamma((1.0 - mean) * concentrated))
    return np.minimum(out, WIDEST)
