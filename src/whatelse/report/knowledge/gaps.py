"""Which missing study would make the answers surest, as questions that somebody could go and answer."""

from __future__ import annotations

from whatelse.inference.gaps import Gap, Gaps, Part
from whatelse.inference.studies import Statement, Study
from whatelse.knowledge.schema import Knowledge
from whatelse.report.knowledge.page import Page
from whatelse.report.knowledge.words import name_of, percent

MOST, PARTS, SAID = 15, 8, 3
#: A number that rests on a study is told if it carries at least this part of what is unsure.
LARGE = 0.01

KINDS = {
    "link": "how often a condition shows a finding",
    "leak": "how often a finding is there without any listed cause",
    "share": "how common a condition is among the people seen here",
    "course": "how long a condition lasts",
    "kinds": "which kinds a condition has and where it spreads",
    "fact": "how a fact about the person changes the odds of a condition",
    "driver": "how often one condition brings about another",
    "gate": "how much each place adds to a pain that needs several",
}
#: Whom a study concerns, after "those who".
_WHO = {
    "link": "were asked about it and may have this condition",
    "leak": "were asked about it",
    "share": "may have it",
    "course": "may have it",
    "kinds": "may have it",
    "fact": "told this fact and may have the condition",
    "driver": "may have the first",
    "gate": "may have it",
}


def gaps_text(knowledge: Knowledge, found: Gaps) -> str:
    """The studies that carry most, then the same added up by kind, finding and condition."""
    page = Page()
    page.line(f"{knowledge.settings[found.setting].label}: {found.people} simulated runners.")
    page.line(
        f"Their first probability is unsure by about {100 * found.spread:.0f} points either way. These are the "
        "studies that would make it surer, largest first. They say nothing about what may be wrong with the model "
        "itself. More people (--people) tell smaller ones from chance."
    )
    if found.fewer:
        page.line(f"{found.fewer} of them were asked fewer questions, because all of their answers take too long.")
    page.heading(f"What to measure ({min(MOST, len(found.estimates))} of {len(found.estimates)} beyond chance)")
    for place, gap in enumerate(found.estimates[:MOST], 1):
        _gap(page, knowledge, found, place, gap)
    if not found.estimates:
        page.line("Nothing stands out from chance with so few people.", 2)
    large = [gap for gap in found.studied if gap.share >= LARGE][:MOST]
    if large:
        page.heading("Measured already, and still a large part")
        for place, gap in enumerate(large, 1):
            _gap(page, knowledge, found, place, gap)
    _parts(page, "What is unsure, by kind of number (estimates alone)", [(KINDS[p.name], p) for p in found.by_kind])
    for title, parts in (("By finding", found.by_finding), ("By condition", found.by_condition)):
        _parts(page, title, [(name_of(knowledge, p.name), p) for p in parts[:PARTS]])
    return page.text()


def _gap(page: Page, knowledge: Knowledge, found: Gaps, place: int, gap: Gap) -> None:
    page.line(f"{place}. {question(knowledge, gap.study, found.setting)}", 2)
    page.line(
        f"now: {_now(knowledge, gap)}; moves the answer by about {100 * gap.points:.0f} points in "
        f"{100 * gap.concerned:.0f} of 100 runners: those who {_WHO[gap.study.kind]} "
        f"({100 * gap.share:.1f} % of all that is unsure, give or take {100 * gap.error:.1f}).",
        5,
    )


def question(knowledge: Knowledge, study: Study, setting: str) -> str:
    """What to go and measure, as a question."""
    base = knowledge.settings[setting].base
    where = f"seen here ({name_of(knowledge, base)})" if base else "seen here"
    condition, finding = name_of(knowledge, study.condition), name_of(knowledge, study.finding)
    match study.kind:
        case "link":
            return f"How often do runners with {condition} show {_shown(knowledge, study.finding)}?"
        case "leak":
            return f"How often do runners with none of the listed causes show {_shown(knowledge, study.finding)}?"
        case "share":
            return f"How common is {condition} among the runners {where}?"
        case "course":
            return f"How many runners with {condition} still hurt after some weeks?"
        case "kinds":
            return f"Of runners with {condition}, how many have each kind of it, and where do they feel it?"
        case "fact":
            return f"How much more common is {condition} in runners by: {finding}?"
        case "driver":
            return f"How often does {condition} bring about {finding}?"
    return f"How much does each place add to {condition}?"


def _shown(knowledge: Knowledge, key: str) -> str:
    finding = knowledge.findings.get(key)
    return name_of(knowledge, key) + (": no" if finding is not None and finding.active == "no" else "")


def _now(knowledge: Knowledge, gap: Gap) -> str:
    """The range of the statements that matter most, with what each holds for where there are several."""
    if not gap.now:
        return "follows from several estimates"
    who = {"expert": "estimate", "article": "estimate after the article"}.get(
        gap.now[0].support, f"study {gap.now[0].source}"
    )
    said = "; ".join(_range(knowledge, gap.study, statement) for statement in gap.now[:SAID])
    more = f"; {len(gap.now) - SAID} more" if len(gap.now) > SAID else ""
    return f"{who} {said}{more}"


def _range(knowledge: Knowledge, study: Study, statement: Statement) -> str:
    low, high = statement.low, statement.high
    match statement.unit:
        case "share":
            text = f"{percent(low)}-{percent(high)} %"
        case "odds":
            text = f"odds x {low:.2g}-{high:.2g}"
        case _:
            unit = knowledge.findings[study.finding].unit
            text = f"middle {low:.3g}-{high:.3g}{' ' + unit if unit else ''}"
    of = statement.of.removeprefix(f"{study.condition}/").replace("_", " ").replace("/", ", ")
    return f"{text} ({of})" if of and of != "yes" else text


def _parts(page: Page, title: str, rows: list[tuple[str, Part]]) -> None:
    if not rows:
        return
    page.heading(title)
    cells = [(name, f"{100 * part.share:.0f} %", f"+- {100 * part.error:.0f}") for name, part in rows]
    page.table(cells, (66, 8, 0), ("", "", ""))
