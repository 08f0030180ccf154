"""Whether knowing more helped: how often the truth left the first three or five when more was told."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from whatelse.exam.share import Share, share


class Drop(msgspec.Struct, frozen=True):
    """From one stage to a later one. left3, left5: of the cases with the truth among the first three (five), those in
    which it is no longer there. came3, came5: those in which it has come in. rises, falls: its place, in all cases.
    """

    earlier: str
    later: str
    cases: int
    left3: Share
    left5: Share
    came3: int
    came5: int
    rises: int
    falls: int


def drop(earlier: str, later: str, before: Sequence[int | None], after: Sequence[int | None]) -> Drop:
    """before, after: the place of the truth in each case, None where it is not in the answer."""
    pairs = [(a or float("inf"), b or float("inf")) for a, b in zip(before, after, strict=True)]

    def left(k: int) -> Share:
        return share(sum(a <= k < b for a, b in pairs), sum(a <= k for a, _ in pairs))

    return Drop(
        earlier=earlier,
        later=later,
        cases=len(pairs),
        left3=left(3),
        left5=left(5),
        came3=sum(b <= 3 < a for a, b in pairs),
        came5=sum(b <= 5 < a for a, b in pairs),
        rises=sum(b < a for a, b in pairs),
        falls=sum(b > a for a, b in pairs),
    )
