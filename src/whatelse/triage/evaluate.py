"""A case in, its urgency out: every rule is asked, none asks a probability for permission."""

from __future__ import annotations

import re
from dataclasses import dataclass

from whatelse.case import Case
from whatelse.knowledge.schema import Knowledge, Rule
from whatelse.triage.formula import Formula, compile_formula
from whatelse.triage.known import Known, known
from whatelse.triage.lines import with_lines
from whatelse.triage.types import LEVELS, Because, Reason, Triage, height

#: Rules below this level are not waited for: what they say can be done in weeks.
WAITED_FOR = height("urgent")
#: What is asked of everyone before the safety core, and counts with it.
ASKED_BEFORE = ("age",)
#: Numbers about the person that a rule may ask for, as people call them.
_SPOKEN = {"age": "Age", "sex": "Sex", "failed_treatment_weeks": "Weeks of care that did not help"}


@dataclass(frozen=True)
class Compiled:
    """The rules of one knowledge, most urgent first, and the safety core in its order, the age before it."""

    rules: tuple[tuple[Rule, Formula], ...]
    core: tuple[str, ...]


_compiled: dict[int, tuple[Knowledge, Compiled]] = {}
_MOST_KEPT = 8


def compiled(knowledge: Knowledge) -> Compiled:
    """The rules as objects, made once a knowledge."""
    kept = _compiled.get(id(knowledge))
    if kept is not None and kept[0] is knowledge:
        return kept[1]
    rules = tuple((rule, compile_formula(rule.when)) for rule in sorted(knowledge.rules.values(), key=_order))
    core = tuple(name for screen in knowledge.safety.core for item in screen.items for name in item.findings)
    made = Compiled(rules, (*ASKED_BEFORE, *core))
    if len(_compiled) >= _MOST_KEPT:
        _compiled.clear()
    _compiled[id(knowledge)] = (knowledge, made)
    return made


def _order(rule: Rule) -> tuple[int, bool, str, int]:
    """Most urgent first; of one level "now" first, then by number."""
    digits = re.search(r"\d+", rule.id)
    return (-height(rule.level), rule.how_soon != "now", rule.id.rstrip("0123456789"), int(digits[0]) if digits else 0)


def evaluate(case: Case, knowledge: Knowledge) -> Triage:
    """The urgency that the rules give a case; ``raised_by_probability`` is not set.

    A pure function of the two; the order of findings and their sides change nothing.
    """
    rules, seen = compiled(knowledge), known(case, knowledge)
    reasons = []
    level, open_rules = LEVELS[0], []
    for rule, formula in rules.rules:
        said = formula.truth(seen)
        if said:
            reasons.append(_reason(rule, formula, seen, knowledge))
            level = max(level, rule.level, key=height)
        elif said is None and height(rule.level) >= WAITED_FOR:
            open_rules.append((rule, formula))
    higher = [formula for rule, formula in open_rules if height(rule.level) > height(level)]
    not_asked = _not_asked(higher, seen, rules.core, knowledge)
    triage = Triage(
        level=level,
        complete=not set(not_asked).intersection(rules.core),
        reasons=tuple(reasons),
        raised_by_probability=None,
        not_asked=not_asked,
        lines=(),
    )
    return with_lines(triage, knowledge)


def fired(seen: Known, knowledge: Knowledge) -> tuple[Reason, ...]:
    """The rules that are true, most urgent first: the ``reasons`` of ``evaluate`` and nothing else of it."""
    rules = compiled(knowledge).rules
    return tuple(_reason(rule, formula, seen, knowledge) for rule, formula in rules if formula.truth(seen))


def _reason(rule: Rule, formula: Formula, seen: Known, knowledge: Knowledge) -> Reason:
    found = dict.fromkeys(formula.because(seen))
    return Reason(
        rule=rule.id,
        label=rule.label,
        level=rule.level,
        how_soon=rule.how_soon,
        do=rule.do,
        watch=rule.watch,
        because=tuple(Because(name, label_of(name, knowledge)) for name in found),
        catches=rule.catches,
        source=rule.source,
    )


def label_of(name: str, knowledge: Knowledge) -> str:
    """What a finding, a family of tests or a fact of the case is called."""
    if name in knowledge.findings:
        return knowledge.findings[name].label
    if name in knowledge.families:
        return knowledge.families[name].label
    return _SPOKEN.get(name, name)


def _not_asked(formulas: list[Formula], seen: Known, core: tuple[str, ...], knowledge: Knowledge) -> tuple[str, ...]:
    """What could still raise the level: the safety core first, then what the person can tell, then the rest."""
    sexes = seen.least.get("sex", frozenset())
    needless = {name for sex in sexes for name in knowledge.safety.not_for.get(sex, ())}
    wanted = dict.fromkeys(name for formula in formulas for name in formula.open(seen) if name not in needless)
    place = {name: i for i, name in enumerate(core)}

    def order(name: str) -> tuple[int, int]:
        finding = knowledge.findings.get(name)
        told = finding is None or finding.stage == "history"
        return place.get(name, len(core)), 0 if told else 1

    return tuple(sorted(wanted, key=order))
