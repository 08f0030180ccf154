"""The whole profile of one condition, with the source beside every number."""

from __future__ import annotations

from whatelse.knowledge.schema import AxisValue, Condition, Knowledge, Link
from whatelse.report.knowledge.page import Page
from whatelse.report.knowledge.words import figure_rows, link_rows, name_of, ratio, response_rows, share, support

WIDTHS = (34, 17, 10, 0)
HEADER = ("", "if it alone", "otherwise", "who says it")
_SYSTEMS = {"icd10": "ICD-10", "icd11": "ICD-11", "snomed": "SNOMED CT"}


def show_condition(knowledge: Knowledge, condition: Condition) -> str:
    page = Page()
    write_condition(page, knowledge, condition)
    return page.text()


def write_condition(page: Page, knowledge: Knowledge, condition: Condition) -> None:
    _head(page, knowledge, condition)
    _family(page, knowledge, condition)
    for value in condition.values:
        _value(page, knowledge, value)
    _course(page, condition)
    _brought_about(page, knowledge, condition)
    if condition.findings:
        page.heading("What it alone produces" + (" in every case" if condition.values else ""))
        _links(page, knowledge, condition.findings)
    if condition.actions:
        page.heading("What can be done: share of people with it; what is left over, nobody knows")
        rows = [
            r for key, response in condition.actions.items() for r in response_rows(name_of(knowledge, key), response)
        ]
        page.table(rows, (40, 24, 0), ("", "", ""))
    if condition.broad is not None:
        used = condition.broad.used
        page.heading(f"Any other finding: its odds without a cause {ratio(used)}; {support(used)}")
    _in_settings(page, knowledge, condition)


def _head(page: Page, knowledge: Knowledge, condition: Condition) -> None:
    page.title(f"{condition.label}  ({condition.id})")
    page.line(condition.plain)
    page.line()
    page.line(condition.what)
    page.line()
    kinds = {
        "source": "can hurt",
        "silent": "hurts nobody by itself",
        "gate": "hurts when its sites together pass the threshold",
        "derived": "a name for a part of another cause",
    }
    facts = [
        kinds[condition.kind],
        knowledge.interfaces.get(condition.interface, condition.interface),
        f"urgency: {condition.urgency.replace('_', ' ')}",
        "named by the founding article" if condition.article else "not in the founding article",
        *(f"{_SYSTEMS.get(system, system)} {code}" for system, code in sorted(condition.codes.items())),
    ]
    page.line("; ".join(facts) + ".")
    page.entry("Confirms", condition.confirms)
    page.entry("Speaks against it", condition.excludes)
    page.entry("Whom to see", condition.see)


def _family(page: Page, knowledge: Knowledge, condition: Condition) -> None:
    if condition.parent:
        page.heading(f"{condition.relation.capitalize()} of {name_of(knowledge, condition.parent)}")
        page.line("What the parent has holds here too, unless it is written anew below.", 2)
        if condition.share is not None:
            used = condition.share.used
            page.line(f"{share(used)} of it; {support(used)}", 2)
    children = knowledge.children(condition.id)
    if children:
        page.heading("Below it")
        for child in children:
            part = f", {share(child.share.used)}; {support(child.share.used)}" if child.share is not None else ""
            page.line(f"{name_of(knowledge, child.id)}: {child.relation}{part}", 2)
    if condition.of:
        page.heading(f"Part of {name_of(knowledge, condition.of)}")
        if condition.any_of:
            page.line("together with any of " + ", ".join(name_of(knowledge, c) for c in condition.any_of), 2)
        if condition.no_single_site:
            page.line("two sites or more, none of which would be enough alone", 2)


def _value(page: Page, knowledge: Knowledge, value: AxisValue) -> None:
    how = "Spreads: " if value.axis == "pattern" else f"{value.axis.capitalize()}: "
    page.heading(f"{how}{value.label}  ({value.id}), {share(value.share.used)}; {support(value.share.used)}")
    _links(page, knowledge, value.findings)


def _links(page: Page, knowledge: Knowledge, links: dict[str, Link]) -> None:
    rows = [row for key, link in links.items() for row in link_rows(knowledge, key, link)]
    if rows:
        page.table(rows, WIDTHS, HEADER)


def _course(page: Page, condition: Condition) -> None:
    if condition.course:
        page.heading("Still in pain after")
        rows = [r for p in condition.course for r in figure_rows(f"{p.week:g} weeks", p.share)]
        page.table(rows, WIDTHS, ("", "", "", ""))


def _brought_about(page: Page, knowledge: Knowledge, condition: Condition) -> None:
    if condition.drivers:
        page.heading("Brought about by (chance that each does it alone)")
        rows = [r for key, f in condition.drivers.items() for r in figure_rows(name_of(knowledge, key), f)]
        page.table(rows, WIDTHS, ("", "", "", ""))
    drives = [
        row
        for other in knowledge.conditions.values()
        if condition.id in other.drivers
        for row in figure_rows(name_of(knowledge, other.id), other.drivers[condition.id])
    ]
    if drives:
        page.heading("Brings about")
        page.table(drives, WIDTHS, ("", "", "", ""))
    if condition.gate is not None:
        page.heading("Sites, each with the share of the threshold that it fills")
        rows = [r for key, f in condition.gate.loads.items() for r in figure_rows(name_of(knowledge, key), f)]
        rows += figure_rows("spread of the threshold", condition.gate.threshold_spread)
        page.table(rows, WIDTHS, ("", "", "", ""))
    if condition.context:
        page.heading("More or less likely with (odds)")
        rows = []
        for fact in condition.context:
            for state, figure in fact.odds.items():
                label = name_of(knowledge, fact.fact) + ("" if state == "yes" else f": {state}")
                rows += figure_rows(label, figure, odds=True)
        page.table(rows, WIDTHS, ("", "", "", ""))


def _in_settings(page: Page, knowledge: Knowledge, condition: Condition) -> None:
    rows = [
        row
        for setting in knowledge.settings.values()
        if condition.id in setting.shares
        for row in figure_rows(setting.label, setting.shares[condition.id])
    ]
    if rows:
        page.heading("How common among runners with such pain")
        page.table(rows, WIDTHS, ("", "", "", ""))
    caught = [rule for rule in knowledge.rules.values() if condition.id in rule.catches]
    if caught:
        page.heading("Red-flag rules that catch it")
        for rule in caught:
            page.line(f"{rule.id} {rule.label}: {rule.level}, {rule.how_soon}; {rule.source}", 2)
