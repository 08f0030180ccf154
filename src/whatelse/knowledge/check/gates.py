"""Gates, drivers, contexts and derived names: what the engine needs of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from whatelse.knowledge.check.nodes import is_node
from whatelse.knowledge.check.problem import Problem
from whatelse.knowledge.schema import Condition, Context, Knowledge


def check_gates(knowledge: Knowledge) -> Iterator[Problem]:
    """A gate has silent sites, each harmless alone, and neither drivers nor context of its own."""
    for condition in knowledge.conditions.values():
        if (condition.kind == "gate") != (condition.gate is not None):
            yield _problem(condition, "gate", "gate", "kind gate and a [gate] table belong together")
        if condition.gate is None:
            continue
        if condition.context:
            yield _problem(condition, "gate-context", "context", "a gate has no context; write it at its sites")
        if condition.drivers:
            yield _problem(condition, "gate", "drivers", "a gate has sites, not drivers")
        for site, load in condition.gate.loads.items():
            if load.value >= 1.0:
                yield _problem(
                    condition,
                    "gate-load",
                    f"gate.loads.{site}",
                    f"a load of {load.value:g} hurts alone; keep it below 1",
                )
            other = knowledge.conditions.get(site)
            if other is not None and (other.kind != "silent" or not is_node(other)):
                yield _problem(condition, "gate", f"gate.loads.{site}", "a site is a silent condition of its own")


def check_drivers(knowledge: Knowledge) -> Iterator[Problem]:
    """A driver is a cause, not a name derived from others."""
    for condition in knowledge.conditions.values():
        for driver in condition.drivers:
            other = knowledge.conditions.get(driver)
            if other is not None and other.kind == "derived":
                yield _problem(
                    condition, "driver", f"drivers.{driver}", "a derived name drives nothing; name its parts"
                )


def check_contexts(knowledge: Knowledge) -> Iterator[Problem]:
    """The states of each fact exist, and the fact has base rates."""
    for condition in knowledge.conditions.values():
        for context in condition.context:
            yield from _context(knowledge, condition, context)


def _context(knowledge: Knowledge, condition: Condition, context: Context) -> Iterator[Problem]:
    field = f"context.{context.fact}"
    finding = knowledge.findings.get(context.fact)
    if context.fact == "age":
        bands = []
        for band in context.odds:
            low, _, high = band.partition("-")
            if not (low.isdigit() and high.isdigit() and int(low) <= int(high)):
                yield _problem(condition, "context-state", field, f'{band!r} is no band of years such as "18-39"')
            else:
                bands.append((int(low), int(high)))
        bands.sort()
        if any(b[0] <= a[1] for a, b in pairwise(bands)):
            yield _problem(condition, "context-state", field, "two bands of years overlap")
        return
    if context.fact == "sex":
        states: tuple[str, ...] = ("female", "male")
    elif finding is None:
        return
    else:
        states = finding.states if finding.type == "category" else ("yes", "no")
        if not finding.base_rates:
            yield _problem(condition, "base-rate", field, f"{context.fact} has no base_rate; add how common it is")
    for state in context.odds:
        if state not in states:
            yield _problem(condition, "context-state", field, f"{state!r} is none of {', '.join(states)}")


def check_derived(knowledge: Knowledge) -> Iterator[Problem]:
    """A derived name is part of one cause: together with others, or without a single sufficient site."""
    for condition in knowledge.conditions.values():
        own = bool(condition.of or condition.any_of or condition.no_single_site)
        if condition.kind != "derived":
            if own:
                yield _problem(condition, "derived", "of", "of, any_of and no_single_site are for kind derived")
            continue
        root = knowledge.conditions.get(condition.of)
        if not condition.of:
            yield _problem(condition, "derived", "of", "missing: the cause that this is a name for")
        elif root is not None and not is_node(root):
            yield _problem(condition, "derived", "of", f"{root.id} is no cause of its own")
        elif root is not None and root.kind not in ("source", "gate"):
            yield _problem(condition, "derived", "of", f"{root.id} is {root.kind}, expected a source or a gate")
        if bool(condition.any_of) == condition.no_single_site:
            yield _problem(condition, "derived", "any_of", "write either any_of or no_single_site")
        if condition.no_single_site and root is not None and root.gate is None:
            yield _problem(condition, "derived", "no_single_site", f"{root.id} is no gate")
        for name in condition.any_of:
            other = knowledge.conditions.get(name)
            if other is not None and not is_node(other):
                yield _problem(condition, "derived", "any_of", f"{name} is no cause of its own")


def _problem(condition: Condition, rule: str, field: str, message: str) -> Problem:
    return Problem(condition.file, condition.id, field, rule, message)
