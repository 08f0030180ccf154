"""What one study saw more often must not be less often in the numbers that are used.

Two records of one source can be compared: the same people, the same way of asking. Where their intervals lie apart, the
used numbers have to stand in the same order: between two conditions that show a finding, between a condition and the
people without it (the leak), and between two findings of one condition. And where a study counted a whole family, what
its grades or kinds say each for themselves has to come to that count again.

Studies do contradict each other. Then the number that is used says so: a note that names the source it overrules.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from whatelse.knowledge.check.problem import Problem
from whatelse.knowledge.number import Figure, Number
from whatelse.knowledge.places import links_of
from whatelse.knowledge.schema import Condition, Knowledge


@dataclass(frozen=True)
class _Seen:
    """One study record, where it stands, and the number that is used there."""

    file: str
    entry: str
    field: str
    record: Number
    used: Number


def check_orders(knowledge: Knowledge) -> Iterator[Problem]:
    """Every pair of study records that can be compared."""
    by_finding: dict[tuple[str, str], list[_Seen]] = defaultdict(list)
    by_condition: dict[tuple[str, str], list[_Seen]] = defaultdict(list)
    for condition in knowledge.conditions.values():
        for at in links_of(condition):
            if at.link.figure is not None:
                for seen in _studies(condition.file, condition.id, at.field, at.link.figure):
                    by_finding[at.finding, seen.record.source].append(seen)
                    inside = f"{condition.id}.{at.inside}"
                    by_condition[inside, seen.record.source].append(seen)
    for finding in knowledge.findings.values():
        if finding.leak is not None:
            for seen in _studies(finding.file, finding.id, "leak", finding.leak):
                by_finding[finding.id, seen.record.source].append(seen)
    for group in (*by_finding.values(), *by_condition.values()):
        for a, b in itertools.combinations(group, 2):
            if (a.entry, a.field) != (b.entry, b.field):
                yield from _contradiction(a, b)


def _studies(file: str, entry: str, field: str, figure: Figure) -> Iterator[_Seen]:
    for record in figure.records:
        if record.support == "study":
            yield _Seen(file, entry, field, record, figure.used)


def _contradiction(a: _Seen, b: _Seen) -> Iterator[Problem]:
    more, less = (a, b) if a.record.low > b.record.high else (b, a)
    explained = any(more.record.source in seen.used.note for seen in (more, less))
    if more.record.low > less.record.high and more.used.value < less.used.value and not explained:
        message = (
            f"{more.record.source} saw it in {more.record.value:.2g}, and {less.record.value:.2g} at "
            f"{less.entry}.{less.field}, but the numbers used are {more.used.value:.2g} and {less.used.value:.2g}; "
            "mend one, or say why in a note that names the source"
        )
        yield Problem(more.file, more.entry, more.field, "order", message)


def check_families_of_studies(knowledge: Knowledge) -> Iterator[Problem]:
    """A study of a whole family against the mean of its members, weighed by their shares."""
    for condition in knowledge.conditions.values():
        for finding, link in condition.findings.items():
            if link.figure is None or link.figure.used.support != "study":
                continue
            for axis in sorted({child.axis for child in _members(knowledge, condition)}):
                yield from _against_members(knowledge, condition, finding, link.figure.used, axis)


def _members(knowledge: Knowledge, condition: Condition) -> list[Condition]:
    return [child for child in knowledge.children(condition.id) if child.relation in ("grade", "subtype")]


def _against_members(
    knowledge: Knowledge, condition: Condition, finding: str, study: Number, axis: str
) -> Iterator[Problem]:
    mean, rest, own = 0.0, 1.0, False
    for child in _members(knowledge, condition):
        if child.axis != axis or child.share is None:
            continue
        link = child.findings.get(finding)
        own = own or link is not None
        value = study.value if link is None else 0.0 if link.figure is None else link.figure.value
        mean += child.share.value * value
        rest -= child.share.value
    mean += max(rest, 0.0) * study.value
    explained = any(
        study.source in link.figure.used.note
        for child in _members(knowledge, condition)
        if (link := child.findings.get(finding)) is not None and link.figure is not None
    )
    if own and not study.low <= mean <= study.high and not explained:
        message = (
            f"{study.source} counted {study.value:.2g} ({study.low:.2g}-{study.high:.2g}) in all of them, but "
            f"by {axis} it comes to {mean:.2g}; mend one, or say why in a note that names the source"
        )
        yield Problem(condition.file, condition.id, f"findings.{finding}", "family-of-study", message)
