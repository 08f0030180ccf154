"""The chain of legs, pelvis and spine: who moves more when one part moves less.

Seen from the side, at every moment of the stride. In the article's words: tire on rim is the hip (thigh on ilium), rim
on axle the sacroiliac joint (ilium on sacrum), axle on chassis the lumbosacral region (sacrum on trunk). The feet
shall go where they went, so the thighs keep their path: what a hip lacks, the other joints must give. Each change
costs its weight times the square of its degrees; the cheapest answer within physiological limits is taken, at each
moment for itself. Where the joints cannot give it all, the thigh goes less far: the stride becomes shorter, and this
is told.

The geometry is certain; the WEIGHTS ARE ASSUMED, and the sensitivity table shows what hangs on them. Rotation of the
pelvis about the long axis of the body, which also lengthens a stride, is not in it. Nothing here says that a runner
does this: it says what would have to happen for the same stride.
"""

from __future__ import annotations

import msgspec
import numpy as np

from whatelse.mechanics import muscles
from whatelse.mechanics.gait import CYCLE, HIP, POINTS, SIDES, Gait, Leg, Side, as_seen_by, at
from whatelse.mechanics.least_change import least_change
from whatelse.mechanics.polynomial import FloatArray
from whatelse.mechanics.restrictions import Restriction
from whatelse.mechanics.stretch import peak_of

#: What is free: sacrum (backward +), each ilium on the sacrum (backward +), trunk (backward +), each thigh (forward +).
UNKNOWN = ("sacrum", "left_ilium", "right_ilium", "trunk", "left_thigh", "right_thigh")
#: What is told, as sums of what is free.
FORMS: dict[str, tuple[int, ...]] = {
    "left_hip": (-1, -1, 0, 0, 1, 0),
    "right_hip": (-1, 0, -1, 0, 0, 1),
    "left_sacroiliac": (0, 1, 0, 0, 0, 0),
    "right_sacroiliac": (0, 0, 1, 0, 0, 0),
    "lumbar": (-1, 0, 0, 1, 0, 0),
    "trunk": (0, 0, 0, 1, 0, 0),
    "left_thigh": (0, 0, 0, 0, 1, 0),
    "right_thigh": (0, 0, 0, 0, 0, 1),
    "pelvis": (1, 0, 0, 0, 0, 0),
}
LABELS = {
    "left_hip": "left hip (tire on rim)",
    "right_hip": "right hip (tire on rim)",
    "left_sacroiliac": "left sacroiliac joint (rim on axle)",
    "right_sacroiliac": "right sacroiliac joint (rim on axle)",
    "lumbar": "lumbar spine (axle on chassis)",
    "trunk": "trunk",
    "left_thigh": "left thigh, path of the leg",
    "right_thigh": "right thigh, path of the leg",
    "pelvis": "pelvis",
}
#: What a positive change is called.
DIRECTIONS = {
    "left_hip": ("more bent", "more extended"),
    "right_hip": ("more bent", "more extended"),
    "left_sacroiliac": ("ilium backward", "ilium forward"),
    "right_sacroiliac": ("ilium backward", "ilium forward"),
    "lumbar": ("more arched", "more rounded"),
    "trunk": ("more upright", "leaning more"),
    "left_thigh": ("further forward", "less far forward"),
    "right_thigh": ("further forward", "less far forward"),
    "pelvis": ("tilted backward", "tilted forward"),
}
#: Assumed: a degree of a hip and of the lumbar spine cost the same; the sacroiliac joint is stiffer, the trunk is kept
#: upright by balance, and runners keep the path of the legs as long as the joints allow it. The pelvis is no joint.
WEIGHTS = {"hip": 1.0, "lumbar": 1.0, "sacroiliac": 4.0, "trunk": 3.0, "thigh": 20.0, "pelvis": 0.0}
#: Degrees. Sacroiliac: a parameter, never a measurement; a few degrees at most. Lumbar: room beyond what this stride
#: uses. Pelvis, trunk, thigh: the most that they change. Assumed from ranges usual in textbooks.
SACROILIAC, LUMBAR_ROOM, PELVIS_MOST, TRUNK_MOST, THIGH_MOST = 1.0, 15.0, 15.0, 5.0, 12.0
#: Assumed length of a leg in m, for telling degrees of the thigh as centimetres of the stride.
LEG_M = 0.85


class JointChange(msgspec.Struct, frozen=True):
    """One part: curve over the RIGHT cycle (101 points, degrees), the largest change and when (percent of it)."""

    id: str
    label: str
    most: float
    percent: float
    direction: str
    curve: tuple[float, ...]


class HamstringChange(msgspec.Struct, frozen=True):
    """One hamstring of one side, percent of its own cycle. at_peak: change in points where its peak was before."""

    id: str
    side: Side
    peak_before: float
    peak_after: float
    percent_before: float
    percent_after: float
    at_peak: float
    most: float
    most_percent: float


class Sensitivity(msgspec.Struct, frozen=True):
    """A weight taken half and double, and what the result then is."""

    weight: str
    factor: float
    pelvis: float
    hamstring: float
    shorter_cm: float


class Chain(msgspec.Struct, frozen=True):
    """What the others must do. limit: from, to (percent of the right cycle) where the lost range is missed.

    shorter_cm: by how much the stride must become shorter; possible: the limits could be kept at all.
    """

    restrictions: tuple[Restriction, ...]
    possible: bool
    why: str
    joints: tuple[JointChange, ...]
    hamstrings: tuple[HamstringChange, ...]
    shorter_deg: float
    shorter_cm: float
    extension_end: dict[str, float]
    sensitivity: tuple[Sensitivity, ...]
    side: Side


def chain(gait: Gait, restrictions: tuple[Restriction, ...], *, sensitivity: bool = True) -> Chain:
    """What the same stride asks of the other joints when some have lost range."""
    told = _watched(restrictions)
    ends: dict[str, float] = {side: _extension_end(gait, side) for side in SIDES}
    if not (gait.left.strides and gait.right.strides):
        why = "only one leg was seen, and the chain needs both"
        return Chain(restrictions, False, why, (), (), 0.0, 0.0, {}, (), told)
    changes = solve(gait, restrictions, WEIGHTS)
    if changes is None:
        why = "no pelvis, spine and stride within the limits do that: the restriction is larger than a run allows"
        return Chain(restrictions, False, why, (), (), 0.0, 0.0, ends, (), told)
    shorter = _shorter(changes)
    if shorter > THIGH_MOST:
        why = (
            f"the legs would swing {shorter:.0f} degrees less far: that is another run, not this one with a stiff joint"
        )
        return Chain(restrictions, False, why, (), (), round(shorter, 3), 0.0, ends, (), told)
    return Chain(
        restrictions=restrictions,
        possible=True,
        why="",
        joints=tuple(_joint(name, changes[name]) for name in FORMS),
        hamstrings=tuple(h for side in SIDES for h in _hamstrings(gait, side, changes)),
        shorter_deg=round(shorter, 3),
        shorter_cm=round(_centimetres(shorter), 2),
        extension_end=ends,
        sensitivity=_sensitivities(gait, restrictions, told) if sensitivity else (),
        side=told,
    )


def solve(gait: Gait, restrictions: tuple[Restriction, ...], weights: dict[str, float]) -> dict[str, FloatArray] | None:
    """(101,) degrees of change of every part over the right cycle; None where the limits contradict each other."""
    forms = np.array(list(FORMS.values()), dtype=float)
    cost = np.array([weights[_kind(name)] for name in FORMS])
    lows, highs = _limits(gait, restrictions)
    found = np.zeros((POINTS, len(UNKNOWN)))
    for t in range(POINTS):
        answer = least_change(forms, cost, lows[t], highs[t])
        if answer is None:
            return None
        found[t] = answer
    out = found @ forms.T
    return {name: np.round(out[:, f], 9) + 0.0 for f, name in enumerate(FORMS)}


def changed(gait: Gait, side: Side, changes: dict[str, FloatArray]) -> FloatArray:
    """(101, 5) the angles of a leg over its own cycle after the changes."""
    leg = gait.leg(side)
    angles = leg.angles.copy()
    angles[:, HIP] += as_seen_by(gait, side, changes[f"{side}_hip"], "right")
    return angles


def _limits(gait: Gait, restrictions: tuple[Restriction, ...]) -> tuple[FloatArray, FloatArray]:
    """(101, 9) twice: by how much each part may change at each moment."""
    lost = {one.id: one.degrees for one in restrictions}
    shape = (POINTS, len(FORMS))
    lows, highs = np.full(shape, -np.inf), np.full(shape, np.inf)
    place = {name: f for f, name in enumerate(FORMS)}
    for side in SIDES:
        hip = as_seen_by(gait, "right", gait.leg(side).angles[:, HIP], side)
        column = place[f"{side}_hip"]
        if f"{side}_hip_extension" in lost:
            lows[:, column] = hip.min() + lost[f"{side}_hip_extension"] - hip
        if f"{side}_hip_flexion" in lost:
            highs[:, column] = hip.max() - lost[f"{side}_hip_flexion"] - hip
        room = max(0.0, SACROILIAC - lost.get(f"{side}_sacroiliac", 0.0))
        lows[:, place[f"{side}_sacroiliac"]], highs[:, place[f"{side}_sacroiliac"]] = -room, room
    lumbar = -gait.right.lean - gait.right.tilt
    lows[:, place["lumbar"]] = lumbar.min() - LUMBAR_ROOM + lost.get("lumbar_flexion", 0.0) - lumbar
    highs[:, place["lumbar"]] = lumbar.max() + LUMBAR_ROOM - lost.get("lumbar_extension", 0.0) - lumbar
    for name, most in (("pelvis", PELVIS_MOST), ("trunk", TRUNK_MOST)):
        lows[:, place[name]], highs[:, place[name]] = -most, most
    return lows, highs


def _kind(name: str) -> str:
    return name.removeprefix("left_").removeprefix("right_")


def _shorter(changes: dict[str, FloatArray]) -> float:
    """Degrees by which the legs swing less far, the worse of the two."""
    return max(float(np.abs(changes[f"{side}_thigh"]).max()) for side in SIDES)


def _centimetres(degrees: float) -> float:
    return 100.0 * LEG_M * float(np.radians(degrees))


def _joint(name: str, curve: FloatArray) -> JointChange:
    when = int(np.argmax(np.abs(curve)))
    most = float(curve[when])
    direction = "" if abs(most) < 0.05 else DIRECTIONS[name][0 if most > 0 else 1]
    return JointChange(
        name, LABELS[name], round(most, 3), float(CYCLE[when]), direction, tuple(np.round(curve, 3).tolist())
    )


def _hamstrings(gait: Gait, side: Side, changes: dict[str, FloatArray]) -> list[HamstringChange]:
    before = muscles.stretch(gait.leg(side).angles, muscles.HAMSTRINGS)
    after = muscles.stretch(changed(gait, side, changes), muscles.HAMSTRINGS)
    out = []
    for m, name in enumerate(muscles.HAMSTRINGS):
        (peak, when), (new, later) = peak_of(before[:, m]), peak_of(after[:, m])
        gain = after[:, m] - before[:, m]
        most = int(np.argmax(np.abs(gain)))
        out.append(
            HamstringChange(
                id=name,
                side=side,
                peak_before=round(peak, 3),
                peak_after=round(new, 3),
                percent_before=round(when, 1),
                percent_after=round(later, 1),
                at_peak=round(float(at(gain, when)[0]), 3),
                most=round(float(gain[most]), 3),
                most_percent=float(CYCLE[most]),
            )
        )
    return out


def _extension_end(gait: Gait, side: Side) -> float:
    """Percent of the OTHER leg's cycle at which this hip is most extended."""
    leg: Leg = gait.leg(side)
    other = gait.left if side == "right" else gait.right
    return round(float((CYCLE[int(np.argmin(leg.angles[:, HIP]))] + leg.start - other.start) % 100.0), 1)


def _watched(restrictions: tuple[Restriction, ...]) -> Side:
    """The side whose hamstring the table follows: opposite a hip that lacks extension, else the hip's own."""
    for one in restrictions:
        side: Side = "left" if one.id.startswith("left") else "right"
        if one.id.endswith("hip_extension"):
            return "right" if side == "left" else "left"
        if one.id.endswith("hip_flexion"):
            return side
    return "left"


def _sensitivities(gait: Gait, restrictions: tuple[Restriction, ...], side: Side) -> tuple[Sensitivity, ...]:
    rows = []
    for weight in WEIGHTS:
        for factor in (0.5, 2.0):
            if not WEIGHTS[weight]:
                continue
            changes = solve(gait, restrictions, {**WEIGHTS, weight: WEIGHTS[weight] * factor})
            if changes is None:
                continue
            pelvis = changes["pelvis"]
            first = _hamstrings(gait, side, changes)[0]
            rows.append(
                Sensitivity(
                    weight,
                    factor,
                    round(float(pelvis[int(np.argmax(np.abs(pelvis)))]), 2),
                    first.at_peak,
                    round(_centimetres(_shorter(changes)), 2),
                )
            )
    return tuple(rows)
