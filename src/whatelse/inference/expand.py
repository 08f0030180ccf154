"""From condition files to the exclusive values of a node: grades, subtypes, motions, ways of spreading.

One node per source, silent cause or gate that is not itself a grade or subtype of another. Its axes multiply:
(grade x mechanism x pattern). What a file writes wins over what it inherits.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from whatelse.knowledge.schema import AxisValue, Condition, Context, CoursePoint, Knowledge, Link


@dataclass(frozen=True)
class Choice:
    """One value on one axis: a member condition (or an inline value), or the unspecified rest (empty id)."""

    axis: str
    id: str
    share: float
    links: dict[str, Link] = field(default_factory=dict)
    course: tuple[CoursePoint, ...] = ()
    context: dict[str, Context] = field(default_factory=dict)
    patterns: tuple[AxisValue, ...] = ()


@dataclass(frozen=True)
class Value:
    """One exclusive value of a node, with everything resolved. ``members``: the condition ids true with it."""

    id: str
    members: tuple[str, ...]
    pattern: str
    share: float
    links: dict[str, Link]
    course: tuple[CoursePoint, ...]
    context: dict[str, Context]


@dataclass(frozen=True)
class Cause:
    """A node before it becomes arrays. ``axes``: axis name -> member ids, the primary axis first."""

    id: str
    condition: Condition
    values: tuple[Value, ...]
    axes: dict[str, tuple[str, ...]]


def is_member(condition: Condition) -> bool:
    """Whether a condition is a value of its parent's node (grade, subtype) rather than a node of its own."""
    return condition.relation in ("grade", "subtype")


def causes(knowledge: Knowledge) -> list[Cause]:
    """All nodes, sorted by id."""
    return [
        expand(knowledge, condition)
        for _, condition in sorted(knowledge.conditions.items())
        if condition.kind != "derived" and not is_member(condition)
    ]


def inherited_links(knowledge: Knowledge, condition: Condition) -> dict[str, Link]:
    """Own links over those of the group parents; a dropped link is gone."""
    links: dict[str, Link] = {}
    for ancestor in reversed(_lineage(knowledge, condition)):
        links.update(ancestor.findings)
    return {key: link for key, link in links.items() if not link.dropped}


def _lineage(knowledge: Knowledge, condition: Condition) -> list[Condition]:
    """The condition, its parent, the parent's parent, ... A cycle ends the list (the check names it)."""
    out, seen = [condition], {condition.id}
    while out[-1].parent in knowledge.conditions and out[-1].parent not in seen:
        out.append(knowledge.conditions[out[-1].parent])
        seen.add(out[-1].id)
    return out


def expand(knowledge: Knowledge, condition: Condition) -> Cause:
    lineage = _lineage(knowledge, condition)
    base = inherited_links(knowledge, condition)
    course = next((c.course for c in lineage if c.course), ())
    patterns = _patterns(lineage)
    context = {fact.fact: fact for fact in condition.context}
    axes = _axes(knowledge, condition)
    values = []
    for picked in itertools.product(*axes.values()):
        own_patterns = next((c.patterns for c in picked if c.patterns), patterns)
        for pattern in own_patterns or (None,):
            links = dict(base)
            for choice in picked:
                links.update(choice.links)
            share = 1.0
            for choice in picked:
                share *= choice.share
            name = [condition.id, *(c.id for c in picked if c.id)]
            if pattern is not None:
                links.update(pattern.findings)
                share *= pattern.share.value
                name.append(pattern.id)
            if share <= 0:
                continue
            own_context = dict(context)
            for choice in picked:
                own_context.update(choice.context)
            values.append(
                Value(
                    id="/".join(name),
                    members=_members(knowledge, condition.id, picked),
                    pattern=pattern.id if pattern is not None else "",
                    share=share,
                    links={key: link for key, link in links.items() if not link.dropped},
                    course=next((c.course for c in picked if c.course), course),
                    context=own_context,
                )
            )
    values.sort(key=lambda value: value.id)
    return Cause(
        id=condition.id,
        condition=condition,
        values=tuple(values),
        axes={axis: tuple(c.id for c in choices if c.id) for axis, choices in axes.items()},
    )


def _patterns(lineage: list[Condition]) -> tuple[AxisValue, ...]:
    for condition in lineage:
        own = tuple(value for value in condition.values if value.axis == "pattern")
        if own:
            return own
    return ()


def _axes(knowledge: Knowledge, condition: Condition) -> dict[str, list[Choice]]:
    """Axis name -> choices whose shares sum to 1; "grade" first, then by name. Inline axes come last."""
    members: dict[str, list[Condition]] = {}
    for child in _descendants(knowledge, condition.id):
        members.setdefault(child.axis, []).append(child)
    axes: dict[str, list[Choice]] = {}
    for axis in sorted(members, key=lambda name: (name != "grade", name)):
        axes[axis] = _choices(knowledge, condition, axis)
    for axis in sorted({value.axis for value in condition.values} - {"pattern"}):
        inline = [
            Choice(axis=axis, id=value.id, share=value.share.value, links=value.findings)
            for value in condition.values
            if value.axis == axis
        ]
        rest = 1.0 - sum(choice.share for choice in inline)
        if rest > 1e-9:
            inline.append(Choice(axis=axis, id="", share=rest))
        axes[axis] = inline
    return axes


def _descendants(knowledge: Knowledge, parent: str) -> list[Condition]:
    out = []
    for child in sorted(knowledge.children(parent), key=lambda c: c.id):
        if is_member(child):
            out += [child, *_descendants(knowledge, child.id)]
    return out


def _choices(knowledge: Knowledge, root: Condition, axis: str) -> list[Choice]:
    out: list[Choice] = []

    def visit(parent: Condition, mass: float, inherited: Choice) -> None:
        children = [c for c in knowledge.children(parent.id) if is_member(c) and c.axis == axis]
        rest = 1.0
        for child in sorted(children, key=lambda c: c.id):
            share = child.share.value if child.share is not None else 0.0
            rest -= share
            own_patterns = tuple(v for v in child.values if v.axis == "pattern")
            choice = Choice(
                axis=axis,
                id=child.id,
                share=mass * share,
                links={**inherited.links, **child.findings},
                course=child.course or inherited.course,
                context={**inherited.context, **{fact.fact: fact for fact in child.context}},
                patterns=own_patterns or inherited.patterns,
            )
            visit(child, mass * share, choice)
        if rest > 1e-9:
            out.append(
                Choice(
                    axis=axis,
                    id=inherited.id,
                    share=mass * rest,
                    links=inherited.links,
                    course=inherited.course,
                    context=inherited.context,
                    patterns=inherited.patterns,
                )
            )

    visit(root, 1.0, Choice(axis=axis, id="", share=1.0))
    return sorted(out, key=lambda choice: choice.id)


def _members(knowledge: Knowledge, root: str, picked: tuple[Choice, ...]) -> tuple[str, ...]:
    """The root and every member condition true with this combination, with their parents inside the node."""
    out = {root}
    for choice in picked:
        condition = knowledge.conditions.get(choice.id)
        while condition is not None and condition.id not in out:
            out.add(condition.id)
            condition = knowledge.conditions.get(condition.parent) if is_member(condition) else None
    return tuple(sorted(out))
