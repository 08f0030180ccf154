"""The runner as a stick figure at contact, mid-swing and toe-off: the mean over some strides."""

from __future__ import annotations

from typing import Literal

import msgspec
import numpy as np

from whatelse.motion.angles import smoothed
from whatelse.motion.recording import FORWARD, SIDES, UP, FloatArray, Recording, Side
from whatelse.motion.segments import body_of
from whatelse.stride.analyse import Analysed
from whatelse.stride.keypoint_contacts import smoothing_hz
from whatelse.stride.signals import MARKER_HZ
from whatelse.stride.strides import Stride

Moment = Literal["initial_contact", "toe_off", "mid_swing"]
MOMENTS: tuple[Moment, ...] = ("initial_contact", "toe_off", "mid_swing")
#: Strides that a figure is the mean of, from the middle of the recording.
MOST = 12
_FRONT = ("toe", "mt2", "mt1", "mt5", "small_toe")
_TOP = ("neck", "c7")
_JOINTS = ("hip", "knee", "ankle")


class Pose(msgspec.Struct, frozen=True):
    """A stick figure. side: whose moment it is; unit: m or px.

    places: point -> (forward, up), from the middle of the hips forward and from the lowest place of the foot on the
    ground up; the other leg is there as well. n_strides: how many it is the mean of.
    """

    side: Side
    moment: Moment
    unit: str
    n_strides: int
    places: dict[str, tuple[float, float]]


def poses_of(made: Analysed) -> tuple[Pose, ...]:
    """A pose for each side and moment; none where the recording has no legs that can be drawn."""
    run = made.held.recording
    if not run.points or not run.axes.known or not made.held.strides:
        return ()
    found = []
    for side in SIDES:
        strides = _middle([stride for stride in made.held.strides if stride.side == side])
        if not strides:
            continue
        part = _cut(run, strides[0].start_s, strides[-1].end_s)
        points = _points(part, made.standing)
        if not all(f"{side}_{name}" in points for name in _JOINTS):
            continue
        found += [_pose(part, points, side, moment, strides) for moment in MOMENTS]
    return tuple(found)


def _middle(strides: list[Stride]) -> list[Stride]:
    first = max(0, (len(strides) - MOST) // 2)
    return strides[first : first + MOST]


def _cut(run: Recording, first_s: float, last_s: float) -> Recording:
    """The part from one time to another, with half a second around it for the filter."""
    inside = (run.time_s >= first_s - 0.5) & (run.time_s <= last_s + 0.5)
    sure = run.confidence[inside] if run.confidence is not None else None
    return msgspec.structs.replace(run, time_s=run.time_s[inside], positions=run.positions[inside], confidence=sure)


def _points(run: Recording, standing: Recording | None) -> dict[str, FloatArray]:
    """(T, 2) forward and up of everything that is drawn."""
    smooth = smoothed(run, MARKER_HZ if run.unit == "m" else smoothing_hz(run.rate_hz))
    segments = body_of(smooth, standing) if run.dimensions == 3 else None
    out: dict[str, FloatArray] = {}
    for side in SIDES:
        for name in _JOINTS:
            place = segments.joint(name, side) if segments is not None else None
            if place is None and smooth.has(f"{side}_{name}"):
                place = smooth.point(f"{side}_{name}")
            if place is not None:
                out[f"{side}_{name}"] = place[:, : UP + 1]
        for name, choices in (("heel", ("heel",)), ("toe", _FRONT), ("shoulder", ("shoulder",))):
            there = [smooth.point(f"{side}_{one}")[:, : UP + 1] for one in choices if smooth.has(f"{side}_{one}")]
            if there:
                out[f"{side}_{name}"] = there[0] if name != "toe" else np.asarray(np.mean(there[:3], axis=0))
    for name in _TOP:
        if smooth.has(name) and "neck" not in out:
            out["neck"] = smooth.point(name)[:, : UP + 1]
    return out


def _pose(run: Recording, points: dict[str, FloatArray], side: Side, moment: Moment, strides: list[Stride]) -> Pose:
    frames = [_frame(run, moment, stride) for stride in strides]
    middle = np.mean([points[f"{one}_hip"][frames] for one in SIDES if f"{one}_hip" in points], axis=0)
    feet = [points[name] for name in (f"{side}_heel", f"{side}_toe", f"{side}_ankle") if name in points]
    ground = float(np.nanmin([np.nanmin(foot[:, UP]) for foot in feet]))
    places = {}
    for name, place in points.items():
        seen = place[frames] - np.stack((middle[:, FORWARD], np.full(len(frames), ground)), axis=1)
        if np.isfinite(seen).any(axis=0).all():
            forward, up = np.nanmean(seen, axis=0)
            places[name] = (round(float(forward), 4), round(float(up), 4))
    return Pose(side, moment, run.unit, len(frames), places)


def _frame(run: Recording, moment: Moment, stride: Stride) -> int:
    middle = 0.5 * (stride.toe_off_s + stride.end_s)
    time = {"initial_contact": stride.start_s, "toe_off": stride.toe_off_s, "mid_swing": middle}[moment]
    return int(np.argmin(np.abs(run.time_s - time)))
