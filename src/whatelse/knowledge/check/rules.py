"""Red-flag rules: positive, sourced, and every emergency is caught by one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from whatelse.knowledge.check.formula import CASE_NUMBERS, FormulaError, atoms
from whatelse.knowledge.check.problem import Problem
from whatelse.knowledge.schema import Knowledge, Rule, Sex, Urgency

_NUMBERS = ("number", "duration")


def check_rules(knowledge: Knowledge) -> Iterator[Problem]:
    """The form of each rule."""
    for rule in knowledge.rules.values():
        if not rule.source:
            yield Problem(rule.file, rule.id, "source", "missing-source", "a rule without a source")
        if rule.level not in get_args(Urgency):
            yield Problem(
                rule.file,
                rule.id,
                "level",
                "rule-level",
                f"{rule.level!r} is none of {', '.join(get_args(Urgency))}",
            )
        yield from _formula(knowledge, rule)


def _formula(knowledge: Knowledge, rule: Rule) -> Iterator[Problem]:
    try:
        named = list(atoms(rule.when))
    except FormulaError as error:
        yield Problem(rule.file, rule.id, "when", "rule-formula", str(error))
        return
    for atom in named:
        states = _states(knowledge, atom.finding)
        if atom.state or (states and atom.finding not in knowledge.findings):
            if atom.state not in states:
                yield Problem(
                    rule.file, rule.id, "when", "rule-formula", f"{atom.finding} is one of {', '.join(states)}"
                )
            continue
        finding = knowledge.findings.get(atom.finding)
        is_number = atom.finding in CASE_NUMBERS or (finding is not None and finding.type in _NUMBERS)
        if (finding is not None or is_number) and atom.limit != is_number:
            needs = "needs above or below" if is_number else "is no number: it takes neither above nor below"
            yield Problem(rule.file, rule.id, "when", "rule-formula", f"{atom.finding} {needs}")


def _states(knowledge: Knowledge, name: str) -> tuple[str, ...]:
    """What a finding of a list, a graded family or the sex can be; nothing for what is there or not."""
    if name == "sex":
        return get_args(Sex)
    family = knowledge.families.get(name)
    if family is not None:
        return family.states
    finding = knowledge.findings.get(name)
    return finding.states if finding is not None and finding.type in ("category", "graded") else ()


def check_emergencies(knowledge: Knowledge) -> Iterator[Problem]:
    """Nothing dangerous rests on probabilities alone."""
    strict = [rule for rule in knowledge.rules.values() if rule.level == "emergency"]
    caught = {name for rule in strict for name in rule.catches}
    for condition in knowledge.conditions.values():
        if condition.urgency == "emergency" and condition.id not in caught:
            yield Problem(
                condition.file,
                condition.id,
                "urgency",
                "emergency-without-rule",
                "an emergency that no red-flag rule of level emergency catches; name it in catches of one",
            )
