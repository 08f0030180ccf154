"""Finding the moments of a signal: a peak, or a level crossed, between two frames."""

from __future__ import annotations

import numpy as np

from whatelse.motion.recording import FloatArray


def peak(signal: FloatArray, first: float, last: float, *, lowest: bool = False) -> float:
    """Frame (with fraction) of the highest value in frames ``first`` to ``last``, both included; NaN where none is.

    A highest value at either end is no peak: the signal was still rising there.
    """
    start, stop = _span(signal, first, last)
    part = -signal[start:stop] if lowest else signal[start:stop]
    if len(part) < 3 or not np.isfinite(part).all():
        return float("nan")
    top = int(np.argmax(part))
    return start + vertex(part, top) if 0 < top < len(part) - 1 else float("nan")


def peaks(signal: FloatArray, first: float, last: float) -> list[int]:
    """Frames of all local maxima in frames ``first`` to ``last``, in order."""
    start, stop = _span(signal, first, last)
    part = signal[start:stop]
    if len(part) < 3:
        return []
    inner = (part[1:-1] > part[:-2]) & (part[1:-1] >= part[2:])
    return [start + 1 + int(k) for k in np.flatnonzero(inner)]


def crossing(signal: FloatArray, level: float, first: float, last: float, *, rising: bool, latest: bool) -> float:
    """Frame (with fraction) at which the signal passes ``level``; the first such frame or the latest; else NaN."""
    start, stop = _span(signal, first, last)
    part = signal[start:stop] - level
    if len(part) < 2 or not np.isfinite(part).all():
        return float("nan")
    if not rising:
        part = -part
    found = np.flatnonzero((part[:-1] < 0.0) & (part[1:] >= 0.0))
    if not len(found):
        return float("nan")
    k = int(found[-1] if latest else found[0])
    return float(start + k + part[k] / (part[k] - part[k + 1]))


def vertex(signal: FloatArray, top: int) -> float:
    """Frame (with fraction) of the top of the parabola through a local maximum and its two neighbours."""
    left, middle, right = signal[top - 1], signal[top], signal[top + 1]
    curve = left - 2.0 * middle + right
    return float(top + (0.5 * (left - right) / curve if curve < 0.0 else 0.0))


def _span(signal: FloatArray, first: float, last: float) -> tuple[int, int]:
    return max(0, int(np.ceil(first))), min(len(signal), int(np.floor(last)) + 1)
