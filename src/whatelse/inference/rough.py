"""A quick guess at what is likely: loopy belief propagation (Pearl 1988; Murphy, Weiss, Jordan 1999), no walk.

Every finding that opens an axis tells each cause how much likelier it makes what was seen, the other causes being
taken as independent; what is driven tells its drivers, a gate its sites. Used to decide what to work out exactly,
never for an answer.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from whatelse.inference.build import Gathered, gathered
from whatelse.inference.evidence import Evidence
from whatelse.inference.network import Network
from whatelse.inference.tables import stated

Array = NDArray[np.float64]

#: Rounds over all causes, then over those that are not negligible after these.
FIRST_ROUNDS, ROUNDS = 2, 5
NEGLIGIBLE = 3e-4
#: How much of the last round is kept, so that messages settle.
KEPT = 0.5
#: Log weights beyond this are as good as certain; probabilities are kept this far from 1.
CERTAIN, LEAST = 60.0, 1e-12


@dataclass(frozen=True, eq=False)
class Rough:
    """What was seen and what it makes likely, by the guess. Rows are values; settled ones count for their node.

    log (V,): weights of the values by all that opens no axis. undriven (N,). seen: the findings that open one.
    messages (F, V): log of what each of them multiplies the weight of a value by. effects: driven node or gate -> log
    of what it multiplies the weights by (V,). on: driven node or gate -> P(on | no finding of its own).
    values (V,), nodes (N,): probabilities. alone (F,): how much of what was seen needs no cause, 1 for all of it.
    """

    log: Array
    undriven: Array
    seen: Gathered
    messages: Array
    effects: dict[int, Array]
    on: dict[int, float]
    values: Array
    nodes: Array
    alone: Array


def rough(network: Network, evidence: Evidence) -> Rough:
    """The guess; deterministic, a few milliseconds."""
    tables = stated(network, evidence)
    seen = gathered(network, evidence, tables)
    log = np.log(np.maximum((tables.weight * tables.lasting * seen.factor)[:, 0], 1e-300))
    undriven, terms = tables.undriven[:, 0], _Terms.of(seen)
    every = _Rounds(network, np.arange(len(log)), log, undriven, terms)
    every.run(FIRST_ROUNDS)
    kept = np.add.reduceat(every.values, network.first[:-1]) >= NEGLIGIBLE
    kept[[*network.driven, *network.gates]] = True
    for gate in network.gates.values():
        kept[list(gate.sites)] = True
    rows = np.flatnonzero(kept[network.node_of()])
    likely = _Rounds(network, rows, log[rows], undriven, terms.among(rows), every)
    likely.run(ROUNDS)
    values, messages = every.values, every.messages
    values[rows], messages[:, rows] = likely.values, likely.messages
    effects = {node: np.zeros(len(log)) for node in likely.effects}
    for node, told in likely.effects.items():
        effects[node][rows] = told
    return Rough(
        log=log,
        undriven=undriven,
        seen=seen,
        messages=messages,
        effects=effects,
        on=likely.on,
        values=values,
        nodes=np.add.reduceat(values, network.first[:-1]),
        alone=likely.alone,
    )


@dataclass(frozen=True, eq=False)
class _Terms:
    """What was seen of each finding f as constant[f] + the sum over its terms t of by[t] * P(not above a step).

    silent (T, V), leak (T,): that probability as a product. of_finding (T,), starts (F,): terms go by finding.
    """

    constant: Array
    by: Array
    silent: Array
    leak: Array
    of_finding: NDArray[np.intp]
    starts: NDArray[np.intp]

    @staticmethod
    def of(seen: Gathered) -> _Terms:
        steps = [len(leak) - 1 for _, leak, _ in seen.axes]
        rows = [np.cumsum(contribution, axis=1)[:, :-1] for contribution, _, _ in seen.axes]
        return _Terms(
            constant=np.array([likelihood[-1] for _, _, likelihood in seen.axes]),
            by=np.concatenate([[], *(-np.diff(likelihood) for _, _, likelihood in seen.axes)]),
            silent=np.maximum(np.concatenate(rows, axis=1).T, LEAST) if rows else np.ones((0, 0)),
            leak=np.concatenate([[], *(np.cumsum(leak)[:-1] for _, leak, _ in seen.axes)]),
            of_finding=np.repeat(np.arange(len(seen.axes)), steps),
            starts=np.array([0, *itertools.accumulate(steps)][:-1], dtype=np.intp),
        )

    def among(self, rows: NDArray[np.intp]) -> _Terms:
        silent = self.silent[:, rows] if len(self.by) else self.silent
        return _Terms(self.constant, self.by, silent, self.leak, self.of_finding, self.starts)

    def sums(self, products: Array) -> Array:
        """From P(not above each step) (T, ...) to P(what was seen) (F, ...)."""
        shape = (-1, *[1] * (products.ndim - 1))
        parts = np.add.reduceat(self.by.reshape(shape) * products, self.starts, axis=0)
        out: Array = np.maximum(parts + self.constant.reshape(shape), 1e-300)
        return out


@dataclass(frozen=True, eq=False)
class _Effect:
    """A driven node or a gate among some rows: its place, the rows that bring it about, what each of them does."""

    node: int
    place: int
    rows: tuple[int, ...]
    strength: tuple[float, ...] = ()
    sites: tuple[tuple[int, ...], ...] = ()
    on: Array = field(default_factory=lambda: np.zeros(0))


class _Rounds:
    """Messages over some rows of values; used once and thrown away."""

    def __init__(
        self,
        network: Network,
        rows: NDArray[np.intp],
        log: Array,
        undriven: Array,
        terms: _Terms,
        before: _Rounds | None = None,
    ) -> None:
        self.network, self.log, self.undriven, self.terms = network, log, undriven, terms
        owner = network.node_of()[rows]
        self.starts = np.concatenate([[0], np.flatnonzero(np.diff(owner)) + 1])
        self.node = np.cumsum(np.concatenate([[0], np.diff(owner) != 0]))
        self.known = _effects(network, rows, owner[self.starts])
        self.on: dict[int, float] = {e.node: float(undriven[e.node]) for e in self.known}
        self.on |= before.on if before else {}
        self.messages: Array = before.messages[:, rows] if before else np.zeros((len(terms.constant), len(rows)))
        self.effects: dict[int, Array] = {n: told[rows] for n, told in before.effects.items()} if before else {}
        self.alone = np.ones(len(terms.constant))
        self.values = self.total = np.zeros(0)

    def run(self, rounds: int) -> None:
        for _ in range(rounds):
            kept = KEPT if self.effects or not self.known or self.messages.any() else 0.0
            self._from_findings(kept)
            self._from_effects(kept)
        self.values, self.total = self._spread(self._logs())

    def _logs(self) -> Array:
        return sum(self.effects.values(), self.log + self.messages.sum(0))

    def _spread(self, log: Array) -> tuple[Array, Array]:
        """P(value) (..., V) and total weight of each node (..., N) from log weights (..., V)."""
        weight = np.exp(np.minimum(log, CERTAIN))
        total = np.add.reduceat(weight, self.starts, axis=-1)
        share = 1.0 / (1.0 + total)
        for effect in self.known:
            p = self.on[effect.node]
            share[..., effect.place] = p / (p * total[..., effect.place] + 1.0 - p)
        return weight * share[..., self.node], total

    def _from_findings(self, kept: float) -> None:
        terms = self.terms
        if not len(terms.by):
            return
        p, _ = self._spread(self._logs() - self.messages)
        speaks = np.add.reduceat(p[terms.of_finding] * (1.0 - terms.silent), self.starts, axis=1)
        quiet = np.log1p(-np.minimum(speaks, 1.0 - LEAST))
        together = quiet.sum(1)
        rest = (terms.leak[:, None] * np.exp(together[:, None] - quiet))[:, self.node]
        new = np.log(terms.sums(rest * terms.silent)) - np.log(terms.sums(rest))
        self.messages = kept * self.messages + (1.0 - kept) * new
        self.alone = terms.sums(terms.leak) / terms.sums(terms.leak * np.exp(together))

    def _from_effects(self, kept: float) -> None:
        """Each driven cause and gate by itself, its drivers and sites as they are without what it tells of them."""
        if not self.known:
            return
        quiet = np.zeros(len(self.log))
        told = np.array([quiet, *(self.effects.get(effect.node, quiet) for effect in self.known)])
        beliefs, totals = self._spread(self._logs() - told)
        self.total = totals[0]
        for effect, p in zip(self.known, beliefs[1:], strict=True):
            new = self._of_gate(effect, p) if effect.sites else self._of_driven(effect, p)
            old = self.effects.get(effect.node)
            self.effects[effect.node] = new if old is None else kept * old + (1.0 - kept) * new

    def _of_driven(self, effect: _Effect, p: Array) -> Array:
        """How likely its drivers make it, and what it tells of each of them."""
        new, total, silent = np.zeros(len(p)), self.total[effect.place], 1.0 - float(self.undriven[effect.node])
        for v, strength in zip(effect.rows, effect.strength, strict=True):
            silent *= 1.0 - strength * p[v]
        self.on[effect.node] = 1.0 - silent
        for v, strength in zip(effect.rows, effect.strength, strict=True):
            off = silent / (1.0 - strength * p[v])
            off_with = off * (1.0 - strength)
            new[v] += np.log((1.0 - off_with) * total + off_with) - np.log((1.0 - off) * total + off)
        return new

    def _of_gate(self, effect: _Effect, beliefs: Array) -> Array:
        new, state = np.zeros(len(beliefs)), np.ones(1)
        for site in effect.sites:
            p = min(float(beliefs[list(site)].sum()), 1.0 - 1e-9)
            state = np.concatenate([state * (1.0 - p), state * p])
        self.on[effect.node] = float(state @ effect.on)
        seen = state * (1.0 - effect.on + effect.on * self.total[effect.place])
        for i, site in enumerate(effect.sites):
            there = (np.arange(len(state)) >> i & 1).astype(bool)
            yes, no = state[there].sum(), state[~there].sum()
            if yes > 0 and no > 0:
                new[list(site)] += np.log(seen[there].sum() / yes) - np.log(seen[~there].sum() / no)
        return new


def _effects(network: Network, rows: NDArray[np.intp], nodes: NDArray[np.intp]) -> list[_Effect]:
    place = {int(n): k for k, n in enumerate(nodes)}
    row = {int(v): k for k, v in enumerate(rows)}
    out = []
    for node, drivers in sorted(network.driven.items()):
        known = [d for d in drivers if d.value in row]
        own = tuple(row[d.value] for d in known)
        out.append(_Effect(node, place[node], own, tuple(d.strength for d in known)))
    for node, gate in sorted(network.gates.items()):
        sites = tuple(tuple(row[v] for v in network.values_of(s) if network.present[v]) for s in gate.sites)
        out.append(_Effect(node, place[node], (), (), sites, gate.on))
    return out
