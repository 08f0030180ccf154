"""Exclusive values of a cause: patterns, grades, subtypes. Shares that add up, one axis for each finding."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from whatelse.knowledge.check.nodes import (
    axes,
    is_member,
    is_node,
    lineage,
    members,
    node_of,
    nodes,
    patterns,
    used_patterns,
)
from whatelse.knowledge.check.problem import Problem
from whatelse.knowledge.schema import Condition, Knowledge

MOST_PATTERNS = 4
_CLOSE = 1e-3


def check_patterns(knowledge: Knowledge) -> Iterator[Problem]:
    """One to four ways of spreading whose weights sum to 1; whatever hurts has at least one."""
    for condition in knowledge.conditions.values():
        own = patterns(condition)
        if own:
            total = sum(pattern.share.value for pattern in own)
            if len(own) > MOST_PATTERNS:
                yield _problem(condition, "patterns", "pattern", f"{len(own)} patterns, at most {MOST_PATTERNS}")
            if abs(total - 1.0) > _CLOSE:
                yield _problem(condition, "patterns", "pattern", f"the weights sum to {total:.4g}, not to 1")
            if len({pattern.id for pattern in own}) < len(own):
                yield _problem(condition, "patterns", "pattern", "two patterns have the same id")
        hurts = condition.kind in ("source", "gate") and is_node(condition)
        if hurts and not used_patterns(knowledge, condition):
            yield _problem(condition, "patterns", "pattern", "hurts, but says nowhere how the pain spreads")


def check_shares(knowledge: Knowledge) -> Iterator[Problem]:
    """Each grade and subtype has a share, and those of one axis do not exceed the whole."""
    for condition in knowledge.conditions.values():
        if is_member(condition) and condition.share is None:
            yield _problem(condition, "share", "share", f"a {condition.relation} needs its share of {condition.parent}")
        if not is_member(condition) and condition.share is not None:
            yield _problem(
                condition, "share", "share", "only a grade or subtype has a share; others are in the settings"
            )
        totals: dict[str, float] = {}
        for child in knowledge.children(condition.id):
            if is_member(child) and child.share is not None:
                totals[child.axis] = totals.get(child.axis, 0.0) + child.share.value
        for value in condition.values:
            if value.axis != "pattern":
                totals[value.axis] = totals.get(value.axis, 0.0) + value.share.value
        for axis, total in sorted(totals.items()):
            if total > 1.0 + 1e-9:
                yield _problem(
                    condition,
                    "axis-share",
                    "share",
                    f"the shares on axis {axis!r} sum to {total:.3g}, above 1",
                )


def check_axes(knowledge: Knowledge) -> Iterator[Problem]:
    """A finding, the patterns and the course are each set by one axis only, beside the base."""
    for node in nodes(knowledge):
        owners: dict[str, set[str]] = {}
        inside = members(knowledge, node)
        for axis, values in axes(knowledge, node).items():
            for _, links in values:
                for finding in links:
                    owners.setdefault(finding, set()).add(axis)
        for holder in [node, *inside]:
            for pattern in patterns(holder):
                for finding in pattern.findings:
                    owners.setdefault(finding, set()).add("pattern")
        for finding, found in sorted(owners.items()):
            if len(found) > 1:
                yield _problem(
                    node,
                    "two-axes",
                    f"findings.{finding}",
                    f"is set on the axes {', '.join(sorted(found))}; keep one",
                )
        for what, has in (("patterns", patterns), ("course", lambda c: c.course)):
            setting = {member.axis for member in inside if has(member)}
            if len(setting) > 1:
                yield _problem(node, "two-axes", what, f"is set on the axes {', '.join(sorted(setting))}; keep one")


def check_members(knowledge: Knowledge) -> Iterator[Problem]:
    """What a grade or subtype cannot have, because it is a value and not a cause of its own."""
    for condition in knowledge.conditions.values():
        if not is_member(condition):
            continue
        if condition.drivers:
            yield _problem(
                condition,
                "member",
                "drivers",
                f"a {condition.relation} cannot be driven; write it at its parent",
            )
        if condition.broad is not None:
            yield _problem(
                condition, "member", "broad", f"a {condition.relation} cannot be broad; write it at its parent"
            )
        if condition.gate is not None:
            yield _problem(condition, "member", "gate", f"a {condition.relation} cannot be a gate")
        if any(value.axis != "pattern" for value in condition.values):
            yield _problem(
                condition,
                "member",
                "value",
                f"a {condition.relation} cannot have values of its own; use the parent",
            )
        parent = knowledge.conditions.get(condition.parent)
        if parent is not None and is_member(parent) and parent.axis != condition.axis:
            yield _problem(
                condition,
                "member",
                "axis",
                f"axis {condition.axis!r} below {parent.id} of axis {parent.axis!r}; use one axis",
            )
        root = knowledge.conditions.get(node_of(knowledge, condition.id))
        if condition.context and root is not None and (root.drivers or root.kind == "gate"):
            yield _problem(
                condition,
                "member",
                "context",
                f"{root.id} is brought about by others; write context at the root",
            )


def check_courses(knowledge: Knowledge) -> Iterator[Problem]:
    """How long it hurts: two points or more that fall; nothing for what hurts nobody."""
    for condition in knowledge.conditions.values():
        own = condition.course
        if condition.kind in ("silent", "derived"):
            if own:
                yield _problem(condition, "course", "course", f"a {condition.kind} condition hurts nobody: no course")
            continue
        if not any(c.course for c in lineage(knowledge, condition)):
            yield _problem(condition, "course", "course", "hurts, but has no natural course (own or inherited)")
        if own and len(own) < 2:
            yield _problem(condition, "course", "course", "one point only, at least two")
        for before, after in pairwise(own):
            if after.week <= before.week or after.share.value > before.share.value:
                yield _problem(
                    condition,
                    "course",
                    f"course.week_{after.week:g}",
                    "the share still in pain rises with the weeks",
                )
        if any(point.week <= 0 for point in own):
            yield _problem(condition, "course", "course", "weeks count from onset, above 0")


def _problem(condition: Condition, rule: str, field: str, message: str) -> Problem:
    return Problem(condition.file, condition.id, field, rule, message)
