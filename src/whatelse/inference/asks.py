"""A question as the network sees it: what can be answered, and which cuts through its states tell the answers apart."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from whatelse.inference.network import Measure, Network

Array = NDArray[np.float64]

#: Where a number is cut: above so many of those in whom no cause changes it.
LEVELS = (0.5, 0.8, 0.95)


@dataclass(frozen=True)
class Cut:
    """A finding absent, a graded one at most at a step, a number (in the direction causes push it) not above a point,
    or a fact in a state."""

    kind: Literal["absent", "at_most", "under", "fact"]
    name: str
    step: int = 0
    at: float = 0.0
    state: str = ""


def step(network: Network, cut: Cut) -> tuple[Array, float]:
    """P(not above the step | value alone) (V,) and of the leak, for a cut through a graded finding or a number."""
    key = (cut.name, float(cut.step) if cut.kind == "at_most" else cut.at)
    if key not in network.steps:
        network.steps[key] = _graded_step(network, cut) if cut.kind == "at_most" else _number_step(network, cut)
    return network.steps[key]


def _graded_step(network: Network, cut: Cut) -> tuple[Array, float]:
    graded = network.graded[cut.name]
    return graded.contribution[:, : cut.step + 1].sum(1), float(graded.leak[: cut.step + 1].sum())


def _number_step(network: Network, cut: Cut) -> tuple[Array, float]:
    measure, out = network.measures[cut.name], np.ones(len(network.value_ids))
    for value, curve in measure.linked.items():
        out[value] = curve.below(cut.at)
    return out, measure.leak.below(cut.at)


@dataclass(frozen=True, eq=False)
class Ask:
    """One question. mix (A, 1 + cuts): weight of the case as it is and of each cut in P(answer, ...)."""

    id: str
    answers: tuple[str, ...]
    cuts: tuple[Cut, ...]
    mix: Array


def ask_sign(key: str, active: str = "yes") -> Ask:
    """A yes/no finding; ``active``: which of the two causes bring about."""
    inactive = "no" if active == "yes" else "yes"
    return Ask(key, (active, inactive), (Cut("absent", key),), np.array([[1.0, -1.0], [0.0, 1.0]]))


def _steps(key: str, states: int) -> tuple[tuple[Cut, ...], Array]:
    """Cuts below the last state, and each state as a difference of two of them."""
    cuts = tuple(Cut("at_most", key, step=x) for x in range(states - 1))
    mix = np.zeros((states, states))
    for x in range(states):
        mix[x, x + 1 if x < states - 1 else 0] = 1.0
        if x:
            mix[x, x] = -1.0
    return cuts, mix


def ask_graded(network: Network, key: str) -> Ask:
    """A family of tests as its states."""
    states = network.graded[key].states
    cuts, mix = _steps(key, len(states))
    return Ask(key, states, cuts, mix)


def ask_member(network: Network, family: str, member: str, yes: tuple[float, ...], no: tuple[float, ...]) -> Ask:
    """One test of a family: likelihoods of yes and no under each of its states."""
    cuts, mix = _steps(family, len(network.graded[family].states))
    return Ask(member, ("yes", "no"), cuts, np.array([yes, no]) @ mix)


def ask_number(network: Network, key: str, points: tuple[float, ...] = ()) -> Ask:
    """A number by the intervals between a few points of its own scale, lowest first."""
    measure = network.measures[key]
    inside = sorted(measure.inner(p) for p in points) if points else [measure.leak.at(p) for p in LEVELS]
    cuts = tuple(Cut("under", key, at=x) for x in inside)
    mix = np.zeros((len(cuts) + 1, len(cuts) + 1))
    for x in range(len(cuts) + 1):
        mix[x, x + 1 if x < len(cuts) else 0] = 1.0
        if x:
            mix[x, x] = -1.0
    names = _intervals(measure, inside)
    order = slice(None, None, -1) if measure.mirrored else slice(None)
    return Ask(key, names[order], cuts, mix[order])


def _intervals(measure: Measure, inside: list[float]) -> tuple[str, ...]:
    points = [f"{measure.outer(x):.3g}" for x in inside]
    below, above = ("over", "up to") if measure.mirrored else ("up to", "over")
    middle = [f"{b} to {a}" if measure.mirrored else f"{a} to {b}" for a, b in itertools.pairwise(points)]
    return (f"{below} {points[0]}", *middle, f"{above} {points[-1]}")


def ask_fact(network: Network, key: str) -> Ask:
    """A fact about the person: P(state) is its base rate, weighed by how likely each state makes what was told."""
    fact = network.facts[key]
    cuts = tuple(Cut("fact", key, state=state) for state in fact.states)
    return Ask(key, fact.states, cuts, np.concatenate([np.zeros((len(cuts), 1)), np.diag(fact.rates)], axis=1))
