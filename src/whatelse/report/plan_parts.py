"""A plan in the runner's sentences, part by part, for views that are no running text."""

from __future__ import annotations

import msgspec

from whatelse.knowledge.schema import Knowledge
from whatelse.plan.types import Advice, Group, Plan, See
from whatelse.report.challenge_words import in_a_sentence
from whatelse.report.plan import HEEDS, MOST, counts, floor_sentences

HEADINGS: tuple[tuple[Group, str], ...] = (
    ("reasonable", "Good to try now"),
    ("hold_off", "Wait with this"),
    ("stop", "Stop this for now"),
)


class Item(msgspec.Struct, frozen=True):
    """One action: its name (with what follows it: a colon before how it is done), what and when, and how many it may
    help or harm."""

    label: str
    text: str
    counts: str


class PlanPart(msgspec.Struct, frozen=True):
    """One group of actions; ``more`` is folded. why: what a danger that is not ruled out stops, and why."""

    group: Group
    heading: str
    why: tuple[str, ...]
    items: tuple[Item, ...]
    more: tuple[Item, ...]


class Visit(msgspec.Struct, frozen=True):
    """Whom to see: for what, when, what to say, what to do without insurance, and what a good examination has."""

    who: str
    when: str
    about: str
    say: str
    cheap: str
    tests: tuple[str, ...]


class PlanView(msgspec.Struct, frozen=True):
    """The whole plan. heed: (heading, signs)."""

    kind: str
    instruction: tuple[str, ...]
    parts: tuple[PlanPart, ...]
    heed: tuple[tuple[str, tuple[str, ...]], ...]
    visits: tuple[Visit, ...]
    thorough: tuple[str, ...]
    look_up: tuple[tuple[str, str], ...]
    look_up_note: str
    notes: tuple[str, ...]


def plan_view(plan: Plan, knowledge: Knowledge) -> PlanView:
    """The plan as parts."""
    return PlanView(
        kind=plan.kind,
        instruction=plan.instruction,
        parts=tuple(
            part for group, heading in HEADINGS if (part := _part(plan, knowledge, group, heading)) is not None
        ),
        heed=tuple(
            (heading, tuple(sign.text for sign in plan.heed if sign.when == when)) for when, heading in HEEDS.items()
        ),
        visits=tuple(_visit(see, knowledge) for see in plan.see),
        thorough=plan.thorough,
        look_up=tuple((item.label, item.url) for item in plan.look_up),
        look_up_note=(
            f"The article behind this program named these lists in {plan.look_up[0].named}. They are not endorsed "
            "here, and they were not checked since."
            if plan.look_up
            else ""
        ),
        notes=plan.notes,
    )


def _part(plan: Plan, knowledge: Knowledge, group: Group, heading: str) -> PlanPart | None:
    found = plan.group(group)
    if not found:
        return None
    why: list[str] = []
    told: set[str] = set()
    for floor in plan.floors if group == "stop" else ():
        here = [a for a in found if floor.floor in a.floors and a.action not in told]
        told.update(a.action for a in here)
        if here or not floor.by_level:
            why.append(" ".join(floor_sentences(floor, here)))
    own = tuple(a for a in found if not a.floors)
    shown = tuple(a for a in own if not a.aside)[:MOST]
    rest = tuple(a for a in own if a not in shown)
    return PlanPart(
        group, heading, tuple(why), tuple(_item(a, knowledge) for a in shown), tuple(_item(a, knowledge) for a in rest)
    )


def _item(advice: Advice, knowledge: Knowledge) -> Item:
    out = []
    if advice.group == "reasonable":
        out.append(advice.how)
        if advice.start:
            out.append(f"Start once {advice.until}.")
        if advice.outcome.weeks >= 2:
            out.append(f"Judge it after {advice.outcome.weeks:.0f} weeks.")
    elif advice.until:
        out.append(f"Wait until {advice.until}.")
    if advice.note:
        out.append(_sentence(advice.note))
    stop = ":" if advice.group == "reasonable" else "."
    return Item(f"{advice.label}{stop}", " ".join(out), counts(advice.outcome))


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _visit(see: See, knowledge: Knowledge) -> Visit:
    names = [knowledge.conditions[name].plain or knowledge.conditions[name].label for name in see.conditions]
    return Visit(
        who=see.who,
        when=see.when,
        about="; ".join(in_a_sentence(name) for name in names),
        say=see.say,
        cheap=see.cheap,
        tests=tuple(test.do + (" You told what came of it." if test.done else "") for test in see.tests),
    )
