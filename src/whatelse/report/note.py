"""A case as a note for a clinician: plain text, 80 columns, the same bytes for the same case."""

from __future__ import annotations

import textwrap
from typing import Any

from whatelse.case import Answer, Case
from whatelse.inference.differential import CareTold, Differential
from whatelse.inference.explanation import Explanation
from whatelse.inference.intervals import Intervals
from whatelse.knowledge.check.formula import atoms
from whatelse.knowledge.schema import Knowledge
from whatelse.plan.types import Alarm, Plan
from whatelse.report.terminal import percent

WIDTH = 80
#: Sources in the differential, and open findings.
MOST_CAUSES, MOST_OPEN = 6, 10
NOT_VALIDATED = (
    "Made by a program from what was answered. Never validated on patients; no diagnosis. Probabilities rest mostly "
    "on estimates; several sources can be true, so they can add up to more than 100 %."
)


def note_text(
    case: Case,
    knowledge: Knowledge,
    differential: Differential,
    explanation: Explanation,
    plan: Plan,
    alarm: Alarm,
    intervals: Intervals | None = None,
) -> str:
    """The note. case: as weighed, with the answers that treatments and scans stand for."""
    positive, negative, unsure, not_tested = sorted_answers(case, knowledge)
    by_treatment = {tells.finding for action in knowledge.actions.values() for tells in action.tells}
    wanted = [item for cause in explanation.causes for item in cause.not_known if item.finding not in by_treatment]
    open_now = list(dict.fromkeys(item.label for item in wanted))
    lines = ["NOTE FOR A CLINICIAN", *_wrapped(_header(case, plan)), ""]
    lines += _section("Told it is", list(case.told))
    lines += _section("Positive", positive)
    lines += _section("Negative", negative)
    lines += _section("Uncertain", unsure)
    lines += _section("Not tested, said so", not_tested)
    lines += _section("Open, would tell most", open_now[:MOST_OPEN])
    lines += _care("Treatments", differential.treatments)
    lines += _care("Scans", differential.imaging)
    lines += _red_flags(case, knowledge, alarm)
    lines += _causes(differential, intervals)
    lines += _plan(plan)
    lines += ["", *_wrapped(NOT_VALIDATED), *_versions(differential)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _header(case: Case, plan: Plan) -> str:
    person = case.person
    parts = [f"Case {case.id}" if case.id else "Case without a name"]
    parts.append(f"{person.age:g} years" if person.age is not None else "age not told")
    parts.append(person.sex or person.sex_said or "sex not told")
    parts.append(person.sport or "sport not told")
    parts.append(f"{case.side} side" if case.side in ("left", "right") else f"side: {case.side}")
    answer = case.findings.get("weeks_since_onset")
    weeks = answer.value if answer is not None else None
    is_number = isinstance(weeks, (int, float)) and not isinstance(weeks, bool)
    parts.append(f"{weeks:g} weeks since onset" if is_number else "weeks since onset not told")
    return "; ".join(parts) + f". Urgency: {plan.level.replace('_', '-')}."


def sorted_answers(case: Case, knowledge: Knowledge) -> tuple[list[str], list[str], list[str], list[str]]:
    """Every answer once: positive (in the state that causes produce), negative, uncertain, not tested."""
    positive: list[str] = []
    negative: list[str] = []
    unsure: list[str] = []
    not_tested: list[str] = []
    for key, answer in case.findings.items():
        label = _label(knowledge, key)
        if answer.not_tested:
            not_tested.append(label)
        elif key == "weeks_since_onset" or not answer.is_told:
            continue
        elif answer.likelihood is not None:
            likeliest = max(sorted(answer.likelihood), key=lambda state: (answer.likelihood or {})[state])
            unsure.append(f"{label}: probably {likeliest}")
        elif isinstance(answer.value, bool):
            active = knowledge.findings[key].active if key in knowledge.findings else "yes"
            # "Better with care: no" and "scan normal: yes" can be read one way only when the answer is written out.
            told = label if active == "yes" else f"{label}: {'yes' if answer.value else 'no'}"
            (positive if answer.value == (active == "yes") else negative).append(told)
        else:
            positive.append(f"{label}: {_shown(answer)}")
    return sorted(positive), sorted(negative), sorted(unsure), sorted(not_tested)


def _shown(answer: Answer) -> str:
    if answer.left is not None:
        return f"left {answer.left:g}, right {answer.right:g}{' ' + answer.unit if answer.unit else ''}"
    value: Any = answer.value if answer.value is not None else answer.measured
    text = f"{value:g}" if isinstance(value, (int, float)) else str(value).replace("_", " ")
    return f"{text} of {answer.of}" if answer.of is not None else text


def _label(knowledge: Knowledge, key: str) -> str:
    if key in knowledge.findings:
        return knowledge.findings[key].label
    return knowledge.families[key].label if key in knowledge.families else key.replace("_", " ")


def _care(heading: str, entries: tuple[CareTold, ...]) -> list[str]:
    return _section(heading, [f"{entry.said}: {entry.note}" for entry in entries])


def _red_flags(case: Case, knowledge: Knowledge, alarm: Alarm) -> list[str]:
    asked = {atom.finding for rule in knowledge.rules.values() for atom in atoms(rule.when)}
    answered = [key for key, answer in case.findings.items() if key in asked and answer.is_told]
    still = [_label(knowledge, key) for key in alarm.not_asked[:MOST_OPEN]]
    fired = [f"{reason.label} ({reason.rule})" for reason in alarm.reasons]
    said = f"{len(answered)} of {len(asked)} signs of the rules answered"
    lines = _section("Red flags", [said, f"fired: {', '.join(fired)}" if fired else "no rule fired"])
    return lines + _section("Red flags not asked", still)


def _causes(differential: Differential, intervals: Intervals | None) -> list[str]:
    lines = ["Possible sources:"]
    for name, p in [item for item in differential.ranking if item[0] != "something_else"][:MOST_CAUSES]:
        entry = differential.entry(name)
        grave = f", {entry.urgency} if true" if entry.urgency in ("urgent", "emergency") else ""
        lines += _wrapped(f"  {percent(p)} {_range(name, intervals)}{entry.label}{grave}", 4)
    rest = _range("something_else", intervals)
    return [*lines, *_wrapped(f"  {percent(differential.something_else)} {rest}nothing in this list", 4)]


def _range(name: str, intervals: Intervals | None) -> str:
    if intervals is None:
        return ""
    found = next((item for item in intervals.ranking if item.condition == name), None)
    return f"({percent(found.low)} to {percent(found.high)}) " if found else ""


def _plan(plan: Plan) -> list[str]:
    if plan.kind != "plan":
        return _section("Plan", [text.rstrip(".") for text in plan.instruction])
    lines = ["Plan until it is known:"]
    for heading, group in (("reasonable", "reasonable"), ("hold off", "hold_off"), ("stop", "stop")):
        labels = [advice.label for advice in plan.advice if advice.group == group and not advice.aside]
        if labels:
            lines += _wrapped(f"  {heading}: {'; '.join(labels)}.", 4)
    for floor in plan.floors:
        why = f"rule {', '.join(floor.rules)}" if floor.rules else "urgency" if floor.by_level else "probability"
        lines += _wrapped(f"  {floor.label}: not ruled out ({why}), until {floor.until}.", 4)
    for see in plan.see:
        lines += _wrapped(f"  to see: {see.who.rstrip('.')}, {see.when}.", 4)
    return lines


def _versions(differential: Differential) -> list[str]:
    changed = "; ".join(f"{name} ({digest})" for name, digest in differential.knowledge.overlays)
    text = (
        f"whatelse {differential.engine}; knowledge {differential.knowledge.digest[:12]}; "
        f"setting {differential.setting.id}; findings used: {differential.stage}"
    )
    return _wrapped(f"{text}; numbers changed by {changed}." if changed else f"{text}.")


def _section(heading: str, items: list[str]) -> list[str]:
    return _wrapped(f"{heading}: {'; '.join(items)}.", 2) if items else []


def _wrapped(text: str, indent: int = 0) -> list[str]:
    return textwrap.wrap(text, WIDTH, subsequent_indent=" " * indent, break_on_hyphens=False)
