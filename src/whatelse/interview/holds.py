"""Reasons not to do a test: which of them hold, and which cannot be told yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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


@dataclass(frozen=True)
class _Hold:
    """A reason as objects. told: counts only once it is true. rest: must be known to be false, each of them."""

    text: str
    told: Formula | None
    rest: tuple[Formula, ...]


_compiled: dict[int, tuple[Knowledge, dict[str, _Hold]]] = {}
_MOST_KEPT = 8


def _holds(knowledge: Knowledge) -> dict[str, _Hold]:
    """All reasons by id, made once a knowledge."""
    kept = _compiled.get(id(knowledge))
    if kept is not None and kept[0] is knowledge:
        return kept[1]
    made = {}
    for name, hold in knowledge.self_tests.holds.items():
        rest = [compile_formula(hold.when)] if hold.when is not None else []
        rest += [compile_formula(knowledge.rules[rule].when) for rule in hold.rules]
        told = compile_formula(hold.told) if hold.told is not None else None
        made[name] = _Hold(hold.text, told, tuple(rest))
    if len(_compiled) >= _MOST_KEPT:
        _compiled.clear()
    _compiled[id(knowledge)] = (knowledge, made)
    return made


def held(seen: Known, names: Iterable[str], knowledge: Knowledge) -> Held:
    """The reasons of ``self_tests.toml`` with these ids, asked of what a case says (``seen_in``)."""
    holds = _holds(knowledge)
    true: list[str] = []
    asked: dict[str, None] = {}
    for name in dict.fromkeys(names):
        hold = holds[name]
        if (hold.told is not None and hold.told.truth(seen)) or any(formula.truth(seen) for formula in hold.rest):
            true.append(hold.text)
        else:
            asked |= dict.fromkeys(name for formula in hold.rest for name in formula.open(seen))
    return Held(tuple(dict.fromkeys(true)), tuple(asked))


def seen_in(case: Case, knowledge: Knowledge) -> Known:
    """The case as red-flag rules see it, with what treatments and scans stand for."""
    return known(with_care(case, knowledge)[0], knowledge)
