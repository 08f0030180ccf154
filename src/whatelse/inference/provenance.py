"""Which figure of the knowledge stands behind a drawn number: its source, its support, and its range."""

from __future__ import annotations

import msgspec

from whatelse.inference.compile import Model
from whatelse.inference.drawn import Key
from whatelse.inference.expand import Value, is_member
from whatelse.inference.uncertain import base_values, strength_figure, twins
from whatelse.knowledge.number import Figure
from whatelse.knowledge.schema import Link, Quantiles


class Origin(msgspec.Struct, frozen=True):
    """Where a number stands in the knowledge. Empty texts where it has no such thing; low and high as stated.

    what: share, kind, course, undriven, driver, gate, link, leak. value: the way it spreads or kind it belongs to.
    """

    what: str
    condition: str
    finding: str
    state: str
    value: str
    stated: float | None
    low: float | None
    high: float | None
    source: str
    support: str


def origin(model: Model, key: Key) -> Origin:
    """The figure behind a drawn number; without one (a survival between two points) the place alone."""
    network, knowledge = model.network, model.knowledge
    if not key.rows:
        what, condition, value = "leak", "", None
    else:
        node = int(network.node_of()[key.rows[0]])
        what, condition, value = key.sort, model.causes[node].id, value_at(model, key.rows[0])
    state, finding = "", key.about
    if key.sort in ("there", "undriven", "driver", "gate", "course") or not _one_value(model, key):
        shown = ""
    else:
        shown = value.id if value is not None and "/" in value.id else ""
    figure: Figure | Quantiles | None = None
    match key.sort:
        case "there":
            what, figure = "share", model.shares[condition]
        case "undriven":
            figure = model.shares[condition]
        case "kind":
            figure = _kind(model, value)
        case "driver":
            figure = strength_figure(model, key.index)
            condition, finding = key.about, ""
        case "link":
            figure = figure_behind(model, value, key.about)
        case "leak":
            figure = knowledge.findings[key.about].leak
        case "grade" | "grade_leak":
            what = "link" if key.rows else "leak"
            state = network.graded[key.about].states[key.index]
            link = value.links.get(key.about) if value is not None else None
            figures = link.grades or {} if link is not None else knowledge.families[key.about].leak
            figure = figures.get(state)
        case "below" | "fires":
            what = "link" if key.rows else "leak"
            link = value.links.get(key.about) if value is not None else None
            figure = link.quantiles if link is not None else knowledge.findings[key.about].leak_quantiles
    number = figure.used if isinstance(figure, Figure) else None
    return Origin(
        what=what,
        condition=condition,
        finding=finding,
        state=state,
        value=shown,
        stated=number.value if number else None,
        low=number.low if number else None,
        high=number.high if number else None,
        source=number.source if number else figure.source if isinstance(figure, Quantiles) else "",
        support=number.support if number else figure.support if isinstance(figure, Quantiles) else "",
    )


def _one_value(model: Model, key: Key) -> bool:
    """Whether a number belongs to a single value of its node, its settled twin aside."""
    return int(model.network.present[list(key.rows)].sum()) == 1


def value_at(model: Model, row: int) -> Value:
    """The value of a cause behind a value of the network; a settled twin has that of what settled."""
    node = int(model.network.node_of()[row])
    row = dict(twins(model.network, node)).get(row, row)
    return model.causes[node].values[base_values(model.network, node).index(row)]


def figure_behind(model: Model, value: Value | None, finding: str) -> Figure | None:
    """The figure of a link, or that of a cause which brings everything a little more often."""
    if value is None:
        return None
    link: Link | None = value.links.get(finding)
    if link is not None and link.figure is not None:
        return link.figure
    return model.knowledge.conditions[value.members[0]].broad


def _kind(model: Model, value: Value | None) -> Figure | None:
    """The share of a way of spreading or of a kind, where the value differs from its siblings in one alone."""
    if value is None:
        return None
    conditions = model.knowledge.conditions
    kinds = [conditions[m].share for m in value.members if is_member(conditions[m])]
    if value.pattern and not kinds:
        inline = [v for m in value.members for v in conditions[m].values if v.id == value.pattern]
        return inline[0].share if inline else None
    return kinds[0] if len(kinds) == 1 and not value.pattern else None
