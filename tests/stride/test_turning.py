import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatelse.stride.smoothing import filled, long_gaps, rate_of_change
from whatelse.stride.turning import crossing, peak, peaks


@given(st.floats(20.0, 80.0), st.floats(0.001, 1.0))
def test_the_top_of_a_parabola_is_found_between_frames(top: float, curve: float) -> None:
    signal = -curve * (np.arange(101.0) - top) ** 2
    assert peak(signal, 0, 100) == pytest.approx(top, abs=1e-6)
    assert peak(-signal, 0, 100, lowest=True) == pytest.approx(top, abs=1e-6)


def test_a_signal_that_still_rises_has_no_peak() -> None:
    assert np.isnan(peak(np.arange(50.0), 0, 49))
    assert peaks(np.arange(50.0), 0, 49) == []


@given(st.floats(0.5, 98.5))
def test_a_straight_line_is_crossed_where_it_is(level: float) -> None:
    line = np.arange(100.0)
    assert crossing(line, level, 0, 99, rising=True, latest=False) == pytest.approx(level)
    assert crossing(-line, -level, 0, 99, rising=False, latest=True) == pytest.approx(level)
    assert np.isnan(crossing(line, level, 0, 99, rising=False, latest=False))


def test_a_short_gap_is_bridged_and_a_long_one_is_named() -> None:
    line = np.arange(40.0)[:, None]
    gappy = line.copy()
    gappy[5:8] = np.nan
    gappy[20:30] = np.nan
    assert filled(gappy) == pytest.approx(line)
    assert np.flatnonzero(long_gaps(gappy, 5)).tolist() == list(range(20, 30))


def test_the_rate_of_change_of_a_line_is_its_slope() -> None:
    assert rate_of_change(3.0 * np.arange(30.0), 100.0) == pytest.approx(300.0)
