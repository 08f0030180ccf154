"""What a stride does to a case: which answers enter, and by how much, through which driver, the sources change."""

from __future__ import annotations

import msgspec

from whatelse.case import Case
from whatelse.inference.weigh import Weighed, weigh
from whatelse.knowledge.schema import Knowledge
from whatelse.plan import plan_for
from whatelse.plan.alarm import alarm_of
from whatelse.plan.types import Alarm
from whatelse.stride.change import Bounds
from whatelse.stride.findings import StrideFinding, add_to_case, rules
from whatelse.stride.types import DECIMALS, Metric, StrideAnalysis

#: Sources and drivers that move by less than this are not listed.
SMALLEST = 0.0005
MOST = 6


class Moved(msgspec.Struct, frozen=True):
    """A probability without and with the stride. low, high: with every number at the ends of its 95 % interval.

    driver: for a source, the cause behind it through which most of the change came; "" where none did.
    """

    condition: str
    label: str
    plain: str
    before: float
    after: float
    low: float
    high: float
    driver: str = ""


class StrideEffect(msgspec.Struct, frozen=True):
    """account: what each finding says, entered or not; drivers, sources: what moved, most first. level: of urgency."""

    case: str
    account: tuple[StrideFinding, ...]
    drivers: tuple[Moved, ...]
    sources: tuple[Moved, ...]
    level_before: str
    level_after: str

    @property
    def entered(self) -> tuple[StrideFinding, ...]:
        return tuple(found for found in self.account if found.answer is not None)


def stride_in_case(
    case: Case, analysis: StrideAnalysis, knowledge: Knowledge, setting: str | None = None
) -> tuple[Case, StrideEffect]:
    """The case with what the stride says, and what that changes. Raises InputError as ``weigh`` does."""
    new, account = add_to_case(case, analysis, knowledge.findings)
    before, after = (weigh(one, knowledge, setting) for one in (case, new))
    ends = [
        weigh(add_to_case(case, _at_end(analysis, speaks_for=end), knowledge.findings)[0], knowledge, setting)
        for end in (True, False)
    ]
    silent = [name for name in before.told if _is_driver(name, account, knowledge)]
    tables = [{name: one.told[name] for name in silent} for one in (before, after, *ends)]
    drivers = _moved(knowledge, *tables)
    sources = _moved(knowledge, *map(_ranked, (before, after, *ends)))
    named = tuple(_through(source, drivers, knowledge) for source in sources)
    levels = [alarm_of(one).level for one in (before, after)]
    return new, StrideEffect(case.id or case.file or "case", account, drivers, named, levels[0], levels[1])


def bounds_of(case: Case, knowledge: Knowledge, setting: str | None = None, alarm: Alarm | None = None) -> Bounds:
    """What the plan of a case stops or puts off, and which sources are likely enough to matter.

    alarm: how urgent it is, where an interview raised it on the way.
    """
    weighed = weigh(case, knowledge, setting)
    plan = plan_for(weighed, alarm or alarm_of(weighed))
    likely = {
        name: knowledge.conditions[name].plain or knowledge.conditions[name].label
        for name, share in weighed.told.items()
        if share >= knowledge.plan.limit("likely") and name in knowledge.conditions
    }
    if plan.kind != "plan":
        return Bounds(
            {"run_easy": " ".join((*plan.instruction[:1], *plan.urgent[:1])) or "see the plan first."}, likely
        )
    floors = {floor.floor: floor for floor in plan.floors}
    stopped = {}
    for advice in plan.advice:
        if advice.group in ("stop", "hold_off"):
            held = [floors[name].why for name in advice.floors if name in floors]
            stopped[advice.action] = held[0] if held else f"{advice.label}: wait until {advice.until}."
    return Bounds(stopped, likely)


def _moved(
    knowledge: Knowledge, before: dict[str, float], after: dict[str, float], *ends: dict[str, float]
) -> tuple[Moved, ...]:
    """What differs between two tables of probabilities; ends: the same table at the ends of the intervals."""
    found = []
    for name, old in before.items():
        condition, new = knowledge.conditions.get(name), after.get(name)
        if new is None or condition is None or abs(new - old) < SMALLEST:
            continue
        reached = [end.get(name, new) for end in ends] + [new]
        was, now, low, high = (round(value, DECIMALS) for value in (old, new, min(reached), max(reached)))
        found.append(Moved(name, condition.label, condition.plain or condition.label, was, now, low, high))
    return tuple(sorted(found, key=lambda one: (-abs(one.after - one.before), one.condition))[:MOST])


def _ranked(weighed: Weighed) -> dict[str, float]:
    """The ranking as it is printed: name -> probability."""
    return {name: share for _, name, share in weighed.ranked()}


def _is_driver(name: str, account: tuple[StrideFinding, ...], knowledge: Knowledge) -> bool:
    """A silent cause that shows in one of the findings that entered."""
    entered = {found.finding for found in account if found.answer is not None}
    condition = knowledge.conditions.get(name)
    return condition is not None and condition.kind == "silent" and bool(entered.intersection(condition.findings))


def _through(source: Moved, drivers: tuple[Moved, ...], knowledge: Knowledge) -> Moved:
    own = knowledge.conditions[source.condition].drivers
    there = [driver for driver in drivers if driver.condition in own]
    if not there:
        return source
    most = max(there, key=lambda driver: abs(driver.after - driver.before) * own[driver.condition].value)
    return msgspec.structs.replace(source, driver=most.label)


def _at_end(analysis: StrideAnalysis, *, speaks_for: bool) -> StrideAnalysis:
    """Every metric that speaks for a finding at the end of its interval that says most, or least, for it."""
    direction = {metric: rule.direction for rule in rules().values() for metric in rule.metrics}
    apart = {metric for rule in rules().values() if rule.direction == "apart" for metric in rule.metrics}

    def moved(metric: Metric) -> Metric:
        if metric.value is None or metric.low is None or metric.high is None or metric.id not in direction:
            return metric
        if metric.side == "right_minus_left":
            if metric.id not in apart:
                return metric
            ends = sorted((metric.low, metric.high), key=abs)
            nearest = 0.0 if metric.low <= 0.0 <= metric.high else ends[0]
            return msgspec.structs.replace(metric, value=ends[1] if speaks_for else nearest)
        wants_high = (_own_direction(metric.id) == "high") == speaks_for
        return msgspec.structs.replace(metric, value=metric.high if wants_high else metric.low)

    return msgspec.structs.replace(analysis, metrics=tuple(moved(metric) for metric in analysis.metrics))


def _own_direction(metric: str) -> str:
    """The end of the norm that speaks for a finding, of a metric that is placed against its norm."""
    return next((r.direction for r in rules().values() if metric in r.metrics and r.direction != "apart"), "low")
