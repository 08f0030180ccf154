"""Answers that cannot all be true, and answers that hardly go together.

The first kind stops: a finding is there but what it implies is not, or time is too short. The second does not, since
nobody but the person knows which of the two is the slip, and an answer that alarms must not be lost over it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from whatelse.case.case import Case
from whatelse.case.place import Place
from whatelse.case.types import Answer
from whatelse.knowledge.schema import Knowledge, Said

#: A ``duration_over`` finding names its weeks in its id: ``healing_over_8_weeks``.
_OVER = re.compile(r"over_(\d{1,4})_weeks")


def check(findings: Mapping[str, Answer], knowledge: Knowledge, place: Place) -> None:
    """Raises InputError, naming both answers, at the first contradiction. ``place`` is that of the findings.

    Only firm answers contradict: not "probably", and not one that was set aside.
    """
    for name, answer in findings.items():
        if not (_is_firm(answer) and answer.value is True):
            continue
        for general in implied_by(name, knowledge):
            denied = findings.get(general)
            if denied and _is_firm(denied) and denied.value is False and _same_side(answer, denied):
                raise place.at(name).error(
                    f"is yes, but {general}, which it implies, is no; change one or leave {general} out"
                )
    _check_durations(findings, knowledge, place)


def clashes(case: Case, knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Pairs of firm answers that hardly go together, in words; answers for the left and the right leg never do."""
    for clash in knowledge.limits.clashes:
        one, other = (case.findings.get(said.finding) for said in (clash.one, clash.other))
        if one is None or other is None or not _same_side(one, other):
            continue
        if _holds(clash.one, one) and _holds(clash.other, other):
            yield _spoken(clash.one, one, knowledge), _spoken(clash.other, other, knowledge)
    for sex, needless in knowledge.safety.not_for.items():
        for name in needless if case.person.sex == sex else ():
            told = case.findings.get(name)
            if told is not None and _is_firm(told) and told.value is True:
                yield knowledge.findings[name].label, f"sex {sex}"


def _holds(said: Said, answer: Answer) -> bool:
    if not _is_firm(answer):
        return False
    if said.above is None and said.below is None:
        return answer.value is said.there
    if isinstance(answer.value, bool) or not isinstance(answer.value, (int, float)):
        return False
    above = said.above is None or answer.value > said.above
    return above and (said.below is None or answer.value < said.below)


def _spoken(said: Said, answer: Answer, knowledge: Knowledge) -> str:
    label = knowledge.findings[said.finding].label
    if isinstance(answer.value, bool):
        return label if answer.value else f"{label}: no"
    return f"{label} {answer.value:g}"


def implied_by(name: str, knowledge: Knowledge) -> Iterator[str]:
    """Everything a finding implies, directly or through others, nearest first."""
    seen, waiting = {name}, [name]
    while waiting:
        finding = knowledge.findings.get(waiting.pop(0))
        for general in finding.implies if finding else ():
            if general not in seen:
                seen.add(general)
                waiting.append(general)
                yield general


def _is_firm(answer: Answer) -> bool:
    return answer.likelihood is None and not answer.set_aside


def _same_side(one: Answer, other: Answer) -> bool:
    """Whether two answers may speak of the same leg: all but left against right."""
    return {one.side, other.side} != {"left", "right"}


def _check_durations(findings: Mapping[str, Answer], knowledge: Knowledge, place: Place) -> None:
    kinds = {name: knowledge.findings[name].type for name in findings if name in knowledge.findings}
    for over in (name for name, kind in kinds.items() if kind == "duration_over"):
        named = _OVER.search(over)
        if named is None or not _is_firm(findings[over]) or findings[over].value is not True:
            continue
        for weeks in (name for name, kind in kinds.items() if kind == "duration"):
            value, least = findings[weeks].value, int(named[1])
            if isinstance(value, float) and value < least and _is_firm(findings[weeks]):
                raise place.at(over).error(f"is yes, but {weeks} is {value:g}, expected {least} or more")
