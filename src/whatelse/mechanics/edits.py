"""What a person may change about a stride, and the shapes in which each change can be drawn.

Nobody knows how a runner who lands 5 cm nearer moves at every other moment, so each change is drawn in several ways:
as bumps of several widths, shared in several ways between the joints. What holds for all of them is a property of
the change; what does not is a property of the drawing.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import numpy as np

from whatelse.errors import InputError, nearest, shown
from whatelse.mechanics.gait import ANKLE, CYCLE, HIP, KNEE, POINTS, Leg
from whatelse.mechanics.polynomial import FloatArray
from whatelse.mechanics.restrictions import number

#: Widths (standard deviation, percent of the cycle) of the bumps.
WIDTHS = (5.0, 7.0, 10.0, 14.0)
#: Assumed lengths of thigh and shank, m.
THIGH_M, SHANK_M = 0.42, 0.42


class Edit(msgspec.Struct, frozen=True):
    """One change: id, amount and unit as told."""

    id: str
    amount: float
    unit: str

    @property
    def text(self) -> str:
        return f"{KINDS[self.id].label} {self.amount:+g} {self.unit}"


class Kind(msgspec.Struct, frozen=True):
    """A kind of change. most: the largest amount that is still a change of this stride; meaning of +."""

    label: str
    unit: str
    most: float
    meaning: str


KINDS = {
    "overstride": Kind("foot ahead at landing", "cm", 15.0, "+ the foot lands further ahead of the hip"),
    "heel_lift": Kind("heel lift", "%", 30.0, "+ the heel comes higher in swing"),
    "hip_extension": Kind("hip extension", "deg", 15.0, "+ the thigh goes further back at push-off"),
    "trunk_lean": Kind("trunk lean", "deg", 15.0, "+ the trunk leans further forward"),
    "pelvic_tilt": Kind(
        "pelvic tilt", "deg", 15.0, "+ the pelvis tilts further forward, the thighs go where they went"
    ),
    "cadence": Kind("step rate", "%", 15.0, "+ more steps a minute at the same speed, so shorter ones"),
}


def parse_edits(texts: tuple[str, ...]) -> tuple[Edit, ...]:
    """``overstride=-5cm,cadence=+5%``. Raises InputError: what was found, what is known, the nearest name."""
    found: list[Edit] = []
    for part in (p.strip() for text in texts for p in text.split(",")):
        name, sign, value = part.partition("=")
        if not sign:
            raise InputError(f"found {shown(part)}, expected NAME=AMOUNT, as overstride=-5cm", field="what-if")
        name = name.strip().lower().replace("-", "_")
        kind = KINDS.get(name)
        if kind is None:
            raise InputError(f"found {shown(name)}{nearest(name, KINDS)}; known: {', '.join(KINDS)}", field="what-if")
        amount = number(value, {kind.unit, ""} | ({"°"} if kind.unit == "deg" else set()), f"what-if {name}")
        if any(one.id == name for one in found):
            raise InputError("is given twice", field=f"what-if {name}")
        found.append(Edit(name, amount, kind.unit))
    return tuple(found)


def refused(edit: Edit) -> str:
    """Why an amount is too large to be told about, or nothing."""
    most = KINDS[edit.id].most
    if abs(edit.amount) > most:
        return f"more than {most:g} {edit.unit}: that would be another run, not a change of this one"
    return ""


def shapes(edit: Edit, leg: Leg) -> FloatArray:
    """(V, 101, 5) what the change adds to the angles of a leg, in every way in which it is drawn."""
    return np.array(_DRAWN[edit.id](edit.amount, leg))


def duration_factor(edits: tuple[Edit, ...]) -> float:
    """By what the time of a stride is multiplied."""
    return float(np.prod([1.0 / (1.0 + one.amount / 100.0) for one in edits if one.id == "cadence"]))


def _bump(centre: float, width: float) -> FloatArray:
    """(101,) a hill of height 1 around a moment of the cycle; it goes round."""
    away = np.abs(CYCLE - centre) % 100.0
    return np.asarray(np.exp(-0.5 * (np.minimum(away, 100.0 - away) / width) ** 2))


def _made(**joints: FloatArray) -> FloatArray:
    out = np.zeros((POINTS, 5))
    for name, curve in joints.items():
        out[:, {"hip": HIP, "knee": KNEE, "ankle": ANKLE}[name]] = curve
    return out


def _overstride(amount: float, leg: Leg) -> list[FloatArray]:
    """The foot further ahead by the whole leg from the hip, by the shank from the knee, or by half and half."""
    thigh, shank = np.radians(leg.thigh[0]), np.radians(leg.shank[0])
    hip = np.degrees(amount / 100.0 / (THIGH_M * np.cos(thigh) + SHANK_M * np.cos(shank)))
    knee = -np.degrees(amount / 100.0 / (SHANK_M * np.cos(shank)))
    out = []
    for width in WIDTHS:
        bump = _bump(0.0, width)
        out += [_made(hip=share * hip * bump, knee=(1 - share) * knee * bump) for share in (1.0, 0.5, 0.0)]
    return out


def _heel_lift(amount: float, leg: Leg) -> list[FloatArray]:
    """The heel's highest height over the ground, changed by the knee alone or with some of the hip."""
    swing = np.where(leg.toe_off <= CYCLE, leg.angles[:, KNEE], -np.inf)
    top = int(np.argmax(swing))
    thigh, shank = np.radians(leg.thigh[top]), np.radians(leg.shank[top])
    height = THIGH_M + SHANK_M - THIGH_M * np.cos(thigh) - SHANK_M * np.cos(shank)
    per_radian = SHANK_M * max(0.3, abs(np.sin(shank)))
    knee = np.degrees(amount / 100.0 * height / per_radian)
    out = []
    for width in WIDTHS:
        bump = _bump(float(CYCLE[top]), width)
        out += [_made(hip=share * knee * bump, knee=knee * bump) for share in (0.0, 0.25)]
    return out


def _hip_extension(amount: float, leg: Leg) -> list[FloatArray]:
    back = float(CYCLE[int(np.argmin(leg.angles[:, HIP]))])
    return [_made(hip=-amount * _bump(back, width)) for width in WIDTHS]


def _trunk_lean(amount: float, leg: Leg) -> list[FloatArray]:
    """The pelvis goes along with the trunk by a fifth to all of it, the thighs go where they went."""
    return [_made(hip=np.full(POINTS, share * amount)) for share in (0.2, 0.4, 0.6, 0.8, 1.0)]


def _pelvic_tilt(amount: float, leg: Leg) -> list[FloatArray]:
    """Even through the stride, or a third more at one moment and a third less half a stride later."""
    even = np.ones(POINTS)
    waves = [even + np.cos(2 * np.pi * (CYCLE - start) / 100.0) / 3 for start in (0.0, 25.0, 50.0, 75.0)]
    return [_made(hip=amount * wave) for wave in (even, *waves)]


def _cadence(amount: float, leg: Leg) -> list[FloatArray]:
    """A shorter stride: less range of the hip, about its mean or about upright, alone or with knee and ankle."""
    less = 1.0 / (1.0 + amount / 100.0) - 1.0
    hip, knee, ankle = (leg.angles[:, j] for j in (HIP, KNEE, ANKLE))
    out = []
    for centre in (float(hip.mean()), 0.0, float(hip.min())):
        swing = less * (hip - centre)
        out.append(_made(hip=swing))
        out.append(_made(hip=swing, knee=less * (knee - knee[0])))
        out.append(_made(hip=swing, knee=less * (knee - knee[0]), ankle=less * (ankle - ankle.mean())))
    return out


_DRAWN: dict[str, Callable[[float, Leg], list[FloatArray]]] = {
    "overstride": _overstride,
    "heel_lift": _heel_lift,
    "hip_extension": _hip_extension,
    "trunk_lean": _trunk_lean,
    "pelvic_tilt": _pelvic_tilt,
    "cadence": _cadence,
}
