"""What a reliability curve says of predictions that are right, and of ones that are not."""

import numpy as np
import pytest

from whatelse.inference.reliability import reliability


def test_right_predictions_lie_on_the_diagonal() -> None:
    rng = np.random.default_rng(1)
    p = rng.uniform(size=40_000)
    assert reliability(p, (rng.random(len(p)) < p).astype(float)).ece < 0.01


def test_predictions_that_are_too_sure_do_not() -> None:
    rng = np.random.default_rng(2)
    p = rng.uniform(size=40_000)
    sure = p**2 / (p**2 + (1 - p) ** 2)
    assert reliability(sure, (rng.random(len(p)) < p).astype(float)).ece > 0.05


def test_bins_hold_equally_many_and_the_brier_score_is_the_mean_squared_error() -> None:
    found = reliability(np.array([0.1, 0.2, 0.8, 0.9]), np.array([0.0, 0.0, 1.0, 0.0]), bins=2)
    assert [(b.count, b.predicted, b.observed) for b in found.bins] == [
        (2, pytest.approx(0.15), 0.0),
        (2, pytest.approx(0.85), 0.5),
    ]
    assert found.ece == pytest.approx((0.15 + 0.35) / 2)
    assert found.brier == pytest.approx((0.01 + 0.04 + 0.04 + 0.81) / 4)
