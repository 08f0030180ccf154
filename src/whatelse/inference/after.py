"""What is likely after every possible answer to every open question: exact, all on the lanes of one walk.

The answer "not beyond this state" only multiplies the weights of causes: one lane. Everything else is a sum or a
difference of such lanes: "yes" is what is known now without "no", a state is the step between two lanes, a member of
a family of tests is a mixture of its states. A fact about the person is a lane for each of its states.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from whatelse.inference.asks import Ask, Cut, step
from whatelse.inference.evidence import Evidence
from whatelse.inference.lanes import lane_posteriors
from whatelse.inference.network import Network
from whatelse.inference.posterior import Posterior
from whatelse.inference.tables import Tables, onset, stated

Array = NDArray[np.float64]

#: Answers less likely than this say nothing that a double still holds; they are left as things are now.
NEVER = 1e-9


@dataclass(frozen=True, eq=False)
class After:
    """One question. chance (A,): P(answer). values (V, A), nodes (N, A), unlisted (A,): as in ``Posterior``, after
    each answer. now (N,): the average over the answers."""

    ask: Ask
    chance: Array
    values: Array
    nodes: Array
    unlisted: Array

    @property
    def now(self) -> Array:
        out: Array = self.nodes @ self.chance
        return out


def after(
    network: Network, evidence: Evidence, asks: Sequence[Ask], result: Posterior, too_unlikely: float = 0.0
) -> list[After]:
    """Exact answers for all questions at once. ``result``: the posterior of the evidence.

    too_unlikely: causes less likely than this now are left out; 0 leaves none out.
    """
    if not asks:
        return []
    cuts = list(dict.fromkeys(cut for ask in asks for cut in ask.cuts))
    lanes = _Lanes(network, evidence, cuts)
    found = lane_posteriors(network, evidence, lanes, result, too_unlikely)
    place = {cut: lanes.first + k for k, cut in enumerate(cuts)}
    joint = found.evidence * lanes.constant
    parts = np.concatenate([found.values, found.unlisted[None]]) * joint
    out = []
    for ask in asks:
        columns = [0, *(place[cut] for cut in ask.cuts)]
        mixed, total = parts[:, columns] @ ask.mix.T, joint[columns] @ ask.mix.T
        whole = float(total.sum())
        if not whole > 0.0:
            continue
        chance = np.clip(total / whole, 0.0, 1.0)
        likely = chance > NEVER
        seen = np.where(likely, mixed / np.where(likely, total, 1.0), parts[:, :1] / joint[0])
        seen = np.clip(seen, 0.0, 1.0)
        values = seen[:-1]
        nodes = np.add.reduceat(np.where(network.present[:, None], values, 0.0), network.first[:-1], axis=0)
        out.append(After(ask, chance, values, np.minimum(nodes, 1.0), seen[-1]))
    return out


class _Lanes:
    """The tables: the case itself, the case with every part scrambled, then one lane for each cut.

    The scrambled lane keeps apart what only looks alike: two values may bring a finding about equally often and yet by
    different kinds of it.
    """

    first = 2

    def __init__(self, network: Network, evidence: Evidence, cuts: list[Cut]) -> None:
        self.network, self.evidence, self.cuts = network, evidence, cuts
        self.base = stated(network, evidence)
        self.off = {part for key, seen in evidence.active.items() if not seen for part in network.below[key]}
        self.shared = {part for part in self.base.fires if part not in self.off}
        self.constant = np.array([1.0, 1.0, *(self._constant(cut) for cut in cuts)])

    @property
    def lanes(self) -> int:
        return self.first + len(self.cuts)

    def _parts(self, cut: Cut) -> list[int]:
        """What an absent finding turns off that is not off already."""
        return [part for part in self.network.below[cut.name] if part not in self.off]

    def _constant(self, cut: Cut) -> float:
        if cut.kind == "absent":
            return float(np.prod(1.0 - self.network.part_leak[self._parts(cut)]))
        if cut.kind in ("at_most", "under"):
            return step(self.network, cut)[1]
        return 1.0

    def tables(self, lanes: slice) -> Tables:
        chosen = range(*lanes.indices(self.lanes))
        own = [self.cuts[lane - self.first] if lane >= self.first else None for lane in chosen]
        weight = self.base.weight.repeat(len(own), axis=1)
        undriven, driven = self.base.undriven, False
        fires, leak = dict(self.base.fires), dict(self.base.leak)
        for part in sorted(self.shared):
            counts = np.array([self._counts(part, lane, cut) for lane, cut in zip(chosen, own, strict=True)])
            if (counts != 1.0).any():
                fires[part], leak[part] = fires[part] * counts, leak[part] * counts
        for k, cut in enumerate(own):
            if cut is None:
                continue
            if cut.kind == "fact":
                if not driven:
                    undriven, driven = undriven.repeat(len(own), axis=1), True
                weight[:, k], undriven[:, k] = onset(self.network, {**self.evidence.facts, cut.name: cut.state})
            else:
                weight[:, k] *= self._factor(cut)
        return replace(self.base, lanes=len(own), weight=weight, undriven=undriven, fires=fires, leak=leak)

    def _counts(self, part: int, lane: int, cut: Cut | None) -> float:
        if lane == 1:
            return 0.25 + 0.5 * ((part * 0.6180339887498949) % 1.0)
        return float(cut is None or cut.kind != "absent" or part not in self.network.below[cut.name])

    def _factor(self, cut: Cut) -> Array:
        """(V,) by how much a cut makes each value less likely."""
        if cut.kind == "absent":
            return np.asarray(np.prod(1.0 - self.network.part_fires[:, self._parts(cut)], axis=1))
        return step(self.network, cut)[0]
