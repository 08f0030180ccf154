"""Everything that metrics are read from, as (T,) signals on the clock of the recording, by side."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from whatelse.motion.angles import JointAngles, joint_angles, smoothed
from whatelse.motion.recording import FORWARD, SIDES, UP, FloatArray, Recording, Side
from whatelse.motion.segments import body_of as segments_of
from whatelse.stride.body import Body
from whatelse.stride.keypoint_contacts import smoothing_hz
from whatelse.stride.smoothing import low_pass

#: Low-pass of markers for angles and places, Hz; the pipeline behind the norms uses 10 Hz as well.
MARKER_HZ = 10.0
_JOINTS = ("hip", "knee", "ankle")
_LETTER: dict[Side, str] = {"left": "l", "right": "r"}


@dataclass(frozen=True)
class Signals:
    """Signals by name and side; a name that is missing was not recorded, ``missing`` says why.

    each: side -> name -> (T,); both: name -> (T,); NaN where not seen. Angles in degrees, places in the unit of the
    recording. angles: all joint angles and how they were found; leg_length: mean of both legs, None where unknown;
    standing: whether a standing trial was used; level_foot: sides whose foot follows its markers from the standing
    trial, so that its angle counts from the flat foot.
    """

    start_s: float
    rate_hz: float
    each: dict[Side, dict[str, FloatArray]]
    both: dict[str, FloatArray]
    angles: JointAngles
    leg_length: float | None
    standing: bool
    level_foot: frozenset[Side]
    missing: dict[str, str] = field(default_factory=dict)

    @property
    def outer(self) -> bool:
        """Whether the legs' lines are only lines through outer markers."""
        return self.angles.method == "lines"

    def at(self, signal: FloatArray, time_s: float) -> float:
        """The value at a time between frames."""
        frame = (time_s - self.start_s) * self.rate_hz
        before = min(max(int(np.floor(frame)), 0), len(signal) - 1)
        after = min(before + 1, len(signal) - 1)
        return float(signal[before] + (frame - before) * (signal[after] - signal[before]))

    def span(self, signal: FloatArray, first_s: float, last_s: float) -> FloatArray:
        """The frames from one time to another, both ends included."""
        first = int(np.ceil((first_s - self.start_s) * self.rate_hz))
        last = int(np.floor((last_s - self.start_s) * self.rate_hz))
        return signal[max(0, first) : last + 1]


def signals_of(recording: Recording, standing: Recording | None, body: Body) -> Signals:
    """All signals that this recording gives."""
    cutoff = MARKER_HZ if recording.unit == "m" else smoothing_hz(recording.rate_hz)
    angles = joint_angles(recording, standing, cutoff)
    joints = _joints(recording, standing, cutoff)
    lengths = [
        float(np.nanmedian(_length(joints[side]["hip"], joints[side]["knee"])))
        + float(np.nanmedian(_length(joints[side]["knee"], joints[side]["ankle"])))
        for side in SIDES
        if {"hip", "knee", "ankle"} <= joints[side].keys()
    ]
    centre = low_pass(body.pelvis, recording.rate_hz, cutoff) if body.pelvis is not None else None
    middle = _middle_ahead(recording, joints, cutoff)
    tilt = standing_tilt(standing, angles)
    each = {side: _one_side(body, side, joints[side], middle, angles, tilt, cutoff) for side in SIDES}
    return Signals(
        body.start_s,
        recording.rate_hz,
        each,
        _both(angles, centre, body),
        angles,
        float(np.mean(lengths)) if lengths else None,
        angles.calibrated,
        frozenset(side for side in SIDES if f"foot_{side}" in angles.carried),
        _reasons(recording, angles),
    )


def _joints(recording: Recording, standing: Recording | None, cutoff: float) -> dict[Side, dict[str, FloatArray]]:
    """Hip, knee and ankle of each side over time, as far as the recording shows them."""
    smooth = smoothed(recording, cutoff)
    if recording.dimensions == 2:
        return {
            side: {name: smooth.point(f"{side}_{name}") for name in _JOINTS if smooth.has(f"{side}_{name}")}
            for side in SIDES
        }
    segments = segments_of(smooth, standing)
    found = {side: {name: segments.joint(name, side) for name in _JOINTS} for side in SIDES}
    return {side: {name: place for name, place in one.items() if place is not None} for side, one in found.items()}


def _both(angles: JointAngles, centre: FloatArray | None, body: Body) -> dict[str, FloatArray]:
    out: dict[str, FloatArray] = {}
    if centre is not None:
        out["pelvis_up"] = np.where(body.pelvis_gone, np.nan, centre[:, UP])
    for name, signal, sign in (
        ("trunk", "trunk_lean", 1.0),
        ("tilt", "pelvis_tilt", -1.0),
        ("turn", "pelvis_rotation", 1.0),
    ):
        found = angles.angle(signal)
        if found is not None:
            out[name] = sign * found
    return out


def _one_side(
    body: Body,
    side: Side,
    joints: dict[str, FloatArray],
    middle: FloatArray | None,
    angles: JointAngles,
    tilt: float | None,
    cutoff: float,
) -> dict[str, FloatArray]:
    letter = _LETTER[side]
    named = {"thigh": "thigh_angle", "shank": "shank_angle", "knee": "knee_angle", "foot": "foot_angle"}
    out = {name: angles.angle(f"{source}_{letter}") for name, source in named.items()}
    listed = angles.angle("pelvis_list")
    if listed is not None:
        # The list is positive with the right side down, which is the other side while the left foot stands.
        out["drop"] = listed if side == "left" else -listed
    hip = angles.angle(f"hip_flexion_{letter}")
    if hip is not None and tilt is not None:
        out["hip"] = hip - tilt
    leg = body.legs.get(side)
    if leg is not None:
        heel = low_pass(leg.heel, body.rate_hz, cutoff)
        ahead = np.where(leg.gone, np.nan, heel[:, FORWARD])
        out["heel_up"] = np.where(leg.gone, np.nan, heel[:, UP])
        if middle is not None:
            out["heel_ahead_of_pelvis"] = ahead - middle
        if "hip" in joints:
            out["heel_ahead_of_hip"] = ahead - joints["hip"][:, FORWARD]
    if "ankle" in joints:
        ankle = joints["ankle"][:, FORWARD]
        if middle is not None:
            out["ankle_ahead_of_pelvis"] = ankle - middle
        if "hip" in joints:
            out["ankle_ahead_of_hip"] = ankle - joints["hip"][:, FORWARD]
    return {name: signal for name, signal in out.items() if signal is not None}


def _middle_ahead(recording: Recording, joints: dict[Side, dict[str, FloatArray]], cutoff: float) -> FloatArray | None:
    """(T,) how far forward the middle of the pelvis is: of its spines, else of the hips; not of a back cluster."""
    spines = [f"{side}_{name}" for side in SIDES for name in ("asis", "psis")]
    if recording.has(*spines):
        middle = np.mean([recording.point(name)[:, FORWARD] for name in spines], axis=0)
        return np.where(np.isfinite(middle), low_pass(middle, recording.rate_hz, cutoff), np.nan)
    hips = [joints[side]["hip"][:, FORWARD] for side in SIDES if "hip" in joints[side]]
    return np.asarray(np.mean(hips, axis=0)) if len(hips) == 2 else None


def standing_tilt(standing: Recording | None, angles: JointAngles) -> float | None:
    """Forward tilt of the pelvis while standing, degrees; 0 where the pelvis is counted from standing anyway."""
    if "pelvis_tilt" in angles.as_standing:
        return 0.0
    if standing is None or not angles.calibrated:
        return None
    still = joint_angles(standing, standing).angle("pelvis_tilt")
    return -float(np.nanmean(still)) if still is not None and np.isfinite(still).any() else None


def _reasons(recording: Recording, angles: JointAngles) -> dict[str, str]:
    """Why a signal is not there, by its name."""
    flat = recording.dimensions == 2
    joints = "needs hip, knee and ankle in the recording, or a standing trial that shows them (--static)"
    if not recording.axes.known:
        joints = "forward is not known"
    seen = "a view from the side does not show it" if flat else "needs the spines of the pelvis, or a standing trial"
    out = dict.fromkeys(("ankle_ahead_of_hip", "heel_ahead_of_hip", "ankle_ahead_of_pelvis", "leg_length"), joints)
    out |= dict.fromkeys(("thigh", "shank", "knee"), joints)
    out |= dict.fromkeys(("drop", "turn", "tilt"), seen)
    out["hip"] = "a view from the side does not show the pelvis" if flat else "needs a standing trial (--static)"
    out["trunk"] = "needs shoulders, neck or the seventh neck vertebra (C7)"
    out["heel_up"] = "needs a heel"
    out["heel_ahead_of_pelvis"] = "needs a heel, and the spines of the pelvis or both hips"
    out["foot"] = "needs a heel and the front of the foot"
    out["pelvis_up"] = "needs the pelvis or both hips"
    return out


def _length(upper: FloatArray, lower: FloatArray) -> FloatArray:
    return np.asarray(np.linalg.norm(upper - lower, axis=1))
