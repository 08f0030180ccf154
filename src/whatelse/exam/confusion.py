"""What stood first where the truth did not: which condition, which family, which place in the chain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from whatelse.exam.credit import ConditionTree
from whatelse.knowledge.schema import Knowledge

#: Where the truth or the answer is no condition of the knowledge.
NOWHERE = "unknown"


class PlaceCount(msgspec.Struct, frozen=True):
    """Missed cases with the truth in one place of the chain and the first answer in another."""

    truth: str
    answered: str
    cases: int


class PairCount(msgspec.Struct, frozen=True):
    """Missed cases of one condition (its family, where it is a grade or subtype) answered with another."""

    truth: str
    answered: str
    cases: int
    family: str
    """The family of what was answered; the same id where it is in none."""
    same_place: bool


class Confusion(msgspec.Struct, frozen=True):
    """Both counts, most frequent first. ``missed``: cases in which no right answer stood first."""

    stage: str
    cases: int
    missed: int
    places: tuple[PlaceCount, ...]
    pairs: tuple[PairCount, ...]


def confusion(stage: str, cases: int, misses: Sequence[tuple[str, str]], knowledge: Knowledge) -> Confusion:
    """misses: (primary truth, first answer) of each missed case; an empty answer where there was none."""
    tree = ConditionTree(knowledge)

    def place(name: str) -> str:
        return knowledge.conditions[name].interface if name in knowledge.conditions else NOWHERE

    places = Counter((place(truth), place(answer)) for truth, answer in misses)
    pairs = Counter((tree.family(truth), answer or NOWHERE) for truth, answer in misses)
    return Confusion(
        stage=stage,
        cases=cases,
        missed=len(misses),
        places=tuple(PlaceCount(*key, count) for key, count in _ordered(places)),
        pairs=tuple(
            PairCount(truth, answer, count, tree.family(answer), place(truth) == place(answer))
            for (truth, answer), count in _ordered(pairs)
        ),
    )


def _ordered(counts: Counter[tuple[str, str]]) -> list[tuple[tuple[str, str], int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
