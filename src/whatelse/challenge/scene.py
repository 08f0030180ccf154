"""One case, weighed once for everything that is challenged: its sources, and what each finding does to them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from whatelse.challenge.answer import Source
from whatelse.inference.alone import Alone
from whatelse.inference.differential import rounded
from whatelse.inference.evidence import Evidence
from whatelse.inference.explanation import finding_behind, open_findings
from whatelse.inference.left_out import LeftOut
from whatelse.inference.posterior import posterior
from whatelse.inference.ranking import probabilities
from whatelse.inference.weigh import Weighed


@dataclass(frozen=True, eq=False)
class Node:
    """A ranked source of the case: a node under the name that the ranking gives it."""

    node: int
    root: str
    source: Source


class Scene:
    """``out``: the case with each finding left out. ``alone``: every condition by itself."""

    def __init__(self, weighed: Weighed, out: LeftOut, alone: Alone) -> None:
        self.weighed, self.out, self.alone = weighed, out, alone
        self.knowledge, self.model = weighed.model.knowledge, weighed.model
        self._decibans: dict[tuple[int, ...], dict[str, float]] = {}

    @cached_property
    def prior(self) -> dict[str, float]:
        """Every condition when nothing is told."""
        return probabilities(self.model, posterior(self.model.network, Evidence()))

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every listed source, likeliest first."""
        roots = self.model.network.node_ids
        other = self.model.network.other
        return tuple(
            Node(node, roots[node], self.source(name, probability, self.prior[roots[node]]))
            for node, name, probability in self.weighed.ranked()
            if node != other
        )

    @cached_property
    def open(self) -> frozenset[str]:
        """Yes/no findings that the case does not settle."""
        return frozenset(open_findings(self.weighed))

    def source(self, condition: str, probability: float, prior: float) -> Source:
        one = self.knowledge.conditions[condition]
        return Source(condition, one.label, one.plain, one.urgency, rounded(probability), rounded(prior))

    def member(self, condition: str) -> Source:
        """A grade, kind, or derived name by its own probabilities."""
        return self.source(condition, self.weighed.told[condition], self.prior[condition])

    def decibans(self, nodes: tuple[int, ...]) -> dict[str, float]:
        """Told name -> what it does to any of these nodes."""
        if nodes not in self._decibans:
            self._decibans[nodes] = self.out.decibans(nodes)
        return self._decibans[nodes]

    def findings_told(self) -> dict[str, str]:
        """Finding -> the told name under which it was weighed; the tests of a composite under that of the family."""
        told = {finding_behind(self.weighed, name): name for name in self.out.names}
        for name in self.out.names:
            if name in self.model.network.graded:
                family = self.knowledge.families[name]
                told |= {key: name for key in (*family.members, family.count_finding) if key}
        return told


def log_ratio(p: float, q: float) -> float:
    """Decibans of two probabilities above 0."""
    return 10.0 * (math.log10(p) - math.log10(q))
