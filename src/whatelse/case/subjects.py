"""What a case may give an answer to: a finding, a graded family by its own id, or the count of a family."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from whatelse.knowledge.schema import Finding, Knowledge

Form = Literal["yes_no", "number", "states", "count"]


class Subject(msgspec.Struct, frozen=True):
    """The form of answer that an id takes, with its states, range or number of tests."""

    id: str
    form: Form
    states: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    unit: str = ""
    is_paired: bool = False


def subject_of(name: str, knowledge: Knowledge) -> Subject | None:
    """What an id stands for, or None where the knowledge has no such thing."""
    for family in knowledge.families.values():
        if name == family.count_finding:
            return Subject(name, "count", low=0, high=len(family.members))
    if name in knowledge.findings:
        return _of_finding(knowledge.findings[name])
    family_named = knowledge.families.get(name)
    if family_named is not None and family_named.kind == "graded":
        return Subject(name, "states", states=family_named.states)
    return None


def names(knowledge: Knowledge) -> Iterator[str]:
    """Every id that takes an answer."""
    yield from knowledge.findings
    for family in knowledge.families.values():
        if family.kind == "graded":
            yield family.id
        if family.count_finding:
            yield family.count_finding


def _of_finding(finding: Finding) -> Subject:
    if finding.type in ("yes_no", "duration_over"):
        return Subject(finding.id, "yes_no", states=("no", "yes"))
    if finding.type in ("graded", "category"):
        return Subject(finding.id, "states", states=finding.states)
    low = finding.min
    if finding.type == "duration":
        low = max(0.0, low or 0.0)
    is_paired = finding.sided == "difference"
    return Subject(finding.id, "number", low=low, high=finding.max, unit=finding.unit, is_paired=is_paired)
