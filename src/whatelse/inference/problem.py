"""One case ready to walk, and its lanes.

One cause, "something else", touches nearly every finding. Walked like the others it would hold all axes open at once;
so it is conditioned on instead: every lane is walked with it absent and with it present, when its even effects are
part of the leaks. A problem has one lane, or as many as the tables it was built from.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whatelse.inference.action import Array, Axis, Joint
from whatelse.inference.chunks import walk_in_chunks
from whatelse.inference.kernel import Plan


@dataclass(frozen=True, eq=False)
class Problem:
    """One case ready to walk. Nodes are those of the network, then one "background" node per shared leak.

    weight: (V', G) per value. off, on: per node (2**k, G or 1). names: the finding behind each axis, "" for input
    bits. constant: (G or 1,) factor of the evidence that no cause changes. split: values of the node conditioned on,
    or None. other_leaks, other_fires: what an axis has as leak, and a shared part as effects, when one of the split
    values is there; None where nothing changes.
    """

    plan: Plan
    axes: tuple[Axis, ...]
    joints: tuple[Joint, ...]
    names: tuple[str, ...]
    first: NDArray[np.intp]
    weight: Array
    off: tuple[Array, ...]
    on: tuple[Array, ...]
    constant: Array
    split: NDArray[np.intp] | None
    other_leaks: tuple[Array | None, ...]
    other_fires: tuple[Array | None, ...]

    @property
    def lanes(self) -> int:
        return int(self.weight.shape[1])

    def walk(
        self,
        weight: Array | None = None,
        off: dict[int, Array] | None = None,
        on: dict[int, Array] | None = None,
        lanes: int = 1,
        judged: int | None = None,
    ) -> tuple[Array, Array]:
        """Marginals (V', G) and evidence (G,) with some numbers replaced lane by lane.

        weight: (V', G); off, on: node -> (2**k, G). lanes: of a problem that has one, to be repeated. judged: the
        marginals are wanted of so many lanes only, the first ones.
        """
        if weight is None:
            weight = self.weight if self.lanes > 1 else self.weight.repeat(lanes, axis=1)
        offs = [(off or {}).get(n, table) for n, table in enumerate(self.off)]
        ons = [(on or {}).get(n, table) for n, table in enumerate(self.on)]
        if self.split is None:
            m, z = walk_in_chunks(
                self.plan, self.axes, self.joints, self.first, weight, tuple(offs), tuple(ons), judged
            )
            return m, z * self.constant
        return self._both(weight, offs, ons, self.split, weight.shape[1] if judged is None else judged)

    def halves(self) -> Halves:
        """What ``walk`` joins, for all lanes: without the split values, and with one of them. Only where there are
        split values."""
        assert self.split is not None
        offs, ons = list(self.off), list(self.on)
        return self._apart(self.weight, offs, ons, self.split, self.lanes)

    def _both(
        self, w: Array, offs: list[Array], ons: list[Array], split: NDArray[np.intp], judged: int
    ) -> tuple[Array, Array]:
        """Lanes without the split values, then the same lanes with one of them; joined by their evidence."""
        found = self._apart(w, offs, ons, split, judged)
        return found.joined(), found.evidence

    def _apart(self, w: Array, offs: list[Array], ons: list[Array], split: NDArray[np.intp], judged: int) -> Halves:
        """Both of the judged lanes come before both of the others."""
        lanes = w.shape[1]
        others = lanes - judged
        with_one = np.repeat([False, True, False, True], [judged, judged, others, others])
        node = int(np.searchsorted(self.first, split[0], side="right")) - 1
        rest = np.setdiff1d(np.arange(self.first[node], self.first[node + 1]), split)

        def beside(a: Array, b: Array) -> Array:
            return _beside(a, b, lanes, judged)

        w = np.concatenate([w[:, :judged], w[:, :judged], w[:, judged:], w[:, judged:]], axis=1)
        w[split] *= with_one
        w[rest] *= ~with_one
        offs = [beside(table, table) for table in offs]
        ons = [beside(table, table) for table in ons]
        offs[node] = offs[node] * ~with_one
        axes = tuple(
            Axis(
                contribution=beside(axis.contribution, axis.contribution),
                leak=beside(axis.leak, axis.leak if leak is None else leak),
                close=axis.close,
            )
            for axis, leak in zip(self.axes, self.other_leaks, strict=True)
        )
        joints = tuple(
            Joint(joint.axes, beside(joint.fires, joint.fires if fires is None else fires))
            for joint, fires in zip(self.joints, self.other_fires, strict=True)
        )
        m, z = walk_in_chunks(self.plan, axes, joints, self.first, w, tuple(offs), tuple(ons), 2 * judged)
        return Halves(m[:, :judged], m[:, judged:], z[~with_one] * self.constant, z[with_one] * self.constant)


@dataclass(frozen=True, eq=False)
class Halves:
    """Marginals (V', J) of the judged lanes and evidence (G,) of all, without the split values and with one of them."""

    without: Array
    with_one: Array
    evidence_without: Array
    evidence_with: Array

    @property
    def evidence(self) -> Array:
        out: Array = self.evidence_without + self.evidence_with
        return out

    def joined(self) -> Array:
        """(V', J) marginals of either, by their evidence."""
        total = self.evidence
        share = np.where(total > 0, self.evidence_with / np.where(total > 0, total, 1.0), 0.0)[: self.without.shape[1]]
        out: Array = self.without * (1.0 - share) + self.with_one * share
        return out


def _beside(a: Array, b: Array, lanes: int, judged: int) -> Array:
    """The judged lanes of ``a`` and of ``b``, then the others; one array that is the same in all lanes stays so."""
    if a is b and a.shape[-1] == 1:
        return a
    a, b = (t if t.shape[-1] == lanes else t.repeat(lanes, axis=-1) for t in (a, b))
    parts = (a[..., :judged], b[..., :judged], a[..., judged:], b[..., judged:])
    return np.concatenate(parts if judged < lanes else parts[:2], axis=-1)
