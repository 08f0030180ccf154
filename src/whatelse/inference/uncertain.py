"""How wide every number of a network is, as standard deviations of log odds; from the ranges of the knowledge.

An array beside each array of the network. 0 means: taken as known. What has no range of its own in the knowledge
(the tables of tests inside a family) is not drawn.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from whatelse.inference.beta import (
    Z90,
    half_width,
    log_odds_spread,
    log_spread,
    shared_concentrations,
)
from whatelse.inference.compile import Model
from whatelse.inference.curves import Survival
from whatelse.inference.expand import Cause, is_member
from whatelse.inference.gate import gate_tables
from whatelse.inference.network import Network
from whatelse.inference.observables import above_leak
from whatelse.knowledge.number import Figure
from whatelse.knowledge.schema import CoursePoint, Gate, Knowledge

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Uncertainty:
    """Standard deviations of log odds, unless said otherwise.

    there (N,): that a root is there. fact: fact -> (S, N) variance that a state adds to it. kinds (N,): concentration
    of the shares of a node's values (infinite: known). courses: survival -> the same at the ends of its range, and
    how many standard deviations those are apart. undriven (N,), strength (drivers,), gates: node -> that of its table.
    fires (V, B), leak (B,): parts. graded: family -> concentration of the row of each value (V,) and of the leak.
    measures: number -> how wrong its median may be (V,), and that of the leak, in its own unit or its logarithm.
    """

    there: Array
    fact: dict[str, Array]
    kinds: Array
    courses: dict[Survival, tuple[Survival, Survival, float]]
    undriven: Array
    strength: Array
    gates: dict[int, float]
    fires: Array
    leak: Array
    graded: dict[str, tuple[Array, float]] = field(default_factory=dict)
    measures: dict[str, tuple[Array, float]] = field(default_factory=dict)


_known: dict[tuple[str, str], Uncertainty] = {}


def uncertainty_of(model: Model) -> Uncertainty:
    """The widths of a compiled setting, worked out once a process."""
    key = (model.knowledge.digest, model.setting.id)
    if key not in _known:
        _known[key] = _uncertainty(model)
    return _known[key]


def base_values(network: Network, node: int) -> list[int]:
    """The values of a node without their settled twins, in the order of the cause they come from."""
    return [v for v in network.values_of(node) if network.present[v]]


def _uncertainty(model: Model) -> Uncertainty:
    network, causes = model.network, model.causes
    there = np.array([log_odds_spread(model.shares[cause.id].used) for cause in causes])
    fires, leak = _parts(model)
    return Uncertainty(
        there=there,
        fact={key: _fact(model, key) for key in network.facts},
        kinds=np.array(shared_concentrations([_kinds(model.knowledge, cause) for cause in causes])),
        courses=_courses(model),
        undriven=np.where(network.undriven > 0, there, 0.0),
        strength=np.array([_strength(model, d) for d in range(len(network.drivers))]),
        gates={n: _gate(causes[n].condition.gate) for n in network.gates},
        fires=fires,
        leak=leak,
        graded={key: _graded(model, key) for key in network.graded},
        measures={key: _measure(model, key) for key in network.measures},
    )


def _fact(model: Model, key: str) -> Array:
    """(S, N) variance of the log odds by state; values of a node that differ are averaged by their shares."""
    states = model.network.facts[key].states
    out = np.zeros((len(states), len(model.causes)))
    for n, cause in enumerate(model.causes):
        total = sum(value.share for value in cause.values)
        for value in cause.values:
            if key in value.context:
                for s, state in enumerate(states):
                    figure = odds_figure(value.context[key].odds, key, state)
                    if figure is not None:
                        out[s, n] += value.share / total * log_spread(figure.used) ** 2
    return out


def odds_figure(odds: dict[str, Figure], fact: str, state: str) -> Figure | None:
    """The odds ratio that holds in a state; ages stand in bands."""
    if fact != "age":
        return odds.get(state)
    low = float(state.split("-")[0])
    for band, figure in odds.items():
        start, end = band.split("-")
        if float(start) <= low < float(end) + 1.0:
            return figure
    return None


def _kinds(knowledge: Knowledge, cause: Cause) -> list[tuple[float, float]]:
    """(share, spread) of everything that tells values apart: grades, subtypes and ways of spreading."""
    members = {m for value in cause.values for m in value.members}
    figures = [knowledge.conditions[m].share for m in sorted(members) if is_member(knowledge.conditions[m])]
    conditions = [knowledge.conditions[m] for m in sorted(members)]
    parent = knowledge.conditions.get(cause.condition.parent)
    while parent is not None and not any(c.values for c in conditions):
        conditions.append(parent)
        parent = knowledge.conditions.get(parent.parent)
    figures += [value.share for condition in conditions for value in condition.values]
    return [(figure.value, log_odds_spread(figure.used)) for figure in figures if figure is not None]


def _courses(model: Model) -> dict[Survival, tuple[Survival, Survival, float]]:
    network, out = model.network, {}
    for n, cause in enumerate(model.causes):
        for value, v in zip(cause.values, base_values(network, n), strict=True):
            if v in network.survival and network.survival[v] not in out:
                out[network.survival[v]] = _ends(value.course)
    return out


def _ends(course: tuple[CoursePoint, ...]) -> tuple[Survival, Survival, float]:
    weeks = np.array([point.week for point in course])
    low, high = (
        np.minimum.accumulate([min(max(getattr(point.share.used, end), 1e-3), 1.0) for point in course])
        for end in ("low", "high")
    )
    z = sum(half_width(point.share.used) for point in course) / len(course)
    return Survival(weeks, low), Survival(weeks, high), 2 * z


def _strength(model: Model, d: int) -> float:
    driver = model.network.drivers[d]
    figure = strength_figure(model, d)
    return log_odds_spread(figure.used) if figure is not None and driver.strength > 0 else 0.0


def strength_figure(model: Model, d: int) -> Figure | None:
    """The figure behind a driver: that of the condition which is true with its value."""
    driver = model.network.drivers[d]
    node = int(model.network.node_of()[driver.value])
    value = model.causes[node].values[base_values(model.network, node).index(driver.value)]
    stated = model.causes[driver.target].condition.drivers
    return next((stated[m] for m in value.members if m in stated and stated[m].value == driver.strength), None)


def _gate(gate: Gate | None) -> float:
    """Typical spread of the table: each load and the threshold from one end of its range to the other, in turn."""
    assert gate is not None
    sites, figures = sorted(gate.loads), [*(gate.loads[s] for s in sorted(gate.loads)), gate.threshold_spread]
    variance = np.zeros(2 ** len(sites))
    for i, figure in enumerate(figures):
        ends = []
        for end in (figure.used.low, figure.used.high):
            numbers = [f.value for f in figures]
            numbers[i] = end
            on = np.clip(gate_tables(numbers[:-1], numbers[-1])[0], 1e-4, 1 - 1e-4)
            ends.append(np.log(on / (1 - on)))
        variance += ((ends[1] - ends[0]) / (2 * half_width(figure.used))) ** 2
    return float(np.sqrt(np.median(variance[1:])))


def _parts(model: Model) -> tuple[Array, Array]:
    network, knowledge = model.network, model.knowledge
    leaks = [knowledge.findings[key].leak for key in network.part_ids]
    leak = np.array([log_odds_spread(figure.used) if figure is not None else 0.0 for figure in leaks])
    stated = np.array([figure.value if figure is not None else 0.0 for figure in leaks])
    place = {key: b for b, key in enumerate(network.part_ids)}
    fires = np.zeros_like(network.part_fires)
    for n, cause in enumerate(model.causes):
        rows = base_values(network, n)
        if cause.condition.broad is not None:
            fires[rows] = _broad(cause.condition.broad, stated)
        for value, v in zip(cause.values, rows, strict=True):
            for key, link in value.links.items():
                if key in place and link.figure is not None:
                    fires[v, place[key]] = log_odds_spread(link.figure.used)
        for twin, v in twins(network, n):
            fires[twin] = fires[v]
    return np.where(network.part_fires > 0, fires, 0.0), leak


def _broad(figure: Figure, leak: Array) -> Array:
    ends = [np.clip(above_leak(leak, m), 1e-9, 1 - 1e-9) for m in (figure.used.low, figure.used.high)]
    low, high = (np.log(end / (1 - end)) for end in ends)
    out: Array = (high - low) / (2 * half_width(figure.used))
    return out


def twins(network: Network, node: int) -> list[tuple[int, int]]:
    """(settled twin, the value it is the twin of) of a node."""
    base = [v for v in base_values(network, node) if v in network.survival]
    settled = [v for v in network.values_of(node) if not network.present[v]]
    return list(zip(settled, base, strict=True)) if settled else []


def _graded(model: Model, key: str) -> tuple[Array, float]:
    family, network = model.knowledge.families[key], model.network
    rows: list[int] = []
    wholes = [_row(family.leak)]
    for n, cause in enumerate(model.causes):
        for value, v in zip(cause.values, base_values(network, n), strict=True):
            link = value.links.get(key)
            if link is not None and link.grades:
                rows.append(v)
                wholes.append(_row(link.grades))
            elif link is None and cause.condition.broad is not None:
                # Near a multiple of 2 the part above the leak moves twice as far as the multiple.
                spread = 2.0 * log_spread(cause.condition.broad.used)
                rows.append(v)
                wholes.append([(p, spread) for p in network.graded[key].contribution[v, 1:].tolist()])
    leak, *found = shared_concentrations(wholes)
    out = np.full(len(network.value_ids), math.inf)
    out[rows] = found
    return out, leak


def _row(figures: dict[str, Figure]) -> list[tuple[float, float]]:
    return [(figure.value, log_odds_spread(figure.used)) for figure in figures.values()]


def _measure(model: Model, key: str) -> tuple[Array, float]:
    """The stated range of a median is one of 90 %; on a logarithmic scale it is relative to the median."""
    finding, network = model.knowledge.findings[key], model.network

    def spread(points: tuple[tuple[float, float], ...], stated: float) -> float:
        median = min(points, key=lambda point: abs(point[0] - 0.5))[1]
        return (stated / median if finding.scale == "log" else stated) / Z90

    rows = np.zeros(len(network.value_ids))
    for n, cause in enumerate(model.causes):
        for value, v in zip(cause.values, base_values(network, n), strict=True):
            link = value.links.get(key)
            if link is not None and link.quantiles is not None:
                rows[v] = spread(link.quantiles.points, link.quantiles.spread)
    assert finding.leak_quantiles is not None
    return rows, spread(finding.leak_quantiles.points, finding.leak_quantiles.spread)
