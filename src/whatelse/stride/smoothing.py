"""Bridging short gaps, naming long ones, and the speed of a signal; the low-pass is that of ``motion``."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whatelse.motion.filter import low_pass
from whatelse.motion.recording import FloatArray


def rate_of_change(values: FloatArray, rate_hz: float) -> FloatArray:
    """(T, ...) central differences, a second."""
    return np.asarray(np.gradient(values, 1.0 / rate_hz, axis=0)) if len(values) > 1 else np.zeros_like(values)


def filled(values: FloatArray) -> FloatArray:
    """(T, C) with every gap bridged by a straight line; a channel that is all NaN becomes zero."""
    out = values.copy()
    frames = np.arange(len(out))
    for column in out.reshape(len(out), -1).T:
        there = np.isfinite(column)
        if not there.all():
            column[~there] = np.interp(frames[~there], frames[there], column[there]) if there.any() else 0.0
    return out


def long_gaps(values: FloatArray, longest: int) -> NDArray[np.bool_]:
    """(T,) True in gaps longer than ``longest`` frames, in which nothing may be measured."""
    gone: NDArray[np.bool_] = np.asarray(~np.isfinite(values.reshape(len(values), -1)).all(axis=1))
    if not gone.any():
        return gone
    steps = np.diff(np.concatenate(([0], gone.astype(np.int8), [0])))
    for start, end in zip(np.flatnonzero(steps == 1), np.flatnonzero(steps == -1), strict=True):
        if end - start <= longest:
            gone[start:end] = False
    return gone


__all__ = ["filled", "long_gaps", "low_pass", "rate_of_change"]
