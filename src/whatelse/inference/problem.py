"""One case ready to walk, and its lanes.

One cause, "something else", touches nearly every finding. Walked like the others it would hold all axes open at once;
so it is conditioned on instead: every lane is walked with it absent and with it present, when its even effects are
part of the leaks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whatelse.inference.chunks import walk_in_chunks
from whatelse.inference.kernel import Array, Axis, Joint, Plan


@dataclass(frozen=True, eq=False)
class Problem:
    """One case ready to walk. Nodes are those of the network, then one "background" node per shared leak.

    weight: (V',) per value. off, on: per node (2**k,). names: the finding behind each axis, "" for input bits.
    constant: factor of the evidence that no cause changes. split: values of the node conditioned on, or None; then
    the leaks and the background nodes have two lanes, without them and with one of them.
    """

    plan: Plan
    axes: tuple[Axis, ...]
    joints: tuple[Joint, ...]
    names: tuple[str, ...]
    first: NDArray[np.intp]
    weight: Array
    off: tuple[Array, ...]
    on: tuple[Array, ...]
    constant: float
    split: NDArray[np.intp] | None

    def walk(
        self,
        weight: Array | None = None,
        off: dict[int, Array] | None = None,
        on: dict[int, Array] | None = None,
        lanes: int = 1,
    ) -> tuple[Array, Array]:
        """Marginals (V', G) and evidence (G,) with some numbers replaced lane by lane.

        weight: (V', G); off, on: node -> (2**k, G).
        """
        w = self.weight[:, None].repeat(lanes, axis=1) if weight is None else weight
        offs = [(off or {}).get(n, table[:, None]) for n, table in enumerate(self.off)]
        ons = [(on or {}).get(n, table[:, None]) for n, table in enumerate(self.on)]
        if self.split is None:
            m, z = walk_in_chunks(self.plan, self.axes, self.joints, self.first, w, tuple(offs), tuple(ons))
            return m, z * self.constant
        return self._both(w, offs, ons, lanes, self.split)

    def _both(
        self, w: Array, offs: list[Array], ons: list[Array], lanes: int, split: NDArray[np.intp]
    ) -> tuple[Array, Array]:
        """Lanes without the split values, then the same lanes with one of them; joined by their evidence."""
        node = int(np.searchsorted(self.first, split[0], side="right")) - 1
        rest = np.setdiff1d(np.arange(self.first[node], self.first[node + 1]), split)
        w = np.concatenate([w, w], axis=1)
        w[split, :lanes] = 0.0
        w[rest, lanes:] = 0.0
        offs = [_twice(table, lanes) for table in offs]
        ons = [_twice(table, lanes) for table in ons]
        offs[node] = offs[node] * np.repeat([1.0, 0.0], lanes)
        axes = tuple(
            Axis(contribution=axis.contribution, leak=_spread(axis.leak, lanes), close=axis.close) for axis in self.axes
        )
        joints = tuple(Joint(axes=joint.axes, fires=_spread(joint.fires, lanes)) for joint in self.joints)
        m, z = walk_in_chunks(self.plan, axes, joints, self.first, w, tuple(offs), tuple(ons))
        z = z * self.constant
        without, with_it = z[:lanes], z[lanes:]
        total = without + with_it
        share = np.where(total > 0, with_it / np.where(total > 0, total, 1.0), 0.0)
        return m[:, :lanes] * (1.0 - share) + m[:, lanes:] * share, total


def _twice(table: Array, lanes: int) -> Array:
    if table.shape[1] == 1:
        table = table.repeat(lanes, axis=1)
    return np.concatenate([table, table], axis=1)


def _spread(two: Array, lanes: int) -> Array:
    """(..., 2) as (..., 2 * lanes); one lane stays one."""
    return two if two.shape[-1] == 1 else two.repeat(lanes, axis=-1)
