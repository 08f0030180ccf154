"""What a question is good for, by what is wanted: to find out what it is, to show or exclude one, to tell two apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whatelse.errors import InputError, nearest
from whatelse.inference.compile import Model
from whatelse.interview.stakes import presence
from whatelse.interview.types import Explore, Mode, RuleIn, Settle
from whatelse.knowledge.schema import Knowledge

Array = NDArray[np.float64]

#: Probabilities nearer to 0 or 1 than this are not told apart from them.
LEAST = 1e-9


def named(mode: Mode) -> tuple[str, ...]:
    """The conditions that a mode names."""
    if isinstance(mode, Explore):
        return ()
    return (mode.first, mode.second) if isinstance(mode, Settle) else (mode.condition,)


def require_known(mode: Mode, knowledge: Knowledge) -> None:
    """Raises InputError for a condition that is not known, and for a pair that is no pair."""
    names = named(mode)
    for name in names:
        if name not in knowledge.conditions:
            raise InputError(f"no condition named {name!r}{nearest(name, knowledge.conditions)}", field="mode")
    if len(set(names)) < len(names):
        raise InputError(f"found {names[0]} twice, expected two conditions", field="mode")


def there(model: Model, name: str) -> list[Array]:
    """(V,) tables of values; the condition is there when a value of any of them is.

    A derived name stands for the cause it is a name of; the parent of a group for any of its members.
    """
    condition = model.knowledge.conditions[name]
    if condition.kind == "derived":
        return there(model, condition.of)
    table = presence(model)
    members = model.network.groups.get(name)
    names = [model.network.node_ids[node] for node in members] if members else [name]
    return [table[own] for own in names if own in table]


def information(p: Array, chance: Array, first: NDArray[np.intp]) -> Array:
    """(..., Q) bits that each question is expected to tell about P (..., K) of its answers, each K with its chance.

    The columns of question q are first[q]:first[q + 1].
    """
    now = np.add.reduceat(p * chance, first[:-1], axis=-1)
    out: Array = np.maximum(_entropy(now) - np.add.reduceat(_entropy(p) * chance, first[:-1], axis=-1), 0.0)
    return out


def _entropy(p: Array) -> Array:
    q = np.clip(p, 1e-15, 1.0 - 1e-15)
    out: Array = -(q * np.log2(q) + (1.0 - q) * np.log2(1.0 - q))
    return out


def evidence_for(mode: Mode, p: list[Array], chance: Array, first: NDArray[np.intp]) -> Array:
    """(Q,) expected weight of evidence in bits. p: (K,) probability of each condition of the mode after each answer.

    Rule in: for the condition, if it is there. Rule out: against it, if it is not. Settle: for the one of the two that
    is there, averaged over both being it.
    """
    if isinstance(mode, Settle):
        one, other = (_answers(x, chance, first) for x in p)
        return 0.5 * (_divergence(one, other, first) + _divergence(other, one, first))
    with_it, without = _answers(p[0], chance, first), _answers(1.0 - p[0], chance, first)
    if isinstance(mode, RuleIn):
        return _divergence(with_it, without, first)
    return _divergence(without, with_it, first)


def _answers(p: Array, chance: Array, first: NDArray[np.intp]) -> Array:
    """(K,) P(answer | what p is the probability of)."""
    joint = np.maximum(p, LEAST) * np.maximum(chance, LEAST)
    total = np.add.reduceat(joint, first[:-1])
    out: Array = joint / total.repeat(np.diff(first))
    return out


def _divergence(a: Array, b: Array, first: NDArray[np.intp]) -> Array:
    out: Array = np.maximum(np.add.reduceat(a * (np.log2(a) - np.log2(b)), first[:-1]), 0.0)
    return out
