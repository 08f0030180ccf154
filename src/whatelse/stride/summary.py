"""Mean, scatter and interval of a metric over strides, and the difference between the sides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from whatelse.motion.recording import FloatArray

#: Resamplings of a bootstrap; the same strides always give the same interval.
DRAWS = 2000
#: From this many strides on the means of resamplings are normal.
MANY = 200
_SEED = 20080
#: Two-sided 95 % of Student's t by degrees of freedom, for small numbers of strides.
_T95 = (12.71, 4.30, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.20, 2.18, 2.16, 2.14, 2.13)


@dataclass(frozen=True)
class Summary:
    """value: mean over strides; sd: from stride to stride; low, high: 95 %, the systematic part included."""

    value: float
    sd: float
    count: int
    low: float
    high: float


def summarise(values: FloatArray, systematic: float) -> Summary:
    """Mean of (N,) finite values. The interval joins the scatter of the mean and a systematic 95 % half width."""
    count = len(values)
    value = float(values.mean())
    sd = float(values.std(ddof=1)) if count > 1 else float("nan")
    random = t95(count - 1) * sd / np.sqrt(count) if count > 1 else float("inf")
    half = float(np.hypot(random, systematic))
    return Summary(value, sd, count, value - half, value + half)


def difference(left: FloatArray, right: FloatArray, systematic: float) -> Summary:
    """Right minus left: the difference of means, its percentile-bootstrap interval widened by a systematic part."""
    value = float(right.mean() - left.mean())
    draw = np.random.default_rng(_SEED)
    low, high = np.percentile(_means(right, draw) - _means(left, draw), (2.5, 97.5))
    sd = float(np.sqrt(left.var(ddof=1) + right.var(ddof=1))) if min(len(left), len(right)) > 1 else float("nan")
    return Summary(
        value,
        sd,
        min(len(left), len(right)),
        value - float(np.hypot(value - low, systematic)),
        value + float(np.hypot(high - value, systematic)),
    )


def _means(values: FloatArray, draw: np.random.Generator) -> FloatArray:
    """(DRAWS,) means of resampled strides; from many strides drawn from the normal they then follow."""
    if len(values) > MANY:
        return draw.normal(values.mean(), values.std(ddof=1) / np.sqrt(len(values)), DRAWS)
    return np.asarray(values[draw.integers(0, len(values), (DRAWS, len(values)))].mean(axis=1))


def t95(degrees: int) -> float:
    """Two-sided 95 % of Student's t; the normal's from 16 degrees of freedom on, within 8 %."""
    return _T95[degrees - 1] if degrees <= len(_T95) else 1.96 + 2.4 / degrees
