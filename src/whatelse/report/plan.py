"""A plan as plain text: for the runner in short lines, for the clinician with figures and sources."""

from __future__ import annotations

import re
import textwrap

from whatelse.knowledge.reading import grade
from whatelse.knowledge.schema import Knowledge
from whatelse.plan.types import Advice, Group, HeldFloor, Outcome, Plan, See, Share
from whatelse.report.terminal import frequency

WIDTH = 80
#: Lines of each group before the rest is folded.
MOST = 6
HIGHEST_GRADE = 8.0
HEADINGS: dict[Group, str] = {
    "reasonable": "REASONABLE NOW",
    "hold_off": "HOLD OFF",
    "stop": "STOP FOR NOW",
    "little": "LITTLE TO GAIN, OR NOBODY KNOWS",
}
IF_NEEDED = "WHO TO SEE, IF YOU NEED SOMEONE"
HEEDS = {"ease": "Do less if:", "stop": "Stop and be seen if:", "now": "Get care at once if:"}


def runner_text(plan: Plan, knowledge: Knowledge, *, every: bool = False, name: str = "") -> str:
    """The plan in the runner's words. every: nothing folded."""
    lines = [_title(plan, name), ""]
    if plan.kind == "emergency":
        lines += [*_wrapped_all(plan.urgent), ""]
        lines += ["What not to do:", *_bullets(plan.instruction), "", *_wrapped_all(plan.notes)]
        return _text(lines)
    if plan.kind != "plan":
        lines += [*_wrapped_all(plan.instruction), "", *_wrapped_all(plan.urgent), "", *_wrapped_all(plan.notes)]
        return _text(lines)
    lines += [*_wrapped_all(plan.urgent), ""]
    lines += _likely(plan)
    lines += _group(plan, knowledge, "reasonable", every)
    lines += _group(plan, knowledge, "hold_off", every)
    lines += _stop(plan, knowledge, every)
    lines += _group(plan, knowledge, "little", every) if every else []
    lines += _heed(plan)
    for i, see in enumerate(plan.see):
        lines += _see(see, knowledge, _whom(plan, i))
    lines += ["HOW TO TELL THAT A VISIT WAS THOROUGH", *_bullets(plan.thorough), ""]
    lines += _look_up(plan)
    lines += _wrapped_all(plan.notes)
    return _text(lines)


def _title(plan: Plan, name: str) -> str:
    what = plan.case or name or "case"
    side = f", {plan.side} side" if plan.side in ("left", "right") else ""
    return f"What to do until it is known: {what}{side}"


def _likely(plan: Plan) -> list[str]:
    lines = ["POSSIBLE SOURCES THAT THIS PLAN MUST SUIT"]
    for source in plan.likely:
        lines += _bullet(f"{source.plain}: {frequency(source.probability)} runners who answer like this.")
    return [*lines, ""]


def _group(plan: Plan, knowledge: Knowledge, group: Group, every: bool) -> list[str]:
    found = plan.group(group)
    if not found:
        return []
    lines = [HEADINGS[group]]
    shown = found if every else tuple(a for a in found if not a.aside)[:MOST]
    for advice in shown:
        lines += _bullet(" ".join(advice_sentences(advice, knowledge, _main(plan))))
    lines += _settle(shown, knowledge) if group == "hold_off" else []
    return [*lines, *_folded(found, shown), ""]


def _main(plan: Plan) -> str:
    """The source that the plan is mostly about; none where others are nearly as likely."""
    first, others = plan.likely[0], plan.likely[1:]
    return first.condition if all(first.probability >= 3 * other.probability for other in others) else ""


def _folded(found: tuple[Advice, ...], shown: tuple[Advice, ...]) -> list[str]:
    rest = len(found) - len(shown)
    return [f"  And {rest} more: add --all to see them."] if rest > 0 else []


def advice_sentences(advice: Advice, knowledge: Knowledge, main: str = "") -> list[str]:
    """One action in sentences: what, when, for how many, why. main: the source that needs no naming."""
    out = [f"{advice.label}: {_lower(advice.how)}" if advice.group == "reasonable" else f"{advice.label}."]
    if advice.group == "reasonable" and advice.start:
        out.append(f"Start once {advice.until}.")
    if advice.group in ("hold_off", "stop") and advice.until:
        out.append(f"Wait until {advice.until}.")
    out.append(counts(advice.outcome))
    if advice.note:
        plain = _lower(_easy_name(knowledge, advice.note_of))
        out.append(
            f"Note: {advice.note}." if advice.note_of == main else f"If it is this: {plain}. {_upper(advice.note)}."
        )
    if advice.group == "reasonable" and advice.outcome.weeks >= 2:
        out.append(f"Judge it after {advice.outcome.weeks:.0f} weeks.")
    return out


def counts(outcome: Outcome) -> str:
    """Of 100 runners; whole numbers that add up to 100."""
    shares = [outcome.helps.value, outcome.nothing.value, outcome.may_harm.value, outcome.unknown]
    helps, nothing, harm, unknown = whole_numbers(shares)
    return (
        f"Of 100 who answer like this: {_effect('help', helps, shares[0])}; it leaves {nothing} as they are; "
        f"{_effect('harm', harm, shares[2])}; for {unknown} nobody knows."
    )


def _effect(word: str, count: int, share: float) -> str:
    """No round nought: little is not nothing, and what nobody has seen may still be."""
    if count:
        return f"it may {word} {count}"
    return f"it may {word} fewer than 1" if share > 0 else f"no {word} is known"


def whole_numbers(shares: list[float], of: int = 100) -> list[int]:
    """Whole numbers that add up to ``of``, each within one of its share; the largest remainders are rounded up."""
    total = sum(shares)
    exact = [of * share / total for share in shares]
    down = [int(x) for x in exact]
    order = sorted(range(len(exact)), key=lambda i: (-round(exact[i] - down[i], 9), i))
    for i in order[: of - sum(down)]:
        down[i] += 1
    return down


def _settle(shown: tuple[Advice, ...], knowledge: Knowledge) -> list[str]:
    """What would settle the sources that are open, each once."""
    texts = {advice.because: advice.settle for advice in shown if advice.settle}
    lines: list[str] = []
    for condition, text in texts.items():
        plain = _easy_name(knowledge, condition)
        is_easy = all(grade(s, knowledge.reading_words) <= HIGHEST_GRADE for s in re.split(r"(?<=[.!?])\s+", text))
        said = text if is_easy else "Ask the person you see which test would tell."
        lines += _bullet(f"This would tell if it is so: {_lower(plain)}. {said}")
    return lines


def _stop(plan: Plan, knowledge: Knowledge, every: bool) -> list[str]:
    found = plan.group("stop")
    if not found:
        return []
    lines = [HEADINGS["stop"]]
    told: set[str] = set()
    for floor in plan.floors:
        here = [a for a in found if floor.floor in a.floors and a.action not in told]
        told.update(a.action for a in here)
        if floor.by_level and not here:
            continue
        lines += _bullet(" ".join(floor_sentences(floor, here)))
    own = tuple(a for a in found if not a.floors)
    shown = own if every else own[:MOST]
    for advice in shown:
        lines += _bullet(" ".join(advice_sentences(advice, knowledge, _main(plan))))
    return [*lines, *_folded(own, shown), ""]


def floor_sentences(floor: HeldFloor, actions: list[Advice]) -> list[str]:
    """Why a floor holds, what it stops that no floor before it did, until when, what else not to do."""
    stopped = [f"Stop these: {'; '.join(_lower(a.label) for a in actions)}."] if actions else []
    return [floor.why, *stopped, f"Stop until {floor.until}.", floor.do_not]


def _heed(plan: Plan) -> list[str]:
    lines = ["SIGNS TO HEED"]
    for when, heading in HEEDS.items():
        lines += [f"  {heading}"]
        lines += [line for sign in plan.heed if sign.when == when for line in _bullet(sign.text, 4)]
    return [*lines, ""]


def _whom(plan: Plan, place: int) -> str:
    if place:
        return "WHO ELSE TO SEE"
    return IF_NEEDED if plan.level == "self_care" and not plan.floors else "WHO TO SEE"


def _see(see: See, knowledge: Knowledge, heading: str) -> list[str]:
    names = "; ".join(_lower(_easy_name(knowledge, name)) for name in see.conditions)
    lines = [heading, *_wrapped(f"  For: {names}.", 2)]
    lines += _bullet(see.who)
    lines += _bullet(f"Go {see.when}.") if heading != IF_NEEDED else []
    lines += _bullet(f"In short, for this: {_lower(knowledge.conditions[see.conditions[0]].see)}")
    lines += _bullet(f'Say when you book: "{see.say}"')
    lines += _bullet(f"If you have no insurance: {_lower(see.cheap)}")
    lines += ["  A good examination:"]
    for test in see.tests:
        lines += _bullet(test.do + (" You told what came of it." if test.done else ""), 4)
    return [*lines, ""]


def _look_up(plan: Plan) -> list[str]:
    if not plan.look_up:
        return []
    lines = ["WHERE TO LOOK FOR A THERAPIST"]
    for item in plan.look_up:
        lines += _bullet(f"{item.label}: {item.url}")
    named = plan.look_up[0].named
    lines += _wrapped(
        f"  The article behind this program named these lists in {named}. They are not endorsed here, and they were "
        "not checked since.",
        2,
    )
    return [*lines, ""]


def clinician_text(plan: Plan, knowledge: Knowledge, *, name: str = "") -> str:
    """Every action with its figures, ranges and sources."""
    lines = [_title(plan, name)]
    lines += [f"{plan.setting.label}; whatelse {plan.engine}, knowledge {plan.knowledge.digest[:12]}", ""]
    lines += _wrapped_all(plan.urgent)
    if plan.kind != "plan":
        return _text([*lines, "", *_wrapped_all(plan.instruction), "", *_wrapped_all(plan.notes)])
    for held in plan.floors:
        rules = f"; rules {', '.join(held.rules)}" if held.rules else ""
        level = "; by urgency" if held.by_level else ""
        lines += _wrapped(
            f"Floor: {held.label}. P(any) {held.probability:.3f}, threshold {held.threshold:g}{rules}{level}. "
            f"Until {held.until}. [{held.source}]",
            2,
        )
    lines += ["", "Of all who answer so, in %: helps / leaves / may harm / nobody knows (ranges)"]
    for group, heading in HEADINGS.items():
        found = plan.group(group)
        lines += ["", heading.capitalize()] if found else []
        for advice in found:
            lines += _figures(advice, knowledge)
    lines += ["", "Examination that would tell more"]
    for see in plan.see:
        for test in see.tests:
            done = " (told)" if test.done else ""
            lines += _bullet(f"{test.do.rstrip('.')}{done} [{', '.join(test.findings)}]")
    lines += ["", *_wrapped(APPROXIMATION), *_wrapped_all(plan.notes[-1:])]
    return _text(lines)


APPROXIMATION = (
    "Helps and leaves: averaged over the sources, each weighted by its probability divided by the sum of all and of "
    '"none of these". May harm: 1 - prod(1 - p h) over all sources, taken as independent, counted first. The rest: '
    "nobody knows. Ranges: ends of the knowledge's figures; they leave out how sure the probabilities are."
)


def _figures(advice: Advice, knowledge: Knowledge) -> list[str]:
    out, stop = advice.outcome, f" [{', '.join(advice.floors)}]" if advice.floors else ""
    parts = " / ".join((_range(out.helps), _range(out.nothing), _range(out.may_harm), f"{100 * out.unknown:.0f}"))
    lines = _wrapped(f"  {advice.label}: {parts}; judge after {out.weeks:g} wk{stop}", 4)
    for source in out.per_source:
        if source.helps + source.nothing + source.may_harm <= 0:
            continue
        p = f"{100 * source.probability:.0f} %"
        shares = " / ".join(f"{100 * x:.0f}" for x in (source.helps, source.nothing, source.may_harm))
        note = f"; {source.note}" if source.note else ""
        lines += _wrapped(f"    {source.label} ({p}): {shares} [{', '.join(source.sources)}]{note}", 6)
    return lines


def _range(share: Share) -> str:
    return f"{100 * share.value:.0f} ({100 * share.low:.0f}-{100 * share.high:.0f})"


def _easy_name(knowledge: Knowledge, condition: str) -> str:
    return knowledge.conditions[condition].plain or knowledge.conditions[condition].label


def _lower(text: str) -> str:
    """The text as it goes on after a colon; a name in capitals stays."""
    return text if len(text) > 1 and text[1].isupper() else text[:1].lower() + text[1:]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _bullets(texts: tuple[str, ...]) -> list[str]:
    return [line for text in texts for line in _bullet(text)]


def _bullet(text: str, indent: int = 2) -> list[str]:
    first, rest = " " * indent + "- ", " " * (indent + 2)
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)


def _wrapped(text: str, indent: int = 0) -> list[str]:
    return textwrap.wrap(text, WIDTH, subsequent_indent=" " * indent, break_on_hyphens=False)


def _wrapped_all(texts: tuple[str, ...]) -> list[str]:
    return [line for text in texts for line in _wrapped(text)]


def _text(lines: list[str]) -> str:
    return "\n".join(line.rstrip() for line in lines).rstrip("\n") + "\n"
