"""The stated model: what the probabilities are exact *of*. Arrays with names, no anatomy, no person.

A network is compiled from the knowledge for one setting. Oracles read it directly; the kernel sees it only
through ``evidence`` and ``problem``.

Semantics
- A *root* node has prior odds per value; at most one value is true.
- A *driven* node is on unless its undriven occurrence and every active driver fail (noisy-OR); when on it takes
  one value by fixed shares. A *gate* is on with a table over the states of its silent sites.
- Yes/no findings are split into independent *parts*: a finding's own part and those of every more specific
  finding. A finding is active when any part below it fires; each part is a leaky noisy-OR of the values. For a
  chain (sudden, sudden with a pop) this is exactly a noisy-MAX over its steps.
- Graded findings and numbers are leaky noisy-MAX: P(X <= x | causes) is a product of distribution functions.
- Time: a pain source that occurred at onset still hurts at week t with its survival S_v(t), and has settled with
  1 - S_v(t). One that has settled explains only how it began; it drives nothing and is no pain source. The person is
  still in pain as long as any source lasts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from whatelse.inference.curves import Survival, ValueCurve

Array = NDArray[np.float64]

#: Weeks of which ``Network.lasting`` is kept.
WEEKS_KEPT = 16


@dataclass(frozen=True, eq=False)
class GateTable:
    """Tables over 2**k site bits (first site is the lowest bit): gate on; on although no single site suffices."""

    sites: tuple[int, ...]
    on: Array
    together: Array


@dataclass(frozen=True, eq=False)
class Driver:
    """Value ``value`` alone brings node ``target`` about with probability ``strength``."""

    target: int
    value: int
    strength: float


@dataclass(frozen=True, eq=False)
class Graded:
    """Leak pmf (K+1,) and contribution pmf (V, K+1) of a graded finding; state 0 means "nothing added"."""

    states: tuple[str, ...]
    leak: Array
    contribution: Array


@dataclass(frozen=True, eq=False)
class Measure:
    """A number: distribution of the leak and of each linked value, in the direction in which causes push it."""

    leak: ValueCurve
    linked: dict[int, ValueCurve]
    mirrored: bool
    log: bool
    resolution: float

    def inner(self, value: float) -> float:
        """A value of the scale on which it is told, in the direction in which causes push it."""
        x = math.log(value) if self.log else value
        return -x if self.mirrored else x

    def outer(self, x: float) -> float:
        """The inverse of ``inner``."""
        value = -x if self.mirrored else x
        return math.exp(value) if self.log else value


@dataclass(frozen=True, eq=False)
class Fact:
    """A fact about the person: its states with base rates, and odds multipliers (S, V) already calibrated.

    ``leak_odds`` (S, N): the same for the undriven occurrence of driven nodes.
    """

    states: tuple[str, ...]
    rates: Array
    odds: Array
    leak_odds: Array


@dataclass(frozen=True, eq=False)
class Derived:
    """A name for a part of a node: on together with any of ``any_of``, or without a single sufficient site."""

    id: str
    node: int
    any_of: tuple[int, ...]
    together: bool


@dataclass(frozen=True, eq=False)
class Network:
    """The stated model of one setting; see the module for what it means."""

    node_ids: tuple[str, ...]
    pain: NDArray[np.bool_]
    other: int | None
    first: NDArray[np.intp]
    value_ids: tuple[str, ...]
    share: Array
    """(V,) roots: prior odds of the value; driven nodes and gates: share of the value when on."""
    undriven: Array
    """(N,) probability that a driven node occurs without a driver; 0 elsewhere."""
    drivers: tuple[Driver, ...] = ()
    gates: dict[int, GateTable] = field(default_factory=dict)
    part_ids: tuple[str, ...] = ()
    part_leak: Array = field(default_factory=lambda: np.zeros(0))
    part_fires: Array = field(default_factory=lambda: np.zeros((0, 0)))
    """(V, B) P(part fires | value alone)."""
    below: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """Finding id -> its parts, own part first."""
    graded: dict[str, Graded] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)
    survival: dict[int, Survival] = field(default_factory=dict)
    """Value -> survival of its pain; a value without one never settles."""
    settled: NDArray[np.bool_] | None = None
    """(V,) the values that have settled; see ``settled.with_settled``. None: no value has such a twin."""
    usual_weeks: Array | None = None
    """Weeks at which people are seen in the setting (equally likely points); used when the case does not say."""
    facts: dict[str, Fact] = field(default_factory=dict)
    derived: tuple[Derived, ...] = ()
    groups: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """Group parent -> its own node and those of everything grouped under it (pain sources only)."""

    @cached_property
    def steps(self) -> dict[tuple[str, float], tuple[Array, float]]:
        """Kept for ``asks.step``: what a cut through a graded finding or a number does, worked out once."""
        return {}

    @cached_property
    def silent(self) -> Array:
        """(V, B) log of P(part does not fire | value alone); a certain part is kept a hair below."""
        out: Array = np.log1p(-np.minimum(self.part_fires, 1.0 - 2.0**-53))
        return out

    @cached_property
    def silent_leak(self) -> Array:
        """(B,) the same for the leaks."""
        out: Array = np.log1p(-np.minimum(self.part_leak, 1.0 - 2.0**-53))
        return out

    @cached_property
    def driven(self) -> dict[int, list[Driver]]:
        """Driven nodes with their drivers (empty list: none reaches it in this network)."""
        out: dict[int, list[Driver]] = {}
        for driver in self.drivers:
            out.setdefault(driver.target, []).append(driver)
        for n in np.flatnonzero(self.undriven > 0):
            out.setdefault(int(n), [])
        return out

    def lasting(self, week: float | None) -> Array:
        """(V,) chance that a value still lasts at a week (that it has settled, for a settled twin).

        For an unknown week the mean over the usual ones.
        """
        if week is None:
            return self._usually_lasting
        if week not in self._lasting:
            while len(self._lasting) >= WEEKS_KEPT:
                del self._lasting[next(iter(self._lasting))]
            self._lasting[week] = self._lasting_at([week])
        return self._lasting[week]

    @cached_property
    def _lasting(self) -> dict[float, Array]:
        """Of the last few weeks asked for; not to be written to."""
        return {}

    @cached_property
    def _usually_lasting(self) -> Array:
        return self._lasting_at(list(self.usual_weeks) if self.usual_weeks is not None else [])

    def _lasting_at(self, weeks: list[float]) -> Array:
        out = np.ones(len(self.value_ids))
        if weeks:
            shares = {s: sum(s.at(t) for t in weeks) / len(weeks) for s in set(self.survival.values())}
            for value, survival in self.survival.items():
                out[value] = shares[survival]
        found = out if self.settled is None else np.where(self.settled, 1.0 - out, out)
        found.flags.writeable = False
        return found

    @cached_property
    def hurts(self) -> NDArray[np.bool_]:
        """(V,) the values that are a pain source now."""
        own: NDArray[np.bool_] = self.pain[self.node_of()]
        return own if self.settled is None else own & ~self.settled

    @cached_property
    def present(self) -> NDArray[np.bool_]:
        """(V,) the values that count as there now: all but the settled ones."""
        return np.ones(len(self.value_ids), dtype=bool) if self.settled is None else ~self.settled

    def values_of(self, node: int) -> range:
        return range(int(self.first[node]), int(self.first[node + 1]))

    def node_of(self) -> NDArray[np.intp]:
        """(V,) the node of each value; not to be written to."""
        return self._owner

    @cached_property
    def _owner(self) -> NDArray[np.intp]:
        owner = np.repeat(np.arange(len(self.node_ids)), np.diff(self.first))
        owner.flags.writeable = False
        return owner
