"""The figures of the knowledge behind one finding and one cause: the link, the leak, an odds ratio, the course."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from whatelse.inference.compile import Model
from whatelse.inference.curves import Survival
from whatelse.inference.evidence import Evidence
from whatelse.inference.expand import Value
from whatelse.inference.provenance import figure_behind
from whatelse.inference.uncertain import odds_figure
from whatelse.inference.variants import FACT, WEEK
from whatelse.knowledge.number import Figure, Number
from whatelse.knowledge.schema import Quantiles


class Basis(msgspec.Struct, frozen=True):
    """One figure. what: "link" (this cause alone), "leak" (none of the listed causes), "odds" (of the cause with this
    fact), "course" (share still in pain at the week). ``state``: of a graded finding or a fact; the week."""

    what: str
    state: str
    value: float
    low: float | None
    high: float | None
    source: str
    support: str
    note: str


def bases(model: Model, evidence: Evidence, name: str, value: Value) -> tuple[Basis, ...]:
    """``name``: as in ``told_names``. ``value``: the way the cause most probably is."""
    knowledge = model.knowledge
    if name == WEEK:
        return _course(model, evidence, value)
    if name.startswith(FACT):
        fact = name.removeprefix(FACT)
        state = evidence.facts[fact]
        context = value.context.get(fact)
        figure = odds_figure(context.odds, fact, state) if context is not None else None
        return (_of("odds", state, figure.used),) if figure is not None else ()
    if name in model.network.graded:
        link = value.links.get(name)
        seen = [s for s, x in zip(model.network.graded[name].states, evidence.graded[name], strict=True) if x > 0]
        own = _states("link", link.grades if link is not None and link.grades else {}, seen)
        return (*own, *_states("leak", knowledge.families[name].leak, seen))
    finding, link = knowledge.findings[name], value.links.get(name)
    if name in model.network.measures:
        parts = [("link", link.quantiles if link is not None else None), ("leak", finding.leak_quantiles)]
        return tuple(_of_quantiles(what, quantiles) for what, quantiles in parts if quantiles is not None)
    figures = [("link", figure_behind(model, value, name)), ("leak", finding.leak)]
    return tuple(_of(what, "", figure.used) for what, figure in figures if figure is not None)


def _states(what: str, figures: Mapping[str, Figure], seen: list[str]) -> tuple[Basis, ...]:
    return tuple(_of(what, state, figures[state].used) for state in seen if state in figures)


def _of(what: str, state: str, number: Number) -> Basis:
    return Basis(what, state, number.value, number.low, number.high, number.source, number.support, number.note)


def _of_quantiles(what: str, quantiles: Quantiles) -> Basis:
    """The middle of a distribution and how wrong it may be."""
    middle = min(quantiles.points, key=lambda point: abs(point[0] - 0.5))[1]
    low, high = middle - quantiles.spread, middle + quantiles.spread
    return Basis(what, "middle", middle, low, high, quantiles.source, quantiles.support, quantiles.note)


def _course(model: Model, evidence: Evidence, value: Value) -> tuple[Basis, ...]:
    """The share at the week, with the source of the nearest stated point."""
    if not value.course or evidence.week is None:
        return ()
    week = evidence.week
    survival = next((s for v, s in model.network.survival.items() if model.network.value_ids[v] == value.id), None)
    nearest = min(value.course, key=lambda point: abs(point.week - week)).share.used
    if not isinstance(survival, Survival):
        return ()
    share = round(survival.at(week), 6)
    return (Basis("course", f"{week:g}", share, None, None, nearest.source, nearest.support, nearest.note),)
