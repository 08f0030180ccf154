"""A runner seen from the side, running to the right, as points of a picture.

So the near leg is a right one; of a left leg the whole figure is turned about, and runs to the left.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from whatelse.mechanics.gait import ANKLE, HIP, KNEE, OTHER, Gait, Side, at
from whatelse.report.mechanics.drawing import FAR, PALE, SOFT, Drawing, Point

#: Lengths, in thigh lengths.
SHANK, FOOT, TRUNK, NECK, HEAD, ARM, FOREARM = 1.0, 0.46, 1.2, 0.16, 0.22, 0.62, 0.55
#: Half the thickness of the foot.
SOLE = 0.055


@dataclass(frozen=True)
class LegPoints:
    """Points of a leg. seat, below: where the hamstring begins on the pelvis and ends behind the shank."""

    hip: Point
    knee: Point
    ankle: Point
    heel: Point
    toe: Point
    seat: Point
    behind: Point
    below: Point


@dataclass(frozen=True)
class Figure:
    """A runner at one moment of the cycle of ``side``."""

    near: LegPoints
    far: LegPoints
    hip: Point
    shoulder: Point
    head: Point
    scale: float


def _down(start: Point, length: float, ahead_deg: float) -> Point:
    """The lower end of a bone whose lower end is so many degrees ahead; y grows downward in a picture."""
    turn = np.radians(ahead_deg)
    return float(start[0] + length * np.sin(turn)), float(start[1] + length * np.cos(turn))


def figure(gait: Gait, side: Side, percent: float, hip: Point, scale: float) -> Figure:
    """scale: pixels of a thigh."""
    other = OTHER[side]
    own = gait.leg(side)
    there = percent + own.start - gait.leg(other).start
    lean = float(at(own.lean, percent)[0])
    shoulder = _down(hip, -TRUNK * scale, -lean)
    head = _down(shoulder, -(NECK + HEAD) * scale, -lean)
    return Figure(
        near=_leg(gait, side, percent, hip, scale),
        far=_leg(gait, other, there, hip, scale),
        hip=hip,
        shoulder=shoulder,
        head=head,
        scale=scale,
    )


def _leg(gait: Gait, side: Side, percent: float, hip: Point, scale: float) -> LegPoints:
    leg = gait.leg(side)
    angles, tilt = at(leg.angles, percent)[0], float(at(leg.tilt, percent)[0])
    thigh = float(angles[HIP]) + tilt
    shank = thigh - float(angles[KNEE])
    knee = _down(hip, scale, thigh)
    ankle = _down(knee, SHANK * scale, shank)
    pitch = np.radians(shank + float(angles[ANKLE]))
    forward, up = np.array([np.cos(pitch), -np.sin(pitch)]), np.array([-np.sin(pitch), -np.cos(pitch)])
    sole = np.array(ankle) - 0.13 * scale * up
    heel, toe = sole - 0.12 * scale * forward, sole + (FOOT - 0.12) * scale * forward
    seat = _turned(hip, (-0.17 * scale, 0.06 * scale), tilt)
    behind = _turned(_down(hip, 0.62 * scale, thigh), (-0.12 * scale, 0.0), thigh)
    below = _turned(_down(knee, 0.16 * scale, shank), (-0.07 * scale, 0.0), shank)
    return LegPoints(hip, knee, ankle, _point(heel), _point(toe), seat, behind, below)


def _turned(start: Point, offset: Point, ahead_deg: float) -> Point:
    """A point beside another, turned with a part whose lower end is so many degrees ahead."""
    turn = np.radians(ahead_deg)
    x = offset[0] * np.cos(turn) + offset[1] * np.sin(turn)
    y = -offset[0] * np.sin(turn) + offset[1] * np.cos(turn)
    return float(start[0] + x), float(start[1] + y)


def _point(values: np.ndarray) -> Point:
    return float(values[0]), float(values[1])


def standing(gait: Gait, side: Side, percent: float, middle: float, floor: float, scale: float) -> Figure:
    """The figure with its hip over ``middle`` and its lowest foot on the floor."""
    above = figure(gait, side, percent, (middle, 0.0), scale)
    return figure(gait, side, percent, (middle, floor - SOLE * scale - lowest(above)), scale)


def draw(picture: Drawing, one: Figure) -> None:
    """The body; what is coloured is drawn on it afterwards."""
    for leg, color in ((one.far, FAR), (one.near, PALE)):
        if leg is one.near:
            _arm(picture, one, one.near, FAR)
        picture.line([leg.hip, leg.knee], color, 0.26 * one.scale)
        picture.line([leg.knee, leg.ankle], color, 0.17 * one.scale)
        picture.line([leg.heel, leg.toe], color, 2 * SOLE * one.scale)
        picture.line([leg.ankle, leg.heel], color, 0.12 * one.scale)
        picture.area([leg.ankle, leg.heel, leg.toe], color)
    picture.line([one.hip, one.shoulder], PALE, 0.36 * one.scale)
    picture.line([one.shoulder, one.head], PALE, 0.15 * one.scale)
    picture.circle(one.head, HEAD * one.scale, PALE)
    _arm(picture, one, one.far, FAR)


def _arm(picture: Drawing, one: Figure, leg: LegPoints, color: str) -> None:
    """An arm swings with the leg of the other side."""
    ahead = float(np.degrees(np.arctan2(leg.knee[0] - leg.hip[0], leg.knee[1] - leg.hip[1])))
    elbow = _down(one.shoulder, ARM * one.scale, 0.9 * ahead - 12)
    hand = _down(elbow, FOREARM * one.scale, 0.9 * ahead + 75)
    picture.line([one.shoulder, elbow, hand], color, 0.13 * one.scale)


def ground(picture: Drawing, left: float, right: float, y: float) -> None:
    picture.line([(left, y), (right, y)], SOFT, 1.2)


def lowest(one: Figure) -> float:
    """y of the lowest point of the feet."""
    return max(p[1] for leg in (one.near, one.far) for p in (leg.heel, leg.toe))
