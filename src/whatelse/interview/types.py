"""What an interview says and is told: questions, answers, modes, why a question is put, what comes next. Frozen."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

Audience = Literal["runner", "clinician"]
QuestionKind = Literal["yes_no", "choice", "number", "many"]
StageName = Literal["history", "exam", "investigation"]
Who = Literal["you", "clinician", "scan_or_lab"]
#: Why no further question is put; "" while one is.
Stopped = Literal["", "enough", "not_worth_it", "nothing_left", "limit", "no_pain_source"]

#: What is said instead of an answer. "Don't know" is ``None``; "not tested" is for clinicians.
NOT_TESTED = "not_tested"
#: Questions that are no finding of their own.
SITE, AGE, SEX, SPORT, SIDE = "site", "age", "sex", "sport", "side"


class Option(msgspec.Struct, frozen=True):
    """One possible answer. value: True and False for yes and no, a state of a family, a category, a finding id of a
    list to tick."""

    value: bool | float | str
    label: str


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to ask.

    id: a finding, a graded family, or one of "site", "age", "sex", "sport", "side". kind: "many" is a list to tick.
    how, not_when: of a test. findings: what an answer speaks of; of a list all that can be ticked. low, high: the
    numbers that are possible. core: asked of everyone. seconds: about how long it takes.
    """

    id: str
    kind: QuestionKind
    text: str
    how: str = ""
    not_when: str = ""
    options: tuple[Option, ...] = ()
    findings: tuple[str, ...] = ()
    unit: str = ""
    low: float | None = None
    high: float | None = None
    stage: StageName = "history"
    self_test: bool = False
    core: bool = False
    seconds: float = 0.0


class Ticked(msgspec.Struct, frozen=True):
    """The answer to a list: what was ticked, and whether "none of the rest" was said. Without it the rest is open."""

    findings: frozenset[str] = frozenset()
    none_of_the_rest: bool = False


class Chance(msgspec.Struct, frozen=True):
    """One answer: the label of its option, how likely it is to be given."""

    answer: str
    probability: float


class Shift(msgspec.Struct, frozen=True):
    """A cause that an answer may change: its probability now, and after each answer of ``Reason.answers``."""

    condition: str
    label: str
    plain: str
    now: float
    after: tuple[float, ...]


class Reason(msgspec.Struct, frozen=True):
    """Why a question is put.

    value: what it is expected to be worth, per minute of effort. gain_bits: expected information about the causes.
    cost: minutes of effort. answers: what may be answered, and how likely. changes: what would change most, most
    first. why: a plain sentence.
    """

    value: float
    gain_bits: float
    cost: float
    answers: tuple[Chance, ...]
    changes: tuple[Shift, ...]
    why: str = ""


class CouldAdd(msgspec.Struct, frozen=True):
    """Something that has not been told yet and would tell something. who: who can find it out."""

    id: str
    label: str
    who: Who
    gain_bits: float


class Next(msgspec.Struct, frozen=True):
    """What comes next. question: None when the interview stops, then ``stopped`` and ``stop_reason`` say why.

    at_most: questions that may still come, this one included. could_add: what could still be told or tested, best
    first.
    """

    question: Question | None
    why: Reason | None
    stopped: Stopped
    stop_reason: str
    at_most: int
    could_add: tuple[CouldAdd, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        out: dict[str, Any] = msgspec.to_builtins(self)
        return out


class Explore(msgspec.Struct, frozen=True, tag="explore"):
    """Find out what it is."""


class RuleIn(msgspec.Struct, frozen=True, tag="rule_in"):
    """Ask what would show that a condition is there."""

    condition: str


class RuleOut(msgspec.Struct, frozen=True, tag="rule_out"):
    """Ask what would show that a condition is not there."""

    condition: str


class Settle(msgspec.Struct, frozen=True, tag="settle"):
    """Ask what tells two conditions apart."""

    first: str
    second: str


Mode = Explore | RuleIn | RuleOut | Settle
