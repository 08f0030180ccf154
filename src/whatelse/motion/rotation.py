"""Frames of segments and the angles between them. Pure functions of arrays.

A frame is (T, 3, 3) with the columns forward, up, right of the segment, in the axes of the runner; ``origin`` (T, 3).
"""

from __future__ import annotations

import numpy as np

from whatelse.motion.recording import FloatArray


def unit(vectors: FloatArray) -> FloatArray:
    """Vectors of length one along the last axis; NaN where there is no direction."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        found: FloatArray = np.where(length > 0, vectors / length, np.nan)
    return found


def frame(up: FloatArray, right: FloatArray) -> FloatArray:
    """(..., 3, 3) a right-handed frame with ``up`` exact and ``right`` as near as it can be."""
    up = unit(up)
    forward = unit(np.cross(up, right))
    return np.stack([forward, up, np.cross(forward, up)], axis=-1)


def frame_forward(forward: FloatArray, right: FloatArray) -> FloatArray:
    """(..., 3, 3) a right-handed frame with ``right`` exact and ``forward`` as near as it can be."""
    right = unit(right)
    up = unit(np.cross(right, forward))
    return np.stack([np.cross(up, right), up, right], axis=-1)


def between(parent: FloatArray, child: FloatArray) -> FloatArray:
    """(..., 3, 3) the child's frame as the parent sees it."""
    found: FloatArray = np.swapaxes(parent, -1, -2) @ child
    return found


def cardan_zxy(turn: FloatArray) -> FloatArray:
    """(..., 3) angles in degrees about right, forward, up, in this order and each about the axis already turned.

    turn = Rz(a) Rx(b) Ry(c), the sequence OpenSim's pelvis and hip use (Delp 1990; Rajagopal 2016).
    """
    with np.errstate(invalid="ignore"):
        a = np.arctan2(-turn[..., 0, 1], turn[..., 1, 1])
        b = np.arcsin(np.clip(turn[..., 2, 1], -1.0, 1.0))
        c = np.arctan2(-turn[..., 2, 0], turn[..., 2, 2])
    found: FloatArray = np.degrees(np.stack([a, b, c], axis=-1))
    return found


def rigid_fit(still: FloatArray, moving: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Rotation (T, 3, 3), shift (T, 3) and residual (T,) that carry a cluster (M, 3) best onto each frame (T, M, 3).

    Least squares over the markers seen in a frame (Soederkvist & Wedin 1993, J Biomech 26:1473); at least three.
    """
    frames = len(moving)
    rotation = np.full((frames, 3, 3), np.nan)
    shift = np.full((frames, 3), np.nan)
    residual = np.full(frames, np.nan)
    seen = np.isfinite(moving).all(axis=2) & np.isfinite(still).all(axis=1)
    patterns, which = np.unique(seen, axis=0, return_inverse=True)
    for number, pattern in enumerate(patterns):
        if pattern.sum() < 3:
            continue
        rows = np.flatnonzero(which.ravel() == number)
        a = still[pattern]
        b = moving[rows][:, pattern]
        middle_a, middle_b = a.mean(axis=0), b.mean(axis=1)
        covariance = np.einsum("mi,tmj->tij", a - middle_a, b - middle_b[:, None])
        u, _, vt = np.linalg.svd(covariance)
        v = np.swapaxes(vt, 1, 2)
        mirror = np.sign(np.linalg.det(v @ np.swapaxes(u, 1, 2)))
        v[:, :, 2] *= mirror[:, None]
        turn = v @ np.swapaxes(u, 1, 2)
        rotation[rows] = turn
        shift[rows] = middle_b - np.einsum("tij,j->ti", turn, middle_a)
        left = b - np.einsum("tij,mj->tmi", turn, a) - shift[rows][:, None]
        residual[rows] = np.sqrt((left**2).sum(axis=2).mean(axis=1))
    return rotation, shift, residual
