"""The healing clock."""

import pytest

from inference.shipped import KNOWLEDGE, model
from whatelse.inference.clock import clock

WEEKS = (0.0, 1.0, 4.0, 16.0, 30.0)


@pytest.mark.parametrize("condition", ["hamstring_strain", "hamstring_strain_g1", "pht", "sij_dysfunction", "dvt"])
def test_the_share_falls_and_lies_in_its_range(condition: str) -> None:
    found = [clock(model(), condition, week) for week in WEEKS]
    shares = [c.share for c in found if c is not None]
    assert len(shares) == len(WEEKS)
    assert shares[0] == 1.0
    assert shares == sorted(shares, reverse=True)
    assert all(c.low <= c.share <= c.high for c in found if c is not None)


def test_a_mild_strain_is_over_sooner_than_a_severe_one_and_the_whole_lies_between() -> None:
    mild, whole, severe = (clock(model(), f"hamstring_strain{g}", 8) for g in ("_g1", "", "_g3"))
    assert mild is not None and whole is not None and severe is not None
    assert mild.share < whole.share < severe.share


def test_at_a_point_of_the_course_the_clock_is_that_point() -> None:
    (point, *_) = (p for p in KNOWLEDGE.conditions["hamstring_strain_g1"].course if p.week == 8)
    found = clock(model(), "hamstring_strain_g1", 8)
    assert found is not None
    assert (found.share, found.low, found.high) == pytest.approx(
        (point.share.value, point.share.used.low, point.share.used.high)
    )
    assert point.share.used.source in found.sources


def test_what_hurts_nobody_has_no_clock() -> None:
    assert clock(model(), "stride_overstriding", 8) is None
