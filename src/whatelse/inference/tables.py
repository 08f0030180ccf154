"""The numbers that one case touches, lane by lane: what the builder reads.

``stated`` takes them from the network as they are, in one lane. ``draws`` takes other ones, in many.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whatelse.inference.evidence import Evidence
from whatelse.inference.network import Network

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Row:
    """A graded finding: contribution (V, K+1, G or 1) of each value and leak (K+1, G or 1), both sum to 1."""

    contribution: Array
    leak: Array


@dataclass(frozen=True, eq=False)
class Reading:
    """A number that was measured: P(not above it | value alone) and P(it | not above it, value alone), (V, G or 1).

    leak_below, leak_fires: (G or 1,) the same for the leak.
    """

    below: Array
    fires: Array
    leak_below: Array
    leak_fires: Array


@dataclass(frozen=True, eq=False)
class Tables:
    """Everything with a trailing lane dimension (G, or 1 where all lanes agree).

    weight: (V, G) weight of a value at onset when its node is on (a root: odds or probability; else its share).
    absent: (N, G) weight of a root that is not there (1 beside odds, 1 - p beside a probability p).
    lasting: (V, G) chance that a value still lasts (of a settled twin: that it has settled).
    undriven: (N, G). strength: (drivers, G). gates: node -> (2**k, G) P(on).
    fires, leak: part -> (V, G) and (G,), for the parts of the findings that were told.
    """

    lanes: int
    weight: Array
    absent: Array
    lasting: Array
    undriven: Array
    strength: Array
    gates: dict[int, Array]
    fires: dict[int, Array]
    leak: dict[int, Array]
    graded: dict[str, Row]
    measures: dict[str, Reading]


def told_parts(network: Network, evidence: Evidence) -> list[int]:
    """The parts of all yes/no findings of a case, in order."""
    return sorted({part for key in (*evidence.active, *evidence.soft) for part in network.below[key]})


def onset(network: Network, facts: dict[str, str]) -> tuple[Array, Array]:
    """Weights (V,) of the values and undriven occurrences (N,) of a person with these facts."""
    weight, odds = network.share.copy(), np.ones(len(network.node_ids))
    for key in sorted(facts):
        fact = network.facts[key]
        state = fact.states.index(facts[key])
        weight = weight * fact.odds[state]
        odds = odds * fact.leak_odds[state]
    undriven = network.undriven.copy()
    for node in network.driven:
        own = undriven[node] / (1.0 - undriven[node]) * odds[node]
        undriven[node] = own / (1.0 + own)
    return weight, undriven


def reading(network: Network, key: str, seen: tuple[float, float]) -> Reading:
    """What a measured number says of each value and of the leak, as stated."""
    finding = network.measures[key]
    low, high = seen
    if finding.log:
        low, high = float(np.log(low)), float(np.log(high))
    if finding.mirrored:
        low, high = -high, -low
    below, fires = np.ones((len(network.value_ids), 1)), np.zeros((len(network.value_ids), 1))
    for value, curve in sorted(finding.linked.items()):
        upper, inside = curve.interval(low, high)
        below[value], fires[value] = upper, inside / upper if upper > 0 else 0.0
    upper, inside = finding.leak.interval(low, high)
    return Reading(below, fires, np.array([upper]), np.array([inside / upper]))


def stated(network: Network, evidence: Evidence) -> Tables:
    """The printed numbers: one lane."""
    weight, undriven = onset(network, evidence.facts)
    parts = told_parts(network, evidence)
    return Tables(
        lanes=1,
        weight=weight[:, None],
        absent=np.ones((len(network.node_ids), 1)),
        lasting=network.lasting(evidence.week)[:, None],
        undriven=undriven[:, None],
        strength=np.array([driver.strength for driver in network.drivers])[:, None],
        gates={node: gate.on[:, None] for node, gate in network.gates.items()},
        fires={part: network.part_fires[:, part, None] for part in parts},
        leak={part: network.part_leak[part, None] for part in parts},
        graded={
            key: Row(network.graded[key].contribution[:, :, None], network.graded[key].leak[:, None])
            for key in evidence.graded
        },
        measures={key: reading(network, key, seen) for key, seen in evidence.measured.items()},
    )
