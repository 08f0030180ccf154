"""Left and right put right in keypoints: pose estimators confuse the legs for a few frames, mostly as they pass.

The whole recording is decided at once (Viterbi over keep or swap in every frame): a leg moves smoothly from frame
to frame, and looks as it did one and two strides before and after. A greedy repair from frame to frame makes
things worse (docs/stride.md).
"""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from whatelse.motion.recording import FloatArray, Recording
from whatelse.stride.smoothing import filled

Columns = NDArray[np.int_]

LEG_POINTS = ("hip", "knee", "ankle", "heel", "toe", "small_toe")
#: Weight of looking like the neighbouring strides against moving smoothly.
_LIKENESS = 1.0
_ROUNDS = 4


def swapped_frames(left: FloatArray, right: FloatArray, period: float) -> NDArray[np.bool_]:
    """(T,) True where the two legs (T, K, 2), relative to the pelvis, are to be exchanged.

    period: frames of one stride. The labels that most frames carry stand: never more than half are exchanged.
    """
    count = len(left)
    swap = np.zeros(count, dtype=bool)
    if count < 3:
        return swap
    pair = np.stack((left, right), axis=1)
    other = pair[:, ::-1]
    for _ in range(_ROUNDS):
        now = np.where(swap[:, None, None, None], other, pair)
        template = _neighbouring_strides(now, period)
        like = np.stack((_distance(pair, template), _distance(other, template)), axis=1)
        found = _smoothest(pair, other, _LIKENESS * like)
        if found.mean() > 0.5:
            found = ~found
        if (found == swap).all():
            break
        swap = found
    return swap


def repaired(recording: Recording, period_s: float) -> tuple[Recording, float]:
    """The recording with the legs put right, and the share of frames in which they were exchanged."""
    names = [n for n in LEG_POINTS if f"left_{n}" in recording.points and f"right_{n}" in recording.points]
    if not names or recording.frames < 3:
        return recording, 0.0
    columns = {
        side: np.array([recording.points.index(f"{side}_{name}") for name in names]) for side in ("left", "right")
    }
    shape = (recording.frames, len(names), recording.dimensions)
    legs = {
        side: filled(recording.positions[:, kept].reshape(recording.frames, -1)).reshape(shape)
        for side, kept in columns.items()
    }
    middle = 0.5 * (legs["left"][:, :1] + legs["right"][:, :1])
    swap = swapped_frames(legs["left"] - middle, legs["right"] - middle, period_s * recording.rate_hz)
    if not swap.any():
        return recording, 0.0
    changed = {"positions": _exchanged(recording.positions, swap, columns["left"], columns["right"])}
    if recording.confidence is not None:
        changed["confidence"] = _exchanged(recording.confidence, swap, columns["left"], columns["right"])
    return msgspec.structs.replace(recording, **changed), float(swap.mean())


def stride_period(signal: FloatArray, rate_hz: float) -> float | None:
    """Seconds of one stride, from a signal (T,) that turns round once a stride; None where nothing repeats.

    The first clear peak of the autocorrelation between 0.45 and 1.3 s.
    """
    centred = signal - signal.mean()
    power = float(np.dot(centred, centred))
    first, last = int(0.45 * rate_hz), min(int(1.3 * rate_hz), len(signal) - 2)
    if power <= 0.0 or last - first < 3:
        return None
    size = 1 << (2 * len(centred) - 1).bit_length()
    spectrum = np.abs(np.fft.rfft(centred, size)) ** 2
    likeness = np.fft.irfft(spectrum, size)[: last + 2] / power
    likeness *= len(centred) / (len(centred) - np.arange(last + 2))
    top = first + int(np.argmax(likeness[first : last + 1]))
    if likeness[top] < 0.4 or not first < top < last:
        return None
    left, middle, right = likeness[top - 1 : top + 2]
    curve = left - 2.0 * middle + right
    return float((top + (0.5 * (left - right) / curve if curve < 0.0 else 0.0)) / rate_hz)


def _exchanged(values: FloatArray, swap: NDArray[np.bool_], left: Columns, right: Columns) -> FloatArray:
    out = values.copy()
    out[np.ix_(swap, left)] = values[np.ix_(swap, right)]
    out[np.ix_(swap, right)] = values[np.ix_(swap, left)]
    return out


def _neighbouring_strides(now: FloatArray, period: float) -> FloatArray:
    """Median of the same moment one and two strides before and after; the frame itself where there is none."""
    count = len(now)
    seen = []
    for strides in (-2, -1, 1, 2):
        index = np.arange(count) + round(strides * period)
        inside = (index >= 0) & (index < count)
        part = np.full(now.shape, np.nan)
        part[inside] = now[index[inside]]
        seen.append(part)
    stack = np.stack(seen)
    none = ~np.isfinite(stack).any(axis=0)
    stack[0][none] = now[none]
    return np.asarray(np.nanmedian(stack, axis=0))


def _distance(one: FloatArray, other: FloatArray) -> FloatArray:
    return np.asarray(np.sqrt(((one - other) ** 2).sum(axis=-1)).sum(axis=(1, 2)))


def _smoothest(pair: FloatArray, other: FloatArray, cost: FloatArray) -> NDArray[np.bool_]:
    """The cheapest sequence of keep (0) and swap (1): likeness plus the way that both legs travel between frames."""
    same = _distance(pair[1:], pair[:-1])
    crossed = _distance(pair[1:], other[:-1])
    total = cost[0].copy()
    came = np.zeros((len(cost), 2), dtype=np.int8)
    for k in range(1, len(cost)):
        step = np.array([[same[k - 1], crossed[k - 1]], [crossed[k - 1], same[k - 1]]])
        options = total[None, :] + step
        came[k] = options.argmin(axis=1)
        total = options.min(axis=1) + cost[k]
    path = np.zeros(len(cost), dtype=bool)
    state = int(total.argmin())
    for k in range(len(cost) - 1, -1, -1):
        path[k] = state == 1
        state = int(came[k][state])
    return path
