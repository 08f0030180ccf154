"""The printed probability is the average over all models that the ranges allow, each weighted by its evidence."""

import functools
import itertools

import numpy as np
import pytest

from inference.any_width import TwoPoints, as_wide_everywhere
from oracles.random_models import FEATURES, random_model
from sampling import sample
from whatelse.inference.coins import coins
from whatelse.inference.draws import draw
from whatelse.inference.intervals import normalised
from whatelse.inference.lanes import LanePosteriors, lane_posteriors
from whatelse.inference.posterior import Posterior, posterior
from whatelse.inference.sampler import RandomSampler
from whatelse.inference.tables import stated

SORTS = {"there", "kinds", "course", "undriven", "drivers", "gate", "part", "grade", "below", "fires", "leak"}


@functools.cache
def two_points(seed: int) -> tuple[Posterior, LanePosteriors, set[str]]:
    """A small network with a third of all features, six of its numbers at two points each."""
    rng = np.random.default_rng([77, seed])
    features = {FEATURES[(seed + 3 * k) % len(FEATURES)] for k in range(6)}
    network, evidence = random_model(rng, features, 4)
    result = posterior(network, evidence)
    sampler = TwoPoints(6, rng, (0.05, 0.15, 0.4)[seed % 3])
    seen = coins(network, evidence, stated(network, evidence), result.values)
    draws = draw(network, as_wide_everywhere(network, 0.7), evidence, seen, sampler)
    return result, lane_posteriors(network, evidence, draws, result, too_unlikely=0.0), sampler.touched


def largest_difference(result: Posterior, lanes: LanePosteriors, weight: np.ndarray) -> float:
    off = np.abs(lanes.values @ weight - result.values).max()
    return float(
        max(off, np.abs(lanes.nodes @ weight - result.nodes).max(), abs(lanes.unlisted @ weight - result.unlisted))
    )


@pytest.mark.parametrize("seed", range(sample(36, 150)))
def test_two_points_for_any_six_numbers_average_exactly_to_the_printed_answer(seed: int) -> None:
    result, lanes, touched = two_points(seed)
    weight = lanes.evidence / lanes.evidence.sum()
    assert largest_difference(result, lanes, weight) < 1e-12
    assert not touched or np.ptp(lanes.evidence) > 0, "these models do not differ"


def test_every_sort_of_number_was_among_them() -> None:
    touched = set(itertools.chain.from_iterable(two_points(seed)[2] for seed in range(36)))
    assert touched == SORTS


@pytest.mark.parametrize("features", [set(), {"families", "past", "tree"}, {"driven", "gate", "soft"}])
def test_many_random_draws_average_to_the_printed_answer(features: set[str]) -> None:
    network, evidence = random_model(np.random.default_rng([78, len(features)]), features, 4)
    result = posterior(network, evidence)
    sampler = RandomSampler(sample(3_000, 60_000))
    seen = coins(network, evidence, stated(network, evidence), result.values)
    draws = draw(network, as_wide_everywhere(network, 0.8), evidence, seen, sampler)
    lanes = lane_posteriors(network, evidence, draws, result, too_unlikely=0.0)
    weight = normalised(lanes.evidence, sampler.log_tilt)
    spread = np.sqrt(((lanes.nodes - result.nodes[:, None]) ** 2 * weight**2).sum(1))
    assert (np.abs(lanes.nodes @ weight - result.nodes) < 5 * spread + 1e-9).all()
    assert spread.max() < 0.02


def test_knowing_how_the_coins_fell_makes_the_weights_more_even() -> None:
    class Untilted(RandomSampler):
        def betas(self, name, mean, concentration, one, zero):  # type: ignore[no-untyped-def]
            return super().betas(name, mean, concentration, 0 * one, 0 * zero)

        def shares(self, name, mean, concentration, taken):  # type: ignore[no-untyped-def]
            return super().shares(name, mean, concentration, 0 * taken)

    network, evidence = random_model(np.random.default_rng([79, 1]), {"families", "tree", "graded"}, 4)
    result = posterior(network, evidence)
    seen = coins(network, evidence, stated(network, evidence), result.values)
    worth = []
    for sampler in (RandomSampler(2_000), Untilted(2_000)):
        draws = draw(network, as_wide_everywhere(network, 0.8), evidence, seen, sampler)
        lanes = lane_posteriors(network, evidence, draws, result, too_unlikely=0.0)
        worth.append(1.0 / (normalised(lanes.evidence, sampler.log_tilt) ** 2).sum())
    assert worth[0] > 1.3 * worth[1]
