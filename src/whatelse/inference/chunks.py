"""Many lanes in bounded memory: a walk over more than fits is done a few lanes at a time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whatelse.inference.action import Array, Axis, Joint, cut, cut_axis, cut_joint
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
    judged: int | None = None,
    most_bytes: int = MOST_BYTES,
) -> tuple[Array, Array]:
    """The same as ``kernel.walk``; arrays of one lane serve all lanes."""
    lanes = weight.shape[1]
    fit = max(1, int(most_bytes // (8 * plan.cells))) if plan.cells else lanes
    if fit >= lanes:
        return walk(plan, axes, joints, first, weight, off, on, judged)
    parts = []
    for start in range(0, lanes, fit):
        some = slice(start, min(start + fit, lanes))
        parts.append(
            walk(
                plan,
                tuple(cut_axis(axis, some) for axis in axes),
                tuple(cut_joint(joint, some) for joint in joints),
                first,
                weight[:, some],
                tuple(cut(table, some) for table in off),
                tuple(cut(table, some) for table in on),
                None if judged is None else min(max(judged - start, 0), fit),
            )
        )
    return np.concatenate([m for m, _ in parts], axis=1), np.concatenate([z for _, z in parts])
