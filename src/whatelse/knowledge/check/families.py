"""Families: findings of one cluster are one graded composite, a tree, or declared apart with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from whatelse.knowledge.check.problem import Problem, unknown
from whatelse.knowledge.schema import Family, Finding, Knowledge


def check_families(knowledge: Knowledge) -> Iterator[Problem]:
    """Each family by its kind."""
    for family in knowledge.families.values():
        cluster = [f for f in knowledge.findings.values() if f.cluster == family.id]
        if family.kind == "graded":
            yield from _membership(knowledge, family, cluster)
            yield from _tables(family)
            yield from _leak(family)
        elif family.kind == "independent" and not family.reason.strip():
            yield _problem(family, "family-reason", "reason", "why may these be counted as separate witnesses?")
        elif family.kind == "tree":
            yield from _tree(knowledge, family, cluster)
        elif family.kind == "duration":
            for finding in cluster:
                if finding.type not in ("duration", "duration_over"):
                    yield _problem(family, "family-kind", finding.id, "does not tell how long the pain has lasted")
    for finding in knowledge.findings.values():
        named = knowledge.families.get(finding.family)
        if named is not None and finding.id not in (*named.members, named.count_finding):
            yield Problem(
                finding.file,
                finding.id,
                "family",
                "family-members",
                f"{named.id} does not list it among its members",
            )


def _membership(knowledge: Knowledge, family: Family, cluster: list[Finding]) -> Iterator[Problem]:
    if not family.members:
        yield _problem(family, "family-members", "members", "a graded family without members")
    for name in family.members:
        finding = knowledge.findings.get(name)
        if finding is not None and finding.family != family.id:
            yield _problem(family, "family-members", "members", f"{name} does not carry family = {family.id!r}")
    inside = {*family.members, *family.outside, family.count_finding}
    for finding in cluster:
        if finding.id not in inside:
            yield _problem(
                family,
                "family-members",
                "outside",
                f"{finding.id} is of this cluster: make it a member or say why not",
            )
    for name, reason in family.outside.items():
        if not reason.strip():
            yield _problem(family, "family-reason", f"outside.{name}", "no reason given")


def _tables(family: Family) -> Iterator[Problem]:
    n, states = len(family.members), len(family.states)
    if states < 2:
        yield _problem(family, "family-table", "states", "at least two states, the lowest first")
    if bool(family.count) == bool(family.positive):
        yield _problem(family, "family-table", "count", "write either count or positive")
    if family.count:
        numbers = [k for low, high in family.count for k in range(low, high + 1)]
        if len(family.count) != states or numbers != list(range(n + 1)) or any(lo > hi for lo, hi in family.count):
            yield _problem(
                family, "family-table", "count", f"one range for each state, covering 0 to {n} without a gap"
            )
    if family.positive and set(family.positive) != set(family.members):
        yield _problem(family, "family-table", "positive", "one row for each member")
    for name, row in family.positive.items():
        if len(row) != states or any(b < a for a, b in pairwise(row)):
            yield _problem(
                family,
                "family-table",
                f"positive.{name}",
                f"{states} probabilities, one for each state, none falling",
            )
        if any(not 0 < p < 1 for p in row):
            yield _problem(family, "out-of-range", f"positive.{name}", "probabilities lie strictly between 0 and 1")


def _leak(family: Family) -> Iterator[Problem]:
    above = family.states[1:]
    for state in family.leak:
        if state not in above:
            yield _problem(family, "unknown-state", "leak", unknown("state above the lowest", state, above))
    for state in above:
        if state not in family.leak:
            yield _problem(family, "family-leak", f"leak.{state}", "missing: how often from none of the listed causes")
    total = sum(figure.value for figure in family.leak.values())
    if total >= 1:
        yield _problem(
            family, "family-leak", "leak", f"the states sum to {total:.3g}; less than 1 leaves room for none"
        )


def _tree(knowledge: Knowledge, family: Family, cluster: list[Finding]) -> Iterator[Problem]:
    names = {finding.id for finding in cluster}
    tops = [f.id for f in cluster if not names & _above(knowledge, f.id)]
    if len(tops) > 1:
        yield _problem(
            family,
            "family-kind",
            "kind",
            f"no tree: {', '.join(sorted(tops))} do not follow from one another",
        )


def _above(knowledge: Knowledge, name: str) -> set[str]:
    out: set[str] = set()
    open_ = [name]
    while open_:
        finding = knowledge.findings.get(open_.pop())
        for general in finding.implies if finding is not None else ():
            if general not in out:
                out.add(general)
                open_.append(general)
    return out - {name}


def _problem(family: Family, rule: str, field: str, message: str) -> Problem:
    return Problem(family.file, family.id, field, rule, message)
