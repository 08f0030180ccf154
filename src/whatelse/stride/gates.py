"""Checks of a recording's quality that forbid a metric or make it approximate, each with its reason in words.

The limits are those of docs/stride.md. They were set by judgement on one clip and a table of published errors.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

import msgspec
import numpy as np

from whatelse.motion.recording import FORWARD, SIDES, UP, FloatArray, Recording, Side
from whatelse.stride.contact import Contacts
from whatelse.stride.signals import Signals
from whatelse.stride.strides import Stride
from whatelse.stride.types import Gate

#: Words in a format's name of the estimator whose confidence is a visibility; others give scores of another scale.
_BLAZEPOSE = ("blazepose", "mediapipe")
#: Names that file makers give to the BlazePose models which lose the swinging foot.
_WEAK_MODELS = ("blazepose_full", "blazepose_lite", "pose_landmark_full", "pose_landmark_lite")
_SHAPE = ("foot", "overstride", "knee", "heel_lift", "hip")


class Check(msgspec.Struct, frozen=True):
    """One row of ``data/gates.toml``."""

    text: str
    least: float | None = None
    most: float | None = None
    blocks: tuple[str, ...] = ()
    weakens: tuple[str, ...] = ()

    def fires(self, value: float) -> bool:
        if self.least is not None:
            return not value >= self.least
        return self.most is not None and not value <= self.most


@cache
def checks() -> dict[str, Check]:
    """All checks by id."""
    text = resources.files("whatelse.stride").joinpath("data", "gates.toml").read_text("utf-8")
    return {name: msgspec.convert(row, Check) for name, row in tomllib.loads(text).items()}


def valued(name: str, value: float, side: Side | None = None) -> Gate:
    """A check of a number, fired or not."""
    check = checks()[name]
    limit = check.least if check.least is not None else check.most
    number = round(float(value), 6) if np.isfinite(value) else None
    return Gate(
        name, check.fires(value), number, limit, check.text, _groups(check.blocks), _groups(check.weakens), side
    )


def stated(name: str, fired: bool, side: Side | None = None) -> Gate:
    """A check of a fact."""
    check = checks()[name]
    return Gate(name, fired, None, None, check.text, _groups(check.blocks), _groups(check.weakens), side)


def _groups(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(group for name in names for group in (_SHAPE if name == "shape" else (name,)))


def marker_gates(strides: tuple[Stride, ...], signals: Signals) -> list[Gate]:
    """Checks of a recording with markers."""
    return [_strides(strides), stated("standing_trial", not signals.standing)]


def keypoint_gates(
    recording: Recording,
    contacts: Contacts,
    strides: tuple[Stride, ...],
    signals: Signals,
    relabelled: float,
    incline_deg: float | None,
) -> list[Gate]:
    """Checks of keypoints of a side view. incline_deg: slope of the ground as the person tells it, uphill positive."""
    near = recording.near_side
    gates = [
        _strides(strides),
        valued("frame_rate", recording.rate_hz),
        valued("frame_rate_low", recording.rate_hz),
        valued("relabelled", relabelled),
        valued("detection", _detected(recording)),
        stated("foot_points", not _has_feet(recording)),
    ]
    if _is_blazepose(recording):
        name = recording.source.lower().replace("-", "_")
        gates.append(stated("model", any(model in name for model in _WEAK_MODELS)))
    for side in SIDES:
        gates += _leg(recording, side, near is not None and side != near, strides)
    gates.append(valued("camera_level", _slope_off(recording, near or "left", contacts, incline_deg)))
    leg = signals.leg_length
    if leg is not None and recording.has("left_hip", "right_hip"):
        apart = np.nanmedian((recording.point("left_hip") - recording.point("right_hip"))[:, FORWARD])
        gates += [valued("camera_square", abs(float(apart)) / leg), valued("person_size", 2.0 * leg)]
    return gates


def _strides(strides: tuple[Stride, ...]) -> Gate:
    return valued("strides", min(sum(stride.side == side for stride in strides) for side in SIDES))


def _is_blazepose(recording: Recording) -> bool:
    return any(word in recording.format for word in _BLAZEPOSE)


def _has_feet(recording: Recording) -> bool:
    return recording.has(*(f"{side}_{name}" for side in SIDES for name in ("heel", "toe")))


def _detected(recording: Recording) -> float:
    """Share of the pictures in which hips, knees and ankles are all there."""
    legs = [f"{side}_{name}" for side in SIDES for name in ("hip", "knee", "ankle")]
    columns = [recording.points.index(name) for name in legs if name in recording.points]
    return float(np.isfinite(recording.positions[:, columns]).all(axis=(1, 2)).mean()) if columns else 0.0


def _leg(recording: Recording, side: Side, is_far: bool, strides: tuple[Stride, ...]) -> list[Gate]:
    gates = []
    kind = "_blazepose" if _is_blazepose(recording) else ""
    if recording.confidence is not None and is_far:
        seen = min(_sure(recording, side, name) for name in ("knee", "ankle", "heel", "toe"))
        gates.append(valued(f"far_leg_seen{kind}", seen, side))
    elif recording.confidence is not None:
        seen = min(_sure(recording, side, name) for name in ("heel", "toe"))
        gates.append(valued(f"near_foot_seen{kind}", seen, side))
    hip, knee, ankle = (recording.point(f"{side}_{name}") for name in ("hip", "knee", "ankle"))
    gates.append(stated("far_leg", is_far, side))
    gates.append(valued("leg_length_change", max(_variation(hip, knee), _variation(knee, ankle)), side))
    gates.append(valued("knee_repeats", knee_residual(hip, knee, ankle, strides, side, recording), side))
    return gates


def knee_residual(
    hip: FloatArray, knee: FloatArray, ankle: FloatArray, strides: tuple[Stride, ...], side: Side, recording: Recording
) -> float:
    """RMS in degrees of the raw knee angle about its mean stride (six harmonics); NaN where there is no stride."""
    own = [stride for stride in strides if stride.side == side]
    if not own:
        return float("nan")
    thigh, shank = knee - hip, ankle - knee
    angle = np.degrees(np.arctan2(thigh[:, FORWARD], -thigh[:, UP]) - np.arctan2(shank[:, FORWARD], -shank[:, UP]))
    angle = (angle + 180.0) % 360.0 - 180.0
    phase = np.full(recording.frames, np.nan)
    for stride in own:
        inside = (recording.time_s >= stride.start_s) & (recording.time_s < stride.end_s)
        phase[inside] = (recording.time_s[inside] - stride.start_s) / stride.duration_s
    there = np.isfinite(phase) & np.isfinite(angle)
    if there.sum() < 30:
        return float("nan")
    turns = 2.0 * np.pi * np.outer(phase[there], np.arange(1, 7))
    waves = np.concatenate((np.ones((len(turns), 1)), np.cos(turns), np.sin(turns)), axis=1)
    fit = waves @ np.linalg.lstsq(waves, angle[there], rcond=None)[0]
    return float(np.sqrt(np.mean((angle[there] - fit) ** 2)))


def _slope_off(recording: Recording, near: Side, contacts: Contacts, incline_deg: float | None) -> float:
    """Degrees between the near toe's way while it stands on the ground and the incline that was told; NaN unknown."""
    toe = recording.point(f"{near}_toe" if recording.has(f"{near}_toe") else f"{near}_ankle")
    slopes = []
    for contact in contacts.of(near):
        first, last = (contact.initial_contact_s + share * contact.duration_s for share in (0.3, 0.75))
        part = toe[(recording.time_s >= first) & (recording.time_s <= last)]
        part = part[np.isfinite(part).all(axis=1)]
        if len(part) > 1 and np.ptp(part[:, FORWARD]) > 0.0:
            slopes.append(np.degrees(np.arctan(np.polyfit(part[:, FORWARD], part[:, UP], 1)[0])))
    return abs(float(np.median(slopes)) - (incline_deg or 0.0)) if slopes else float("nan")


def _sure(recording: Recording, side: Side, name: str) -> float:
    return float(np.median(np.nan_to_num(recording.sureness(f"{side}_{name}"))))


def _variation(upper: FloatArray, lower: FloatArray) -> float:
    length = np.linalg.norm(upper - lower, axis=1)
    length = length[np.isfinite(length)]
    return float(length.std() / length.mean()) if len(length) else float("nan")
