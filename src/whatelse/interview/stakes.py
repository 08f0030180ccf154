"""What knowing would change: how urgent it is, what not to do, whom to see, what stands first.

Made once for each model as tables over the values of its causes, so that all answers of all questions are judged at
once. Several dangerous causes are taken as independent of each other, as the triage takes them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whatelse.inference.compile import OTHER, Model
from whatelse.knowledge.plan_data import visit_for
from whatelse.knowledge.schema import Knowledge
from whatelse.triage.types import LEVELS, height

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Stakes:
    """conditions (C, V): the values with which each dangerous condition is there. levels: (height, threshold, rows of
    ``conditions``), lowest first; floors: (threshold, rows). visits (N,): whom to see first for a node. weight (N,): by
    urgency; 0 for what hurts nobody and for "something else"."""

    conditions: Array
    levels: tuple[tuple[int, float, NDArray[np.intp]], ...]
    floors: tuple[tuple[float, NDArray[np.intp]], ...]
    visits: NDArray[np.intp]
    weight: Array


@dataclass(frozen=True, eq=False)
class Standing:
    """What follows from the probabilities of each of K answers. level (K,), floors (F, K), top and visit (K,)."""

    level: NDArray[np.intp]
    floors: NDArray[np.bool_]
    top: NDArray[np.intp]
    visit: NDArray[np.intp]


def stakes_of(model: Model) -> Stakes:
    knowledge, network = model.knowledge, model.network
    table = presence(model)
    graves = {
        level: {
            name
            for name in table
            if height(knowledge.conditions[name].urgency) >= LEVELS.index(level)
            and knowledge.conditions[name].kind != "silent"
        }
        for level in LEVELS
        if level in knowledge.safety.raise_at
    }
    floors = [(floor.at.value, set(floor.conditions)) for floor in knowledge.plan.floors if floor.at is not None]
    tops = [_tops(knowledge, names) & set(table) for names in (*graves.values(), *(names for _, names in floors))]
    used = sorted(set().union(*tops))

    def rows(names: set[str]) -> NDArray[np.intp]:
        return np.array([used.index(name) for name in sorted(names)], dtype=np.intp)

    visits: dict[str, int] = {}
    whom, weight = [], []
    for n, name in enumerate(network.node_ids):
        condition = knowledge.conditions[name]
        visit = visit_for(knowledge.plan, name, condition.interface, condition.urgency)
        whom.append(visits.setdefault(visit.id if visit is not None else "", len(visits)))
        counts = bool(network.pain[n]) and name != OTHER
        weight.append(knowledge.interview.worth(f"urgency_{condition.urgency}") if counts else 0.0)
    return Stakes(
        conditions=np.array([table[name] for name in used]).reshape(len(used), len(network.value_ids)),
        levels=tuple(
            (LEVELS.index(level), knowledge.safety.raise_at[level].at.value, rows(names))
            for level, names in zip(graves, tops, strict=False)
        ),
        floors=tuple((at, rows(names)) for (at, _), names in zip(floors, tops[len(graves) :], strict=True)),
        visits=np.array(whom, dtype=np.intp),
        weight=np.array(weight),
    )


def presence(model: Model) -> dict[str, Array]:
    """Condition -> (V,) 1 for the values with which it is there, settled ones not."""
    out: dict[str, Array] = {}
    for n, cause in enumerate(model.causes):
        for value, v in zip(cause.values, model.network.values_of(n), strict=False):
            for member in value.members:
                if member in model.knowledge.conditions:
                    out.setdefault(member, np.zeros(len(model.network.value_ids)))[v] = 1.0
    return out


def _tops(knowledge: Knowledge, names: set[str]) -> set[str]:
    """Those below no other of them: the probability of the upper one holds theirs already."""

    def is_inside(name: str) -> bool:
        parent = knowledge.conditions[name].parent
        while parent:
            if parent in names:
                return True
            parent = knowledge.conditions[parent].parent
        return False

    return {name for name in names if not is_inside(name)}


def standing(stakes: Stakes, conditions: Array, nodes: Array, pain: NDArray[np.bool_], rules: int) -> Standing:
    """conditions (C, K), nodes (N, K): probabilities after each answer. rules: height of the level by the rules."""
    level = np.full(conditions.shape[1], rules, dtype=np.intp)
    silent = np.log1p(-np.minimum(conditions, 1.0 - 1e-12))
    for high, threshold, rows in stakes.levels:
        level = np.where((-np.expm1(silent[rows].sum(0)) >= threshold) & (level < high), high, level)
    floors = [-np.expm1(silent[rows].sum(0)) >= threshold for threshold, rows in stakes.floors]
    top = np.argmax(np.where(pain[:, None], nodes, -1.0), axis=0).astype(np.intp)
    held = np.array(floors, dtype=bool).reshape(len(floors), conditions.shape[1])
    return Standing(level, held, top, stakes.visits[top])
