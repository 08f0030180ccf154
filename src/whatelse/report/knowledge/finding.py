"""One finding or one family of tests: all its causes side by side with the leak."""

from __future__ import annotations

from whatelse.knowledge.places import every_link
from whatelse.knowledge.schema import Family, Finding, Knowledge, Link
from whatelse.report.knowledge.page import Page
from whatelse.report.knowledge.words import (
    Row,
    figure_rows,
    link_rows,
    name_of,
    percent,
    quantiles_support,
    quantiles_text,
    ratio,
    support,
)

WIDTHS = (46, 17, 0)
HEADER = ("cause", "if it alone", "who says it")


def show_finding(knowledge: Knowledge, finding: Finding) -> str:
    page = Page()
    page.line(f"{finding.label}  ({finding.id})")
    page.line(finding.question)
    facts = [
        finding.stage,
        finding.type.replace("_", "/"),
        "a runner can test it" if finding.self_test else "",
    ]
    if finding.type == "number":
        facts.append(f"{finding.min:g} to {finding.max:g} {finding.unit}, causes push it {finding.abnormal}")
    if finding.active == "no":
        facts.append('causes produce the answer "no"')
    page.line("; ".join(fact for fact in facts if fact) + ".")
    page.entry("How", finding.how)
    page.entry("Not when", finding.not_when)
    page.entry("Is a form of", ", ".join(name_of(knowledge, key) for key in finding.implies))
    forms = [other.id for other in knowledge.findings.values() if finding.id in other.implies]
    page.entry("Its special forms", ", ".join(name_of(knowledge, key) for key in forms))
    page.entry("Replaces", ", ".join(name_of(knowledge, key) for key in finding.replaces))
    page.entry("Counted in", name_of(knowledge, finding.family) if finding.family else "")
    page.entry("Belongs with", name_of(knowledge, finding.cluster) if finding.cluster else "")
    page.entry("Not scored", finding.unscored)
    if finding.context:
        _as_fact(page, knowledge, finding)
    else:
        _causes(page, knowledge, finding.id, _leak(finding))
    return page.text()


def show_family(knowledge: Knowledge, family: Family) -> str:
    page = Page()
    page.line(f"{family.label}  ({family.id})")
    kinds = {
        "graded": "Tests of one thing, counted once as grades",
        "tree": "General and special forms of one finding; the most special one counts",
        "independent": "Counted as separate witnesses",
        "duration": "Read by the natural course of each cause",
    }
    page.line(f"{kinds[family.kind]}. {family.reason}")
    members = family.members or tuple(f.id for f in knowledge.findings.values() if f.cluster == family.id)
    page.entry("Findings", ", ".join(name_of(knowledge, key) for key in members))
    for state, counts in zip(family.states, family.count, strict=False):
        span = f"{counts[0]}" if counts[0] == counts[1] else f"{counts[0]} to {counts[1]}"
        page.line(f"{state.replace('_', ' ')}: {span} positive", 2)
    for member, row in family.positive.items():
        shares = ", ".join(
            f"{state.replace('_', ' ')} {percent(p)} %" for state, p in zip(family.states, row, strict=False)
        )
        page.line(f"{name_of(knowledge, member)} positive in {shares}", 2)
    for key, reason in family.outside.items():
        page.line(f"outside: {name_of(knowledge, key)}: {reason}", 2)
    if family.kind == "graded":
        leak = [r for s, f in family.leak.items() for r in _three(figure_rows(f"{_NONE}: {s.replace('_', ' ')}", f))]
        _causes(page, knowledge, family.id, leak)
    return page.text()


_NONE = "none of the listed causes"


def _leak(finding: Finding) -> list[tuple[str, str, str]]:
    if finding.leak is not None:
        return _three(figure_rows(_NONE, finding.leak))
    if finding.leak_quantiles is not None:
        quantiles = finding.leak_quantiles
        return [(_NONE, quantiles_text(quantiles, finding.unit), quantiles_support(quantiles))]
    return []


def _three(rows: list[Row]) -> list[tuple[str, str, str]]:
    return [(name, value, who) for name, value, _, who in rows]


def _causes(page: Page, knowledge: Knowledge, key: str, leak: list[tuple[str, str, str]]) -> None:
    """Strongest first; the leak stands where it belongs, last, because every cause is above it."""
    found = [at for at in every_link(knowledge) if at.finding == key]
    if not found and not leak:
        return
    page.heading("What produces it")
    rows: list[tuple[str, str, str]] = []
    for at in sorted(found, key=lambda at: (-_strength(at.link), at.condition.id, at.inside)):
        inside = f", {at.inside.partition('.')[2].replace('_', ' ')}" if at.inside else ""
        rows += _three(link_rows(knowledge, key, at.link, at.condition.label + inside))
    linked = {at.condition.id for at in found}
    for condition in knowledge.conditions.values():
        if condition.broad is not None and condition.id not in linked:
            used = condition.broad.used
            rows.append((condition.label, f"odds of none {ratio(used)}", support(used)))
    page.table([*rows, *leak], WIDTHS, HEADER)


def _strength(link: Link) -> float:
    if link.figure is not None:
        return link.figure.value
    if link.quantiles is not None:
        return link.quantiles.points[len(link.quantiles.points) // 2][1]
    return sum(figure.value for figure in (link.grades or {}).values()) if link.grades else -1.0


def _as_fact(page: Page, knowledge: Knowledge, finding: Finding) -> None:
    if finding.base_rates:
        page.heading("How common in runners with such pain")
        rates = [r for state, f in finding.base_rates.items() for r in _three(figure_rows(state, f))]
        page.table(rates, WIDTHS, ("", "", ""))
    rows = []
    for condition in knowledge.conditions.values():
        for fact in condition.context:
            if fact.fact == finding.id:
                for state, figure in fact.odds.items():
                    label = condition.label + ("" if state == "yes" else f": {state}")
                    rows += _three(figure_rows(label, figure, odds=True))
    if rows:
        page.heading("Changes the odds of")
        page.table(rows, WIDTHS, ("", "odds", "who says it"))
