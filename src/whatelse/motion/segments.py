"""Where the pelvis, thighs, shanks and feet are: from markers that show the bones, or carried over from a static trial.

Frames (columns forward, up, right of the segment) after the International Society of Biomechanics (Wu 2002, J Biomech
35:543), hip centres after Harrington 2007 (J Biomech 40:595), calibrated anatomical systems after Cappozzo 1995 (Clin
Biomech 10:171): bones are found once while standing and then carried by the markers that are there in the run.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import numpy as np

from whatelse.motion.recording import SIDES, FloatArray, Recording
from whatelse.motion.rotation import frame, frame_forward, rigid_fit

#: Markers that carry a segment, in the run and while standing.
PELVIS_CLUSTER = (
    "left_asis", "right_asis", "left_psis", "right_psis", "left_iliac_crest", "right_iliac_crest", "sacrum",
    "pelvis_1", "pelvis_2", "pelvis_3", "pelvis_4",
)  # fmt: skip
LEG_CLUSTERS = {
    "thigh": ("thigh_1", "thigh_2", "thigh_3", "thigh_4", "knee_lateral", "trochanter"),
    "shank": ("shank_1", "shank_2", "shank_3", "shank_4", "fibula_head", "tibial_tuberosity", "ankle_lateral"),
    "foot": ("heel", "heel_top", "heel_lateral", "mt1", "mt5", "toe", "foot_1", "foot_2", "foot_3", "foot_4"),
}
#: Markers needed to carry a segment. A cluster of its own that has them is not mixed with skin markers of joints.
ENOUGH = 3
#: Share of the way between the trochanters at which the hip centre lies (Weinhandl & O'Connor 2010, J Biomech 43:2633).
BETWEEN_TROCHANTERS = 0.25
_MM = 1e-3

Get = Callable[[str], FloatArray]


class Segment(msgspec.Struct, frozen=True, eq=False):
    """frame: (T, 3, 3); origin: (T, 3) m, the upper joint centre; end: (T, 3) m, the lower one.

    Either frame or ends may be NaN where the markers do not show them.
    """

    frame: FloatArray
    origin: FloatArray
    end: FloatArray


class Body(msgspec.Struct, frozen=True, eq=False):
    """Segments by name: ``pelvis``, ``thigh_left``, ``shank_right``, ``foot_left``, ...; those that can be built.

    calibrated: a static trial was used. as_standing: segments whose frame is level and straight ahead in the static
    trial, because no markers show their bones: their angles count from standing. carried: segments that follow their
    markers from the static trial. notes: what was done, and what could not be. residual: by segment, m, the usual
    misfit of its cluster to the standing one.
    """

    segments: dict[str, Segment]
    calibrated: bool
    as_standing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    residual: dict[str, float] = {}
    carried: tuple[str, ...] = ()

    def joint(self, name: str, side: str) -> FloatArray | None:
        """(T, 3) centre of the hip, knee or ankle of one side, m."""
        upper = {"hip": ("thigh", 0), "knee": ("thigh", 1), "ankle": ("shank", 1)}
        lower = {"hip": ("thigh", 0), "knee": ("shank", 0), "ankle": ("foot", 0)}
        for segment, end in (upper[name], lower[name]):
            held = self.segments.get(f"{segment}_{side}")
            if held is not None:
                place = held.end if end else held.origin
                if np.isfinite(place).any():
                    return place
        return None


def body_of(recording: Recording, static: Recording | None = None) -> Body:
    """The segments of a recording in three dimensions; with a static trial where one is given.

    Segments that neither show their bones nor are carried by three markers of the static trial are missing from
    the result, with a note. Raises nothing: what is not there is not there.
    """
    own = _built(recording)
    if static is None:
        return Body(own, False)
    notes: list[str] = []
    residual: dict[str, float] = {}
    shown = {name: one for name, one in _built(static).items() if np.isfinite(_mean(one.frame)).all()}
    standing = {name: _still(segment) for name, segment in shown.items()}
    straight = _as_standing(static, standing)
    standing |= straight
    standing |= {name: _flat(one) for name, one in standing.items() if name.startswith("foot") and name not in straight}
    carried: dict[str, Segment] = {}
    for name, segment in standing.items():
        cluster = _cluster(name, recording, static)
        if len(cluster) < ENOUGH:
            notes.append(f"{name}: fewer than three markers are both in the static trial and in the run")
            continue
        still = np.stack([_mean(static.point(point)) for point in cluster])
        moving = np.stack([recording.point(point) for point in cluster], axis=1)
        turn, shift, misfit = rigid_fit(still, moving)
        residual[name] = float(np.nanmedian(misfit)) if np.isfinite(misfit).any() else float("nan")
        carried[name] = Segment(
            turn @ segment.frame[0], _moved(turn, shift, segment.origin[0]), _moved(turn, shift, segment.end[0])
        )
    missing = [name for name in own if name not in carried]
    if missing:
        notes.append(f"without static calibration: {', '.join(missing)}")
    as_standing = tuple(name for name in straight if name in carried)
    if as_standing:
        notes.append(f"no markers show the axes of {', '.join(as_standing)}: their angles count from standing")
    return Body({**own, **carried}, bool(carried), as_standing, tuple(notes), residual, tuple(carried))


def _as_standing(static: Recording, standing: dict[str, Segment]) -> dict[str, Segment]:
    """Pelvis and feet without bony markers, taken as level and straight ahead while standing."""
    found: dict[str, Segment] = {}
    level = np.eye(3)[None]
    if "pelvis" not in standing and static.axes.known and static.has("left_trochanter", "right_trochanter"):
        middle = _mean(static.point("left_trochanter") + static.point("right_trochanter"))[None] / 2
        found["pelvis"] = Segment(level, middle, middle)
    for side in SIDES:
        shank = standing.get(f"shank_{side}")
        if f"foot_{side}" not in standing and static.axes.known and shank is not None:
            found[f"foot_{side}"] = Segment(level, shank.end, np.full((1, 3), np.nan))
    return found


def _moved(turn: FloatArray, shift: FloatArray, place: FloatArray) -> FloatArray:
    moved: FloatArray = turn @ place + shift
    return moved


def _built(recording: Recording) -> dict[str, Segment]:
    """Segments that the markers of one recording show by themselves."""
    get = recording.point
    found: dict[str, Segment] = {}
    pelvis = _pelvis(recording)
    if pelvis is not None:
        found["pelvis"] = pelvis
    for side in SIDES:
        hip = _hip(recording, side, pelvis)
        knee, knee_right = _joint(recording, side, "knee")
        ankle, ankle_right = _joint(recording, side, "ankle")
        if hip is not None and knee is not None:
            found[f"thigh_{side}"] = Segment(frame(hip - knee, _or_nan(knee_right, knee)), hip, knee)
        if knee is not None and ankle is not None:
            across = knee_right if ankle_right is None else ankle_right
            if knee_right is not None and ankle_right is not None:
                across = knee_right / _length(knee_right) + ankle_right / _length(ankle_right)
            found[f"shank_{side}"] = Segment(frame(knee - ankle, _or_nan(across, knee)), knee, ankle)
        foot = _foot(get, recording, side, ankle)
        if foot is not None:
            found[f"foot_{side}"] = foot
    return found


def _pelvis(recording: Recording) -> Segment | None:
    """From the spines: right along the front ones, forward from the middle of the back to the middle of the front."""
    get = recording.point
    if not recording.has("left_asis", "right_asis"):
        return None
    front = (get("left_asis") + get("right_asis")) / 2
    if recording.has("left_psis", "right_psis"):
        back = (get("left_psis") + get("right_psis")) / 2
    elif recording.has("sacrum"):
        back = get("sacrum")
    else:
        return None
    axes = frame_forward(front - back, get("right_asis") - get("left_asis"))
    return Segment(axes, front, back)


def hip_centres(pelvis: Segment, width: float, depth: float) -> dict[str, FloatArray]:
    """Hip centres (T, 3) by side, after Harrington 2007 without leg length.

    width: between the front spines, m; depth: from the middle of the back spines to the middle of the front ones, m.
    """
    x, y, z = -0.24 * depth - 9.9 * _MM, -0.30 * width - 10.9 * _MM, 0.33 * width + 7.3 * _MM
    return {
        side: pelvis.origin + pelvis.frame @ np.array([x, y, sign * z])
        for side, sign in (("left", -1.0), ("right", 1.0))
    }


def _hip(recording: Recording, side: str, pelvis: Segment | None) -> FloatArray | None:
    if pelvis is not None:
        width = float(np.nanmedian(_length(recording.point("right_asis") - recording.point("left_asis"))))
        depth = float(np.nanmedian(_length(pelvis.origin - pelvis.end)))
        return hip_centres(pelvis, width, depth)[side]
    if recording.has(f"{side}_hip"):
        return recording.point(f"{side}_hip")
    if recording.has("left_trochanter", "right_trochanter"):
        other = "right" if side == "left" else "left"
        near, far = recording.point(f"{side}_trochanter"), recording.point(f"{other}_trochanter")
        return near + BETWEEN_TROCHANTERS * (far - near)
    return None


def _joint(recording: Recording, side: str, joint: str) -> tuple[FloatArray | None, FloatArray | None]:
    """Centre (T, 3) of a knee or ankle, and the vector through it to the runner's right, where markers show it."""
    lateral, medial = f"{side}_{joint}_lateral", f"{side}_{joint}_medial"
    if recording.has(lateral, medial):
        outer, inner = recording.point(lateral), recording.point(medial)
        return (outer + inner) / 2, (outer - inner) if side == "right" else (inner - outer)
    if recording.has(f"{side}_{joint}"):
        return recording.point(f"{side}_{joint}"), None
    return None, None


def _foot(get: Get, recording: Recording, side: str, ankle: FloatArray | None) -> Segment | None:
    """Forward from the heel to the front of the foot, up as near the ankle as it can be; its end is the front."""
    heel = f"{side}_heel"
    if not recording.has(heel):
        return None
    fronts = [f"{side}_{name}" for name in ("mt1", "mt5", "toe", "mt2") if recording.has(f"{side}_{name}")]
    pair = [f"{side}_mt1", f"{side}_mt5"]
    if recording.has(*pair):
        front = (get(pair[0]) + get(pair[1])) / 2
        across = get(pair[1]) - get(pair[0]) if side == "right" else get(pair[0]) - get(pair[1])
    elif fronts:
        front = get(fronts[-1])
        across = np.broadcast_to(np.array([0.0, 0.0, 1.0]), front.shape)
    else:
        return None
    forward = front - get(heel)
    up = np.cross(across, forward)
    along = frame(up, np.cross(forward, up))
    return Segment(along, get(heel) if ankle is None else ankle, front)


def _cluster(name: str, recording: Recording, static: Recording) -> list[str]:
    """The markers that carry a segment: its own cluster, filled up with skin markers of the joints if too small."""
    if name == "pelvis":
        wanted = list(PELVIS_CLUSTER)
    else:
        segment, side = name.split("_")
        wanted = [f"{side}_{point}" for point in LEG_CLUSTERS[segment]]
    held = [point for point in wanted if recording.has(point) and static.has(point)]
    if name.startswith(("thigh", "shank")):
        own = [point for point in held if name.split("_")[0] in point]
        return own if len(own) >= ENOUGH else held
    return held


def _still(segment: Segment) -> Segment:
    """The mean of a standing segment, as one frame."""
    u, _, vt = np.linalg.svd(_mean(segment.frame))
    return Segment((u @ vt)[None], _mean(segment.origin)[None], _mean(segment.end)[None])


def _flat(foot: Segment) -> Segment:
    """A foot that stands on the ground: its sole is level, wherever its markers are stuck."""
    forward = foot.frame[..., 0] * np.array([1.0, 0.0, 1.0])
    up = np.broadcast_to(np.array([0.0, 1.0, 0.0]), forward.shape)
    return Segment(frame(up, np.cross(forward, up)), foot.origin, foot.end)


def _mean(values: FloatArray) -> FloatArray:
    there = np.isfinite(values)
    count = there.sum(axis=0)
    mean: FloatArray = np.where(count > 0, np.where(there, values, 0.0).sum(axis=0) / np.maximum(count, 1), np.nan)
    return mean


def _length(vectors: FloatArray) -> FloatArray:
    length: FloatArray = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return length


def _or_nan(vectors: FloatArray | None, like: FloatArray) -> FloatArray:
    return np.full_like(like, np.nan) if vectors is None else vectors
