"""Stretch of every muscle through the stride: how much, when, how sure, left against right."""

from __future__ import annotations

from typing import Literal

import msgspec
import numpy as np

from whatelse.mechanics import muscles
from whatelse.mechanics.gait import CYCLE, KNEE, Gait, Leg, Side, at, rates
from whatelse.mechanics.polynomial import FloatArray

#: What models differ by for the same angles, percentage points: five models gave 7.2 to 8.7 % for one stride.
MODEL_FORM_PP = 1.0
#: Less than this below the peak, percentage points, is as good as the peak: models differ by more.
NEAR_PP = 0.5
#: Half width of a 95 % range in standard deviations.
WIDE = 1.96
RoleName = Literal["stabilise", "extend", "swing", "brake"]


class Role(msgspec.Struct, frozen=True):
    """One of the hamstring's four jobs: from, to (percent of the cycle), and how much it is stretched then (%)."""

    id: RoleName
    label: str
    start: float
    end: float
    least: float
    most: float


class Peak(msgspec.Struct, frozen=True):
    """Where a muscle is longest. low, high: 95 %, from the angles and the form of the model together.

    early, late: percent of the cycle (beyond 100: after the next landing) between which the stretch is within half a
    point of the peak, and so as good as the longest.
    """

    percent: float
    early: float
    late: float
    stretch: float
    low: float
    high: float


class MuscleStretch(msgspec.Struct, frozen=True):
    """One muscle of one side over the cycle.

    stretch, half_width: 101 points, percent of its length standing upright. fastest: quickest lengthening after
    toe-off, lengths (upright) per second, and when. swing_mean: mean stretch from toe-off to contact.
    """

    id: str
    label: str
    side: Side
    stretch: tuple[float, ...]
    half_width: tuple[float, ...]
    peak: Peak
    at_contact: float
    swing_mean: float
    fastest_per_s: float
    fastest_percent: float


class SideDifference(msgspec.Struct, frozen=True):
    """Right minus left at the peak. told: whether it is more than the angles may be wrong by; why: in words."""

    id: str
    label: str
    points: float
    half_width: float
    told: bool
    why: str


def angle_error(gait: Gait, leg: Leg, names: tuple[str, ...]) -> FloatArray:
    """(101, M) one standard deviation of the stretch, in percentage points, from what may be wrong with the angles."""
    slopes = muscles.slopes(leg.angles, names)
    upright = np.array([muscles.table().muscle(name).upright_m for name in names])
    spread = np.radians(gait.error_deg)[None, :] ** 2
    if leg.strides > 1 and leg.sd.any():
        spread = spread + np.radians(leg.sd) ** 2 / leg.strides
    return np.asarray(
        100.0 * np.sqrt(np.einsum("tjm,tj->tm", slopes**2, np.broadcast_to(spread, leg.angles.shape))) / upright
    )


def stretches(gait: Gait, side: Side, names: tuple[str, ...] | None = None) -> tuple[MuscleStretch, ...]:
    """Every muscle of a side."""
    names = muscles.every_name() if names is None else names
    leg = gait.leg(side)
    curves = muscles.stretch(leg.angles, names)
    half = MODEL_FORM_PP + WIDE * angle_error(gait, leg, names)
    speeds = rates(gait, curves) / 100.0
    swing = leg.toe_off <= CYCLE
    out = []
    for m, name in enumerate(names):
        top, when = peak_of(curves[:, m])
        wide = float(at(half[:, m], when)[0])
        before, after = _around(curves[:, m], when)
        quickest = int(np.argmax(np.where(swing, speeds[:, m], -np.inf)))
        out.append(
            MuscleStretch(
                id=name,
                label=muscles.table().muscle(name).label,
                side=side,
                stretch=_numbers(curves[:, m]),
                half_width=_numbers(half[:, m]),
                peak=Peak(
                    round(when, 2),
                    round(when - before, 2),
                    round(when + after, 2),
                    round(top, 4),
                    round(top - wide, 4),
                    round(top + wide, 4),
                ),
                at_contact=round(float(curves[0, m]), 4),
                swing_mean=round(float(curves[swing, m].mean()), 4),
                fastest_per_s=round(float(speeds[quickest, m]), 4),
                fastest_percent=round(float(CYCLE[quickest]), 2),
            )
        )
    return tuple(out)


def _around(curve: FloatArray, when: float) -> tuple[float, float]:
    """Percent before and after a peak for which a curve (101,) stays within ``NEAR_PP`` of it."""
    ring, start = curve[:-1], round(when) % (len(curve) - 1)
    near = ring >= ring.max() - NEAR_PP
    if near.all():
        return 50.0, 50.0
    after = int(np.argmin(np.roll(near, -start)))
    before = int(np.argmin(np.roll(near, -start - 1)[::-1]))
    return float(max(0, before - 1)), float(max(0, after - 1))


def peak_of(curve: FloatArray) -> tuple[float, float]:
    """The largest value of a curve (101,) that goes round, and its percent of the cycle, by a parabola."""
    ring = curve[:-1]
    k = int(np.argmax(ring))
    before, here, after = (float(ring[(k + d) % len(ring)]) for d in (-1, 0, 1))
    bend = before - 2 * here + after
    shift = 0.0 if bend >= 0 else 0.5 * (before - after) / bend
    return here - 0.25 * (before - after) * shift, float((k + shift) % 100.0)


def roles(gait: Gait, side: Side) -> tuple[Role, ...]:
    """The four jobs of the hamstring, cut at moments of the knee: bent most in stance, toe-off, bent most in swing."""
    leg = gait.leg(side)
    knee, last = leg.angles[:, KNEE], int(np.floor(leg.toe_off))
    middle = int(np.argmax(knee[: max(2, int(0.75 * last))]))
    bent = int(last + np.argmax(knee[last:]))
    curve = muscles.stretch(leg.angles, ("bflh",))[:, 0]
    cuts = (
        ("stabilise", "steadies the standing leg", 0, middle),
        ("extend", "extends the hip for push-off", middle, last),
        ("swing", "helps to swing the shortened leg through", last, bent),
        ("brake", "brakes the foot before landing", bent, 100),
    )
    return tuple(
        Role(name, label, float(start), float(end), round(float(part.min()), 3), round(float(part.max()), 3))  # type: ignore[arg-type]
        for name, label, start, end in cuts
        for part in (curve[start : end + 1],)
    )


def difference(gait: Gait, left: MuscleStretch, right: MuscleStretch) -> SideDifference:
    """Right minus left at their peaks. The form of the model is the same on both sides and cancels."""
    points = right.peak.stretch - left.peak.stretch
    wide = float(
        np.hypot(*(at(np.array(one.half_width), one.peak.percent)[0] - MODEL_FORM_PP for one in (left, right)))
    )
    if not gait.comparable:
        told, why = False, "the two sides were not measured well enough to be compared"
    elif abs(points) <= wide:
        told, why = False, "not more than the angles may be wrong by"
    else:
        told, why = True, "more than the angles may be wrong by"
    return SideDifference(left.id, left.label, round(points, 4), round(wide, 4), told, why)


def _numbers(row: FloatArray) -> tuple[float, ...]:
    return tuple(np.round(row, 4).tolist())
