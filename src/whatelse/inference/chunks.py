"""Many lanes in bounded memory: a walk over more than fits is done a few lanes at a time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from whatelse.inference.action import Array, Axis, Joint
from whatelse.inference.kernel import Plan, walk

#: Bytes that the states kept for the way back may take.
MOST_BYTES = 256 * 2**20


def walk_in_chunks(
    plan: Plan,
    axes: tuple[Axis, ...],
    joints: tuple[Joint, ...],
    first: NDArray[np.intp],
    weight: Array,
    off: tuple[Array, ...],
    on: tuple[Array, ...],
    most_bytes: int = MOST_BYTES,
) -> tuple[Array, Array]:
    """The same as ``kernel.walk``; arrays of one lane serve all lanes."""
    lanes = weight.shape[1]
    fit = max(1, int(most_bytes // (8 * plan.cells))) if plan.cells else lanes
    if fit >= lanes:
        return walk(plan, axes, joints, first, weight, off, on)
    parts = []
    for start in range(0, lanes, fit):
        cut = slice(start, min(start + fit, lanes))
        parts.append(
            walk(
                plan,
                tuple(_cut_axis(axis, cut) for axis in axes),
                tuple(replace(joint, fires=_cut(joint.fires, cut)) for joint in joints),
                first,
                weight[:, cut],
                tuple(_cut(table, cut) for table in off),
                tuple(_cut(table, cut) for table in on),
            )
        )
    return np.concatenate([m for m, _ in parts], axis=1), np.concatenate([z for _, z in parts])


def _cut(array: Array, cut: slice) -> Array:
    return array if array.shape[-1] == 1 else array[..., cut]


def _cut_axis(axis: Axis, cut: slice) -> Axis:
    return Axis(
        contribution=_cut(axis.contribution, cut),
        leak=_cut(axis.leak, cut),
        close=_cut(axis.close, cut) if axis.close is not None else None,
    )
