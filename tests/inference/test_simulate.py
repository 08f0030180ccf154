"""People drawn from a network are as the network says; other networks that the ranges allow average to it."""

import itertools

import numpy as np
import pytest

from inference.any_width import as_wide_everywhere
from oracles.random_models import random_model
from sampling import sample
from whatelse.inference.evidence import Evidence
from whatelse.inference.posterior import posterior
from whatelse.inference.simulate import answers, person, perturbed

FEATURES = {"families", "driven", "gate", "tree", "graded", "number", "past", "facts"}
PEOPLE = sample(4_000, 40_000)


@pytest.mark.parametrize("seed", range(3))
def test_causes_come_as_often_as_the_empty_case_says(seed: int) -> None:
    network, told = random_model(np.random.default_rng([90, seed]), FEATURES, 4)
    rng = np.random.default_rng([91, seed])
    expected = posterior(network, Evidence(week=told.week, facts=told.facts)).nodes
    seen = np.zeros(len(expected))
    for _ in range(PEOPLE):
        one = person(network, rng, told.week, told.facts)
        seen[[n for n, value in one.causes.items() if network.present[value]]] += 1
    assert np.abs(seen / PEOPLE - expected).max() < 4.5 * 0.5 / np.sqrt(PEOPLE)


def test_findings_come_as_often_as_the_model_says() -> None:
    """P(findings) over people, against the ratio of the evidence with and without them."""
    network, told = random_model(np.random.default_rng([92, 0]), FEATURES, 4)
    rng = np.random.default_rng([93, 0])
    start = posterior(network, Evidence(week=told.week, facts=told.facts)).evidence
    people = [person(network, rng, told.week, told.facts) for _ in range(PEOPLE)]
    for key, state in itertools.product(("f0", "f1", "f2"), (True, False)):
        p = posterior(network, Evidence(active={key: state}, week=told.week, facts=told.facts)).evidence / start
        assert np.mean([one.active[key] == state for one in people]) == pytest.approx(p, abs=2.3 / np.sqrt(PEOPLE))
    low, high = told.measured["number"]
    p = posterior(network, Evidence(measured={"number": (low, high)}, week=told.week, facts=told.facts)).evidence
    seen = np.mean([low < one.numbers["number"] <= high for one in people])
    assert seen == pytest.approx(p / start, abs=2.3 / np.sqrt(PEOPLE))
    p = posterior(
        network, Evidence(graded={"graded": told.graded["graded"]}, week=told.week, facts=told.facts)
    ).evidence
    assert np.mean([one.graded["graded"] == 1 for one in people]) == pytest.approx(p / start, abs=2.3 / np.sqrt(PEOPLE))


def test_only_what_hurts_tells_no_absent_finding() -> None:
    network, told = random_model(np.random.default_rng([94, 0]), FEATURES, 4)
    one = person(network, np.random.default_rng(1), told.week, told.facts)
    asked = [*network.below, *network.graded]
    everything, hurting = (answers(network, one, asked, only_what_hurts=only) for only in (False, True))
    assert all(hurting.active.values()) and not all(everything.active.values())
    assert set(hurting.active) < set(everything.active)


def test_perturbed_networks_average_to_the_stated_one() -> None:
    network, told = random_model(np.random.default_rng([95, 0]), FEATURES, 4)
    width = as_wide_everywhere(network, 0.5)
    others = [perturbed(network, width, seed, told.week, told.facts) for seed in range(300)]
    for stated, drawn in (
        (network.part_fires, [o.part_fires for o in others]),
        (network.part_leak, [o.part_leak for o in others]),
        (network.graded["graded"].contribution, [o.graded["graded"].contribution for o in others]),
    ):
        spread = np.std(drawn, axis=0) / np.sqrt(len(others))
        assert (np.abs(np.mean(drawn, axis=0) - stated) <= 5 * spread + 1e-12).all()
        assert spread.max() > 0
