"""What each open question is worth: bits about causes, weighted by urgency, and by what an answer would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whatelse.inference.asks import Ask
from whatelse.inference.compile import Model
from whatelse.inference.evidence import Evidence
from whatelse.inference.near import Near, near
from whatelse.inference.network import Network
from whatelse.inference.rough import rough
from whatelse.interview.modes import evidence_for, information, named, there
from whatelse.interview.stakes import Stakes, stakes_of, standing
from whatelse.interview.types import Explore, Mode

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Valued:
    """asks: the questions, in order (Q). bits (Q,): information about all pain sources, unweighted. utility (Q,): what
    an answer is worth, in bits. changes (Q,): P(the answer changes what stands first, how urgent it is, what not to do
    or whom to see). near: all answers. nodes (N, K): every cause after each."""

    asks: tuple[Ask, ...]
    bits: Array
    utility: Array
    changes: Array
    near: Near
    nodes: Array


def valued(model: Model, evidence: Evidence, asks: Sequence[Ask], mode: Mode, rules: int) -> Valued:
    """All questions at once; at least one. rules: height of the level that the red-flag rules give."""
    network, stakes = model.network, kept_stakes(model)
    guess = rough(network, evidence)
    found = near(network, evidence, guess, asks)
    values = np.repeat(guess.values[:, None], len(found.chance), axis=1)
    values[found.rows] = found.values
    nodes = np.add.reduceat(np.where(network.present[:, None], values, 0.0), network.first[:-1], axis=0)
    pain = network.pain[found.kept]
    told = information(found.nodes[pain], found.chance, found.first)
    changes = _changes(stakes, network, found, values, nodes, rules)
    bits = told.sum(0)
    if isinstance(mode, Explore):
        worth = model.knowledge.interview.worth
        utility = stakes.weight[found.kept][pain] @ told
        for name, change in changes.items():
            utility = utility + worth(name) * change
        changed = np.max(list(changes.values()), axis=0)
    else:
        p = [1.0 - np.prod([1.0 - table @ values for table in there(model, name)], axis=0) for name in named(mode)]
        utility = evidence_for(mode, p, found.chance, found.first)
        changed = _spread(p, found)
    return Valued(tuple(asks), bits, utility, changed, found, nodes)


def _changes(
    stakes: Stakes, network: Network, found: Near, values: Array, nodes: Array, rules: int
) -> dict[str, Array]:
    """(Q,) P(the answer changes it), for each name of ``interview.toml``; of floors the expected number that change."""
    before = values[:, :1].copy()
    before[found.rows, 0] = found.now
    before_nodes = np.add.reduceat(np.where(network.present[:, None], before, 0.0), network.first[:-1], axis=0)
    conditions = np.clip(stakes.conditions @ np.concatenate([before, values], axis=1), 0.0, 1.0)
    all_nodes = np.concatenate([before_nodes, nodes], axis=1)
    each = standing(stakes, conditions, all_nodes, network.pain, rules)

    def expected(different: Array) -> Array:
        out: Array = np.add.reduceat(found.chance * different, found.first[:-1])
        return out

    return {
        "level": expected((each.level[1:] != each.level[0]).astype(float)),
        "floor": expected((each.floors[:, 1:] != each.floors[:, :1]).sum(0).astype(float)),
        "visit": expected((each.visit[1:] != each.visit[0]).astype(float)),
        "top": expected((each.top[1:] != each.top[0]).astype(float)),
    }


def _spread(p: list[Array], found: Near) -> Array:
    """(Q,) how far apart the answers would put what is in question: a probability, or the share of the first of two."""
    x = p[0] if len(p) == 1 else p[0] / np.maximum(p[0] + p[1], 1e-12)
    likely = found.chance >= 1e-3
    high = np.maximum.reduceat(np.where(likely, x, 0.0), found.first[:-1])
    low = np.minimum.reduceat(np.where(likely, x, 1.0), found.first[:-1])
    out: Array = np.maximum(high - low, 0.0)
    return out


_stakes: dict[int, tuple[Model, Stakes]] = {}
_MOST_KEPT = 16


def kept_stakes(model: Model) -> Stakes:
    """The stakes of a model, made once."""
    found = _stakes.get(id(model))
    if found is None or found[0] is not model:
        if len(_stakes) >= _MOST_KEPT:
            _stakes.clear()
        found = _stakes[id(model)] = (model, stakes_of(model))
    return found[1]
