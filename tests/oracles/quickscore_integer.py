"""Quickscore (Heckerman 1989) in integers: inclusion-exclusion over the findings with 512 bits after the point.

"Seen beyond x" is written as a signed sum of "not beyond y" events, and the chance of all chosen events factorises
over the causes. In floats the signed terms cancel and digits are lost; in 512-bit fixed point more than a hundred
are left. Exponential in the active findings, so for oracles only. Shares no code with the kernel: it reads the
network and the evidence, works out every curve again in exact arithmetic, and knows neither plan nor problem.

An *axis* is one signed sum: of a finding, or of a driven cause ("on" = 1 - "no driver and no occurrence of its own");
or it is the two states of a gate or of one of its sites. Arrays hold Python integers; a dimension of size 1 does not
depend on its axis.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from whatelse.inference.curves import NEVER_SETTLES
from whatelse.inference.evidence import Evidence
from whatelse.inference.network import Network

BITS = 512
ONE = 1 << BITS
#: Decimal digits of the few exponentials and logarithms: as many as the integers have.
_EXACT = Context(prec=170)

Number = float | Fraction
Numbers = Any  # an array of Python integers
#: What one value does to one axis or to several: the axes, and a number for each term (for several axes: all at
#: their first term, otherwise).
Effect = tuple[tuple[int, ...], tuple[int, ...]]


def fixed(x: Number) -> int:
    return int(Fraction(x) * ONE // 1)


def product(a: Numbers, b: Numbers) -> Numbers:
    return (a * b) >> BITS


@dataclass
class Score:
    """What the oracle says: the same names as ``comparison.named``, as far as it answers them."""

    answers: dict[str, float]
    active: int


def score(network: Network, evidence: Evidence) -> Score:
    """P(node | evidence, at least one pain source) for every node, and P(no listed pain source | the same)."""
    sums = _Sums(network, evidence)
    owner = network.node_of()
    painful = {v for v in range(len(owner)) if network.hurts[v]}
    anyone = sums.totals(frozenset())
    nobody = sums.totals(frozenset(painful))
    hurts = anyone.all - nobody.all
    answers = {}
    for n, name in enumerate(network.node_ids):
        on = anyone.all - anyone.without[n]
        if not network.pain[n]:
            on -= nobody.all - nobody.without[n]
        answers[f"P({name})"] = float(Fraction(on, hurts))
    if network.other is not None:
        listed = frozenset(v for v in painful if owner[v] != network.other)
        answers["P(unlisted)"] = float(Fraction(sums.totals(listed, each=False).all - nobody.all, hurts))
    return Score(answers, sums.n_findings)


@dataclass
class Totals:
    """P(evidence), and P(evidence and node n absent), up to the same constant."""

    all: int
    without: dict[int, int] = field(default_factory=dict)


class _Sums:
    """The signed sums of one case, and what every value of every cause contributes to them."""

    def __init__(self, network: Network, evidence: Evidence) -> None:
        self.network, self.evidence = network, evidence
        self.terms: list[list[int]] = []
        self.leaks: list[Effect] = []
        n = len(network.value_ids)
        self.effects: list[list[Effect]] = [[] for _ in range(n)]
        self.factor = [Fraction(1)] * n
        self._prior()
        self._yes_no()
        for key in sorted(evidence.graded):
            self._graded(key, evidence.graded[key])
        for key in sorted(evidence.measured):
            self._number(key, *evidence.measured[key])
        self.n_findings = len(self.terms)
        self._structure()

    # ------------------------------------------------------------ what was seen

    def _axis(self, coefficients: Sequence[Number]) -> int:
        self.terms.append([fixed(c) for c in coefficients])
        return len(self.terms) - 1

    def _prior(self) -> None:
        network, evidence = self.network, self.evidence
        self.odds = [Fraction(x) for x in network.share]
        self.leak = [Fraction(x) for x in network.undriven]
        for key, state in evidence.facts.items():
            fact = network.facts[key]
            s = fact.states.index(state)
            self.odds = [o * Fraction(m) for o, m in zip(self.odds, fact.odds[s], strict=True)]
            own = [p / (1 - p) * Fraction(m) for p, m in zip(self.leak, fact.leak_odds[s], strict=True)]
            self.leak = [o / (1 + o) for o in own]
        usual = network.usual_weeks if network.usual_weeks is not None else ()
        weeks = [evidence.week] if evidence.week is not None else list(usual)
        self.lasts = [Fraction(1)] * len(self.odds)
        if weeks:
            for v, curve in network.survival.items():
                shares = [survival(tuple(curve.weeks), tuple(curve.shares), float(week)) for week in weeks]
                self.lasts[v] = sum(shares, Fraction(0)) / len(weeks)
                if network.settled is not None and network.settled[v]:
                    self.lasts[v] = 1 - self.lasts[v]

    def _yes_no(self) -> None:
        """Active = 1 - inactive; seen with weights (l0, l1) = l1 + (l0 - l1) inactive; inactive = all parts off."""
        network, evidence = self.network, self.evidence
        statements: dict[int, set[int]] = defaultdict(set)
        off: set[int] = set()
        for key, seen in sorted(evidence.active.items()):
            if seen:
                axis = self._axis((1, -1))
                for part in network.below[key]:
                    statements[part].add(axis)
            else:
                off |= set(network.below[key])
        for key, (l0, l1) in sorted(evidence.soft.items()):
            axis = self._axis((Fraction(l1), Fraction(l0) - Fraction(l1)))
            for part in network.below[key]:
                statements[part].add(axis)
        for part in sorted(off | set(statements)):
            leak = 1 - Fraction(network.part_leak[part])
            for v in np.flatnonzero(network.part_fires[:, part]):
                stays = 1 - Fraction(network.part_fires[v, part])
                if part in off:
                    self.factor[v] *= stays
                else:
                    self.effects[v].append((tuple(sorted(statements[part])), (ONE, fixed(stays))))
            if part not in off:  # a leak common to all terms cancels in every answer
                self.leaks.append((tuple(sorted(statements[part])), (ONE, fixed(leak))))

    def _graded(self, key: str, weights: tuple[float, ...]) -> None:
        """sum_x w_x P(X = x) = sum_x (w_x - w_{x+1}) P(X <= x)."""
        finding = self.network.graded[key]
        falls = [Fraction(w) - Fraction(after) for w, after in zip(weights, (*weights[1:], 0.0), strict=True)]
        steps = [x for x, fall in enumerate(falls) if fall]
        axis = self._axis([falls[x] for x in steps])
        top = len(weights) - 1

        def upto(pmf: Any) -> list[Fraction]:
            return [sum(map(Fraction, pmf[: x + 1]), Fraction(0)) if x < top else Fraction(1) for x in steps]

        self._along(axis, upto(finding.leak), {v: upto(p) for v, p in enumerate(finding.contribution) if p[0] < 1})

    def _number(self, key: str, low: float, high: float) -> None:
        """P(low < X <= high) = P(X <= high) - P(X <= low)."""
        finding = self.network.measures[key]
        ends = [Fraction(low), Fraction(high)]
        if finding.log:
            ends = [Fraction(_EXACT.ln(Decimal(x))) for x in (low, high)]
        if finding.mirrored:
            ends = [-x for x in ends]
        upper, lower = max(ends), min(ends)
        axis = self._axis((1, -1))

        def upto(curve: Any) -> list[Fraction]:
            return [distribution(tuple(curve.values), tuple(curve.logits), x) for x in (upper, lower)]

        self._along(axis, upto(finding.leak), {v: upto(curve) for v, curve in finding.linked.items()})

    def _along(self, axis: int, leak: list[Fraction], values: dict[int, list[Fraction]]) -> None:
        self.leaks.append(((axis,), tuple(map(fixed, leak))))
        for v, row in values.items():
            if any(p != 1 for p in row):
                self.effects[v].append(((axis,), tuple(map(fixed, row))))

    # ------------------------------------------------------------ how causes hang together

    def _structure(self) -> None:
        """One axis for every driven node, gate and site of a gate; their terms are inside the factors of the nodes."""
        network = self.network
        self.driven = {n: self._axis((1, 1)) for n in sorted(network.driven)}
        for n, drivers in network.driven.items():
            for driver in drivers:
                passes = (ONE, fixed(1 - Fraction(driver.strength)))
                self.effects[driver.value].append(((self.driven[n],), passes))
        sites = sorted({site for gate in network.gates.values() for site in gate.sites})
        self.state = {n: self._axis((1, 1)) for n in [*sites, *sorted(network.gates)]}

    def _gates(self) -> list[Numbers]:
        """P(state of the gate | states of its sites)."""
        out = []
        for n, gate in sorted(self.network.gates.items()):
            bits = [self.state[site] for site in gate.sites]
            table = np.empty([2 if a in (*bits, self.state[n]) else 1 for a in range(len(self.terms))], dtype=object)
            for place in np.ndindex(*table.shape):
                on = Fraction(gate.on[sum(place[a] << i for i, a in enumerate(bits))])
                table[place] = fixed(on if place[self.state[n]] else 1 - on)
            out.append(table)
        return out

    def _array(self, effect: Effect) -> Numbers:
        """An effect as an array over all axes, of size 1 along those it does not touch."""
        axes, numbers = effect
        shape = [1] * len(self.terms)
        for axis in axes:
            shape[axis] = len(self.terms[axis])
        if len(axes) == 1:
            out = np.array([None, *numbers], dtype=object)[1:]
        else:
            out = np.full(np.prod(shape), numbers[1], dtype=object)
            out[0] = numbers[0]
        return out.reshape(shape)

    def _ones(self) -> Numbers:
        return np.full([1] * len(self.terms), ONE, dtype=object)

    def _on(self, node: int, zeroed: frozenset[int], settled: bool) -> Numbers:
        """sum over the values of a node, lasting or settled, of weight times everything that it leaves untouched."""
        alike: dict[tuple[Effect, ...], Fraction] = defaultdict(Fraction)
        for v in self.network.values_of(node):
            if v not in zeroed and bool(self.network.present[v]) != settled:
                alike[tuple(self.effects[v])] += self.odds[v] * self.lasts[v] * self.factor[v]
        total = self._ones() * 0
        for effects, weight in alike.items():
            part = self._ones() * 0 + fixed(weight)
            for effect in effects:
                part = product(part, self._array(effect))
            total = total + part
        return total

    def _node(self, node: int, zeroed: frozenset[int]) -> tuple[Numbers, Numbers]:
        """The factor of a node, absent and present. Absent: it never came, or it came and has settled."""
        present, settled = self._on(node, zeroed, False), self._on(node, zeroed, True)
        absent, occurs = self._ones(), self._ones()
        if node in self.driven:
            fails = fixed(1 - self.leak[node])
            absent = self._array(((self.driven[node],), (0, fails)))
            occurs = self._array(((self.driven[node],), (ONE, -fails)))
        elif node in self.network.gates:
            absent = self._array(((self.state[node],), (ONE, 0)))
            occurs = self._array(((self.state[node],), (0, ONE)))
        absent, present = absent + product(occurs, settled), product(occurs, present)
        if node in self.state and node not in self.network.gates:
            absent = product(absent, self._array(((self.state[node],), (ONE, 0))))
            present = product(present, self._array(((self.state[node],), (0, ONE))))
        return absent, present

    # ------------------------------------------------------------ the sum

    def totals(self, zeroed: frozenset[int], each: bool = True) -> Totals:
        """The sum over all terms, with some values impossible; ``each``: also with each node absent in turn."""
        nodes = [self._node(n, zeroed) for n in range(len(self.network.node_ids))]
        whole = [absent + present for absent, present in nodes] + self._gates()
        clusters = self._clusters(whole)
        sums = [self._inner([whole[n] for n in cluster]) for cluster in clusters]
        signed = self._signs()
        everything = functools.reduce(product, sorted(sums, key=np.size), signed)
        out = Totals(int(everything.sum()))
        if each:
            for cluster, own in zip(clusters, sums, strict=True):
                rest = (everything << BITS) // own
                for n in set(cluster) & set(range(len(nodes))):
                    without = self._inner([nodes[m][0] if m == n else whole[m] for m in cluster])
                    out.without[n] = int(product(rest, without).sum())
        return out

    def _signs(self) -> Numbers:
        signed = self._ones()
        for axis in range(self.n_findings):
            signed = product(signed, self._array(((axis,), tuple(self.terms[axis]))))
        for leak in self.leaks:
            signed = product(signed, self._array(leak))
        return signed

    def _clusters(self, factors: list[Numbers]) -> list[list[int]]:
        """Factors that share an axis of a driven node, gate or site must be summed together."""
        clusters: list[tuple[set[int], list[int]]] = []
        for n, array in enumerate(factors):
            axes = {a for a in range(self.n_findings, len(self.terms)) if array.shape[a] > 1}
            touching = [c for c in clusters if c[0] & axes]
            clusters = [c for c in clusters if not c[0] & axes]
            members = [m for _, others in touching for m in others]
            clusters.append((axes.union(*(c[0] for c in touching)), [*members, n]))
        return [members for _, members in clusters]

    def _inner(self, factors: list[Numbers]) -> Numbers:
        """The product summed over the axes that are not findings, one axis after the other, smallest first."""
        while True:
            left = [a for a in range(self.n_findings, len(self.terms)) if any(f.shape[a] > 1 for f in factors)]
            if not left:
                return functools.reduce(product, sorted(factors, key=np.size))

            def size(a: int, factors: list[Numbers] = factors) -> int:
                touching = [f.shape for f in factors if f.shape[a] > 1]
                return int(np.prod(np.max(touching, axis=0)))

            axis = min(left, key=lambda a: (size(a), a))
            touching = sorted((f for f in factors if f.shape[axis] > 1), key=np.size)
            factors = [f for f in factors if f.shape[axis] == 1]
            factors.append(functools.reduce(product, touching).sum(axis=axis, keepdims=True))


# ---------------------------------------------------------------- curves in exact arithmetic


def _between(xs: Sequence[Fraction], ys: Sequence[Fraction], x: Fraction) -> Fraction:
    """The straight line through the two points around x; outside, the line of the nearest two."""
    k = 0
    while k < len(xs) - 2 and x > xs[k + 1]:
        k += 1
    return ys[k] + (ys[k + 1] - ys[k]) / (xs[k + 1] - xs[k]) * (x - xs[k])


def _exp(x: Fraction) -> Fraction:
    return Fraction(_EXACT.exp(_EXACT.divide(Decimal(x.numerator), Decimal(x.denominator))))


@functools.cache
def distribution(values: tuple[float, ...], logits: tuple[float, ...], x: Fraction) -> Fraction:
    """P(X <= x), straight in (value, logit)."""
    z = _between([Fraction(v) for v in values], [Fraction(z) for z in logits], x)
    return 1 / (1 + _exp(-z))


@functools.cache
def survival(weeks: tuple[float, ...], shares: tuple[float, ...], week: float) -> Fraction:
    """Share that still hurts: exponential between the points, from 1 at week 0, on with the last rate, with a floor."""
    logs = [Fraction(0), *(Fraction(_EXACT.ln(Decimal(s))) for s in shares)]
    log = _between([Fraction(0), *(Fraction(w) for w in weeks)], logs, Fraction(week))
    return max(_exp(log), min(Fraction(NEVER_SETTLES), Fraction(shares[-1])))
