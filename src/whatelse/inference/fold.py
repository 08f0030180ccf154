"""Causes that only one open finding can see are summed out beforehand, into the leak of that finding.

A root that touches a single two-state axis fires on it with some probability whether it is there or not; all such
roots together are one larger leak. Their marginals follow afterwards from what the axis is worth in each state.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: A firing probability of exactly 1 is kept a hair below, so that its logarithm exists.
LARGEST = 1.0 - 2.0**-53


@dataclass(frozen=True, eq=False)
class Fold:
    """Roots summed out into the leak of ``axis``: their values ``rows``, node k owning starts[k]:starts[k+1]."""

    axis: int
    nodes: tuple[int, ...]
    rows: NDArray[np.intp]
    starts: NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Folded:
    """What is needed to unfold: weights of values and nodes, firing, the leak that was there, the larger leak."""

    weight: Array
    total: Array
    fires: Array
    silent: Array
    leak: Array
    larger: Array

    def cut(self, lanes: slice) -> Folded:
        """Some lanes of it."""
        parts = (self.weight, self.total, self.fires, self.silent, self.leak, self.larger)
        return Folded(*(part if part.shape[-1] == 1 else part[..., lanes] for part in parts))


def fold(
    plan: Fold,
    contribution: Array,
    leak: Array,
    weight: Array,
    off: tuple[Array, ...],
    on: tuple[Array, ...],
) -> Folded:
    """Shapes as in the kernel. ``total``: (nodes, G) weight of each node, there or not."""
    lengths = np.diff(np.append(plan.starts, len(plan.rows)))
    w = weight[plan.rows] * _first(on, plan.nodes).repeat(lengths, axis=0)
    absent = _first(off, plan.nodes)
    total = absent + np.add.reduceat(w, plan.starts, axis=0)
    fires = contribution[plan.rows, 1]
    fired = np.add.reduceat(w * fires, plan.starts, axis=0) / np.where(total > 0, total, 1.0)
    silent = np.log1p(-np.minimum(fired, LARGEST))
    return Folded(w, total, fires, silent, leak, _larger(leak, silent.sum(0)))


def _first(tables: tuple[Array, ...], nodes: tuple[int, ...]) -> Array:
    """(nodes, G or 1) the only row of each root's table."""
    rows = [tables[n][0] for n in nodes]
    widest = max(len(row) for row in rows)
    return np.stack([row if len(row) == widest else row.repeat(widest) for row in rows])


def _larger(leak: Array, silent: Array) -> Array:
    """(2, ..., G): the leak joined by causes that stay silent with log probability ``silent`` (..., G)."""
    low = leak[0] * np.exp(silent)
    return np.stack([low, leak[1] + leak[0] * -np.expm1(silent)])


def unfold(plan: Fold, folded: Folded, worth: Array) -> Array:
    """(rows, G) marginals of the folded values; worth: (2, G) the evidence with the axis starting in each state."""
    without = _larger(folded.leak, folded.silent.sum(0) - folded.silent)
    rest = without[0] * worth[0] + without[1] * worth[1]
    evidence = (folded.larger * worth).sum(0) * folded.total
    lengths = np.diff(np.append(plan.starts, len(plan.rows)))
    share = folded.weight / np.where(evidence > 0, evidence, 1.0).repeat(lengths, axis=0)
    out: Array = share * ((1.0 - folded.fires) * rest.repeat(lengths, axis=0) + folded.fires * worth[1])
    return out
