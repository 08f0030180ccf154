"""All probabilities of one case from one walk over a few lanes.

Lanes: the case itself; no pain source at all; no listed pain source; and one for each derived name, each driven
pain source and each group (of a group only its evidence is wanted, so its lane has no way back). The answer is
conditioned on at least one pain source: the person does hurt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from whatelse.inference.build import build
from whatelse.inference.evidence import Evidence
from whatelse.inference.kernel import Plan
from whatelse.inference.network import Network
from whatelse.inference.problem import Problem

Array = NDArray[np.float64]

#: Beyond this many open bits a walk gets slow; the findings that tell least are set aside and named.
MOST_BITS = 16.0
#: Below this the probability of any pain source is not had by subtracting from 1: too many digits would be lost.
RARELY_HURTS = 1e-3


@dataclass(frozen=True, eq=False)
class Posterior:
    """Exact probabilities given the evidence and at least one pain source.

    values (V,); nodes (N,): a node by its values that are there now. unlisted: no listed pain source is present.
    derived, groups: by id, a group being any of its nodes. behind: for each driven pain node or gate, P(driver or site
    on | that node on). hurts: P(a pain source | evidence). evidence: P(evidence, a pain source) up to the prior's
    constant. width: bits open at most. cells: kept by the walk, a lane. dropped: findings set aside because there were
    too many.
    """

    values: Array
    nodes: Array
    unlisted: float
    derived: dict[str, float]
    groups: dict[str, float]
    behind: dict[int, dict[int, float]]
    evidence: float
    hurts: float
    width: float
    cells: float
    dropped: tuple[str, ...]


def posterior(
    network: Network, evidence: Evidence, most_bits: float = MOST_BITS, *, plainly: bool = False
) -> Posterior:
    """The posterior of one case. ``dropped`` names findings set aside because the walk got too wide.

    plainly: without derived names, groups and what is behind a driven cause, each of which needs a lane of its own.
    """
    problem = build(network, evidence)
    dropped: tuple[str, ...] = ()
    if problem.plan.width > most_bits:
        evidence, dropped = narrowed(network, evidence, lambda plan: plan.width <= most_bits)
        problem = build(network, evidence)
    result = _read(network, problem, dropped, plainly)
    if result.hurts < RARELY_HURTS:
        hurting = _read(network, build(network, evidence, somebody_hurts=True), dropped, plainly)
        result = replace(hurting, hurts=result.hurts)
    return result


def with_groups(network: Network, evidence: Evidence, result: Posterior) -> Posterior:
    """``result``, the posterior of this evidence, with the groups of this network instead of its own.

    A group needs only the evidence of its lane, so that there is no way back.
    """
    if not network.groups:
        return replace(result, groups={})
    problem = build(network, evidence, somebody_hurts=result.hurts < RARELY_HURTS)
    members = [np.isin(network.node_of(), nodes) & network.present for nodes in network.groups.values()]
    lanes = 2 + len(members)
    weight = problem.weight.repeat(lanes, axis=1)
    for lane, there in enumerate((network.hurts, *members), 1):
        weight[: len(there)][there, lane] = 0.0
    _, z = problem.walk(weight, lanes=lanes, judged=0)
    share = z / z[0] if z[0] > 0 else np.zeros_like(z)
    return replace(result, groups=_groups(network.groups, share[2:], _given(share[1])))


def _given(quiet: float) -> float:
    """P(a pain source | evidence), to divide by. quiet: P(none)."""
    hurts = float(1.0 - quiet)
    return hurts if hurts > 0.0 else 1.0  # nothing left of it in a double: the caller walks again


def _groups(groups: Mapping[str, tuple[int, ...]], share: Array, given: float) -> dict[str, float]:
    """share: for each group, P(none of it | evidence)."""
    return {key: float(np.clip((1.0 - none) / given, 0.0, 1.0)) for key, none in zip(groups, share, strict=True)}


def _read(network: Network, problem: Problem, dropped: tuple[str, ...], plainly: bool = False) -> Posterior:
    derived_names, groups = ((), {}) if plainly else (network.derived, network.groups)
    n_values = len(network.value_ids)
    owner = network.node_of()
    pain_value, there = network.hurts, network.present
    listed = pain_value & (owner != network.other) if network.other is not None else pain_value
    driven_pain = [n for n in sorted([*network.driven, *network.gates]) if network.pain[n] and not plainly]
    parts = [derived for derived in derived_names if not derived.together]
    wholes = [derived for derived in derived_names if derived.together]
    # The lanes whose marginals are read come first; of the others only the evidence is wanted.
    lane_of = {derived.id: 3 + k for k, derived in enumerate(parts)}
    after_parts = 3 + len(parts)
    judged = after_parts + len(driven_pain)
    lane_of |= {derived.id: judged + k for k, derived in enumerate(wholes)}
    after_derived = judged + len(wholes)
    lanes = after_derived + len(groups)
    weight = problem.weight.repeat(lanes, axis=1)
    weight[:n_values][pain_value, 1] = 0.0
    weight[:n_values][listed, 2] = 0.0
    off: dict[int, Array] = {}
    on: dict[int, Array] = {}

    def table(store: dict[int, Array], base: tuple[Array, ...], node: int) -> Array:
        if node not in store:
            store[node] = base[node].repeat(lanes, axis=1)
        return store[node]

    for derived in derived_names:
        lane = lane_of[derived.id]
        if derived.together:
            table(off, problem.off, derived.node)[:, lane] = 0.0
            table(on, problem.on, derived.node)[:, lane] = network.gates[derived.node].together
            weight[:n_values][(owner == derived.node) & ~there, lane] = 0.0
        else:
            weight[:n_values][np.isin(owner, derived.any_of) & there, lane] = 0.0
    for k, node in enumerate(driven_pain):
        table(off, problem.off, node)[:, after_parts + k] = 0.0
        weight[:n_values][(owner == node) & ~there, after_parts + k] = 0.0
    for k, members in enumerate(groups.values()):
        weight[:n_values][np.isin(owner, members) & there, after_derived + k] = 0.0

    m, z = problem.walk(weight, off, on, lanes, judged)
    m = m[:n_values]
    share = z / z[0] if z[0] > 0 else np.zeros_like(z)
    hurts = float(1.0 - share[1])
    given = _given(share[1])
    values = np.where(pain_value, m[:, 0], m[:, 0] - m[:, 1] * share[1]) / given
    values = np.clip(values, 0.0, 1.0)
    nodes = np.add.reduceat(np.where(there, values, 0.0), network.first[:-1])

    def node_total(node: int, lane: int) -> float:
        rows = slice(int(network.first[node]), int(network.first[node + 1]))
        return float(m[rows, lane][there[rows]].sum())

    unlisted = 0.0
    if network.other is not None:
        unlisted = node_total(network.other, 2) * share[2] / given
    derived_p = {}
    for derived in derived_names:
        lane = lane_of[derived.id]
        if derived.together:
            p = share[lane]
        else:
            p = node_total(derived.node, 0) - node_total(derived.node, lane) * share[lane]
        derived_p[derived.id] = float(np.clip(p / given, 0.0, 1.0))
    behind = {}
    for k, node in enumerate(driven_pain):
        lane = after_parts + k
        drivers = sorted({int(owner[d.value]) for d in network.drivers if d.target == node})
        if node in network.gates:
            drivers = sorted(network.gates[node].sites)
        behind[node] = {driver: node_total(driver, lane) for driver in drivers}
    return Posterior(
        values=values,
        nodes=nodes,
        unlisted=float(unlisted),
        derived=derived_p,
        groups=_groups(groups, share[after_derived:], given),
        behind=behind,
        evidence=float(z[0] * hurts),
        hurts=float(hurts),
        width=problem.plan.width,
        cells=problem.plan.cells,
        dropped=dropped,
    )


def narrowed(network: Network, evidence: Evidence, fits: Callable[[Plan], bool]) -> tuple[Evidence, tuple[str, ...]]:
    """Set aside findings that open an axis, least telling first, until the walk is narrow enough.

    How much a finding tells: the sum over the nodes of the Kullback-Leibler divergence (nats) between the node's
    probability given that finding alone and given none.
    """
    dropped: list[str] = []
    base: Array | None = None
    while True:
        problem = build(network, evidence)
        candidates = sorted(set(problem.names) - {""})
        if fits(problem.plan) or not candidates:
            return evidence, tuple(sorted(dropped))
        if base is None:
            base = _nodes(network, Evidence(week=evidence.week, facts=evidence.facts))
        weights = {key: float(_divergence(_nodes(network, only(evidence, key)), base).sum()) for key in candidates}
        for key in sorted(candidates, key=lambda k: (weights[k], k)):
            dropped.append(key)
            evidence = without(evidence, key)
            if fits(build(network, evidence).plan):
                break


def _nodes(network: Network, evidence: Evidence) -> Array:
    return _read(network, build(network, evidence), (), plainly=True).nodes


def _divergence(p: Array, q: Array) -> Array:
    p, q = np.clip(p, 1e-12, 1 - 1e-12), np.clip(q, 1e-12, 1 - 1e-12)
    out: Array = p * np.log(p / q) + (1 - p) * np.log((1 - p) / (1 - q))
    return out


def without(evidence: Evidence, key: str) -> Evidence:
    """The evidence as if this finding had not been told."""
    return replace(
        evidence,
        active={k: v for k, v in evidence.active.items() if k != key},
        soft={k: v for k, v in evidence.soft.items() if k != key},
        graded={k: v for k, v in evidence.graded.items() if k != key},
        measured={k: v for k, v in evidence.measured.items() if k != key},
    )


def only(evidence: Evidence, key: str) -> Evidence:
    """The evidence reduced to one finding, the week and the facts."""
    return replace(
        evidence,
        active={k: v for k, v in evidence.active.items() if k == key},
        soft={k: v for k, v in evidence.soft.items() if k == key},
        graded={k: v for k, v in evidence.graded.items() if k == key},
        measured={k: v for k, v in evidence.measured.items() if k == key},
    )
