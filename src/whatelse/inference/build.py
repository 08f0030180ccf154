"""From a network and evidence to what the kernel walks: weights and axes.

Whatever was seen not to go beyond a state multiplies the weight of each value; whatever was seen above its lowest
state, or uncertainly, becomes an axis.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whatelse.inference.action import Array, Axis, Joint
from whatelse.inference.evidence import Evidence
from whatelse.inference.kernel import Plan
from whatelse.inference.network import Graded, Network
from whatelse.inference.plan import make_plan
from whatelse.inference.problem import Problem
from whatelse.inference.tables import Tables, stated


def build(
    network: Network,
    evidence: Evidence,
    *,
    somebody_hurts: bool = False,
    tables: Tables | None = None,
    among: NDArray[np.bool_] | None = None,
    plan: Plan | None = None,
) -> Problem:
    """The problem of one case. Sorted throughout, so that the order of findings in a case changes no bit.

    somebody_hurts: at least one pain source is there, as one more axis that every source touches; for cases in which
    that is so unlikely that it must not be had by subtracting from 1. tables: other numbers than the stated ones, in
    as many lanes as they have. among: (V,) the only values that may be there. plan: that of the same case, if it is
    known already.
    """
    builder = _Builder(network, tables if tables is not None else stated(network, evidence), among)
    builder.yes_no(evidence)
    for key in sorted(evidence.graded):
        builder.graded(key, network.graded[key], evidence.graded[key])
    for key in sorted(evidence.measured):
        builder.measure(key)
    if somebody_hurts:
        builder.somebody_hurts()
    return builder.finish(plan)


@dataclass(frozen=True, eq=False)
class Gathered:
    """What was seen, before any plan. factor (V, 1): of each value by everything that opens no axis; names, axes: the
    findings that open one, as (contribution (V, D), leak (D,), likelihood (D,)); factors (F, V): what else each of
    these does to the values, in ``factor`` no more."""

    factor: Array
    names: list[str]
    axes: list[tuple[Array, Array, Array]]
    factors: Array


def gathered(network: Network, evidence: Evidence, tables: Tables) -> Gathered:
    """One lane of what ``build`` starts from; shared parts act on each of their axes apart."""
    builder = _Builder(network, tables, None)
    builder.yes_no(evidence, absent=False)
    off = np.zeros(len(network.part_ids))
    off[[part for key, seen in evidence.active.items() if not seen for part in network.below[key]]] = 1.0
    whole = np.exp(network.silent @ off)[:, None]
    factors = [np.ones(len(network.value_ids)) for _ in builder.names]
    for key in (*sorted(evidence.graded), *sorted(evidence.measured)):
        known = len(builder.names)
        builder.factor = np.ones((len(network.value_ids), 1))
        if key in evidence.graded:
            builder.graded(key, network.graded[key], evidence.graded[key])
        else:
            builder.measure(key)
        if len(builder.names) > known:
            factors.append(builder.factor[:, 0])
        else:
            whole = whole * builder.factor
    contributions = [axis.contribution[..., 0].copy() for axis in builder.axes]
    for joint in builder.joints:
        for p in joint.axes:
            low = contributions[p][:, 0] * (1.0 - joint.fires[:, 0])
            contributions[p] = np.stack([low, 1.0 - low], axis=1)
    leaks = [axis.leak[:, 0].copy() for axis in builder.axes]
    for joint, leak in zip(builder.joints, builder.shared_leaks, strict=True):
        for p in joint.axes:
            low_leak = leaks[p][0] * (1.0 - leak[0])
            leaks[p] = np.array([low_leak, 1.0 - low_leak])
    closes = [axis.close[:, 0] if axis.close is not None else np.array([0.0, 1.0]) for axis in builder.axes]
    return Gathered(whole, builder.names, list(zip(contributions, leaks, closes, strict=True)), np.array(factors))


class _Builder:
    """Gathers factors and axes; used once per case and thrown away. All arrays end in a lane dimension."""

    def __init__(self, network: Network, tables: Tables, among: NDArray[np.bool_] | None) -> None:
        self.network, self.tables, self.among = network, tables, among
        self.n_values = len(network.value_ids)
        self.factor = np.ones((self.n_values, 1))
        self.constant = np.ones(1)
        self.axes: list[Axis] = []
        self.names: list[str] = []
        self.joints: list[Joint] = []
        self.shared_leaks: list[Array] = []

    def _axis(self, name: str, contribution: Array, leak: Array, close: Array | None) -> None:
        self.names.append(name)
        self.axes.append(Axis(contribution, leak, close[:, None] if close is not None else None))

    def _two_state(self, name: str, fires: Array, leak: Array, close: tuple[float, float] | None) -> None:
        """fires: (V, G or 1); leak: (G or 1,)."""
        self._axis(
            name,
            np.stack([1.0 - fires, fires], axis=1),
            np.stack([1.0 - leak, leak]),
            np.array(close) if close is not None else None,
        )

    def yes_no(self, evidence: Evidence, *, absent: bool = True) -> None:
        """Parts of absent findings are off; each present one needs some part; shared parts act on several axes.

        absent: whether what absent findings do to the weights is multiplied in.
        """
        net, fires, leak = self.network, self.tables.fires, self.tables.leak
        off = {part for key, seen in evidence.active.items() if not seen for part in net.below[key]}
        for part in sorted(off) if absent else ():
            self.factor = self.factor * (1.0 - fires[part])
            self.constant = self.constant * (1.0 - leak[part])
        own, wanted = wanted_findings(net, evidence)
        for key in sorted(evidence.soft):
            if any(part in own.values() for part in net.below[key]):
                self.constant = self.constant * evidence.soft[key][1]  # a present specific finding makes it certain
            else:
                wanted.append((key, evidence.soft[key]))
        members: dict[int, list[int]] = {}
        for a, (key, _) in enumerate(wanted):
            for part in net.below[key]:
                if part not in off:
                    members.setdefault(part, []).append(a)
        start = len(self.axes)
        for a, (key, close) in enumerate(wanted):
            alone = sorted(part for part, axes in members.items() if axes == [a])
            self._two_state(
                key,
                _any([fires[part] for part in alone], self.n_values),
                _any([leak[part][None] for part in alone], 1)[0],
                close,
            )
        for part, axes in sorted(members.items()):
            if len(axes) > 1:
                self.joints.append(Joint(axes=tuple(start + a for a in axes), fires=fires[part]))
                self.shared_leaks.append(leak[part])

    def graded(self, name: str, finding: Graded, likelihood: tuple[float, ...]) -> None:
        """Merge neighbouring states of equal likelihood; drop the top ones that were excluded."""
        row = self.tables.graded[name]
        top = max(x for x, value in enumerate(likelihood) if value > 0)
        runs: list[list[int]] = []
        for x in range(top + 1):
            if runs and likelihood[x] == likelihood[runs[-1][0]]:
                runs[-1].append(x)
            else:
                runs.append([x])
        reach = row.contribution[:, : top + 1].sum(1)
        leak_reach = row.leak[: top + 1].sum(0)
        if top + 1 < len(finding.states):
            self.factor = self.factor * reach
            self.constant = self.constant * leak_reach
        else:
            reach, leak_reach = np.ones_like(reach), np.ones(1)
        if len(runs) == 1:
            self.constant = self.constant * likelihood[0]
            return
        safe = np.where(reach > 0, reach, 1.0)
        contribution = np.stack([row.contribution[:, run].sum(1) / safe for run in runs], axis=1)
        idle = np.arange(len(runs))[None, :, None] == 0
        contribution = np.where((reach > 0)[:, None], contribution, idle)
        leak = np.stack([row.leak[run].sum(0) / leak_reach for run in runs])
        self._axis(name, contribution, leak, np.array([likelihood[run[0]] for run in runs]))

    def measure(self, name: str) -> None:
        reading = self.tables.measures[name]
        self.factor = self.factor * reading.below
        self.constant = self.constant * reading.leak_below
        self._two_state(name, reading.fires, reading.leak_fires, (0.0, 1.0))

    def somebody_hurts(self) -> None:
        self._two_state("", self.network.hurts.astype(float)[:, None], np.zeros(1), (0.0, 1.0))

    def finish(self, plan: Plan | None) -> Problem:
        """Input bits, tables, background nodes for leaks of shared parts, and the plan."""
        net, tables = self.network, self.tables
        inputs: list[tuple[int, ...]] = [()] * len(net.node_ids)
        off = list(tables.absent[:, None])
        on = [np.ones((1, 1)) for _ in net.node_ids]
        driven: dict[int, list[int]] = {node: [] for node in net.driven}
        for d, driver in enumerate(net.drivers):
            driven[driver.target].append(d)
        for node, drivers in sorted(driven.items()):
            fires = np.zeros((self.n_values, tables.strength.shape[-1]))
            for d in drivers:
                fires[net.drivers[d].value] = tables.strength[d]
            self._two_state("", fires, tables.undriven[node], None)
            inputs[node] = (len(self.axes) - 1,)
            off[node], on[node] = np.array([[1.0], [0.0]]), np.array([[0.0], [1.0]])
        for node, gate in sorted(net.gates.items()):
            places = []
            for site in gate.sites:
                fires = np.zeros((self.n_values, 1))
                fires[[v for v in net.values_of(site) if net.present[v]]] = 1.0
                self._two_state("", fires, np.zeros(1), None)
                places.append(len(self.axes) - 1)
            inputs[node] = tuple(places)
            off[node], on[node] = 1.0 - tables.gates[node], tables.gates[node]
        return self._with_background(inputs, off, on, plan)

    def _with_background(
        self, inputs: list[tuple[int, ...]], off: list[Array], on: list[Array], plan: Plan | None
    ) -> Problem:
        net, tables, extra = self.network, self.tables, len(self.shared_leaks)
        if self.among is not None:
            self._leave_out(~self.among)
        weight = np.broadcast_to(tables.weight * tables.lasting * self.factor, (self.n_values, tables.lanes))
        weight = np.concatenate([weight, np.ones((extra, tables.lanes))])
        first = np.concatenate([net.first, net.first[-1] + 1 + np.arange(extra)]).astype(np.intp)
        split = self._split(inputs)
        conditioned = [self._conditioned(axis, split, extra) for axis in self.axes]
        axes = tuple(axis for axis, _ in conditioned)
        other_leaks = tuple(leak for _, leak in conditioned)
        joints: list[Joint] = []
        other_fires: list[Array | None] = []
        for j, (joint, leak) in enumerate(zip(self.joints, self.shared_leaks, strict=True)):
            without, with_one = self._conditioned_joint(joint, leak, self.n_values + j, split, extra)
            joints.append(without)
            other_fires.append(with_one)
            inputs.append(())
            off.append(np.zeros((1, 1)))
            on.append(np.ones((1, 1)))
        split_matters = any(part is not None for part in (*other_leaks, *other_fires))
        return Problem(
            plan=plan if plan is not None else make_plan(_thin_axes(axes), _thin_joints(joints), first, tuple(inputs)),
            axes=axes,
            joints=tuple(joints),
            names=tuple(self.names),
            first=first,
            weight=weight,
            off=tuple(off),
            on=tuple(on),
            constant=self.constant,
            split=split if split_matters else None,
            other_leaks=other_leaks,
            other_fires=tuple(other_fires),
        )

    def _leave_out(self, values: NDArray[np.bool_]) -> None:
        """These values are not there and touch nothing."""
        self.factor = np.where(values[:, None], 0.0, self.factor)
        for a, axis in enumerate(self.axes):
            contribution = axis.contribution.copy()
            contribution[values] = 0.0
            contribution[values, 0] = 1.0
            self.axes[a] = Axis(contribution, axis.leak, axis.close)
        for j, joint in enumerate(self.joints):
            self.joints[j] = Joint(joint.axes, np.where(values[:, None], 0.0, joint.fires))

    def _split(self, inputs: list[tuple[int, ...]]) -> NDArray[np.intp] | None:
        """The values of "something else", where it is a root with an effect of its own."""
        net = self.network
        if net.other is None or inputs[net.other]:
            return None
        rows = np.arange(net.first[net.other], net.first[net.other + 1])
        return rows[net.present[rows]]

    @staticmethod
    def _even(own: Array) -> bool:
        """Whether all values do the same here, and do something."""
        return bool((own == own[0]).all() and own[0].any())

    def _conditioned(self, axis: Axis, split: NDArray[np.intp] | None, extra: int) -> tuple[Axis, Array | None]:
        """An axis without the even effect of the split values, and its leak when one of them is there."""
        contribution = axis.contribution
        if split is None or not self._even(contribution[split, 1:]):
            return Axis(_padded(contribution, extra), axis.leak, axis.close), None
        own = contribution[split[0]]
        contribution = contribution.copy()
        contribution[split] = 0.0
        contribution[split, 0] = 1.0
        return Axis(_padded(contribution, extra), axis.leak, axis.close), _largest(axis.leak, own)

    def _conditioned_joint(
        self, joint: Joint, leak: Array, place: int, split: NDArray[np.intp] | None, extra: int
    ) -> tuple[Joint, Array | None]:
        """The same for a shared part; its leak is the row ``place`` of a background node."""
        fires = np.concatenate([joint.fires, np.zeros((extra, joint.fires.shape[1]))])
        fires[place] = leak
        if split is None or not self._even(joint.fires[split]):
            return Joint(joint.axes, fires), None
        own = joint.fires[split[0]]
        fires[split] = 0.0
        with_one = fires.copy()
        with_one[place] = leak + (1.0 - leak) * own
        return Joint(joint.axes, fires), with_one


def wanted_findings(
    network: Network, evidence: Evidence
) -> tuple[dict[str, int], list[tuple[str, tuple[float, float]]]]:
    """Own parts of the present findings, and those among them that no more specific one makes certain."""
    present = {key for key, seen in evidence.active.items() if seen}
    own = {key: network.below[key][0] for key in present}
    implied = {key for key in present for other in present if other != key and own[other] in network.below[key]}
    return own, [(key, (0.0, 1.0)) for key in sorted(present - implied)]


def _any(probabilities: list[Array], rows: int) -> Array:
    """1 - prod(1 - p) over arrays (rows, G or 1), exact for tiny p."""
    silent = np.zeros((rows, 1))
    with np.errstate(divide="ignore"):
        for p in probabilities:
            silent = silent + np.log1p(-p)
        out: Array = -np.expm1(silent)
    return out


def _largest(a: Array, b: Array) -> Array:
    """Distribution (D, G) of the larger of two independent states with pmfs a and b, without subtraction."""
    below_b = np.concatenate([np.zeros((1, b.shape[1])), np.cumsum(b, axis=0)[:-1]])
    out: Array = a * below_b + b * np.cumsum(a, axis=0)
    return out


def _padded(contribution: Array, extra: int) -> Array:
    if not extra:
        return contribution
    idle = np.zeros((extra, *contribution.shape[1:]))
    idle[:, 0] = 1.0
    return np.concatenate([contribution, idle])


def _thin_axes(axes: tuple[Axis, ...]) -> tuple[Axis, ...]:
    """Two lanes tell what touches what, and which values act alike."""
    return tuple(Axis(axis.contribution[..., :2], axis.leak[..., :2], axis.close) for axis in axes)


def _thin_joints(joints: list[Joint]) -> tuple[Joint, ...]:
    return tuple(Joint(joint.axes, joint.fires[:, :2]) for joint in joints)
