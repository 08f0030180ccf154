"""What is not known yet and would tell most about a cause: the answer "no" is solved exactly, "yes" follows from it.

P(cause) now is its average over the two answers, so the answer "yes" needs no walk of its own. A rough guess with
causes independent given the findings chooses which findings are worth the exact walk.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whatelse.inference.network import Network
from whatelse.inference.posterior import Posterior
from whatelse.inference.variants import Answers, Variant

Array = NDArray[np.float64]

#: Findings tried exactly for each cause, before the best few are reported.
TRIED = 6


@dataclass(frozen=True)
class Change:
    """One unasked finding and one cause: P(finding active), P(cause) after it is seen active and inactive, and the
    expected size of the change of P(cause)."""

    finding: str
    active: float
    if_active: float
    if_inactive: float
    expected: float


def candidates(network: Network, result: Posterior, nodes: list[int], open_findings: list[str]) -> list[str]:
    """The findings that may move one of these nodes most, by the rough guess."""
    owner = network.node_of()
    chosen: set[str] = set()
    keys = sorted(open_findings)
    if not keys:
        return []
    fires = np.stack(
        [1.0 - np.prod(1.0 - network.part_fires[:, list(network.below[key])], axis=1) for key in keys], axis=1
    )
    leak = np.array([np.prod(1.0 - network.part_leak[list(network.below[key])]) for key in keys])
    brought = np.add.reduceat(result.values[:, None] * fires, network.first[:-1])
    there = np.add.reduceat(result.values, network.first[:-1])
    silent = np.clip(1.0 - brought, 1e-12, 1.0)
    inactive = leak * np.prod(silent, axis=0)
    for n in nodes:
        after = (there[n] - brought[n]) / silent[n]
        change = 2.0 * inactive * np.abs(after - there[n])
        touched = np.flatnonzero(fires[owner == n].any(axis=0))
        best = sorted(touched.tolist(), key=lambda k: (-change[k], keys[k]))
        chosen |= {keys[k] for k in best[:TRIED]}
    return sorted(chosen)


def variants_of(findings: list[str]) -> list[Variant]:
    return [Variant(absent=key) for key in findings]


def changes(findings: list[str], answers: Answers, evidence: float, now: float, inactive: Array) -> list[Change]:
    """Largest expected change first. answers: of ``variants_of(findings)``; evidence: of the case as told.

    now: P(cause); inactive (K,): P(cause) after each finding was seen inactive.
    """
    out = []
    for key, z, after in zip(findings, answers.evidence, inactive, strict=True):
        p = min(max(float(z) / evidence, 0.0), 1.0)
        if not 1e-6 < p < 1.0 - 1e-6:
            continue
        other = min(max((now - p * float(after)) / (1.0 - p), 0.0), 1.0)
        expected = p * abs(float(after) - now) + (1.0 - p) * abs(other - now)
        out.append(Change(key, 1.0 - p, other, float(after), expected))
    return sorted(out, key=lambda change: (-round(change.expected, 9), change.finding))
