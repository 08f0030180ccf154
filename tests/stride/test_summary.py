import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatelse.stride.summary import MANY, difference, summarise, t95

VALUES = st.lists(st.floats(-50, 50), min_size=3, max_size=40).map(np.array)


@given(VALUES, st.floats(0, 10))
def test_an_interval_holds_its_value_and_never_shrinks_below_the_systematic_part(
    values: np.ndarray, half: float
) -> None:
    found = summarise(values, half)
    assert found.low <= found.value <= found.high
    assert found.high - found.low >= 2 * half - 1e-9


@given(VALUES, VALUES, st.floats(0, 5))
def test_right_minus_left_is_left_minus_right_turned_round(left: np.ndarray, right: np.ndarray, half: float) -> None:
    one, other = difference(left, right, half), difference(right, left, half)
    assert one.value == pytest.approx(-other.value)
    assert one.low <= one.value <= one.high


def test_intervals_cover_as_often_as_they_say() -> None:
    draw = np.random.default_rng(3)
    hits = []
    for _ in range(400):
        found = summarise(draw.normal(0.0, 1.0, 12), 0.0)
        hits.append(found.low <= 0.0 <= found.high)
    assert np.mean(hits) == pytest.approx(0.95, abs=0.03)


@pytest.mark.parametrize("count", [40, MANY + 1])
def test_the_bootstrap_agrees_with_the_normal(count: int) -> None:
    draw = np.random.default_rng(5)
    left, right = draw.normal(0, 1, count), draw.normal(1, 1, count)
    found = difference(left, right, 0.0)
    se = np.sqrt(left.var(ddof=1) / count + right.var(ddof=1) / count)
    assert found.high - found.low == pytest.approx(2 * 1.96 * se, rel=0.1)


def test_more_strides_need_a_smaller_factor() -> None:
    factors = [t95(k) for k in range(1, 60)]
    assert factors == sorted(factors, reverse=True)
    assert factors[-1] == pytest.approx(2.0, abs=0.01)
