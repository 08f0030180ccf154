"""Formulas in three values: true, false (nothing that is still open can make it true), or open.

Kleene's strong logic over positive atoms: what is not known is open, never false. There is no negation, so one
more true atom can never make a formula less true.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from whatelse.triage.known import Known


class Formula(Protocol):
    """A part of a rule."""

    def truth(self, known: Known) -> bool | None:
        """True, false, or None while open."""

    def open(self, known: Known) -> Iterator[str]:
        """The findings that could still help to make an open formula true."""

    def because(self, known: Known) -> Iterator[str]:
        """The findings that make a true formula true."""


class _Atom(ABC):
    """One answer; what is open, and what made it true, is its own id."""

    id: str

    @abstractmethod
    def truth(self, known: Known) -> bool | None: ...

    def open(self, known: Known) -> Iterator[str]:
        if self.truth(known) is None:
            yield self.id

    def because(self, known: Known) -> Iterator[str]:
        if self.truth(known):
            yield self.id


@dataclass(frozen=True)
class Sign(_Atom):
    """A finding in its active state."""

    id: str

    def truth(self, known: Known) -> bool | None:
        return known.signs.get(self.id)


@dataclass(frozen=True)
class Limit(_Atom):
    """A number strictly above, or below, a limit."""

    id: str
    above: float
    below: float

    def truth(self, known: Known) -> bool | None:
        number = known.numbers.get(self.id)
        return None if number is None else self.above < number < self.below


@dataclass(frozen=True)
class State(_Atom):
    """One of a list; of a graded family, this state or a higher one."""

    id: str
    state: str

    def truth(self, known: Known) -> bool | None:
        if self.state in known.least.get(self.id, ()):
            return True
        return False if self.id in known.settled else None


@dataclass(frozen=True)
class AtLeast:
    """At least ``least`` of the parts."""

    least: int
    parts: tuple[Formula, ...]

    def truth(self, known: Known) -> bool | None:
        true = unknown = 0
        for part in self.parts:
            said = part.truth(known)
            if said:
                true += 1
                if true == self.least:
                    return True
            elif said is None:
                unknown += 1
        return None if true + unknown >= self.least else False

    def open(self, known: Known) -> Iterator[str]:
        if self.truth(known) is None:
            for part in self.parts:
                yield from part.open(known)

    def because(self, known: Known) -> Iterator[str]:
        if self.truth(known):
            for part in self.parts:
                yield from part.because(known)


def compile_formula(raw: Any) -> Formula:
    """A checked formula of the data as objects. A bare id is a sign."""
    if isinstance(raw, str):
        return Sign(raw)
    if "finding" in raw:
        if "is" in raw:
            return State(raw["finding"], str(raw["is"]))
        if "above" not in raw and "below" not in raw:
            return Sign(raw["finding"])
        return Limit(raw["finding"], raw.get("above", float("-inf")), raw.get("below", float("inf")))
    if "any" in raw:
        return AtLeast(1, tuple(compile_formula(part) for part in raw["any"]))
    if "all" in raw:
        return AtLeast(len(raw["all"]), tuple(compile_formula(part) for part in raw["all"]))
    return AtLeast(raw["at_least"], tuple(compile_formula(part) for part in raw["of"]))
