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
    ) -> tuple[Array, Array]:
        """Marginals (V', G) and evidence (G,) with some numbers replaced lane by lane.

        weight: (V', G); off, on: node -> (2**k, G). lanes: of a problem that has one, to be repeated.
        """
        if weight is None:
            weight = self.weight if self.lanes > 1 else self.weight.repeat(lanes, axis=1)
        offs = [(off or {}).get(n, table) for n, table in enumerate(self.off)]
        ons = [(on or {}).get(n, table) for n, table in enumerate(self.on)]
        if self.split is None:
            m, z = walk_in_chunks(self.plan, self.axes, self.joints, self.first, weight, tuple(offs), tuple(ons))
            return m, z * self.constant
        return self._both(weight, offs, ons, self.split)

    def _both(self, w: Array, offs: list[Array], ons: list[Array], split: NDArray[np.intp]) -> tuple[Array, Array]:
        """Lanes without the split values, then the same lanes with one of them; joined by their evidence."""
        lanes = w.shape[1]
        node = int(np.searchsorted(self.first, split[0], side="right")) - 1
        rest = np.setdiff1d(np.arange(self.first[node], self.first[node + 1]), split)
        w = np.concatenate([w, w], axis=1)
        w[split, :lanes] = 0.0
        w[rest, lanes:] = 0.0
        offs = [_beside(table, table, lanes) for table in offs]
        ons = [_beside(table, table, lanes) for table in ons]
        offs[node] = offs[node] * np.repeat([1.0, 0.0], lanes)
        axes = tuple(
            Axis(
                contribution=_beside(axis.contribution, axis.contribution, lanes),
                leak=_beside(axis.leak, axis.leak if leak is None else leak, lanes),
                close=axis.close,
            )
            for axis, leak in zip(self.axes, self.other_leaks, strict=True)
        )
        joints = tuple(
            Joint(joint.axes, _beside(joint.fires, joint.fires if fires is None else fires, lanes))
            for joint, fires in zip(self.joints, self.other_fires, strict=True)
        )
        m, z = walk_in_chunks(self.plan, axes, joints, self.first, w, tuple(offs), tuple(ons))
        without, with_it = z[:lanes] * self.constant, z[lanes:] * self.constant
        total = without + with_it
        share = np.where(total > 0, with_it / np.where(total > 0, total, 1.0), 0.0)
        return m[:, :lanes] * (1.0 - share) + m[:, lanes:] * share, total


def _beside(a: Array, b: Array, lanes: int) -> Array:
    """Lanes of ``a``, then lanes of ``b``; one array that is the same in all lanes stays as it is."""
    if a is b and a.shape[-1] == 1:
        return a
    return np.concatenate([t if t.shape[-1] == lanes else t.repeat(lanes, axis=-1) for t in (a, b)], axis=-1)
