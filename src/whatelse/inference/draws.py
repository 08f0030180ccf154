"""Other models that the ranges allow: every number that a case touches, drawn in many lanes.

The printed probability uses the mean of every number. It is also the average over these lanes, each weighted by its
evidence, because the likelihood is linear in every number drawn: a number is the chance of one coin, and no world
throws it twice. So what must be drawn as one number is drawn so: the presence of a root, the shares of its values,
the survival of a node at the week, each part of a finding by node and stated value (the values of a node exclude one
another), and the leak of each part. A measured number is drawn as the chances of the cells it cuts: not above what
was seen, and it when not above; each as wide as shifting the median by its range would make it.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from whatelse.inference.beta import concentration, share_spreads
from whatelse.inference.coins import Coins, Fired
from whatelse.inference.curves import ValueCurve
from whatelse.inference.drawn import Drawn, Draws, Key
from whatelse.inference.evidence import Evidence
from whatelse.inference.network import Network
from whatelse.inference.sampler import Sampler
from whatelse.inference.tables import Tables, stated
from whatelse.inference.uncertain import Uncertainty

Array = NDArray[np.float64]


def draw(network: Network, width: Uncertainty, evidence: Evidence, seen: Coins, sampler: Sampler) -> Draws:
    """``sampler.lanes`` models for one case. The same case, network and sampler give the same bits."""
    base = stated(network, evidence)
    drawer = _Drawer(network, width, base, seen, sampler)
    drawer.roots(evidence)
    drawer.courses(evidence.week)
    drawer.drivers()
    for part in sorted(seen.parts):
        drawer.part(part, seen.parts[part])
    for key in sorted(evidence.graded):
        drawer.graded(key)
    for key in sorted(evidence.measured):
        drawer.measure(key, evidence.measured[key])
    return Draws(sampler.lanes, base, tuple(drawer.drawn), network)


class _Drawer:
    """Goes through the numbers of a case in a fixed order; used once and thrown away."""

    def __init__(self, network: Network, width: Uncertainty, base: Tables, seen: Coins, sampler: Sampler) -> None:
        self.network, self.width, self.base, self.seen, self.sampler = network, width, base, seen, sampler
        self.owner = network.node_of()
        self.drawn: list[Drawn] = []

    def _betas(
        self, name: str, keys: list[Key], mean: list[float], spread: list[float], one: list[float], zero: list[float]
    ) -> None:
        """Numbers that are known, or 0 or 1, are left as they are."""
        m, s, w1, w0 = (np.array(x, dtype=float) for x in (mean, spread, one, zero))
        keep = (s > 0) & (m > 0) & (m < 1)
        if not keep.any():
            return
        m, s, w1, w0 = m[keep], s[keep], np.clip(w1[keep], 0.0, 1.0), w0[keep]
        w0 = np.clip(w0, 0.0, 1.0 - w1) if self.seen.thrown else np.zeros_like(w1)
        values = self.sampler.betas(name, m, concentration(m, s), w1, w0)
        self.drawn.append(Drawn(tuple(k for k, kept in zip(keys, keep, strict=True) if kept), m, s, values))

    def _shares(self, name: str, keys: list[Key], mean: Array, n: float, taken: Array) -> None:
        keep = mean > 0
        if keep.sum() < 2 or not math.isfinite(n):
            return
        taken = np.clip(taken[keep], 0.0, None)
        values = self.sampler.shares(name, mean[keep], n, taken / max(1.0, float(taken.sum())))
        kept = tuple(k for k, wanted in zip(keys, keep, strict=True) if wanted)
        self.drawn.append(Drawn(kept, mean[keep], share_spreads(mean[keep], n), values, n))

    def roots(self, evidence: Evidence) -> None:
        net, seen = self.network, self.seen
        keys, mean, spread, one = [], [], [], []
        for n in range(len(net.node_ids)):
            rows = np.array([v for v in net.values_of(n) if net.present[v]])
            weight = self.base.weight[rows, 0]
            total = float(weight.sum())
            if not total > 0:
                continue
            if n not in net.driven and n not in net.gates:
                keys.append(Key("there", tuple(net.values_of(n))))
                mean.append(total / (1.0 + total))
                variance = sum(
                    self.width.fact[key][net.facts[key].states.index(state), n]
                    for key, state in sorted(evidence.facts.items())
                )
                spread.append(math.sqrt(self.width.there[n] ** 2 + variance) if self.width.there[n] > 0 else 0.0)
                one.append(float(seen.nodes[n]))
            if len(rows) > 1:
                pairs = [(v, *self._twin(v)) for v in rows.tolist()]
                taken = np.array([seen.values[list(pair)].sum() for pair in pairs])
                kinds = [Key("kind", pair) for pair in pairs]
                self._shares(f"kinds {net.node_ids[n]}", kinds, weight / total, float(self.width.kinds[n]), taken)
        self._betas("there", keys, mean, spread, one, [1.0 - p for p in one])

    def _twin(self, value: int) -> tuple[int, ...]:
        """The settled twin of a value, if it has one."""
        net = self.network
        if net.settled is None or value not in net.survival:
            return ()
        rows = net.values_of(int(self.owner[value]))
        base = [v for v in rows if net.present[v] and v in net.survival]
        return ([v for v in rows if net.settled[v]][base.index(value)],)

    def courses(self, week: float | None) -> None:
        net = self.network
        weeks = [week] if week is not None else list(net.usual_weeks) if net.usual_weeks is not None else []
        if not weeks:
            return
        groups: dict[tuple[int, int], list[int]] = {}
        for v, survival in net.survival.items():
            if net.present[v] and survival in self.width.courses:
                groups.setdefault((int(self.owner[v]), id(survival)), []).append(v)
        keys, mean, spread, one, zero = [], [], [], [], []
        width: dict[int, float] = {}
        for (_, course), rows in sorted(groups.items(), key=lambda item: item[1]):
            if course not in width:
                low, high, z = self.width.courses[net.survival[rows[0]]]
                ends = [np.clip(np.mean([end.at(t) for t in weeks]), 1e-4, 1 - 1e-4) for end in (low, high)]
                width[course] = float((np.log(ends[1] / (1 - ends[1])) - np.log(ends[0] / (1 - ends[0]))) / z)
            twins = [t for v in rows for t in self._twin(v)]
            keys.append(Key("course", (*rows, *twins)))
            mean.append(float(self.base.lasting[rows[0], 0]))
            spread.append(width[course])
            one.append(float(self.seen.values[rows].sum()))
            zero.append(float(self.seen.values[twins].sum()))
        self._betas("course", keys, mean, spread, one, zero)

    def drivers(self) -> None:
        net = self.network
        for n, drivers in sorted(net.driven.items()):
            leak = float(self.base.undriven[n, 0])
            silent: dict[int, float] = {}
            for d in drivers:
                owner = int(self.owner[d.value])
                silent[owner] = silent.get(owner, 1.0) - float(self.seen.values[d.value]) * d.strength
            fired = 1.0 - (1.0 - leak) * math.prod(silent.values())
            one = float(self.seen.nodes[n]) * leak / fired
            key = Key("undriven", tuple(net.values_of(n)))
            self._betas(f"undriven {net.node_ids[n]}", [key], [leak], [self.width.undriven[n]], [one], [1.0 - one])
        groups: dict[tuple[int, int, float], list[int]] = {}
        for i, d in enumerate(net.drivers):
            groups.setdefault((d.target, int(self.owner[d.value]), d.strength), []).append(i)
        if groups:
            keys = [
                Key("driver", tuple(net.drivers[i].value for i in own), net.node_ids[target], own[0])
                for (target, _, _), own in groups.items()
            ]
            none = [0.0] * len(groups)
            spread = [float(self.width.strength[own[0]]) for own in groups.values()]
            self._betas("drivers", keys, [strength for _, _, strength in groups], spread, none, none)
        for n, gate in sorted(net.gates.items()):
            mean = gate.on
            keep = np.flatnonzero((mean > 0) & (mean < 1))
            if self.width.gates.get(n, 0.0) > 0 and len(keep):
                spreads = np.full(len(keep), self.width.gates[n])
                values = self.sampler.together(
                    f"gate {net.node_ids[n]}", mean[keep], concentration(mean[keep], spreads)
                )
                rows = tuple(net.values_of(n))
                entries = tuple(Key("gate", rows, index=int(k)) for k in keep)
                self.drawn.append(Drawn(entries, mean[keep], spreads, values, together=True))

    def _groups(self, fires: Array) -> dict[tuple[int, float], list[int]]:
        """Values of a node that do the same, by node and what they do."""
        out: dict[tuple[int, float], list[int]] = {}
        for v in np.flatnonzero(fires).tolist():
            out.setdefault((int(self.owner[v]), float(fires[v])), []).append(v)
        return out

    def part(self, part: int, fired: Fired) -> None:
        net, there = self.network, self.seen.values
        groups = self._groups(self.base.fires[part][:, 0])
        keys = [Key("link", tuple(rows), net.part_ids[part], part) for rows in groups.values()]
        mean = [value for _, value in groups]
        spread = [float(self.width.fires[rows, part].max()) for rows in groups.values()]
        one = [float(fired.values[rows].sum()) for rows in groups.values()]
        zero = [float(there[rows].sum()) - w for rows, w in zip(groups.values(), one, strict=True)]
        keys.append(Key("leak", (), net.part_ids[part], part))
        mean.append(float(self.base.leak[part][0]))
        spread.append(float(self.width.leak[part]))
        one.append(fired.leak)
        zero.append(1.0 - fired.leak)
        self._betas(f"part {net.part_ids[part]}", keys, mean, spread, one, zero)

    def graded(self, key: str) -> None:
        row, (width, leak_width) = self.base.graded[key], self.width.graded.get(key, (None, math.inf))
        states = self.seen.graded[key]
        contribution = row.contribution[:, :, 0]
        groups: dict[tuple[int, bytes], list[int]] = {}
        for v in np.flatnonzero(contribution[:, 1:].any(axis=1)).tolist():
            groups.setdefault((int(self.owner[v]), contribution[v].tobytes()), []).append(v)
        for k, rows in enumerate(groups.values()):
            keys = [Key("grade", tuple(rows), key, x) for x in range(contribution.shape[1])]
            n = float(width[rows].min()) if width is not None else math.inf
            self._shares(f"grade {key} {k}", keys, contribution[rows[0]], n, states.values[rows].sum(0))
        keys = [Key("grade_leak", (), key, x) for x in range(contribution.shape[1])]
        self._shares(f"grade {key}", keys, row.leak[:, 0], leak_width, states.leak)

    def measure(self, key: str, seen: tuple[float, float]) -> None:
        finding, reading = self.network.measures[key], self.base.measures[key]
        if key not in self.width.measures:
            return
        spread, leak_spread = self.width.measures[key]
        fired, there = self.seen.measures[key], self.seen.values
        low, high = (math.log(x) for x in seen) if finding.log else seen
        if finding.mirrored:
            low, high = -high, -low
        groups: dict[tuple[int, float, float], list[int]] = {}
        for v in sorted(finding.linked):
            pair = (float(reading.below[v, 0]), float(reading.fires[v, 0]))
            groups.setdefault((int(self.owner[v]), *pair), []).append(v)
        below, fires = [], []
        for rows in groups.values():
            a, b = _shifted(finding.linked[rows[0]], low, high, float(spread[rows[0]]))
            below.append(a)
            fires.append(b)
        w = [float(there[rows].sum()) for rows in groups.values()]
        one = [float(fired.values[rows].sum()) for rows in groups.values()]
        for sort, means, widths, w1, w0 in (
            ("below", [m for _, m, _ in groups], below, w, [0.0] * len(w)),
            ("fires", [m for _, _, m in groups], fires, one, [a - b for a, b in zip(w, one, strict=True)]),
        ):
            keys = [Key(sort, tuple(rows), key) for rows in groups.values()]
            self._betas(f"{sort} {key}", keys, means, widths, w1, w0)
        a, b = _shifted(finding.leak, low, high, leak_spread)
        keys = [Key("below", (), key), Key("fires", (), key)]
        means = [float(reading.leak_below[0]), float(reading.leak_fires[0])]
        self._betas(f"leak {key}", keys, means, [a, b], [1.0, fired.leak], [0.0, 1.0 - fired.leak])


def _shifted(curve: ValueCurve, low: float, high: float, spread: float) -> tuple[float, float]:
    """How far shifting the curve by its spread moves the log odds of (not above, it when not above)."""
    if not spread > 0:
        return 0.0, 0.0
    moved = []
    for shift in (-spread, 0.0, spread):
        upper, inside = curve.interval(low - shift, high - shift)
        pair = [min(max(p, 1e-9), 1 - 1e-9) for p in (upper, inside / upper if upper > 0 else 0.0)]
        moved.append([math.log(p) - math.log1p(-p) for p in pair])
    a, b = (min(max(abs(moved[0][i] - moved[1][i]), abs(moved[2][i] - moved[1][i])), 3.0) for i in (0, 1))
    return a, b
