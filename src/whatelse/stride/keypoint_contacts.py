"""Contacts from keypoints of a side view: the foot's speed over the belt, and the rise of the toe.

At 30 pictures a second the landing itself is too short to be seen, and smoothing spoils rules on vertical impact.
Contact is when the foot, seen from the hips, has reached half of its backward speed of mid-stance; toe-off when the
toe has risen by 3.5 % of the leg length from where it was lowest. Checked against one clip only (docs/stride.md).
"""

from __future__ import annotations

import numpy as np

from whatelse.motion.recording import FORWARD, SIDES, UP, FloatArray
from whatelse.stride.body import Body, Leg
from whatelse.stride.contact import Contact, Contacts
from whatelse.stride.forward_turn import turning_points
from whatelse.stride.smoothing import low_pass, rate_of_change
from whatelse.stride.turning import crossing

SPEED_SHARE = 0.5
TOE_RISE = 0.035
SHORTEST_S, LONGEST_S = 0.08, 0.55

METHOD = (
    "keypoints: contact when the foot, seen from the hips, has reached half of its backward speed of mid-stance; "
    "toe-off when the toe has risen by 3.5 % of the leg length above its lowest place"
)


def smoothing_hz(rate_hz: float) -> float:
    """Low-pass for keypoints: 7 Hz at 30 pictures a second, 12 Hz from 120 on."""
    return float(np.interp(rate_hz, (30.0, 120.0), (7.0, 12.0)))


def spread_s(rate_hz: float) -> tuple[float, float]:
    """Standard deviation of contact and toe-off: a good half of a frame and a third more, never under 8 ms."""
    frame = 1.0 / rate_hz
    return max(0.008, 0.6 * frame), max(0.008, 0.8 * frame)


def keypoint_contacts(body: Body, leg_length: float) -> Contacts:
    """All complete contacts seen from the side. leg_length in the unit of the recording."""
    rate = body.rate_hz
    contacts, unplaced = [], 0
    for side in SIDES:
        if side not in body.legs or body.pelvis is None:
            continue
        leg = body.legs[side]
        foot, toe = _foot(leg, body.pelvis, rate)
        turns = turning_points(foot[:, FORWARD], rate, 0.25 * leg_length)
        for ahead, behind in zip(turns.ahead, turns.behind, strict=True):
            if leg.gone[max(0, int(ahead)) : int(behind) + 1].any():
                unplaced += 1
                continue
            start, end = _ends(foot, toe, ahead, behind, rate, leg_length)
            if SHORTEST_S <= (end - start) / rate <= LONGEST_S:
                contacts.append(Contact(side, body.at(start), body.at(end), None, ("belt_speed", "toe_rise")))
    left_out = (f"{unplaced} contacts in which the foot was not seen",) if unplaced else ()
    order = sorted(contacts, key=lambda one: one.initial_contact_s)
    return Contacts("keypoints", tuple(order), spread_s(rate), METHOD, left_out)


def _foot(leg: Leg, pelvis: FloatArray, rate: float) -> tuple[FloatArray, FloatArray]:
    """Middle of heel and toe seen from the pelvis, and the toe, both smoothed, (T, 2)."""
    front = leg.front if leg.front is not None else leg.heel
    cutoff = smoothing_hz(rate)
    foot = low_pass(0.5 * (leg.heel + front) - pelvis, rate, cutoff)
    return foot, low_pass(front, rate, cutoff)


def _ends(
    foot: FloatArray, toe: FloatArray, ahead: float, behind: float, rate: float, leg_length: float
) -> tuple[float, float]:
    speed = rate_of_change(foot[:, FORWARD], rate)
    standing = slice(int(ahead + 0.07 * rate), int(ahead + 0.2 * rate) + 1)
    belt = float(np.median(speed[standing]))
    first = int(np.floor(ahead))
    start = crossing(-speed, -SPEED_SHARE * belt, first, ahead + 0.15 * rate, rising=True, latest=False)
    lowest = int(ahead) + int(np.argmin(toe[int(ahead) : int(behind) + 1, UP]))
    level = float(toe[lowest, UP]) + TOE_RISE * leg_length
    end = crossing(toe[:, UP], level, lowest, behind + 0.1 * rate, rising=True, latest=False)
    return start, end
