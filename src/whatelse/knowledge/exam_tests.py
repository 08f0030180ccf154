"""What a clinician's test asks of the patient, as data: in which position, for how long, how much it provokes."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from whatelse.errors import InputError, nearest
from whatelse.knowledge.shaped import shaped

#: What each list of ``exam.toml`` holds.
LISTS = ("position", "irritable", "test")
Provokes = Literal["none", "some", "much"]


class Position(msgspec.Struct, frozen=True):
    """How the patient stands or lies; the order of the file is the order in which they turn."""

    id: str
    label: str
    file: str = ""


class Irritable(msgspec.Struct, frozen=True):
    """A sign that pain flares easily: a formula, and what is said of it."""

    id: str
    when: Any
    text: str
    file: str = ""


class ExamTest(msgspec.Struct, frozen=True, omit_defaults=True):
    """One test; ``id`` is its finding. ``seconds``: both sides, with the words that go with it.

    provokes: how easily it flares a sore place. holds: reasons not to do it (of ``self_tests.toml``). floors: floors
    of the plan while which it waits.
    """

    id: str
    position: str
    seconds: float
    provokes: Provokes = "none"
    holds: tuple[str, ...] = ()
    floors: tuple[str, ...] = ()
    file: str = ""


class ExamTests(msgspec.Struct, frozen=True):
    """All of it; positions and signs in the order of the file."""

    positions: tuple[Position, ...] = ()
    irritable: tuple[Irritable, ...] = ()
    tests: dict[str, ExamTest] = {}


def parse_exam_tests(entries: dict[str, Any]) -> ExamTests:
    """The data from raw entries by ``list/id``. Raises InputError at the first that has not the right shape."""
    positions: list[Position] = []
    irritable: list[Irritable] = []
    tests: dict[str, ExamTest] = {}
    for key, entry in entries.items():
        kind, _, name = key.partition("/")
        raw = {**entry, "id": name}
        if kind == "position":
            positions.append(shaped(Position, raw, key))
        elif kind == "irritable":
            irritable.append(shaped(Irritable, raw, key))
        elif kind == "test":
            tests[name] = shaped(ExamTest, raw, key)
        else:
            raise InputError(f"unknown list {kind!r}{nearest(kind, LISTS)}", file=raw.get("file"), field=key)
    return ExamTests(tuple(positions), tuple(irritable), tests)
