"""Tests of an examination that are still open, and what each of their answers would make likely."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whatelse.case import Answer, Case
from whatelse.case.contradictions import implied_by
from whatelse.inference.after import After, after
from whatelse.inference.asks import Ask, ask_graded, ask_number, ask_sign
from whatelse.inference.weigh import Weighed
from whatelse.knowledge.exam_tests import ExamTest
from whatelse.knowledge.schema import Knowledge, Urgency
from whatelse.triage.evaluate import compiled
from whatelse.triage.formula import Formula
from whatelse.triage.known import known
from whatelse.triage.types import height

Array = NDArray[np.float64]

#: Sources less likely than this are left out of choosing. What is printed of an answer leaves none out.
TOO_UNLIKELY = 1e-4
#: How much information about a source counts, by how urgent it is: missing it costs more.
#: Yes and no tests that are solved, of those that a rough guess puts first.
TRIED = 30
WEIGHT: dict[Urgency, float] = {"self_care": 1.0, "routine": 1.0, "urgent": 2.0, "emergency": 4.0}


@dataclass(frozen=True, eq=False)
class OpenTest:
    """A test, or a family of tests, with its answers.

    tests: those that are done. gain (N,): weighted bits a node. raising: the answers that by themselves make a
    red-flag rule of a higher level fire.
    """

    id: str
    tests: tuple[ExamTest, ...]
    seen: After
    gain: Array
    raising: frozenset[str]

    @property
    def alarm(self) -> float:
        """Chance of an answer that raises the level; 0 where none does."""
        answers = zip(self.seen.ask.answers, self.seen.chance, strict=True)
        return float(sum(chance for answer, chance in answers if answer in self.raising))

    @property
    def seconds(self) -> float:
        return sum(test.seconds for test in self.tests)

    @property
    def position(self) -> str:
        """Where most of its time is spent."""
        spent: dict[str, float] = {}
        for test in self.tests:
            spent[test.position] = spent.get(test.position, 0.0) + test.seconds
        return max(spent, key=lambda name: spent[name])


def open_tests(weighed: Weighed) -> list[OpenTest]:
    """Every test of the knowledge that is not answered by the case, with its answers; by id."""
    asks = _asks(weighed)
    kept = _promising(weighed, [ask for ask in asks if ask.id in weighed.model.network.below])
    raising = _raising(weighed, asks)
    kept |= {ask.id for ask in asks if ask.id not in weighed.model.network.below or raising[ask.id]}
    return _tests(weighed, [ask for ask in asks if ask.id in kept], raising, TOO_UNLIKELY)


def exact(weighed: Weighed, chosen: list[OpenTest]) -> list[OpenTest]:
    """The same tests with no source left out, in the same order."""
    raising = {test.id: test.raising for test in chosen}
    found = {test.id: test for test in _tests(weighed, [test.seen.ask for test in chosen], raising, 0.0)}
    return [found[test.id] for test in chosen]


def _tests(
    weighed: Weighed, asks: list[Ask], raising: dict[str, frozenset[str]], too_unlikely: float
) -> list[OpenTest]:
    found = after(weighed.model.network, weighed.evidence, asks, weighed.result, too_unlikely)
    tests = weighed.model.knowledge.exam_tests.tests
    families = weighed.model.knowledge.families
    out = []
    for seen in found:
        members = families[seen.ask.id].members if seen.ask.id in families else (seen.ask.id,)
        done = tuple(tests[name] for name in members if name in tests)
        out.append(OpenTest(seen.ask.id, done, seen, _gain(weighed, seen), raising[seen.ask.id]))
    return sorted(out, key=lambda test: test.id)


def _asks(weighed: Weighed) -> list[Ask]:
    """Families of tests once, single tests and numbers that the case does not hold or settle."""
    knowledge, network = weighed.model.knowledge, weighed.model.network
    told = _settled(weighed)
    asks = []
    for key, family in sorted(knowledge.families.items()):
        members = [name for name in family.members if name in knowledge.exam_tests.tests]
        if key in network.graded and members and key not in weighed.evidence.graded:
            asks.append(ask_graded(network, key))
    for key in sorted(knowledge.exam_tests.tests):
        if key in told:
            continue
        if key in network.below:
            asks.append(ask_sign(key, knowledge.findings[key].active))
        elif key in network.measures:
            asks.append(ask_number(network, key))
    return asks


def _settled(weighed: Weighed) -> set[str]:
    """Findings that are told, follow from what is told, or are read from another number."""
    knowledge, evidence, account = weighed.model.knowledge, weighed.evidence, weighed.account
    told = {*evidence.active, *evidence.soft, *evidence.measured, *account.used, *account.implied, *account.set_aside}
    for key, finding in knowledge.findings.items():
        if any(evidence.active.get(general) is False for general in implied_by(key, knowledge)):
            told.add(key)
        if finding.replaces and told.intersection(finding.replaces):
            told.add(key)
    return told


def _gain(weighed: Weighed, seen: After) -> Array:
    """(N,) expected information about the presence of each pain source, in bits, weighted by its urgency."""
    bits = _entropy(seen.now) - _entropy(seen.nodes) @ seen.chance
    out: Array = np.where(weighed.model.network.pain, np.maximum(bits, 0.0) * _weights(weighed), 0.0)
    return out


def entropy_of(weighed: Weighed) -> Array:
    """(N,) what is open about each pain source, in bits, weighted as the gain is."""
    bits = _entropy(weighed.result.nodes)
    out: Array = np.where(weighed.model.network.pain, bits * _weights(weighed), 0.0)
    return out


def _entropy(p: Array) -> Array:
    q = np.clip(p, 1e-12, 1.0 - 1e-12)
    out: Array = -(q * np.log2(q) + (1.0 - q) * np.log2(1.0 - q))
    return out


def _promising(weighed: Weighed, asks: list[Ask]) -> set[str]:
    """The yes and no tests that tell most for their time by a rough guess: sources independent, no walk."""
    network, result, tests = weighed.model.network, weighed.result, weighed.model.knowledge.exam_tests.tests
    if not asks:
        return set()
    parts = [list(network.below[ask.id]) for ask in asks]
    fires = np.stack([1.0 - np.prod(1.0 - network.part_fires[:, own], axis=1) for own in parts], axis=1)
    leak = np.array([np.prod(1.0 - network.part_leak[own]) for own in parts])
    brought = np.add.reduceat(result.values[:, None] * fires, network.first[:-1])
    there = np.add.reduceat(result.values, network.first[:-1])[:, None]
    silent = np.clip(1.0 - brought, 1e-12, 1.0)
    absent = leak * np.prod(silent, axis=0)
    if_absent = (there - brought) / silent
    if_present = np.clip((there - absent * if_absent) / np.clip(1.0 - absent, 1e-12, 1.0), 0.0, 1.0)
    bits = _entropy(there) - absent * _entropy(if_absent) - (1.0 - absent) * _entropy(if_present)
    rough = _weights(weighed) @ np.where(network.pain[:, None], np.maximum(bits, 0.0), 0.0)
    rate = {ask.id: float(bits_of) / tests[ask.id].seconds for ask, bits_of in zip(asks, rough, strict=True)}
    return set(sorted(rate, key=lambda key: (-round(rate[key], 12), key))[:TRIED])


def _weights(weighed: Weighed) -> Array:
    conditions = weighed.model.knowledge.conditions
    names = weighed.model.network.node_ids
    return np.array([WEIGHT[conditions[name].urgency] if name in conditions else 1.0 for name in names])


# ---------------------------------------------------------------- what would raise the level


def _raising(weighed: Weighed, asks: list[Ask]) -> dict[str, frozenset[str]]:
    """For each question the answers that by themselves make a rule of a higher level fire; no number is tried."""
    knowledge, case = weighed.model.knowledge, weighed.case
    rules = compiled(knowledge).rules
    seen = known(case, knowledge)
    now = max((height(rule.level) for rule, formula in rules if formula.truth(seen)), default=0)
    higher = [formula for rule, formula in rules if height(rule.level) > now]
    out = {}
    for ask in asks:
        finding = knowledge.findings.get(ask.id)
        answers = ask.answers if finding is None or finding.type == "yes_no" else ()
        values = {answer: Answer(answer if finding is None else answer == "yes") for answer in answers}
        out[ask.id] = frozenset(
            answer for answer, value in values.items() if _fires(case.with_answer(ask.id, value), higher, knowledge)
        )
    return out


def _fires(case: Case, formulas: list[Formula], knowledge: Knowledge) -> bool:
    """Whether any of these rules is true of a case."""
    seen = known(case, knowledge)
    return any(formula.truth(seen) for formula in formulas)
