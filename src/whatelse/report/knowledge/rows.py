"""Every number as one row of a table: what it says, where it stands, who said it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from whatelse.knowledge.places import every_number, every_quantiles
from whatelse.knowledge.schema import Knowledge

COLUMNS = ("room", "entry", "field", "value", "low", "high", "source", "support", "population", "note")


def rows(knowledge: Knowledge) -> Iterator[tuple[str, ...]]:
    """Figures with all their records, quantiles (range: value -+ spread), tables of tests in families."""
    for place, number in every_number(knowledge):
        values = (_plain(number.value), _plain(number.low), _plain(number.high))
        where = (place.room, place.entry, place.field)
        yield (*where, *values, number.source, number.support, number.population, number.note)
    for place, quantiles in every_quantiles(knowledge):
        for p, value in quantiles.points:
            yield (
                place.room,
                place.entry,
                f"{place.field}.q{100 * p:02.0f}",
                _plain(value),
                _plain(value - quantiles.spread),
                _plain(value + quantiles.spread),
                quantiles.source,
                quantiles.support,
                "",
                quantiles.note,
            )
    for family in knowledge.families.values():
        for member, table in family.positive.items():
            for state, p in zip(family.states, table, strict=False):
                field = f"positive.{member}.{state}"
                yield (
                    "families",
                    family.id,
                    field,
                    _plain(p),
                    "",
                    "",
                    "",
                    "",
                    "",
                    "P(test positive | state)",
                )


def to_csv(knowledge: Knowledge) -> str:
    """Comma-separated values with a header, one line a row."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows(knowledge))
    return out.getvalue()


def _plain(value: float) -> str:
    """Up to 12 digits, so that sums of binary fractions do not show."""
    return f"{value:.12g}"
