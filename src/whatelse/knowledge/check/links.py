"""Links: the right kind for what is linked, and clearly above what happens without any cause."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from whatelse.knowledge.check.problem import Problem, unknown
from whatelse.knowledge.places import LinkAt, every_link
from whatelse.knowledge.schema import Family, Finding, Knowledge

#: A condition of which less than this is known cannot be told from others.
FEWEST_LINKS = 8


def check_links(knowledge: Knowledge) -> Iterator[Problem]:
    """Kind and strength of every link that is not a dropped one."""
    for at in every_link(knowledge):
        if at.link.dropped:
            continue
        family, finding = knowledge.families.get(at.finding), knowledge.findings.get(at.finding)
        if family is not None and (finding is None or family.kind == "graded"):
            yield from _family_link(at, family)
        elif finding is not None:
            refused = _refused(knowledge, finding)
            if refused:
                yield _problem(at, "link-refused", refused)
            elif finding.unscored:
                yield _problem(
                    at,
                    "unscored-linked",
                    f"{finding.id} is marked unscored ({finding.unscored}); give it a leak instead",
                )
            else:
                yield from _finding_link(at, finding)


def _refused(knowledge: Knowledge, finding: Finding) -> str:
    family = knowledge.families.get(finding.family)
    if family is not None and family.kind == "graded":
        return f"{finding.id} is one test of {family.id}; link {family.id} with its grades instead"
    for other in knowledge.families.values():
        if other.kind == "graded" and other.count_finding == finding.id:
            return f"{finding.id} is the count of {other.id}; link {other.id} with its grades instead"
    if finding.context:
        return f"{finding.id} is a fact about the person; write it under [context]"
    if finding.type in ("duration", "duration_over"):
        return f"{finding.id} is told by the natural course; write [[course]]"
    return ""


def _family_link(at: LinkAt, family: Family) -> Iterator[Problem]:
    if family.kind != "graded":
        yield _problem(at, "link-kind", f"{family.id} is no graded family; link its findings")
        return
    if at.link.grades is None:
        yield _problem(at, "link-kind", f"{family.id} needs grades = {{{', '.join(family.states[1:])}}}")
        return
    for state in at.link.grades:
        if state not in family.states[1:]:
            yield _problem(at, "unknown-state", unknown("state above the lowest", state, family.states[1:]))
    total = sum(figure.value for figure in at.link.grades.values())
    leak = sum(figure.value for figure in family.leak.values())
    if total >= 1.0:
        yield _problem(at, "grades-sum", f"the grades sum to {total:.3g}, at most 1 is left for all states together")
    if total <= leak:
        yield _problem(at, "below-leak", f"any grade {total:.3g} is not above the leak {leak:.3g}: no link")


def _finding_link(at: LinkAt, finding: Finding) -> Iterator[Problem]:
    if finding.type == "number":
        if at.link.quantiles is None:
            yield _problem(
                at,
                "link-kind",
                f"{finding.id} is a number: write quantiles {{q10, q50, q90, spread, source}}",
            )
        elif finding.leak_quantiles is not None:
            mine, leak = _median(at.link.quantiles.points), _median(finding.leak_quantiles.points)
            beyond = mine < leak if finding.abnormal == "low" else mine > leak
            if not beyond:
                side = "below" if finding.abnormal == "low" else "above"
                yield _problem(
                    at,
                    "below-leak",
                    f"the middle {mine:.3g} is not {side} that of the leak, {leak:.3g}: no link",
                )
    elif at.link.figure is None:
        yield _problem(at, "link-kind", f"{finding.id} is answered yes or no: write one probability")
    elif finding.leak is not None and at.link.figure.value <= finding.leak.value:
        value, leak = at.link.figure.value, finding.leak.value
        yield _problem(at, "below-leak", f'{value:.3g} is not above the leak {leak:.3g}: no link (or write "none")')


def _median(points: tuple[tuple[float, float], ...]) -> float:
    """The value at the quantile next to one half, between two of them in a straight line."""
    for (p, v), (q, w) in pairwise(points):
        if p <= 0.5 <= q and p < q:
            return v + (w - v) * (0.5 - p) / (q - p)
    return min(points, key=lambda point: abs(point[0] - 0.5))[1] if points else 0.0


def check_enough(knowledge: Knowledge) -> Iterator[Problem]:
    """Each condition says enough of its own, and each scored finding has a cause."""
    produced: set[str] = set()
    own: dict[str, set[str]] = {key: set() for key in knowledge.conditions}
    for at in every_link(knowledge):
        if not at.link.dropped:
            own[at.condition.id].add(at.finding)
            produced.add(at.finding)
    for key, condition in knowledge.conditions.items():
        if condition.broad is not None and condition.broad.value <= 1:
            yield Problem(condition.file, key, "broad", "broad", "times the odds of the leak: above 1, or leave it out")
        if condition.kind != "derived" and len(own[key]) < FEWEST_LINKS:
            yield Problem(
                condition.file,
                key,
                "findings",
                "few-links",
                f"has {len(own[key])} links of its own, at least {FEWEST_LINKS}",
            )
    for key, finding in knowledge.findings.items():
        if _needs_cause(knowledge, finding) and key not in produced:
            yield Problem(
                finding.file,
                key,
                "",
                "no-cause",
                "scored, but no condition produces it; link it or say why in unscored",
            )
    for key, family in knowledge.families.items():
        if family.kind == "graded" and key not in produced:
            yield Problem(family.file, key, "", "no-cause", "no condition produces it")


def _needs_cause(knowledge: Knowledge, finding: Finding) -> bool:
    if finding.context or finding.unscored or finding.type in ("duration", "duration_over"):
        return False
    return not _refused(knowledge, finding)


def _problem(at: LinkAt, rule: str, message: str) -> Problem:
    return Problem(at.condition.file, at.condition.id, at.field, rule, message)
