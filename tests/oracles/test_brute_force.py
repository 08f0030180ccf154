"""The engine against enumeration of every world, on small networks with every feature and every pair of them."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest

from tests.oracles.brute_force import conditioned, enumerate_worlds
from tests.oracles.comparison import Row, complaint, named
from tests.oracles.random_models import FEATURES, random_model
from tests.oracles.shipped_cases import active_count
from tests.sampling import sample
from whatelse.inference.build import build
from whatelse.inference.evidence import Evidence
from whatelse.inference.network import Network
from whatelse.inference.posterior import Posterior, posterior

BAR = 1e-12
PAIRS = list(itertools.combinations_with_replacement(FEATURES, 2))
SEEDS = sample(1, 12)
LARGE = {"driven_chain", "gate", "overlap", "soft", "graded", "number", "facts"}


def compare(network: Network, evidence: Evidence, row: Row | None = None) -> str:
    """What is wrong with the engine's answer; empty when it is within the bar."""
    found = named(network, posterior(network, evidence, most_bits=64))
    expected = conditioned(network, enumerate_worlds(network, evidence))
    if row is not None:
        row.add(found, expected, active_count(network, evidence))
    return complaint(found, expected, BAR)


def models(pairs: list[tuple[str, str]], seeds: int) -> list[tuple[str, Network, Evidence]]:
    """A label, a network and evidence for every pair and seed."""
    out = []
    for i, pair in enumerate(pairs):
        for seed in range(seeds):
            rng = np.random.default_rng([PAIRS.index(pair) if pair in PAIRS else i, seed])
            out.append((f"{' and '.join(pair)}, seed {seed}", *random_model(rng, set(pair), 4 + seed % 3)))
    return out


def everything(seed: int) -> tuple[Network, Evidence]:
    return random_model(np.random.default_rng([1000, seed]), set(FEATURES), 4)


def twelve_causes(seed: int) -> tuple[Network, Evidence]:
    return random_model(np.random.default_rng([2000, seed]), LARGE, 9)


def full_row() -> Row:
    """All networks of the full profile, for the table of oracles."""
    row = Row("enumeration of every world, random networks with <= 12 causes", BAR)
    cases = [(network, evidence) for _, network, evidence in models(PAIRS, 12)]
    cases += [everything(seed) for seed in range(40)] + [twelve_causes(seed) for seed in range(12)]
    for network, evidence in cases:
        compare(network, evidence, row)
    return row


@pytest.mark.parametrize("pair", PAIRS, ids="+".join)
def test_every_pair_of_features_gives_what_enumeration_gives(pair: tuple[str, str]) -> None:
    for label, network, evidence in models([pair], SEEDS):
        wrong = compare(network, evidence)
        assert not wrong, f"{label}:{wrong}"


@pytest.mark.parametrize("seed", range(sample(3, 40)))
def test_all_features_together_give_what_enumeration_gives(seed: int) -> None:
    network, evidence = everything(seed)
    assert not compare(network, evidence)


@pytest.mark.parametrize("seed", range(sample(1, 12)))
def test_twelve_causes_give_what_enumeration_gives(seed: int) -> None:
    network, evidence = twelve_causes(seed)
    assert len(network.node_ids) == 12
    assert not compare(network, evidence)


def test_the_enumeration_answers_every_field_of_a_posterior() -> None:
    kinds = set()
    for seed in range(6):
        features = {"driven", "gate", "duration"}
        network, evidence = random_model(np.random.default_rng([1500, seed]), features, 4)
        found = named(network, posterior(network, evidence))
        assert set(found) == set(conditioned(network, enumerate_worlds(network, evidence)))
        kinds |= {kind for kind in ("group", "derived", "behind", "unlisted") if any(kind in name for name in found)}
    assert len(kinds) == 4
    fields = {field.name for field in dataclasses.fields(Posterior)} - {"width", "cells", "dropped"}
    assert fields == {"values", "nodes", "unlisted", "derived", "groups", "behind", "evidence", "hurts"}, (
        "a new field needs an oracle"
    )


@pytest.mark.parametrize("seed", range(sample(5, 60)))
def test_several_lanes_are_as_many_separate_walks(seed: int) -> None:
    rng = np.random.default_rng([3000, seed])
    network, evidence = random_model(rng, set(FEATURES), 5)
    problem = build(network, evidence)
    lanes = 5
    weight = problem.weight * rng.uniform(0.0, 2.0, (len(problem.weight), lanes))
    weight[rng.random(weight.shape) < 0.05] = 0.0
    on = {n: table * rng.uniform(0.1, 1.0, (len(table), lanes)) for n, table in enumerate(problem.on)}
    off = {n: table * rng.uniform(0.1, 1.0, (len(table), lanes)) for n, table in enumerate(problem.off)}
    together, evidence_of = problem.walk(weight, off, on, lanes)
    for g in range(lanes):
        alone, z = problem.walk(
            weight[:, g : g + 1],
            {n: table[:, g : g + 1] for n, table in off.items()},
            {n: table[:, g : g + 1] for n, table in on.items()},
        )
        assert np.abs(together[:, g] - alone[:, 0]).max() < BAR, f"lane {g}"
        assert evidence_of[g] == pytest.approx(z[0], rel=BAR), f"lane {g}"
