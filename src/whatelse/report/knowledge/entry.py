"""``show``: whatever an id stands for: a condition, a finding, a source, a setting, a rule, an action, ..."""

from __future__ import annotations

import json

from whatelse.case import parse_case
from whatelse.errors import InputError
from whatelse.inference.assess import assess_case
from whatelse.knowledge.care import Action
from whatelse.knowledge.check.problem import unknown
from whatelse.knowledge.places import every_number, every_quantiles
from whatelse.knowledge.scans import Scan
from whatelse.knowledge.schema import Knowledge, Rule, Setting, Source
from whatelse.report.knowledge.condition import show_condition
from whatelse.report.knowledge.finding import show_family, show_finding
from whatelse.report.knowledge.page import Page
from whatelse.report.knowledge.words import (
    figure_rows,
    name_of,
    percent,
    quantiles_support,
    quantiles_text,
    response_rows,
    share,
    support,
)


def show(knowledge: Knowledge, key: str) -> str:
    """The text of one entry. Raises InputError for an id that nothing carries."""
    if key in knowledge.conditions:
        return show_condition(knowledge, knowledge.conditions[key])
    family = knowledge.families.get(key)
    if key in knowledge.findings and (family is None or family.kind != "graded"):
        return show_finding(knowledge, knowledge.findings[key])
    if family is not None:
        return show_family(knowledge, family)
    if key in knowledge.sources:
        return show_source(knowledge, knowledge.sources[key])
    if key in knowledge.settings:
        return show_setting(knowledge, knowledge.settings[key])
    if key in knowledge.rules:
        return show_rule(knowledge, knowledge.rules[key])
    if key in knowledge.actions:
        return show_action(knowledge, knowledge.actions[key])
    if key in knowledge.scans:
        return show_scan(knowledge, knowledge.scans[key])
    rooms = (
        knowledge.conditions,
        knowledge.findings,
        knowledge.families,
        knowledge.settings,
        knowledge.rules,
        knowledge.actions,
        knowledge.scans,
    )
    known = {name for room in (*rooms, knowledge.sources) for name in room}
    raise InputError(unknown("condition, finding, family, source, setting, rule, action or scan", key, known))


def show_source(knowledge: Knowledge, source: Source) -> str:
    page = Page()
    page.line(f"{source.id}: {source.authors} ({source.year}). {source.title}. {source.journal}")
    page.line(source.url)
    page.entry("How it was read", source.how_seen)
    rows = [
        (
            f"{place.entry}.{place.field}",
            f"{number.value:.3g} ({number.low:.3g}-{number.high:.3g})",
            support(number),
        )
        for place, number in every_number(knowledge)
        if number.source == source.id
    ]
    rows += [
        (f"{place.entry}.{place.field}", quantiles_text(quantiles), quantiles_support(quantiles))
        for place, quantiles in every_quantiles(knowledge)
        if quantiles.source == source.id
    ]
    page.heading(f"Numbers that rest on it: {len(rows)}")
    if rows:
        page.table(rows, (46, 20, 0), ("", "", ""))
    rules = [f"{rule.id} {rule.label}" for rule in knowledge.rules.values() if rule.source == source.id]
    page.entry("Red-flag rules", "; ".join(rules))
    return page.text()


def show_setting(knowledge: Knowledge, setting: Setting) -> str:
    page = Page()
    page.line(f"{setting.label}  ({setting.id})")
    page.line(setting.plain)
    week = setting.reference_week
    page.entry("Seen after", f"{week.value:g} weeks ({week.low:g}-{week.high:g}); {support(week)}")
    if setting.base:
        _derived_shares(page, knowledge, setting)
        return page.text()
    page.heading("Share of each cause among runners with such pain seen here; several can be true")
    shares = sorted(setting.shares.items(), key=lambda item: (-item[1].value, item[0]))
    page.table(
        [
            (name, value, who)
            for key, figure in shares
            for name, value, _, who in figure_rows(name_of(knowledge, key), figure)
        ],
        (46, 20, 0),
        ("", "", ""),
    )
    hurting = sum(
        figure.value
        for key, figure in setting.shares.items()
        if key in knowledge.conditions and knowledge.conditions[key].kind in ("source", "gate")
    )
    page.line(f"What can hurt sums to {hurting:.2f}.", 2)
    for fact, rates in setting.base_rates.items():
        text = ", ".join(f"{state} {share(figure.used)}" for state, figure in rates.items())
        page.entry(name_of(knowledge, fact), text)
    return page.text()


def _derived_shares(page: Page, knowledge: Knowledge, setting: Setting) -> None:
    """What follows from the base and what is known of everyone, for a case of which nothing else is told."""
    page.entry("The people of", name_of(knowledge, setting.base))
    known = [f"{name_of(knowledge, key)}: {answer}" for key, answer in setting.given.items()]
    page.entry("of whom it is known", "; ".join(known))
    page.heading("Share of each cause that follows, before anything else is told; several can be true")
    answer = assess_case(parse_case({}, knowledge), knowledge, setting.id)
    rows = [(name_of(knowledge, key), f"{percent(p)} %", "") for key, p in answer.ranking if p >= 0.005]
    page.table(rows, (66, 10, 0), ("", "", ""))


def show_action(knowledge: Knowledge, action: Action) -> str:
    page = Page()
    page.line(f"{action.label}  ({action.id})")
    page.line(action.how)
    week = action.trial.weeks
    often = f", {action.trial.times_a_week:g} times a week" if action.trial.times_a_week else ""
    page.entry("Counts as tried after", f"{week.value:g} weeks ({week.low:g}-{week.high:g}){often}; {support(week)}")
    for tells in action.tells:
        said = ", ".join(f"{outcome.replace('_', ' ')}: {answer}" for outcome, answer in tells.answers.items())
        page.entry("What came of it answers", f"{name_of(knowledge, tells.finding)} ({said})")
    page.entry("Known by the words", ", ".join(action.words))
    rows = [
        row
        for condition in knowledge.conditions.values()
        if action.id in condition.actions
        for row in response_rows(f"{condition.label} ({condition.id})", condition.actions[action.id])
    ]
    if rows:
        page.heading("What it does to people with each condition, as written there (its forms have the same)")
        page.table(rows, (40, 22, 0), ("", "", ""))
    return page.text()


def show_scan(knowledge: Knowledge, scan: Scan) -> str:
    page = Page()
    page.line(f"{scan.label}  ({scan.id})")
    page.line(scan.note)
    if scan.from_week:
        page.line(f"A normal result before week {scan.from_week:g} counts for nothing.")
    page.entry("Regions", ", ".join(scan.regions))
    page.entry("Methods", ", ".join(scan.methods))
    said = "; ".join(f"{name_of(knowledge, key)}: {answer}" for key, answer in scan.clean.items())
    page.entry("Normal means", said)
    for word, answers in scan.results.items():
        said = "; ".join(f"{name_of(knowledge, key)}: {answer}" for key, answer in answers.items())
        page.entry(f'"{word}" means', said)
    return page.text()


def show_rule(knowledge: Knowledge, rule: Rule) -> str:
    page = Page()
    page.line(f"{rule.label}  ({rule.id})")
    page.line(f"{rule.level}, {rule.how_soon}: {rule.do}")
    page.line(rule.watch)
    page.entry("When", json.dumps(rule.when, ensure_ascii=False))
    page.entry("Catches", ", ".join(name_of(knowledge, key) for key in rule.catches))
    page.entry("Source", rule.source)
    page.entry("Fires without the disease in", f"{share(rule.false_alarms.used)}; {support(rule.false_alarms.used)}")
    page.entry("Note", rule.note)
    return page.text()
