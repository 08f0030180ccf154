"""Arithmetic over the lanes of a large state, in long runs.

A state ends in its lanes. Where these are few, numpy goes through a large state a handful of numbers at a time, which
costs more than the arithmetic. So factors are laid side by side, as often as the state has them in a row. Every number
is had by the same operations in the same order as in a plain product.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: What counts as few lanes, the least size of a state for which it pays, and how often a factor is laid side by side.
FEW, LARGE, RUN = 16, 2**12, 64


def times(state: Array, factor: Array) -> Array:
    """``state * factor``, factor (G or 1,)."""
    if not _pays(state, factor):
        return np.asarray(state * factor)
    run = _fitting(state.size // len(factor))
    whole = state.reshape(-1, run * len(factor)) * np.tile(factor, run)
    return whole.reshape(state.shape)


def halves(state: Array, ax: int, factor: Array) -> tuple[Array, Array, Array]:
    """Views of the two halves of an axis, to be changed in place, and the factors (2, lanes) that go with them.

    factor: (2, G or 1).
    """
    if not _pays(state, factor[0]):
        swapped = state.swapaxes(0, ax)
        return swapped[0], swapped[1], factor
    row = math.prod(state.shape[ax + 1 : -1])
    run = _fitting(row)
    view = state.reshape(-1, 2, row // run, run * factor.shape[1])
    return view[:, 0], view[:, 1], np.tile(factor, run)


def product_sums(a: Array, b: Array) -> Array:
    """(G,) the sum of a * b over all but the lanes, added in order; a and b of the same shape."""
    lanes = a.shape[-1]
    if lanes == 1:  # a single lane numpy adds in another order
        return np.asarray(np.add.reduce((a * b).reshape(-1, lanes)))
    return np.asarray(np.einsum("sg,sg->g", a.reshape(-1, lanes), b.reshape(-1, lanes)))


def _pays(state: Array, factor: Array) -> bool:
    return state.size >= LARGE and 1 < len(factor) <= FEW and state.flags.c_contiguous


def _fitting(row: int) -> int:
    """How often a factor fits side by side into ``row`` numbers of each lane."""
    return min(RUN, row & -row)
