"""Which study could measure a drawn number, and what is said of that number now."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from whatelse.inference.compile import Model
from whatelse.inference.drawn import Key
from whatelse.inference.expand import Value, is_member
from whatelse.inference.provenance import figure_behind, value_at
from whatelse.inference.uncertain import odds_figure, strength_figure
from whatelse.knowledge.number import Figure
from whatelse.knowledge.schema import Quantiles


class Study(msgspec.Struct, frozen=True, order=True):
    """One thing that somebody could measure.

    kind: link (a finding in a condition), leak (a finding without any listed cause), share (how common a condition
    is), course (how long it lasts), kinds (its kinds and ways of spreading), fact (odds of a condition by a fact),
    driver (``finding`` is what it brings about), gate. condition: empty for a leak. finding: also a fact.
    """

    kind: str
    condition: str
    finding: str


class Statement(msgspec.Struct, frozen=True, order=True):
    """What the knowledge says now. of: the state, kind, way of spreading or week it holds for, or nothing.

    unit: share, odds (a ratio), or number (in the unit of the finding; the middle of its distribution).
    """

    of: str
    value: float
    low: float
    high: float
    unit: str
    source: str
    support: str


def study_of(model: Model, key: Key) -> Study:
    """A cause that brings everything a little more often stands for what has no listed cause: there it is a leak."""
    if not key.rows:
        return Study("leak", "", key.about)
    cause = model.causes[int(model.network.node_of()[key.rows[0]])]
    if key.sort == "driver":
        return Study("driver", cause.id, key.about)
    if key.sort in ("link", "grade", "below", "fires"):
        if key.about not in value_at(model, key.rows[0]).links and cause.condition.broad is not None:
            return Study("leak", "", key.about)
        return Study("link", cause.id, key.about)
    sorts = {"there": "share", "undriven": "share", "kind": "kinds"}
    return Study(sorts.get(key.sort, key.sort), cause.id, "")


def fact_variances(model: Model, node: int, facts: dict[str, str], variance: dict[str, float]) -> dict[Study, float]:
    """Whose the variance of the prior log odds of a cause is: its share, and each fact told. Sums to 1."""
    cause = model.causes[node].id
    parts = {Study("share", cause, ""): variance[""]}
    parts |= {Study("fact", cause, key): variance[key] for key in sorted(facts)}
    total = sum(parts.values())
    return {study: part / total for study, part in parts.items() if part > 0}


def statements(model: Model, study: Study, key: Key, week: float | None, facts: dict[str, str]) -> list[Statement]:
    """What stands behind one drawn number; empty where it follows from several others."""
    return sorted(set(_statements(model, study, key, week, facts)))


def _statements(model: Model, study: Study, key: Key, week: float | None, facts: dict[str, str]) -> Iterator[Statement]:
    knowledge = model.knowledge
    value = value_at(model, key.rows[0]) if key.rows else None
    match study.kind:
        case "share":
            yield _of("", model.shares[study.condition])
        case "fact":
            state = facts[study.finding]
            for own in model.causes[model.node[study.condition]].values:
                context = own.context.get(study.finding)
                figure = odds_figure(context.odds, study.finding, state) if context is not None else None
                if figure is not None:
                    yield _of(state, figure, "odds")
        case "kinds" if value is not None:
            yield from _shares(model, value)
        case "course" if value is not None and value.course:
            near = min(value.course, key=lambda point: abs(point.week - (week if week is not None else 0.0)))
            yield _of(_of_whom(model, study, value) + f"week {near.week:g}", near.share)
        case "driver":
            strength = strength_figure(model, key.index)
            if strength is not None:
                yield _of("", strength)
        case "gate":
            gate = knowledge.conditions[study.condition].gate
            for site, load in sorted(gate.loads.items()) if gate is not None else ():
                yield _of(site, load)
        case "leak" if value is not None:
            broad = knowledge.conditions[value.members[0]].broad
            if broad is not None:
                yield _of("", broad, "odds")
        case "leak" if study.finding in knowledge.families:
            for state, figure in sorted(knowledge.families[study.finding].leak.items()):
                yield _of(state, figure)
        case "leak":
            finding = knowledge.findings[study.finding]
            if finding.leak is not None:
                yield _of("", finding.leak)
            elif finding.leak_quantiles is not None:
                yield _middle(finding.leak_quantiles)
        case "link" if value is not None:
            yield from _link(model, value, key)


def _of_whom(model: Model, study: Study, value: Value) -> str:
    """The kind that has a course of its own, if one has."""
    owners = [m for m in value.members if model.knowledge.conditions[m].course == value.course and m != study.condition]
    return f"{owners[0]}, " if owners else ""


def _link(model: Model, value: Value, key: Key) -> Iterator[Statement]:
    """With the way of spreading or kind, where the number belongs to one value alone."""
    own = value.id if int(model.network.present[list(key.rows)].sum()) == 1 and "/" in value.id else ""
    link = value.links.get(key.about)
    if link is not None and link.quantiles is not None:
        yield _middle(link.quantiles, own)
    elif link is not None and link.grades:
        for state, figure in sorted(link.grades.items()):
            yield _of(state, figure)
    else:
        figure_of = figure_behind(model, value, key.about)
        if figure_of is not None:
            yield _of(own, figure_of)


def _shares(model: Model, value: Value) -> Iterator[Statement]:
    """Of the kinds and the way of spreading that a value is."""
    conditions = model.knowledge.conditions
    for member in value.members:
        if is_member(conditions[member]) and conditions[member].share is not None:
            yield _of(member, conditions[member].share)
        for inline in conditions[member].values:
            if inline.id in value.id.split("/"):
                yield _of(inline.id, inline.share)


def _of(of: str, figure: Figure | None, unit: str = "share") -> Statement:
    assert figure is not None
    used = figure.used
    return Statement(of, used.value, used.low, used.high, unit, used.source, used.support)


def _middle(quantiles: Quantiles, of: str = "") -> Statement:
    middle = min(quantiles.points, key=lambda point: abs(point[0] - 0.5))[1]
    low, high = middle - quantiles.spread, middle + quantiles.spread
    return Statement(of, middle, low, high, "number", quantiles.source, quantiles.support)
