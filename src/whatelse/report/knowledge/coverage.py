"""What became of the rows of a table of evidence, as text."""

from __future__ import annotations

from collections.abc import Iterable

from whatelse.knowledge.coverage import Account, Coverage
from whatelse.report.knowledge.page import Page


def coverage_text(found: Coverage, *, every: bool = False) -> str:
    """Counts, then the rows nobody has accounted for and what is wrong with the file of reasons.

    ``every``: the rows that are used, and where, and those that are not, and why.
    """
    used, left, open_ = found.of("used"), found.of("not used"), found.of("unaccounted")
    page = Page()
    page.line(f"{len(found.accounts)} rows: {len(used)} used, {len(left)} not used, {len(open_)} unaccounted.")
    if every:
        _group(page, "Used, and where", used)
        _group(page, "Not used, and why", left)
    _group(page, "Unaccounted", open_)
    if found.problems:
        page.heading("The file of reasons")
        for problem in found.problems:
            page.line(problem, indent=2)
    return page.text()


def _group(page: Page, title: str, accounts: Iterable[Account]) -> None:
    accounts = list(accounts)
    if not accounts:
        return
    page.heading(f"{title} ({len(accounts)})")
    for account in accounts:
        page.line(account.row.key, indent=2)
        if account.why:
            page.line(account.why, indent=6)
