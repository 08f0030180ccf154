"""People drawn from a network, or from one that its ranges also allow; for measuring, never for an answer.

A person has causes, findings that these and chance produced, a week since onset and facts. What of it is told is
another choice: answers to what was asked, or only what hurts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from whatelse.inference.coins import Coins, Fired, States
from whatelse.inference.curves import Survival
from whatelse.inference.draws import draw
from whatelse.inference.evidence import Evidence
from whatelse.inference.network import Graded, Network
from whatelse.inference.sampler import RandomSampler
from whatelse.inference.tables import onset
from whatelse.inference.uncertain import Uncertainty

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Person:
    """Causes {node: value} (settled ones too) and all findings that they and chance produced."""

    causes: dict[int, int]
    week: float | None
    facts: dict[str, str]
    active: dict[str, bool]
    graded: dict[str, int]
    numbers: dict[str, float]

    def sources(self, network: Network) -> set[int]:
        """The pain sources that are there now."""
        return {node for node, value in self.causes.items() if network.hurts[value]}


def person(network: Network, rng: np.random.Generator, week: float | None, facts: dict[str, str]) -> Person:
    """One who hurts: drawn again until at least one pain source is there."""
    weight, undriven = onset(network, facts)
    weight = weight * network.lasting(week)
    while True:
        causes = _causes(network, rng, weight, undriven)
        if any(network.hurts[value] for value in causes.values()):
            break
    values = sorted(causes.values())
    fire = 1.0 - (1.0 - network.part_leak) * np.prod(1.0 - network.part_fires[values], axis=0)
    fired = rng.random(len(fire)) < fire
    return Person(
        causes=causes,
        week=week,
        facts=facts,
        active={key: bool(fired[list(parts)].any()) for key, parts in sorted(network.below.items())},
        graded={key: _state(graded, values, rng) for key, graded in sorted(network.graded.items())},
        numbers={key: _number(network, key, values, rng) for key in sorted(network.measures)},
    )


def _causes(network: Network, rng: np.random.Generator, weight: Array, undriven: Array) -> dict[int, int]:
    """Roots first, then what others bring about; weight (V,): odds of roots, shares of the rest, by what lasts."""
    causes: dict[int, int] = {}
    driven, owner = network.driven, network.node_of()
    later = [*sorted(driven), *sorted(network.gates)]
    for n in [n for n in range(len(network.node_ids)) if n not in later]:
        own = weight[list(network.values_of(n))]
        _set(network, rng, causes, n, own, float(own.sum() / (1.0 + own.sum())))
    while later:
        waiting = set(later)
        n = next(
            n
            for n in later
            if not waiting & {int(owner[d.value]) for d in driven.get(n, [])}
            and not (n in network.gates and waiting & set(network.gates[n].sites))
        )
        later.remove(n)
        if n in network.gates:
            gate = network.gates[n]
            there = [site in causes and bool(network.present[causes[site]]) for site in gate.sites]
            p = float(gate.on[sum(1 << i for i, on in enumerate(there) if on)])
        else:
            held = set(causes.values())
            p = 1.0 - (1.0 - undriven[n]) * math.prod(1.0 - d.strength for d in driven[n] if d.value in held)
        _set(network, rng, causes, n, weight[list(network.values_of(n))], p)
    return causes


def _set(
    network: Network, rng: np.random.Generator, causes: dict[int, int], node: int, weight: Array, p: float
) -> None:
    if rng.random() < p:
        steps = np.cumsum(weight)
        place = int(np.searchsorted(steps, rng.random() * steps[-1], side="right"))
        causes[node] = int(network.first[node]) + min(place, len(weight) - 1)


def _state(finding: Graded, values: list[int], rng: np.random.Generator) -> int:
    return max(
        int(np.searchsorted(np.cumsum(row)[:-1], rng.random(), side="right"))
        for row in (finding.leak, *finding.contribution[values])
    )


def _number(network: Network, key: str, values: list[int], rng: np.random.Generator) -> float:
    finding = network.measures[key]
    curves = [finding.leak, *(finding.linked[v] for v in values if v in finding.linked)]
    largest = max(curve.at(rng.uniform(1e-9, 1.0 - 1e-9)) for curve in curves)
    return finding.outer(largest)


def answers(network: Network, one: Person, asked: list[str], *, only_what_hurts: bool = False) -> Evidence:
    """What is known after asking. only_what_hurts: findings that are not active go untold, as if never asked."""
    graded = {
        key: tuple(float(x == one.graded[key]) for x in range(len(network.graded[key].states)))
        for key in asked
        if key in network.graded and (one.graded[key] or not only_what_hurts)
    }
    numbers = {}
    for key in asked:
        if key in network.measures:
            half = max(network.measures[key].resolution, 1e-6)
            numbers[key] = (max(one.numbers[key] - half, half * 1e-3), one.numbers[key] + half)
            if not network.measures[key].log:
                numbers[key] = (one.numbers[key] - half, one.numbers[key] + half)
    return Evidence(
        active={k: one.active[k] for k in asked if k in one.active and (one.active[k] or not only_what_hurts)},
        graded=graded,
        measured=numbers,
        week=one.week,
        facts=one.facts,
    )


def perturbed(network: Network, width: Uncertainty, seed: int, week: float | None, facts: dict[str, str]) -> Network:
    """Another network that the ranges allow, for people of one week and these facts (built in).

    Drawn as the models behind an interval are, before anything is known. Distributions of numbers stay as stated.
    """
    everything = Evidence(
        active=dict.fromkeys(network.below, False),
        graded={key: (1.0,) * len(graded.states) for key, graded in network.graded.items()},
        week=week,
        facts=facts,
    )
    tables = draw(network, width, everything, _nothing_known(network), RandomSampler(1, seed)).tables(slice(0, 1))
    owner = network.node_of()
    lasting = tables.lasting[:, 0]
    courses = {
        v: Survival(np.array([week if week is not None else 1.0]), np.array([min(max(lasting[v], 1e-12), 1.0)]))
        if network.present[v]
        else s
        for v, s in network.survival.items()
    }
    parts = range(len(network.part_ids))
    return replace(
        network,
        share=tables.weight[:, 0] / tables.absent[owner, 0],
        undriven=tables.undriven[:, 0],
        drivers=tuple(replace(d, strength=float(tables.strength[i, 0])) for i, d in enumerate(network.drivers)),
        gates={
            n: replace(gate, on=tables.gates[n][:, 0], together=_scaled(gate.together, gate.on, tables.gates[n][:, 0]))
            for n, gate in network.gates.items()
        },
        part_leak=np.array([tables.leak[b][0] for b in parts]),
        part_fires=np.stack([tables.fires[b][:, 0] for b in parts], axis=1),
        graded={
            key: replace(
                graded, leak=tables.graded[key].leak[:, 0], contribution=tables.graded[key].contribution[:, :, 0]
            )
            for key, graded in network.graded.items()
        },
        survival=courses,
        usual_weeks=np.array([1.0]) if network.usual_weeks is not None else None,
        facts={},
    )


def _scaled(part: Array, whole: Array, other: Array) -> Array:
    return part * np.where(whole > 0, other / np.where(whole > 0, whole, 1.0), 0.0)


def _nothing_known(network: Network) -> Coins:
    """No coin has been seen: draws are not tilted."""
    values = np.zeros(len(network.value_ids))
    nothing = Fired(values, 0.0)
    return Coins(
        values=values,
        nodes=np.zeros(len(network.node_ids)),
        parts=dict.fromkeys(range(len(network.part_ids)), nothing),
        measures={},
        graded={
            key: States(np.zeros_like(graded.contribution), np.zeros_like(graded.leak))
            for key, graded in network.graded.items()
        },
        thrown=False,
    )
