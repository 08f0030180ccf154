import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatelse.exam.share import share


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    # Wilson 1927, worked out by hand to four places.
    [(5, 10, 0.2366, 0.7634), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (1, 1, 0.2065, 1.0)],
)
def test_the_interval_is_wilson_s(hits: int, of: int, low: float, high: float) -> None:
    found = share(hits, of)
    assert found.low == pytest.approx(low, abs=5e-5)
    assert found.high == pytest.approx(high, abs=5e-5)


def test_no_case_has_no_share() -> None:
    found = share(0, 0)
    assert (found.share, found.low, found.high) == (None, None, None)


@given(st.integers(1, 500), st.data())
def test_the_interval_holds_its_share_and_stays_within_0_and_1(of: int, data: st.DataObject) -> None:
    found = share(data.draw(st.integers(0, of)), of)
    assert found.share is not None and found.low is not None and found.high is not None
    assert 0.0 <= found.low <= found.share <= found.high <= 1.0


@given(st.integers(1, 100), st.integers(1, 20))
def test_more_cases_make_the_interval_narrower(of: int, times: int) -> None:
    few, many = share(of // 2, of), share(of // 2 * (times + 1), of * (times + 1))
    assert few.low is not None and few.high is not None and many.low is not None and many.high is not None
    assert many.high - many.low < few.high - few.low
