"""How well the urgency was judged, where the program judges it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import get_args

import msgspec

from whatelse.case import Case
from whatelse.exam.share import Share, share
from whatelse.inference.differential import Differential
from whatelse.knowledge.schema import Urgency

#: From the mildest to the gravest.
LEVELS: tuple[Urgency, ...] = get_args(Urgency)
_URGENT, _EMERGENCY = LEVELS.index("urgent"), LEVELS.index("emergency")

#: Judges the urgency of a case as known at a stage, or does not (None).
Judge = Callable[[Case, Differential], Urgency | None]


def no_judge(case: Case, differential: Differential) -> Urgency | None:
    """No rules are asked: nothing is triaged, and the exam leaves that part out."""
    return None


class UrgencyScore(msgspec.Struct, frozen=True):
    """emergency: emergencies called so. at_least_urgent: emergencies and urgent cases called one of the two.

    missed: emergencies called routine or self-care. over, over_emergency: routine and self-care cases called at least
    urgent, called an emergency. table: rows the truth, columns the answer, from self-care to emergency.
    """

    cases: int
    emergency: Share
    at_least_urgent: Share
    missed: Share
    over: Share
    over_emergency: Share
    table: tuple[tuple[int, ...], ...]


def urgency_score(pairs: Sequence[tuple[Urgency, Urgency | None]]) -> UrgencyScore | None:
    """pairs: (truth, answer). None where nothing was triaged; a case left out among others counts as self-care."""
    if all(answer is None for _, answer in pairs):
        return None
    levels = [(LEVELS.index(truth), LEVELS.index(answer or LEVELS[0])) for truth, answer in pairs]
    grave = [answer for truth, answer in levels if truth == _EMERGENCY]
    raised = [answer for truth, answer in levels if truth >= _URGENT]
    mild = [answer for truth, answer in levels if truth < _URGENT]
    return UrgencyScore(
        cases=len(levels),
        emergency=share(sum(a == _EMERGENCY for a in grave), len(grave)),
        at_least_urgent=share(sum(a >= _URGENT for a in raised), len(raised)),
        missed=share(sum(a < _URGENT for a in grave), len(grave)),
        over=share(sum(a >= _URGENT for a in mild), len(mild)),
        over_emergency=share(sum(a == _EMERGENCY for a in mild), len(mild)),
        table=tuple(tuple(levels.count((truth, answer)) for answer in range(4)) for truth in range(4)),
    )
