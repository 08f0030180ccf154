"""Where a foot turns round: furthest ahead of the pelvis shortly before contact, furthest behind after toe-off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from whatelse.motion.recording import FloatArray
from whatelse.stride.smoothing import low_pass
from whatelse.stride.turning import peaks, vertex

#: The same foot does not turn round again within this time.
_CLOSEST_TURNS_S = 0.40


@dataclass(frozen=True)
class Turns:
    """Frames at which a foot is furthest ahead of the pelvis, and furthest behind after each."""

    ahead: tuple[float, ...]
    behind: tuple[float, ...]


def turning_points(ahead: FloatArray, rate_hz: float, least: float) -> Turns:
    """The turning points of a foot's place ahead of the pelvis (T,). Empty where it sways less than ``least``.

    Frame 0 counts as ahead where the foot already goes back: it turned round just before the recording began.
    """
    if len(ahead) < 5:
        return Turns((), ())
    smooth = low_pass(ahead, rate_hz, 12.0)
    low, high = np.percentile(smooth, (5, 95))
    if high - low < least:
        return Turns((), ())
    found = peaks(smooth, 0, len(smooth) - 1)
    if smooth[0] > smooth[1]:
        found = [0, *found]
    tops = _spaced([k for k in found if smooth[k] > low + 0.7 * (high - low)], smooth, _CLOSEST_TURNS_S * rate_hz)
    ends = [*tops[1:], min(len(smooth) - 1, tops[-1] + int(1.2 * rate_hz))] if tops else []
    pairs = []
    for top, end in zip(tops, ends, strict=True):
        bottom = top + int(np.argmin(smooth[top : end + 1]))
        if smooth[bottom] < low + 0.3 * (high - low):
            pairs.append((vertex(smooth, top) if top else 0.0, float(bottom)))
    return Turns(tuple(p[0] for p in pairs), tuple(p[1] for p in pairs))


def _spaced(found: list[int], height: FloatArray, apart: float) -> list[int]:
    """The highest of every group of peaks that lie closer together than ``apart`` frames."""
    kept: list[int] = []
    for k in found:
        if kept and k - kept[-1] < apart:
            if height[k] > height[kept[-1]]:
                kept[-1] = k
        else:
            kept.append(k)
    return kept
