"""What is likely after every answer to every open question, near enough to choose one by, in milliseconds.

An interview tells so much that an exact walk for every answer would take seconds. Here what was seen is taken apart by
inclusion and exclusion: over every set of findings, P(all of the set absent) is a product over the causes, so that one
table (sets x questions) for each cause holds everything. The sets would be too many, so only the findings that want a
cause most are taken apart; the others, the gates and the less likely driven causes keep the weights of a quick guess,
and causes that are hardly there stay as guessed. Where little was told nothing of this is needed, and the answers are
those of ``after``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whatelse.inference.asks import Ask, Cut, step
from whatelse.inference.evidence import Evidence
from whatelse.inference.network import Network
from whatelse.inference.rough import Rough

Array = NDArray[np.float64]

#: Causes less likely than this by the quick guess stay as guessed.
HARDLY_THERE = 1e-3
#: Sets of findings that are gone through at most.
MOST_SETS = 128
#: Each driven cause that is taken apart doubles the sets: so many are at most, and none less likely.
MOST_DRIVEN, DRIVEN_LIKELY = 2, 0.01
_SMALL = 1e-300


@dataclass(frozen=True, eq=False)
class Near:
    """Columns are the answers of all questions, one after the other.

    first (Q + 1,): where the answers of each question begin. chance (K,): P(answer). values (R, K): P(value) of
    ``rows``, the values that are there now and were worked out; now (R,): the same before any answer. nodes (M, K): of
    ``kept``. set_aside: findings that keep the weight of the guess.
    """

    asks: tuple[Ask, ...]
    first: NDArray[np.intp]
    chance: Array
    now: Array
    rows: NDArray[np.intp]
    values: Array
    kept: NDArray[np.intp]
    nodes: Array
    set_aside: tuple[str, ...]


def near(
    network: Network,
    evidence: Evidence,
    guess: Rough,
    asks: Sequence[Ask],
    hardly_there: float = HARDLY_THERE,
    most_sets: int = MOST_SETS,
) -> Near:
    """All answers at once. ``guess``: of this network and evidence."""
    cuts = tuple(dict.fromkeys(cut for ask in asks for cut in ask.cuts))
    return _Sets(network, evidence, guess, cuts, hardly_there, most_sets).answers(asks)


class _Sets:
    """Tables over sets of findings (S) and columns of cuts (C); used once and thrown away."""

    def __init__(
        self,
        network: Network,
        evidence: Evidence,
        guess: Rough,
        cuts: tuple[Cut, ...],
        hardly_there: float,
        most_sets: int,
    ) -> None:
        self.network, self.evidence, self.guess, self.cuts = network, evidence, guess, cuts
        self.off = {part for key, seen in evidence.active.items() if not seen for part in network.below[key]}
        kept = guess.nodes >= hardly_there
        for node in network.driven:
            kept[node] |= any(kept[int(network.node_of()[d.value])] for d in network.driven[node])
        self.kept = np.flatnonzero(kept)
        self.rows = np.flatnonzero(kept[network.node_of()])
        self.driven = self._driven(kept, most_sets)
        self.walked = self._walked(most_sets >> len(self.driven))
        self._sets()
        self._columns()

    def _driven(self, kept: NDArray[np.bool_], most_sets: int) -> list[int]:
        """The driven causes that are taken apart: likely ones, none of whose drivers is driven itself."""
        network, owner = self.network, self.network.node_of()
        special = {*network.driven, *network.gates}
        likely = [
            node
            for node, drivers in sorted(network.driven.items())
            if kept[node]
            and self.guess.nodes[node] >= DRIVEN_LIKELY
            and drivers
            and not any(int(owner[d.value]) in special for d in drivers)
        ]
        likely.sort(key=lambda node: (-self.guess.nodes[node], node))
        return sorted(likely[: min(MOST_DRIVEN, int(math.log2(most_sets)))])

    def _walked(self, most: int) -> list[int]:
        """The findings that are taken apart: those that want a cause most, those first of which more is asked."""
        names, below = self.guess.seen.names, self.network.below
        asked = {below[cut.name][0] for cut in self.cuts if cut.kind == "absent"}

        def order(f: int) -> tuple[bool, float, str]:
            name = names[f]
            is_asked_more_of = name in below and bool(asked.intersection(below[name][1:]))
            return not is_asked_more_of, float(self.guess.alone[f]), name

        chosen, sets = [], 1
        for f in sorted(range(len(names)), key=order):
            states = len(self.guess.seen.axes[f][1])
            if sets * states <= most:
                chosen.append(f)
                sets *= states
        return sorted(chosen)

    def _sets(self) -> None:
        """coefficient (S,) with leaks; log (S, R) of the effect of each set on each value; bit (S,) a driven cause."""
        network, seen, rows = self.network, self.guess.seen, self.rows
        parts = sorted({p for f in self.walked if seen.names[f] in network.below for p in self._own(seen.names[f])})
        column = {part: k for k, part in enumerate(parts)}
        coefficient, log = np.ones(1), np.zeros((1, len(rows)))
        covered = np.zeros((1, len(parts)), dtype=bool)
        for f in self.walked:
            contribution, leak, likelihood = seen.axes[f]
            by, logs, covers = [likelihood[-1]], [np.zeros(len(rows))], [np.zeros(len(parts), dtype=bool)]
            for x in range(len(leak) - 1):
                by.append(likelihood[x] - likelihood[x + 1])
                mask = np.zeros(len(parts), dtype=bool)
                if seen.names[f] in network.below:
                    mask[[column[part] for part in self._own(seen.names[f])]] = True
                    logs.append(np.zeros(len(rows)))
                else:
                    by[-1] *= leak[: x + 1].sum()
                    logs.append(np.log(np.maximum(contribution[rows, : x + 1].sum(1), _SMALL)))
                covers.append(mask)
            coefficient = (coefficient[:, None] * np.array(by)).reshape(-1)
            log = (log[:, None] + np.array(logs)[None]).reshape(-1, len(rows))
            covered = (covered[:, None] | np.array(covers)[None]).reshape(-1, len(parts))
        if parts:
            inside = covered.astype(float)
            coefficient = coefficient * np.exp(inside @ network.silent_leak[parts])
            log = log + inside @ network.silent[rows][:, parts].T
        place = {int(v): k for k, v in enumerate(rows)}
        self.bits: list[NDArray[np.bool_]] = []
        for node in self.driven:
            effect = np.zeros(len(rows))
            for d in network.driven[node]:
                if d.value in place:
                    effect[place[d.value]] += math.log1p(-min(d.strength, 1.0 - 1e-15))
            n = len(coefficient)
            coefficient, covered = np.tile(coefficient, 2), np.tile(covered, (2, 1))
            log = np.concatenate([log, log + effect])
            self.bits = [np.tile(bit, 2) for bit in self.bits]
            self.bits.append(np.repeat([False, True], n))
        self.coefficient, self.effect, self.covered, self.parts = coefficient, np.exp(log), covered, parts

    def _own(self, key: str) -> list[int]:
        return [part for part in self.network.below[key] if part not in self.off]

    def _columns(self) -> None:
        """One column for the case, one for each cut; a cut that shares parts with a set gets one for each overlap."""
        lanes: list[int] = [0]
        extra: list[frozenset[int]] = [frozenset()]
        masks: list[NDArray[np.bool_] | None] = [None]
        everything = set(self.parts)
        for lane, cut in enumerate(self.cuts, 1):
            shared = everything.intersection(self._own(cut.name)) if cut.kind == "absent" else set()
            if not shared:
                lanes.append(lane)
                extra.append(frozenset())
                masks.append(None)
                continue
            columns = [k for k, part in enumerate(self.parts) if part in shared]
            patterns, which = np.unique(self.covered[:, columns], axis=0, return_inverse=True)
            for k, pattern in enumerate(patterns):
                lanes.append(lane)
                extra.append(frozenset(self.parts[c] for c, on in zip(columns, pattern, strict=True) if on))
                masks.append(which.reshape(-1) == k)
        self.lane_of = np.array(lanes)
        self.masks = [(c, mask) for c, mask in enumerate(masks) if mask is not None]
        self.extra = extra

    def _weights(self) -> tuple[Array, Array, Array]:
        """Weights (R, C), constants (C,) and undriven occurrences (N, C) in each column."""
        network, guess, rows = self.network, self.guess, self.rows
        aside = [f for f in range(len(guess.seen.names)) if f not in self.walked]
        log = guess.log[rows] + guess.messages[aside][:, rows].sum(0)
        log = log + np.log(np.maximum(guess.seen.factors[:, rows], _SMALL)).sum(0) if len(guess.seen.names) else log
        for node, told in guess.effects.items():
            if node not in self.driven:
                log = log + told[rows]
        weight = np.exp(log)[:, None].repeat(len(self.lane_of), axis=1)
        constant, undriven = np.ones(len(self.lane_of)), guess.undriven[:, None].repeat(len(self.lane_of), axis=1)
        turned_off = np.zeros((len(network.part_ids), len(self.lane_of)))
        for c, lane in enumerate(self.lane_of.tolist()):
            cut = self.cuts[lane - 1] if lane else None
            if cut is None:
                continue
            if cut.kind == "absent":
                turned_off[[part for part in self._own(cut.name) if part not in self.extra[c]], c] = 1.0
            elif cut.kind == "fact":
                fact = network.facts[cut.name]
                state = fact.states.index(cut.state)
                weight[:, c] *= fact.odds[state][rows]
                for node in network.driven:
                    own = undriven[node, c] / (1.0 - undriven[node, c]) * fact.leak_odds[state][node]
                    undriven[node, c] = own / (1.0 + own)
            else:
                factor, constant[c] = step(network, cut)
                weight[:, c] *= factor[rows]
        asked = np.flatnonzero(turned_off.any(axis=1))
        weight *= np.exp(network.silent[np.ix_(rows, asked)] @ turned_off[asked])
        constant *= np.exp(network.silent_leak[asked] @ turned_off[asked])
        return weight, constant, undriven

    def answers(self, asks: Sequence[Ask]) -> Near:
        weight, constant, undriven = self._weights()
        joint = self.coefficient[:, None] * constant
        for c, mask in self.masks:
            joint[:, c] *= mask
        nobody = joint.copy()
        roots, driven = [], []
        starts = np.searchsorted(self.network.node_of()[self.rows], self.kept).tolist()
        for node, start, end in zip(self.kept.tolist(), starts, [*starts[1:], len(self.rows)], strict=True):
            one = _Node(self, node, start, end, weight, undriven)
            if node in self.driven:
                driven.append(one)
                continue
            roots.append(one)
            joint *= one.table
            if not one.is_quiet:
                nobody *= one.quiet
        # The factor of a driven cause may be 0, so that it is left out and never divided by.
        rest = {id(one): (joint * table, nobody * quiet) for one, table, quiet in _others(driven)}
        for one in driven:
            joint, nobody = joint * one.table, nobody * one.quiet
        everybody = joint.sum(0) - nobody.sum(0)
        out = []
        for one in sorted([*roots, *driven], key=lambda one: one.start):
            with_it = rest[id(one)][0] if id(one) in rest else joint / one.table
            found = one.values(with_it)
            if one.is_silent:
                found -= one.values(rest[id(one)][1] if id(one) in rest else nobody / one.quiet)
            out.append(found)
        parts = np.concatenate(out) if out else np.zeros((0, len(constant)))
        if self.masks:
            gather = np.zeros((len(self.lane_of), len(self.cuts) + 1))
            gather[np.arange(len(self.lane_of)), self.lane_of] = 1.0
            everybody, parts = everybody @ gather, parts @ gather
        return self._mixed(asks, everybody, parts)

    def _mixed(self, asks: Sequence[Ask], evidence: Array, parts: Array) -> Near:
        """From cuts to answers. parts (R, cuts + 1), of the values that are there now."""
        rows = self.rows[self.network.present[self.rows]]
        place = {cut: k for k, cut in enumerate(self.cuts, 1)}
        first = np.concatenate([[0], np.cumsum([len(ask.answers) for ask in asks])]).astype(np.intp)
        mix = np.zeros((int(first[-1]), len(self.cuts) + 1))
        for k, ask in enumerate(asks):
            mix[first[k] : first[k + 1], [0, *(place[cut] for cut in ask.cuts)]] = ask.mix
        total, values = np.maximum(mix @ evidence, 0.0), parts @ mix.T
        likely = total > 1e-9 * abs(float(evidence[0]))
        now = np.clip(parts[:, 0] / max(float(evidence[0]), _SMALL), 0.0, 1.0)
        values /= np.where(likely, total, 1.0)
        np.clip(values, 0.0, 1.0, out=values)
        if not likely.all():
            values[:, ~likely] = now[:, None]
        whole = np.add.reduceat(total, first[:-1]) if len(asks) else np.zeros(0)
        chance = total / np.maximum(np.repeat(whole, np.diff(first)), _SMALL)
        starts = np.searchsorted(self.network.node_of()[rows], self.kept)
        names = self.guess.seen.names
        return Near(
            asks=tuple(asks),
            first=first,
            chance=chance,
            now=now,
            rows=rows,
            values=values,
            kept=self.kept,
            nodes=np.minimum(np.add.reduceat(values, starts, axis=0), 1.0),
            set_aside=tuple(names[f] for f in range(len(names)) if f not in self.walked),
        )


class _Node:
    """One cause: its factor in every set and column, for everybody (``table``) and for nobody who hurts (``quiet``).

    Its values that are there come first, then those that have settled. is_silent: it hurts nobody by itself. is_quiet:
    nothing of it is left where nobody hurts.
    """

    table: Array
    quiet: Array | float
    scale: Array | float

    def __init__(self, sets: _Sets, node: int, start: int, end: int, weight: Array, undriven: Array) -> None:
        network = sets.network
        self.start, self.is_silent = start, not bool(network.pain[node])
        there = start + int(network.present[sets.rows[start:end]].sum())
        self.weight, self.effect = weight[start:there], sets.effect[:, start:there]
        present = self.effect @ self.weight
        settled: Array | float = sets.effect[:, there:end] @ weight[there:end] if there < end else 0.0
        own = present + settled
        quiet: Array | float = own if self.is_silent else settled
        on = sets.guess.on.get(node)
        self.is_quiet = not self.is_silent and there == end and on is None
        self.scale = 1.0
        if node in sets.driven:
            bit, off = sets.bits[sets.driven.index(node)][:, None], 1.0 - undriven[node]
            self.table = np.where(bit, off * (1.0 - own), own)
            self.quiet = np.where(bit, off * (1.0 - quiet), quiet)
            self.scale = np.where(bit, -off, 1.0)
        elif on is None:
            self.table, self.quiet = own + 1.0, quiet + 1.0
        else:
            self.table, self.quiet, self.scale = own * on + (1.0 - on), quiet * on + (1.0 - on), on

    def values(self, rest: Array) -> Array:
        """(rows, C) P(value, what was seen) from the product over all other causes."""
        if not isinstance(self.scale, float) or self.scale != 1.0:
            rest = rest * self.scale
        out: Array = self.weight * (self.effect.T @ rest)
        return out


def _others(nodes: list[_Node]) -> list[tuple[_Node, Array | float, Array | float]]:
    """Each node with the product of the factors of all others."""
    out = []
    for one in nodes:
        table: Array | float = 1.0
        quiet: Array | float = 1.0
        for other in nodes:
            if other is not one:
                table, quiet = table * other.table, quiet * other.quiet
        out.append((one, table, quiet))
    return out
