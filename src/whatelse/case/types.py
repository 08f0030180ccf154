"""The parts of a case: an answer, a person, a treatment tried, an image taken. Frozen, typed, unchecked.

They are made at the door by ``parse_case``; whoever makes one by hand keeps the meaning of each field.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Side = Literal["left", "right", "both", "unknown"]
AnswerSide = Literal["left", "right", "both"]
By = Literal["asked", "volunteered", "measured"]
Sex = Literal["female", "male"]
Effect = Literal["worse", "none", "hours_or_days", "lasting"]
StageName = Literal["history", "exam", "investigation"]

SIDES: tuple[Side, ...] = ("left", "right", "both", "unknown")
ANSWER_SIDES: tuple[AnswerSide, ...] = ("left", "right", "both")
BYS: tuple[By, ...] = ("asked", "volunteered", "measured")
EFFECTS: tuple[Effect, ...] = ("worse", "none", "hours_or_days", "lasting")
STAGES: tuple[StageName, ...] = ("history", "exam", "investigation")

#: What "probably" says: how likely the sign, as told, is to be truly there.
PROBABLY = 0.8


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is known of one finding. ``value`` None means not known, never "no".

    ``likelihood``: relative likelihood of what was observed under each state of the finding.
    ``left``, ``right``: the two sides of a paired measurement, in ``unit``. ``of``: how many tests were done
    when ``value`` counts the positive ones.
    """

    value: bool | float | str | None = None
    side: AnswerSide | None = None
    by: By | None = None
    when: str | float | None = None
    not_tested: bool = False
    set_aside: bool = False
    measured: float | None = None
    se: float | None = None
    definition: str | None = None
    likelihood: dict[str, float] | None = None
    left: float | None = None
    right: float | None = None
    unit: str | None = None
    of: int | None = None

    @property
    def is_told(self) -> bool:
        """Whether anything is known by it; not by "don't know" or "not tested", whoever was asked."""
        said = (self.value, self.likelihood, self.measured, self.left, self.right)
        return not self.not_tested and any(part is not None for part in said)


class Person(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who it is. ``age`` in years; ``sex_said`` keeps the words where they are neither female nor male."""

    age: float | None = None
    sex: Sex | None = None
    sport: str | None = None
    sex_said: str | None = None


class Treatment(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something tried: what, for how many weeks, how often, what it did, and whether it goes on."""

    what: str
    weeks: float | None = None
    how_often: str | None = None
    effect: Effect | None = None
    still: bool | None = None


class Imaging(msgspec.Struct, frozen=True, omit_defaults=True):
    """A scan: which region, how, in which week after onset, and what it showed."""

    region: str | None = None
    method: str | None = None
    week: float | None = None
    result: str | None = None
