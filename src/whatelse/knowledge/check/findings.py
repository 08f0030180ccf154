"""Findings: a state that causes produce, a leak, possible values of a number, base rates of a fact."""

from __future__ import annotations

from collections.abc import Iterator

from whatelse.knowledge.check.problem import Problem
from whatelse.knowledge.schema import Finding, Knowledge


def check_findings(knowledge: Knowledge) -> Iterator[Problem]:
    """Each finding by itself."""
    for finding in knowledge.findings.values():
        if finding.type == "yes_no" and finding.active not in finding.states:
            yield _problem(
                finding,
                "active",
                "active",
                f"{finding.active!r} is none of its states {', '.join(finding.states)}",
            )
        if finding.type == "category" and (not finding.states or not finding.context):
            yield _problem(finding, "states", "states", "a category is a fact about the person with states")
        yield from _leak(knowledge, finding)
        if finding.type == "number":
            yield from _number(finding)
        yield from _base_rates(finding)


def _leak(knowledge: Knowledge, finding: Finding) -> Iterator[Problem]:
    has = finding.leak is not None or finding.leak_quantiles is not None
    family = knowledge.families.get(finding.family)
    counted = family is not None and family.kind == "graded"
    counted = counted or any(f.count_finding == finding.id for f in knowledge.families.values())
    free = finding.context or counted or finding.type in ("duration", "duration_over", "category")
    if free and has:
        why = "a fact about the person" if finding.context else "counted elsewhere"
        yield _problem(finding, "leak", "leak", f"is {why} and has no leak")
    if not free and not has and not finding.unscored:
        yield _problem(finding, "leak", "leak", "missing: how often it is there from none of the listed causes")


def _number(finding: Finding) -> Iterator[Problem]:
    if finding.min is None or finding.max is None or finding.min >= finding.max:
        yield _problem(finding, "number", "min", "min and max say which values are possible, min below max")
    if not finding.resolution > 0 and not finding.context:
        yield _problem(finding, "number", "resolution", "missing: half the width of what one reading can tell")
    if finding.abnormal not in ("high", "low"):
        yield _problem(finding, "number", "abnormal", "is high or low: the direction in which causes push it")
    if finding.scale not in ("linear", "log"):
        yield _problem(finding, "number", "scale", "is linear or log")
    points = finding.leak_quantiles.points if finding.leak_quantiles is not None else ()
    if finding.scale == "log" and any(value <= 0 for _, value in points):
        yield _problem(finding, "number", "scale", "a log scale needs values above 0")


def _base_rates(finding: Finding) -> Iterator[Problem]:
    if finding.base_rates and not finding.context:
        yield _problem(finding, "base-rate", "base_rate", "only a fact about the person (context) has a base rate")
    if finding.type == "yes_no" and finding.context and not finding.base_rates and not finding.unscored:
        yield _problem(finding, "base-rate", "base_rate", "missing: how common the fact is in runners with such pain")
    if finding.type == "category" and finding.base_rates:
        total = sum(figure.value for figure in finding.base_rates.values())
        if set(finding.base_rates) != set(finding.states) or abs(total - 1.0) > 1e-3:
            yield _problem(finding, "base-rate", "base_rates", f"one for each state, summing to 1 (now {total:.3g})")


def _problem(finding: Finding, rule: str, field: str, message: str) -> Problem:
    return Problem(finding.file, finding.id, field, rule, message)
