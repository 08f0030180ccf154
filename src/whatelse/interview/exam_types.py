"""An examination plan: which tests, in which order, and what each answer would mean. Frozen; any view prints it."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from whatelse.inference.differential import KnowledgeVersion, SettingUsed
from whatelse.knowledge.exam_tests import Provokes
from whatelse.knowledge.schema import Urgency

Why = Literal["safety", "tests", "last"]


class Top(msgspec.Struct, frozen=True):
    """A source after an answer, and as it is now."""

    condition: str
    label: str
    probability: float
    now: float


class AfterAnswer(msgspec.Struct, frozen=True):
    """One answer to a test: how likely it is, and the likeliest sources once it is given.

    positive: what the sources bring about ("+"). moved: the source whose probability it changes most.
    """

    answer: str
    positive: bool
    chance: float
    top: tuple[Top, ...]
    moved: Top


class Planned(msgspec.Struct, frozen=True):
    """One test, or a family of tests done together.

    safety: a positive would raise the level of urgency by itself. not_when: what the knowledge says of when not to.
    also: further positions that a family of tests takes. unit: of a number, "" for the rest.
    gain_bits: what it is expected to tell, over all sources. ask_first: findings that are not known and may speak
    against it. after: its answers.
    """

    id: str
    label: str
    tests: tuple[str, ...]
    how: tuple[str, ...]
    not_when: str
    seconds: float
    also: tuple[str, ...]
    unit: str
    provokes: Provokes
    safety: bool
    gain_bits: float
    ask_first: tuple[str, ...]
    after: tuple[AfterAnswer, ...]


class Block(msgspec.Struct, frozen=True):
    """Tests that are done in one position. ``why``: "safety", "tests", or "last" for what may flare the pain."""

    why: Why
    position: str
    label: str
    tests: tuple[Planned, ...]


class Waits(msgspec.Struct, frozen=True):
    """A test that would tell something and is not done now, and why."""

    id: str
    label: str
    because: tuple[str, ...]


class Next(msgspec.Struct, frozen=True):
    """A test for which there is no time left."""

    id: str
    label: str
    seconds: float
    gain_bits: float


class ExamPlan(msgspec.Struct, frozen=True):
    """The tests most worth doing within the time.

    kind: "emergency" has no tests, only what to do. seconds: of all tests and turns. irritable: why what provokes much
    comes last; empty where nothing says so. blocks: in the order of doing. waits: left out for a reason. more: what
    more time would add, best first.
    """

    case: str | None
    side: str
    kind: Literal["plan", "emergency"]
    level: Urgency
    urgent: tuple[str, ...]
    setting: SettingUsed
    engine: str
    knowledge: KnowledgeVersion
    minutes: float
    seconds: float = 0.0
    irritable: tuple[str, ...] = ()
    now: tuple[Top, ...] = ()
    blocks: tuple[Block, ...] = ()
    waits: tuple[Waits, ...] = ()
    more: tuple[Next, ...] = ()

    @property
    def tests(self) -> tuple[Planned, ...]:
        """All tests in the order of doing."""
        return tuple(test for block in self.blocks for test in block.tests)

    def to_dict(self) -> dict[str, Any]:
        out: dict[str, Any] = msgspec.to_builtins(self)
        return out

    def to_json(self) -> str:
        """One line of JSON, the same bytes every time."""
        return msgspec.json.encode(self).decode()
