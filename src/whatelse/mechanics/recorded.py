"""A recorded stride: joint angles of a file, cut at the contacts, counted from standing upright."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from whatelse.errors import InputError
from whatelse.mechanics.gait import POINTS, SIDES, Gait, Leg, Side
from whatelse.mechanics.muscles import JOINTS
from whatelse.mechanics.polynomial import FloatArray
from whatelse.mechanics.typical import typical_curve
from whatelse.motion.read import read
from whatelse.motion.recording import Recording
from whatelse.stride import StrideAnalysis, analyse

#: One standard deviation of what may be wrong with an angle, degrees, in the order of JOINTS, by how it was found.
#: Markers: what a marker on skin and a joint centre do; video: root mean square errors of keypoints against markers
#: (Van Hooren 2023: hip 5-6, knee 7.5-7.8, ankle 5.7-5.8).
ERROR_DEG = {
    "calibrated": (3.0, 2.0, 5.0, 2.5, 3.0),
    "markers": (4.5, 3.0, 7.0, 4.0, 4.0),
    "lines": (8.0, 5.0, 8.0, 8.0, 8.0),
    "plane": (6.0, 5.0, 8.0, 7.7, 5.8),
}
#: Which way of finding angles lets left be compared with right.
COMPARABLE = {"calibrated": True, "markers": True, "lines": False, "plane": False}
#: Degrees by which the plane of the four spines of the pelvis leans forward in standing; taken where no static trial
#: says it, with this much doubt (one standard deviation; assumed).
SPINES_LEAN, SPINES_DOUBT = 12.0, 5.0
#: Doubt about a pelvis that was not seen at all, one standard deviation in degrees (assumed).
UNSEEN_PELVIS, UNSEEN_TILT = 7.0, -5.0
#: What is not seen from the side is taken from the typical stride.
FROM_TYPICAL = ("hip_adduction", "hip_rotation")


def recorded(
    path: str | Path,
    static: str | Path | None = None,
    speed: float | None = None,
    forces: str | Path | None = None,
    *,
    map: str | Path | None = None,
    units: str | None = None,
    axes: str | None = None,
    direction: str | None = None,
) -> Gait:
    """The stride of a file. static: a standing trial of the same markers, which tells what upright is.

    map, units, axes, direction: how to read the file, as for ``whatelse.motion.read``; names and units hold for the
    standing trial too.

    Raises InputError where there is no run, no side with hip and knee angles, or an angle outside what the muscle
    model was fitted for.
    """
    run = read(path, forces=forces, map=map, units=units, axes=axes, direction=direction)
    still = read(static, map=map, units=units) if static is not None else None
    try:
        return gait_of(run, still, speed)
    except InputError as error:
        raise error.at(file=Path(path).name) from None


def gait_of(run: Recording, static: Recording | None = None, speed: float | None = None) -> Gait:
    """As ``recorded``, from recordings."""
    return gait_of_analysis(analyse(run, static, speed))


def gait_of_analysis(analysis: StrideAnalysis) -> Gait:
    """As ``recorded``, from what was worked out of a recording before."""
    method = analysis.angle_method
    if method not in ERROR_DEG:
        raise InputError("shows no joint angles (no direction, or too few points on the legs)")
    error = np.array(ERROR_DEG[method])
    notes: list[str] = []
    upright, doubt = _upright(analysis, notes)
    curves = {(one.name, one.side): one for one in analysis.angles}

    def curve(name: str, side: Side) -> FloatArray | None:
        one = curves.get((name, side))
        return None if one is None else np.asarray(one.mean)

    sided: dict[Side, tuple[FloatArray, FloatArray, FloatArray, FloatArray]] = {}
    missing: set[str] = set()
    for side in SIDES:
        tilt = curve("pelvis_tilt", side)
        seen = tilt is not None
        tilt = np.full(POINTS, UNSEEN_TILT) if tilt is None else tilt + upright
        hip, thigh = curve("hip_flexion", side), curve("thigh_angle", side)
        if hip is not None and seen:
            hip = hip - upright
        elif thigh is not None:
            hip = thigh - tilt
            if not seen:
                missing.add("pelvis")
        knee = curve("knee_angle", side)
        if hip is None or knee is None:
            continue
        found = {"hip_flexion": hip, "knee_angle": knee}
        for name in ("hip_adduction", "hip_rotation", "ankle_angle"):
            part = curve(name, side)
            if part is None:
                missing.add(name)
                part = typical_curve(name)
            found[name] = part
        angles = _closed(np.column_stack([found[name] for name in JOINTS]))
        scatter = np.column_stack([_scatter(curves.get((name, side))) for name in JOINTS])
        lean = curve("trunk_lean", side)
        if lean is None:
            missing.add("trunk")
        sided[side] = (angles, scatter, tilt, np.full(POINTS, 5.0) if lean is None else lean)
    if not sided:
        raise InputError("shows neither leg from hip to ankle all through a stride: no muscle length can be told")
    if "pelvis" in missing:
        doubt = UNSEEN_PELVIS
        notes.append(f"the pelvis is not seen: {-UNSEEN_TILT:g} degrees forward is assumed, so sizes are loose")
    if "trunk" in missing:
        notes.append("the trunk is not seen: 5 degrees forward is assumed; the lumbar spine follows from it")
    rest = sorted(missing - {"pelvis", "trunk"})
    if rest:
        notes.append(f"not seen, taken from the typical stride: {', '.join(rest)}")
    error[0] = float(np.hypot(error[0], doubt))
    both = len(sided) == 2
    if not both:
        notes.append("only one leg was seen: the other is drawn as its mirror and not reported")
    gait = _gait(analysis, sided, error, both and COMPARABLE[method], notes)
    _within(gait)
    return gait


def _upright(analysis: StrideAnalysis, notes: list[str]) -> tuple[float, float]:
    """Degrees that the pelvis leans forward in standing, to be taken away, and the doubt about them."""
    if not any(one.name == "pelvis_tilt" for one in analysis.angles):
        return 0.0, 0.0
    lean = analysis.pelvis_standing_deg
    if lean is None:
        notes.append(f"no standing trial: a pelvis that stands {SPINES_LEAN:g} degrees forward is assumed")
        return SPINES_LEAN, SPINES_DOUBT
    there = f" (pelvis there {lean:.0f} degrees forward)" if lean else ""
    notes.append(f"hips and pelvis count from the standing trial{there}")
    return lean, 0.0


def _scatter(curve: object) -> FloatArray:
    sd = getattr(curve, "sd", None)
    return np.zeros(POINTS) if sd is None else np.asarray(sd, dtype=float)


def _closed(curve: FloatArray) -> FloatArray:
    """The curve with its ends brought together, the difference spread evenly over the cycle."""
    gap = curve[-1] - curve[0]
    return np.asarray(curve + np.outer(np.linspace(0.5, -0.5, len(curve)), gap))


def _gait(
    analysis: StrideAnalysis,
    sided: dict[Side, tuple[FloatArray, FloatArray, FloatArray, FloatArray]],
    error: FloatArray,
    comparable: bool,
    notes: list[str],
) -> Gait:
    times = {
        (side, kind): np.array([e.time_s for e in analysis.events if e.side == side and e.kind == kind])
        for side in SIDES
        for kind in ("initial_contact", "toe_off")
    }
    contacts = {side: times[side, "initial_contact"] for side in SIDES}
    longest = [np.median(np.diff(one)) for one in contacts.values() if len(one) > 1]
    duration = float(np.median(longest))
    phase = _after(contacts["right"], contacts["left"], duration)
    legs = {}
    for side in SIDES:
        source: Side = side if side in sided else next(iter(sided))
        angles, scatter, tilt, lean = sided[source]
        toe_off = _after(times[source, "initial_contact"], times[source, "toe_off"], duration)
        legs[side] = Leg(
            side=side,
            angles=angles,
            sd=scatter,
            tilt=tilt,
            lean=lean,
            toe_off=38.0 if toe_off is None else toe_off,
            strides=analysis.strides.get(side, 0) if source == side else 0,
            start=0.0 if side == "right" else 50.0 if phase is None else phase,
        )
    return Gait(
        source=analysis.source,
        method=analysis.angle_method,
        duration_s=duration,
        speed_m_s=analysis.speed_m_s,
        left=legs["left"],
        right=legs["right"],
        error_deg=error,
        comparable=comparable,
        notes=tuple(notes),
    )


def _after(first: FloatArray, second: FloatArray, duration: float) -> float | None:
    """Percent of the cycle from an event to the next of another kind, the middle of all; None where there is none."""
    gaps = [float(second[second > time].min() - time) for time in first if (second > time).any()]
    inside = [gap for gap in gaps if gap < 1.2 * duration]
    return 100.0 * float(np.median(inside)) / duration if inside else None


def _within(gait: Gait) -> None:
    from whatelse.mechanics.muscles import outside

    for side in SIDES:
        found = outside(gait.leg(side).angles)
        if found:
            raise InputError(f"{side} leg: {'; '.join(found)}: no muscle length can be told; are the markers right?")
