"""Single-cause naive Bayes over the same knowledge: exactly one cause, every finding an independent witness.

The priors are the engine's own given the facts and the weeks; the likelihoods come from the same links and leaks. What
it lacks against the engine: several causes at once, drivers, and findings that share a part. All causes are worked out
at once: arrays over the values (V,) of the network.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whatelse.case import Case
from whatelse.exam.marks import Ranking
from whatelse.inference.compile import OTHER, Model
from whatelse.inference.curves import ValueCurve
from whatelse.inference.differential import rounded
from whatelse.inference.evidence import Evidence
from whatelse.inference.network import Graded, Measure, Network
from whatelse.inference.observe import observe
from whatelse.inference.posterior import Posterior, posterior
from whatelse.inference.ranking import names_of, probabilities

Array = NDArray[np.float64]
#: Keeps the logarithm finite where a cause cannot show what was seen.
LEAST = 1e-300


@dataclass(frozen=True, eq=False)
class _Column:
    """P(active | this value alone) of each yes/no finding, one column each."""

    of: dict[str, int]
    active: Array


class NaiveBayes:
    """Answers cases of one compiled setting; what does not depend on the case is worked out once."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._columns = _columns(model.network)
        self._priors: dict[tuple[float | None, tuple[tuple[str, str], ...]], Array] = {}

    def ranking(self, case: Case) -> Ranking:
        """Probabilities that sum to 1, likeliest first, under the names that the engine would use."""
        evidence, _ = observe(case, self.model)
        values = self.values(evidence)
        network = self.model.network
        nodes = np.add.reduceat(values, network.first[:-1])
        other = float(nodes[network.other]) if network.other is not None else 0.0
        found = Posterior(
            values=values,
            nodes=nodes,
            unlisted=other,
            derived={derived.id: 0.0 for derived in network.derived},
            groups={},
            behind={},
            evidence=1.0,
            hurts=1.0,
            width=0.0,
            cells=0.0,
            dropped=(),
        )
        named = names_of(self.model, probabilities(self.model, found), found)
        ranked = ((name, rounded(p)) for name, p in named.items() if name == OTHER or p > 0.0)
        return tuple(sorted(ranked, key=lambda item: (-item[1], item[0])))

    def values(self, evidence: Evidence) -> Array:
        """(V,) P(value | evidence, exactly one cause); 0 for whatever is no pain source now."""
        prior = self._prior(evidence)
        hurts = self.model.network.hurts & (prior > 0.0)
        log = np.log(np.maximum(prior, LEAST)) + self._log_likelihood(evidence)
        weights = np.where(hurts, np.exp(log - log[hurts].max()), 0.0)
        out: Array = weights / weights.sum()
        return out

    def _prior(self, evidence: Evidence) -> Array:
        key = (evidence.week, tuple(sorted(evidence.facts.items())))
        if key not in self._priors:
            alone = Evidence(week=evidence.week, facts=evidence.facts)
            self._priors[key] = posterior(self.model.network, alone).values
        return self._priors[key]

    def _log_likelihood(self, evidence: Evidence) -> Array:
        network = self.model.network
        total: Array = np.zeros(len(network.value_ids))
        for key in sorted(_witnesses(network, evidence)):
            p = self._columns.active[:, self._columns.of[key]]
            total += _log(p if evidence.active[key] else 1.0 - p)
        for key, (off, on) in sorted(evidence.soft.items()):
            p = self._columns.active[:, self._columns.of[key]]
            total += _log(off * (1.0 - p) + on * p)
        for key, likelihood in sorted(evidence.graded.items()):
            total += _log(_states(network.graded[key]) @ np.array(likelihood))
        for key, seen in sorted(evidence.measured.items()):
            total += _log(_inside(network.measures[key], seen, len(total)))
        return total


def _columns(network: Network) -> _Column:
    keys = sorted(network.below)
    silent = _silent(network.part_fires) + _silent(network.part_leak)
    active = np.stack([-np.expm1(silent[:, list(network.below[key])].sum(axis=1)) for key in keys], axis=1)
    return _Column(of={key: i for i, key in enumerate(keys)}, active=active)


def _silent(fires: Array) -> Array:
    """Logarithm of the chance that a part does not fire; one that always fires keeps a trace of doubt."""
    out: Array = np.log1p(-np.minimum(fires, 1.0 - 1e-12))
    return out


def _witnesses(network: Network, evidence: Evidence) -> set[str]:
    """The yes/no findings that count: what follows from a more specific one that is there is no second witness."""
    own = {key: network.below[key][0] for key, seen in evidence.active.items() if seen}
    return {
        key
        for key in evidence.active
        if key not in own or not any(part in network.below[key] for other, part in own.items() if other != key)
    }


def _states(graded: Graded) -> Array:
    """(V, K+1) leaky noisy-MAX with one value alone."""
    below = np.cumsum(graded.leak)[None, :] * np.cumsum(graded.contribution, axis=1)
    out: Array = np.diff(below, axis=1, prepend=0.0)
    return out


def _inside(measure: Measure, seen: tuple[float, float], n_values: int) -> Array:
    """(V,) P(low < number <= high) with one value alone; values that do not touch the number share the leak's."""
    low, high = seen
    if measure.log:
        low, high = float(np.log(low)), float(np.log(high))
    if measure.mirrored:
        low, high = -high, -low
    leak_high, leak_in = measure.leak.interval(low, high)
    out = np.full(n_values, leak_in)
    known: dict[ValueCurve, float] = {}
    for value, curve in measure.linked.items():
        if curve not in known:
            upper, inside = curve.interval(low, high)
            known[curve] = leak_in * upper + (leak_high - leak_in) * inside
        out[value] = known[curve]
    return out


def _log(p: Array) -> Array:
    out: Array = np.log(np.maximum(p, LEAST))
    return out
