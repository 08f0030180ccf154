"""Cycles: nothing may follow from itself, be its own parent or bring itself about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from whatelse.knowledge.check.nodes import node_of
from whatelse.knowledge.check.problem import Problem
from whatelse.knowledge.schema import Knowledge


def check_cycles(knowledge: Knowledge) -> Iterator[Problem]:
    """``implies`` between findings, ``parent`` between conditions, drivers and gate sites between causes."""
    implies = {key: set(f.implies) for key, f in knowledge.findings.items()}
    for key in _on_cycles(implies):
        yield Problem(knowledge.findings[key].file, key, "implies", "cycle", "follows from itself")
    parents = {key: {c.parent} if c.parent else set() for key, c in knowledge.conditions.items()}
    for key in _on_cycles(parents):
        yield Problem(knowledge.conditions[key].file, key, "parent", "cycle", "is its own ancestor")
    brings: dict[str, set[str]] = {}
    for key, condition in knowledge.conditions.items():
        before = {*condition.drivers, *(condition.gate.loads if condition.gate is not None else ())}
        brings.setdefault(node_of(knowledge, key) or key, set()).update(
            node_of(knowledge, name) or name for name in before
        )
    for key in _on_cycles(brings):
        yield Problem(
            knowledge.conditions[key].file if key in knowledge.conditions else "",
            key,
            "drivers",
            "cycle",
            "brings itself about through its drivers",
        )


def _on_cycles(arrows: Mapping[str, set[str]]) -> list[str]:
    """The keys that can be reached from themselves."""
    out = []
    for start in arrows:
        seen: set[str] = set()
        open_ = list(arrows[start])
        while open_:
            name = open_.pop()
            if name not in seen:
                seen.add(name)
                open_ += arrows.get(name, ())
        if start in seen:
            out.append(start)
    return out
