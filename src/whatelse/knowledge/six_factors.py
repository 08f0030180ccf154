"""The founding article's table as data: six factors with a side each, and its lists of what else, by place.

Tendencies, never rules: what studies say against a row stands beside it. Read by the exam, as one of its baselines.
"""

from __future__ import annotations

from typing import Any

import msgspec

from whatelse.errors import InputError, nearest
from whatelse.knowledge.shaped import check_keys, shaped

#: The two sides of the table, by the ids of its verdicts.
INJURY, ELSE = "injury", "something_else"
#: What each list of ``six_factors.toml`` holds.
LISTS = ("factor", "verdict", "place")


class Sign(msgspec.Struct, frozen=True, omit_defaults=True):
    """An answer that speaks for a side: ``answer`` of a finding, or a number ``above`` or ``below`` a limit."""

    finding: str
    answer: str = ""
    above: float | None = None
    below: float | None = None


class StudyNote(msgspec.Struct, frozen=True):
    """What studies say where they disagree with the article, or narrow it. ``sources``: ids of sources.toml."""

    says: str
    sources: tuple[str, ...]


class Factor(msgspec.Struct, frozen=True, omit_defaults=True):
    """One row of the table: the signs of either side, what the article says of it, what studies say."""

    id: str
    label: str
    article: str
    injury: tuple[Sign, ...] = ()
    something_else: tuple[Sign, ...] = ()
    studies: tuple[StudyNote, ...] = ()
    file: str = ""


class Verdict(msgspec.Struct, frozen=True, omit_defaults=True):
    """A side of the table. ``conditions``: what it stands for, likeliest first. ``tie``: equal votes go here."""

    id: str
    label: str
    conditions: tuple[str, ...] = ()
    tie: bool = False
    note: str = ""
    file: str = ""


class FactorPlace(msgspec.Struct, frozen=True, omit_defaults=True):
    """A part of the thigh: the findings that put the pain there, and what else it may be, in the article's order."""

    id: str
    label: str
    where: tuple[str, ...]
    conditions: tuple[str, ...]
    file: str = ""


class SixFactors(msgspec.Struct, frozen=True):
    """The whole table, in the order of the file."""

    factors: tuple[Factor, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    places: tuple[FactorPlace, ...] = ()


def parse_six_factors(entries: dict[str, Any]) -> SixFactors:
    """The table from raw entries by ``list/id``. Raises InputError at the first that has not the right shape."""
    factors: list[Factor] = []
    verdicts: list[Verdict] = []
    places: list[FactorPlace] = []
    for key, entry in entries.items():
        kind, _, name = key.partition("/")
        raw = {**entry, "id": name}
        _check_signs(raw, key)
        if kind == "factor":
            factors.append(shaped(Factor, raw, key))
        elif kind == "verdict":
            verdicts.append(shaped(Verdict, raw, key))
        elif kind == "place":
            places.append(shaped(FactorPlace, raw, key))
        else:
            raise InputError(f"unknown list {kind!r}{nearest(kind, LISTS)}", file=raw.get("file"), field=key)
    return SixFactors(factors=tuple(factors), verdicts=tuple(verdicts), places=tuple(places))


def _check_signs(raw: dict[str, Any], key: str) -> None:
    for name in ("injury", "something_else"):
        for sign in raw.get(name, ()):
            if isinstance(sign, dict):
                check_keys(Sign, sign, f"{key}.{name}", raw.get("file"))
