"""Alarms and suspects made by hand, and the plans of the examples."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from inference.shipped import KNOWLEDGE, example
from whatelse.inference.weigh import Weighed, weigh
from whatelse.knowledge.schema import Urgency
from whatelse.plan import Plan, plan_for
from whatelse.plan.floors import held_floors
from whatelse.plan.grouping import advise
from whatelse.plan.sources import Form, Source, Suspects
from whatelse.plan.types import STRICTNESS

SHOWN = ("mild_strain_week_1", "sit_bone_30_weeks", "sacral_stress_fracture", "two_nerve_sites")


@dataclass(frozen=True)
class Rule:
    rule: str
    label: str
    level: Urgency
    catches: tuple[str, ...]


@dataclass(frozen=True)
class Alarm:
    level: Urgency = "routine"
    lines: tuple[str, ...] = ("Routine",)
    reasons: tuple[Rule, ...] = ()
    not_asked: tuple[str, ...] = ()


def fired(*conditions: str, level: Urgency = "urgent") -> Rule:
    return Rule("X1", "A rule", level, conditions)


@cache
def weighed(name: str) -> Weighed:
    return weigh(example(name), KNOWLEDGE)


@cache
def plan_of(name: str, alarm: Alarm | None = None) -> Plan:
    return plan_for(weighed(name), alarm or Alarm())


def suspects(probabilities: Mapping[str, float]) -> Suspects:
    """Sources of one form each; a group holds what is below it."""
    told: dict[str, float] = {}
    for name, p in probabilities.items():
        while name:
            told[name] = 1 - (1 - told.get(name, 0.0)) * (1 - p)
            name = KNOWLEDGE.conditions[name].parent
    sources = []
    for name, p in sorted(probabilities.items(), key=lambda item: (-item[1], item[0])):
        c = KNOWLEDGE.conditions[name]
        sources.append(Source(name, c.label, c.plain, c.interface, c.urgency, p, (Form((name,), p),)))
    return Suspects(tuple(sources), 0.05, told)


def strictness(some: Suspects, alarm: Alarm) -> dict[str, int]:
    """How strict the plan is with each action."""
    found = advise(KNOWLEDGE, some, held_floors(KNOWLEDGE, some, alarm))
    return {advice.action: STRICTNESS[advice.group] for advice in found}
