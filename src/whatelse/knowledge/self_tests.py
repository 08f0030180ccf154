"""Tests that a runner can do alone, as data: how, what counts, what goes wrong, when not to, and how exact it is.

A *hold* is a reason not to do a test. It speaks while its formula holds, and also while it cannot be told whether it
does: what is not known is not "no".
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from whatelse.errors import InputError, nearest
from whatelse.knowledge.number import Figure, parse_figure
from whatelse.knowledge.shaped import shaped

#: What each list of ``self_tests.toml`` holds.
LISTS = ("hold", "never", "text", "test")
#: Texts that a self-test cannot do without.
TEXTS = ("before", "while", "no_difference", "difference")


class Hold(msgspec.Struct, frozen=True, omit_defaults=True):
    """A reason not to do a test. ``text`` follows "Not while".

    when: a formula of findings that must be known not to hold. told: one that counts only once it holds.
    rules: red-flag rules that must be known not to fire.
    """

    id: str
    text: str
    when: Any = None
    told: Any = None
    rules: tuple[str, ...] = ()
    file: str = ""


class Never(msgspec.Struct, frozen=True):
    """A finding that no runner is ever asked to test alone, and why."""

    id: str
    why: str
    source: str
    file: str = ""


class Measure(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a number is read by oneself, and how exact that is, as standard deviations in ``unit``.

    placed: between doing all of it anew; more readings in a row do not help. read: between readings in a row.
    worse: what speaks for the sore side: it reaches ``less`` or ``more`` than the other, or ``either``; "" for a
    number of the whole person. limit: the difference from which on a yes or no finding is yes. low, high: readings
    that a person can have.
    """

    unit: str
    low: float
    high: float
    placed: Figure
    read: Figure
    how: str
    worse: Literal["", "less", "more", "either"] = ""
    limit: float | None = None


class SelfTest(msgspec.Struct, frozen=True, omit_defaults=True):
    """One test; ``id`` is its finding.

    steps: in order. counts: what a positive is. mistake: the usual one. not_when: in words; without it, those of the
    finding. holds: reasons not to do it that the answers tell. like: actions that it resembles; what stops one of
    them stops it. times: how often each side; ``once``: why not three times. looks: it loads nothing. drawing: its
    name among the drawings.
    """

    id: str
    title: str
    steps: tuple[str, ...]
    counts: str
    mistake: str
    not_when: str = ""
    holds: tuple[str, ...] = ()
    like: tuple[str, ...] = ()
    times: int = 3
    once: str = ""
    both_sides: bool = True
    looks: bool = False
    drawing: str = ""
    measure: Measure | None = None
    file: str = ""


class TestText(msgspec.Struct, frozen=True):
    """A text that goes with every self-test."""

    __test__ = False
    id: str
    text: str
    file: str = ""


class SelfTests(msgspec.Struct, frozen=True):
    """All of it, by id."""

    tests: dict[str, SelfTest] = {}
    holds: dict[str, Hold] = {}
    never: dict[str, Never] = {}
    texts: dict[str, TestText] = {}

    def text(self, name: str) -> str:
        return self.texts[name].text


def parse_self_tests(entries: dict[str, Any]) -> SelfTests:
    """The data from raw entries by ``list/id``. Raises InputError at the first that has not the right shape."""
    found: dict[str, dict[str, Any]] = {kind: {} for kind in LISTS}
    shapes: dict[str, type[msgspec.Struct]] = {"hold": Hold, "never": Never, "text": TestText, "test": SelfTest}
    for key, entry in entries.items():
        kind, _, name = key.partition("/")
        if kind not in shapes:
            raise InputError(f"unknown list {kind!r}{nearest(kind, LISTS)}", file=entry.get("file"), field=key)
        raw = {**entry, "id": name}
        measure = raw.pop("measure", None) if kind == "test" else None
        try:
            one = shaped(shapes[kind], raw, key)
            if isinstance(one, SelfTest) and measure is not None:
                one = msgspec.structs.replace(one, measure=_measure(measure, f"{key}.measure"))
        except InputError as error:
            raise error.at(file=entry.get("file")) from None
        found[kind][name] = one
    return SelfTests(found["test"], found["hold"], found["never"], found["text"])


def _measure(raw: Any, field: str) -> Measure:
    if not isinstance(raw, dict):
        raise InputError(f"found {raw!r}, expected a table", field=field)
    plain = dict(raw)
    figures = {
        name: parse_figure(plain.pop(name, None), f"{field}.{name}", probability=False) for name in ("placed", "read")
    }
    return shaped(Measure, {**plain, **figures}, field)
