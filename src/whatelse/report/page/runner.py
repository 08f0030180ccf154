"""The page of the runner: three plain lines, the possible sources, what to do, whom to see and what to say there."""

from __future__ import annotations

from whatelse.challenge.answer import Challenge
from whatelse.plan.types import Advice, Group
from whatelse.report import runner_words
from whatelse.report.challenge_words import answered, asked, in_a_sentence, of_100, spoken
from whatelse.report.groups import GRAVE, Groups, groups
from whatelse.report.page.gathered import Gathered
from whatelse.report.page.lines import three_lines
from whatelse.report.page.measure import Measure, measure
from whatelse.report.page.sheet import Bar, Bars, Column, Figure, Item, Items, Part, Row, Section, Sheet, Text, whole
from whatelse.report.page.words import (
    ends,
    free,
    label_of,
    name_of,
    sentence,
    weeks_said,
    weeks_told,
    within,
)

#: Dangers told with what they stop, and how many more of such actions have room.
MOST_FLOORS, MORE_IN_SHORT = 2, 3


def runner_sheet(gathered: Gathered, cuts: int = 0) -> Sheet:
    """The sheet after so many steps of shortening; the same input gives the same sheet."""
    size = measure("runner", cuts)
    found = groups(gathered.assessment, gathered.assessment.triage, gathered.knowledge, size.sources)
    return Sheet(
        audience="runner",
        title="What else could it be?",
        about=_about(gathered, size),
        level=gathered.assessment.triage.level,
        lines=three_lines(gathered, found, size.words),
        rows=tuple(_rows(gathered, found, size)),
        foot=(runner_words.NOT_VALIDATED, _versions(gathered)),
        cuts=size.cuts,
    )


def _about(gathered: Gathered, size: Measure) -> str:
    """Who it is about, in one line."""
    case, person = gathered.case, gathered.case.person
    parts = [
        free(case.id, size.words) if case.id else "",
        f"{person.age:g} years" if person.age is not None else "",
        free(person.sport, size.words) if person.sport else "",
    ]
    weeks = weeks_told(case)
    parts.append(f"week {weeks:.3g} of the pain" if weeks is not None and weeks >= 1 else "")
    return " · ".join(part for part in parts if part)


def _versions(gathered: Gathered) -> str:
    answer = gathered.assessment
    changed = ", numbers changed by an overlay" if answer.knowledge.overlays else ""
    return f"whatelse {answer.engine}, knowledge {answer.knowledge.digest[:12]}{changed}"


def _rows(gathered: Gathered, found: Groups, size: Measure) -> list[Row]:
    first = [_limits(gathered)] if gathered.assessment.limits else []
    if gathered.assessment.triage.level in GRAVE:
        first.append(_alarm(gathered))
    sources, clock = _sources(gathered, found, size), _clock(gathered, size)
    rows = [
        whole(*first),
        _beside((0.64, [sources, clock]), (0.36, [_where(gathered, size)])),
        whole(_not_ruled_out(gathered)),
        _to_do(gathered, size),
        _visit(gathered, size),
        whole(_heed(gathered)),
    ]
    return [row for row in rows if any(column.sections for column in row.columns)]


def _beside(*columns: tuple[float, list[Section]]) -> Row:
    """Columns with those sections that hold something; a column without any leaves its place to the others."""
    full = [(width, tuple(s for s in sections if s.parts)) for width, sections in columns]
    full = [(width, sections) for width, sections in full if sections]
    total = sum(width for width, _ in full)
    return Row(tuple(Column(round(width / total, 6), sections) for width, sections in full))


def _limits(gathered: Gathered) -> Section:
    return Section("Not made for this", tuple(Text(limit) for limit in gathered.assessment.limits), "alarm")


def _alarm(gathered: Gathered) -> Section:
    """Why it is urgent, what to do now and what not, before all else."""
    triage, level = gathered.assessment.triage, gathered.assessment.triage.level
    reasons = [reason for reason in triage.reasons if reason.level == level][:3]
    items = [Item(sentence(reason.do), sentence(reason.how_soon)) for reason in reasons]
    items += [Item(text) for text in gathered.plan.instruction] if gathered.plan.kind == "emergency" else []
    parts: list[Part] = [Items(tuple(items))] if items else []
    because = dict.fromkeys(b.finding for reason in reasons for b in reason.because)
    named = [text for text in (sentence_of(gathered, key) for key in because) if text]
    if named:
        parts.append(Text(" ".join(named[:3]), "Because of these answers:"))
    if triage.raised_by_probability is not None:
        causes = [within(name_of(gathered.knowledge, name)) for name, _ in triage.raised_by_probability.causes[:2]]
        parts.append(Text(sentence(" or ".join(causes)), "Because it could be this:"))
    heading = "What to do now" if level == "emergency" else "What to do within days"
    return Section(heading, tuple(parts), "alarm" if level == "emergency" else "wait")


def sentence_of(gathered: Gathered, key: str) -> str:
    """A finding that was told, as its question with the answer; empty where it was not told so."""
    answer = gathered.case.findings.get(key)
    if answer is None or answer.value is None:
        return ""
    known = gathered.knowledge.findings.get(key)
    if known is not None and known.context and known.question and isinstance(answer.value, bool | str):
        # A fact about the person has a label of its own, which is harder than its question.
        return f"{asked(known.question)} {sentence(spoken(answer.value))}"
    return answered(gathered.knowledge, key, label_of(gathered.knowledge, key), answer.value)


def _sources(gathered: Gathered, found: Groups, size: Measure) -> Section:
    parts: list[Part] = []
    if gathered.assessment.empty:
        text = "Nothing was told yet. So these are just counts of what brings runners with such pain to a clinic."
        parts.append(Text(text, tone="small"))
    if not found.best:
        parts.append(Text(_split(gathered), runner_words.NOTHING_STANDS_OUT))
    for heading, sources in zip(runner_words.GROUPS, (found.best, found.possible, found.exclude), strict=True):
        bars = []
        for entry, p in sources:
            interval = gathered.range_of(entry.condition)
            low, high = (interval.low, interval.high) if interval is not None else (p, p)
            said = of_100(p) + (f" ({ends(interval)})" if interval is not None else "")
            name = sentence(name_of(gathered.knowledge, entry.condition)).rstrip(".")
            bars.append(Bar(name, said, p, low, high, runner_words.IF_TRUE.get(entry.urgency, "")))
        parts += [Bars(heading, tuple(bars))] if bars else []
    parts.append(Text(_folded(gathered, found), tone="small"))
    return Section("Possible sources, of 100 runners who answer like you", tuple(parts))


def _folded(gathered: Gathered, found: Groups) -> str:
    other = gathered.assessment.something_else
    some = (
        f"{found.rest} more were weighed. None passes {of_100(found.rest_at_most).removeprefix('about ')}. "
        if found.rest
        else ""
    )
    return f"{some}For {of_100(other)}, nothing in our list is the source. {runner_words.SEVERAL}"


def _split(gathered: Gathered) -> str:
    """The two open questions that would move the first sources most."""
    knowledge = gathered.knowledge
    by_care = {tells.finding for action in knowledge.actions.values() for tells in action.tells}
    moves: dict[str, float] = {}
    for cause in gathered.explanation.causes:
        for item in cause.not_known:
            if item.finding not in by_care:
                moves[item.finding] = moves.get(item.finding, 0.0) + item.expected_change
    best = sorted(moves, key=lambda key: (-moves[key], key))[:2]
    asks = " ".join(knowledge.findings[key].question for key in best if key in knowledge.findings)
    return asks or "More answers are needed to tell."


def _clock(gathered: Gathered, size: Measure) -> Section:
    """Of those with what was told, and with what fits best, how many still hurt at this week."""
    rows = [row for one in gathered.challenged.challenges[:1] for row in one.clocks if row.condition in _named(one)]
    told = [(row.plain, row.share, row.low, row.high, row.sources) for row in rows]
    if not told and gathered.clock is not None:
        one = gathered.clock
        plain = name_of(gathered.knowledge, one.condition)
        told = [(plain, one.share, one.low, one.high, one.sources)]
    week = weeks_told(gathered.case)
    if week is None or not told or gathered.plan.kind != "plan":
        return Section("The healing clock", ())
    items = []
    for plain, share, low, high, sources in told[: size.clocks]:
        of = 100 if share >= 0.0095 else 1000
        still, least, most = (round(of * part) for part in (share, low, high))
        text = runner_words.clock_text(plain, week, of, still, least, most, "EXPERT" in sources)
        lead, _, rest = text.partition(": ")
        items.append(Item(rest, f"{lead}:"))
    return Section("The healing clock", (Items(tuple(items)),))


def _named(one: Challenge) -> set[str]:
    """What was told itself, and its best rival; grades in between would be one row too many."""
    return {one.told.condition, one.rivals[0].source.condition}


def _where(gathered: Gathered, size: Measure) -> Section:
    words = gathered.where
    if not words:
        return Section("Where it hurts", ())
    svg = gathered.drawing if size.figure else ""
    parts: list[Part] = []
    if svg:
        parts.append(Figure(svg, f"Drawing of hip and leg. Shaded: {words}.", size.figure))
    return Section("Where it hurts", (*parts, Text(sentence(words))))


def _tell(gathered: Gathered, size: Measure) -> Section:
    """What the person who looks at it should hear, in the runner's words."""
    case, knowledge = gathered.case, gathered.knowledge
    items: list[Item] = []
    weeks = weeks_told(case)
    if weeks is not None:
        items.append(Item(f"{weeks_said(weeks)} ago.", "It began"))
    if case.told:
        items.append(Item(f"{free('; '.join(case.told), size.words)}.", "I was told it is"))
    items += [Item(_tried(gathered, k, size), "I tried") for k in range(len(case.treatments))][:2]
    items += [Item(_scan(gathered, k, size), "Scan:") for k in range(len(case.imaging))][:2]
    speaks = [s for cause in gathered.explanation.causes[:1] for s in cause.speaks_for]
    speaks += [s for cause in gathered.explanation.causes[:1] for s in cause.speaks_against]
    for weight in speaks:
        known = knowledge.findings.get(weight.finding)
        if known is None or known.context or not isinstance(weight.answer, bool) or known.kind == "location":
            continue
        items.append(Item(answered(knowledge, weight.finding, weight.label, weight.answer)))
    return Section("Tell the person you see", (Items(tuple(items[: size.tell])),) if items else ())


_EFFECTS = {
    "none": "It did not help.",
    "worse": "It made it worse.",
    "hours_or_days": "It helped for hours or days.",
    "lasting": "It helped.",
}


def _tried(gathered: Gathered, k: int, size: Measure) -> str:
    """One treatment: what, how long, what came of it."""
    one, read = gathered.case.treatments[k], gathered.assessment.treatments
    what = read[k].read_as if k < len(read) and read[k].read_as else free(one.what.replace("_", " "), size.words)
    weeks = f" for {weeks_said(one.weeks)}" if one.weeks is not None else ""
    return f"{within(what)}{weeks}. {_EFFECTS.get(one.effect or '', '')}".strip()


def _scan(gathered: Gathered, k: int, size: Measure) -> str:
    one, read = gathered.case.imaging[k], gathered.assessment.imaging
    said = " ".join(free(part, size.words) for part in (one.method, one.region) if part)
    what = read[k].read_as if k < len(read) and read[k].read_as else said
    week = f", week {one.week:.3g}" if one.week is not None else ""
    return sentence(f"{what}{week}{f': {free(one.result, size.words)}' if one.result else ''}")


def _to_do(gathered: Gathered, size: Measure) -> Row:
    """Reasonable now, hold off, stop: side by side."""
    plan = gathered.plan
    if plan.kind in ("under_16", "nothing_told"):
        return whole(Section("What to do", tuple(Text(text) for text in plan.instruction), "do"))
    if plan.kind != "plan":
        return Row(())
    columns = [
        (0.44, [_group(gathered, "reasonable", "Reasonable now", size.reasonable, "do", size)]),
        (0.28, [_group(gathered, "hold_off", "Hold off", size.hold_off, "wait", size)]),
        (0.28, [_group(gathered, "stop", "Stop for now", size.stop, "stop", size)]),
    ]
    return _beside(*columns)


def _group(gathered: Gathered, group: Group, heading: str, most: int, mark: str, size: Measure) -> Section:
    found = gathered.plan.group(group)
    if group == "stop" and any(advice.floors for advice in found):
        most += MORE_IN_SHORT  # what a danger stops is told without a text of its own
    shown = tuple(advice for advice in found if not advice.aside)[:most]
    if not shown:
        return Section(heading, ())
    items = tuple(_advice(advice, group, size) for advice in shown)
    return Section(heading, (Items(items, len(found) - len(shown)),), mark)  # type: ignore[arg-type]


def _not_ruled_out(gathered: Gathered) -> Section:
    """The dangers that stop things, likeliest first; what holds by urgency alone says no more than the first line."""
    held = [floor for floor in gathered.plan.floors if floor.conditions]
    held.sort(key=lambda floor: (not floor.rules, -floor.probability, floor.floor))
    texts = tuple(Item(f"{floor.why} Wait until {floor.until}.") for floor in held[:MOST_FLOORS])
    return Section("Not ruled out yet", (Items(texts, len(held) - len(texts)),) if texts else (), "stop")


def _advice(advice: Advice, group: Group, size: Measure) -> Item:
    if group == "reasonable":
        text = sentence(in_a_sentence(advice.how)) if size.how else ""
        text = text[:1].lower() + text[1:] if advice.how[1:2].islower() else text
        if advice.start and advice.until:
            text = f"{text} Start once {advice.until}.".strip()
        helps = advice.outcome.helps.value
        harms = advice.outcome.may_harm.value
        text = f"{text} May help {_of_100(helps)}, may harm {_of_100(harms)} of 100.".strip()
        return Item(text, f"{advice.label}:" if size.how else f"{advice.label}.")
    until = f"Until {advice.until}." if advice.until and not advice.floors and size.how else ""
    return Item(until, f"{advice.label}.")


def _of_100(share: float) -> str:
    return f"{100 * share:.0f}" if share >= 0.005 else "fewer than 1"


def _visit(gathered: Gathered, size: Measure) -> Row:
    """Whom to see and what a good exam holds, beside what to tell there."""
    plan = gathered.plan
    left: list[Section] = []
    if plan.see:
        see = plan.see[0]
        sources = "; ".join(within(name_of(gathered.knowledge, name)) for name in see.conditions[:2])
        parts: list[Part] = [Text(f"Go {see.when}. For: {sources}.", sentence(see.who))]
        parts += [Text(sentence(f"{one.who.rstrip('.')}, {one.when}"), "Also:") for one in plan.see[1:2]]
        parts.append(Text(f"“{see.say}”", "Say when you book:", "quote"))
        left.append(Section("Who to see", tuple(parts)))
        tests = tuple(Item(sentence(test.do)) for test in see.tests if not test.done)[: size.tests]
        left += [Section("A good exam", (Items(tests),))] if tests else []
    right = [_tell(gathered, size)]
    if plan.thorough and size.thorough:
        kept = tuple(Item(text) for text in plan.thorough[-size.thorough :])
        right.append(Section("A thorough visit", (Items(kept),)))
    return _beside((0.5, left), (0.5, right))


def _heed(gathered: Gathered) -> Section:
    """What to do if it gets worse; never shortened."""
    safety, level = gathered.knowledge.safety, gathered.assessment.triage.level
    watch = safety.levels[level].watch if level in safety.levels else ""
    now = [sign.text for sign in gathered.knowledge.plan.signs if sign.when == "now"]
    parts: list[Part] = [Text(watch)] if watch else []
    parts.append(Text(" ".join(now), "Get care at once if:"))
    return Section("If it gets worse", tuple(parts), "alarm")
