"""Which answers are right, and which are half right, for a truth: by the tree of conditions.

Full credit: a truth or an acceptable name, a subtype of one, or what a truth is a subtype or a grade of. Half credit:
a name listed as partly right, any ancestor of a truth, any descendant of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from whatelse.exam.truth import Truth
from whatelse.knowledge.schema import Knowledge

_ANY = ("subtype", "grade", "group")


@dataclass(frozen=True)
class Credit:
    """The ids that earn credit. ``each``: what earns it for one of several truths alone."""

    full: frozenset[str]
    half: frozenset[str]
    each: tuple[frozenset[str], ...]


class ConditionTree:
    """Parents and children of conditions with their relations."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._up = {c.id: (c.parent, c.relation) for c in knowledge.conditions.values() if c.parent}
        self._down: dict[str, list[str]] = {}
        for child, (parent, _) in sorted(self._up.items()):
            self._down.setdefault(parent, []).append(child)

    def credit(self, truth: Truth) -> Credit:
        half = set(truth.partly)
        for name in truth.conditions:
            half |= {*self.above(name, _ANY), *self.below(name, _ANY)}
        return Credit(
            full=self._full(truth.conditions, truth.acceptable),
            half=frozenset(half),
            each=tuple(self._full((name,), ()) for name in truth.conditions),
        )

    def _full(self, truths: tuple[str, ...], acceptable: tuple[str, ...]) -> frozenset[str]:
        out = {*truths, *acceptable}
        for name in (*truths, *acceptable):
            out |= set(self.below(name, ("subtype",)))
        for name in truths:
            out |= set(self.above(name, ("subtype", "grade")))
        return frozenset(out)

    def above(self, name: str, relations: tuple[str, ...]) -> list[str]:
        """Ancestors, as far as every step up is one of the relations."""
        out: list[str] = []
        while name in self._up and self._up[name][1] in relations and self._up[name][0] not in out:
            name = self._up[name][0]
            out.append(name)
        return out

    def below(self, name: str, relations: tuple[str, ...]) -> list[str]:
        """Descendants, as far as every step down is one of the relations."""
        out: list[str] = []
        for child in self._down.get(name, ()):
            if self._up[child][1] in relations:
                out += [child, *self.below(child, relations)]
        return out

    def family(self, name: str) -> str:
        """The exclusive family that a condition is a subtype or grade in; itself where it is in none."""
        above = self.above(name, ("subtype", "grade"))
        return above[-1] if above else name
