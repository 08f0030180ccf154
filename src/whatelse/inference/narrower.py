"""The models of a case that is too wide to be solved hundreds of times: with the findings that tell least set aside.

What those findings do to the log odds of each cause in the printed answer, they are taken to do in every model. So the
printed answer stays in the middle of its interval; only how much the numbers behind these findings may be wrong is not
counted, and the findings are named.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whatelse.inference.evidence import Evidence
from whatelse.inference.lanes import TOO_UNLIKELY, LanePosteriors, LaneTables, lane_posteriors
from whatelse.inference.network import Network
from whatelse.inference.posterior import Posterior, narrowed, posterior

Array = NDArray[np.float64]

#: Cells that one lane may have in a walk over everybody; 200 models of such a case take about a second.
MOST_CELLS = 25_000.0
#: Probabilities nearer to 0 or 1 than this are not moved.
NEAREST = 1e-12


@dataclass(frozen=True, eq=False)
class Narrower:
    """evidence: what is left. base: its answer. result: the printed answer. set_aside: the findings left out.

    Of the base only values, nodes and "something else" are told."""

    network: Network
    evidence: Evidence
    base: Posterior
    result: Posterior
    set_aside: tuple[str, ...]

    def posteriors(self, draws: LaneTables, too_unlikely: float = TOO_UNLIKELY) -> LanePosteriors:
        """The posteriors of models drawn for ``evidence``, moved by what was set aside."""
        found = lane_posteriors(self.network, self.evidence, draws, self.base, too_unlikely)
        if not self.set_aside:
            return found
        values = _moved(found.values, self.base.values, self.result.values)
        nodes = _moved(found.nodes, self.base.nodes, self.result.nodes)
        first, present = self.network.first[:-1], self.network.present[:, None]
        sums = np.add.reduceat(np.where(present, values, 0.0), first, axis=0)
        share = (nodes / np.where(sums > 0, sums, 1.0))[self.network.node_of()]
        return LanePosteriors(
            values=np.where(present, values * share, values),
            nodes=nodes,
            unlisted=_moved(found.unlisted, np.array(self.base.unlisted), np.array(self.result.unlisted)),
            evidence=found.evidence,
        )


def narrower(network: Network, evidence: Evidence, result: Posterior, most_cells: float = MOST_CELLS) -> Narrower:
    """The case as it is where it is narrow enough. result: the posterior of ``evidence``."""
    if result.cells <= most_cells:
        return Narrower(network, evidence, result, result, ())
    left, dropped = narrowed(network, evidence, lambda plan: plan.cells <= most_cells)
    return Narrower(network, left, posterior(network, left, plainly=True), result, dropped)


def _moved(lanes: Array, base: Array, result: Array) -> Array:
    """lanes (..., G), its log odds moved by those of ``result`` over ``base`` (...); certain ones stay."""
    moved = (_logit(result) - _logit(base))[..., None]
    inside = (lanes > NEAREST) & (lanes < 1.0 - NEAREST)
    out: Array = np.where(inside, 1.0 / (1.0 + np.exp(-(_logit(lanes) + moved))), lanes)
    return out


def _logit(p: Array) -> Array:
    near = np.clip(p, NEAREST, 1.0 - NEAREST)
    out: Array = np.log(near) - np.log1p(-near)
    return out
