"""From a network and evidence to what the kernel walks: weights and axes.

Whatever was seen not to go beyond a state multiplies the weight of each value; whatever was seen above its lowest
state, or uncertainly, becomes an axis.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whatelse.inference.evidence import Evidence
from whatelse.inference.kernel import Array, Axis, Joint
from whatelse.inference.network import Graded, Network
from whatelse.inference.plan import make_plan
from whatelse.inference.problem import Problem


def build(network: Network, evidence: Evidence, *, somebody_hurts: bool = False) -> Problem:
    """The problem of one case. Sorted throughout, so that the order of findings in a case changes no bit.

    somebody_hurts: at least one pain source is there, as one more axis that every source touches; for cases in which
    that is so unlikely that it must not be had by subtracting from 1.
    """
    builder = _Builder(network, evidence.week)
    builder.context(evidence.facts)
    builder.yes_no(evidence)
    for key in sorted(evidence.graded):
        builder.graded(key, network.graded[key], evidence.graded[key])
    for key in sorted(evidence.measured):
        builder.measure(key, evidence.measured[key])
    if somebody_hurts:
        builder.somebody_hurts()
    return builder.finish()


class _Builder:
    """Gathers factors and axes; used once per case and thrown away."""

    def __init__(self, network: Network, week: float | None) -> None:
        self.network = network
        self.n_values = len(network.value_ids)
        self.prior = network.share.copy()
        self.factor = np.ones(self.n_values)
        self.lasting = network.lasting(week)
        self.leak_odds = np.ones(len(network.node_ids))
        self.constant = 1.0
        self.axes: list[Axis] = []
        self.names: list[str] = []
        self.joints: list[Joint] = []
        self.shared_leaks: list[float] = []

    def context(self, facts: dict[str, str]) -> None:
        for key in sorted(facts):
            fact = self.network.facts[key]
            state = fact.states.index(facts[key])
            self.prior = self.prior * fact.odds[state]
            self.leak_odds = self.leak_odds * fact.leak_odds[state]

    def _axis(self, name: str, contribution: Array, leak: Array, close: Array | None) -> None:
        self.names.append(name)
        self.axes.append(
            Axis(
                contribution=contribution[:, :, None],
                leak=leak[:, None],
                close=close[:, None] if close is not None else None,
            )
        )

    def _two_state(self, name: str, fires: Array, leak: float, close: tuple[float, float]) -> None:
        self._axis(
            name,
            np.stack([1.0 - fires, fires], axis=1),
            np.array([1.0 - leak, leak]),
            np.array(close),
        )

    def yes_no(self, evidence: Evidence) -> None:
        """Parts of absent findings are off; each present one needs some part; shared parts act on several axes."""
        net = self.network
        off = {part for key, seen in evidence.active.items() if not seen for part in net.below[key]}
        if off:
            index = sorted(off)
            self.factor = self.factor * np.prod(1.0 - net.part_fires[:, index], axis=1)
            self.constant *= float(np.prod(1.0 - net.part_leak[index]))
        present = {key for key, seen in evidence.active.items() if seen}
        own = {key: net.below[key][0] for key in present}
        implied = {key for key in present for other in present if other != key and own[other] in net.below[key]}
        wanted: list[tuple[str, tuple[float, float]]] = [(key, (0.0, 1.0)) for key in sorted(present - implied)]
        for key in sorted(evidence.soft):
            if any(part in own.values() for part in net.below[key]):
                self.constant *= evidence.soft[key][1]  # a present specific finding makes it certain
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
                _any(net.part_fires[:, alone]),
                float(_any(net.part_leak[None, alone])[0]),
                close,
            )
        for part, axes in sorted(members.items()):
            if len(axes) > 1:
                self.joints.append(Joint(axes=tuple(start + a for a in axes), fires=net.part_fires[:, part, None]))
                self.shared_leaks.append(float(net.part_leak[part]))

    def graded(self, name: str, finding: Graded, likelihood: tuple[float, ...]) -> None:
        """Merge neighbouring states of equal likelihood; drop the top ones that were excluded."""
        top = max(x for x, value in enumerate(likelihood) if value > 0)
        runs: list[list[int]] = []
        for x in range(top + 1):
            if runs and likelihood[x] == likelihood[runs[-1][0]]:
                runs[-1].append(x)
            else:
                runs.append([x])
        reach = finding.contribution[:, : top + 1].sum(1)
        leak_reach = float(finding.leak[: top + 1].sum())
        if top + 1 < len(finding.states):
            self.factor = self.factor * reach
            self.constant *= leak_reach
        else:
            reach, leak_reach = np.ones(self.n_values), 1.0
        if len(runs) == 1:
            self.constant *= likelihood[0]
            return
        safe = np.where(reach > 0, reach, 1.0)
        contribution = np.stack([finding.contribution[:, run].sum(1) / safe for run in runs], axis=1)
        contribution[reach <= 0] = [1.0] + [0.0] * (len(runs) - 1)
        leak = np.array([finding.leak[run].sum() / leak_reach for run in runs])
        self._axis(name, contribution, leak, np.array([likelihood[run[0]] for run in runs]))

    def measure(self, name: str, seen: tuple[float, float]) -> None:
        finding = self.network.measures[name]
        low, high = seen
        if finding.log:
            low, high = float(np.log(low)), float(np.log(high))
        if finding.mirrored:
            low, high = -high, -low
        fires = np.zeros(self.n_values)
        for value, curve in sorted(finding.linked.items()):
            upper, inside = curve.interval(low, high)
            self.factor[value] *= upper
            fires[value] = inside / upper if upper > 0 else 0.0
        upper, inside = finding.leak.interval(low, high)
        self.constant *= upper
        self._two_state(name, fires, inside / upper, (0.0, 1.0))

    def somebody_hurts(self) -> None:
        self._two_state("", self.network.hurts.astype(float), 0.0, (0.0, 1.0))

    def finish(self) -> Problem:
        """Input bits, tables, background nodes for leaks of shared parts, and the plan."""
        net = self.network
        n_nodes = len(net.node_ids)
        inputs: list[tuple[int, ...]] = [()] * n_nodes
        off = [np.ones(1) for _ in range(n_nodes)]
        on = [np.ones(1) for _ in range(n_nodes)]
        for node, drivers in sorted(net.driven.items()):
            fires = np.zeros(self.n_values)
            for driver in drivers:
                fires[driver.value] = driver.strength
            leak = float(net.undriven[node])
            odds = leak / (1.0 - leak) * self.leak_odds[node]
            leak = odds / (1.0 + odds)
            self._axis("", np.stack([1.0 - fires, fires], axis=1), np.array([1.0 - leak, leak]), None)
            inputs[node] = (len(self.axes) - 1,)
            off[node], on[node] = np.array([1.0, 0.0]), np.array([0.0, 1.0])
        for node, gate in sorted(net.gates.items()):
            places = []
            for site in gate.sites:
                fires = np.zeros(self.n_values)
                fires[[v for v in net.values_of(site) if net.present[v]]] = 1.0
                self._axis("", np.stack([1.0 - fires, fires], axis=1), np.array([1.0, 0.0]), None)
                places.append(len(self.axes) - 1)
            inputs[node] = tuple(places)
            off[node], on[node] = 1.0 - gate.on, gate.on
        first, weight, axes, joints, split = self._with_background(net, inputs, off, on)
        plan = make_plan(axes, joints, first, tuple(inputs))
        return Problem(
            plan=plan,
            axes=axes,
            joints=joints,
            names=tuple(self.names),
            first=first,
            weight=weight,
            off=tuple(off),
            on=tuple(on),
            constant=self.constant,
            split=split,
        )

    def _with_background(
        self, net: Network, inputs: list[tuple[int, ...]], off: list[Array], on: list[Array]
    ) -> tuple[NDArray[np.intp], Array, tuple[Axis, ...], tuple[Joint, ...], NDArray[np.intp] | None]:
        extra = len(self.shared_leaks)
        weight = np.concatenate([self.prior * self.lasting * self.factor, np.ones(extra)])
        first = np.concatenate([net.first, net.first[-1] + 1 + np.arange(extra)]).astype(np.intp)
        split = self._split(inputs)
        axes = tuple(self._conditioned(axis, split, extra) for axis in self.axes)
        joints = [
            self._conditioned_joint(joint, leak, self.n_values + j, split, extra)
            for j, (joint, leak) in enumerate(zip(self.joints, self.shared_leaks, strict=True))
        ]
        for _ in range(extra):
            inputs.append(())
            off.append(np.zeros(1))
            on.append(np.ones(1))
        two = any(axis.leak.shape[1] == 2 for axis in axes) or any(joint.fires.shape[1] == 2 for joint in joints)
        return first, weight, axes, tuple(joints), split if two else None

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

    def _conditioned(self, axis: Axis, split: NDArray[np.intp] | None, extra: int) -> Axis:
        """An axis with the even effect of the split values moved into a second lane of its leak."""
        contribution = axis.contribution
        if split is None or not self._even(contribution[split, 1:, 0]):
            return Axis(_padded(contribution, extra), axis.leak, axis.close)
        own = contribution[split[0], :, 0]
        contribution = contribution.copy()
        contribution[split] = 0.0
        contribution[split, 0] = 1.0
        leak = axis.leak[:, 0]
        return Axis(_padded(contribution, extra), np.stack([leak, _largest(leak, own)], axis=1), axis.close)

    def _conditioned_joint(
        self, joint: Joint, leak: float, place: int, split: NDArray[np.intp] | None, extra: int
    ) -> Joint:
        """The same for a shared part; its leak is the row ``place`` of a background node."""
        fires = np.concatenate([joint.fires, np.zeros((extra, 1))])
        fires[place] = leak
        if split is None or not self._even(joint.fires[split]):
            return Joint(joint.axes, fires)
        own = float(joint.fires[split[0], 0])
        fires = fires.repeat(2, axis=1)
        fires[split] = 0.0
        fires[place, 1] = leak + (1.0 - leak) * own
        return Joint(joint.axes, fires)


def _any(probabilities: Array) -> Array:
    """1 - prod(1 - p) along the last dimension, exact for tiny p."""
    with np.errstate(divide="ignore"):
        out: Array = -np.expm1(np.log1p(-probabilities).sum(axis=-1))
    return out


def _largest(a: Array, b: Array) -> Array:
    """Distribution of the larger of two independent states with pmfs a and b, without subtraction."""
    below_b = np.concatenate([[0.0], np.cumsum(b)[:-1]])
    out: Array = a * below_b + b * np.cumsum(a)
    return out


def _padded(contribution: Array, extra: int) -> Array:
    if not extra:
        return contribution
    idle = np.zeros((extra, *contribution.shape[1:]))
    idle[:, 0] = 1.0
    return np.concatenate([contribution, idle])
