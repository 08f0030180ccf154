"""Ids: everything that is named exists; the nearest id is suggested."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import get_args

from whatelse.knowledge.check.formula import CASE_NUMBERS, FormulaError, atoms
from whatelse.knowledge.check.problem import Problem, unknown
from whatelse.knowledge.places import every_link
from whatelse.knowledge.schema import Condition, Finding, Knowledge, Relation

#: Facts that a case states of the person rather than as a finding.
PERSON = ("age", "sex")


def check_ids(knowledge: Knowledge) -> Iterator[Problem]:
    """Every reference from one entry to another."""
    for condition in knowledge.conditions.values():
        yield from _condition(knowledge, condition)
    for finding in knowledge.findings.values():
        yield from _finding(knowledge, finding)
    for family in knowledge.families.values():
        names = {*family.members, *family.outside, *filter(None, [family.count_finding])}
        for name in sorted(names - set(knowledge.findings)):
            yield Problem(family.file, family.id, "members", "unknown-id", unknown("finding", name, knowledge.findings))
    for setting in knowledge.settings.values():
        yield from _each(setting.file, setting.id, "shares", "condition", setting.shares, knowledge.conditions)
        yield from _each(setting.file, setting.id, "base_rates", "finding", setting.base_rates, _facts(knowledge))
    for rule in knowledge.rules.values():
        yield from _each(rule.file, rule.id, "catches", "condition", rule.catches, knowledge.conditions)
        try:
            named = {atom.finding for atom in atoms(rule.when)} - {"sex", *CASE_NUMBERS}
        except FormulaError:
            continue
        graded = [key for key, family in knowledge.families.items() if family.states]
        yield from _each(rule.file, rule.id, "when", "finding", sorted(named), [*knowledge.findings, *graded])
        if rule.source and rule.source not in knowledge.sources:
            yield Problem(
                rule.file,
                rule.id,
                "source",
                "unknown-source",
                unknown("source", rule.source, knowledge.sources),
            )
    yield from _words(knowledge)


def _each(
    file: str, entry: str, field: str, what: str, names: Collection[str], known: Collection[str]
) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            yield Problem(file, entry, field, "unknown-id", unknown(what, name, known))


def _condition(knowledge: Knowledge, condition: Condition) -> Iterator[Problem]:
    file, entry, known = condition.file, condition.id, knowledge.conditions
    named = [("parent", condition.parent), ("of", condition.of)]
    for field, name in named:
        if name and name not in known:
            yield Problem(file, entry, field, "unknown-id", unknown("condition", name, known))
    yield from _each(file, entry, "any_of", "condition", condition.any_of, known)
    yield from _each(file, entry, "drivers", "condition", condition.drivers, known)
    if condition.gate is not None:
        yield from _each(file, entry, "gate.loads", "condition", condition.gate.loads, known)
    yield from _each(file, entry, "context", "fact", [fact.fact for fact in condition.context], _facts(knowledge))
    if bool(condition.parent) != bool(condition.relation):
        yield Problem(file, entry, "relation", "relation", "a parent needs a relation, and a relation a parent")
    elif condition.relation and condition.relation not in get_args(Relation):
        yield Problem(file, entry, "relation", "relation", unknown("relation", condition.relation, get_args(Relation)))
    if condition.interface not in knowledge.interfaces:
        yield Problem(
            file,
            entry,
            "interface",
            "unknown-id",
            unknown("place", condition.interface, knowledge.interfaces),
        )


def _finding(knowledge: Knowledge, finding: Finding) -> Iterator[Problem]:
    known = knowledge.findings
    yield from _each(finding.file, finding.id, "implies", "finding", finding.implies, known)
    yield from _each(finding.file, finding.id, "replaces", "finding", finding.replaces, known)
    for field, name in (("cluster", finding.cluster), ("family", finding.family)):
        if name and name not in knowledge.families:
            yield Problem(
                finding.file, finding.id, field, "unknown-family", unknown("family", name, knowledge.families)
            )


def check_link_ids(knowledge: Knowledge) -> Iterator[Problem]:
    """Links: what is linked is a finding or a family of tests."""
    known = {*knowledge.findings, *knowledge.families}
    for at in every_link(knowledge):
        if at.finding not in known:
            yield Problem(
                at.condition.file,
                at.condition.id,
                at.field,
                "unknown-id",
                unknown("finding", at.finding, known),
            )


def _facts(knowledge: Knowledge) -> list[str]:
    return [*PERSON, *(key for key, finding in knowledge.findings.items() if finding.context)]


def _words(knowledge: Knowledge) -> Iterator[Problem]:
    sport = knowledge.findings.get("sport_main")
    if sport is not None:
        for word, category in sorted(knowledge.sports.items()):
            if category not in sport.states:
                yield Problem(
                    "words.toml",
                    "sport",
                    word,
                    "unknown-id",
                    unknown("kind of sport", category, sport.states),
                )
    for name in knowledge.limits.inside:
        if name not in knowledge.findings:
            yield Problem("words.toml", "limits", "inside", "unknown-id", unknown("finding", name, knowledge.findings))
    for said in (said for clash in knowledge.limits.clashes for said in (clash.one, clash.other)):
        if said.finding not in knowledge.findings:
            message = unknown("finding", said.finding, knowledge.findings)
            yield Problem("words.toml", "limits", "clashes", "unknown-id", message)
    for phrase, name in sorted(knowledge.names.items()):
        if name not in knowledge.conditions:
            yield Problem("names.toml", "names", phrase, "unknown-id", unknown("condition", name, knowledge.conditions))
    if knowledge.default_setting not in knowledge.settings:
        yield Problem(
            "places.toml",
            "defaults",
            "setting",
            "default-setting",
            unknown("setting", knowledge.default_setting, knowledge.settings),
        )
