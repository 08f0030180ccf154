"""Reasons not to do a test: which of them hold, and which cannot be told yet."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from whatelse.case import Case
from whatelse.case.told_by_care import with_care
from whatelse.knowledge.schema import Knowledge
from whatelse.triage.formula import Formula, compile_formula
from whatelse.triage.known import Known, known


class Held(msgspec.Struct, frozen=True):
    """holds: the reasons that are true, in words. open: the findings that must be known before the others are false."""

    holds: tuple[str, ...] = ()
    open: tuple[str, ...] = ()


def held(seen: Known, names: Iterable[str], knowledge: Knowledge) -> Held:
    """The reasons of ``self_tests.toml`` with these ids, asked of what a case says (``seen_in``)."""
    true: list[str] = []
    asked: dict[str, None] = {}
    for name in dict.fromkeys(names):
        hold = knowledge.self_tests.holds[name]
        if hold.told is not None and compile_formula(hold.told).truth(seen):
            true.append(hold.text)
            continue
        formulas: list[Formula] = [compile_formula(hold.when)] if hold.when is not None else []
        formulas += [compile_formula(knowledge.rules[rule].when) for rule in hold.rules]
        if any(formula.truth(seen) for formula in formulas):
            true.append(hold.text)
        else:
            asked |= dict.fromkeys(name for formula in formulas for name in formula.open(seen))
    return Held(tuple(dict.fromkeys(true)), tuple(asked))


def seen_in(case: Case, knowledge: Knowledge) -> Known:
    """The case as red-flag rules see it, with what treatments and scans stand for."""
    return known(with_care(case, knowledge)[0], knowledge)
