"""What the causes of one node do to a state: the array over the open axes that the kernel carries along.

Acting on an axis means taking the larger of two states, so the order of acts does not matter. What several groups of
values do alike is therefore done once, to their sum: the groups of a node are the leaves of a tree (``Branch``).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whatelse.inference.runs import halves, product_sums, times

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Axis:
    """One open finding (or one input bit of a node).

    contribution: (V, D, G or 1), P(this value alone takes the finding to state d), rows sum to 1; a row (1, 0, ...)
    is "no effect". leak: (D, G or 1). close: (D, G or 1) weights when it closes; None for an input bit.
    """

    contribution: Array
    leak: Array
    close: Array | None


@dataclass(frozen=True, eq=False)
class Joint:
    """A part that several open findings share: when it fires it takes all of their (two-state) axes to 1.

    fires: (V, G or 1). The part's own leak is a node of its own (``off`` 0, one value).
    """

    axes: tuple[int, ...]
    fires: Array


@dataclass(frozen=True, eq=False)
class Group:
    """Values of a node that no open axis can tell apart: walked as one, all acting like value ``rep``."""

    rep: int
    axes: tuple[int, ...]
    joints: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Branch:
    """What some groups do alike: acts, pairs (axis, value that acts so); the groups (by place) that do nothing else;
    and branches that do more."""

    acts: tuple[tuple[int, int], ...]
    groups: tuple[int, ...]
    branches: tuple[Branch, ...]


def cut(array: Array, lanes: slice) -> Array:
    """Some lanes; an array that is the same in all of them stays as it is."""
    return array if array.shape[-1] == 1 else array[..., lanes]


def cut_axis(axis: Axis, lanes: slice) -> Axis:
    return Axis(
        contribution=cut(axis.contribution, lanes),
        leak=cut(axis.leak, lanes),
        close=cut(axis.close, lanes) if axis.close is not None else None,
    )


def cut_joint(joint: Joint, lanes: slice) -> Joint:
    return Joint(joint.axes, cut(joint.fires, lanes))


def forward(
    branch: Branch,
    active: Array,
    live: list[int],
    groups: tuple[Group, ...],
    total: Array,
    axes: tuple[Axis, ...],
    joints: tuple[Joint, ...],
) -> Array:
    """A fresh state: ``active`` after any of the groups of a branch, each with its weight. total: (K, G)."""
    out: Array | None = None
    for k in branch.groups:
        t = times(active, total[k])
        for j in groups[k].joints:
            t = _joint(t, [live.index(p) for p in joints[j].axes], joints[j].fires[groups[k].rep])
        out = t if out is None else out + t
    for one in branch.branches:
        t = forward(one, active, live, groups, total, axes, joints)
        if out is None:
            out = t
        else:
            out += t
    assert out is not None
    for p, value in branch.acts:
        q, ax = axes[p].contribution[value], live.index(p)
        if q.shape[0] == 2:
            low, high, f = halves(out, ax, q)
            high += f[1] * low
            low *= f[0]
        else:
            out = _raise(out, ax, q)
    return out


def backward(
    branch: Branch,
    active: Array,
    back: Array,
    now: list[int],
    groups: tuple[Group, ...],
    total: Array,
    axes: tuple[Axis, ...],
    joints: tuple[Joint, ...],
    pulled: Array,
) -> Array:
    """The transpose: the backward state before any of the groups, fresh.

    Writes into pulled (K, G) what each group is worth for the evidence.
    """
    t = back.copy() if branch.acts else back
    for p, value in branch.acts:
        q, ax = axes[p].contribution[value], now.index(p)
        if q.shape[0] == 2:
            low, high, f = halves(t, ax, q)
            low *= f[0]
            low += f[1] * high
        else:
            t = _raise_back(t, ax, q)
    out: Array | None = None
    for k in branch.groups:
        own = t
        for j in groups[k].joints:
            own = _joint_back(own, [now.index(p) for p in joints[j].axes], joints[j].fires[groups[k].rep])
        pulled[k] = product_sums(active, own)
        worth = times(own, total[k])
        out = worth if out is None else out + worth
    for one in branch.branches:
        own = backward(one, active, t, now, groups, total, axes, joints, pulled)
        if out is None:
            out = own
        else:
            out += own
    assert out is not None
    return out


def _raise(t: Array, ax: int, q: Array) -> Array:
    """Running maximum on an axis of D > 2 states: stay below with P(contribution <= state), or be lifted to it."""
    moved = np.moveaxis(t, ax, 0)
    out = np.empty_like(moved)
    below = np.zeros_like(moved[0])
    reach = np.zeros(q.shape[1])
    for d in range(q.shape[0]):
        reach = reach + q[d]
        out[d] = moved[d] * reach + below * q[d]
        below = below + moved[d]
    return np.moveaxis(out, 0, ax)


def _joint(t: Array, places: list[int], fires: Array) -> Array:
    moved = np.moveaxis(t, places, range(len(places)))
    flat = moved.reshape(-1, *moved.shape[len(places) :])
    out = flat * (1.0 - fires)
    out[-1] += fires * flat.sum(0)
    return np.moveaxis(out.reshape(moved.shape), range(len(places)), places)


def _raise_back(t: Array, ax: int, q: Array) -> Array:
    moved = np.moveaxis(t, ax, 0)
    out = np.empty_like(moved)
    reach = q.cumsum(0)
    above = np.zeros_like(moved[0])
    for d in range(q.shape[0] - 1, -1, -1):
        out[d] = moved[d] * reach[d] + above
        above = above + q[d] * moved[d]
    return np.moveaxis(out, 0, ax)


def _joint_back(t: Array, places: list[int], fires: Array) -> Array:
    moved = np.moveaxis(t, places, range(len(places)))
    flat = moved.reshape(-1, *moved.shape[len(places) :])
    out = flat * (1.0 - fires) + fires * flat[-1:]
    return np.moveaxis(out.reshape(moved.shape), range(len(places)), places)
