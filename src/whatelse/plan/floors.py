"""What a danger that is not ruled out stops, whatever else is likely. Monotone: more alarm never stops less."""

from __future__ import annotations

from whatelse.inference.differential import rounded
from whatelse.knowledge.plan_data import Floor
from whatelse.knowledge.schema import Knowledge
from whatelse.plan.sources import Suspects
from whatelse.plan.types import LEVELS, Alarm, HeldFloor
from whatelse.plan.weighing import any_harm

#: Rules of these levels hold a floor. A routine rule ("it is stuck, be checked anew") catches nearly everything.
STRONG = ("urgent", "emergency")


def held_floors(knowledge: Knowledge, suspects: Suspects, alarm: Alarm) -> tuple[HeldFloor, ...]:
    """The floors that hold, in the order of the data."""
    found = (_held(knowledge, floor, suspects, alarm) for floor in knowledge.plan.floors)
    return tuple(floor for floor in found if floor is not None)


def _held(knowledge: Knowledge, floor: Floor, suspects: Suspects, alarm: Alarm) -> HeldFloor | None:
    together = probability_of_any(knowledge, floor.conditions, suspects.told)
    threshold = floor.at.value if floor.at is not None else 1.0
    rules = tuple(
        sorted(r.rule for r in alarm.reasons if r.level in STRONG and set(r.catches).intersection(floor.conditions))
    )
    by_level = bool(floor.level) and LEVELS.index(alarm.level) >= LEVELS.index(floor.level or "emergency")
    if not (rules or by_level or (floor.at is not None and together >= threshold)):
        return None
    return HeldFloor(
        floor=floor.id,
        label=floor.label,
        why=floor.why,
        until=floor.until,
        do_not=floor.do_not,
        stops=floor.stops,
        conditions=floor.conditions,
        probability=rounded(together),
        threshold=rounded(threshold),
        rules=rules,
        by_level=by_level,
        source=floor.source,
    )


def probability_of_any(knowledge: Knowledge, conditions: tuple[str, ...], told: dict[str, float]) -> float:
    """P(any of the conditions), taken as independent; what hangs below another of them is in it already."""
    tops = [name for name in conditions if not _is_below(knowledge, name, conditions)]
    return any_harm([(told.get(name, 0.0), 1.0) for name in tops])


def _is_below(knowledge: Knowledge, name: str, conditions: tuple[str, ...]) -> bool:
    parent = knowledge.conditions[name].parent
    while parent:
        if parent in conditions:
            return True
        parent = knowledge.conditions[parent].parent
    return False
