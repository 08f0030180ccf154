"""How much is known, how well it is supported, and where it is weakest."""

from __future__ import annotations

from collections import Counter

from whatelse.knowledge.number import Figure
from whatelse.knowledge.places import every_link, every_number, every_quantiles, figures_of
from whatelse.knowledge.schema import Condition, Knowledge
from whatelse.report.knowledge.page import Page

WEAKEST = 10


def summary(knowledge: Knowledge) -> str:
    """One line: what there is."""
    links = sum(not at.link.dropped for at in every_link(knowledge))
    numbers = sum(1 for _ in every_number(knowledge)) + sum(1 for _ in every_quantiles(knowledge))
    return (
        f"{len(knowledge.conditions)} conditions, {len(knowledge.findings)} findings, {links} links, "
        f"{numbers} numbers from {len(used_sources(knowledge))} sources, {len(knowledge.settings)} settings, "
        f"{len(knowledge.rules)} red-flag rules, {len(knowledge.actions)} actions"
    )


def used_sources(knowledge: Knowledge) -> set[str]:
    """Sources that at least one number or rule rests on; estimates rest on none."""
    used = {number.source for _, number in every_number(knowledge)}
    used |= {quantiles.source for _, quantiles in every_quantiles(knowledge)}
    used |= {rule.source for rule in knowledge.rules.values()}
    return used & set(knowledge.sources) - {"EXPERT"}


def stats(knowledge: Knowledge) -> str:
    page = Page()
    page.line(summary(knowledge) + ".")
    page.entry("Bytes", knowledge.digest[:12])
    kinds = Counter(condition.kind for condition in knowledge.conditions.values())
    page.entry("Conditions", ", ".join(f"{kind} {kinds[kind]}" for kind in sorted(kinds)))
    _findings(page, knowledge)
    _support(page, knowledge)
    listed = len(set(knowledge.sources) - {"EXPERT"})
    page.entry("Sources", f"{len(used_sources(knowledge))} used of {listed} listed")
    _weakest(page, knowledge)
    return page.text()


def _findings(page: Page, knowledge: Knowledge) -> None:
    kinds: Counter[str] = Counter()
    graded = [family for family in knowledge.families.values() if family.kind == "graded"]
    inside = {key for family in graded for key in (*family.members, family.count_finding)}
    for finding in knowledge.findings.values():
        if finding.context:
            kinds["facts about the person"] += 1
        elif finding.unscored:
            kinds["not scored"] += 1
        elif finding.id in inside:
            kinds[f"tests inside {len(graded)} graded families"] += 1
        elif finding.type.startswith("duration"):
            kinds["read by the natural course"] += 1
        else:
            kinds["scored"] += 1
    page.entry("Findings", ", ".join(f"{kind} {n}" for kind, n in kinds.most_common()))


def _support(page: Page, knowledge: Knowledge) -> None:
    by = Counter(str(number.support) for _, number in every_number(knowledge))
    by.update(quantiles.support for _, quantiles in every_quantiles(knowledge))
    total = by.total() or 1
    words = {"study": "studies", "article": "the founding article", "expert": "estimates"}
    parts = [f"{words[key]} {by[key]} ({100 * by[key] / total:.0f} %)" for key in words]
    page.entry("Numbers rest on", ", ".join(parts))
    both = sum(len(figure.records) > 1 for c in knowledge.conditions.values() for _, figure in figures_of(c))
    page.entry("Numbers on which sources disagree and all are kept", str(both))


def _weakest(page: Page, knowledge: Knowledge) -> None:
    def share(figures: list[Figure]) -> float:
        return sum(figure.used.support == "expert" for figure in figures) / len(figures)

    rows: list[tuple[float, int, Condition]] = []
    for condition in knowledge.conditions.values():
        figures = [figure for _, figure in figures_of(condition)]
        if figures:
            rows.append((share(figures), len(figures), condition))
    rows.sort(key=lambda row: (-row[0], -row[1], row[2].id))
    page.heading(f"The {WEAKEST} weakest places: conditions that rest most on estimates")
    page.table(
        [(f"{c.label} ({c.id})", f"{100 * part:.0f} % of {n} numbers") for part, n, c in rows[:WEAKEST]],
        (66, 0),
        ("", ""),
    )
