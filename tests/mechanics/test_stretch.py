"""Stretch through the stride: peaks, roles, ranges, left against right."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from whatelse.mechanics import muscles, typical
from whatelse.mechanics.gait import CYCLE, HIP, OTHER, Gait, Leg, Side, as_seen_by, at, rates
from whatelse.mechanics.stretch import MODEL_FORM_PP, NEAR_PP, difference, peak_of, roles, stretches


def with_leg(gait: Gait, side: Side, **changes: object) -> Gait:
    leg: Leg = replace(gait.leg(side), **changes)  # type: ignore[arg-type]
    return replace(gait, left=leg) if side == "left" else replace(gait, right=leg)


def swapped(gait: Gait) -> Gait:
    """The runner seen in a mirror."""
    left, right = replace(gait.right, side="left"), replace(gait.left, side="right")
    return replace(gait, left=left, right=right)


@pytest.fixture(scope="module")
def uneven() -> Gait:
    gait = typical()
    angles = gait.left.angles.copy()
    angles[:, HIP] += 6.0
    return with_leg(replace(gait, comparable=True), "left", angles=angles)


def test_the_hamstrings_are_longest_in_late_swing_the_biceps_most() -> None:
    peaks = {one.id: one.peak for one in stretches(typical(), "left", muscles.HAMSTRINGS)}
    assert all(90 <= peak.percent <= 97 for peak in peaks.values())
    assert peaks["bflh"].stretch > max(peaks["semimem"].stretch, peaks["semiten"].stretch)


def test_a_range_is_never_narrower_than_models_differ() -> None:
    for one in stretches(typical(), "right"):
        assert min(one.half_width) >= MODEL_FORM_PP
        assert one.peak.low < one.peak.stretch < one.peak.high
        assert one.peak.early <= one.peak.percent <= one.peak.late


def test_worse_angles_make_wider_ranges() -> None:
    gait = typical()
    loose = replace(gait, error_deg=2 * gait.error_deg)
    for one, other in zip(stretches(gait, "left"), stretches(loose, "left"), strict=True):
        assert one.stretch == other.stretch
        assert all(a < b for a, b in zip(one.half_width, other.half_width, strict=True))


def test_around_its_peak_a_muscle_is_within_half_a_point_and_beyond_it_is_not() -> None:
    for one in stretches(typical(), "left"):
        curve = np.array(one.stretch)
        if np.ptp(curve) <= NEAR_PP:
            continue
        inside = np.arange(np.ceil(one.peak.early), np.floor(one.peak.late) + 1)
        assert (at(curve, inside) > one.peak.stretch - NEAR_PP - 0.6).all()
        assert at(curve, one.peak.early - 2)[0] < one.peak.stretch - NEAR_PP + 0.05
        assert at(curve, one.peak.late + 2)[0] < one.peak.stretch - NEAR_PP + 0.05


def test_the_four_roles_follow_one_another_through_the_whole_stride() -> None:
    found = roles(typical(), "left")
    assert [one.id for one in found] == ["stabilise", "extend", "swing", "brake"]
    assert (found[0].start, found[-1].end) == (0.0, 100.0)
    assert all(one.end == later.start for one, later in pairwise(found))


def test_a_mirrored_runner_has_mirrored_stretch(uneven: Gait) -> None:
    mirrored = swapped(uneven)
    for side in ("left", "right"):
        own, other = stretches(uneven, side), stretches(mirrored, OTHER[side])
        assert [(a.stretch, a.peak) for a in own] == [(b.stretch, b.peak) for b in other]
        assert roles(uneven, side) == roles(mirrored, OTHER[side])


def test_sides_are_compared_only_beyond_what_the_angles_may_be_wrong_by(uneven: Gait) -> None:
    def told(gait: Gait) -> tuple[bool, str]:
        (left,), (right,) = (stretches(gait, side, ("bflh",)) for side in ("left", "right"))
        one = difference(gait, left, right)
        return one.told, one.why

    sure = replace(uneven, error_deg=np.full(5, 0.5))
    assert told(sure)[0]
    assert told(uneven) == (False, "not more than the angles may be wrong by")
    assert told(replace(sure, comparable=False)) == (
        False,
        "the two sides were not measured well enough to be compared",
    )


def test_the_peak_between_points_is_found() -> None:
    wave = np.cos(2 * np.pi * (CYCLE - 33.4) / 100)
    top, when = peak_of(wave)
    assert when == pytest.approx(33.4, abs=0.01)
    assert top == pytest.approx(1.0, abs=1e-4)


def test_a_curve_goes_round_and_its_rate_too() -> None:
    gait = typical()
    wave = np.sin(2 * np.pi * CYCLE / 100)
    assert at(wave, 125.0)[0] == pytest.approx(1.0)
    assert at(wave, -75.0)[0] == pytest.approx(1.0)
    speed = rates(gait, wave)
    assert speed == pytest.approx(2 * np.pi / gait.duration_s * np.cos(2 * np.pi * CYCLE / 100), abs=0.01)
    assert as_seen_by(gait, "right", wave, "left") == pytest.approx(-wave, abs=1e-9)
