"""The founding article's table as data: six factors with a side each, and its lists of what else, by place.

Tendencies, never rules: what studies say against a row stands beside it. Read by the exam, as one of its baselines.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from whatelse.errors import InputError, nearest

#: The two sides of the table, by the ids of its verdicts.
INJURY, ELSE = "injury", "something_else"
#: What each list of ``six_factors.toml`` holds.
LISTS = ("factor", "verdict", "place")
T = TypeVar("T", bound=msgspec.Struct)


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
        if kind == "factor":
            factors.append(_shaped(Factor, raw, key))
        elif kind == "verdict":
            verdicts.append(_shaped(Verdict, raw, key))
        elif kind == "place":
            places.append(_shaped(FactorPlace, raw, key))
        else:
            raise InputError(f"unknown list {kind!r}{nearest(kind, LISTS)}", file=raw.get("file"), field=key)
    return SixFactors(factors=tuple(factors), verdicts=tuple(verdicts), places=tuple(places))


def _shaped(kind: type[T], raw: dict[str, Any], key: str) -> T:
    """A struct from a plain table; an unknown key at its top is named with the nearest valid one."""
    for name in raw:
        if name not in kind.__struct_fields__:
            close = nearest(name, kind.__struct_fields__)
            raise InputError(f"unknown key {name!r}{close}", file=raw.get("file"), field=key)
    for name in ("injury", "something_else"):
        for sign in raw.get(name, ()):
            for inner in sign if isinstance(sign, dict) else ():
                if inner not in Sign.__struct_fields__:
                    close = nearest(inner, Sign.__struct_fields__)
                    raise InputError(f"unknown key {inner!r}{close}", file=raw.get("file"), field=f"{key}.{name}")
    try:
        return msgspec.convert(raw, kind, strict=True)
    except msgspec.ValidationError as error:
        raise InputError(str(error), file=raw.get("file"), field=key) from None
