"""How far a red-flag rule is from firing: the few answers that would still complete it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import combinations, product

from whatelse.triage.formula import AtLeast, Formula
from whatelse.triage.known import Known

#: A set of open findings that together complete a formula, and how many of its parts have been told already.
Path = tuple[frozenset[str], int]


def paths(formula: Formula, known: Known, most: int, can_ask: Callable[[str], bool]) -> set[Path]:
    """Every way to complete an open formula by at most ``most`` further findings that can be asked."""
    if not isinstance(formula, AtLeast):
        (name,) = formula.open(known)
        return {(frozenset((name,)), 0)} if can_ask(name) else set()
    said = [part.truth(known) for part in formula.parts]
    told = sum(1 for true in said if true)
    missing = formula.least - told
    if missing > most:
        return set()
    still_open = [part for part, true in zip(formula.parts, said, strict=True) if true is None]
    ways = [paths(part, known, most, can_ask) for part in still_open]
    found = set()
    for chosen in combinations([way for way in ways if way], missing):
        for together in product(*chosen):
            names = frozenset[str]().union(*(path[0] for path in together))
            if len(names) <= most:
                found.add((names, told + sum(path[1] for path in together)))
    return found


def near(found: Collection[Path]) -> set[str]:
    """The findings of the ways that the picture makes matter: one answer away, or two where a part is told already."""
    return {name for names, told in found if len(names) == 1 or told for name in names}
