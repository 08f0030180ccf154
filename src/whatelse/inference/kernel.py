"""The kernel: explained-set forward-backward over the causes. Pure functions, arrays in, arrays out.

P(X <= x | causes) of a noisy-MAX is a product over the causes, so whatever was seen *not* to go beyond some
state only multiplies prior odds. A finding seen above its lowest state adds one small axis, "how far the
causes walked so far have already taken it". The walk visits each cause once; the state is an array over the
open axes. Nothing is truncated and no two terms are ever subtracted. A backward pass gives every marginal.

Kin to Quickscore (Heckerman 1989), to the multiplicative factorisation of noisy-MAX (Takikawa and D'Ambrosio,
arXiv 1301.6742) and to Li, Poupart and van Beek (AAAI 2008).

Terms. A *node* is a cause with one or more exclusive values (at most one is true). A node may have *input axes*:
bits that other nodes set (drivers, sites of a gate) and that it closes with two tables. A *lane* is one variant
of the numbers over the same structure (last dimension of every array).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whatelse.inference.action import Axis, Branch, Group, Joint, backward, cut, cut_axis, cut_joint, forward
from whatelse.inference.fold import Fold, fold, unfold

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Step:
    """One node of the walk: axes it opens, input bits it closes, its groups of values, axes closed after it.

    rows: the values, group by group; group k begins at starts[k] and has sizes[k] of them. tree: the groups by what
    they do alike.
    """

    node: int
    opens: tuple[int, ...]
    inputs: tuple[int, ...]
    groups: tuple[Group, ...]
    rows: NDArray[np.intp]
    starts: NDArray[np.intp]
    sizes: NDArray[np.intp]
    tree: Branch
    closes: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Plan:
    """The order of the walk. ``free`` nodes touch no axis; ``folds`` are summed out into the leak of the one axis they
    touch; no node that is walked touches an ``idle`` axis.

    width: most bits open at a time; cells: numbers kept for the way back, per lane.
    """

    steps: tuple[Step, ...]
    free: tuple[int, ...]
    idle: tuple[int, ...]
    folds: tuple[Fold, ...]
    width: float
    cells: float


def walk(
    plan: Plan,
    axes: tuple[Axis, ...],
    joints: tuple[Joint, ...],
    first: NDArray[np.intp],
    weight: Array,
    off: tuple[Array, ...],
    on: tuple[Array, ...],
    judged: int | None = None,
) -> tuple[Array, Array]:
    """Marginals of all values and the evidence, for every lane.

    weight: (V, G) weight of each value when its node is on (roots: odds; driven: share), with every
    cumulative factor multiplied in. first: (N+1,) node n owns values first[n]:first[n+1].
    off, on: per node (2**k, G or 1) over its k input bits (k = 0 for a root), weight of the node being off / on.
    Returns (m, z): m (V, G) = P(value, evidence) / P(evidence) up to the same constant, z (G,) the evidence.
    Lanes with no evidence left (z = 0) give m = 0. judged: m is wanted of so many lanes only, the first ones.
    """
    lanes = weight.shape[1]
    told = lanes if judged is None else judged
    m = np.zeros((len(weight), told))
    constant = np.ones(lanes)
    leaks = [axis.leak for axis in axes]
    folded = [fold(f, axes[f.axis].contribution, leaks[f.axis], weight, off, on) for f in plan.folds]
    for f, result in zip(plan.folds, folded, strict=True):
        leaks[f.axis] = result.larger
        constant = constant * result.total.prod(0)
    worth: dict[int, Array] = {}
    for p in plan.idle:
        close = axes[p].close
        assert close is not None
        constant = constant * (leaks[p] * close).sum(0)
        worth[p] = close
    for node in plan.free:
        rows = slice(int(first[node]), int(first[node + 1]))
        total = off[node][0] + on[node][0] * weight[rows].sum(0)
        constant = constant * total
        m[rows] = (on[node][0] * weight[rows] / np.where(total > 0, total, 1.0))[:, :told]

    state = np.ones((lanes,))
    live: list[int] = []
    kept: list[tuple[Array, tuple[int, ...]]] = []
    totals: list[Array] = []
    for step in plan.steps:
        for p in step.opens:
            state = _lift(leaks[p], state.ndim) * state[None]
            live.insert(0, p)
        kept.append((state, tuple(live)))
        passed, active, live = _close_inputs(state, live, step.inputs, off[step.node], on[step.node])
        total = np.add.reduceat(weight[step.rows], step.starts, axis=0)
        out = passed + forward(step.tree, active, live, step.groups, total, axes, joints)
        totals.append(total)
        for p in step.closes:
            close = axes[p].close
            assert close is not None
            out = _weighted(out, live.index(p), close)
            live.remove(p)
        state = out
    evidence = state * constant

    if not told:
        return m, evidence
    if told < lanes:
        few = slice(0, told)
        axes, joints = tuple(cut_axis(axis, few) for axis in axes), tuple(cut_joint(joint, few) for joint in joints)
        off, on = tuple(cut(table, few) for table in off), tuple(cut(table, few) for table in on)
        leaks, folded = [cut(leak, few) for leak in leaks], [result.cut(few) for result in folded]
    safe = np.where(state > 0, state, 1.0)[:told]
    wanted = {f.axis for f in plan.folds}
    back = np.ones((told,))
    for step, (whole, opened), every in zip(reversed(plan.steps), reversed(kept), reversed(totals), strict=True):
        before, total = whole[..., :told], every[:, :told]
        now = [p for p in opened if p not in step.inputs]
        back = _reopen(back, now, step.closes, axes)
        active = _active(before, list(opened), step.inputs, on[step.node])
        pulled = np.empty_like(total)
        gathered = backward(step.tree, active, back, now, step.groups, total, axes, joints, pulled)
        m[step.rows] = weight[step.rows, :told] * (pulled / safe).repeat(step.sizes, axis=0)
        back = _expand_inputs(back, gathered, list(opened), step.inputs, off[step.node], on[step.node])
        for p in wanted.intersection(step.opens):
            worth[p] = _worth(before * back, opened.index(p), leaks[p])
        for p in step.opens:
            ax = opened.index(p)
            opened = tuple(q for q in opened if q != p)
            back = _weighted(back, ax, leaks[p])
    for f, result in zip(plan.folds, folded, strict=True):
        m[f.rows] = unfold(f, result, worth[f.axis])
    return m, evidence


def _worth(joint: Array, ax: int, leak: Array) -> Array:
    """(2, G) the evidence with an axis starting in each state, from state times backward state where it opens."""
    by_state: Array = np.moveaxis(joint, ax, 0).reshape(joint.shape[ax], -1, joint.shape[-1]).sum(1)
    out: Array = by_state / np.where(leak > 0, leak, 1.0)
    return out


def _lift(vector: Array, ndim: int) -> Array:
    """(D, G) as (D, 1, ..., 1, G) to multiply a state with ``ndim`` dimensions."""
    return vector.reshape(vector.shape[0], *([1] * (ndim - 1)), vector.shape[1])


def _weighted(state: Array, ax: int, weights: Array) -> Array:
    """Sum over one axis with weights (D, G or 1); exact zeros and ones are skipped, not multiplied."""
    out: Array | None = None
    for d in range(weights.shape[0]):
        w = weights[d]
        if w.size == 1 and w.item() == 0.0:
            continue
        part: Array = np.asarray(state.take(d, axis=ax))
        if w.size > 1 or w.item() != 1.0:
            part = part * w
        out = part if out is None else out + part
    return out if out is not None else np.zeros_like(state.take(0, axis=ax))


def _bits(state: Array, live: list[int], inputs: tuple[int, ...]) -> tuple[Array, list[int]]:
    """The input bits moved to the front and flattened: (2**k, ..., G); first input is the lowest bit."""
    places = [live.index(p) for p in reversed(inputs)]
    moved = np.moveaxis(state, places, range(len(places)))
    rest = [p for p in live if p not in inputs]
    return moved.reshape(2 ** len(inputs), *moved.shape[len(inputs) :]), rest


def _table(flat: Array, table: Array) -> Array:
    return np.asarray((flat * _across(table, flat.ndim - 1)).sum(0))


def _across(table: Array, ndim: int) -> Array:
    """(2**k, G) as (2**k, 1, ..., 1, G) beside states of ``ndim`` dimensions."""
    return table.reshape(table.shape[0], *([1] * (ndim - 1)), table.shape[1])


def _close_inputs(
    state: Array, live: list[int], inputs: tuple[int, ...], off: Array, on: Array
) -> tuple[Array, Array, list[int]]:
    """The state with the node off, with the node on, and the axes still open."""
    if not inputs:
        return _scaled(state, off[0]), _scaled(state, on[0]), live
    flat, rest = _bits(state, live, inputs)
    return _table(flat, off), _table(flat, on), rest


def _active(state: Array, live: list[int], inputs: tuple[int, ...], on: Array) -> Array:
    if not inputs:
        return _scaled(state, on[0])
    return _table(_bits(state, live, inputs)[0], on)


def _scaled(state: Array, factor: Array) -> Array:
    if factor.size == 1:
        return state if factor.item() == 1.0 else state * factor
    return state * factor


def _expand_inputs(
    back: Array, gathered: Array, live: list[int], inputs: tuple[int, ...], off: Array, on: Array
) -> Array:
    """The backward state before the node, with its input bits open again in their places."""
    if not inputs:
        return _scaled(back, off[0]) + _scaled(gathered, on[0])
    flat = back * _across(off, back.ndim) + gathered * _across(on, back.ndim)
    wide = flat.reshape(*([2] * len(inputs)), *back.shape)
    places = [live.index(p) for p in reversed(inputs)]
    return np.moveaxis(wide, range(len(places)), places)


def _reopen(back: Array, now: list[int], closes: tuple[int, ...], axes: tuple[Axis, ...]) -> Array:
    """Undo the closing of axes: each comes back at its place in ``now`` with its closing weights."""
    missing = [p for p in now if p in closes]
    present = [p for p in now if p not in closes]
    for p in missing:
        close = axes[p].close
        assert close is not None
        back = _lift(close, back.ndim) * back[None]
        present.insert(0, p)
    places = [present.index(p) for p in now]
    return back.transpose(*places, back.ndim - 1)
