"""Formulas of red-flag rules: any, all, at least k of, a finding, a number beyond a limit, a state. Nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


class FormulaError(ValueError):
    """A formula that is not of the allowed, purely positive form."""


#: Numbers of a case that are no findings: the age in years; the weeks of the longest treatment without effect.
CASE_NUMBERS = ("age", "failed_treatment_weeks")


@dataclass(frozen=True)
class Atom:
    """A finding that must be there; ``limit``: whether it is a number beyond a limit; ``state``: one of a list."""

    finding: str
    limit: bool
    state: str = ""


_FORMS = (
    "a finding, {any = [...]}, {all = [...]}, {at_least = k, of = [...]}, "
    '{finding = "...", above = x}, {finding = "...", is = "..."}'
)


def atoms(formula: Any) -> Iterator[Atom]:
    """The findings of a formula. Raises FormulaError for anything negative, empty or unknown."""
    if isinstance(formula, str):
        yield Atom(formula, limit=False)
        return
    if not isinstance(formula, dict):
        raise FormulaError(f"found {formula!r}; a formula is {_FORMS}")
    keys = set(formula)
    if keys in ({"any"}, {"all"}):
        yield from _parts(formula[keys.pop()])
    elif keys == {"at_least", "of"}:
        parts = list(formula["of"]) if isinstance(formula["of"], list) else []
        least = formula["at_least"]
        if isinstance(least, bool) or not isinstance(least, int) or not 1 <= least <= len(parts):
            raise FormulaError(f"at_least is {least!r}, of {len(parts)} parts")
        yield from _parts(parts)
    elif keys == {"finding", "is"}:
        yield Atom(str(formula["finding"]), limit=False, state=str(formula["is"]))
    elif "finding" in keys and keys <= {"finding", "above", "below"}:
        limits = [formula[key] for key in sorted(keys - {"finding"})]
        if any(isinstance(x, bool) or not isinstance(x, (int, float)) for x in limits):
            raise FormulaError("above and below take a number")
        yield Atom(str(formula["finding"]), limit=bool(limits))
    else:
        raise FormulaError(f"found {', '.join(sorted(keys)) or 'nothing'}; only positive forms are allowed: {_FORMS}")


def _parts(parts: Any) -> Iterator[Atom]:
    if not isinstance(parts, list) or not parts:
        raise FormulaError("any, all and of take a list with at least one part")
    for part in parts:
        yield from atoms(part)
