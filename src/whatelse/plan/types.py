"""What a plan answers: each action weighed and put in one group, whom to see. Frozen; any view prints it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, Protocol

import msgspec

from whatelse.inference.differential import KnowledgeVersion, SettingUsed
from whatelse.knowledge.schema import Urgency

Group = Literal["reasonable", "little", "hold_off", "stop"]
#: How much a group stops; what is reasonable and what brings little are both free to do.
STRICTNESS: dict[Group, int] = {"reasonable": 0, "little": 0, "hold_off": 1, "stop": 2}
LEVELS: tuple[Urgency, ...] = ("self_care", "routine", "urgent", "emergency")


class FiredRule(Protocol):
    """A red-flag rule that fired, as the plan needs it."""

    @property
    def rule(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def level(self) -> Urgency: ...
    @property
    def catches(self) -> tuple[str, ...]: ...


class Alarm(Protocol):
    """How urgent a case is, as the plan needs it. not_asked: findings that could still make it more urgent."""

    @property
    def level(self) -> Urgency: ...
    @property
    def lines(self) -> tuple[str, ...]: ...
    @property
    def reasons(self) -> Sequence[FiredRule]: ...
    @property
    def not_asked(self) -> tuple[str, ...]: ...


class Share(msgspec.Struct, frozen=True):
    """Of all runners who answer like this. low, high: with the ends of the knowledge's ranges."""

    value: float
    low: float
    high: float


class PerSource(msgspec.Struct, frozen=True):
    """What an action does to people with one source, as the knowledge says; sources: ids behind the shares."""

    condition: str
    label: str
    plain: str
    probability: float
    helps: float
    nothing: float
    may_harm: float
    note: str
    sources: tuple[str, ...]


class Outcome(msgspec.Struct, frozen=True):
    """Of those who answer like this: whom it may help, leave as they are, may harm, and nobody knows; adds up to 1.

    weeks: how long before it can be judged. per_source: likeliest sources first.
    """

    helps: Share
    nothing: Share
    may_harm: Share
    unknown: float
    weeks: float
    per_source: tuple[PerSource, ...]


class Advice(msgspec.Struct, frozen=True):
    """One action. floors: ids of the floors that stop it. until: follows "wait until", or with start "start once".
    aside: it waits in any case, and would help too few to be anybody's next step.

    because: the source that most of the harm comes from, "" where little harm is known; settle: what would confirm it,
    where that is still open. note: what the knowledge adds of the source ``note_of``, in plain words.
    """

    action: str
    label: str
    doing: str
    kind: str
    how: str
    group: Group
    outcome: Outcome
    floors: tuple[str, ...]
    until: str
    start: bool
    aside: bool
    because: str
    settle: str
    note: str
    note_of: str


class HeldFloor(msgspec.Struct, frozen=True):
    """A floor that holds, and why: the probability of its conditions together, the rules that fired, the level."""

    floor: str
    label: str
    why: str
    until: str
    do_not: str
    stops: tuple[str, ...]
    conditions: tuple[str, ...]
    probability: float
    threshold: float
    rules: tuple[str, ...]
    by_level: bool
    source: str


class SeeTest(msgspec.Struct, frozen=True):
    """A part of a good examination; done: the case answers all of its findings."""

    do: str
    findings: tuple[str, ...]
    done: bool


class See(msgspec.Struct, frozen=True):
    """Whom to see, for which sources."""

    visit: str
    who: str
    when: str
    say: str
    cheap: str
    tests: tuple[SeeTest, ...]
    conditions: tuple[str, ...]


class LookUp(msgspec.Struct, frozen=True):
    """A directory of therapists that the founding article names; not endorsed."""

    label: str
    url: str
    named: str


class Heed(msgspec.Struct, frozen=True):
    """A sign to do less, to stop, to get care at once."""

    when: str
    text: str
    source: str


class Likely(msgspec.Struct, frozen=True):
    """A source that the plan has to suit."""

    condition: str
    label: str
    plain: str
    probability: float
    see: str


class Plan(msgspec.Struct, frozen=True):
    """What to do until it is known what it is.

    kind: "plan"; all others hold their instruction in ``instruction`` and no advice. "elsewhere": the pain is outside
    the region that is known.
    urgent: the lines of the triage. advice: every action of the knowledge once, in the order of reading.
    """

    case: str | None
    side: str
    kind: Literal["plan", "emergency", "under_16", "nothing_told", "elsewhere"]
    level: Urgency
    urgent: tuple[str, ...]
    instruction: tuple[str, ...]
    setting: SettingUsed
    engine: str
    knowledge: KnowledgeVersion
    likely: tuple[Likely, ...] = ()
    floors: tuple[HeldFloor, ...] = ()
    advice: tuple[Advice, ...] = ()
    heed: tuple[Heed, ...] = ()
    see: tuple[See, ...] = ()
    thorough: tuple[str, ...] = ()
    look_up: tuple[LookUp, ...] = ()
    notes: tuple[str, ...] = ()

    def group(self, name: Group) -> tuple[Advice, ...]:
        return tuple(advice for advice in self.advice if advice.group == name)

    def of(self, action: str) -> Advice:
        """Raises KeyError for an action that the plan does not weigh."""
        for advice in self.advice:
            if advice.action == action:
                return advice
        raise KeyError(action)

    def to_dict(self) -> dict[str, Any]:
        out: dict[str, Any] = msgspec.to_builtins(self)
        return out

    def to_json(self) -> str:
        """One line of JSON, the same bytes every time."""
        return msgspec.json.encode(self).decode()
