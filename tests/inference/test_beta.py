"""Means stay exactly, ranges become the central 90 % of what is drawn."""

import math

import numpy as np
import pytest

from whatelse.inference.beta import Z90, Z95, concentration, log_odds_spread, shared_concentrations, trigamma
from whatelse.knowledge.number import SCALE, Number


def number(value: float, low: float, high: float, support: str = "expert") -> Number:
    return Number(value=value, low=low, high=high, source="X", support=support)


@pytest.mark.parametrize("x, value", [(0.5, math.pi**2 / 2), (1.0, math.pi**2 / 6), (2.0, math.pi**2 / 6 - 1)])
def test_trigamma_at_points_where_it_is_known(x: float, value: float) -> None:
    assert float(trigamma(np.array([x]))[0]) == pytest.approx(value, rel=1e-8)


def test_a_concentration_gives_back_the_spread_it_was_made_from() -> None:
    mean, spread = (a.ravel() for a in np.meshgrid([0.001, 0.03, 0.3, 0.5, 0.9, 0.999], [0.1, 0.5, 1.0, 2.5]))
    n = concentration(mean, spread)
    assert np.sqrt(trigamma(n * mean) + trigamma(n * (1 - mean))) == pytest.approx(spread, rel=1e-4)


@pytest.mark.parametrize("word", SCALE)
def test_a_range_holds_about_nine_tenths_of_the_draws_and_the_mean_is_the_value(word: str) -> None:
    value, low, high = SCALE[word]
    n = float(concentration(np.array([value]), np.array([log_odds_spread(number(value, low, high))]))[0])
    draws = np.random.default_rng(1).beta(value * n, (1 - value) * n, 200_000)
    assert draws.mean() == pytest.approx(value, abs=4 * draws.std() / math.sqrt(len(draws)))
    assert 0.85 < ((draws > low) & (draws < high)).mean() < 0.96


def test_the_95_percent_of_a_study_is_narrower_than_the_90_percent_of_a_guess() -> None:
    study, guess = (log_odds_spread(number(0.5, 0.4, 0.6, s)) for s in ("study", "expert"))
    assert study / guess == pytest.approx(Z90 / Z95)


def test_what_has_no_range_is_not_drawn() -> None:
    assert shared_concentrations([[], [(0.5, 0.0)]]) == [math.inf, math.inf]
