"""Simulated runners without any cause that needs urgent care: drawn from the compiled model of a setting.

A runner has facts (sex and age first), causes that the model draws, at least one of which hurts now, and every
finding that these and chance produce. Whoever has an urgent or an emergency cause, now or in the past, is drawn
again, so the rest is exactly the model given that none is there. What the model leaves out, this leaves out, too: the
findings that chance brings are independent of each other, and facts are, but for sex and age.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whatelse.case import Answer, Case, Person
from whatelse.inference.compile import Model
from whatelse.inference.curves import ValueCurve
from whatelse.inference.facts import age_bands, age_state
from whatelse.knowledge.schema import Finding, Knowledge

Array = NDArray[np.float64]

GRAVE = ("urgent", "emergency")
YES, NO = Answer(True), Answer(False)
YOUNGEST, OLDEST = 10.0, 95.0
#: Facts of one sex, with the ages at which they can be. Their base rate is over both sexes.
OF_WOMEN = {
    "could_be_pregnant": (14, 52),
    "menstrual_disturbance": (14, 52),
    "postmenopausal": (42, 121),
    "pregnancy_or_postpartum": (14, 52),
}
_AT_ONCE = 2000


def runners(model: Model, n: int, seed: int) -> list[Case]:
    """``n`` cases with every finding of history and examination answered; the same for the same seed."""
    rng = np.random.default_rng(seed)
    out: list[Case] = []
    while len(out) < n:
        out += Batch(model, rng, _AT_ONCE).cases()
    return out[:n]


@dataclass(frozen=True)
class _Facts:
    age: Array
    female: NDArray[np.bool_]
    there: dict[str, NDArray[np.bool_]]
    state: dict[str, NDArray[np.intp]]


class Batch:
    """Some runners drawn together; rows are runners."""

    def __init__(self, model: Model, rng: np.random.Generator, n: int) -> None:
        self.model, self.net, self.rng, self.n = model, model.network, rng, n
        self.knowledge: Knowledge = model.knowledge
        self.facts = self._draw_facts()
        weeks = self.net.usual_weeks
        self.week = np.array([3.0] * n) if weeks is None else rng.choice(weeks, n)
        self.values = self._draw_causes()

    def _draw_facts(self) -> _Facts:
        rng, n = self.rng, self.n
        points = self.model.setting.age
        age = rng.uniform(18, 70, n) if points is None else _from_curve(ValueCurve.through(points.points), rng, n)
        age = np.clip(age, YOUNGEST, OLDEST)
        female = rng.random(n) < _rate(self.model, "sex", "female", 0.5)
        there, state = {}, {}
        for key, finding in sorted(self.knowledge.findings.items()):
            if finding.context and finding.type == "yes_no":
                p = np.full(n, _rate(self.model, key, "yes", 0.0))
                if key in OF_WOMEN:
                    first, last = OF_WOMEN[key]
                    p = np.where(female & (age >= first) & (age < last), np.minimum(1.0, 2 * p), 0.0)
                there[key] = rng.random(n) < p
        bands = age_bands(self.knowledge)
        for key, fact in self.net.facts.items():
            if key == "age":
                named = [age_state(bands, float(a)) for a in age]
            elif key == "sex":
                named = ["female" if f else "male" for f in female]
            elif key in there:
                named = ["yes" if t else "no" for t in there[key]]
            else:
                named = list(rng.choice(fact.states, n, p=fact.rates / fact.rates.sum()))
            state[key] = np.array([fact.states.index(s) for s in named], dtype=np.intp)
        return _Facts(age, female, there, state)

    def _draw_causes(self) -> NDArray[np.bool_]:
        """(n, V) the values that are true."""
        net, rng, n = self.net, self.rng, self.n
        odds = np.tile(net.share, (n, 1))
        leak = np.tile(net.undriven / np.maximum(1 - net.undriven, 1e-12), (n, 1))
        for key, fact in net.facts.items():
            odds *= fact.odds[self.facts.state[key]]
            leak *= fact.leak_odds[self.facts.state[key]]
        lasting = {week: net.lasting(float(week)) for week in np.unique(self.week)}
        odds *= np.array([lasting[week] for week in self.week])
        true = np.zeros((n, len(net.value_ids)), dtype=bool)
        owner, driven, waiting = net.node_of(), net.driven, list(range(len(net.node_ids)))
        while waiting:
            node = next(
                w
                for w in waiting
                if not any(int(owner[d.value]) in waiting for d in driven.get(w, ()))
                and not (w in net.gates and set(net.gates[w].sites) & set(waiting))
            )
            waiting.remove(node)
            rows = net.values_of(node)
            weight = odds[:, rows.start : rows.stop]
            total = weight.sum(1)
            if node in net.gates:
                sites = net.gates[node].sites
                bits = sum((true[:, v] & net.present[v]) << i for i, s in enumerate(sites) for v in net.values_of(s))
                p = net.gates[node].on[bits]
            elif node in driven:
                fails = 1 - leak[:, node] / (1 + leak[:, node])
                for driver in driven[node]:
                    fails = fails * np.where(true[:, driver.value], 1 - driver.strength, 1.0)
                p = 1 - fails
            else:
                p = total / (1 + total)
            on = rng.random(n) < p
            chosen = (np.cumsum(weight, 1) < (rng.random(n) * total)[:, None]).sum(1).clip(0, len(rows) - 1)
            true[np.flatnonzero(on), rows.start + chosen[on]] = True
        return true

    def cases(self) -> list[Case]:
        """Those of the batch who hurt and have no grave cause."""
        net = self.net
        grave = np.array([is_grave(self.model, v) for v in net.value_ids])
        kept = np.flatnonzero(self.values[:, net.hurts].any(1) & ~self.values[:, grave].any(1))
        silent = np.log1p(-np.clip(net.part_fires, 0, 1 - 1e-12))
        quiet = np.exp(self.values[kept].astype(float) @ silent) * (1 - net.part_leak)
        fired = self.rng.random(quiet.shape) >= quiet
        signs = {key: fired[:, list(parts)].any(1) for key, parts in net.below.items()}
        return [
            self.case_of(int(row), self.values[row], {key: bool(there[i]) for key, there in signs.items()})
            for i, row in enumerate(kept)
        ]

    def case_of(self, row: int, values: NDArray[np.bool_], signs: dict[str, bool]) -> Case:
        """The full case of a runner of the batch: facts and week of its row, these values and these signs."""
        findings: dict[str, Answer] = {}
        for key, finding in self.knowledge.findings.items():
            if finding.stage == "investigation":
                continue
            if key in signs:
                findings[key] = YES if signs[key] == (finding.active == "yes") else NO
            elif key in self.facts.there:
                findings[key] = YES if self.facts.there[key][row] else NO
            elif finding.type == "duration":
                findings[key] = Answer(float(self.week[row]))
            elif key in self.net.measures:
                findings[key] = Answer(self._number(finding, np.flatnonzero(values)))
        for key, graded in self.net.graded.items():
            draws = [graded.leak, *graded.contribution[values]]
            state = max(int(self.rng.choice(len(p), p=np.clip(p, 0, None) / np.clip(p, 0, None).sum())) for p in draws)
            findings[key] = Answer(graded.states[state])
        sex = "female" if self.facts.female[row] else "male"
        return Case(
            person=Person(age=float(self.facts.age[row]), sex=sex), side="left", findings=dict(sorted(findings.items()))
        )

    def _number(self, finding: Finding, values: NDArray[np.intp]) -> float:
        measure = self.net.measures[finding.id]
        curves = [measure.leak, *(measure.linked[int(v)] for v in values if int(v) in measure.linked)]
        x = max(float(_from_curve(curve, self.rng, 1)[0]) for curve in curves)
        x = -x if measure.mirrored else x
        x = math.exp(x) if measure.log else x
        low = -math.inf if finding.min is None else finding.min
        return min(max(x, low), math.inf if finding.max is None else finding.max)


def is_grave(model: Model, value_id: str) -> bool:
    """Whether a value of a node stands for a condition that needs urgent or emergency care."""
    own = value_id.removesuffix("/settled")
    members = next(v.members for cause in model.causes for v in cause.values if v.id == own)
    return any(model.knowledge.conditions[m].urgency in GRAVE for m in members if m in model.knowledge.conditions)


def _rate(model: Model, fact: str, state: str, otherwise: float) -> float:
    finding = model.knowledge.findings.get(fact)
    rates = model.setting.base_rates.get(fact) or (finding.base_rates if finding is not None else {})
    return rates[state].value if state in rates else otherwise


def _from_curve(curve: ValueCurve, rng: np.random.Generator, n: int) -> Array:
    """Draws from a curve that is straight in (value, logit), tails included."""
    u = rng.uniform(1e-6, 1 - 1e-6, n)
    z = np.log(u / (1 - u))
    k = np.clip(np.searchsorted(curve.logits, z) - 1, 0, len(curve.logits) - 2)
    slope = (curve.values[k + 1] - curve.values[k]) / (curve.logits[k + 1] - curve.logits[k])
    out: Array = curve.values[k] + slope * (z - curve.logits[k])
    return out
