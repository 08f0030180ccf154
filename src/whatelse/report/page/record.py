"""The report as data: the page as it is printed, and beside it everything that it was made of."""

from __future__ import annotations

from typing import Any

import msgspec

from whatelse.report.page.gathered import Gathered
from whatelse.report.page.sheet import Sheet

#: Changes when a field changes its meaning or goes away.
FORMAT = "whatelse-report/1"


def record(gathered: Gathered, sheets: tuple[Sheet, ...]) -> bytes:
    """JSON, one key a part; the same bytes for the same case, knowledge and setting."""
    parts: dict[str, Any] = {
        "format": FORMAT,
        "case": gathered.case.to_dict(),
        "assessment": gathered.assessment,
        "intervals": gathered.intervals,
        "explanation": gathered.explanation,
        "challenge": gathered.challenged,
        "plan": gathered.plan,
        "exam_plan": gathered.exam,
        "pages": sheets,
    }
    return msgspec.json.format(msgspec.json.encode(parts), indent=2) + b"\n"
