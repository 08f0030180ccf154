"""How the coins behind the numbers have probably fallen, given the findings of a case.

Only a guide for where to draw (see ``sampler``): causes are taken as independent given the findings, each with its
exact probability. What it misses is made good by the weights of the draws.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whatelse.inference.build import wanted_findings
from whatelse.inference.evidence import Evidence
from whatelse.inference.network import Network
from whatelse.inference.tables import Tables

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Fired:
    """Chance that a coin fell 1: of each value (V,) it was thrown for, together with the value; and of the leak."""

    values: Array
    leak: float


@dataclass(frozen=True, eq=False)
class States:
    """The same for graded findings: (V, K+1) and (K+1,)."""

    values: Array
    leak: Array


@dataclass(frozen=True, eq=False)
class Coins:
    """values (V,): P(value | findings), settled twins included. parts: part -> Fired, for the parts that act here.

    thrown: whether anything is known of the coins at all; if not, no number is drawn nearer to one side.
    """

    values: Array
    nodes: Array
    parts: dict[int, Fired]
    measures: dict[str, Fired]
    graded: dict[str, States]
    thrown: bool = True


def coins(network: Network, evidence: Evidence, tables: Tables, values: Array) -> Coins:
    """values: P(value | findings, somebody hurts) of the printed answer. tables: the stated numbers of the case."""
    guess = _Guess(network, values)
    parts: dict[int, Fired] = {}
    off = {part for key, seen in evidence.active.items() if not seen for part in network.below[key]}
    certain, wanted = wanted_findings(network, evidence)
    soft = {k: v for k, v in evidence.soft.items() if not set(certain.values()) & set(network.below[k])}
    seen = {**soft, **dict(wanted)}
    for key, close in sorted(seen.items()):
        own = [part for part in network.below[key] if part not in off]
        for part, fired in guess.yes_no(own, tables, close).items():
            parts.setdefault(part, fired)
    parts |= {part: Fired(np.zeros_like(values), 0.0) for part in sorted(off)}
    return Coins(
        values=values,
        nodes=np.add.reduceat(values, network.first[:-1]),
        parts=parts,
        measures={
            key: guess.any_of([(reading.fires[:, 0], float(reading.leak_fires[0]))])[0]
            for key, reading in tables.measures.items()
        },
        graded={key: guess.graded(tables, key, likelihood) for key, likelihood in evidence.graded.items()},
    )


class _Guess:
    """The arithmetic, with causes independent: ``there`` is the chance of each value."""

    def __init__(self, network: Network, there: Array) -> None:
        self.there, self.owner, self.first = there, network.node_of(), network.first[:-1]

    def yes_no(self, parts: list[int], tables: Tables, close: tuple[float, float]) -> dict[int, Fired]:
        found = self.any_of([(tables.fires[part][:, 0], float(tables.leak[part][0])) for part in parts])
        active = close[1] / (close[0] + close[1])
        return {p: Fired(f.values * active, f.leak * active) for p, f in zip(parts, found, strict=True)}

    def any_of(self, parts: list[tuple[Array, float]]) -> list[Fired]:
        """Parts (fires (V,), leak), of which one at least has fired."""
        silent = np.prod([1.0 - fires for fires, _ in parts], axis=0)
        silent_leak = float(np.prod([1.0 - leak for _, leak in parts]))
        node = np.clip(1.0 - np.add.reduceat(self.there * (1.0 - silent), self.first), 1e-12, 1.0)
        everything = silent_leak * float(np.prod(node))
        others = everything / node[self.owner]
        fired = np.maximum(1.0 - silent * others, 1e-12)
        leak_fired = max(1.0 - everything, 1e-12)
        return [
            Fired(self.there * np.minimum(fires / fired, 1.0), min(leak / leak_fired, 1.0)) for fires, leak in parts
        ]

    def graded(self, tables: Tables, key: str, likelihood: tuple[float, ...]) -> States:
        row = tables.graded[key]
        contribution, leak = row.contribution[:, :, 0], row.leak[:, 0]
        reach = np.cumsum(contribution, axis=1)
        node = np.clip(1.0 - np.add.reduceat(self.there[:, None] * (1.0 - reach), self.first, axis=0), 1e-12, 1.0)
        causes = np.prod(node, axis=0)
        others = np.cumsum(leak) * causes / node[self.owner]
        values = contribution * _worth(others, np.array(likelihood))
        own = leak * _worth(causes[None], np.array(likelihood))[0]
        total = values.sum(1, keepdims=True)
        return States(self.there[:, None] * values / np.where(total > 0, total, 1.0), own / max(own.sum(), 1e-300))


def _worth(others: Array, likelihood: Array) -> Array:
    """(rows, K+1): likelihood of what was seen when this coin says d and the others have distribution function."""
    alone = np.diff(others, axis=1, prepend=0.0) * likelihood
    above = alone[:, ::-1].cumsum(1)[:, ::-1] - alone
    out: Array = likelihood * others + above
    return out
