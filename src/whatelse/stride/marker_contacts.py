"""Contacts from markers: each end is agreed on by several signs, each with its measured distance from the force.

No single rule holds for heel and ball strikers (Fellin 2010, Milner & Paquette 2015; figures in docs/stride.md), so
the foot's forward turn opens a window, the landing of its first part and the fall of the pelvis refine it, and the
offsets follow the way the foot lands. All kernels take arrays and give frames.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from whatelse.motion.recording import FORWARD, SIDES, UP, FloatArray, Side
from whatelse.stride import event_table as table
from whatelse.stride.body import Body, BoolArray, Leg
from whatelse.stride.contact import Contact, Contacts
from whatelse.stride.forward_turn import Turns, turning_points
from whatelse.stride.smoothing import low_pass, rate_of_change
from whatelse.stride.turning import crossing, peak, peaks, vertex

METHOD = (
    "forward turn of the foot, first landing of heel or ball of the foot, free fall of the pelvis; toe-off by the "
    "end of the pelvis's support, the rise of the ball of the foot and the straightest knee; offsets from a fixed table"
)
#: Standard deviation between runners of the agreed moments, s (docs/stride.md).
SPREAD_S = (0.006, 0.006)
#: The same where the front of a foot has no marker.
SPREAD_HEEL_ONLY_S = (0.012, 0.008)

#: A foot that sways less than this ahead of the pelvis does not run.
LEAST_SWAY_M = 0.12
_WINDOW_S = (-0.015, 0.13)
#: A part that lands is this close above where it stands: heel, ball of the foot.
_NEAR_GROUND_M = (0.010, 0.020)
_SHORTEST_S, _LONGEST_S = 0.08, 0.45
_APART_S = 0.04
#: A foot that goes back slower than this share of the running speed has not landed yet.
_STILL_SWINGS = 0.7
#: A landing this shortly after the first frame cannot be told from one before it.
_EDGE_S = 0.02
_SHOWN_SHARE = 0.8
_NAN = float("nan")


@dataclass(frozen=True)
class Part:
    """A part of the foot over time, (T,): height m, upward speed m/s, upward acceleration m/s2."""

    height: FloatArray
    lift: FloatArray
    jolt: FloatArray


@dataclass(frozen=True)
class _Signals:
    """What the signs of one leg are read from; speed in m/s, all (T,)."""

    rate: float
    heel: Part
    ball: Part | None
    bend: FloatArray | None
    fall: FloatArray | None
    speed: float


def ground_speed(legs: dict[Side, Leg], found: dict[Side, Turns], rate_hz: float) -> float:
    """Forward speed of the ground in the recording, m/s: about minus the belt's on a treadmill, about 0 overground.

    The median speed of the feet from 70 to 150 ms after they are furthest ahead, when they stand. NaN without steps.
    """
    speeds = []
    for side, turn in found.items():
        forward = rate_of_change(low_pass(legs[side].heel[:, FORWARD], rate_hz, 12.0), rate_hz)
        front = legs[side].front
        if front is not None:
            forward = rate_of_change(low_pass(front[:, FORWARD], rate_hz, 12.0), rate_hz)
        for top in turn.ahead:
            part = forward[int(top + 0.07 * rate_hz) : int(top + 0.15 * rate_hz)]
            speeds.extend(part.tolist())
    return float(np.median(speeds)) if speeds else _NAN


def marker_contacts(body: Body) -> Contacts:
    """All complete contacts of a running recording with foot markers. Empty where the legs do not swing."""
    rate = body.rate_hz
    found = {side: turning_points(_ahead(body, leg), rate, LEAST_SWAY_M) for side, leg in body.legs.items()}
    ground = ground_speed(body.legs, found, rate)
    speed = running_speed(body, ground)
    fall = None
    if body.pelvis is not None:
        fall = rate_of_change(rate_of_change(low_pass(body.pelvis[:, UP], rate, table.PELVIS_HZ), rate), rate)
    contacts, unplaced = [], 0
    for side in SIDES:
        if side not in body.legs:
            continue
        leg = body.legs[side]
        signals = _signals(leg, fall, speed, rate)
        pairs = list(zip(found[side].ahead, found[side].behind, strict=True))
        if pairs and pairs[0][0] == 0.0 and _stands_already(body, leg, speed):
            del pairs[0]
        seen = [pair for pair in pairs if not _touches(leg.gone, pair[0] - 0.05 * rate, pair[1])]
        unplaced += len(pairs) - len(seen)
        contacts += _side_contacts(side, signals, seen, body)
    left_out = (f"{unplaced} contacts in which the foot was not seen",) if unplaced else ()
    order = sorted(contacts, key=lambda one: one.initial_contact_s)
    fronts = all(leg.front is not None for leg in body.legs.values())
    return Contacts("markers", tuple(order), SPREAD_S if fronts else SPREAD_HEEL_ONLY_S, METHOD, left_out)


def running_speed(body: Body, ground: float) -> float:
    """Speed of the pelvis over the ground, m/s; NaN where the ground was not found."""
    if body.pelvis is None or body.frames < 2:
        return -ground
    forward = body.pelvis[:, FORWARD]
    return float((forward[-1] - forward[0]) / (body.frames - 1) * body.rate_hz - ground)


def landing(heel: Part, ball: Part | None, ahead: float, behind: float, rate: float) -> tuple[float, float | None]:
    """Frame of the first landing, its table offset taken away, and how heel-first it is (1 heel, 0 ball).

    A part lands at its earliest acceleration peak that is at least half as high as its highest in the window, where
    it is close above the height at which it stands: slowing in the air does not count. Between a sure heel and a
    sure ball landing the offset changes evenly.
    """
    struck = _lands(heel, ahead, behind, rate, _NEAR_GROUND_M[0])
    if ball is None:
        return struck - 0.5 * (table.HEEL_LANDS + table.BALL_LANDS) * rate, None
    slapped = _lands(ball, ahead, behind, rate, _NEAR_GROUND_M[1])
    if np.isnan(struck) and np.isnan(slapped):
        return _NAN, None
    gap = (slapped - struck) / rate if np.isfinite(slapped + struck) else (1.0 if np.isnan(slapped) else -1.0)
    share = float(np.clip((gap - table.SURE_BALL) / (table.SURE_HEEL - table.SURE_BALL), 0.0, 1.0))
    offset = share * table.HEEL_LANDS + (1.0 - share) * table.BALL_LANDS
    return float(np.nanmin((struck, slapped))) - offset * rate, share


def agreed(
    signs: list[dict[str, float]], rate: float, cut: list[bool] | None = None
) -> list[tuple[float, tuple[str, ...]]]:
    """One frame from several for each contact of a side, each weighted by its spread between runners.

    A sign that most contacts show is used; one that shows only now and then is used for none, so that contacts of
    one foot stay comparable. cut: contacts at either end of the recording, which say nothing of what is usual. A sign
    far from the middle of the others is dropped for that contact.
    """
    whole = [one for k, one in enumerate(signs) if cut is None or not cut[k]] or signs
    usual = {
        name
        for name in table.SPREAD
        if np.mean([np.isfinite(one.get(name, _NAN)) for one in whole] or [0.0]) >= _SHOWN_SHARE
    }
    return [_middle({name: one[name] for name in usual if np.isfinite(one.get(name, _NAN))}, rate) for one in signs]


def _middle(there: dict[str, float], rate: float) -> tuple[float, tuple[str, ...]]:
    if not there:
        return _NAN, ()
    middle = float(np.median(list(there.values())))
    kept = {name: there[name] for name in sorted(there) if abs(there[name] - middle) <= _APART_S * rate}
    kept = kept or dict(sorted(there.items()))
    weights = np.array([table.SPREAD[name] ** -2 for name in kept])
    return float(np.dot(weights, list(kept.values())) / weights.sum()), tuple(kept)


def _side_contacts(side: Side, signals: _Signals, pairs: list[tuple[float, float]], body: Body) -> list[Contact]:
    """The contacts of one foot, from where it turns round ahead and behind."""
    rate = signals.rate
    begun = [_contact_signs(signals, *pair) for pair in pairs]
    last = body.frames - 1 - 0.05 * rate
    cut = [ahead < 0.12 * rate or behind > last for ahead, behind in pairs]
    starts = agreed([one.signs for one in begun], rate, cut)
    ends = agreed(
        [
            _toe_off_signs(signals, start, pair[1], one.freed - table.PELVIS_FREE * one.supported)
            for (start, _), pair, one in zip(starts, pairs, begun, strict=True)
        ],
        rate,
        cut,
    )
    contacts = []
    for (start, why), (end, and_why), one in zip(starts, ends, begun, strict=True):
        placed = _SHORTEST_S <= (end - start) / rate <= _LONGEST_S and start >= 0 and end <= body.frames - 1
        if placed and one.begins_inside(rate):
            contacts.append(Contact(side, body.at(start), body.at(end), one.heel_first, (*why, *and_why)))
    return contacts


@dataclass(frozen=True)
class _Begun:
    """Signs of the beginning of a contact, and what its end needs: frames."""

    signs: dict[str, float]
    heel_first: float | None
    freed: float
    supported: float

    def begins_inside(self, rate: float) -> bool:
        """Whether the landing was recorded: where the forward turn was not, the landing itself must be well inside."""
        return np.isfinite(self.signs["furthest_ahead"]) or self.signs.get("lands", _NAN) >= _EDGE_S * rate


def _contact_signs(signals: _Signals, ahead: float, behind: float) -> _Begun:
    rate = signals.rate
    lands, share = landing(signals.heel, signals.ball, ahead, behind, rate)
    caught, freed = _support(signals.fall, ahead, behind, rate)
    early = 0.5 if share is None else share
    caught_share = early * table.PELVIS_CAUGHT_HEEL + (1.0 - early) * table.PELVIS_CAUGHT_BALL
    supported = (freed - caught) / (1.0 - caught_share + table.PELVIS_FREE)
    signs = {
        # A foot that already goes back in the first frame turned round before the recording began.
        "furthest_ahead": ahead - table.FURTHEST_AHEAD * rate if ahead > 0.0 else _NAN,
        "lands" if signals.ball is not None else "heel_lands": lands,
        "pelvis_caught": caught - caught_share * supported,
    }
    return _Begun(signs, share, freed, supported)


def _toe_off_signs(signals: _Signals, start: float, behind: float, freed: float) -> dict[str, float]:
    rate = signals.rate
    if np.isnan(start):
        return {}
    rises = _NAN
    if signals.ball is not None and np.isfinite(signals.speed):
        first, last = int(start + 0.08 * rate), int(behind + 0.05 * rate) + 1
        part = signals.ball.lift[first:last]
        if len(part) > 2:
            level = table.BALL_RISES_SHARE * signals.speed
            top = first + int(np.argmax(part))
            rises = crossing(signals.ball.lift, level, first, top, rising=True, latest=True) - table.BALL_RISES * rate
    known = [frame for frame in (freed, rises) if np.isfinite(frame)]
    near = float(np.mean(known)) if known else behind - 0.12 * rate
    straight = _NAN
    if signals.bend is not None:
        around = (near - 0.06 * rate, near + 0.08 * rate)
        straight = peak(signals.bend, *around, lowest=True) - table.KNEE_STRAIGHTEST * rate
    signs = {"pelvis_free": freed, "ball_rises": rises, "knee_straightest": straight}
    if signals.ball is None:
        signs["heel_fastest"] = peak(signals.heel.lift, near - 0.06 * rate, near + 0.06 * rate)
    return signs


def _support(fall: FloatArray | None, ahead: float, behind: float, rate: float) -> tuple[float, float]:
    """Frames between which the pelvis is held up against at least half its weight, around one contact."""
    if fall is None:
        return _NAN, _NAN
    level = -0.5 * table.GRAVITY
    caught = crossing(fall, level, ahead - 0.12 * rate, ahead + 0.11 * rate, rising=True, latest=True)
    freed = crossing(fall, level, ahead + 0.11 * rate, behind - 0.02 * rate, rising=False, latest=True)
    return caught, freed


def _lands(part: Part, ahead: float, behind: float, rate: float, near: float) -> float:
    first, last = ahead + _WINDOW_S[0] * rate, ahead + _WINDOW_S[1] * rate
    standing = float(part.height[int(ahead) : int(behind) + 1].min())
    found = [k for k in peaks(part.jolt, first, last) if part.jolt[k] > 0.0 and part.height[k] < standing + near]
    if not found:
        return _NAN
    highest = max(part.jolt[k] for k in found)
    return vertex(part.jolt, next(k for k in found if part.jolt[k] >= 0.5 * highest))


def _signals(leg: Leg, fall: FloatArray | None, speed: float, rate: float) -> _Signals:
    ball = _part(leg.front, rate) if leg.front is not None else None
    bend = low_pass(leg.bend, rate, table.FOOT_HZ) if leg.bend is not None else None
    return _Signals(rate, _part(leg.heel, rate), ball, bend, fall, speed)


def _part(places: FloatArray, rate: float) -> Part:
    height = low_pass(places[:, UP], rate, table.FOOT_HZ)
    lift = rate_of_change(height, rate)
    return Part(height, lift, rate_of_change(lift, rate))


def _ahead(body: Body, leg: Leg) -> FloatArray:
    reference = body.pelvis[:, FORWARD] if body.pelvis is not None else 0.0
    return leg.heel[:, FORWARD] - reference


def _stands_already(body: Body, leg: Leg, speed: float) -> bool:
    """Whether the foot goes back as fast as the ground in the first frames: it landed before the recording began."""
    back = -rate_of_change(low_pass(_ahead(body, leg), body.rate_hz, 12.0), body.rate_hz)
    return not float(back[0]) < _STILL_SWINGS * speed


def _touches(gone: BoolArray, first: float, last: float) -> bool:
    return bool(gone[max(0, int(first)) : int(last) + 1].any())
