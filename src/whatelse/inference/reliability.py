"""How far probabilities can be taken at their word: predictions against what was so, in bins of equal count."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

BINS = 10


@dataclass(frozen=True)
class Bin:
    """count predictions with this mean; how often it was so."""

    count: int
    predicted: float
    observed: float


@dataclass(frozen=True)
class Reliability:
    """bins; ece: mean distance of predicted and observed, by count; brier: mean squared error of single predictions."""

    bins: tuple[Bin, ...]
    ece: float
    brier: float


def reliability(predicted: Array, happened: Array, bins: int = BINS) -> Reliability:
    """predicted: probabilities (n,); happened: 0 or 1 (n,). Equal predictions keep their order."""
    order = np.argsort(predicted, kind="stable")
    parts = [rows for rows in np.array_split(order, bins) if len(rows)]
    found = tuple(Bin(len(rows), float(predicted[rows].mean()), float(happened[rows].mean())) for rows in parts)
    ece = sum(b.count * abs(b.predicted - b.observed) for b in found) / max(len(predicted), 1)
    return Reliability(found, float(ece), float(((predicted - happened) ** 2).mean()))
