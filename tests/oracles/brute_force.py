"""The stated model by enumeration: every world of causes, every firing of parts. Slow, short, obviously right.

Shares no code with the kernel: it reads the network and the evidence only.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from whatelse.inference.evidence import Evidence
from whatelse.inference.network import Derived, Network


@dataclass
class Answer:
    """evidence: P(evidence) up to the prior's constant. values: unnormalised P(value, evidence).

    worlds: every joint state {node: value} that the evidence allows, with its unnormalised weight.
    """

    evidence: float
    values: np.ndarray
    worlds: list[tuple[dict[int, int], float]]


def enumerate_worlds(network: Network, evidence: Evidence) -> Answer:
    """Every joint state {node: value} of the causes with its unnormalised weight given the evidence."""
    odds, undriven = _prior(network, evidence)
    driven = network.driven
    nodes = range(len(network.node_ids))
    roots = [n for n in nodes if n not in driven and n not in network.gates]
    later = _topological(network, [n for n in nodes if n not in roots])
    worlds: list[tuple[dict[int, int], float]] = []
    lasts = _lasting(network, evidence)
    choices: list[list[tuple[int | None, float]]] = []
    for n in roots:
        choices.append([(None, 1.0), *((v, odds[v] * lasts[v]) for v in network.values_of(n))])
    for picked in itertools.product(*choices):
        start = {n: v for n, (v, _) in zip(roots, picked, strict=True) if v is not None}
        weight = math.prod(w for _, w in picked)
        _grow(network, undriven, lasts, later, start, weight, worlds)
    firings = _firings(network, evidence)
    weighed = [
        (world, weight * likelihood(network, evidence, firings, world)) for world, weight in worlds if weight > 0
    ]
    values = np.zeros(len(network.value_ids))
    for v in range(len(values)):
        values[v] = math.fsum(w for world, w in weighed if v in world.values())
    return Answer(evidence=math.fsum(w for _, w in weighed), values=values, worlds=weighed)


def conditioned(network: Network, answer: Answer) -> dict[str, float]:
    """Everything a posterior holds, by name, given the evidence and at least one pain source."""
    pain = {n for n in range(len(network.node_ids)) if network.pain[n]}
    worlds = [(_now(network, world), weight) for world, weight in answer.worlds]
    hurting = [(world, weight) for world, weight in worlds if pain & set(world)]
    total = math.fsum(weight for _, weight in hurting)

    def given(on: Callable[[dict[int, int]], float]) -> float:
        return math.fsum(weight * on(world) for world, weight in hurting) / total

    out = {"evidence": total, "P(hurts)": total / answer.evidence}
    for n, name in enumerate(network.node_ids):
        out[f"P({name})"] = given(lambda world, n=n: n in world)
    for v, name in enumerate(network.value_ids):
        if network.settled is not None and network.settled[v]:
            continue
        out[f"P(value {name})"] = given(lambda world, v=v: v in world.values())
    if network.other is not None:
        out["P(unlisted)"] = given(lambda world: not (pain - {network.other}) & set(world))
    for name, members in network.groups.items():
        out[f"P(group {name})"] = given(lambda world, members=members: bool(set(members) & set(world)))
    for part in network.derived:
        out[f"P(derived {part.id})"] = given(lambda world, part=part: _derived(network, part, world))
    owner = network.node_of()
    behind = {node: {int(owner[d.value]) for d in drivers} for node, drivers in network.driven.items()}
    behind |= {node: set(gate.sites) for node, gate in network.gates.items()}
    for node in pain & set(behind):
        on = given(lambda world, node=node: node in world)
        for driver in behind[node]:
            both = given(lambda world, node=node, driver=driver: node in world and driver in world)
            out[f"P({network.node_ids[driver]} behind {network.node_ids[node]})"] = both / on
    return out


def _derived(network: Network, part: Derived, world: dict[int, int]) -> float:
    if part.node not in world:
        return 0.0
    if part.together:
        gate = network.gates[part.node]
        k = sum(1 << i for i, site in enumerate(gate.sites) if site in world)
        return float(gate.together[k] / gate.on[k])
    return float(bool(set(part.any_of) & set(world)))


def _prior(network: Network, evidence: Evidence) -> tuple[np.ndarray, np.ndarray]:
    odds, leak = network.share.copy(), network.undriven.copy()
    for key, state in evidence.facts.items():
        fact = network.facts[key]
        s = fact.states.index(state)
        for n in range(len(network.node_ids)):
            if n in network.gates:
                continue
            if n in network.driven:
                o = leak[n] / (1 - leak[n]) * fact.leak_odds[s, n]
                leak[n] = o / (1 + o)
            for v in network.values_of(n):
                odds[v] *= fact.odds[s, v]
    return odds, leak


def _lasting(network: Network, evidence: Evidence) -> list[float]:
    """P(a value still lasts) at the week of the evidence; for a settled twin, that it does not."""
    out = [1.0] * len(network.value_ids)
    for v, survival in network.survival.items():
        if evidence.week is not None:
            out[v] = survival.at(evidence.week)
        elif network.usual_weeks is not None:
            out[v] = float(np.mean([survival.at(week) for week in network.usual_weeks]))
        if network.settled is not None and network.settled[v]:
            out[v] = 1 - out[v]
    return out


def _now(network: Network, world: dict[int, int]) -> dict[int, int]:
    """The nodes of a world that are there now: what has settled is not."""
    return {n: v for n, v in world.items() if network.settled is None or not network.settled[v]}


def _topological(network: Network, nodes: list[int]) -> list[int]:
    needs: dict[int, set[int]] = {n: set() for n in nodes}
    owner = network.node_of()
    for driver in network.drivers:
        needs[driver.target].add(int(owner[driver.value]))
    for n, gate in network.gates.items():
        needs[n] |= set(gate.sites)
    out: list[int] = []
    while len(out) < len(nodes):
        out.append(next(n for n in nodes if n not in out and not (needs[n] & set(nodes)) - set(out)))
    return out


def _grow(network, undriven, lasts, later, world, weight, worlds) -> None:
    if not later:
        worlds.append((world, weight))
        return
    n, rest = later[0], later[1:]
    if n in network.gates:
        gate = network.gates[n]
        k = sum(1 << i for i, site in enumerate(gate.sites) if site in _now(network, world))
        p = float(gate.on[k])
    else:
        p = 1 - (1 - undriven[n]) * math.prod(
            1 - d.strength for d in network.drivers if d.target == n and d.value in world.values()
        )
    if p < 1:
        _grow(network, undriven, lasts, rest, world, weight * (1 - p), worlds)
    for v in network.values_of(n):
        present = p * network.share[v] * lasts[v]
        if present > 0:
            _grow(network, undriven, lasts, rest, {**world, n: v}, weight * present, worlds)


def likelihood(network: Network, evidence: Evidence, firings: Firings, world: dict[int, int]) -> float:
    """P(evidence | exactly these values are true)."""
    on = list(world.values())
    total = _yes_no(network, firings, on)
    for key, weights in evidence.graded.items():
        finding = network.graded[key]
        below = 0.0
        part = []
        for x in range(len(weights)):
            upto = finding.leak[: x + 1].sum() * math.prod(finding.contribution[v, : x + 1].sum() for v in on)
            part.append(weights[x] * (upto - below))
            below = upto
        total *= math.fsum(part)
    for key, (low, high) in evidence.measured.items():
        total *= _measure(network, key, low, high, on)
    return total


@dataclass
class Firings:
    """Every way in which the observed parts can fire (2**P, P), and what was seen then weighs (2**P,)."""

    parts: list[int]
    patterns: np.ndarray
    weights: np.ndarray


def _firings(network: Network, evidence: Evidence) -> Firings:
    keys = sorted({*evidence.active, *evidence.soft})
    parts = sorted({part for key in keys for part in network.below[key]})
    patterns, weights = [], []
    for pattern in itertools.product([False, True], repeat=len(parts)):
        fired = {part for part, fires in zip(parts, pattern, strict=True) if fires}
        weight = 1.0
        for key in keys:
            active = bool(fired & set(network.below[key]))
            if key in evidence.active:
                weight *= float(active == evidence.active[key])
            if key in evidence.soft:
                weight *= evidence.soft[key][int(active)]
        if weight > 0:
            patterns.append(pattern)
            weights.append(weight)
    return Firings(parts, np.array(patterns, dtype=bool).reshape(len(weights), len(parts)), np.array(weights))


def _yes_no(network: Network, firings: Firings, on: list[int]) -> float:
    leak, alone = network.part_leak[firings.parts], network.part_fires[np.ix_(on, firings.parts)]
    fire = 1 - (1 - leak) * np.prod(1 - alone, axis=0)
    return float(np.prod(np.where(firings.patterns, fire, 1 - fire), axis=1) @ firings.weights)


def _measure(network: Network, key: str, low: float, high: float, on: list[int]) -> float:
    finding = network.measures[key]
    if finding.log:
        low, high = math.log(low), math.log(high)
    if finding.mirrored:
        low, high = -high, -low
    curves = [finding.leak] + [finding.linked[v] for v in on if v in finding.linked]

    def below(x: float) -> float:
        return math.prod(1 / (1 + math.exp(-curve.logit(x))) for curve in curves)

    return below(high) - below(low)
