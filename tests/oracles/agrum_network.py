"""One case as a plain Bayesian network, answered by pyAgrum's LazyPropagation.

Causes are variables, a noisy-OR or noisy-MAX is a chain of variables with two parents each, and only the observed
findings are there. Facts about the person and the weeks since onset change the priors, as in the model. What was seen
inactive (or a number not beyond its upper end) is a likelihood on each cause alone, which is what a noisy-OR seen
inactive means.

``python -m tests.oracles.agrum_network`` answers pickled cases on standard input until it ends (see ``agrum``).
"""

from __future__ import annotations

import math
import os
import pickle
import resource
import sys
import time
from collections import defaultdict
from typing import Any

import numpy as np

from tests.oracles.agrum import MEMORY, OUT_OF_MEMORY, Answer
from whatelse.inference.evidence import Evidence
from whatelse.inference.network import Network


class _Builder:
    """The Bayesian network of one case."""

    def __init__(self, network: Network, evidence: Evidence) -> None:
        import pyagrum

        self.gum = pyagrum
        self.network, self.evidence = network, evidence
        self.bn = pyagrum.BayesNet()
        self.seen: dict[str, list[float]] = {}
        self.like = np.ones(len(network.value_ids))
        self.odds, self.leak = network.share.copy(), network.undriven.copy()
        for key, state in evidence.facts.items():
            fact = network.facts[key]
            s = fact.states.index(state)
            self.odds = self.odds * fact.odds[s]
            o = self.leak / (1 - self.leak) * fact.leak_odds[s]
            self.leak = o / (1 + o)
        self.lasts = network.lasting(evidence.week)
        self._causes()
        self._findings()
        self._hurts()
        for n in range(len(network.node_ids)):
            rows = network.values_of(n)
            likelihood = [1.0, *self.like[rows.start : rows.stop]]
            if min(likelihood) < 1:
                self.seen[f"n{n}"] = [x / max(likelihood) for x in likelihood]

    def _variable(self, name: str, size: int, parents: list[str], table: np.ndarray) -> str:
        """``table``: parents in their order, then the variable itself."""
        self.bn.add(self.gum.RangeVariable(name, "", 0, size - 1))
        for parent in parents:
            self.bn.addArc(parent, name)
        # fillWith wants the first variable, the child, to change fastest, then the first parent.
        order = [table.ndim - 1, *range(table.ndim - 1)]
        self.bn.cpt(name).fillWith([float(x) for x in table.transpose(order).flatten(order="F")])
        return name

    def _chain(self, name: str, leak: np.ndarray, effects: dict[int, np.ndarray]) -> str:
        """The maximum of a leak and what each cause contributes: X_k = max(X_{k-1}, contribution of cause k).

        leak (D,); effects: node -> (1 + its values, D) distribution of the contribution, absent first.
        """
        size = len(leak)
        last = self._variable(f"{name}_0", size, [], leak)
        for n, effect in sorted(effects.items()):
            table = np.zeros((size, len(effect), size))
            for before in range(size):
                for after in range(size):
                    table[before, :, max(before, after)] += effect[:, after]
            last = self._variable(f"{name}_{n + 1}", size, [last, f"n{n}"], table)
        return last

    def _by_node(self, values: dict[int, np.ndarray], size: int) -> dict[int, np.ndarray]:
        owner = self.network.node_of()
        out: dict[int, np.ndarray] = {}
        for v, row in values.items():
            n = int(owner[v])
            if n not in out:
                out[n] = np.zeros((1 + len(self.network.values_of(n)), size))
                out[n][:, 0] = 1.0
            out[n][1 + v - self.network.values_of(n).start] = row
        return out

    # ------------------------------------------------------------ causes

    def _causes(self) -> None:
        network = self.network
        waiting = list(range(len(network.node_ids)))
        owner = network.node_of()
        driven = network.driven
        while waiting:
            n = next(
                n
                for n in waiting
                if not {int(owner[d.value]) for d in driven.get(n, [])} & set(waiting)
                and not (n in network.gates and set(network.gates[n].sites) & set(waiting))
            )
            waiting.remove(n)
            rows = network.values_of(n)
            lasts = self.lasts[rows.start : rows.stop]
            weight = self.odds[rows.start : rows.stop]
            name, size = f"n{n}", 1 + len(rows)
            on = np.concatenate([[0.0], weight * lasts])
            off = np.zeros(size)
            off[0] = 1.0
            if n in network.gates:
                gate = network.gates[n]
                sizes = [1 + len(network.values_of(s)) for s in gate.sites]
                table = np.zeros((*sizes, size))
                for place in np.ndindex(*sizes):
                    p = gate.on[sum(1 << i for i, x in enumerate(place) if self._there(gate.sites[i], x))]
                    table[place] = (1 - p) * off + p * on
                self._variable(name, size, [f"n{s}" for s in gate.sites], table)
            elif n in driven:
                fires = {d.value: np.array([1 - d.strength, d.strength]) for d in driven[n]}
                occurs = self._chain(f"d{n}", np.array([1 - self.leak[n], self.leak[n]]), self._by_node(fires, 2))
                self._variable(name, size, [occurs], np.stack([off, on]))
            else:
                self._variable(name, size, [], (off + on) / (off + on).sum())

    def _there(self, node: int, state: int) -> bool:
        """Whether a node is there now in a state of its variable (0 is absent)."""
        return state > 0 and bool(self.network.present[self.network.values_of(node).start + state - 1])

    def _hurts(self) -> None:
        """The person does hurt: some pain source is present."""
        fires = {int(v): np.array([0.0, 1.0]) for v in np.flatnonzero(self.network.hurts)}
        self.seen[self._chain("hurts", np.array([1.0, 0.0]), self._by_node(fires, 2))] = [0.0, 1.0]

    # ------------------------------------------------------------ findings

    def _findings(self) -> None:
        self._yes_no()
        for key, likelihood in self.evidence.graded.items():
            finding = self.network.graded[key]
            effects = {v: row for v, row in enumerate(finding.contribution) if row[0] < 1}
            last = self._chain(f"g_{key}", finding.leak, self._by_node(effects, len(finding.leak)))
            self.seen[last] = list(likelihood)
        for key, (low, high) in self.evidence.measured.items():
            self._number(key, low, high)

    def _yes_no(self) -> None:
        """Parts that the same findings share fire as one; a finding is the OR of its groups of parts."""
        network, active = self.network, self.evidence.active
        off = {part for key, seen in active.items() if not seen for part in network.below[key]}
        self.like *= np.prod(1 - network.part_fires[:, sorted(off)], axis=1)
        asked = {key: [0.0, 1.0] for key, seen in active.items() if seen}
        asked |= {key: list(pair) for key, pair in self.evidence.soft.items()}
        above: dict[int, set[str]] = defaultdict(set)
        for key in asked:
            for part in set(network.below[key]) - off:
                above[part].add(key)
        alike: dict[frozenset[str], list[int]] = defaultdict(list)
        for part, keys in above.items():
            alike[frozenset(keys)].append(part)
        groups: dict[str, list[str]] = defaultdict(list)
        for i, (keys, parts) in enumerate(sorted(alike.items(), key=lambda item: min(item[1]))):
            rest = np.prod(1 - network.part_leak[parts])
            fires = 1 - np.prod(1 - network.part_fires[:, parts], axis=1)
            effects = {int(v): np.array([1 - fires[v], fires[v]]) for v in np.flatnonzero(fires)}
            last = self._chain(f"p{i}", np.array([rest, 1 - rest]), self._by_node(effects, 2))
            for key in keys:
                groups[key].append(last)
        for key, weights in asked.items():
            last, *others = groups[key] or [self._variable(f"never_{key}", 2, [], np.array([1.0, 0.0]))]
            for i, other in enumerate(others):
                table = np.array([[[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [0.0, 1.0]]])
                last = self._variable(f"or_{key}_{i}", 2, [last, other], table)
            if last in self.seen:  # two findings with the same parts
                weights = [a * b for a, b in zip(self.seen[last], weights, strict=True)]
            self.seen[last] = weights

    def _number(self, key: str, low: float, high: float) -> None:
        """Three states: up to the lower end, between, beyond; seen between. Nothing may be beyond, so two remain."""
        finding = self.network.measures[key]
        if finding.log:
            low, high = math.log(low), math.log(high)
        if finding.mirrored:
            low, high = -high, -low

        def row(curve: Any) -> tuple[float, np.ndarray]:
            upper, inside = curve.interval(low, high)
            return upper, np.array([1 - inside / upper, inside / upper])

        effects = {}
        for v, curve in finding.linked.items():
            upper, effects[v] = row(curve)
            self.like[v] *= upper
        self.seen[self._chain(f"m_{key}", row(finding.leak)[1], self._by_node(effects, 2))] = [0.0, 1.0]


def marginals(network: Network, evidence: Evidence) -> Answer:
    """P(node | evidence, at least one pain source) for every node, with one thread."""
    begin = time.perf_counter()
    built = _Builder(network, evidence)
    gum = built.gum
    gum.setNumberOfThreads(1)
    inference = gum.LazyPropagation(built.bn)
    inference.setNumberOfThreads(1)
    inference.setEvidence(built.seen)
    names = [f"n{n}" for n in range(len(network.node_ids))]
    inference.setTargets(set(names))
    start = time.perf_counter()
    inference.makeInference()
    tables = [inference.posterior(name).toarray() for name in names]
    seconds = time.perf_counter() - start
    there = [np.array([0.0, *network.present[list(network.values_of(n))]]) for n in range(len(names))]
    answers = {
        f"P({name})": float(table @ now) for name, table, now in zip(network.node_ids, tables, there, strict=True)
    }
    return Answer(answers, seconds, start - begin)


def _serve(memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what the library prints is no answer
    while True:
        try:
            network, evidence = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        try:
            answer = marginals(network, evidence)
        except Exception as error:
            told = f"{type(error).__name__}: {error}"
            memory_ran_out = any(word in told for word in ("Memory", "memory", "bad_alloc"))
            answer = Answer({}, math.nan, math.nan, OUT_OF_MEMORY if memory_ran_out else told[:200])
        pickle.dump(answer, out)
        out.flush()


if __name__ == "__main__":
    _serve(int(sys.argv[1]) if len(sys.argv) > 1 else MEMORY)
