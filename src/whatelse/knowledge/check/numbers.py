"""Numbers: a source that exists, a value that can be, a range that holds it and does not claim too much."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import get_args

from whatelse.knowledge.check.problem import Problem, unknown
from whatelse.knowledge.number import Number, Support
from whatelse.knowledge.places import Place, every_number, every_quantiles
from whatelse.knowledge.schema import Knowledge

#: An estimate without a study spans at least this much on the logit scale (.5 as .35 to .65) ...
NARROWEST_LOGIT = 1.2
#: ... and a ratio at least this factor from low to high.
NARROWEST_RATIO = 1.5
_FLOAT = 1e-9


def check_numbers(knowledge: Knowledge) -> Iterator[Problem]:
    """Every record of every figure."""
    for place, number in every_number(knowledge):
        yield from _source(knowledge, place, number.source, number.support)
        yield from _value(place, number)


def _source(knowledge: Knowledge, place: Place, source: str, support: str) -> Iterator[Problem]:
    if not source:
        yield _problem(place, "missing-source", "has no source; write a source id, or EXPERT for an estimate")
    elif source not in knowledge.sources:
        yield _problem(place, "unknown-source", unknown("source", source, knowledge.sources))
    if support not in get_args(Support):
        yield _problem(place, "support", f"support {support!r} is none of {', '.join(get_args(Support))}")


def _value(place: Place, number: Number) -> Iterator[Problem]:
    top = 1.0 if place.sort in ("probability", "survival") else math.inf
    closed = place.sort == "survival"
    values = (number.value, number.low, number.high)
    if any(v <= 0 or v > top or (v == top and not closed) for v in values):
        shown = f"{number.value:g} ({number.low:g}-{number.high:g})"
        where = {"probability": "strictly between 0 and 1", "survival": "above 0 and at most 1"}.get(
            place.sort, "above 0"
        )
        yield _problem(place, "out-of-range", f"{shown} must lie {where}, range included")
        return
    if number.low >= number.high or not number.low - _FLOAT <= number.value <= number.high + _FLOAT:
        yield _problem(
            place,
            "interval",
            f"the range {number.low:g}-{number.high:g} does not hold the value {number.value:g}",
        )
    elif number.support == "expert":
        yield from _wide_enough(place, number)


def _wide_enough(place: Place, number: Number) -> Iterator[Problem]:
    if top_is_one(place.sort):
        high = min(number.high, 1 - 1e-6)
        low = min(number.low, 1 - 1e-6)
        width = math.log(high / (1 - high)) - math.log(low / (1 - low))
        if width < NARROWEST_LOGIT - _FLOAT:
            yield _problem(
                place,
                "narrow-estimate",
                f"an estimate of {number.value:g} with the range {number.low:g}-{number.high:g} claims to "
                f"know too well (logit width {width:.2f}, at least {NARROWEST_LOGIT})",
            )
    elif number.value != 1 and number.high / number.low < NARROWEST_RATIO - _FLOAT:
        yield _problem(
            place,
            "narrow-estimate",
            f"an estimate of {number.value:g} with the range {number.low:g}-{number.high:g} claims to "
            f"know too well (high / low at least {NARROWEST_RATIO})",
        )


def top_is_one(sort: str) -> bool:
    return sort in ("probability", "survival")


def check_quantiles(knowledge: Knowledge) -> Iterator[Problem]:
    """Distributions: 2-4 quantiles that rise, a source, a spread that says how wrong the middle may be."""
    for place, quantiles in every_quantiles(knowledge):
        yield from _source(knowledge, place, quantiles.source, quantiles.support)
        values = [v for _, v in quantiles.points]
        if not 2 <= len(values) <= 4 or any(b <= a for a, b in pairwise(values)):
            yield _problem(place, "quantiles", "write 2 to 4 quantiles (q10, q50, q90) that rise")
        if any(not 0 < p < 1 for p, _ in quantiles.points):
            yield _problem(place, "quantiles", "a quantile lies between q01 and q99")
        if not quantiles.spread > 0 or not math.isfinite(quantiles.spread):
            yield _problem(place, "quantiles", "spread must be above 0: how wrong the middle value may be")


def _problem(place: Place, rule: str, message: str) -> Problem:
    return Problem(place.file, place.entry, place.field, rule, message)
