"""Which conditions are causes of their own, which are values of another, and what each value ends up with."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from whatelse.knowledge.schema import AxisValue, Condition, Knowledge, Link


def is_member(condition: Condition) -> bool:
    """Whether it is a grade or subtype: a value of its parent's cause, not a cause of its own."""
    return condition.relation in ("grade", "subtype")


def is_node(condition: Condition) -> bool:
    return condition.kind != "derived" and not is_member(condition)


def nodes(knowledge: Knowledge) -> list[Condition]:
    """The causes that stand for themselves, in order of id."""
    return [c for c in knowledge.conditions.values() if is_node(c)]


def lineage(knowledge: Knowledge, condition: Condition) -> list[Condition]:
    """The condition, its parent, the parent's parent, ...; an unknown parent or a cycle ends the list."""
    out, seen = [condition], {condition.id}
    while out[-1].parent in knowledge.conditions and out[-1].parent not in seen:
        out.append(knowledge.conditions[out[-1].parent])
        seen.add(out[-1].id)
    return out


def node_of(knowledge: Knowledge, name: str) -> str:
    """The cause that holds a condition: itself, or what it is a grade or subtype of; "" if there is none."""
    if name not in knowledge.conditions:
        return ""
    for ancestor in lineage(knowledge, knowledge.conditions[name]):
        if is_node(ancestor):
            return ancestor.id
        if not is_member(ancestor):
            return ""
    return ""


def members(knowledge: Knowledge, node: Condition) -> list[Condition]:
    """Grades and subtypes of a cause, those of its members included."""
    return [c for c in knowledge.conditions.values() if is_member(c) and node_of(knowledge, c.id) == node.id]


def patterns(condition: Condition) -> tuple[AxisValue, ...]:
    return tuple(value for value in condition.values if value.axis == "pattern")


def used_patterns(knowledge: Knowledge, condition: Condition) -> tuple[AxisValue, ...]:
    """Its own ways of spreading, else the nearest ancestor's."""
    return next((own for c in lineage(knowledge, condition) if (own := patterns(c))), ())


def axes(knowledge: Knowledge, node: Condition) -> dict[str, list[tuple[str, dict[str, Link]]]]:
    """Axis -> (name, links) of each value beside patterns; a member's links include its member ancestors'."""
    out: dict[str, list[tuple[str, dict[str, Link]]]] = {}
    for member in members(knowledge, node):
        links: dict[str, Link] = {}
        for ancestor in reversed([c for c in lineage(knowledge, member) if is_member(c)]):
            links.update(ancestor.findings)
        out.setdefault(member.axis, []).append((member.id, links))
    for value in node.values:
        if value.axis != "pattern":
            out.setdefault(value.axis, []).append((value.id, dict(value.findings)))
    return out


def resolved(knowledge: Knowledge, node: Condition) -> Iterator[tuple[str, dict[str, Link]]]:
    """Every value of a cause with the links that hold in it: the closest wins, dropped ones are gone."""
    base: dict[str, Link] = {}
    for ancestor in reversed(lineage(knowledge, node)):
        base.update(ancestor.findings)
    choices: list[list[tuple[str, dict[str, Link]]]] = [
        [("", {}), *values] for _, values in sorted(axes(knowledge, node).items())
    ]
    for picked in itertools.product(*choices):
        spread = next(
            (
                own
                for name, _ in picked
                if name in knowledge.conditions
                for c in lineage(knowledge, knowledge.conditions[name])
                if is_member(c) and (own := patterns(c))
            ),
            used_patterns(knowledge, node),
        )
        for pattern in spread or (None,):
            links = dict(base)
            for _, own_links in picked:
                links.update(own_links)
            names = [node.id, *(name for name, _ in picked if name)]
            if pattern is not None:
                links.update(pattern.findings)
                names.append(pattern.id)
            yield "/".join(names), {key: link for key, link in links.items() if not link.dropped}
