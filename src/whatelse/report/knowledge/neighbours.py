"""Neighbouring conditions, pair by pair, with the findings that separate them most."""

from __future__ import annotations

from whatelse.inference.alone import Alone
from whatelse.inference.neighbours import HARDLY, Pair, neighbours_of
from whatelse.inference.neighbours import neighbours as all_pairs
from whatelse.knowledge.schema import Knowledge
from whatelse.report.knowledge.compare import separation_rows
from whatelse.report.knowledge.page import Page
from whatelse.report.knowledge.words import name_of

MOST = 3
WIDTHS = (46, 7, 7, 7, 7, 0)


def neighbours(knowledge: Knowledge, condition: str | None) -> str:
    """All neighbouring pairs, hardest to tell apart first, or those of one condition, nearest first.

    Raises InputError for an unknown condition.
    """
    alone = Alone(knowledge)
    if condition is None:
        found = sorted(all_pairs(alone), key=lambda pair: (round(pair.best, 6), pair.a, pair.b))
    else:
        found = neighbours_of(alone, condition)
    page = Page()
    hardly = sum(pair.hardly for pair in found)
    page.line(
        f"{len(found)} pairs of neighbours; {hardly} hardly told apart: of their best finding, fewer than {HARDLY:g} "
        "decibans are expected. + speaks for the first, - for the second; the last column is what is expected."
    )
    for pair in found:
        _pair(page, alone, pair)
    return page.text()


def _pair(page: Page, alone: Alone, pair: Pair) -> None:
    page.heading(f"{name_of(alone.knowledge, pair.a)} - {name_of(alone.knowledge, pair.b)}")
    page.line(pair.why + ("; HARDLY TOLD APART" if pair.hardly else ""), 2)
    rows = [row[:-1] for s in pair.separations[:MOST] for row in separation_rows(alone, s, pair.a, pair.b)]
    page.table(rows, WIDTHS, ("", "first", "second", "if so", "if not", "expected"))
