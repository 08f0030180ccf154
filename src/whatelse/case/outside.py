"""Whom and what the knowledge is not for: people too young for it, pains elsewhere, and cases that tell no pain."""

from __future__ import annotations

from whatelse.case.case import Case
from whatelse.knowledge.schema import Knowledge


def is_too_young(case: Case, knowledge: Knowledge) -> bool:
    """Whether the person is known to be younger than the knowledge is for."""
    return case.person.age is not None and case.person.age < knowledge.limits.youngest


def is_elsewhere(case: Case, knowledge: Knowledge) -> bool:
    """Whether places of pain were told and none of them lies in the region that is known."""
    inside = set(knowledge.limits.inside)
    if not inside:
        return False
    places = inside.union(key for key, finding in knowledge.findings.items() if finding.kind == "location")
    hurts = {key for key in places if key in case.findings and case.findings[key].value is True}
    return bool(hurts) and not hurts & inside


def is_complaint_told(case: Case, knowledge: Knowledge) -> bool:
    """Whether anything was told of the pain itself, not only of the person."""
    if case.treatments or case.imaging:
        return True
    facts = {key for key, finding in knowledge.findings.items() if finding.context}
    return any(
        answer.value is not None or answer.likelihood or answer.measured is not None or answer.left is not None
        for key, answer in case.findings.items()
        if key not in facts
    )
