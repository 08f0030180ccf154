"""Every cause of a case as it would be if one told finding were not known: one exact answer for each finding.

Where "something else" is nearly sure not to be there, it is taken as absent, with every finding left out and with none:
that halves the work, and the weights of the listed causes are then exact for a case of listed causes only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whatelse.inference.explanation import log_odds, plain_network
from whatelse.inference.variants import Variant, applied, entangled, solve, told_names
from whatelse.inference.weigh import Weighed

Array = NDArray[np.float64]

#: Below this probability "something else" is taken as absent.
HARDLY_THERE = 0.02


@dataclass(frozen=True, eq=False)
class LeftOut:
    """names: what was told, as in ``told_names``. now (N,): probability of every node; without (N, K): the same with
    each told finding left out."""

    names: tuple[str, ...]
    now: Array
    without: Array

    def decibans(self, nodes: tuple[int, ...]) -> dict[str, float]:
        """What each told finding does to the odds that a cause is there, in decibans.

        Exact for one node. Several nodes stand for "any of them", taken as independent of each other.
        """
        rows = list(nodes)
        now = 1.0 - float(np.prod(1.0 - self.now[rows]))
        without = 1.0 - np.prod(1.0 - self.without[rows], axis=0)
        return {name: log_odds(now) - log_odds(float(p)) for name, p in zip(self.names, without, strict=True)}


#: Where nobody asks what single findings do.
NOTHING_LEFT_OUT = LeftOut((), np.zeros(0), np.zeros((0, 0)))


def left_out(weighed: Weighed) -> LeftOut:
    """All told findings of a case, each left out once."""
    network, evidence, result = plain_network(weighed.model), weighed.evidence, weighed.result
    names = told_names(evidence)
    other = network.other
    absent = other if other is not None and result.nodes[other] < HARDLY_THERE else None
    apart = entangled(network, evidence)
    together = [name for name in names if name not in apart]
    found = solve(
        network, evidence, result, [Variant(), *(Variant(frozenset({name})) for name in together)], absent
    ).nodes
    columns = dict(zip(together, found[:, 1:].T, strict=True))
    for name in apart & set(names):
        # Leaving it out changes what another finding means: a case of its own, with nothing left out.
        less = applied(evidence, Variant(frozenset({name})))
        columns[name] = solve(network, less, result, [Variant()], absent).nodes[:, 0]
    without = np.stack([columns[name] for name in names], axis=1) if names else np.zeros((len(network.node_ids), 0))
    return LeftOut(tuple(names), found[:, 0], without)
