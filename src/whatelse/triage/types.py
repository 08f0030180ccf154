"""What triage answers: a level, why, and what has not been asked yet. Frozen; any view can print it."""

from __future__ import annotations

from typing import Any

import msgspec

from whatelse.knowledge.schema import Urgency

LEVELS: tuple[Urgency, ...] = ("self_care", "routine", "urgent", "emergency")


def height(level: Urgency) -> int:
    """0 for the lowest level."""
    return LEVELS.index(level)


class Because(msgspec.Struct, frozen=True):
    """Something told that made a rule fire."""

    finding: str
    label: str


class Reason(msgspec.Struct, frozen=True):
    """A rule that fired. ``how_soon``, ``do`` and ``watch`` are texts for the person."""

    rule: str
    label: str
    level: Urgency
    how_soon: str
    do: str
    watch: str
    because: tuple[Because, ...]
    catches: tuple[str, ...]
    source: str


class Raised(msgspec.Struct, frozen=True):
    """A level that likely causes ask for.

    ``probability``: that any of ``causes`` is there, taken as independent; it cannot be below ``low`` (the
    likeliest alone) nor above ``high`` (their sum).
    """

    level: Urgency
    probability: float
    low: float
    high: float
    threshold: float
    causes: tuple[tuple[str, float], ...]


class Triage(msgspec.Struct, frozen=True):
    """How urgent it is.

    level: the higher of what the rules say and what probabilities raise. complete: whether every question of the
    safety core that could still raise the level is answered. not_asked: findings that could still make a rule of a
    higher level fire, those of the safety core first. lines: the same for people, one short text each.
    """

    level: Urgency
    complete: bool
    reasons: tuple[Reason, ...]
    raised_by_probability: Raised | None
    not_asked: tuple[str, ...]
    lines: tuple[str, ...]

    @property
    def by_rules(self) -> Urgency:
        """The level of the rules alone."""
        return max((reason.level for reason in self.reasons), key=height, default=LEVELS[0])

    def to_dict(self) -> dict[str, Any]:
        out: dict[str, Any] = msgspec.to_builtins(self)
        return out

    def to_json(self) -> str:
        """One line of JSON, the same bytes every time."""
        return msgspec.json.encode(self).decode()

    def __repr__(self) -> str:
        return "\n".join((f"Triage: {self.level}{'' if self.complete else ' (not complete)'}", *self.lines))
