import math
from decimal import Decimal, localcontext
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.shipped import KNOWLEDGE, model
from whatelse.inference.curves import NEVER_SETTLES, Survival, ValueCurve

weeks = st.floats(0, 2600)
logits = st.floats(-300, 300)


@st.composite
def survivals(draw: Any) -> Survival:
    at = sorted(draw(st.lists(st.integers(1, 300), min_size=1, max_size=6, unique=True)))
    shares = sorted(
        draw(st.lists(st.floats(1e-4, 1.0), min_size=len(at), max_size=len(at))),
        reverse=True,
    )
    return Survival(np.array(at, float), np.array(shares))


@st.composite
def value_curves(draw: Any) -> tuple[tuple[tuple[float, float], ...], ValueCurve]:
    steps = draw(st.lists(st.floats(0.1, 50), min_size=2, max_size=4))
    levels = sorted(draw(st.lists(st.integers(1, 99), min_size=len(steps), max_size=len(steps), unique=True)))
    start = draw(st.floats(-50, 50))
    values = start + np.cumsum(steps)
    points = tuple((level / 100, float(value)) for level, value in zip(levels, values, strict=True))
    return points, ValueCurve.through(points)


def exact_share(curve: ValueCurve, low: float, high: float) -> Decimal:
    """P(low < X <= high) with 60 digits, from the logits that the curve itself gives."""
    with localcontext() as context:
        context.prec = 60
        a, b = ((-Decimal(curve.logit(x))).exp() for x in (low, high))
        return 1 / (1 + b) - 1 / (1 + a)


@given(survivals())
def test_survival_passes_exactly_through_its_points(curve: Survival) -> None:
    for week, share in zip(curve.weeks, curve.shares, strict=True):
        assert curve.at(week) == pytest.approx(share, rel=1e-12)


@given(survivals())
def test_everybody_hurts_at_onset(curve: Survival) -> None:
    assert curve.at(0.0) == 1.0


@given(survivals(), weeks, weeks)
def test_survival_never_rises(curve: Survival, one: float, other: float) -> None:
    early, late = sorted((one, other))
    assert curve.at(late) <= curve.at(early) * (1 + 1e-12)


@given(survivals(), weeks)
def test_survival_never_reaches_zero(curve: Survival, week: float) -> None:
    assert min(NEVER_SETTLES, curve.shares[-1]) <= curve.at(week) <= 1.0


def test_survival_between_two_points_falls_at_a_steady_rate() -> None:
    curve = Survival(np.array([4.0, 8.0]), np.array([0.8, 0.2]))
    assert curve.at(6.0) == pytest.approx(math.sqrt(0.8 * 0.2))
    assert curve.at(2.0) == pytest.approx(math.sqrt(0.8))


def test_after_the_last_point_survival_goes_on_with_the_last_rate() -> None:
    curve = Survival(np.array([4.0, 8.0]), np.array([0.8, 0.4]))
    assert curve.at(12.0) == pytest.approx(0.2)
    assert curve.at(2600.0) == NEVER_SETTLES


@pytest.mark.parametrize("cause", [c for c in model().causes if c.condition.course], ids=lambda cause: cause.id)
def test_every_shipped_course_passes_through_its_points_and_never_rises(cause: Any) -> None:
    network, node = model().network, model().node[cause.id]
    for value, v in zip(cause.values, network.values_of(node), strict=False):
        curve = network.survival[v]
        for point in value.course:
            assert curve.at(point.week) == pytest.approx(point.share.value, rel=1e-12)
        shares = [curve.at(week) for week in np.linspace(0, 300, 61)]
        assert shares == sorted(shares, reverse=True)


@given(value_curves())
def test_a_number_has_its_stated_quantiles(drawn: Any) -> None:
    points, curve = drawn
    for share, value in points:
        assert curve.interval(-1e6, value)[0] == pytest.approx(share, rel=1e-9)


@given(value_curves(), st.floats(-200, 200), st.floats(1e-6, 30))
def test_the_chance_of_an_interval_keeps_its_digits_in_both_tails(drawn: Any, middle: float, half: float) -> None:
    _, curve = drawn
    low, high = middle - half, middle + half
    if abs(curve.logit(low)) > 300 or abs(curve.logit(high)) > 300 or curve.logit(low) == curve.logit(high):
        return
    upper, inside = curve.interval(low, high)
    expected = exact_share(curve, low, high)
    assert inside == pytest.approx(float(expected), rel=1e-11)
    assert inside <= upper * (1 + 1e-12)


def test_a_tail_far_below_the_double_next_to_one_is_still_told() -> None:
    curve = ValueCurve.through(((0.1, 0.0), (0.9, 1.0)))
    upper, inside = curve.interval(20.0, 21.0)
    assert upper == 1.0
    assert 0.0 < inside < 1e-35


@given(value_curves(), st.floats(-200, 200), st.floats(-200, 200))
def test_a_distribution_function_never_falls(drawn: Any, one: float, other: float) -> None:
    _, curve = drawn
    low, high = sorted((one, other))
    assert curve.logit(low) <= curve.logit(high) + 1e-9 * max(1.0, abs(curve.logit(high)))


@pytest.mark.parametrize("key", sorted(model().network.measures))
def test_every_value_a_shipped_number_may_take_is_possible(key: str) -> None:
    finding, measure = KNOWLEDGE.findings[key], model().network.measures[key]
    assert finding.min is not None and finding.max is not None
    for value in np.linspace(finding.min, finding.max, 11):
        low, high = float(value) - finding.resolution, float(value) + finding.resolution
        if measure.log:
            low, high = (math.log(max(x, 1e-3)) for x in (low, high))
        if measure.mirrored:
            low, high = -high, -low
        for curve in [measure.leak, *measure.linked.values()]:
            upper, inside = curve.interval(low, high)
            assert 0.0 < inside <= upper <= 1.0
