"""Each action in one group: reasonable now, little to gain, hold off until, stop.

What stops or holds off depends on harm and floors alone, never on help: so more alarm can only make a plan stricter.
"""

from __future__ import annotations

import re

from whatelse.inference.differential import rounded
from whatelse.knowledge.care import Action
from whatelse.knowledge.plan_data import Later
from whatelse.knowledge.reading import grade
from whatelse.knowledge.schema import Knowledge
from whatelse.plan.sources import Source, Suspects
from whatelse.plan.types import Advice, Group, HeldFloor, Outcome
from whatelse.plan.weighing import Meeting, unpromising, weigh_action

#: Shares that differ by less are the same share.
SAME = 1e-9
#: Least part of the harm that is worth a reason.
WORTH_NAMING = 0.02
HIGHEST_GRADE = 8.0
ORDER: tuple[Group, ...] = ("reasonable", "hold_off", "stop", "little")


def advise(knowledge: Knowledge, suspects: Suspects, floors: tuple[HeldFloor, ...]) -> tuple[Advice, ...]:
    """Every action of the knowledge once, in the order of reading."""
    topics = [action for topic in knowledge.plan.topics for action in topic.actions]
    place = {action: i for i, action in enumerate(topics)}

    def order(advice: Advice) -> tuple[int, bool, int, float, str]:
        weight = advice.outcome.may_harm.value if advice.group in ("hold_off", "stop") else advice.outcome.helps.value
        asked_first = place.get(advice.action, len(place))
        by_harm = advice.group == "stop" and not advice.floors
        return ORDER.index(advice.group), by_harm, asked_first, -weight, advice.action

    return tuple(sorted((_advice(knowledge, suspects, a, floors) for a in knowledge.actions.values()), key=order))


def _advice(knowledge: Knowledge, suspects: Suspects, action: Action, floors: tuple[HeldFloor, ...]) -> Advice:
    outcome, met = weigh_action(knowledge, suspects, action)
    stopping = tuple(floor.floor for floor in floors if action.id in floor.stops)
    group: Group = "stop" if stopping else group_of(knowledge, action, outcome, met)
    later = knowledge.plan.later(action.id)
    worst = max(met, key=lambda m: (rounded(_part(m, "may_harm")), m.source.condition))
    named = worst if _part(worst, "may_harm") >= WORTH_NAMING else None
    speaker = named if group in ("hold_off", "stop") else _helpful(met)
    note = speaker.strongest.note if speaker is not None and speaker.strongest is not None else ""
    note = plain_note(note, knowledge.reading_words)
    return Advice(
        action=action.id,
        label=action.label,
        doing=action.doing,
        kind=action.kind,
        how=action.how,
        group=group,
        outcome=outcome,
        floors=stopping,
        until=_until(later, named, floors),
        start=later is not None and later.start,
        aside=later is not None and later.always and not _helps_enough(knowledge, outcome),
        because=named.source.condition if named else "",
        settle=_settles(knowledge, named.source) if named else "",
        note=note,
        note_of=speaker.source.condition if speaker is not None and note else "",
    )


def _until(later: Later | None, worst: Meeting | None, floors: tuple[HeldFloor, ...]) -> str:
    """When to try again; where the harm comes from a danger that is not ruled out, not before that is settled."""
    if later is None or later.always or worst is None:
        return later.until if later is not None else ""
    members = {worst.source.condition, *(name for form in worst.source.forms for name in form.members)}
    held = next((floor for floor in floors if members.intersection(floor.conditions)), None)
    return held.until if held is not None else later.until


def group_of(knowledge: Knowledge, action: Action, outcome: Outcome, met: list[Meeting]) -> Group:
    """The group of an action that no floor stops."""
    plan, harm = knowledge.plan, outcome.may_harm.value
    likely = [m for m in met if m.source.probability >= plan.limit("likely")]
    if harm >= plan.limit("stop") - SAME:
        return "stop"
    if harm > plan.limit("harm_all") + SAME:
        return "hold_off"
    if any(m.shares["may_harm"][0] > plan.limit("harm_each") + SAME for m in likely):
        return "hold_off"
    later = plan.later(action.id)
    is_wanted = any(topic.wanted and action.id in topic.actions for topic in plan.topics)
    if later is not None and later.always:
        return "hold_off"
    return "reasonable" if is_wanted or _helps_enough(knowledge, outcome) else "little"


def _helps_enough(knowledge: Knowledge, outcome: Outcome) -> bool:
    """It helps as many as are worth the trouble, and more than it may harm."""
    return outcome.helps.value >= max(knowledge.plan.limit("help"), outcome.may_harm.value) - SAME


def _settles(knowledge: Knowledge, source: Source) -> str:
    """What would confirm a source that is still open."""
    if source.probability >= knowledge.plan.limit("settled"):
        return ""
    name = source.condition
    while name and not knowledge.conditions[name].confirms:
        name = knowledge.conditions[name].parent
    return knowledge.conditions[name].confirms if name else ""


def _part(met: Meeting, effect: str) -> float:
    """How much of an effect comes from one source."""
    return met.source.probability * met.shares[effect][0]


def _helpful(met: list[Meeting]) -> Meeting | None:
    """The source that most of the help comes from."""
    best = max(met, key=lambda m: (rounded(_part(m, "helps")), m.source.condition))
    return best if _part(best, "helps") >= WORTH_NAMING else None


def plain_note(note: str, exempt: tuple[str, ...]) -> str:
    """The parts of a note that a runner can read: no study ids, no remarks on how it was read."""
    parts = [re.sub(r"\s*\([^)]*\)", "", part).strip() for part in unpromising(note).split(";")]
    kept = [
        part
        for part in parts
        if part and "recalled" not in part and not re.search(r"[A-Z]{3,}\d{4}", part) and _is_easy(part, exempt)
    ]
    return "; ".join(kept)


def _is_easy(text: str, exempt: tuple[str, ...]) -> bool:
    return grade(f"If so: {text}.", exempt) <= HIGHEST_GRADE and grade(text, exempt) <= HIGHEST_GRADE
