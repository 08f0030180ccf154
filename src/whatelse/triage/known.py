"""What a case says, as the rules see it: three-valued signs, numbers, states.

- A sign is true when its finding is in its active state (for "did care help?" that is "no"). "Probably" counts as
  told: a probable yes is a yes. Not known and not tested are neither yes nor no.
- A finding that was set aside still counts. So does one on the side that does not hurt: a danger there is no less
  a danger, and no rule asks for a side.
- A specific sign that is there makes its general ones true, whatever else is said of them; a general one that is
  not there closes its specific ones.
"""

from __future__ import annotations

from dataclasses import dataclass

from whatelse.case import Answer, Case
from whatelse.knowledge.schema import Family, Finding, Knowledge

_OPPOSITE = ("left", "right")


@dataclass(frozen=True)
class Known:
    """``signs``: id -> there or not. ``least``: id -> the states that hold, at or below the highest told one.
    ``settled``: the ids of ``least`` about which nothing more can be learnt.
    """

    signs: dict[str, bool]
    numbers: dict[str, float]
    least: dict[str, frozenset[str]]
    settled: frozenset[str]


def known(case: Case, knowledge: Knowledge) -> Known:
    """The case as the rules see it."""
    signs: dict[str, bool] = {}
    numbers = _person(case)
    least: dict[str, frozenset[str]] = {} if case.person.sex is None else {"sex": frozenset({case.person.sex})}
    settled = set(least)
    for key, answer in case.findings.items():
        finding = knowledge.findings.get(key)
        if finding is None:
            continue
        if finding.type in ("yes_no", "duration_over"):
            said = _said(answer)
            if said is not None:
                signs[key] = said == (finding.active == "yes")
        elif finding.type in ("number", "duration"):
            number = _number(answer, finding, case)
            if number is not None:
                numbers[key] = number
        elif isinstance(answer.value, str):
            least[key] = frozenset({answer.value})
            settled.add(key)
    for family in knowledge.families.values():
        if family.states:
            _grade(family, case, signs, least, settled)
    _follow(signs, knowledge)
    return Known(signs, numbers, least, frozenset(settled))


def _person(case: Case) -> dict[str, float]:
    out = {} if case.person.age is None else {"age": float(case.person.age)}
    tried = [t.weeks for t in case.treatments if t.effect in ("none", "worse") and t.weeks is not None]
    if tried:
        out["failed_treatment_weeks"] = float(max(tried))
    return out


def _said(answer: Answer) -> bool | None:
    """Yes, no or neither; a likelihood without a value counts for the likelier state."""
    if isinstance(answer.value, bool):
        return answer.value
    if answer.likelihood:
        yes, no = answer.likelihood.get("yes", 0.0), answer.likelihood.get("no", 0.0)
        return None if yes == no else yes > no
    return None


def _number(answer: Answer, finding: Finding, case: Case) -> float | None:
    if answer.left is not None and answer.right is not None:
        if case.side not in _OPPOSITE or finding.sided != "difference":
            return None
        gap = answer.right - answer.left
        return gap if case.side == "left" else -gap
    told = answer.measured if answer.value is None or isinstance(answer.value, (bool, str)) else answer.value
    return None if told is None else float(told)


def _grade(
    family: Family, case: Case, signs: dict[str, bool], least: dict[str, frozenset[str]], settled: set[str]
) -> None:
    """The states of a family of tests that hold: by a stated one, by a count, or by its single tests."""
    told = case.findings.get(family.id)
    reached = [family.states.index(told.value)] if told and told.value in family.states else []
    exact = bool(reached)
    members = [signs[m] for m in family.members if m in signs]
    counts = [(float(sum(members)), len(members))] if members else []
    count = case.findings.get(family.count_finding)
    if count is not None and isinstance(count.value, (int, float)):
        counts.append((float(count.value), count.of or len(family.members)))
    for positive, done in counts:
        reached += [i for i, (low, _) in enumerate(family.count) if low <= positive]
        exact = exact or done >= len(family.members)
    if reached:
        least[family.id] = frozenset(family.states[: max(reached) + 1])
    if exact:
        settled.add(family.id)


def _follow(signs: dict[str, bool], knowledge: Knowledge) -> None:
    """Upwards from what is there, then downwards from what is not."""
    for key in [key for key, there in signs.items() if there]:
        for general in _above(key, knowledge):
            signs[general] = True
    absent = {key for key, there in signs.items() if not there}
    if not absent:
        return
    for key, finding in knowledge.findings.items():
        if finding.implies and key not in signs and absent.intersection(_above(key, knowledge)):
            signs[key] = False


def _above(key: str, knowledge: Knowledge) -> list[str]:
    found: list[str] = []
    waiting = [key]
    while waiting:
        finding = knowledge.findings.get(waiting.pop())
        for general in finding.implies if finding else ():
            if general not in found:
                found.append(general)
                waiting.append(general)
    return found
