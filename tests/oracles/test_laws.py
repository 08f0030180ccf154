"""Laws of the engine: the order of findings, names and empty statements change nothing."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from tests.oracles.comparison import complaint, differences, named
from tests.oracles.random_models import FEATURES, random_model
from tests.sampling import sample
from whatelse.inference.build import build
from whatelse.inference.evidence import Evidence
from whatelse.inference.network import Network
from whatelse.inference.posterior import posterior, without

BAR = 1e-12
SEEDS = range(sample(12, 200))
KINDS = ("active", "soft", "graded", "measured", "facts")


def some_model(seed: int, n_nodes: int = 6) -> tuple[Network, Evidence, np.random.Generator]:
    """A network with a random half of the features."""
    rng = np.random.default_rng([4000, seed])
    features = {name for name in FEATURES if rng.random() < 0.5}
    return *random_model(rng, features, n_nodes), rng


def shuffled(evidence: Evidence, rng: np.random.Generator) -> Evidence:
    tables = {kind: list(getattr(evidence, kind).items()) for kind in KINDS}
    for table in tables.values():
        rng.shuffle(table)
    return dataclasses.replace(evidence, **{kind: dict(table) for kind, table in tables.items()})


def renamed(network: Network, evidence: Evidence, rng: np.random.Generator) -> tuple[Network, Evidence, np.ndarray]:
    """The same model with nodes, values, parts and findings under other names, so in another order.

    Returns the new place of each node.
    """
    n_nodes, sizes = len(network.node_ids), np.diff(network.first)
    old_of = rng.permutation(n_nodes)
    new_of = np.argsort(old_of)
    values = np.concatenate([rng.permutation(list(network.values_of(int(n)))) for n in old_of]).astype(int)
    new_value = np.argsort(values)
    old_part = rng.permutation(len(network.part_leak))
    new_part = np.argsort(old_part)
    findings = [*network.below, *network.graded, *network.measures]
    name = dict(zip(findings, (f"x{i:03d}" for i in rng.permutation(len(findings))), strict=True))
    changed = dataclasses.replace(
        network,
        node_ids=tuple(network.node_ids[n] for n in old_of),
        pain=network.pain[old_of],
        other=int(new_of[network.other]) if network.other is not None else None,
        first=np.concatenate([[0], np.cumsum(sizes[old_of])]).astype(np.intp),
        value_ids=tuple(network.value_ids[v] for v in values),
        share=network.share[values],
        undriven=network.undriven[old_of],
        drivers=tuple(
            dataclasses.replace(d, target=int(new_of[d.target]), value=int(new_value[d.value]))
            for d in rng.permutation(np.array(network.drivers, dtype=object))
        ),
        gates={
            int(new_of[n]): dataclasses.replace(gate, sites=tuple(int(new_of[s]) for s in gate.sites))
            for n, gate in network.gates.items()
        },
        part_leak=network.part_leak[old_part],
        part_fires=network.part_fires[values][:, old_part],
        below={name[key]: tuple(int(new_part[p]) for p in parts) for key, parts in network.below.items()},
        graded={
            name[key]: dataclasses.replace(finding, contribution=finding.contribution[values])
            for key, finding in network.graded.items()
        },
        measures={
            name[key]: dataclasses.replace(
                finding, linked={int(new_value[v]): curve for v, curve in finding.linked.items()}
            )
            for key, finding in network.measures.items()
        },
        settled=network.settled[values] if network.settled is not None else None,
        survival={int(new_value[v]): curve for v, curve in network.survival.items()},
        facts={
            key: dataclasses.replace(fact, odds=fact.odds[:, values], leak_odds=fact.leak_odds[:, old_of])
            for key, fact in network.facts.items()
        },
        derived=tuple(
            dataclasses.replace(d, node=int(new_of[d.node]), any_of=tuple(int(new_of[n]) for n in d.any_of))
            for d in network.derived
        ),
        groups={key: tuple(int(new_of[n]) for n in members) for key, members in network.groups.items()},
    )
    seen = {
        kind: {name[key]: value for key, value in getattr(evidence, kind).items()}
        for kind in ("active", "soft", "graded", "measured")
    }
    return changed, dataclasses.replace(evidence, **seen), new_of


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_findings_changes_no_bit(seed: int) -> None:
    network, evidence, rng = some_model(seed)
    first = posterior(network, evidence)
    for _ in range(3):
        again = posterior(network, shuffled(evidence, rng))
        assert first.values.tobytes() == again.values.tobytes()
        assert repr(named(network, first)) == repr(named(network, again))


@pytest.mark.parametrize("seed", SEEDS)
def test_renaming_causes_and_findings_changes_nothing(seed: int) -> None:
    network, evidence, rng = some_model(seed)
    changed, seen, _ = renamed(network, evidence, rng)
    wrong = complaint(named(changed, posterior(changed, seen)), named(network, posterior(network, evidence)), BAR)
    assert not wrong, wrong


@pytest.mark.parametrize("seed", SEEDS)
def test_a_finding_seen_without_any_certainty_changes_nothing(seed: int) -> None:
    network, evidence, _rng = some_model(seed)
    told = {*evidence.active, *evidence.soft}
    before = named(network, posterior(network, evidence))
    for key in set(network.below) - told:
        for weight in (1.0, 0.25):
            soft = dataclasses.replace(evidence, soft={**evidence.soft, key: (weight, weight)})
            after = named(network, posterior(network, soft))
            after["evidence"] /= weight
            wrong = complaint(after, before, BAR)
            assert not wrong, f"{key}: {wrong}"


@pytest.mark.parametrize("seed", SEEDS)
def test_a_certain_soft_finding_is_a_finding(seed: int) -> None:
    network, evidence, _ = some_model(seed)
    for key, seen in evidence.active.items():
        hard = {k: v for k, v in evidence.active.items() if k != key}
        soft = {**evidence.soft, key: (float(not seen), float(seen))}
        certain = dataclasses.replace(evidence, active=hard, soft=soft)
        wrong = complaint(
            named(network, posterior(network, certain)), named(network, posterior(network, evidence)), BAR
        )
        assert not wrong, f"{key}: {wrong}"


@pytest.mark.parametrize("seed", SEEDS)
def test_too_many_findings_give_the_posterior_without_the_named_ones(seed: int) -> None:
    network, evidence, _ = some_model(seed)
    for most_bits in (2, 4):
        result = posterior(network, evidence, most_bits=most_bits)
        rest = evidence
        for key in result.dropped:
            rest = without(rest, key)
        wide = build(network, evidence).plan.width > most_bits
        assert wide == bool(result.dropped), "findings are set aside only where the walk is too wide"
        assert result.width == build(network, rest).plan.width
        assert set(result.dropped) <= {*evidence.active, *evidence.soft, *evidence.graded, *evidence.measured}
        off = differences(named(network, result), named(network, posterior(network, rest)))
        assert max(off.values()) < BAR


@pytest.mark.parametrize("seed", SEEDS)
def test_after_setting_aside_the_walk_is_narrow_or_no_finding_is_left_to_drop(seed: int) -> None:
    network, evidence, _ = some_model(seed)
    for most_bits in (2, 4):
        result = posterior(network, evidence, most_bits=most_bits)
        rest = evidence
        for key in result.dropped:
            rest = without(rest, key)
        left = set(build(network, rest).names) - {""}
        assert result.width <= most_bits or not left, f"{sorted(left)} could still be set aside"
