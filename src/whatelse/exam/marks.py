"""The marks of one answer to one case: ranks, credit, log score, Brier score."""

from __future__ import annotations

import math

import msgspec

from whatelse.exam.credit import Credit

Ranking = tuple[tuple[str, float], ...]
#: A truth that was given no probability costs as much as one of this.
FLOOR = 1e-4
TOPS = (1, 3, 5)


class Mark(msgspec.Struct, frozen=True):
    """top, half: credit within the first 1, 3 and 5. rank: of the first right answer, None when there is none.

    any5, all5: whether one, and whether each, of the truths is among the first five. log: -ln P(truth). brier: the
    quadratic score, 0 best and 2 worst.
    """

    top: tuple[float, ...]
    half: tuple[float, ...]
    rank: int | None
    any5: bool
    all5: bool
    log: float
    brier: float
    first: str


def mark(ranking: Ranking, credit: Credit) -> Mark:
    """Marks an answer. A ranking that sums to more than 1 (several causes can be true) is divided by its sum."""
    ordered = sorted(ranking, key=lambda item: -item[1])
    total = sum(p for _, p in ordered)
    if total > 1.0:
        ordered = [(name, p / total) for name, p in ordered]
    names = [name for name, _ in ordered]
    top = tuple(float(any(name in credit.full for name in names[:k])) for k in TOPS)
    p = min(1.0, sum(p for name, p in ordered if name in credit.full))
    return Mark(
        top=top,
        half=tuple(
            max(got, 0.5 * any(name in credit.half for name in names[:k])) for got, k in zip(top, TOPS, strict=True)
        ),
        rank=next((place for place, name in enumerate(names, 1) if name in credit.full), None),
        any5=top[-1] > 0.0,
        all5=bool(credit.each) and all(any(name in own for name in names[:5]) for own in credit.each),
        log=-math.log(max(p, FLOOR)),
        brier=(1.0 - p) ** 2 + sum(q * q for name, q in ordered if name not in credit.full),
        first=names[0] if names else "",
    )
