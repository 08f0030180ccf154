"""Which conditions are easily taken for one another, and whether the knowledge tells them apart."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

from whatelse.inference.alone import Alone
from whatelse.inference.apart import separations
from whatelse.inference.separate import Separation
from whatelse.knowledge.schema import Condition

#: A place that at least this share of people with a condition name is one of its pain regions.
NAMED_BY = 0.4
#: Where the best finding is not expected to give as many decibans (odds x 2), two are hardly told apart.
HARDLY = 3.0


@dataclass(frozen=True)
class Pair:
    """Two neighbours, why they are, and their findings, strongest first."""

    a: str
    b: str
    why: str
    separations: tuple[Separation, ...]

    @property
    def best(self) -> float:
        """Expected decibans of the finding that separates them most."""
        return self.separations[0].expected if self.separations else 0.0

    @property
    def hardly(self) -> bool:
        return self.best < HARDLY

    @property
    def distance(self) -> float:
        """Expected decibans of all findings added up: an order of nearness, no more."""
        return math.fsum(s.expected for s in self.separations)


def neighbours(alone: Alone) -> list[Pair]:
    """Every pair of neighbouring conditions once, by their ids."""
    return [
        _pair(alone, a.id, b.id, why) for a, b in itertools.combinations(_named(alone), 2) if (why := _why(alone, a, b))
    ]


def neighbours_of(alone: Alone, condition: str) -> list[Pair]:
    """The neighbours of one condition, nearest first; it stands first in every pair."""
    alone.of(condition)
    own = alone.knowledge.conditions[condition]
    found = [
        _pair(alone, condition, c.id, why) for c in _named(alone) if c.id != condition and (why := _why(alone, own, c))
    ]
    return sorted(found, key=_nearness)


def nearest(alone: Alone, condition: str, count: int = 3) -> list[Pair]:
    """The nearest neighbours; where there are too few, the nearest of all other conditions."""
    found = neighbours_of(alone, condition)
    if len(found) < count:
        known = {pair.b for pair in found} | {condition}
        others = [_pair(alone, condition, c.id, "nearest") for c in _named(alone) if c.id not in known]
        found += sorted(others, key=_nearness)
    return found[:count]


def _nearness(pair: Pair) -> tuple[float, str]:
    return round(pair.distance, 6), pair.b


def _pair(alone: Alone, a: str, b: str, why: str) -> Pair:
    return Pair(a, b, why, tuple(separations(alone, a, b)))


def _named(alone: Alone) -> list[Condition]:
    """Conditions with a picture of their own: no second name for a part of another, not the rest of the world."""
    return [c for _, c in sorted(alone.knowledge.conditions.items()) if c.kind != "derived" and c.broad is None]


def _why(alone: Alone, one: Condition, other: Condition) -> str:
    """Why two are neighbours; empty where they are not, or where both can be said of one and the same thing."""
    if one.axis and other.axis and one.axis != other.axis and alone.top(one.id) == alone.top(other.id):
        return ""
    if other.id in (one.of, *one.any_of) or one.id in (other.of, *other.any_of):
        return ""
    if one.parent and one.parent == other.parent:
        return "same parent"
    if one.parent == other.id or other.parent == one.id:
        return "parent and part" if "group" not in (one.relation, other.relation) else "group"
    if one.interface == other.interface and regions(alone, one.id) & regions(alone, other.id):
        return "same place"
    return ""


def regions(alone: Alone, condition: str) -> frozenset[str]:
    """The pain regions that many people with a condition name."""
    look, findings = alone.of(condition), alone.knowledge.findings
    return frozenset(
        key
        for key in look.links
        if key in look.yes
        and key.startswith("pain_")
        and findings[key].kind == "location"
        and look.yes[key] >= NAMED_BY
    )
