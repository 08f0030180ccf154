"""The marks of many cases added up to one score."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean, median, pstdev

import msgspec

from whatelse.exam.marks import Mark
from whatelse.exam.share import Share, share

#: The place of a truth that is nowhere in the answer, where the middle place is asked for.
NOWHERE = 99


class Score(msgspec.Struct, frozen=True):
    """How one way to answer did on a set of ranked cases; shares with 95 % intervals, None where there is no case.

    top1, top3, top5: a right answer among the first one, three, five. half1 ...: the mean with half credit.
    log: mean log score with its standard error. several_any, several_all: over cases with several truths.
    """

    method: str
    label: str
    cases: int
    top1: Share
    top3: Share
    top5: Share
    half1: float | None
    half3: float | None
    half5: float | None
    log: float | None
    log_se: float | None
    brier: float | None
    median_rank: float | None
    several_any: Share
    several_all: Share


def score(method: str, label: str, marks: Sequence[Mark], several: Sequence[bool]) -> Score:
    """marks: one for each ranked case. several: whether the case has several truths."""
    n = len(marks)
    top = [share(sum(one.top[k] > 0.0 for one in marks), n) for k in range(3)]
    half = [_mean([one.half[k] for one in marks]) for k in range(3)]
    multiple = [one for one, many in zip(marks, several, strict=True) if many]
    logs = [one.log for one in marks]
    return Score(
        method=method,
        label=label,
        cases=n,
        top1=top[0],
        top3=top[1],
        top5=top[2],
        half1=half[0],
        half3=half[1],
        half5=half[2],
        log=_mean(logs),
        log_se=round(pstdev(logs) / math.sqrt(n), 9) if n else None,
        brier=_mean([one.brier for one in marks]),
        median_rank=float(median(one.rank or NOWHERE for one in marks)) if n else None,
        several_any=share(sum(one.any5 for one in multiple), len(multiple)),
        several_all=share(sum(one.all5 for one in multiple), len(multiple)),
    )


def _mean(values: list[float]) -> float | None:
    return round(fmean(values), 9) + 0.0 if values else None
