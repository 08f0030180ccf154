"""The result of an interview for a runner: how soon, whether it fits what was told, the next step; then the sources."""

from __future__ import annotations

import msgspec

from whatelse.challenge.answer import Challenge, Challenged
from whatelse.interview.steps import Finished
from whatelse.interview.types import CouldAdd
from whatelse.knowledge.schema import Knowledge
from whatelse.plan.types import Group, Plan, See
from whatelse.report.challenge import FIT
from whatelse.report.challenge_words import in_a_sentence, of_100, short
from whatelse.report.interview import STRONG, wrapped
from whatelse.report.interview_words import WORDS
from whatelse.report.terminal import GRAVE
from whatelse.triage import Assessment

#: From here on a source fits best, and from here on it is possible. Sources in all three groups together.
BEST, POSSIBLE, MOST = 0.25, 0.05, 5
#: From here on a grave source that is not likely must still be ruled out; so many of them at most.
EXCLUDED, MOST_EXCLUDED = 0.005, 2
#: Actions named of each kind, and open findings named.
ACTIONS, OPEN = 3, 5


class Outcome(msgspec.Struct, frozen=True):
    """All that a result is made of. challenged: of what was told, if that names anything. unknown: what does not."""

    assessment: Assessment
    plan: Plan
    challenged: Challenged | None
    unknown: tuple[str, ...]
    finished: Finished


class Groups(msgspec.Struct, frozen=True):
    """Sources with their probabilities, likeliest first, each in one group; ``folded``: how many more, the most of
    them.
    """

    best: tuple[tuple[str, float], ...]
    possible: tuple[tuple[str, float], ...]
    excluded: tuple[tuple[str, float], ...]
    folded: int
    next_most: float


def grouped(assessment: Assessment) -> Groups:
    """At most five sources. A grave one that is not likely keeps its place beside likelier harmless ones."""
    rows = [(name, p) for name, p in assessment.ranking if name != "something_else"]
    best = [row for row in rows if row[1] >= BEST][:MOST]
    grave = [row for row in rows if row not in best and row[1] >= EXCLUDED and _is_grave(assessment, row[0])]
    excluded = [row for row in grave if row[1] < POSSIBLE][:MOST_EXCLUDED]
    room = max(0, MOST - len(best) - len(excluded))
    possible = [row for row in rows if row not in best and row[1] >= POSSIBLE][:room]
    shown = [*best, *possible, *excluded]
    rest = [row for row in rows if row not in shown]
    return Groups(tuple(best), tuple(possible), tuple(excluded), len(rest), rest[0][1] if rest else 0.0)


def _is_grave(assessment: Assessment, name: str) -> bool:
    return assessment.entry(name).urgency in GRAVE


def result_lines(outcome: Outcome, knowledge: Knowledge, width: int) -> list[str]:
    """The whole result. The same outcome gives the same lines."""
    blocks = [[*_heading(WORDS["result"], width), *_three(outcome, knowledge, width)]]
    if outcome.plan.kind == "plan":
        blocks += [wrapped(limit, width) for limit in outcome.assessment.limits]
    blocks.append(_urgency(outcome, width))
    if outcome.plan.kind != "plan":
        blocks.append([line for text in outcome.plan.instruction for line in wrapped(text, width, 2, mark="- ")])
    else:
        blocks += [*_sources(outcome, width), _clocks(outcome, width), *_until(outcome.plan, width)]
    blocks += [*_ended(outcome, width), footer_lines(width)]
    return [line for block in blocks if block for line in ("", *block)]


def footer_lines(width: int) -> list[str]:
    """What stands below everything: when to go, and that nothing of it was validated."""
    return wrapped(WORDS["footer"], width)


def _heading(text: str, width: int) -> list[str]:
    return [STRONG + line for line in wrapped(text.upper(), width)]


def _three(outcome: Outcome, knowledge: Knowledge, width: int) -> list[str]:
    """How urgent, whether it fits, the next step: a line each."""
    lines = []
    for name, text in (("urgency", _soon(outcome, knowledge)), ("fit", _fits(outcome)), ("step", _step(outcome))):
        lines += wrapped(f"{WORDS[name]}: {text}", width, indent=2, mark="- ")
    return lines


def _soon(outcome: Outcome, knowledge: Knowledge) -> str:
    triage = outcome.assessment.triage
    level = knowledge.safety.levels[triage.level]
    first = [reason.how_soon for reason in triage.reasons if reason.level == triage.level]
    text = WORDS["soon"].format(level=level.label, how_soon=first[0] if first else level.how_soon)
    if triage.complete:
        return text
    # Silence is no all-clear: a calm word that may be wrong would be obeyed.
    return WORDS["soon_at_least"].format(text=text) if triage.level in GRAVE else WORDS["soon_not_known"]


def _fits(outcome: Outcome) -> str:
    found = outcome.challenged
    said = [FIT[one.fit].format(said=f'"{one.said}"') for one in found.challenges] if found is not None else []
    said += [WORDS["fit_unknown"].format(said=text) for text in outcome.unknown]
    return " ".join(dict.fromkeys(said)) or WORDS["fit_nothing"]


def _step(outcome: Outcome) -> str:
    triage, plan = outcome.assessment.triage, outcome.plan
    first = [reason for reason in triage.reasons if reason.level == triage.by_rules and reason.level in GRAVE]
    if first and triage.level == triage.by_rules:
        return first[0].do
    if not triage.complete:
        return WORDS["step_not_known"]
    if plan.see and triage.level != "self_care":
        return f"{plan.see[0].who} Go {plan.see[0].when}."
    done = [advice for advice in plan.group("reasonable") if not advice.aside]
    if done:
        return f"{done[0].label}: {done[0].how}"
    return triage.lines[1] if len(triage.lines) > 1 else plan.instruction[0] if plan.instruction else ""


def _urgency(outcome: Outcome, width: int) -> list[str]:
    lines = _heading(WORDS["urgency"], width)
    for line in outcome.assessment.triage.lines:
        lines += wrapped(line.strip(), width, indent=4 if line.startswith("  ") else 2)
    return lines


def _sources(outcome: Outcome, width: int) -> list[list[str]]:
    assessment, groups = outcome.assessment, grouped(outcome.assessment)
    blocks: list[list[str]] = []
    if not groups.best:
        blocks.append([*wrapped(WORDS["nothing_stands_out"], width), *_split(outcome.finished.could_add, width)])
    for name in ("best", "possible", "excluded"):
        rows = getattr(groups, name)
        lines = _heading(WORDS[name], width) if rows else []
        for condition, p in rows:
            entry = assessment.entry(condition)
            text = WORDS["of"].format(plain=entry.plain or entry.label, count=of_100(p))
            grave = {"urgent": WORDS["urgent"], "emergency": WORDS["emergency"]}.get(entry.urgency, "")
            lines += wrapped(f"{text}. {grave}".rstrip(), width, indent=2, mark="- ")
        blocks.append(lines)
    last = wrapped(WORDS["unlisted"].format(count=of_100(assessment.something_else)), width)
    if groups.folded:
        most = of_100(groups.next_most).removeprefix("about ")
        last += wrapped(WORDS["folded"].format(count=groups.folded, most=most), width)
    return [*blocks, [*last, *wrapped(WORDS["several"], width)]]


def _split(could_add: tuple[CouldAdd, ...], width: int) -> list[str]:
    labels = [in_a_sentence(one.label) for one in could_add[:2]]
    if not labels:
        return []
    text = WORDS["split"] if len(labels) > 1 else WORDS["split_one"]
    return wrapped(text.format(first=labels[0], second=labels[-1]), width)


def _clocks(outcome: Outcome, width: int) -> list[str]:
    lines: list[str] = []
    for one in outcome.challenged.challenges if outcome.challenged is not None else ():
        lines += _clock(one, width)
    return lines


def _clock(one: Challenge, width: int) -> list[str]:
    """Of the strain that was told: how many still hurt at this week."""
    rows = [row for row in one.clocks if row.condition == one.told.condition]
    lines: list[str] = []
    for row in rows[:1]:
        still = f"{100 * row.share:.0f}" if row.share >= 0.0095 else "fewer than 1"
        text = WORDS["clock"].format(plain=in_a_sentence(short(row.plain)), still=still, week=f"{row.week:g}")
        lines += wrapped(text.replace("about fewer", "fewer"), width)
    return lines


def _until(plan: Plan, width: int) -> list[list[str]]:
    lines = _heading(WORDS["until"], width)
    groups: tuple[tuple[str, Group], ...] = (("do", "reasonable"), ("wait", "hold_off"), ("leave", "stop"))
    for name, group in groups:
        labels = [in_a_sentence(advice.label) for advice in plan.group(group) if not advice.aside][:ACTIONS]
        if labels:
            lines += wrapped(WORDS[name].format(actions="; ".join(labels)), width, indent=2, mark="- ")
    visits = [[*_heading(WORDS["who"], width), *_see(see, width)] for see in plan.see[:1]]
    return [lines, *visits]


def _see(see: See, width: int) -> list[str]:
    lines = wrapped(f"{see.who} Go {see.when}.", width, indent=2, mark="- ")
    return [*lines, *wrapped(WORDS["say"].format(say=see.say), width, indent=2, mark="- ")]


def _ended(outcome: Outcome, width: int) -> list[list[str]]:
    finished = outcome.finished
    why = finished.why or WORDS.get(f"ended_{finished.stopped}", "")
    ended = [*_heading(WORDS["ended"], width), *wrapped(why, width, indent=2)] if why else []
    added = finished.could_add[:OPEN] if outcome.plan.kind == "plan" else ()
    more = _heading(WORDS["could_add"], width) if added else []
    for one in added:
        more += wrapped(f"{one.label} ({WORDS[f'by_{one.who}']})", width, indent=2, mark="- ")
    return [ended, more]
