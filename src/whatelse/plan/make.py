"""A weighed case and its urgency in, a plan out."""

from __future__ import annotations

from typing import Literal

from whatelse.case.outside import is_complaint_told, is_elsewhere, is_too_young
from whatelse.inference.differential import KnowledgeVersion, SettingUsed, rounded
from whatelse.inference.weigh import Weighed
from whatelse.knowledge.schema import Knowledge
from whatelse.plan.floors import held_floors
from whatelse.plan.grouping import advise
from whatelse.plan.sources import Suspects, suspects_of
from whatelse.plan.types import Alarm, Heed, HeldFloor, Likely, LookUp, Plan
from whatelse.plan.visits import whom_to_see
from whatelse.version import __version__

#: Sources named at the head of a plan.
MOST_LIKELY = 5


def plan_for(weighed: Weighed, alarm: Alarm) -> Plan:
    """The plan of a case. alarm: how urgent it is, as the triage of the same case says.

    At "emergency" there is only the instruction. There is no plan for people too young for this knowledge, for pain
    elsewhere, and where nothing was told.
    """
    knowledge, case = weighed.model.knowledge, weighed.case
    suspects = suspects_of(weighed)
    floors = held_floors(knowledge, suspects, alarm)
    is_child = is_too_young(case, knowledge)
    if alarm.level == "emergency":
        more = (knowledge.plan.text("under_16"),) if is_child else ()
        return _without(weighed, alarm, "emergency", (*_not_to_do(knowledge, floors, alarm), *more))
    if is_child:
        return _without(weighed, alarm, "under_16", (knowledge.plan.text("under_16"),))
    if weighed.account.is_empty or not is_complaint_told(case, knowledge):
        return _without(weighed, alarm, "nothing_told", (knowledge.plan.text("nothing_told"),))
    if is_elsewhere(case, knowledge):
        return _without(weighed, alarm, "elsewhere", (knowledge.plan.text("elsewhere"),))
    return _whole(weighed, alarm, suspects, floors)


def _whole(weighed: Weighed, alarm: Alarm, suspects: Suspects, floors: tuple[HeldFloor, ...]) -> Plan:
    knowledge = weighed.model.knowledge
    data = knowledge.plan
    likely = [s for s in suspects.sources if s.probability >= data.limit("likely")] or list(suspects.sources[:1])
    named = tuple(
        Likely(s.condition, s.label, s.plain, rounded(s.probability), knowledge.conditions[s.condition].see)
        for s in likely[:MOST_LIKELY]
    )
    return Plan(
        case=weighed.case.id,
        side=weighed.case.side,
        kind="plan",
        level=alarm.level,
        urgent=tuple(alarm.lines),
        instruction=(),
        setting=_setting(weighed),
        engine=__version__,
        knowledge=_version(knowledge),
        likely=named,
        floors=floors,
        advice=advise(knowledge, suspects, floors),
        heed=tuple(Heed(sign.when, sign.text, sign.source) for sign in data.signs),
        see=whom_to_see(weighed.case, knowledge, suspects, floors),
        thorough=tuple(item.text for item in data.thorough),
        look_up=tuple(LookUp(item.label, item.url, item.named) for item in data.directories),
        notes=tuple(data.text(name) for name in ("several", "approximate", "limits")),
    )


def _without(
    weighed: Weighed,
    alarm: Alarm,
    kind: Literal["emergency", "under_16", "nothing_told", "elsewhere"],
    instruction: tuple[str, ...],
) -> Plan:
    return Plan(
        case=weighed.case.id,
        side=weighed.case.side,
        kind=kind,
        level=alarm.level,
        urgent=tuple(alarm.lines),
        instruction=instruction,
        setting=_setting(weighed),
        engine=__version__,
        knowledge=_version(weighed.model.knowledge),
        notes=(weighed.model.knowledge.plan.text("limits"),),
    )


def _not_to_do(knowledge: Knowledge, floors: tuple[HeldFloor, ...], alarm: Alarm) -> tuple[str, ...]:
    """What not to do until help is there: for all, then for the likeliest danger behind each rule, or behind none."""
    rules = [reason.rule for reason in alarm.reasons if reason.level == "emergency"]
    meant = [[floor for floor in floors if rule in floor.rules] for rule in rules]
    meant = meant or [[floor for floor in floors if not floor.by_level]]
    told = [max(some, key=lambda floor: floor.probability).do_not for some in meant if some]
    return tuple(dict.fromkeys((knowledge.plan.text("emergency"), *told)))


def _setting(weighed: Weighed) -> SettingUsed:
    setting = weighed.model.setting
    return SettingUsed(setting.id, setting.label, setting.reference_week.value)


def _version(knowledge: Knowledge) -> KnowledgeVersion:
    return KnowledgeVersion(knowledge.version, knowledge.digest, knowledge.overlays)
