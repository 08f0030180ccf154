"""Two conditions side by side: what tells them apart, by weight, and who says so."""

from __future__ import annotations

import math
from collections.abc import Sequence

from whatelse.inference.alone import Alone, Look
from whatelse.inference.apart import WEEKS, facts_apart, separations, still_in_pain
from whatelse.inference.separate import Separation, decibans
from whatelse.knowledge.number import Number
from whatelse.knowledge.schema import Knowledge, Link, Quantiles, Setting
from whatelse.report.knowledge.page import Page
from whatelse.report.knowledge.words import name_of, percent

WIDTHS = (34, 6, 6, 6, 6, 8, 0)
#: Findings that are expected to give fewer decibans are only counted.
NEXT_TO_NOTHING = 0.05
#: Facts that move the odds by fewer decibans are left out.
LITTLE = 0.2
HOW_TO_READ = (
    "How far an answer moves the odds between the two, in decibans: + towards the first, - towards the second. "
    "3 double the odds, 10 make them ten times as large, 20 a hundred times. Each share is that under one of the two "
    "alone, whatever else brings the finding included, averaged over the ways it spreads. "
    "Expected: decibans towards the one that is true, on average. No link: that condition does not bring it. "
    "Findings that belong together do not add up."
)


def compare(knowledge: Knowledge, a: str, b: str, setting: str) -> str:
    """What tells ``a`` from ``b``. Raises InputError for an unknown condition; ``setting`` must exist."""
    alone = Alone(knowledge)
    found = separations(alone, a, b)
    page = Page()
    page.line(f"First:  {name_of(knowledge, a)}")
    page.line(f"Second: {name_of(knowledge, b)}")
    page.line()
    page.line(HOW_TO_READ)
    page.line()
    page.line(_before(alone, knowledge.settings[setting], a, b))
    telling = [s for s in found if s.expected >= NEXT_TO_NOTHING]
    page.heading("Findings, strongest first")
    if telling:
        header = ("", "first", "second", "if so", "if not", "expected", "who says it")
        page.table([row for s in telling for row in separation_rows(alone, s, a, b)], WIDTHS, header)
    else:
        page.line("None tells them apart.", 2)
    if len(found) > len(telling):
        page.line(f"{len(found) - len(telling)} more tell next to nothing.", 2)
    _facts(page, alone, a, b)
    _courses(page, alone, a, b)
    return page.text()


def separation_rows(alone: Alone, separation: Separation, a: str, b: str) -> list[tuple[str, ...]]:
    """Finding, both shares, weight if so and if not, expected decibans, who says it; a composite by its states."""
    knowledge, key = alone.knowledge, separation.finding
    weights = [signed(weight) for weight in separation.weights]
    much, who = f"{separation.expected:.1f}", _who(alone.of(a), alone.of(b), key)
    name = name_of(knowledge, key)
    if key not in alone.graded:
        if key in alone.measures:
            unit = knowledge.findings[key].unit
            name += f"{', ' + unit if unit else ''}: {separation.answers[0]}"
        elif separation.answers[0] == "no":
            name += ": no"
        return [(name, _p(separation.a[0]), _p(separation.b[0]), *weights, much, who)]
    rows: list[tuple[str, ...]] = [(name, "", "", "", "", much, who)]
    for state, p, q, weight in zip(separation.answers, separation.a, separation.b, weights, strict=True):
        rows.append((f"  {state.replace('_', ' ')}", _p(p), _p(q), weight, "", "", ""))
    return rows


def signed(weight: float) -> str:
    text = f"{weight:+.1f}"
    return "0" if text in ("+0.0", "-0.0") else text


def _p(p: float) -> str:
    return f"{percent(p)} %"


def _who(first: Look, second: Look, key: str) -> str:
    """Who says it of the first / of the second; once where both are the same."""
    one, other = (_supports(look.links.get(key, ())) for look in (first, second))
    return one if one == other else f"{one} / {other}"


def _supports(links: Sequence[Link]) -> str:
    said: list[Number | Quantiles] = []
    for link in links:
        said += [figure.used for figure in (link.figure, *(link.grades or {}).values()) if figure is not None]
        said += [link.quantiles] if link.quantiles is not None else []
    names = {_support(number) for number in said}
    return ", ".join(sorted(names, key=lambda name: (not name.startswith("study"), name))) or "no link"


def _support(number: Number | Quantiles) -> str:
    return {"expert": "estimate", "article": "article"}.get(number.support, f"study {number.source}")


def _before(alone: Alone, setting: Setting, a: str, b: str) -> str:
    shares = [_share(alone, setting, key) for key in (a, b)]
    if None in shares:
        return f"{setting.label}: no share is stated for one of them."
    p, q = (share for share in shares if share is not None)
    return f"{setting.label}, before any finding: {_p(p)} against {_p(q)}, {signed(decibans(p, q))}."


def _share(alone: Alone, setting: Setting, condition: str) -> float | None:
    """Share among the people of a setting: that of the node, by the values that hold the condition."""
    top = alone.top(condition)
    if top not in setting.shares:
        return None
    part = math.fsum(value.share for value in alone.values if condition in value.members)
    whole = math.fsum(value.share for value in alone.values if top in value.members)
    return setting.shares[top].value * part / whole


def _facts(page: Page, alone: Alone, a: str, b: str) -> None:
    rows = []
    for fact in facts_apart(alone, a, b):
        if abs(decibans(fact.a, fact.b)) < LITTLE:
            continue
        name = name_of(alone.knowledge, fact.fact) + ("" if fact.state == "yes" else f": {fact.state}")
        rows.append((name, f"x {fact.a:.2g}", f"x {fact.b:.2g}", signed(decibans(fact.a, fact.b))))
    if rows:
        page.heading("Facts about the person that make one more likely than the other (odds)")
        page.table(rows, (50, 8, 8, 0), ("", "first", "second", "if so"))


def _courses(page: Page, alone: Alone, a: str, b: str) -> None:
    first, second = still_in_pain(alone, a), still_in_pain(alone, b)
    rows = []
    for k, week in enumerate(WEEKS):
        cells = [_p(course[k]) if course is not None else "not told" for course in (first, second)]
        weight = signed(decibans(first[k], second[k])) if first is not None and second is not None else ""
        rows.append((f"{week:g} weeks", *cells, weight))
    page.heading("Still in pain after")
    page.table(rows, (50, 8, 8, 0), ("", "first", "second", "if so"))
