"""The parts of a recording that stride needs, as plain arrays on an even clock, gaps bridged and marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from whatelse.motion.recording import SIDES, FloatArray, Recording, Side
from whatelse.stride.smoothing import filled, long_gaps

BoolArray = NDArray[np.bool_]

#: The longest gap, in seconds, that is bridged by a straight line and still measured.
LONGEST_GAP_S = 0.05

_PELVIS = ("left_asis", "right_asis", "left_psis", "right_psis", "left_iliac_crest", "right_iliac_crest")
_PELVIS_CLUSTER = ("pelvis_1", "pelvis_2", "pelvis_3", "pelvis_4", "sacrum")
_PELVIS_JOINTS = ("left_hip", "right_hip")
_HEELS = ("heel", "heel_lateral", "heel_top")
_HEEL_CLUSTER = ("foot_1", "foot_2", "foot_3", "foot_4")
FRONT = ("mt1", "mt5", "mt2", "toe", "small_toe")
_THIGH = ("thigh_1", "thigh_2", "thigh_3", "thigh_4", "trochanter", "knee_lateral", "knee_medial")
_SHANK = ("shank_1", "shank_2", "shank_3", "shank_4", "tibial_tuberosity", "ankle_lateral", "ankle_medial")
_ANKLE = ("ankle", "ankle_lateral")


@dataclass(frozen=True)
class Leg:
    """One leg: (T, D) places, NaN nowhere; None where the recording has no such point.

    heel: back of the foot; front: middle of the markers at the toes' base; ankle; bend: (T,) rad, turning of the
    shank against the thigh in the plane of running, flexion positive, from an unknown zero. gone: (T,) True where
    the foot was missing for long.
    """

    heel: FloatArray
    front: FloatArray | None
    ankle: FloatArray | None
    bend: FloatArray | None
    gone: BoolArray


@dataclass(frozen=True)
class Body:
    """A runner on an even clock: frame k is at ``start_s + k / rate_hz``."""

    start_s: float
    rate_hz: float
    frames: int
    pelvis: FloatArray | None
    pelvis_gone: BoolArray
    legs: dict[Side, Leg]

    def at(self, frame: float) -> float:
        """Time of a frame, s."""
        return self.start_s + frame / self.rate_hz


def even(recording: Recording) -> Recording:
    """The same recording on an even clock; untouched where it has one to within a twentieth of a frame."""
    times, rate = recording.time_s, recording.rate_hz
    count = round(float(times[-1] - times[0]) * rate) + 1 if len(times) > 1 else len(times)
    grid = times[0] + np.arange(count) / rate if count else times
    if len(grid) == len(times) and (not len(times) or float(np.abs(grid - times).max()) * rate < 0.05):
        return recording
    flat = recording.positions.reshape(len(times), -1)
    places = np.stack([_placed(grid, times, column) for column in flat.T], axis=1) if flat.shape[1] else flat
    sure = recording.confidence
    if sure is not None:
        nearest = np.clip(np.searchsorted(times, grid), 0, len(times) - 1)
        sure = sure[nearest]
    changes: dict[str, Any] = {
        "time_s": grid,
        "positions": places.reshape(len(grid), *recording.positions.shape[1:]),
        "confidence": sure,
    }
    return msgspec.structs.replace(recording, **changes)


def bridged(recording: Recording) -> Recording:
    """The recording with gaps of up to ``LONGEST_GAP_S`` filled by straight lines; longer gaps stay."""
    places = recording.positions
    if not recording.frames or not places.shape[1] or np.isfinite(places).all():
        return recording
    longest = max(1, int(LONGEST_GAP_S * recording.rate_hz))
    out = places.copy()
    for point in range(places.shape[1]):
        gone = ~np.isfinite(places[:, point]).all(axis=1)
        if gone.any() and not gone.all():
            short = gone & ~long_gaps(places[:, point], longest)
            out[short, point] = filled(places[:, point])[short]
    return msgspec.structs.replace(recording, positions=out)


def body_of(recording: Recording) -> Body:
    """The runner of a recording whose clock is even (see ``even``). A leg without any foot point is left out."""
    longest = max(1, int(LONGEST_GAP_S * recording.rate_hz))
    legs = {}
    for side in SIDES:
        leg = _leg(recording, side, longest)
        if leg is not None:
            legs[side] = leg
    start = float(recording.time_s[0]) if recording.frames else 0.0
    pelvis, gone = pelvis_centre(recording, longest)
    return Body(start, recording.rate_hz, recording.frames, pelvis, gone, legs)


def pelvis_centre(recording: Recording, longest: int) -> tuple[FloatArray | None, BoolArray]:
    """(T, D) middle of what marks the pelvis: the spines and crests, else a cluster, else the hips; bridged.

    And (T,) True where one of these was missing for more than ``longest`` frames. Markers with such gaps are left out
    where others have none: the middle then lies elsewhere in the pelvis, but moves with it.
    """
    for group in (_PELVIS, _PELVIS_CLUSTER, _PELVIS_JOINTS, ("mid_hip",)):
        there = [point for point in group if recording.has(point)]
        if there and (group is not _PELVIS_JOINTS or len(there) == 2):
            every = [recording.point(point) for point in there]
            raw = [places for places in every if not long_gaps(places, longest).any()] or every
            gone = long_gaps(np.concatenate(raw, axis=1), longest)
            return np.asarray(np.mean([filled(part) for part in raw], axis=0)), gone
    return None, np.zeros(recording.frames, dtype=bool)


def turned(points: FloatArray) -> FloatArray:
    """(T,) rad: how far a group of points (T, K, 2) is turned from its first frame, best fit, unwrapped."""
    centred = points - points.mean(axis=1, keepdims=True)
    first = centred[0]
    cosine = (centred * first).sum(axis=(1, 2))
    sine = (centred[..., 1] * first[:, 0] - centred[..., 0] * first[:, 1]).sum(axis=1)
    return np.asarray(np.unwrap(np.arctan2(sine, cosine)))


def _leg(recording: Recording, side: Side, longest: int) -> Leg | None:
    heel = _best(recording, side, _HEELS, longest) or _middle(recording, side, _HEEL_CLUSTER, longest)
    front = _middle(recording, side, FRONT, longest)
    ankle = _best(recording, side, _ANKLE, longest)
    back = heel or ankle
    if back is None:
        return None
    foot = np.concatenate([part.raw for part in (back, front) if part is not None], axis=1)
    return Leg(
        heel=back.places,
        front=front.places if front else None,
        ankle=ankle.places if ankle else None,
        bend=_bend(recording, side),
        gone=long_gaps(foot, longest),
    )


@dataclass(frozen=True)
class _Middle:
    raw: FloatArray
    places: FloatArray


def _middle(recording: Recording, side: Side, names: tuple[str, ...], longest: int) -> _Middle | None:
    """The mean of the points that are there; those with long gaps are left out where others have none."""
    there = [recording.point(f"{side}_{name}") for name in names if recording.has(f"{side}_{name}")]
    if not there:
        return None
    whole = [places for places in there if not long_gaps(places, longest).any()]
    raw = whole or there
    return _Middle(np.concatenate(raw, axis=1), np.asarray(np.mean([filled(part) for part in raw], axis=0)))


def _best(recording: Recording, side: Side, names: tuple[str, ...], longest: int) -> _Middle | None:
    """The first of several points that could stand for one another; the one with fewest long gaps."""
    there = [recording.point(f"{side}_{name}") for name in names if recording.has(f"{side}_{name}")]
    if not there:
        return None
    best = min(there, key=lambda places: int(long_gaps(places, longest).sum()))
    return _Middle(best, filled(best))


def _bend(recording: Recording, side: Side) -> FloatArray | None:
    thigh = _group(recording, side, _THIGH, ("hip", "knee"))
    shank = _group(recording, side, _SHANK, ("knee", "ankle"))
    return turned(thigh) - turned(shank) if thigh is not None and shank is not None else None


def _group(recording: Recording, side: Side, markers: tuple[str, ...], joints: tuple[str, str]) -> FloatArray | None:
    """(T, K, 2) forward and up of two joints or of at least two markers of one segment."""
    ends = [f"{side}_{name}" for name in joints]
    there = ends if recording.has(*ends) else [p for p in (f"{side}_{m}" for m in markers) if recording.has(p)]
    return np.stack([filled(recording.point(p))[:, :2] for p in there], axis=1) if len(there) > 1 else None


def _placed(grid: FloatArray, times: FloatArray, column: FloatArray) -> FloatArray:
    there = np.isfinite(column)
    if not there.any():
        return np.full(len(grid), np.nan)
    out = np.interp(grid, times[there], column[there], left=np.nan, right=np.nan)
    # A frame between a missing and a seen one stays missing: bridging is for who knows how long the gap is.
    nearest = np.clip(np.searchsorted(times, grid), 0, len(times) - 1)
    before = np.maximum(nearest - 1, 0)
    out[~there[nearest] | (~there[before] & (times[nearest] > grid))] = np.nan
    return out
