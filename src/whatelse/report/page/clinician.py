"""The page of the clinician: what was told and tested, red flags, the differential with its weights, what to do."""

from __future__ import annotations

from whatelse.inference.basis import Basis
from whatelse.inference.explanation import NotKnown, Weight
from whatelse.interview.exam_types import ExamPlan
from whatelse.knowledge.check.formula import atoms
from whatelse.report.challenge_words import short, spoken
from whatelse.report.knowledge.compare import signed
from whatelse.report.note import sorted_answers
from whatelse.report.page.gathered import Gathered
from whatelse.report.page.measure import Measure, measure
from whatelse.report.page.sheet import Column, Figure, Part, Row, Section, Sheet, Table, Text, whole
from whatelse.report.page.words import free, label_of, weeks_told
from whatelse.report.terminal import percent

_FIT = {
    "fits": "fits",
    "partly": "fits in part",
    "poorly": "fits poorly",
    "cannot_tell": "too little told to say",
}
_WHAT = {"link": "with", "leak": "without", "odds": "odds ×", "course": "still in pain"}
HOW_TO_READ = (
    "Weights in decibans: 3 double the odds, 10 make them ten times as large; how much the odds would fall if only "
    "this finding were unknown. In brackets: share with the finding under the source alone, and under none; EXPERT is "
    "an estimate. Several sources can be true, so probabilities can add up to more than 100 %."
)
NEVER_VALIDATED = (
    "Marginal probabilities of a stated model. Never validated on patients; no diagnosis. If it gets worse: see again "
    "at once for saddle numbness, bladder or bowel change, a cold or swollen leg, chest pain, or fever with deep pain."
)


def clinician_sheet(gathered: Gathered, cuts: int = 0) -> Sheet:
    """The sheet after so many steps of shortening; the same input gives the same sheet."""
    size = measure("clinician", cuts)
    return Sheet(
        audience="clinician",
        title="What else could it be? For the clinician",
        about=_who(gathered, size),
        level=gathered.assessment.triage.level,
        lines=_lines(gathered, size),
        rows=tuple(_rows(gathered, size)),
        foot=(HOW_TO_READ, f"{NEVER_VALIDATED} {_versions(gathered)}"),
        cuts=size.cuts,
    )


def _who(gathered: Gathered, size: Measure) -> str:
    case, person = gathered.case, gathered.case.person
    weeks = weeks_told(case)
    parts = [
        free(case.id, size.words) if case.id else "",
        f"{person.age:g} years" if person.age is not None else "age not told",
        person.sex or (free(person.sex_said, size.words) if person.sex_said else "sex not told"),
        free(person.sport, size.words) if person.sport else "sport not told",
        f"{case.side} side" if case.side != "unknown" else "side not told",
        f"{weeks:.3g} weeks since onset" if weeks is not None else "weeks since onset not told",
    ]
    return " · ".join(part for part in parts if part)


def _versions(gathered: Gathered) -> str:
    answer = gathered.assessment
    changed = "; ".join(f"{name} ({digest[:12]})" for name, digest in answer.knowledge.overlays)
    text = f"whatelse {answer.engine}, knowledge {answer.knowledge.digest[:12]}, setting {answer.setting.id}, "
    return f"{text}findings used: {answer.stage}{f', numbers changed by {changed}' if changed else ''}."


def _lines(gathered: Gathered, size: Measure) -> tuple[Text, ...]:
    return (
        Text(_urgency(gathered), "Urgency:"),
        Text(_told(gathered, size), "Told it is:"),
        Text(_next(gathered), "Next:"),
    )


def _urgency(gathered: Gathered) -> str:
    triage = gathered.assessment.triage
    level = triage.level.replace("_", "-")
    fired = "; ".join(f"{reason.label} ({reason.rule}, {reason.how_soon})" for reason in triage.reasons[:4])
    raised = triage.raised_by_probability
    why = f"rules fired: {fired}." if fired else "no rule fired."
    if raised is not None:
        causes = ", ".join(f"{name} {percent(p)}" for name, p in raised.causes[:3])
        why += (
            f" Raised by probability ({percent(raised.probability)}, threshold {percent(raised.threshold)}): {causes}."
        )
    return f"{level}{'' if triage.complete else ' at least, safety questions incomplete'}; {why}"


def _told(gathered: Gathered, size: Measure) -> str:
    if not gathered.case.told:
        return "nothing."
    out = []
    for one in gathered.challenged.challenges[:2]:
        interval = gathered.range_of(one.told.condition)
        ends = f", 90 % {percent(interval.low)} to {percent(interval.high)}" if interval is not None else ""
        against = "; ".join(f"{s.label}{_answer(s.answer)} {signed(s.decibans)}" for s in one.does_not_fit[:3])
        best = one.rivals[0].source
        out.append(
            f"“{free(one.said, size.words)}” {_FIT[one.fit]}: {percent(one.told.probability)}{ends}, from "
            f"{percent(one.told.prior)} before any finding; rank {one.rank}. "
            f"{f'Against it: {against}. ' if against else ''}Best rival: {best.label} {percent(best.probability)}."
        )
    left = len(gathered.challenged.challenges) - len(out)
    if left > 0:
        out.append(f"{left} more not shown.")
    if gathered.not_known:
        out.append(f"Not a name of this knowledge: {len(gathered.not_known)} of {len(gathered.case.told)} told.")
    return " ".join(out)


def _next(gathered: Gathered) -> str:
    plan = gathered.plan
    if plan.kind != "plan":
        return " ".join(plan.instruction)
    see = "; ".join(f"{one.who.rstrip('.')}, {one.when}" for one in plan.see[:2])
    return f"{see}." if see else "no visit named."


def _rows(gathered: Gathered, size: Measure) -> list[Row]:
    positive, negative, unsure, not_tested = sorted_answers(gathered.case, gathered.knowledge)
    left = [
        _section("Positive", [_list(positive, size.findings)]),
        _section("Uncertain", [_list(unsure, size.findings)]),
    ]
    right = [
        _section("Negative", [_list(negative, size.findings)]),
        _section("Not tested, said so", [_list(not_tested, size.findings)]),
    ]
    columns = [Column(0.46, _full(left)), Column(0.36, _full(right))]
    svg = gathered.drawing if size.figure else ""
    if svg:
        words = gathered.where
        alt = f"Drawing of hip and leg. Shaded: {words}."
        columns.append(Column(0.18, (Section("Site told", (Figure(svg, alt, 0.6 * size.figure),)),)))
    return [
        Row(tuple(column for column in columns if column.sections)),
        whole(_care(gathered, size)),
        whole(_differential(gathered, size)),
        Row((Column(0.42, _full([_red_flags(gathered, size)])), Column(0.58, _full([_open(gathered, size)])))),
        whole(_plan(gathered, size)),
    ]


def _full(found: list[Section]) -> tuple[Section, ...]:
    return tuple(section for section in found if section.parts)


def _section(heading: str, texts: list[str]) -> Section:
    return Section(heading, tuple(Text(text) for text in texts if text))


def _list(items: list[str], most: int) -> str:
    """Items in one paragraph; what is left out is counted."""
    if not items:
        return ""
    more = f"; and {len(items) - most} more" if len(items) > most else ""
    return "; ".join(items[:most]) + more + "."


def _care(gathered: Gathered, size: Measure) -> Section:
    answer = gathered.assessment
    parts: list[Part] = []
    for lead, entries in (("Treatments.", answer.treatments), ("Scans.", answer.imaging)):
        said = [f"{free(one.said, size.words).replace('_', ' ')}: {one.note}" for one in entries]
        if said:
            parts.append(Text(_list(said, size.care), lead))
    return Section("Care and imaging so far", tuple(parts))


def _differential(gathered: Gathered, size: Measure) -> Section:
    answer = gathered.assessment
    explained = {cause.condition: cause for cause in gathered.explanation.causes[: size.explained]}
    ranked = [(name, p) for name, p in answer.ranking if name != "something_else"]
    rows = []
    for name, p in ranked[: size.causes]:
        entry, cause = answer.entry(name), explained.get(name)
        grave = f" ({entry.urgency} if true)" if entry.urgency in ("urgent", "emergency") else ""
        why = ""
        if cause is not None:
            speaks = [*cause.speaks_for[: size.weights], *cause.speaks_against[: max(1, size.weights // 2)]]
            why = "; ".join(_weight(weight) for weight in speaks)
        rows.append((entry.label + grave, percent(p), _range(gathered, name), why))
    rows.append(("Nothing in this list", percent(answer.something_else), _range(gathered, "something_else"), ""))
    rest = ranked[size.causes :]
    grave_left = [
        f"{answer.entry(c).label} {percent(p)}"
        for c, p in rest
        if answer.entry(c).urgency == "emergency" and p >= 0.0005
    ]
    shown = grave_left[:4]
    text = f"And {len(rest)} more, none above {percent(rest[0][1])}. " if rest else ""
    if shown:
        more = f"; and {len(grave_left) - len(shown)} more" if len(grave_left) > len(shown) else ""
        text += f"Emergencies among them: {'; '.join(shown)}{more}. "
    text += _chain(gathered)
    head = ("Possible source", "P", "90 % range", "Strongest weights, with figures and sources")
    caption = "Possible sources with probability, 90 % range and strongest weights"
    table = Table(caption, head, (0.27, 0.07, 0.11, 0.55), tuple(rows), (1, 2))
    return Section("Differential", (table, Text(text, tone="small")))


def _range(gathered: Gathered, name: str) -> str:
    found = gathered.range_of(name)
    if found is None:
        return ""
    if found.high < 0.0005:
        return "<0.1 %"
    low, high = (f"{100 * p:.0f}" if p >= 0.0095 else f"{100 * p:.1f}" for p in (found.low, found.high))
    return f"{low} to {high} %"


def _weight(weight: Weight) -> str:
    said = _answer(weight.answer)
    # Of a graded finding told without its state there is one figure a state: the likeliest under the source is shown.
    link = max((b for b in weight.bases if b.what == "link"), key=lambda b: b.value, default=None)
    leaks = [b for b in weight.bases if b.what == "leak"]
    leak = next((b for b in leaks if link is None or b.state == link.state), leaks[0] if leaks else None)
    other = [basis for basis in weight.bases if basis.what not in ("link", "leak")]
    figures = ", ".join(_basis(basis) for basis in (link, leak, *other[:1]) if basis is not None)
    return f"{signed(weight.decibans)} {weight.label}{said}{f' [{figures}]' if figures else ''}"


def _answer(value: object) -> str:
    return ": no" if value is False else "" if value is True or value is None else f": {_value(value)}"


def _value(value: object) -> str:
    if isinstance(value, dict) and "likelihood" not in value:
        return ", ".join(f"{str(key).replace('_', ' ')} {spoken(part)}" for key, part in sorted(value.items()))
    return spoken(value)


def _basis(basis: Basis) -> str:
    word = _WHAT.get(basis.what, basis.what)
    if basis.what == "odds" or basis.value > 1:
        return f"{word} {basis.value:.2g} {basis.source}"
    return f"{word} {100 * basis.value:.0f} % {basis.source}"


def _chain(gathered: Gathered) -> str:
    places = [f"{place.label} {100 * place.sum:.0f} %" for place in gathered.assessment.interfaces if place.sum >= 0.02]
    return f"Along the chain (sums): {'; '.join(places[:6])}." if places else ""


def _red_flags(gathered: Gathered, size: Measure) -> Section:
    knowledge, triage = gathered.knowledge, gathered.assessment.triage
    asked = {atom.finding for rule in knowledge.rules.values() for atom in atoms(rule.when)}
    answered = [key for key, answer in gathered.case.findings.items() if key in asked and answer.is_told]
    parts: list[Part] = [Text(f"{len(answered)} of {len(asked)} signs of the rules answered.")]
    for reason in triage.reasons[:3]:
        because = ", ".join(item.label for item in reason.because[:4])
        parts.append(Text(f"{reason.label}: {because} [{reason.source}].", f"{reason.rule}, {reason.level}."))
    if len(triage.reasons) > 3:
        parts.append(Text(f"And {len(triage.reasons) - 3} more rules."))
    still = [label_of(knowledge, key) for key in triage.not_asked]
    if still:
        parts.append(Text(_list(still, size.open), "Not asked yet."))
    return Section("Red flags", tuple(parts), "alarm" if triage.level in ("urgent", "emergency") else "")


def _open(gathered: Gathered, size: Measure) -> Section:
    """The examination in the order of doing, and what else would move the first sources most."""
    parts: list[Part] = _exam(gathered.exam, size.exam)
    knowledge = gathered.knowledge
    by_care = {tells.finding for action in knowledge.actions.values() for tells in action.tells}
    best: dict[str, tuple[float, str, NotKnown]] = {}
    for cause in gathered.explanation.causes:
        for item in cause.not_known:
            known = knowledge.findings.get(item.finding)
            if item.finding in by_care or known is None or (known.stage == "exam" and gathered.exam.blocks):
                continue
            if item.expected_change > best.get(item.finding, (0.0,))[0]:
                best[item.finding] = (item.expected_change, short(cause.label), item)
    ordered = sorted(best.values(), key=lambda one: (-one[0], one[2].finding))[: size.open]
    rows = [
        (
            _STAGES[knowledge.findings[item.finding].stage],
            item.label,
            signed(item.decibans_if_yes),
            signed(item.decibans_if_no),
            label,
        )
        for _, label, item in sorted(ordered, key=lambda one: _ORDER.index(knowledge.findings[one[2].finding].stage))
    ]
    if rows:
        head = ("By", "Not known yet", "yes", "no", "moves")
        caption = "Open findings that would move the first sources most, in decibans"
        parts.append(Table(caption, head, (0.08, 0.44, 0.09, 0.09, 0.3), tuple(rows), (2, 3)))
    return Section("Would tell most", tuple(parts))


def _exam(exam: ExamPlan, most: int) -> list[Part]:
    """The tests of the plan by position, in the order of doing; what is left out is counted."""
    if not exam.blocks:
        return []
    texts, left = [], most
    for block in exam.blocks:
        labels = [test.label + ("*" if test.not_when else "") for test in block.tests[:left]]
        left -= len(labels)
        texts += [f"{block.label}: {'; '.join(labels)}."] if labels else []
    more = len(exam.tests) - most
    end = f" And {more} more." if more > 0 else ""
    end += " * not for everyone: see “when not”." if any("*" in text for text in texts) else ""
    return [Text(" ".join(texts) + end, f"Examination, about {exam.minutes:g} minutes.")]


_ORDER = ("history", "exam", "investigation")
_STAGES = dict(zip(_ORDER, ("ask", "test", "scan"), strict=True))


def _plan(gathered: Gathered, size: Measure) -> Section:
    plan = gathered.plan
    if plan.kind != "plan":
        return _section("Plan", [" ".join(plan.instruction)])
    parts: list[Part] = []
    for floor in plan.floors[: size.floors]:
        why = f"rule {', '.join(floor.rules)}" if floor.rules else "by urgency" if floor.by_level else "by probability"
        p = f", P(any) {percent(floor.probability)}, threshold {percent(floor.threshold)}" if floor.conditions else ""
        parts.append(Text(f"{floor.label}: {why}{p}; until {floor.until}.", "Not ruled out."))
    if len(plan.floors) > size.floors:
        parts.append(Text(f"And {len(plan.floors) - size.floors} more dangers not ruled out."))
    for lead, group in (("Reasonable.", "reasonable"), ("Hold off.", "hold_off"), ("Stop.", "stop")):
        labels = [advice.label for advice in plan.advice if advice.group == group and not advice.aside]
        if labels:
            parts.append(Text(_list(labels, size.actions), lead))
    return Section("Plan until it is known", tuple(parts))
