import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatelse.motion.filter import low_pass


@given(st.floats(4, 30), st.sampled_from([100.0, 150.0, 240.0]), st.integers(0, 2**31))
def test_away_from_the_ends_it_is_scipys_filter_run_both_ways(cutoff, rate, seed):
    signal = pytest.importorskip("scipy.signal")
    walk = np.random.default_rng(seed).normal(size=(400, 2)).cumsum(axis=0)
    truth = signal.filtfilt(*signal.butter(2, cutoff / (rate / 2)), walk, axis=0)
    inner = slice(100, -100)
    assert np.abs(low_pass(walk, rate, cutoff) - truth)[inner].max() < 1e-3 * walk.std()


def test_a_slow_wave_passes_a_fast_one_does_not_and_nothing_lags():
    time = np.arange(600) / 150
    slow, fast = np.sin(2 * np.pi * 1.5 * time), np.sin(2 * np.pi * 40 * time)
    smooth = low_pass((slow + fast)[:, None], 150, 10)[:, 0]
    assert np.abs(smooth - slow)[30:-30].max() < 0.01


def test_the_gain_is_half_at_the_cut_off():
    time = np.arange(3000) / 150
    wave = np.sin(2 * np.pi * 10 * time)[:, None]
    assert np.ptp(low_pass(wave, 150, 10)[500:-500]) / 2 == pytest.approx(0.5, abs=0.01)


def test_a_straight_line_stays_a_straight_line_to_its_ends():
    line = np.linspace(0, 7, 200)[:, None]
    assert np.allclose(low_pass(line, 150, 6), line, atol=1e-9)


def test_gaps_stay_gaps_and_spoil_nothing_else():
    time = np.arange(300) / 150
    wave = np.sin(2 * np.pi * 1.0 * time)[:, None] * [1.0, 1.0]
    holed = wave.copy()
    holed[100:104, 0] = np.nan
    smooth = low_pass(holed, 150, 10)
    assert np.isnan(smooth[100:104, 0]).all() and np.isfinite(smooth[:, 1]).all()
    assert np.nanmax(np.abs(smooth - wave)) < 0.01


def test_without_a_cut_off_below_half_the_rate_nothing_changes():
    noise = np.random.default_rng(1).normal(size=(50, 3))
    assert np.array_equal(low_pass(noise, 15, 10), noise)
