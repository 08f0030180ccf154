"""What a plan is made of, as data: floors, limits, criteria, signs, visits, places to look, texts.

A *floor* is what a danger that is not ruled out stops, whatever else is likely. It says no more than that, so more
dangers can only stop more.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from whatelse.errors import InputError, nearest
from whatelse.knowledge.number import Figure, parse_figure
from whatelse.knowledge.shaped import shaped

#: What each list of ``plan.toml`` holds.
LISTS = ("floor", "limit", "topic", "later", "sign", "visit", "thorough", "directory", "text")
#: Limits and texts that a plan cannot do without.
LIMITS = ("likely", "harm_each", "harm_all", "stop", "help", "settled")
TEXTS = ("under_16", "emergency", "nothing_told", "elsewhere", "several", "approximate", "limits")


class Floor(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is stopped while any of ``conditions`` is not ruled out.

    It holds when their probability together reaches ``at``, when a red-flag rule that catches one of them has fired,
    or when the urgency is at least ``level``. why, until, do_not: texts for the person.
    """

    id: str
    label: str
    why: str
    until: str
    do_not: str
    stops: tuple[str, ...]
    source: str
    reason: str
    conditions: tuple[str, ...] = ()
    at: Figure | None = None
    level: Literal["", "urgent"] = ""
    file: str = ""


class Limit(msgspec.Struct, frozen=True):
    """A share or a probability at which the plan changes its mind, and why there."""

    id: str
    at: Figure
    reason: str
    file: str = ""


class Topic(msgspec.Struct, frozen=True, omit_defaults=True):
    """Actions that people ask about first, in this order. wanted: they need no gain to be reasonable."""

    id: str
    label: str
    actions: tuple[str, ...]
    wanted: bool = False
    file: str = ""


class Later(msgspec.Struct, frozen=True, omit_defaults=True):
    """When actions that may harm now can be tried. ``until`` follows "wait until". always: it is never a first step.

    start: said with what is reasonable, too, as "start once".
    """

    id: str
    actions: tuple[str, ...]
    until: str
    source: str
    always: bool = False
    start: bool = False
    file: str = ""


class EaseSign(msgspec.Struct, frozen=True):
    """A sign to do less (``ease``), to stop and be seen (``stop``), or to get care at once (``now``)."""

    id: str
    when: Literal["ease", "stop", "now"]
    text: str
    source: str
    file: str = ""


class VisitTest(msgspec.Struct, frozen=True):
    """Something a good examination includes, and the findings or families that it answers."""

    do: str
    findings: tuple[str, ...]


class Visit(msgspec.Struct, frozen=True, omit_defaults=True):
    """Whom to see for some sources: those named, else those at ``interfaces`` with an urgency in ``urgency``.

    say: when booking; ``{weeks}`` stands for how long it has hurt. cheap: the next step for who has to pay for it.
    """

    id: str
    who: str
    when: str
    say: str
    cheap: str
    tests: tuple[VisitTest, ...]
    urgency: tuple[str, ...] = ()
    interfaces: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    file: str = ""


class Thorough(msgspec.Struct, frozen=True):
    """How to tell that a visit was thorough."""

    id: str
    text: str
    source: str
    file: str = ""


class Directory(msgspec.Struct, frozen=True):
    """A list of therapists that the founding article names; ``named``: when. Not endorsed."""

    id: str
    label: str
    url: str
    named: str
    file: str = ""


class PlanText(msgspec.Struct, frozen=True):
    """A text of the plan itself."""

    id: str
    text: str
    file: str = ""


class PlanData(msgspec.Struct, frozen=True):
    """All of it, in the order of the file."""

    floors: tuple[Floor, ...] = ()
    limits: dict[str, Limit] = {}
    topics: tuple[Topic, ...] = ()
    laters: tuple[Later, ...] = ()
    signs: tuple[EaseSign, ...] = ()
    visits: tuple[Visit, ...] = ()
    thorough: tuple[Thorough, ...] = ()
    directories: tuple[Directory, ...] = ()
    texts: dict[str, PlanText] = {}

    def limit(self, name: str) -> float:
        return self.limits[name].at.value

    def text(self, name: str) -> str:
        return self.texts[name].text

    def later(self, action: str) -> Later | None:
        return next((later for later in self.laters if action in later.actions), None)


def parse_plan(entries: dict[str, Any]) -> PlanData:
    """The data from raw entries by ``list/id``. Raises InputError at the first that has not the right shape."""
    floors: list[Floor] = []
    limits: dict[str, Limit] = {}
    topics: list[Topic] = []
    laters: list[Later] = []
    signs: list[EaseSign] = []
    visits: list[Visit] = []
    thorough: list[Thorough] = []
    directories: list[Directory] = []
    texts: dict[str, PlanText] = {}
    for key, entry in entries.items():
        kind, _, name = key.partition("/")
        raw = {**entry, "id": name}
        if kind == "floor":
            floors.append(shaped(Floor, _with_figure(raw, key), key))
        elif kind == "limit":
            limits[name] = shaped(Limit, _with_figure(raw, key), key)
        elif kind == "topic":
            topics.append(shaped(Topic, raw, key))
        elif kind == "later":
            laters.append(shaped(Later, raw, key))
        elif kind == "sign":
            signs.append(shaped(EaseSign, raw, key))
        elif kind == "visit":
            visits.append(shaped(Visit, raw, key))
        elif kind == "thorough":
            thorough.append(shaped(Thorough, raw, key))
        elif kind == "directory":
            directories.append(shaped(Directory, raw, key))
        elif kind == "text":
            texts[name] = shaped(PlanText, raw, key)
        else:
            raise InputError(f"unknown list {kind!r}{nearest(kind, LISTS)}", file=raw.get("file"), field=key)
    return PlanData(
        tuple(floors),
        limits,
        tuple(topics),
        tuple(laters),
        tuple(signs),
        tuple(visits),
        tuple(thorough),
        tuple(directories),
        texts,
    )


def _with_figure(raw: dict[str, Any], key: str) -> dict[str, Any]:
    """The table with its number read. Raises InputError where it is none."""
    if "at" not in raw:
        return raw
    try:
        return raw | {"at": parse_figure(raw["at"], f"{key}.at")}
    except InputError as error:
        raise error.at(file=raw.get("file")) from None


def visit_for(plan: PlanData, condition: str, interface: str, urgency: str) -> Visit | None:
    """Whom to see for a condition: the visit that names it, else the first for its place and urgency."""
    named = next((visit for visit in plan.visits if condition in visit.conditions), None)
    if named is not None:
        return named
    return next((v for v in plan.visits if interface in v.interfaces and urgency in v.urgency), None)
