"""Which uncertain number matters most: what the ranking would say if it were at either end of its range.

Correlation over the drawn models finds the candidates (its square is the share of the variance that the number
explains by itself); two exact models each, everything else as stated, say what they do.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray

from whatelse.inference.beta import Z90
from whatelse.inference.differential import rounded
from whatelse.inference.drawn import Drawn, Draws
from whatelse.inference.lanes import LanePosteriors
from whatelse.inference.provenance import Origin, origin
from whatelse.inference.weigh import Weighed

Array = NDArray[np.float64]

#: Causes looked at, numbers tried exactly, numbers reported.
FIRST_CAUSES, TRIED, REPORTED = 3, 12, 5
#: Lanes as drawn, before those with a number at an end.
DRAWN = 2
#: A cause below this is not worth asking about.
WORTH = 0.02


class Influence(msgspec.Struct, frozen=True):
    """One uncertain number and the ranked cause that it moves most.

    used, low, high: the number as it enters the model, and the ends of its range (central 90 %). at_low, at_high: the
    probability of the cause with the number there. share: of the variance of that probability over drawn models.
    """

    cause: str
    probability: float
    at_low: float
    at_high: float
    share: float
    used: float
    low: float
    high: float
    origin: Origin

    @property
    def raises(self) -> bool:
        """Whether the cause becomes likelier when the number is higher."""
        return self.at_high > self.at_low


@dataclass(frozen=True, eq=False)
class _Candidate:
    """Number ``row`` of ``drawn``, the node it moves most by correlation, and the share it explains there."""

    drawn: Drawn
    row: int
    node: int
    share: float


def influences(
    weighed: Weighed,
    draws: Draws,
    weight: Array,
    ranked: dict[int, Array],
    solve: Callable[[Draws], LanePosteriors],
    reported: int = REPORTED,
) -> tuple[Influence, ...]:
    """The numbers that move the first causes most, largest movement first. ranked: node -> (G,) probabilities.

    solve: the posteriors of other draws of the same case.
    """
    nodes = [node for node, _, p in weighed.ranked()[:FIRST_CAUSES] if p >= WORTH]
    found = [c for node in nodes for c in _candidates(draws, weight, node, ranked[node])]
    best: dict[tuple[int, int], _Candidate] = {}
    for candidate in sorted(found, key=lambda c: -c.share):
        best.setdefault((id(candidate.drawn), 0 if candidate.drawn.together else candidate.row), candidate)
    tried = list(best.values())[:TRIED]
    if not tried:
        return ()
    ends = [_ends(weighed, c) for c in tried]
    lanes = solve(_at_ends(draws, tried, ends))
    out = []
    for i, (candidate, (low, high)) in enumerate(zip(tried, ends, strict=True)):
        moved = {}
        for node in nodes:
            p = lanes.unlisted if node == weighed.model.network.other else lanes.nodes[node]
            moved[node] = float(p[DRAWN + 2 * i]), float(p[DRAWN + 2 * i + 1])
        node = max(nodes, key=lambda n: abs(moved[n][1] - moved[n][0]))
        own = shares_of_variance(candidate.drawn, weight, ranked[node])[candidate.row]
        out.append(
            Influence(
                cause=weighed.names[node],
                probability=rounded(weighed.of(node)),
                at_low=rounded(moved[node][0]),
                at_high=rounded(moved[node][1]),
                share=rounded(own),
                used=rounded(candidate.drawn.mean[candidate.row]),
                low=rounded(low),
                high=rounded(high),
                origin=origin(weighed.model, candidate.drawn.keys[candidate.row]),
            )
        )
    out.sort(key=lambda influence: (-abs(influence.at_high - influence.at_low), str(influence.origin)))
    return tuple(out[:reported])


def shares_of_variance(drawn: Drawn, weight: Array, probability: Array) -> Array:
    """(k,) squared weighted correlation of each number with a probability (G,), less what chance alone would give."""
    middle = np.clip(probability, 1e-9, 1.0 - 1e-9)
    y = np.log(middle / (1.0 - middle))
    y = y - weight @ y
    x = drawn.values - (drawn.values @ weight)[:, None]
    spread = (x * x) @ weight * (weight @ (y * y))
    squared = ((x * y) @ weight) ** 2 / np.where(spread > 0, spread, 1.0)
    out: Array = np.maximum(squared - float((weight**2).sum()), 0.0)
    return out


def _candidates(draws: Draws, weight: Array, node: int, probability: Array) -> list[_Candidate]:
    out = []
    for drawn in draws.drawn:
        shares = shares_of_variance(drawn, weight, probability)
        rows = [int(shares.argmax())] if drawn.together else range(len(shares))
        out += [_Candidate(drawn, row, node, float(shares[row])) for row in rows]
    return sorted(out, key=lambda c: -c.share)[:TRIED]


def _ends(weighed: Weighed, candidate: _Candidate) -> tuple[float, float]:
    """The stated range where the number is used as stated; else as wide, around where it is used."""
    mean, spread = float(candidate.drawn.mean[candidate.row]), float(candidate.drawn.spread[candidate.row])
    found = origin(weighed.model, candidate.drawn.keys[candidate.row])
    if (
        found.stated is not None
        and abs(found.stated - mean) < 1e-9
        and found.low is not None
        and found.high is not None
    ):
        return found.low, min(found.high, 1.0 - 1e-6)
    if math.isfinite(candidate.drawn.concentration):
        half = Z90 * math.sqrt(mean * (1.0 - mean) / (candidate.drawn.concentration + 1.0))
        return max(mean - half, mean / 20), min(mean + half, 1.0 - (1.0 - mean) / 20)
    middle = math.log(mean) - math.log1p(-mean)
    low, high = (1.0 / (1.0 + math.exp(-(middle + sign * Z90 * spread))) for sign in (-1, 1))
    return low, high


def _at_ends(draws: Draws, tried: list[_Candidate], ends: list[tuple[float, float]]) -> Draws:
    """Two lanes for each candidate: it at its low and at its high end, everything else as stated.

    Before them ``DRAWN`` lanes as they were drawn: the plan of the walk is made from the first lanes, and only where
    everything differs that can differ do they tell which numbers are one.
    """
    lanes, drawn = DRAWN + 2 * len(tried), []
    for own in draws.drawn:
        values = own.mean[:, None].repeat(lanes, axis=1)
        values[:, :DRAWN] = own.values[:, np.arange(DRAWN) % draws.lanes]
        for i, (candidate, pair) in enumerate(zip(tried, ends, strict=True)):
            if candidate.drawn is own:
                values[:, DRAWN + 2 * i : DRAWN + 2 * i + 2] = np.stack(
                    [_moved(own, candidate.row, end) for end in pair], axis=1
                )
        drawn.append(Drawn(own.keys, own.mean, own.spread, values))
    return Draws(lanes, draws.base, tuple(drawn), draws.network)


def _moved(own: Drawn, row: int, end: float) -> Array:
    """(k,) the numbers of a whole with one of them at an end; of a table, all moved by the same log odds."""
    mean = own.mean
    if own.together:
        shift = math.log(end / (1.0 - end)) - math.log(mean[row] / (1.0 - mean[row]))
        odds = mean / (1.0 - mean) * math.exp(shift)
        shifted: Array = odds / (1.0 + odds)
        return shifted
    if math.isfinite(own.concentration):
        out: Array = mean * (1.0 - end) / (1.0 - mean[row])
        out[row] = end
        return out
    moved = mean.copy()
    moved[row] = end
    return moved
