"""The order of the walk: which cause next, so that few findings are open at a time.

Greedy: take the axis that can be closed by opening least, visit the causes it still waits for (and whatever
drives those), close it; again. Structure only, no numbers but which contributions are not "no effect".
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from whatelse.inference.action import Axis, Branch, Group, Joint
from whatelse.inference.fold import Fold
from whatelse.inference.kernel import Plan, Step

#: What a group does: (axis, how) -> (axis, a value that does so).
Acts = dict[tuple[int, bytes], tuple[int, int]]


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
    touched: list[list[int]] = [[] for _ in range(n_nodes)]
    for n, p in zip(*(index.tolist() for index in np.nonzero(touch)), strict=True):
        touched[n].append(p)
    size = [math.log2(axis.leak.shape[0]) for axis in axes]
    order = _order(touched, inputs, size)
    plan = _steps(order, touched, inputs, size, axes, joints, acts, shared, first)
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


def _ancestors(touchers: list[list[int]], inputs: tuple[tuple[int, ...], ...]) -> list[int]:
    """For each node a bit mask of the nodes that must come before it, itself included."""
    masks: list[int | None] = [None] * len(inputs)

    def of(n: int) -> int:
        known = masks[n]
        if known is None:
            known = 1 << n
            for p in inputs[n]:
                for driver in touchers[p]:
                    known |= of(driver)
            masks[n] = known
        return known

    return [of(n) for n in range(len(inputs))]


def _order(touched: list[list[int]], inputs: tuple[tuple[int, ...], ...], size: list[float]) -> list[int]:
    """Nodes in the order of the walk. ``touched``: the axes of each node; ``size``: bits of each axis."""
    n_axes = len(size)
    touchers: list[list[int]] = [[] for _ in range(n_axes)]
    for n, own in enumerate(touched):
        for p in own:
            touchers[p].append(n)
    before = _ancestors(touchers, inputs)
    opens = [sum(1 << p for p in (*own, *inputs[n])) for n, own in enumerate(touched)]
    owner = {p: n for n, own in enumerate(inputs) for p in own}
    need = []
    for p in range(n_axes):
        wanted = before[owner[p]] if p in owner else 0
        for n in touchers[p]:
            wanted |= before[n]
        need.append(wanted)
    waiting = sum(1 << n for n, own in enumerate(opens) if own)
    order: list[int] = []
    seen = 0
    todo = [p for p in range(n_axes) if need[p] & waiting]
    while todo:
        best, best_cost = -1, (math.inf, math.inf)
        for p in todo:
            left = need[p] & waiting
            union = 0
            for n in _members(left):
                union |= opens[n]
            cost = (sum(size[a] for a in _members(union & ~seen)), float(left.bit_count()))
            if cost < best_cost:
                best, best_cost = p, cost
        left = need[best] & waiting
        while left:
            chosen = _cheapest(left, waiting, before, opens, seen, size)
            order.append(chosen)
            waiting &= ~(1 << chosen)
            left &= ~(1 << chosen)
            seen |= opens[chosen]
        todo = [p for p in todo if need[p] & waiting]
    return order


def _cheapest(left: int, waiting: int, before: list[int], opens: list[int], seen: int, size: list[float]) -> int:
    """The node of ``left`` that nothing waiting must precede and that opens fewest bits; the first of equals."""
    best, best_cost = -1, math.inf
    for n in _members(left):
        if before[n] & waiting & ~(1 << n):
            continue
        new = opens[n] & ~seen
        cost = sum(size[a] for a in _members(new)) if new else 0.0
        if cost < best_cost:
            best, best_cost = n, cost
            if not new:
                break
    return best


def _members(mask: int) -> list[int]:
    out = []
    while mask:
        low = mask & -mask
        out.append(low.bit_length() - 1)
        mask ^= low
    return out


def _steps(
    order: list[int],
    touched: list[list[int]],
    inputs: tuple[tuple[int, ...], ...],
    size: list[float],
    axes: tuple[Axis, ...],
    joints: tuple[Joint, ...],
    acts: list[NDArray[np.bool_]],
    shared: list[NDArray[np.bool_]],
    first: NDArray[np.intp],
) -> Plan:
    owned = {p for own in inputs for p in own}
    last = {p: s for s, n in enumerate(order) for p in touched[n]}
    steps = []
    open_now: list[int] = []
    width = cells = 0.0
    for s, n in enumerate(order):
        wanted = [*touched[n], *inputs[n]]
        opens = tuple(p for p in wanted if p not in open_now)
        open_now += opens
        bits = sum(size[p] for p in open_now)
        width, cells = max(width, bits), cells + 2.0**bits
        groups, rows, starts, sizes, tree = _groups(n, touched[n], axes, joints, acts, shared, first)
        closes = tuple(p for p in open_now if p not in owned and last.get(p) == s)
        open_now = [p for p in open_now if p not in closes and p not in inputs[n]]
        steps.append(Step(n, opens, inputs[n], groups, rows, starts, sizes, tree, closes))
    walked = set(order)
    free = tuple(n for n in range(len(touched)) if n not in walked)
    idle = tuple(p for p in range(len(axes)) if p not in last and p not in owned)
    return Plan(steps=tuple(steps), free=free, idle=idle, folds=(), width=width, cells=cells)


def _groups(
    n: int,
    touched: list[int],
    axes: tuple[Axis, ...],
    joints: tuple[Joint, ...],
    acts: list[NDArray[np.bool_]],
    shared: list[NDArray[np.bool_]],
    first: NDArray[np.intp],
) -> tuple[tuple[Group, ...], NDArray[np.intp], NDArray[np.intp], NDArray[np.intp], Branch]:
    """Values of a node with the same contributions to every axis it touches are walked as one.

    Returns the groups, the values group by group, where each group begins among them and how many it has, and the
    groups as a tree.
    """
    rows = range(int(first[n]), int(first[n + 1]))
    own_joints = [j for j, act in enumerate(shared) if act[rows.start : rows.stop].any()]
    by_key: dict[bytes, list[int]] = {}
    columns: list[NDArray[np.float64]] = []
    if len(rows) == 1 or not touched:
        by_key[b""] = list(rows)
    else:
        part = slice(rows.start, rows.stop)
        columns = [axes[p].contribution[part, 1:].reshape(len(rows), -1) for p in touched]
        columns += [joints[j].fires[part] for j in own_joints]
        for v, row in zip(rows, np.concatenate(columns, axis=1), strict=True):
            by_key.setdefault(row.tobytes(), []).append(v)
    groups = tuple(
        Group(
            rep=values[0],
            axes=tuple(p for p in touched if acts[p][values[0]]),
            joints=tuple(j for j in own_joints if shared[j][values[0]]),
        )
        for values in by_key.values()
    )
    sizes = np.array([len(values) for values in by_key.values()], dtype=np.intp)
    return (
        groups,
        np.array([v for values in by_key.values() for v in values], dtype=np.intp),
        sizes.cumsum() - sizes,
        sizes,
        _tree(_acts(groups, list(by_key), touched, columns)),
    )


def _acts(
    groups: tuple[Group, ...], keys: list[bytes], touched: list[int], columns: list[NDArray[np.float64]]
) -> dict[int, Acts]:
    """For each group, by its place, what it does. How: the bytes of an axis in the key of the group."""
    place, start = {}, 0
    for p, column in zip(touched, columns, strict=False):
        place[p] = slice(start, start + 8 * column.shape[1])
        start = place[p].stop
    return {
        k: {(p, key[place[p]] if columns else b""): (p, group.rep) for p in group.axes}
        for k, (group, key) in enumerate(zip(groups, keys, strict=True))
    }


def _tree(acts: dict[int, Acts]) -> Branch:
    """Greedy: what most of the groups do is done once for all that do it; the same with what is left."""
    if len(acts) == 1:
        ((k, own),) = acts.items()
        return Branch(tuple(own.values()), (k,), ())
    counts: dict[tuple[int, bytes], int] = {}
    for own in acts.values():
        for key in own:
            counts[key] = counts.get(key, 0) + 1
    shared = {key for key, n in counts.items() if n == len(acts)}
    first = next(iter(acts.values()))
    left = {k: {key: own[key] for key in own if key not in shared} for k, own in acts.items()} if shared else acts
    done = tuple(k for k, own in left.items() if not own)
    waiting = {k: own for k, own in left.items() if own}
    branches = []
    often = [(n, key) for key, n in counts.items() if 1 < n < len(acts)]
    for _, best in sorted(often, key=lambda item: -item[0]):
        alike = {k: own for k, own in waiting.items() if best in own}
        if len(alike) > 1:
            branches.append(_tree(alike))
            waiting = {k: own for k, own in waiting.items() if k not in alike}
    branches += [Branch(tuple(own.values()), (k,), ()) for k, own in waiting.items()]
    return Branch(tuple(act for key, act in first.items() if key in shared), done, tuple(branches))
