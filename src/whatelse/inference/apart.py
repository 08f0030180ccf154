"""What tells two conditions apart: every finding that either of them makes, the facts and the course."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np

from whatelse.inference.alone import LEAST, Alone, Look
from whatelse.inference.curves import Survival
from whatelse.inference.expand import Value
from whatelse.inference.facts import band_of
from whatelse.inference.separate import Separation, middle, strongest_first

#: Weeks at which courses are put side by side.
WEEKS = (2.0, 8.0, 26.0)


@dataclass(frozen=True)
class FactApart:
    """Odds ratios of the two conditions in one state of a fact about the person."""

    fact: str
    state: str
    a: float
    b: float


def separations(alone: Alone, a: str, b: str) -> list[Separation]:
    """All findings that either condition links, strongest first. Raises InputError for an unknown condition."""
    first, second = alone.of(a), alone.of(b)
    out = []
    for key in sorted({*first.links, *second.links}):
        if key in alone.graded:
            p, q, answers = first.grades[key], second.grades[key], alone.graded[key].states
        elif key in alone.measures:
            answers, p, q = _by_median(alone, key, first, second)
        elif key in first.yes:
            active = alone.knowledge.findings[key].active
            answers = (active, "no" if active == "yes" else "yes")
            p, q = (first.yes[key], 1.0 - first.yes[key]), (second.yes[key], 1.0 - second.yes[key])
        else:
            continue
        out.append(Separation(key, answers, _known(p), _known(q)))
    return strongest_first(out)


def _known(p: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(min(max(x, LEAST), 1.0 - LEAST) for x in p)


def _by_median(
    alone: Alone, key: str, first: Look, second: Look
) -> tuple[tuple[str, ...], tuple[float, ...], tuple[float, ...]]:
    """A number cut where half of the two together lie on either side, at a value that can be read off."""
    measure, finding = alone.measures[key], alone.knowledge.findings[key]
    grid = alone.grids[key]
    f, g = (look.curves[key] if key in look.curves else look.below[key](grid) for look in (first, second))
    x = middle(grid, f, g)
    value = math.exp(-x if measure.mirrored else x) if measure.log else (-x if measure.mirrored else x)
    step = measure.resolution
    value = round(value / step) * step
    low, high = (finding.min, finding.max)
    value = max(value, (low if low is not None else -math.inf) + step)
    value = min(value, (high if high is not None else math.inf) - step)
    if measure.mirrored:
        answers, cut = (f"{value:g} or less", "more"), value + step / 2
    else:
        answers, cut = (f"{value:g} or more", "less"), value - step / 2
    at = np.array([measure.inner(cut)])
    p, q = float(first.below[key](at)[0]), float(second.below[key](at)[0])
    return answers, (1.0 - p, p), (1.0 - q, q)


def facts_apart(alone: Alone, a: str, b: str) -> list[FactApart]:
    """Facts about the person on which the odds ratios differ, by fact and state; age in bands that both share."""
    first, second = alone.of(a).values, alone.of(b).values
    names = {fact for _, value in (*first, *second) for fact in value.context}
    out = []
    for fact in sorted(names):
        for state in _states(fact, [value for _, value in (*first, *second)]):
            p, q = (math.fsum(w * _odds(value, fact, state) for w, value in ways) for ways in (first, second))
            if abs(math.log(p / q)) > 1e-9:
                out.append(FactApart(fact, state, p, q))
    return out


def _states(fact: str, values: list[Value]) -> list[str]:
    told = {state for value in values if fact in value.context for state in value.context[fact].odds}
    if fact != "age":
        return sorted(told)
    edges = sorted({edge for band in told for edge in band_of(band)})
    last = edges[-1]
    return [f"{low:g}-{high if high == last else high - 1:g}" for low, high in itertools.pairwise(edges)]


def _odds(value: Value, fact: str, state: str) -> float:
    if fact not in value.context:
        return 1.0
    odds = value.context[fact].odds
    if fact == "age":
        start = band_of(state)[0]
        return next((f.value for band, f in odds.items() if band_of(band)[0] <= start < band_of(band)[1]), 1.0)
    return odds[state].value if state in odds else 1.0


def still_in_pain(alone: Alone, condition: str, weeks: tuple[float, ...] = WEEKS) -> tuple[float, ...] | None:
    """Share still in pain at each week, over its ways to be; None where no course is told."""
    ways = alone.of(condition).values
    if not all(value.course for _, value in ways):
        return None
    curves = {
        value.course: Survival(
            np.array([point.week for point in value.course]), np.array([point.share.value for point in value.course])
        )
        for _, value in ways
    }
    return tuple(math.fsum(w * curves[value.course].at(week) for w, value in ways) for week in weeks)
