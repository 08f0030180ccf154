"""A compiled setting as a Bayesian network in the Interchange Format (BIF 0.15), for other programs to check.

Causes are variables of several values, each "there and still hurting" or "settled". A leaky noisy-OR of many causes
would be a table of 2**n rows, so each is a chain: the leak first, then one cause after the other, every step with
two parents. Noisy-MAX likewise. For the probabilities of the engine set ``some_pain_source`` to yes.
Numbers are written with all their digits; pyAgrum's reader keeps single precision (1e-8 in a probability).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from whatelse.inference.compile import Model
from whatelse.inference.network import Network

Array = NDArray[np.float64]

NO_YES = ("no", "yes")
HURTS = "some_pain_source"
_WORD = re.compile(r"[^A-Za-z0-9_]+")


def to_bif(model: Model) -> str:
    """The network of a compiled setting, headed by what was left out."""
    title = f"{model.setting.label}; knowledge {model.knowledge.digest[:12]}"
    return network_bif(model.network, title, f"whatelse_{model.setting.id}")


def network_bif(network: Network, title: str = "", name: str = "whatelse", week: float | None = None) -> str:
    """The text for one week since onset; without one, for the weeks at which people are usually seen."""
    writer = _Writer(network, week)
    return "".join(writer.text(title, name))


class _Writer:
    """Adds variables one after the other; every parent stands before its children."""

    def __init__(self, network: Network, week: float | None) -> None:
        self.network = network
        self.week = week
        self.lasting = network.lasting(week)
        self.states: dict[str, tuple[str, ...]] = {}
        self.tables: list[tuple[str, tuple[str, ...], Array]] = []
        self.owner = network.node_of()
        self.names = [_word(key) for key in network.node_ids]

    def text(self, title: str, name: str) -> Iterator[str]:
        self.causes()
        self.yes_no()
        self.graded()
        self.pain()
        left_out = {
            "numbers": sorted(self.network.measures),
            "facts about the person (they change the odds of the causes)": sorted(self.network.facts),
        }
        yield f"// {title}\n"
        if self.network.survival:
            when = "the usual weeks of the setting" if self.week is None else f"week {self.week:g}"
            yield f"// Duration is left out: every number holds for {when} since onset.\n"
        for what, keys in left_out.items():
            if keys:
                yield f"// Left out, {what}: {', '.join(keys)}.\n"
        yield f"network {_word(name)} {{\n}}\n"
        for variable, states in self.states.items():
            listed = ", ".join(states)
            yield f"variable {variable} {{\n  type discrete [ {len(states)} ] {{ {listed} }};\n}}\n"
        for variable, parents, table in self.tables:
            yield from self._probability(variable, parents, table)

    def _probability(self, variable: str, parents: tuple[str, ...], table: Array) -> Iterator[str]:
        if not parents:
            yield f"probability ( {variable} ) {{\n  table {_row(table)};\n}}\n"
            return
        yield f"probability ( {variable} | {', '.join(parents)} ) {{\n"
        for place, given in enumerate(itertools.product(*(self.states[parent] for parent in parents))):
            yield f"  ({', '.join(given)}) {_row(table.reshape(-1, table.shape[-1])[place])};\n"
        yield "}\n"

    def add(self, variable: str, states: Sequence[str], parents: tuple[str, ...], table: Array) -> str:
        """table: (states of parents ..., states of the variable)."""
        if variable in self.states:
            raise ValueError(f"two variables named {variable}")
        self.states[variable] = tuple(states)
        self.tables.append((variable, parents, table))
        return variable

    def values(self, node: int) -> range:
        return self.network.values_of(node)

    def causes(self) -> None:
        """Roots, then what is brought about, each after what brings it about."""
        net = self.network
        driven = net.driven
        later = [n for n in range(len(self.names)) if n in driven or n in net.gates]
        for n in range(len(self.names)):
            if n not in later:
                odds = self._weights(n)
                self._cause(n, (), np.concatenate([[1.0], odds]) / (1.0 + odds.sum()))
        while later:
            n = next(n for n in later if not self._before(n) & set(later))
            later.remove(n)
            on = self._gate(n) if n in net.gates else self._driven(n)
            share = self._weights(n)
            self._cause(n, (on,), np.stack([np.eye(len(share) + 1)[0], [0.0, *share / share.sum()]]))

    def _weights(self, node: int) -> Array:
        """Odds or shares of the values at this time, the settled ones among them."""
        rows = list(self.values(node))
        out: Array = self.network.share[rows] * self.lasting[rows]
        return out

    def _before(self, node: int) -> set[int]:
        gate = self.network.gates.get(node)
        if gate is not None:
            return set(gate.sites)
        return {int(self.owner[d.value]) for d in self.network.drivers if d.target == node}

    def _cause(self, node: int, parents: tuple[str, ...], table: Array) -> None:
        prefix = self.network.node_ids[node] + "/"
        states = [_word(self.network.value_ids[v].removeprefix(prefix)) for v in self.values(node)]
        if len(states) == 1:
            states = ["present"]
        self.add(self.names[node], ("absent", *states), parents, table)

    def _driven(self, node: int) -> str:
        fires = np.zeros(len(self.network.value_ids))
        for driver in self.network.drivers:
            if driver.target == node:
                fires[driver.value] = driver.strength
        return self.noisy_or(f"{self.names[node]}__on", fires, float(self.network.undriven[node]))

    def _gate(self, node: int) -> str:
        gate = self.network.gates[node]
        sites = [self.names[site] for site in gate.sites]
        table = np.empty((*(len(self.states[site]) for site in sites), 2))
        for place in itertools.product(*(range(size) for size in table.shape[:-1])):
            on = gate.on[sum(1 << bit for bit, state in enumerate(place) if self._there(gate.sites[bit], state))]
            table[place] = (1.0 - on, on)
        return self.add(f"{self.names[node]}__on", NO_YES, tuple(sites), table)

    def _there(self, node: int, state: int) -> bool:
        """Whether a cause is there now in a state of its variable; 0 is absent, a settled one is not there."""
        return state > 0 and bool(self.network.present[self.values(node)[state - 1]])

    def noisy_or(self, variable: str, fires: Array, leak: float) -> str:
        """A yes/no variable that is off only when the leak and every value of every cause (V,) fail."""
        pmf = np.stack([1.0 - fires, fires], axis=1)
        return self.noisy_max(variable, NO_YES, pmf, np.array([1.0 - leak, leak]))

    def noisy_max(self, variable: str, states: Sequence[str], pmf: Array, leak: Array) -> str:
        """The largest of the leak (K,) and the contribution (V, K) of each value that is present."""
        k = len(states)
        nodes = sorted({int(self.owner[v]) for v in np.flatnonzero(pmf[:, 1:].sum(1) > 0)})
        before = self.add(variable if not nodes else f"{variable}__0", states, (), leak)
        for step, node in enumerate(nodes, 1):
            rows = np.stack([np.eye(k)[0], *pmf[list(self.values(node))]])
            table = np.zeros((k, len(rows), k))
            for low, row in itertools.product(range(k), range(len(rows))):
                for high in range(k):
                    table[low, row, max(low, high)] += rows[row, high]
            last = step == len(nodes)
            name = variable if last else f"{variable}__{step}"
            before = self.add(name, states, (before, self.names[node]), table)
        return before

    def yes_no(self) -> None:
        """The own part of each finding; a general one is on with any of its parts."""
        net = self.network
        own = {parts[0]: key for key, parts in net.below.items()}
        part_name = {}
        for part in sorted({part for parts in net.below.values() for part in parts}):
            key = own.get(part)
            plain = self._finding(key) if key is not None and len(net.below[key]) == 1 else ""
            label = plain or f"{_word(key) if key is not None else f'part_{part}'}__own"
            part_name[part] = self.noisy_or(label, net.part_fires[:, part], float(net.part_leak[part]))
        for key, parts in sorted(net.below.items()):
            if len(parts) > 1:
                self._any(self._finding(key), [part_name[part] for part in parts])

    def _any(self, variable: str, parts: list[str]) -> None:
        """A deterministic or, two parents at a time."""
        either = np.array([[[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [0.0, 1.0]]])
        before = parts[0]
        for step, part in enumerate(parts[1:], 1):
            name = variable if step == len(parts) - 1 else f"{variable}__any{step}"
            before = self.add(name, NO_YES, (before, part), either)

    def graded(self) -> None:
        for key, finding in sorted(self.network.graded.items()):
            states = [_word(state) for state in finding.states]
            self.noisy_max(self._finding(key), states, finding.contribution, finding.leak)

    def pain(self) -> None:
        """At least one pain source: what everybody who is seen has in common."""
        self.noisy_or(HURTS, self.network.hurts.astype(float), 0.0)

    def _finding(self, key: str) -> str:
        """The name of a finding; one that a cause carries too gets a suffix."""
        word = _word(key)
        return f"{word}__finding" if word in self.names else word


def _word(text: str) -> str:
    """A name that every reader of the format takes: letters, digits, underscores, no digit first."""
    word = _WORD.sub("_", text)
    return word if word[:1].isalpha() else f"x{word}"


def _row(row: Array) -> str:
    return ", ".join(repr(float(p)) for p in row.ravel())
