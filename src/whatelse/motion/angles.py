"""Angles of the pelvis, hips, knees and ankles, with OpenSim's names and signs.

Three ways, told as ``method``, best first:

- ``calibrated``: bones found in a static trial and carried by the markers of the run.
- ``markers``: bones shown by the markers of the run itself (inner and outer knee and ankle; with joint centres alone
  the knee and ankle are angles in the plane of running).
- ``lines``: only clusters on the outside of the leg: the line through a cluster stands for the bone, in the plane of
  running. Off by up to 10 degrees, and differently left and right.
- ``plane``: keypoints of a picture; angles in the plane of the picture.

Signs: pelvis_tilt + backward, pelvis_list + right side down, pelvis_rotation + right side forward; hip flexion,
adduction, internal rotation, knee flexion and dorsiflexion +. Sequence flexion, adduction, rotation (Z, X, Y).
Besides: ``thigh_angle``, ``shank_angle``, ``foot_angle`` against the vertical (the floor for the foot), + where the
lower end (the toe) is ahead (up), and ``trunk_lean`` + forward. ``hip_flexion_trunk`` is the thigh against the trunk:
another definition than ``hip_flexion``, against the pelvis, and never to be compared with it.
"""

from __future__ import annotations

from typing import Literal

import msgspec
import numpy as np

from whatelse.motion.filter import low_pass
from whatelse.motion.recording import FORWARD, SIDES, UP, FloatArray, Recording, frozen
from whatelse.motion.rotation import between, cardan_zxy
from whatelse.motion.segments import Body, body_of

Method = Literal["calibrated", "markers", "lines", "plane", "none"]
#: Cut-off of the low-pass filter on positions, Hz: markers; keypoints at less than 50 pictures a second, and above.
CUTOFF_MARKERS, CUTOFF_SLOW_PICTURES, CUTOFF_PICTURES, SLOW = 10.0, 7.0, 10.0, 50.0
#: A line through a cluster is taken for the bone when its markers are this far apart, m, and this upright (cosine)
#: in the middle of all frames, swing included.
LONG_LINE, UPRIGHT_LINE = 0.08, 0.6
#: A cluster whose usual misfit is larger than this, m, is not the same cluster as in the static trial.
WORST_MISFIT = 0.02
_LETTER = {"left": "l", "right": "r"}
#: Every angle there can be; {s} is l or r.
JOINT_NAMES = (
    "pelvis_tilt",
    "pelvis_list",
    "pelvis_rotation",
    "hip_flexion_{s}",
    "hip_adduction_{s}",
    "hip_rotation_{s}",
    "knee_angle_{s}",
    "ankle_angle_{s}",
    "thigh_angle_{s}",
    "shank_angle_{s}",
    "foot_angle_{s}",
    "trunk_lean",
    "hip_flexion_trunk_{s}",
)


class JointAngles(msgspec.Struct, frozen=True, eq=False):
    """values: (T, K) degrees in the order of ``names``, on the clock ``time_s``; NaN where not seen.

    as_standing: angles that count from the standing of the static trial and not from bones. carried: segments that
    follow their markers from the static trial. notes: what was left out, and why.
    """

    time_s: FloatArray
    names: tuple[str, ...]
    values: FloatArray
    method: Method
    as_standing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()

    @property
    def calibrated(self) -> bool:
        return self.method == "calibrated"

    def angle(self, name: str) -> FloatArray | None:
        """(T,) degrees, or None where this angle could not be told."""
        return self.values[:, self.names.index(name)] if name in self.names else None


def smoothed(recording: Recording, cutoff_hz: float | None = None) -> Recording:
    """The recording with low-pass filtered positions; ``cutoff_hz`` by default as the constants above say."""
    if cutoff_hz is None:
        slow = recording.rate_hz < SLOW
        cutoff_hz = CUTOFF_MARKERS if recording.kind == "markers" else CUTOFF_SLOW_PICTURES if slow else CUTOFF_PICTURES
    return msgspec.structs.replace(
        recording, positions=frozen(low_pass(recording.positions, recording.rate_hz, cutoff_hz))
    )


def joint_angles(recording: Recording, static: Recording | None = None, cutoff_hz: float | None = None) -> JointAngles:
    """Every angle that this recording shows. Raises nothing: an angle that cannot be told is not among the names.

    static: a standing trial of the same markers, in its own axes.
    """
    if not recording.axes.known or not recording.points:
        return _made(recording, {}, "none", notes=("forward is not known: no angle can be told",))
    recording = smoothed(recording, cutoff_hz)
    if recording.dimensions == 2:
        return _made(recording, _plane(recording), "plane")
    usable = static if static is not None and static.dimensions == 3 and static.axes.known else None
    notes = [] if usable is static else ["the static trial has no known direction and is not used"]
    body, dropped = _trusted(body_of(recording, usable))
    notes += [*body.notes, *dropped]
    found = _angles(body)
    segments = _segment_angles(recording, body)
    found |= _sagittal(found, segments)
    method: Method = "calibrated" if body.calibrated else "markers"
    if not any(name.startswith("knee_angle") for name in found):
        lines = _lines(recording)
        if lines:
            method = "lines"
            notes.append(
                "knees from lines through the outer markers: off by up to 10 degrees; sides cannot be compared"
            )
            found, segments = {**lines, **found}, {**lines, **segments}
        elif not found:
            method = "none"
    loose = [name for name in found if any(_belongs(name, one) for one in body.as_standing)]
    return _made(
        recording,
        {**found, **segments},
        method,
        tuple(loose),
        tuple(notes),
        tuple(name for name in body.carried if name in body.segments),
    )


def _made(
    recording: Recording,
    found: dict[str, FloatArray],
    method: Method,
    as_standing: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
    carried: tuple[str, ...] = (),
) -> JointAngles:
    kept = {name: values for name, values in found.items() if np.isfinite(values).any()}
    table = np.column_stack(list(kept.values())) if kept else np.zeros((recording.frames, 0))
    return JointAngles(
        recording.time_s, tuple(kept), frozen(table), method if kept else "none", as_standing, notes, carried
    )


def _trusted(body: Body) -> tuple[Body, list[str]]:
    """The body without segments whose cluster has another shape than in the static trial."""
    bad = {name: size for name, size in body.residual.items() if not size <= WORST_MISFIT}
    notes = [
        f"{name}: its markers lie {size * 1000:.0f} mm off their places in the static trial (other markers, or names "
        "exchanged?); it is left out"
        for name, size in bad.items()
        if np.isfinite(size)
    ]
    if not bad:
        return body, notes
    segments = {name: one for name, one in body.segments.items() if name not in bad}
    return msgspec.structs.replace(body, segments=segments), notes


def _angles(body: Body) -> dict[str, FloatArray]:
    held = {name: segment.frame for name, segment in body.segments.items()}
    found: dict[str, FloatArray] = {}
    pelvis = held.get("pelvis")
    if pelvis is not None:
        for axis, name in enumerate(("pelvis_tilt", "pelvis_list", "pelvis_rotation")):
            found[name] = cardan_zxy(pelvis)[:, axis]
    for side in SIDES:
        # Adduction and rotation of the left are those of the right seen in a mirror.
        mirror, letter = (1.0 if side == "right" else -1.0), _LETTER[side]
        thigh, shank, foot = (held.get(f"{name}_{side}") for name in ("thigh", "shank", "foot"))
        if pelvis is not None and thigh is not None:
            hip = cardan_zxy(between(pelvis, thigh))
            found[f"hip_flexion_{letter}"] = hip[:, 0]
            found[f"hip_adduction_{letter}"] = mirror * hip[:, 1]
            found[f"hip_rotation_{letter}"] = mirror * hip[:, 2]
        if thigh is not None and shank is not None:
            found[f"knee_angle_{letter}"] = -cardan_zxy(between(thigh, shank))[:, 0]
        if shank is not None and foot is not None:
            found[f"ankle_angle_{letter}"] = cardan_zxy(between(shank, foot))[:, 0]
    return found


def _segment_angles(recording: Recording, body: Body) -> dict[str, FloatArray]:
    """Thigh, shank and foot against the vertical in the plane of running, and the lean of the trunk."""
    found: dict[str, FloatArray] = {}
    for side in SIDES:
        letter = _LETTER[side]
        for name in ("thigh", "shank"):
            segment = body.segments.get(f"{name}_{side}")
            if segment is not None:
                found[f"{name}_angle_{letter}"] = ahead(segment.origin, segment.end)
        foot = body.segments.get(f"foot_{side}")
        if foot is not None:
            found[f"foot_angle_{letter}"] = np.degrees(np.arctan2(foot.frame[:, 1, 0], foot.frame[:, 0, 0]))
    hips = [place for side in SIDES if (place := body.joint("hip", side)) is not None]
    shoulders = _shoulders(recording)
    if hips and shoulders is not None:
        found["trunk_lean"] = -ahead(shoulders, np.mean(hips, axis=0))
    return found


def _sagittal(found: dict[str, FloatArray], segments: dict[str, FloatArray]) -> dict[str, FloatArray]:
    """Hip, knee and ankle in the plane of running, where joint centres are there and the axes of the joints are not."""
    flat: dict[str, FloatArray] = {}
    for letter in _LETTER.values():
        for name, upper, lower in (
            (f"knee_angle_{letter}", f"thigh_angle_{letter}", f"shank_angle_{letter}"),
            (f"ankle_angle_{letter}", f"foot_angle_{letter}", f"shank_angle_{letter}"),
        ):
            known = found.get(name)
            if (known is None or np.isnan(known).all()) and upper in segments and lower in segments:
                flat[name] = _turned(segments[upper] - segments[lower])
        hip, thigh = f"hip_flexion_{letter}", segments.get(f"thigh_angle_{letter}")
        known = found.get(hip)
        if known is not None and np.isnan(known).all() and thigh is not None:
            flat[hip] = _turned(thigh - found["pelvis_tilt"])
    return flat


def ahead(upper: FloatArray, lower: FloatArray) -> FloatArray:
    """(T,) degrees by which the line from an upper to a lower point is ahead of straight down; any dimensions."""
    way = lower - upper
    angle: FloatArray = np.degrees(np.arctan2(way[:, FORWARD], -way[:, UP]))
    return angle


def _shoulders(recording: Recording) -> FloatArray | None:
    """(T, D) the upper end of the trunk."""
    if recording.has("left_shoulder", "right_shoulder"):
        return (recording.point("left_shoulder") + recording.point("right_shoulder")) / 2
    return next((recording.point(name) for name in ("c7", "neck") if recording.has(name)), None)


def _plane(recording: Recording) -> dict[str, FloatArray]:
    """Keypoints: everything in the plane of the picture, each leg from its own hip, knee, ankle, heel and toe."""
    found: dict[str, FloatArray] = {}
    shoulders = _shoulders(recording)
    if recording.has("left_hip", "right_hip") and shoulders is not None:
        middle = (recording.point("left_hip") + recording.point("right_hip")) / 2
        found["trunk_lean"] = -ahead(shoulders, middle)
    for side in SIDES:
        letter = _LETTER[side]
        hip, knee, ankle, heel, toe = (
            recording.point(f"{side}_{name}") for name in ("hip", "knee", "ankle", "heel", "toe")
        )
        thigh, shank = ahead(hip, knee), ahead(knee, ankle)
        foot = np.degrees(np.arctan2((toe - heel)[:, UP], (toe - heel)[:, FORWARD]))
        found[f"thigh_angle_{letter}"], found[f"shank_angle_{letter}"] = thigh, shank
        found[f"foot_angle_{letter}"] = foot
        found[f"knee_angle_{letter}"] = _turned(thigh - shank)
        found[f"ankle_angle_{letter}"] = _turned(foot - shank)
        if "trunk_lean" in found:
            found[f"hip_flexion_trunk_{letter}"] = _turned(thigh + found["trunk_lean"])
    return found


def _lines(recording: Recording) -> dict[str, FloatArray]:
    """Sagittal thigh, shank and knee from the upright line of each cluster."""
    found: dict[str, FloatArray] = {}
    for side in SIDES:
        letter = _LETTER[side]
        for name in ("thigh", "shank"):
            line = _line(recording, [f"{side}_{name}_{number}" for number in range(1, 5)])
            if line is not None:
                found[f"{name}_angle_{letter}"] = line
        thigh, shank = found.get(f"thigh_angle_{letter}"), found.get(f"shank_angle_{letter}")
        if thigh is not None and shank is not None:
            found[f"knee_angle_{letter}"] = _turned(thigh - shank)
    return found


def _line(recording: Recording, cluster: list[str]) -> FloatArray | None:
    """How far a cluster's line is ahead: from its first marker to its second, else from its third to its fourth."""
    for upper, lower in (cluster[:2], cluster[2:]):
        if recording.has(upper, lower):
            way = recording.point(upper) - recording.point(lower)
            way = way[np.isfinite(way).all(axis=1)]
            length = float(np.median(np.linalg.norm(way, axis=1)))
            if length >= LONG_LINE and np.median(way[:, UP]) / length >= UPRIGHT_LINE:
                return ahead(recording.point(upper), recording.point(lower))
    return None


def _belongs(name: str, segment: str) -> bool:
    part, _, side = segment.partition("_")
    if part == "pelvis":
        return name.startswith(("pelvis", "hip"))
    return name == f"ankle_angle_{_LETTER[side]}"


def _turned(angle: FloatArray) -> FloatArray:
    """Degrees brought into -180 to 180."""
    turned: FloatArray = (angle + 180) % 360 - 180
    return turned
