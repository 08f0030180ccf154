"""The order of the walk: which cause next, so that few findings are open at a time.

Greedy: take the axis that can be closed by opening least, visit the causes it still waits for (and whatever
drives those), close it; again. Structure only, no numbers but which contributions are not "no effect".
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from whatelse.inference.fold import Fold
from whatelse.inference.kernel import Axis, Group, Joint, Plan, Step


def make_plan(
    axes: tuple[Axis, ...],
    joints: tuple[Joint, ...],
    first: NDArray[np.intp],
    inputs: tuple[tuple[int, ...], ...],
) -> Plan:
    """A plan over N nodes. ``inputs[n]``: the axes node n closes itself (its drivers or sites set them)."""
    n_nodes = len(first) - 1
    acts = [np.asarray(axis.contribution[:, 1:].any(axis=(1, 2))) for axis in axes]
    shared = [np.asarray(joint.fires.any(axis=1)) for joint in joints]
    touch = np.zeros((n_nodes, len(axes)), dtype=bool)
    starts = first[:-1]
    for p, act in enumerate(acts):
        touch[:, p] = np.logical_or.reduceat(act, starts)
    for joint, act in zip(joints, shared, strict=True):
        touch[:, list(joint.axes)] |= np.logical_or.reduceat(act, starts)[:, None]
    folds = _folds(touch, inputs, axes, first)
    folded = {n for fold in folds for n in fold.nodes}
    touch[sorted(folded)] = False
    order = _order(touch, inputs, [math.log2(axis.leak.shape[0]) for axis in axes])
    plan = _steps(order, touch, inputs, axes, joints, acts, shared, first)
    return replace(plan, folds=folds, free=tuple(n for n in plan.free if n not in folded))


def _folds(
    touch: NDArray[np.bool_],
    inputs: tuple[tuple[int, ...], ...],
    axes: tuple[Axis, ...],
    first: NDArray[np.intp],
) -> tuple[Fold, ...]:
    """Roots that touch one two-state axis and nothing else, by that axis."""
    single = touch.sum(axis=1) == 1
    for n, own in enumerate(inputs):
        if own:
            single[n] = False
    by_axis: dict[int, list[int]] = {}
    for n in np.flatnonzero(single).tolist():
        p = int(np.flatnonzero(touch[n])[0])
        if axes[p].leak.shape[0] == 2:
            by_axis.setdefault(p, []).append(n)
    out = []
    for p, nodes in sorted(by_axis.items()):
        counts = [int(first[n + 1] - first[n]) for n in nodes]
        rows = np.concatenate([np.arange(first[n], first[n + 1]) for n in nodes])
        out.append(Fold(p, tuple(nodes), rows, np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.intp)))
    return tuple(out)


def _ancestors(touch: NDArray[np.bool_], inputs: tuple[tuple[int, ...], ...]) -> list[int]:
    """For each node a bit mask of the nodes that must come before it, itself included."""
    masks: list[int | None] = [None] * len(inputs)

    def of(n: int) -> int:
        known = masks[n]
        if known is None:
            known = 1 << n
            for p in inputs[n]:
                for driver in np.flatnonzero(touch[:, p]).tolist():
                    known |= of(driver)
            masks[n] = known
        return known

    return [of(n) for n in range(len(inputs))]


def _order(touch: NDArray[np.bool_], inputs: tuple[tuple[int, ...], ...], size: list[float]) -> list[int]:
    n_nodes, n_axes = touch.shape
    before = _ancestors(touch, inputs)
    opens = [_mask(touch[n]) | sum(1 << p for p in inputs[n]) for n in range(n_nodes)]
    owner = {p: n for n, own in enumerate(inputs) for p in own}
    need = []
    for p in range(n_axes):
        wanted = before[owner[p]] if p in owner else 0
        for n in np.flatnonzero(touch[:, p]).tolist():
            wanted |= before[n]
        need.append(wanted)
    waiting = 0
    for n in range(n_nodes):
        if opens[n]:
            waiting |= 1 << n
    order: list[int] = []
    seen = 0
    todo = set(range(n_axes))
    while todo:
        best, best_cost = -1, (math.inf, math.inf)
        for p in sorted(todo):
            left = need[p] & waiting
            union = 0
            for n in _members(left):
                union |= opens[n]
            cost = (sum(size[a] for a in _members(union & ~seen)), float(left.bit_count()))
            if cost < best_cost:
                best, best_cost = p, cost
        left = need[best] & waiting
        while left:
            ready = [n for n in _members(left) if not before[n] & waiting & ~(1 << n)]
            chosen = min(ready, key=lambda n: (sum(size[a] for a in _members(opens[n] & ~seen)), n))
            order.append(chosen)
            waiting &= ~(1 << chosen)
            left &= ~(1 << chosen)
            seen |= opens[chosen]
        todo = {p for p in todo if need[p] & waiting}
    return order


def _mask(row: NDArray[np.bool_]) -> int:
    return sum(1 << int(p) for p in np.flatnonzero(row))


def _members(mask: int) -> list[int]:
    out = []
    while mask:
        low = mask & -mask
        out.append(low.bit_length() - 1)
        mask ^= low
    return out


def _steps(
    order: list[int],
    touch: NDArray[np.bool_],
    inputs: tuple[tuple[int, ...], ...],
    axes: tuple[Axis, ...],
    joints: tuple[Joint, ...],
    acts: list[NDArray[np.bool_]],
    shared: list[NDArray[np.bool_]],
    first: NDArray[np.intp],
) -> Plan:
    owned = {p for own in inputs for p in own}
    last = {}
    for s, n in enumerate(order):
        for p in np.flatnonzero(touch[n]):
            last[int(p)] = s
    steps = []
    open_now: list[int] = []
    width = cells = 0.0
    for s, n in enumerate(order):
        wanted = [int(p) for p in np.flatnonzero(touch[n])] + list(inputs[n])
        opens = tuple(p for p in wanted if p not in open_now)
        open_now += opens
        bits = sum(math.log2(axes[p].leak.shape[0]) for p in open_now)
        width, cells = max(width, bits), cells + 2.0**bits
        groups = _groups(n, touch, axes, joints, acts, shared, first)
        closes = tuple(p for p in open_now if p not in owned and last.get(p) == s)
        open_now = [p for p in open_now if p not in closes and p not in inputs[n]]
        steps.append(Step(node=n, opens=opens, inputs=inputs[n], groups=groups, closes=closes))
    walked = set(order)
    free = tuple(n for n in range(touch.shape[0]) if n not in walked)
    idle = tuple(p for p in range(len(axes)) if p not in last and p not in owned)
    return Plan(steps=tuple(steps), free=free, idle=idle, folds=(), width=width, cells=cells)


def _groups(
    n: int,
    touch: NDArray[np.bool_],
    axes: tuple[Axis, ...],
    joints: tuple[Joint, ...],
    acts: list[NDArray[np.bool_]],
    shared: list[NDArray[np.bool_]],
    first: NDArray[np.intp],
) -> tuple[Group, ...]:
    """Values of a node with the same contributions to every axis it touches are walked as one."""
    rows = range(int(first[n]), int(first[n + 1]))
    touched = [int(p) for p in np.flatnonzero(touch[n])]
    if not touched:
        return (Group(rows=np.arange(rows.start, rows.stop), axes=(), joints=()),)
    own_joints = [j for j, act in enumerate(shared) if act[rows.start : rows.stop].any()]
    by_key: dict[bytes, list[int]] = {}
    for v in rows:
        if len(rows) == 1:
            key = b""
        else:
            key = b"".join(axes[p].contribution[v].tobytes() for p in touched)
            key += b"".join(joints[j].fires[v].tobytes() for j in own_joints)
        by_key.setdefault(key, []).append(v)
    return tuple(
        Group(
            rows=np.array(values, dtype=np.intp),
            axes=tuple(p for p in touched if acts[p][values[0]]),
            joints=tuple(j for j in own_joints if shared[j][values[0]]),
        )
        for values in by_key.values()
    )
