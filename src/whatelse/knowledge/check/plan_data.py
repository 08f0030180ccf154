"""What plans are made of: every id exists, every emergency has a floor, every source a visit, every text is easy."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from whatelse.knowledge.check.problem import Problem, unknown
from whatelse.knowledge.plan_data import LIMITS, TEXTS, PlanData, visit_for
from whatelse.knowledge.reading import grade
from whatelse.knowledge.schema import Condition, Knowledge

FILE = "plan.toml"
HIGHEST_GRADE = 8.0
#: Shorter pieces are no sentences, and their grade says nothing.
FEWEST_WORDS = 4


def check_plan_ids(knowledge: Knowledge) -> Iterator[Problem]:
    """Conditions, actions, findings and sources that are named; an empty plan is none at all and passes."""
    plan = knowledge.plan
    for floor in plan.floors:
        yield from _known(knowledge.conditions, "condition", floor.file, floor.id, "conditions", floor.conditions)
        yield from _known(knowledge.actions, "action", floor.file, floor.id, "stops", floor.stops)
        if not floor.stops:
            yield Problem(floor.file, floor.id, "stops", "floor", "stops nothing")
        if bool(floor.conditions) != (floor.at is not None) or not (floor.conditions or floor.level):
            yield Problem(floor.file, floor.id, "at", "floor", "needs conditions and at together, or a level")
    for later in plan.laters:
        yield from _known(knowledge.actions, "action", later.file, later.id, "actions", later.actions)
    for topic in plan.topics:
        yield from _known(knowledge.actions, "action", topic.file, topic.id, "actions", topic.actions)
    for visit in plan.visits:
        yield from _known(knowledge.conditions, "condition", visit.file, visit.id, "conditions", visit.conditions)
        yield from _known(knowledge.interfaces, "interface", visit.file, visit.id, "interfaces", visit.interfaces)
        tested = tuple(name for test in visit.tests for name in test.findings)
        named = {**knowledge.findings, **knowledge.families}
        yield from _known(named, "finding", visit.file, visit.id, "tests", tested)
    sourced = [(f.file, f.id, f.source) for f in plan.floors] + [(e.file, e.id, e.source) for e in plan.laters]
    sourced += [(s.file, s.id, s.source) for s in plan.signs] + [(t.file, t.id, t.source) for t in plan.thorough]
    for file, name, source in sourced:
        yield from _known(knowledge.sources, "source", file, name, "source", (source,))


def _known(
    room: Collection[str], what: str, file: str, entry: str, field: str, names: tuple[str, ...]
) -> Iterator[Problem]:
    for name in names:
        if name not in room:
            yield Problem(file, entry, field, "unknown-id", unknown(what, name, room))


def check_plan_complete(knowledge: Knowledge) -> Iterator[Problem]:
    """Every emergency has a floor, every source a visit, no action two times to try again."""
    plan = knowledge.plan
    if plan == PlanData():
        return
    for name in LIMITS:
        if name not in plan.limits:
            yield Problem(FILE, name, "limit", "plan-missing", "a plan needs this limit")
    for name in TEXTS:
        if name not in plan.texts:
            yield Problem(FILE, name, "text", "plan-missing", "a plan needs this text")
    floored = {name for floor in plan.floors for name in floor.conditions}
    for condition in knowledge.conditions.values():
        if condition.urgency == "emergency" and condition.id not in floored:
            message = "an emergency that no floor of the plan names: say what it stops"
            yield Problem(condition.file, condition.id, "urgency", "emergency-without-floor", message)
        is_placed = condition.interface in knowledge.interfaces  # else another check names it
        if condition.kind in ("source", "gate") and is_placed and not _has_visit(plan, condition):
            message = "no visit of the plan fits its place and urgency"
            yield Problem(condition.file, condition.id, "interface", "source-without-visit", message)
    owners: dict[str, str] = {}
    for later in plan.laters:
        for action in later.actions:
            if owners.setdefault(action, later.id) != later.id:
                message = f"{action} already has a time in {owners[action]}"
                yield Problem(later.file, later.id, "actions", "double-action", message)


def _has_visit(plan: PlanData, condition: Condition) -> bool:
    return visit_for(plan, condition.id, condition.interface, condition.urgency) is not None


def check_plan_texts(knowledge: Knowledge) -> Iterator[Problem]:
    """Each sentence that a runner reads, by itself."""
    plan = knowledge.plan
    texts = [(f.file, f.id, n, str(getattr(f, n))) for f in plan.floors for n in ("why", "do_not")]
    texts += [(f.file, f.id, "until", f"Stop until {f.until}.") for f in plan.floors]
    texts += [(e.file, e.id, "until", f"Wait until {e.until}.") for e in plan.laters]
    texts += [(s.file, s.id, "text", s.text) for s in plan.signs]
    texts += [(v.file, v.id, n, str(getattr(v, n))) for v in plan.visits for n in ("who", "say", "cheap")]
    texts += [(v.file, v.id, "when", f"Go {v.when}.") for v in plan.visits]
    texts += [(v.file, v.id, "tests", test.do) for v in plan.visits for test in v.tests]
    texts += [(t.file, t.id, "text", t.text) for t in plan.thorough]
    texts += [(t.file, t.id, "text", t.text) for t in plan.texts.values()]
    for file, entry, field, text in texts:
        if not text.strip():
            yield Problem(file, entry, field, "text", "missing")
        for sentence in sentences(text):
            found = grade(sentence, knowledge.reading_words)
            if found > HIGHEST_GRADE:
                message = f"reading grade {found:.1f}, at most {HIGHEST_GRADE:g}: {sentence}"
                yield Problem(file, entry, field, "reading-grade", message)
        if re.search(r"\bsafe(ly|r|st)?\b", text, re.IGNORECASE):
            yield Problem(file, entry, field, "never-safe", "nothing is promised to be without danger: other words")


def sentences(text: str) -> list[str]:
    """The sentences of a text; pieces of a few words are left out."""
    found = [part.strip() for part in re.split(r"(?<=[.!?])\s+", text.replace("{weeks}", "ten weeks"))]
    return [part for part in found if len(re.findall(r"[A-Za-z0-9]+", part)) >= FEWEST_WORDS]
