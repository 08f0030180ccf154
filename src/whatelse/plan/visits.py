"""Whom to see, what to say, what a good examination includes."""

from __future__ import annotations

from whatelse.case import Case
from whatelse.knowledge.plan_data import Visit, visit_for
from whatelse.knowledge.schema import Knowledge
from whatelse.plan.sources import Suspects
from whatelse.plan.types import LEVELS, HeldFloor, See, SeeTest

#: Visits that are named; more than two different people are no plan.
MOST = 2
WEEKS = "weeks_since_onset"


def whom_to_see(case: Case, knowledge: Knowledge, suspects: Suspects, floors: tuple[HeldFloor, ...]) -> tuple[See, ...]:
    """The visits for the likely sources and for the likeliest danger behind each floor, most urgent first."""
    likely = [s.condition for s in suspects.sources if s.probability >= knowledge.plan.limit("likely")]
    if not likely and suspects.sources:
        likely = [suspects.sources[0].condition]
    dangers = (_danger(floor, suspects) for floor in floors if not set(likely).intersection(floor.conditions))
    wanted = dict.fromkeys([*likely, *(name for some in dangers for name in some)])
    ordered = sorted(wanted, key=lambda name: -LEVELS.index(knowledge.conditions[name].urgency))
    found: dict[str, tuple[Visit, list[str]]] = {}
    for name in ordered:
        condition = knowledge.conditions[name]
        visit = visit_for(knowledge.plan, name, condition.interface, condition.urgency)
        if visit is not None:
            found.setdefault(visit.id, (visit, []))[1].append(name)
    weeks = spoken_weeks(case)
    return tuple(_see(case, visit, names, weeks) for visit, names in list(found.values())[:MOST])


def _danger(floor: HeldFloor, suspects: Suspects) -> list[str]:
    """The likeliest condition of a floor; one that only the level holds up has none of its own."""
    found = max(floor.conditions, key=lambda name: (suspects.told.get(name, 0.0), name), default="")
    return [found] if found else []


def _see(case: Case, visit: Visit, names: list[str], weeks: str) -> See:
    tests = tuple(SeeTest(t.do, t.findings, all(_is_known(case, f) for f in t.findings)) for t in visit.tests)
    return See(
        visit=visit.id,
        who=visit.who,
        when=visit.when,
        say=visit.say.replace("{weeks}", weeks),
        cheap=visit.cheap,
        tests=tests,
        conditions=tuple(names),
    )


def _is_known(case: Case, finding: str) -> bool:
    answer = case.findings.get(finding)
    if answer is None or answer.not_tested or answer.set_aside:
        return False
    return any(x is not None for x in (answer.value, answer.measured, answer.likelihood, answer.left))


def spoken_weeks(case: Case) -> str:
    """How long it has hurt, as one says it on the phone."""
    answer = case.findings.get(WEEKS)
    weeks = answer.value if answer is not None else None
    if isinstance(weeks, bool) or not isinstance(weeks, (int, float)):
        return "some time"
    if weeks < 1.5:
        days = max(1, round(7 * weeks))
        return "a day" if days == 1 else f"{days} days" if days < 7 else "a week"
    if weeks < 12:
        return f"{round(weeks)} weeks"
    months = round(weeks / 4.35)
    return f"{months} months" if months < 24 else f"{months // 12} years"
