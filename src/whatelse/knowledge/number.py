"""A number of the knowledge: its value, its range, who said it, and how strong that support is.

Several records for one quantity are kept side by side; the one used is chosen by support
(study before article before expert), the others stay visible.
"""

from __future__ import annotations

import math
from typing import Any, Literal

import msgspec

from whatelse.errors import InputError, nearest, shown

Support = Literal["study", "article", "expert"]

#: A word of the scale stands for (value, low, high); knowledge.md gives the scale.
SCALE: dict[str, tuple[float, float, float]] = {
    "excluded": (0.01, 0.002, 0.03),
    "rare": (0.05, 0.02, 0.12),
    "uncommon": (0.15, 0.05, 0.30),
    "sometimes": (0.30, 0.15, 0.50),
    "often": (0.50, 0.30, 0.70),
    "usual": (0.75, 0.55, 0.90),
    "nearly always": (0.92, 0.80, 0.98),
}
EXPERT, ARTICLE = "EXPERT", "SEED"
PRECEDENCE: dict[str, int] = {"study": 0, "article": 1, "expert": 2}


class Number(msgspec.Struct, frozen=True, omit_defaults=True):
    """One sourced number. ``low``-``high`` is a 95 % interval (study) or a plausible 90 % range (others)."""

    value: float
    low: float
    high: float
    source: str
    support: Support
    n: int | None = None
    population: str = ""
    note: str = ""
    word: str = ""


class Figure(msgspec.Struct, frozen=True):
    """All records of one quantity, best support first."""

    records: tuple[Number, ...]

    @property
    def used(self) -> Number:
        return self.records[0]

    @property
    def value(self) -> float:
        return self.records[0].value


_KEYS = {"value", "word", "low", "high", "n", "source", "support", "population", "note", "odds"}


def _wilson(p: float, n: int) -> tuple[float, float]:
    """95 % Wilson score interval of a share p seen in n (Wilson 1927)."""
    z = 1.959964
    d = 1 + z * z / n
    centre = (p + z * z / (2 * n)) / d
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / d
    return centre - half, centre + half


def _support(source: str) -> Support:
    if source == EXPERT:
        return "expert"
    return "article" if source == ARTICLE else "study"


def parse_number(raw: Any, field: str, *, probability: bool = True) -> Number:
    """One record from a word of the scale or a table.

    Raises InputError naming the field when a key is unknown, a value is missing or not a number.
    """
    if isinstance(raw, str):
        raw = {"word": raw}
    if not isinstance(raw, dict):
        raise InputError(f"found {shown(raw)}, expected a word of the scale or a table with a source", field=field)
    for key in raw:
        if key not in _KEYS:
            raise InputError(f"unknown key {key!r}{nearest(key, _KEYS)}", field=field)
    word = str(raw.get("word", ""))
    if word:
        if word not in SCALE:
            raise InputError(f"unknown word {word!r}{nearest(word, SCALE)}", field=field)
        value, low, high = SCALE[word]
        source = str(raw.get("source", EXPERT))
    else:
        value = _real(raw.get("value", raw.get("odds")), f"{field}.value")
        n = raw.get("n")
        source = str(raw.get("source", ""))
        if "low" in raw and "high" in raw:
            low, high = _real(raw["low"], f"{field}.low"), _real(raw["high"], f"{field}.high")
        elif isinstance(n, int) and n > 0 and probability and 0 <= value <= 1:
            low, high = _wilson(value, n)
            low, high = min(low, value), max(high, value)
        else:
            raise InputError("has neither low and high nor n", field=field)
    return Number(
        value=value,
        low=low,
        high=high,
        source=source,
        support=raw.get("support", _support(source)),
        n=raw.get("n"),
        population=str(raw.get("population", "")),
        note=str(raw.get("note", "")),
        word=word,
    )


def parse_figure(raw: Any, field: str, *, probability: bool = True) -> Figure:
    """All records of a quantity (one, or a list), ordered by precedence; ties keep the order of the file."""
    items = raw if isinstance(raw, list) else [raw]
    if not items:
        raise InputError("an empty list holds no number", field=field)
    records = [parse_number(item, field, probability=probability) for item in items]
    records.sort(key=lambda record: PRECEDENCE.get(record.support, 9))
    return Figure(records=tuple(records))


def _real(raw: Any, field: str) -> float:
    if isinstance(raw, bool) or not isinstance(raw, (int, float)) or not math.isfinite(raw):
        raise InputError(f"found {shown(raw)}, expected a number", field=field)
    return float(raw)
