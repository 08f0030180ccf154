"""Interviews answered by somebody: at random, or by a runner of whom everything is known."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, Protocol

from hypothesis import settings

from tests.interview.cheap import cheap
from whatelse.case import Answer, Case, Imaging
from whatelse.case.contradictions import implied_by
from whatelse.interview.safety import Tick
from whatelse.interview.session import Chooser, Session
from whatelse.interview.standing import Standing
from whatelse.interview.steps import Ask, AskScan, AskTold, AskTried, Finished, Interrupt, ShowScreen, Step
from whatelse.interview.types import Question, Ticked
from whatelse.knowledge import load
from whatelse.triage import evaluate

KNOWLEDGE = load()
#: For laws that walk through whole interviews: a third of the usual number of examples.
FEW = settings(max_examples=max(1, settings().max_examples // 3))
AT = "2025-01-31T12:00:00Z"
EFFECTS = (None, "worse", "none", "hours_or_days", "lasting")


class Person(Protocol):
    """Answers a step."""

    def __call__(self, step: Step, session: Session) -> Any: ...


class Anybody:
    """Answers at random, every kind of answer that a step takes; much is unknown and some of it is grave."""

    def __init__(self, rng: random.Random, yes: float = 0.2, unknown: float = 0.2) -> None:
        self.rng, self.yes, self.unknown = rng, yes, unknown
        self.of_scans = random.Random(rng.getstate()[1][0])  # so that the other answers stay what they were

    def __call__(self, step: Step, session: Session) -> Any:
        rng = self.rng
        if isinstance(step, ShowScreen):
            keys = [line.key for line in step.screen.lines]
            ticked = {key for key in keys if rng.random() < self.yes}
            unsure = {key for key in keys if key not in ticked and rng.random() < self.unknown / 2}
            rest = rng.choices(["none", "not_sure", "open"], [1 - self.unknown, self.unknown / 2, self.unknown / 2])[0]
            return Tick(frozenset(ticked), frozenset(unsure), rest)  # type: ignore[arg-type]
        if isinstance(step, AskTold):
            return rng.choice([[], ["hamstring strain"], ["sciatica", "a witch"]])
        if isinstance(step, AskTried):
            if step.part == "what":
                return rng.choice([None, "rest", "stretching", "a cup of tea"]) if step.treatment is None else None
            return rng.choice([None, 2.0, 12.0]) if step.part == "weeks" else rng.choice(EFFECTS)
        if isinstance(step, AskScan):
            return self.of_a_scan(step)
        assert isinstance(step, Ask)
        return self.to(step.question)

    def of_a_scan(self, step: AskScan) -> Any:
        """None, a kind that is asked on about, or all of it at once; at most two of them."""
        rng, words = self.of_scans, [str(option.value) for option in step.options]
        if step.part == "method":
            whole = Imaging("thigh", rng.choice(words), rng.choice([None, 6.0]), rng.choice([None, "normal", "tear"]))
            return None if step.more else rng.choice([None, rng.choice(words), whole])
        if rng.random() < self.unknown:
            return None
        if step.part == "found":
            return rng.sample(words, 1)
        if step.part == "region":
            return rng.choice(words)
        return 6.0 if step.part == "week" else rng.choice(["normal", "abnormal"])

    def to(self, question: Question) -> Any:
        rng = self.rng
        if question.kind == "many":
            ticked = frozenset(str(o.value) for o in question.options if rng.random() < self.yes)
            return Ticked(ticked, rng.random() > self.unknown)
        if rng.random() < self.unknown:
            return None
        if question.kind == "yes_no":
            return rng.random() < self.yes
        if question.kind == "choice":
            return rng.choice(question.options).value
        low, high = question.low or 0.0, 100.0 if question.high is None else question.high
        return float(rng.choice([low, high, rng.randint(int(low), int(min(high, low + 60)))]))


class Somebody:
    """Answers as a case that is wholly known; ``unknown``: how often "don't know" instead."""

    def __init__(self, truth: Case, rng: random.Random | None = None, unknown: float = 0.0) -> None:
        self.truth, self.rng, self.unknown = truth, rng or random.Random(0), unknown

        there = [name for name, answer in truth.findings.items() if answer.value is True]
        self.there = {*there, *(general for name in there for general in implied_by(name, KNOWLEDGE))}

    def is_there(self, name: str) -> bool:
        return name in self.there

    def __call__(self, step: Step, session: Session) -> Any:
        if isinstance(step, ShowScreen):
            ticked = {line.key for line in step.screen.lines if any(map(self.is_there, line.findings))}
            return Tick(frozenset(ticked), rest="none")
        if isinstance(step, AskTold):
            return list(self.truth.told)
        if isinstance(step, (AskTried, AskScan)):
            return None
        assert isinstance(step, Ask)
        question = step.question
        if question.kind == "many":
            return Ticked(frozenset(filter(self.is_there, question.findings)), True)
        if self.rng.random() < self.unknown:
            return None
        if question.id in ("age", "sex"):
            return getattr(self.truth.person, question.id)
        if self.is_there(question.id):
            return True
        answer = self.truth.findings.get(question.id, Answer())
        if answer.value is None and question.kind == "yes_no":
            return KNOWLEDGE.findings[question.id].active != "yes"
        return answer.value


class Unweighed(Session):
    """A session that goes by the rules alone. Nothing is weighed, so that laws can be tried on many."""

    @property
    def standing(self) -> Standing:  # type: ignore[override]
        return Standing(evaluate(self.case, self.knowledge))


def opened(choose: Chooser = cheap, kind: type[Session] = Unweighed, **terms: Any) -> Session:
    return kind.open(KNOWLEDGE, AT, choose=choose, **terms)


def went_on(session: Session, person: Person) -> Session:
    """The session one step on."""
    step = session.step
    if isinstance(step, Interrupt):
        return session.acknowledge(AT)
    if isinstance(step, Finished):
        return session.finish(AT)
    return session.answer(person(step, session), AT)


def states(session: Session, person: Person, most: int = 400) -> Iterator[Session]:
    """Every session on the way to the end, the first and the last included."""
    yield session
    for _ in range(most):
        if isinstance(session.step, Finished):
            return
        session = went_on(session, person)
        yield session
    raise AssertionError("the interview does not end")


def finished(session: Session, person: Person) -> Session:
    """The session at its end."""
    return list(states(session, person))[-1]
