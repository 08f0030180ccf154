"""Priors at onset from shares in a clinic.

A setting says how often each cause is found among the people it sees at its reference week. What is needed is the
odds of each cause at *onset*, before anybody healed and before anybody was selected for hurting. They are solved
so that the empty case gives the stated shares back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from whatelse.errors import InputError
from whatelse.inference.evidence import Evidence
from whatelse.inference.network import Network
from whatelse.inference.posterior import posterior
from whatelse.inference.settled import with_settled

Array = NDArray[np.float64]

CLOSE_ENOUGH = 1e-5
#: A driven cause whose drivers alone make it a little commoner than stated is let be.
LET_BE = 0.02
#: Log odds of an undriven occurrence below which only the drivers are left.
LEAST_UNDRIVEN = -16.0
MOST_ROUNDS = 400
#: Odds beyond this mean that no prior can reach the share.
LARGEST_ODDS = 1e6


@dataclass(frozen=True, eq=False)
class Priors:
    """share (V,): root values' prior odds, other values' share when on. undriven (N,): occurrence without a driver."""

    share: Array
    undriven: Array


def calibrate(network: Network, targets: dict[int, float]) -> Priors:
    """Odds and undriven occurrences that reproduce ``targets`` (node -> share) in the empty case.

    The share of a gate is reached by scaling the odds of its sites together, so the sites' own targets give only
    their proportions. Raises InputError where no prior can reproduce the shares.
    """
    sources = sum(p for n, p in targets.items() if network.pain[n])
    if sources < 1.02:
        raise InputError(f"shares of pain sources sum to {sources:.2f}, expected more than 1 (several can be true)")
    owner = network.node_of()
    driven, gates = set(network.driven), set(network.gates)
    site_gate = {site: n for n, gate in network.gates.items() for site in gate.sites}
    goal = np.array([targets[n] for n in range(len(network.node_ids))])
    inside = network.share.copy()
    lasting = np.add.reduceat(inside * network.lasting(None), network.first[:-1])
    lasting /= np.add.reduceat(inside, network.first[:-1])
    odds = goal / (1.0 - goal) * 0.5 / lasting
    undriven = np.array([goal[n] * 0.3 if n in driven else 0.0 for n in range(len(goal))])
    nothing = np.zeros(len(network.part_ids), dtype=bool)
    worst = ""
    for _ in range(MOST_ROUNDS):
        share = np.array(
            [
                inside[v] if owner[v] in driven or owner[v] in gates else inside[v] * odds[owner[v]]
                for v in range(len(inside))
            ]
        )
        now = posterior(with_settled(replace(network, share=share, undriven=undriven), nothing), Evidence()).nodes
        near = np.clip(now, 1e-12, 1.0 - 1e-12)
        step = np.clip(np.log(goal / (1.0 - goal)) - np.log(near / (1.0 - near)), -3.0, 3.0)
        for n in range(len(goal)):
            if n in driven:
                own = np.log(undriven[n] / (1.0 - undriven[n])) + 0.9 * step[n]
                undriven[n] = 1.0 / (1.0 + np.exp(-np.clip(own, LEAST_UNDRIVEN, 16.0)))
            elif n in site_gate:
                odds[n] = min(odds[n] * float(np.exp(0.5 * step[site_gate[n]])), LARGEST_ODDS)
            elif n not in gates:
                odds[n] = min(odds[n] * float(np.exp(0.9 * step[n])), LARGEST_ODDS)
        checked = [n for n in range(len(goal)) if n not in site_gate]
        off = np.abs(now - goal)
        for n in driven:
            if undriven[n] < 2.0 * np.exp(LEAST_UNDRIVEN) and 0.0 < now[n] - goal[n] < LET_BE:
                off[n] = 0.0
        off = off[checked]
        worst = network.node_ids[checked[int(off.argmax())]]
        if off.max() < CLOSE_ENOUGH:
            return Priors(share=share, undriven=undriven)
    n = network.node_ids.index(worst)
    raise InputError(
        f"no prior gives {worst} its share of {goal[n]:.3f} (nearest {now[n]:.3f}): "
        "its drivers or the other shares contradict it",
        field="shares",
    )
