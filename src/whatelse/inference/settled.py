"""What has settled may still explain how it began.

A strain that healed no longer hurts, presses or shows; but the sprint and the sudden pull that began it stay true.
So every pain value with a course gets a twin: the same occurrence, settled by now. A twin explains only findings
about the beginning, drives nothing and is no pain source.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from whatelse.inference.network import Driver, Fact, Graded, Measure, Network


def with_settled(network: Network, past: NDArray[np.bool_]) -> Network:
    """The network with a settled twin behind the values of each node that have a survival.

    past: (B,) the parts that tell of the beginning, not of today.
    """
    rows: list[int] = []
    settled: list[bool] = []
    first = [0]
    for n in range(len(network.node_ids)):
        own = list(network.values_of(n))
        twins = [v for v in own if v in network.survival]
        rows += own + twins
        settled += [False] * len(own) + [True] * len(twins)
        first.append(len(rows))
    index, is_settled = np.array(rows, dtype=np.intp), np.array(settled)
    place = {int(v): i for i, v in reversed(list(enumerate(rows))) if not settled[i]}
    fires = network.part_fires
    if fires.size:
        fires = fires[index]
        fires[is_settled] *= past
    return replace(
        network,
        first=np.array(first, dtype=np.intp),
        value_ids=tuple(
            f"{network.value_ids[v]}/settled" if twin else network.value_ids[v]
            for v, twin in zip(rows, settled, strict=True)
        ),
        settled=is_settled,
        share=network.share[index],
        drivers=tuple(Driver(d.target, place[d.value], d.strength) for d in network.drivers),
        part_fires=fires,
        graded={key: _graded(finding, index, is_settled) for key, finding in network.graded.items()},
        measures={key: _measure(finding, place) for key, finding in network.measures.items()},
        survival={i: network.survival[v] for i, v in enumerate(rows) if v in network.survival},
        facts={key: _fact(fact, index) for key, fact in network.facts.items()},
    )


def _graded(finding: Graded, index: NDArray[np.intp], settled: NDArray[np.bool_]) -> Graded:
    contribution = finding.contribution[index]
    contribution[settled] = 0.0
    contribution[settled, 0] = 1.0
    return replace(finding, contribution=contribution)


def _measure(finding: Measure, place: dict[int, int]) -> Measure:
    return replace(finding, linked={place[v]: curve for v, curve in finding.linked.items()})


def _fact(fact: Fact, index: NDArray[np.intp]) -> Fact:
    return replace(fact, odds=fact.odds[:, index])
