"""The posteriors of many models of one case: each lane one model, a few lanes at a time.

Only the weights of the draws and the probabilities of the values are had this way; names follow from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from whatelse.inference.build import build
from whatelse.inference.evidence import Evidence
from whatelse.inference.kernel import Plan
from whatelse.inference.network import Network
from whatelse.inference.posterior import RARELY_HURTS, Posterior
from whatelse.inference.problem import Problem
from whatelse.inference.tables import Tables

Array = NDArray[np.float64]

#: For drawn models alone, nodes less likely than this are left out.
TOO_UNLIKELY = 1e-4
#: Cells (lanes times open states) walked at once: what stays near the processor.
CELLS_AT_ONCE = 2**16
MOST_LANES, FEWEST_LANES = 50, 4


class LaneTables(Protocol):
    """Many models of one case, from which a few lanes of tables can be had at a time."""

    @property
    def lanes(self) -> int: ...

    def tables(self, lanes: slice) -> Tables: ...


@dataclass(frozen=True, eq=False)
class LanePosteriors:
    """values (V, G), nodes (N, G), unlisted (G,) given the evidence and that somebody hurts; as in ``Posterior``.

    evidence (G,): P(findings, somebody hurts) in each model, up to one constant.
    """

    values: Array
    nodes: Array
    unlisted: Array
    evidence: Array


def lane_posteriors(
    network: Network,
    evidence: Evidence,
    draws: LaneTables,
    stated: Posterior,
    too_unlikely: float = TOO_UNLIKELY,
    absent: int | None = None,
) -> LanePosteriors:
    """The posteriors of all models. ``stated``: the printed answer, which says what may be left out.

    absent: a node that is taken not to be there.
    """
    walker = _Walker(network, evidence, draws, stated, too_unlikely, absent)
    found = [walker.walk(slice(start, start + walker.fit)) for start in range(0, draws.lanes, walker.fit)]
    values, unlisted, joint = (np.concatenate(parts, axis=-1) for parts in zip(*found, strict=True))
    nodes = np.add.reduceat(np.where(network.present[:, None], values, 0.0), network.first[:-1], axis=0)
    return LanePosteriors(values, nodes, unlisted, joint)


class _Walker:
    """Two problems for each handful of lanes: everybody, and nobody but silent causes and "something else"."""

    def __init__(
        self,
        network: Network,
        evidence: Evidence,
        draws: LaneTables,
        stated: Posterior,
        too_unlikely: float,
        absent: int | None,
    ) -> None:
        self.network, self.evidence, self.draws = network, evidence, draws
        owner = network.node_of()
        total = np.add.reduceat(stated.values, network.first[:-1])
        keep = total >= too_unlikely
        if absent is not None:
            keep[absent] = False
        self.likely = keep[owner]
        self.pain = network.pain[owner]
        self.other = owner == network.other if network.other is not None else np.zeros(len(owner), dtype=bool)
        self.quiet = self.likely & (~network.hurts | self.other)
        self.rarely = stated.hurts < RARELY_HURTS
        # Conditioning on "something else" walks every lane twice.
        fewest = FEWEST_LANES if absent is None else 2 * FEWEST_LANES
        self.fit = int(np.clip(CELLS_AT_ONCE / 2**stated.width, fewest, MOST_LANES))
        self.plans: dict[bool, Plan] = {}

    def walk(self, lanes: slice) -> tuple[Array, Array, Array]:
        """values (V, G), unlisted (G,), evidence (G,) of these lanes."""
        net, tables = self.network, self.draws.tables(lanes)
        problem = build(
            net, self.evidence, somebody_hurts=self.rarely, tables=tables, among=self.likely, plan=self.plans.get(True)
        )
        self.plans[True] = problem.plan
        m, z = problem.walk()
        quiet = build(net, self.evidence, tables=tables, among=self.quiet, plan=self.plans.get(False))
        self.plans[False] = quiet.plan
        unlisted, none, without = self._quiet(quiet, z)
        values = m[: len(self.pain)] * z
        joint = z
        if not self.rarely:
            values = values - np.where(net.hurts[:, None], 0.0, none[: len(self.pain)] * without)
            joint = z - without
        safe = np.where(joint > 0, joint, 1.0)
        return np.clip(values / safe, 0.0, 1.0), np.clip(unlisted / safe, 0.0, 1.0), np.maximum(joint, 0.0)

    def _quiet(self, quiet: Problem, z: Array) -> tuple[Array, Array, Array]:
        """unlisted (G,): P(what was seen, "something else" alone hurts); marginals (V, G) and evidence (G,) where
        nobody hurts, which only are wanted unless hurting is rare."""
        own = self.other & self.network.hurts
        if quiet.split is not None and np.array_equal(np.flatnonzero(own), quiet.split):
            # "Something else" is walked absent and present anyway: absent, nobody hurts.
            found = quiet.halves()
            unlisted = found.joined()[: len(own)][own].sum(0) * found.evidence
            return unlisted, found.without, found.evidence_without
        unlisted, none, without = np.zeros_like(z), np.zeros_like(quiet.weight), np.zeros_like(z)
        if self.other.any():
            only, with_other = quiet.walk()
            unlisted = only[: len(own)][own].sum(0) * with_other
        if not self.rarely:
            weight = quiet.weight.copy()
            weight[: len(own)][own] = 0.0
            none, without = quiet.walk(weight)
        return unlisted, none, without
