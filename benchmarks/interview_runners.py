"""Simulated runners who answer questions: from the model, or from another one that its ranges also allow.

Each has facts, causes, findings and a week, and for every question one fixed answer: the truth, "don't know", or a
mistake; so that whoever asks it gets the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from whatelse.inference.compile import Model
from whatelse.inference.network import Network
from whatelse.inference.simulate import Person, person, perturbed
from whatelse.inference.uncertain import Uncertainty, uncertainty_of
from whatelse.interview.types import AGE, SEX, SIDE, SPORT, Question, Ticked
from whatelse.knowledge.schema import Knowledge

#: Facts of one sex.
OF_WOMEN = ("could_be_pregnant", "menstrual_disturbance", "postmenopausal", "pregnancy_or_postpartum")
Said = bool | float | str | Ticked | None


@dataclass(frozen=True, eq=False)
class Runner:
    """sources: the pain sources that are there (nodes). unsure, wrong: shares of answers; seed: of its answers."""

    knowledge: Knowledge
    one: Person
    age: float
    sex: str
    sources: frozenset[int]
    seed: int
    unsure: float
    wrong: float
    members: dict[str, bool] = field(default_factory=dict)

    def says(self, question: Question) -> Said:
        if question.id == AGE:
            return self.age
        if question.id == SEX:
            return self.sex
        if question.id == SIDE:
            return "left"
        if question.id == SPORT:
            return self.one.facts.get("sport_main")
        if question.kind == "many":
            return Ticked(frozenset(name for name in question.findings if self.finding(name) is True), True)
        return self.finding(question.id)

    def finding(self, name: str) -> bool | float | str | None:
        """The answer to one finding, the same whenever it is asked."""
        truth = self._truth(name)
        coin, other = np.random.default_rng([self.seed, *name.encode()]).random(2)
        if truth is None or coin < self.unsure:
            return None
        if coin < self.unsure + self.wrong:
            return self._mistaken(name, truth, other)
        return truth

    def _truth(self, name: str) -> bool | float | str | None:
        one, finding = self.one, self.knowledge.findings.get(name)
        if name in one.active and finding is not None:
            return one.active[name] == (finding.active == "yes")
        if name in one.graded:
            return self.knowledge.families[name].states[one.graded[name]]
        if name in self.members:
            return self.members[name]
        if name in one.numbers and finding is not None:
            low, high = finding.min, finding.max
            value = round(one.numbers[name] / (finding.resolution or 1.0)) * (finding.resolution or 1.0)
            return float(np.clip(value, -np.inf if low is None else low, np.inf if high is None else high))
        if name in one.facts:
            return one.facts[name] == "yes" if one.facts[name] in ("yes", "no") else one.facts[name]
        if finding is not None and finding.type == "duration":
            return None if one.week is None else round(one.week, 1)
        if finding is not None and finding.type == "duration_over" and one.week is not None:
            return one.week >= 8
        return None

    def _mistaken(self, name: str, truth: bool | float | str, coin: float) -> bool | float | str:
        if isinstance(truth, bool):
            return not truth
        if isinstance(truth, str):
            family = self.knowledge.families.get(name)
            states = family.states if family is not None else self.knowledge.findings[name].states
            others = [state for state in states if state != truth]
            return others[int(coin * len(others))]
        finding = self.knowledge.findings[name]
        step = (2 * finding.resolution or 1.0) * (1 if coin < 0.5 else -1)
        low, high = finding.min, finding.max
        return float(np.clip(truth + step, -np.inf if low is None else low, np.inf if high is None else high))


def runners(model: Model, n: int, seed: int, *, unsure: float, wrong: float, other: bool = False) -> list[Runner]:
    """``n`` runners; the same for the same seed. other: each from a model of its own that the ranges allow."""
    rng = np.random.default_rng(seed)
    width = uncertainty_of(model) if other else None
    return [_runner(model, rng, seed * 1_000_003 + i, unsure, wrong, width) for i in range(n)]


def _runner(
    model: Model, rng: np.random.Generator, seed: int, unsure: float, wrong: float, width: Uncertainty | None
) -> Runner:
    knowledge, network = model.knowledge, model.network
    facts = {key: str(rng.choice(fact.states, p=fact.rates / fact.rates.sum())) for key, fact in network.facts.items()}
    if facts.get("sex") == "male":
        facts |= {key: "no" for key in OF_WOMEN if key in facts}
    week = float(rng.choice(network.usual_weeks)) if network.usual_weeks is not None else None
    drawn: Network = network
    known = dict(facts)
    if width is not None:
        drawn, known = perturbed(network, width, int(rng.integers(2**31)), week, facts), {}
    one = person(drawn, rng, week, known)
    low, high = (float(x) for x in facts["age"].split("-")) if "age" in facts else (30.0, 31.0)
    return Runner(
        knowledge=knowledge,
        one=Person(one.causes, week, facts, one.active, one.graded, one.numbers),
        age=round(float(rng.uniform(max(low, 12.0), min(high, 90.0) - 0.5)), 0),
        sex=facts.get("sex", "male"),
        sources=frozenset(node for node, value in one.causes.items() if network.hurts[value]),
        seed=seed,
        unsure=unsure,
        wrong=wrong,
        members=_members(model, one, rng),
    )


def _members(model: Model, one: Person, rng: np.random.Generator) -> dict[str, bool]:
    """Single tests of the families, as their state makes them."""
    out: dict[str, bool] = {}
    for key, state in sorted(one.graded.items()):
        family = model.knowledge.families[key]
        if family.positive:
            for name in family.members:
                out[name] = bool(rng.random() < family.positive[name][state])
        else:
            low, high = family.count[state]
            positive = set(rng.permutation(len(family.members))[: int(rng.integers(low, high + 1))].tolist())
            out |= {name: i in positive for i, name in enumerate(family.members)}
    return out
