"""Safety first: screens to tick, the questions they open, what the picture makes matter, and the alarm."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

import msgspec

from whatelse.case import Case
from whatelse.case.contradictions import implied_by
from whatelse.case.told_by_care import with_care
from whatelse.interview.paths import near, paths
from whatelse.knowledge.schema import CoreScreen, Finding, Knowledge, Urgency
from whatelse.triage import Reason
from whatelse.triage.evaluate import WAITED_FOR, compiled, fired
from whatelse.triage.known import known
from whatelse.triage.types import LEVELS, height

Rest = Literal["none", "not_sure", "open"]
#: Most further answers that may be missing from a rule for its questions to be asked.
REACH = 2


class Line(msgspec.Struct, frozen=True):
    """One line to tick. key: its first finding. findings: what is still open of it. opens: a tick asks them singly."""

    key: str
    ask: str
    findings: tuple[str, ...]
    opens: bool


class Screen(msgspec.Struct, frozen=True):
    """A group of lines. number: its place among the screens that everybody sees, from 1; 0 for another list."""

    id: str
    title: str
    lines: tuple[Line, ...]
    number: int
    of: int


class Wanted(msgspec.Struct, frozen=True):
    """A safety question that the picture makes matter. rules: what it may make fire, most urgent first."""

    finding: str
    level: Urgency
    rules: tuple[str, ...]


class Tick(msgspec.Struct, frozen=True):
    """The answer to a screen. lines: keys of the ticked lines. unsure: keys of those nobody is sure of.

    rest: what was said of the others: "none" of them is there, "not_sure", or nothing, which leaves them "open".
    """

    lines: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()
    rest: Rest = "open"


def screens(case: Case, knowledge: Knowledge, done: Collection[str] = ()) -> tuple[Screen, ...]:
    """The screens that are not done, each with the lines of which something is open for this person."""
    found = []
    core = knowledge.safety.core
    for number, screen in enumerate(core, start=1):
        if screen.id not in done:
            lines = _lines(screen, case, knowledge)
            if lines:
                found.append(Screen(screen.id, screen.title, lines, number, len(core)))
    return tuple(found)


def _lines(screen: CoreScreen, case: Case, knowledge: Knowledge) -> tuple[Line, ...]:
    seen, needless = known(case, knowledge).signs, not_needed(case, knowledge)
    lines = []
    for item in screen.items:
        asked = tuple(name for name in item.findings if name not in needless)
        still = tuple(name for name in asked if name not in seen)
        if still:
            lines.append(Line(item.findings[0], item.ask, general_first(still, knowledge), len(asked) > 1))
    return tuple(lines)


def not_needed(case: Case, knowledge: Knowledge) -> frozenset[str]:
    """What need not be asked of a person of this sex."""
    return frozenset(knowledge.safety.not_for.get(case.person.sex or "", ()))


def general_first(names: Collection[str], knowledge: Knowledge) -> tuple[str, ...]:
    """A general finding before those that imply it: its "no" answers them."""
    order = list(names)
    depth = {name: sum(1 for other in order if other in implied_by(name, knowledge)) for name in order}
    return tuple(sorted(order, key=lambda name: (depth[name], order.index(name))))


def still_open(names: Collection[str], case: Case, knowledge: Knowledge) -> tuple[str, ...]:
    """Those that neither an answer nor another answer has settled."""
    signs = known(case, knowledge).signs
    return tuple(name for name in names if name not in signs)


def must_ask(case: Case, knowledge: Knowledge, put: Collection[str] = ()) -> tuple[Wanted, ...]:
    """What has to be asked before any result: findings of the history that one answer, or two where a part of the rule
    is told already, would let raise the level. Most urgent first. ``put``: what was asked and had no answer.

    Every answer can change it; it is read anew after each.
    """
    case = with_care(case, knowledge)[0]
    seen = known(case, knowledge)
    said = [(rule, formula, formula.truth(seen)) for rule, formula in compiled(knowledge).rules]
    level = max((height(rule.level) for rule, _, true in said if true), default=0)
    needless = not_needed(case, knowledge)
    told_weeks = any(_is_duration(knowledge.findings.get(name)) for name in seen.numbers)

    def can_ask(name: str) -> bool:
        finding = knowledge.findings.get(name)
        if finding is None or finding.stage != "history" or name in needless or name in put:
            return False
        return not (told_weeks and finding.type == "duration_over")

    wanted: dict[str, list[str]] = {}
    levels: dict[str, Urgency] = {}
    for rule, formula, true in said:
        rises = height(rule.level) >= WAITED_FOR and height(rule.level) > level
        if rises and true is None:
            for name in near(paths(formula, seen, REACH, can_ask)):
                wanted.setdefault(name, []).append(rule.id)
                levels.setdefault(name, rule.level)
    found = [Wanted(name, levels[name], tuple(ids)) for name, ids in wanted.items()]
    place = {name: i for i, name in enumerate(knowledge.findings)}
    return tuple(sorted(found, key=lambda w: (-height(w.level), -len(w.rules), place[w.finding])))


def _is_duration(finding: Finding | None) -> bool:
    return finding is not None and finding.type == "duration"


def alarms(case: Case, knowledge: Knowledge, acknowledged: Collection[str] = ()) -> tuple[Reason, ...]:
    """The emergency rules that fired and were not acknowledged; what treatments and scans stand for is seen, too."""
    reasons = fired(known(with_care(case, knowledge)[0], knowledge), knowledge)
    return tuple(r for r in reasons if r.level == LEVELS[-1] and r.rule not in acknowledged)
