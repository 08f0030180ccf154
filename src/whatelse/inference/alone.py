"""How every finding looks when one condition alone is there: its own doing and the leak, over its ways of spreading.

A condition that is a grade or subtype stands for the values of its node that hold it; a derived name for its node
together with what makes the name hold. Ways of spreading and kinds are averaged by their shares.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whatelse.errors import InputError
from whatelse.inference import observables
from whatelse.inference.curves import ValueCurve
from whatelse.inference.expand import Value, causes
from whatelse.inference.network import Graded, Measure
from whatelse.knowledge.check.problem import unknown
from whatelse.knowledge.schema import Knowledge, Link

Array = NDArray[np.float64]

#: Probabilities this close to 0 or 1 are not known better; it keeps every weight finite.
LEAST = 1e-6
#: Points of the grid of a number.
POINTS = 801


@dataclass(frozen=True, eq=False)
class Look:
    """One condition alone. ``yes`` and ``grades``: P(answer). ``below``: distribution functions of numbers.

    ``curves``: the same functions on the grid of each number, see ``Alone.grids``.
    """

    condition: str
    yes: dict[str, float]
    grades: dict[str, tuple[float, ...]]
    below: dict[str, Callable[[Array], Array]]
    curves: dict[str, Array]
    links: dict[str, tuple[Link, ...]]
    """Finding or family -> the different links that make it, one where all ways of spreading agree."""
    values: tuple[tuple[float, Value], ...]
    """Share and value of each way it can be."""


class Alone:
    """The looks of all conditions of a knowledge; ``of`` gives one, worked out once."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        nodes = causes(knowledge)
        self.values = [value for cause in nodes for value in cause.values]
        owners = [cause.condition for cause in nodes for _ in cause.values]
        broad = {v: c.broad.value for v, c in enumerate(owners) if c.broad is not None}
        self.findings, self._below, leak, fires = observables.parts(knowledge, self.values, broad)
        self.graded: dict[str, Graded] = observables.graded(knowledge, self.values, broad)
        self.measures: dict[str, Measure] = observables.measures(knowledge, self.values)
        self.grids = {key: _grid(measure) for key, measure in self.measures.items()}
        self._silent_leak = np.log1p(-np.minimum(leak, 1 - LEAST))
        self._silent = np.log1p(-np.minimum(fires, 1 - LEAST))
        self._top = {member: value.id.split("/")[0] for value in self.values for member in value.members}
        self._of = functools.cache(self._look)

    def of(self, condition: str) -> Look:
        """Raises InputError for an id that is no condition."""
        if condition not in self.knowledge.conditions:
            raise InputError(unknown("condition", condition, self.knowledge.conditions))
        return self._of(condition)

    def top(self, condition: str) -> str:
        """The condition of which it is a grade or subtype, in the end; itself if it is none."""
        return self._top.get(condition, condition)

    def _look(self, condition: str) -> Look:
        ways = self._ways(condition)
        links: dict[str, list[Link]] = {}
        for v in sorted({v for _, rows in ways for v in rows}):
            for key, link in self.values[v].links.items():
                if link not in links.setdefault(key, []):
                    links[key].append(link)
        below = {key: _below(measure, ways) for key, measure in self.measures.items()}
        return Look(
            condition=condition,
            yes=self._yes(ways),
            grades={key: _states(graded, ways) for key, graded in self.graded.items()},
            below=below,
            curves={key: function(self.grids[key]) for key, function in below.items() if key in links},
            links={key: tuple(found) for key, found in sorted(links.items())},
            values=tuple((weight, self.values[rows[0]]) for weight, rows in ways),
        )

    def _ways(self, key: str) -> list[tuple[float, tuple[int, ...]]]:
        """Share and rows of values of each way the condition can be true alone; shares sum to 1."""
        condition = self.knowledge.conditions[key]
        if condition.kind != "derived":
            rows = [v for v, value in enumerate(self.values) if key in value.members]
            total = math.fsum(self.values[v].share for v in rows)
            return [(self.values[v].share / total, (v,)) for v in rows]
        with_it: list[tuple[str, ...]] = [(other,) for other in condition.any_of]
        gate = self.knowledge.conditions[condition.of].gate
        if condition.no_single_site and gate is not None:
            with_it = list(itertools.combinations(sorted(gate.loads), 2))
        parts = [
            [self._ways(condition.of), *(self._ways(other) for other in others)]
            for others in with_it
            if all(other in self.knowledge.conditions for other in others)
        ] or [[self._ways(condition.of)]]
        return [
            (math.prod(w for w, _ in picked) / len(parts), tuple(v for _, rows in picked for v in rows))
            for part in parts
            for picked in itertools.product(*part)
        ]

    def _yes(self, ways: list[tuple[float, tuple[int, ...]]]) -> dict[str, float]:
        silent = np.stack([self._silent[list(rows)].sum(0) + self._silent_leak for _, rows in ways])
        weights = np.array([weight for weight, _ in ways])
        return {key: float(weights @ -np.expm1(silent[:, list(self._below[key])].sum(1))) for key in self.findings}


def _states(graded: Graded, ways: list[tuple[float, tuple[int, ...]]]) -> tuple[float, ...]:
    """Leaky noisy-MAX: the distribution functions of the leak and of all that is there multiply."""
    total = np.zeros(len(graded.states))
    for weight, rows in ways:
        total += weight * np.cumsum(graded.leak) * np.prod(np.cumsum(graded.contribution[list(rows)], axis=1), axis=0)
    return tuple(float(p) for p in np.diff(total, prepend=0.0))


def _grid(measure: Measure) -> Array:
    """Points over all that a number can be, in the direction in which causes push it."""
    edges = np.concatenate([measure.leak.values, *(curve.values for curve in measure.linked.values())])
    low, high = float(edges.min()), float(edges.max())
    return np.linspace(low - (high - low), high + (high - low), POINTS)


def _below(measure: Measure, ways: list[tuple[float, tuple[int, ...]]]) -> Callable[[Array], Array]:
    """The distribution function of a number; ways with the same curves are one."""
    kinds: dict[tuple[tuple[float, ...], ...], tuple[float, list[ValueCurve]]] = {}
    for weight, rows in ways:
        curves = [measure.leak, *(measure.linked[v] for v in rows if v in measure.linked)]
        key = tuple((*curve.values.tolist(), *curve.logits.tolist()) for curve in curves)
        kinds[key] = (kinds.get(key, (0.0, curves))[0] + weight, curves)

    def below(x: Array) -> Array:
        total = np.zeros_like(x)
        for weight, curves in kinds.values():
            total += weight * np.prod([_cdf(curve, x) for curve in curves], axis=0)
        return total

    return below


def _cdf(curve: ValueCurve, x: Array) -> Array:
    v, z = curve.values, curve.logits
    first, last = (z[1] - z[0]) / (v[1] - v[0]), (z[-1] - z[-2]) / (v[-1] - v[-2])
    logit = np.interp(x, v, z) + np.minimum(x - v[0], 0.0) * first + np.maximum(x - v[-1], 0.0) * last
    out: Array = 1.0 / (1.0 + np.exp(-np.clip(logit, -700.0, 700.0)))
    return out
