"""The shipped knowledge with one thing changed, and the problems that this change alone brings."""

import copy
import functools
from collections.abc import Callable
from typing import Any

import pytest

from whatelse.knowledge import Knowledge, tree
from whatelse.knowledge.check import Problem, check
from whatelse.knowledge.parse import parse_tree

Change = Callable[[tree.Tree], Any]

SIJ, PATTERN = "sij_dysfunction", "pattern__0__"
STUDY = {"value": 0.9, "n": 40, "source": "SLIPMAN2000"}
WIDE = {"value": 0.5, "low": 0.2, "high": 0.8, "source": "EXPERT"}


@functools.cache
def shipped_tree() -> tree.Tree:
    return tree.build_tree(tree.read_bytes(tree.data_folder()))


@functools.cache
def shipped_problems() -> frozenset[Problem]:
    return frozenset(check(parse_tree(copy.deepcopy(shipped_tree()), "shipped")))


def changed(change: Change) -> Knowledge:
    raw = copy.deepcopy(shipped_tree())
    change(raw)
    return parse_tree(raw, "changed")


def new_problems(change: Change) -> list[Problem]:
    """What the check says after the change and did not say before."""
    return [problem for problem in check(changed(change)) if problem not in shipped_problems()]


def entry(room: str, key: str, **fields: Any) -> Change:
    """A change that sets fields of one entry; a field named a__b is field b of table a; ... removes."""

    def apply(raw: tree.Tree) -> None:
        for path, value in fields.items():
            table = raw[room][key]
            *outer, last = path.split("__")
            for name in outer:
                table = table.setdefault(name, {}) if isinstance(table, dict) else table[int(name)]
            if value is ...:
                del table[last]
            else:
                table[last] = value

    return apply


def condition(key: str, **fields: Any) -> Change:
    return entry("conditions", key, **fields)


def finding(key: str, **fields: Any) -> Change:
    return entry("findings", key, **fields)


def family(key: str, **fields: Any) -> Change:
    return entry("families", key, **fields)


def setting(key: str, **fields: Any) -> Change:
    return entry("settings", key, **fields)


def rule(key: str, **fields: Any) -> Change:
    return entry("red_flags", key, **fields)


def new(room: str, key: str, like: str, **fields: Any) -> Change:
    """A change that adds an entry: a copy of another one with some fields of its own."""

    def apply(raw: tree.Tree) -> None:
        raw[room][key] = {**copy.deepcopy(raw[room][like]), "id": key}
        entry(room, key, **fields)(raw)

    return apply


def both(*changes: Change) -> Change:
    def apply(raw: tree.Tree) -> None:
        for change in changes:
            change(raw)

    return apply


def link(value: Any, key: str = "eased_by_sitting_or_bending") -> Change:
    """A change that links the sacroiliac joint to a finding to which nothing else ties it."""
    return condition(SIJ, **{f"findings__{key}": value})


def number(**fields: Any) -> Change:
    return link({**STUDY, **fields})


def course(*points: tuple[float, float]) -> list[dict[str, Any]]:
    """Weeks and shares still in pain, with wide ranges."""
    return [{"week": w, "value": v, "low": v / 3, "high": 1 - (1 - v) / 3, "source": "EXPERT"} for w, v in points]


def odds(value: float = 2.0, low: float = 1.0, high: float = 4.0) -> dict[str, Any]:
    return {"odds": value, "low": low, "high": high, "source": "EXPERT"}


def quantiles(*values: float, spread: float = 1.0) -> dict[str, Any]:
    """At q10, q50, q90."""
    named = dict(zip(("q10", "q50", "q90"), values, strict=False))
    return {**named, "spread": spread, "source": "EXPERT"}


def cases(broken: dict[str, list[tuple[str, Change]]]) -> list[Any]:
    """One test for each way to break a rule."""
    return [
        pytest.param(name, change, id=f"{name}: {told}") for name, items in broken.items() for told, change in items
    ]
