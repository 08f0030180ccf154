"""A share of cases with its interval."""

from __future__ import annotations

import math

import msgspec

#: The normal quantile of a two-sided 95 % interval.
Z = 1.959964


class Share(msgspec.Struct, frozen=True):
    """``hits`` of ``of``, and the 95 % interval of the share (Wilson 1927); None where there is no case."""

    hits: int
    of: int
    share: float | None
    low: float | None
    high: float | None


def share(hits: int, of: int) -> Share:
    if of == 0:
        return Share(hits, of, None, None, None)
    p, n = hits / of, of
    d = 1 + Z * Z / n
    centre = (p + Z * Z / (2 * n)) / d
    half = Z * math.sqrt(max(0.0, p * (1 - p)) / n + Z * Z / (4 * n * n)) / d
    return Share(hits, of, round(p, 9), round(max(0.0, centre - half), 9), round(min(1.0, centre + half), 9))
