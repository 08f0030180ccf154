"""Joint angles cut into strides of 101 points, contact to contact."""

from __future__ import annotations

import numpy as np

from whatelse.motion.recording import FloatArray
from whatelse.stride.signals import Signals
from whatelse.stride.strides import Stride
from whatelse.stride.types import ANGLE_DECIMALS, AngleCurve

POINTS = 101
#: Single strides that are kept of a side; mean and scatter are of all.
MOST_STRIDES = 500
_SIDES = (("left", "_l"), ("right", "_r"))


def angle_curves(signals: Signals, strides: tuple[Stride, ...]) -> tuple[AngleCurve, ...]:
    """Every joint angle over the strides of each side; strides with a gap are left out."""
    curves = []
    angles = signals.angles
    for name in angles.names:
        for side, suffix in _SIDES:
            other = "_l" if suffix == "_r" else "_r"
            if name.endswith(other):
                continue
            signal = angles.angle(name)
            own = [stride for stride in strides if stride.side == side]
            cut = [normalised(signals, signal, stride) for stride in own] if signal is not None else []
            table = np.asarray([row for row in cut if np.isfinite(row).all()])
            if len(table):
                curves.append(
                    AngleCurve(
                        name.removesuffix(suffix),
                        "left" if side == "left" else "right",
                        "deg",
                        _numbers(table.mean(axis=0)),
                        _numbers(table.std(axis=0, ddof=1) if len(table) > 1 else np.zeros(POINTS)),
                        tuple(_numbers(row) for row in table[:MOST_STRIDES]),
                    )
                )
    return tuple(curves)


def normalised(signals: Signals, signal: FloatArray, stride: Stride) -> FloatArray:
    """(101,) the signal at 0 to 100 % of a stride, between frames by a straight line."""
    first = (stride.start_s - signals.start_s) * signals.rate_hz
    last = (stride.end_s - signals.start_s) * signals.rate_hz
    start = max(0, int(np.floor(first)))
    part = signal[start : int(np.ceil(last)) + 1]
    return np.interp(np.linspace(first - start, last - start, POINTS), np.arange(len(part)), part)


def _numbers(row: FloatArray) -> tuple[float, ...]:
    return tuple(np.round(row, ANGLE_DECIMALS).tolist())
