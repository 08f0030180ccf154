"""One case with some findings left out, or one more absent: exact answers, as many as possible in one walk.

In a lane that leaves a finding out, the finding is made to say nothing: an absent one is brought by nobody, a present
one is certain by its leak. Where a more general finding was told too, leaving out the specific one changes the axes
themselves; then the case is solved again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from whatelse.inference.evidence import Evidence
from whatelse.inference.lanes import lane_posteriors
from whatelse.inference.network import Network
from whatelse.inference.posterior import Posterior, posterior
from whatelse.inference.tables import Reading, Row, Tables, onset, stated

Array = NDArray[np.float64]

#: The name under which the weeks since onset are left out; facts go by "fact:" and their id.
WEEK, FACT = "week", "fact:"
#: From this many open bits on, variants that leave much out are solved apart from the others, so many at a time.
WIDE, TOGETHER = 11.0, 3


@dataclass(frozen=True)
class Variant:
    """left_out: names of findings, facts or the week. absent: one more finding seen in its inactive state."""

    left_out: frozenset[str] = frozenset()
    absent: str = ""


@dataclass(frozen=True, eq=False)
class Answers:
    """One column a variant: nodes (N, K), unlisted (K,), evidence (K,): P(findings, somebody hurts), comparable among
    the variants that leave nothing out."""

    nodes: Array
    unlisted: Array
    evidence: Array


def told_names(evidence: Evidence) -> list[str]:
    """Everything told, in the canonical order: the week, facts, findings by id."""
    findings = sorted({*evidence.active, *evidence.soft, *evidence.graded, *evidence.measured})
    return [*([WEEK] if evidence.week is not None else []), *(FACT + key for key in sorted(evidence.facts)), *findings]


def applied(evidence: Evidence, variant: Variant) -> Evidence:
    out = variant.left_out
    active = {k: v for k, v in evidence.active.items() if k not in out}
    return Evidence(
        active={**active, variant.absent: False} if variant.absent else active,
        soft={k: v for k, v in evidence.soft.items() if k not in out},
        graded={k: v for k, v in evidence.graded.items() if k not in out},
        measured={k: v for k, v in evidence.measured.items() if k not in out},
        week=None if WEEK in out else evidence.week,
        facts={k: v for k, v in evidence.facts.items() if FACT + k not in out},
    )


def solve(
    network: Network, evidence: Evidence, result: Posterior, variants: list[Variant], absent: int | None = None
) -> Answers:
    """``result``: the posterior of the evidence itself. ``network``: without groups and derived names is quickest.

    absent: a node that is taken not to be there; only for variants that need no walk of their own.
    """
    apart = entangled(network, evidence)
    easy = [k for k, v in enumerate(variants) if not _is_entangled(network, evidence, v, apart)]
    nodes, unlisted = np.zeros((len(network.node_ids), len(variants))), np.zeros(len(variants))
    joint = np.zeros(len(variants))
    for common, batch in _batches(variants, easy, result.width):
        told = applied(evidence, Variant(common))
        lanes = _Lanes(network, told, [Variant(), *(variants[k] for k in batch)])
        found = lane_posteriors(network, lanes.evidence, lanes, result, too_unlikely=0.0, absent=absent)
        scale = result.evidence / found.evidence[0] if found.evidence[0] > 0 else 1.0
        nodes[:, batch], unlisted[batch] = found.nodes[:, 1:], found.unlisted[1:]
        joint[batch] = found.evidence[1:] * scale
    for k in sorted(set(range(len(variants))) - set(easy)):
        own = posterior(network, applied(evidence, variants[k]), plainly=True)
        nodes[:, k], unlisted[k], joint[k] = own.nodes, own.unlisted, own.evidence
    return Answers(nodes, unlisted, joint)


def _batches(variants: list[Variant], easy: list[int], width: float) -> list[tuple[frozenset[str], list[int]]]:
    """What is solved together, and what all of it leaves out: of a wide case that alone makes the walk narrower."""
    if width < WIDE:
        return [(frozenset(), easy)] if easy else []
    short = [k for k in easy if len(variants[k].left_out) < 2]
    long = sorted(set(easy) - set(short), key=lambda k: (len(variants[k].left_out), k))
    batches = [short, *(long[i : i + TOGETHER] for i in range(0, len(long), TOGETHER))]
    return [(frozenset.intersection(*(variants[k].left_out for k in batch)), batch) for batch in batches if batch]


def entangled(network: Network, evidence: Evidence) -> set[str]:
    """Findings that share a part with another one in a way that leaving one out changes what the other means."""
    below, out = network.below, set()
    present = {key for key, seen in evidence.active.items() if seen} | set(evidence.soft)
    absent = {key for key, seen in evidence.active.items() if not seen}
    for key in present:
        own = below[key][0]
        if any(own in below[other] for other in (present | absent) - {key}):
            out.add(key)
    for key in absent:
        if any(set(below[key]) & set(below[other]) for other in present):
            out.add(key)
    return out


def _is_entangled(network: Network, evidence: Evidence, variant: Variant, apart: set[str]) -> bool:
    if variant.left_out & apart:
        return True
    if not variant.absent:
        return False
    parts = set(network.below[variant.absent])
    told = {key for key, seen in evidence.active.items() if seen} | set(evidence.soft)
    return any(parts & set(network.below[key]) for key in told)


class _Lanes:
    """The tables of the variants; the evidence is that of the case with every added absent finding."""

    def __init__(self, network: Network, evidence: Evidence, variants: list[Variant]) -> None:
        self.network, self.told, self.variants = network, evidence, variants
        added = {variant.absent: False for variant in variants if variant.absent}
        self.evidence = replace(evidence, active={**evidence.active, **added})
        self.base = stated(network, self.evidence)
        self.inactive = sorted(key for key, seen in self.evidence.active.items() if not seen)

    @property
    def lanes(self) -> int:
        return len(self.variants)

    def tables(self, lanes: slice) -> Tables:
        chosen = self.variants[lanes]
        weight, lasting, undriven = [], [], []
        for variant in chosen:
            own = applied(self.told, replace(variant, absent=""))
            at_onset = onset(self.network, own.facts)
            weight.append(at_onset[0])
            undriven.append(at_onset[1])
            lasting.append(self.network.lasting(own.week))
        fires, leak = self._parts(chosen)
        return replace(
            self.base,
            lanes=len(chosen),
            weight=np.stack(weight, axis=1),
            lasting=np.stack(lasting, axis=1),
            undriven=np.stack(undriven, axis=1),
            fires=fires,
            leak=leak,
            graded={key: self._row(key, row, chosen) for key, row in self.base.graded.items()},
            measures={key: self._reading(key, reading, chosen) for key, reading in self.base.measures.items()},
        )

    def _counts(self, key: str, chosen: list[Variant]) -> Array:
        """(K,) 1 where a finding counts."""
        added = key not in self.told.active
        return np.array([float(v.absent == key if added else key not in v.left_out) for v in chosen])

    def _parts(self, chosen: list[Variant]) -> tuple[dict[int, Array], dict[int, Array]]:
        fires, leak = dict(self.base.fires), dict(self.base.leak)
        off: dict[int, Array] = {}
        for key in self.inactive:
            counts = self._counts(key, chosen)
            for part in self.network.below[key]:
                off[part] = np.maximum(off.get(part, np.zeros(len(chosen))), counts)
        for part, counts in off.items():
            if not counts.all():
                fires[part], leak[part] = fires[part] * counts, leak[part] * counts
        for key in (*(k for k, seen in self.told.active.items() if seen), *self.told.soft):
            counts = np.array([key not in v.left_out for v in chosen])
            own = self.network.below[key][0]
            if not counts.all():
                leak[own] = np.where(counts, leak[own], 1.0)
        return fires, leak

    def _row(self, key: str, row: Row, chosen: list[Variant]) -> Row:
        counts = np.array([key not in v.left_out for v in chosen])
        if counts.all():
            return row
        likelihood = self.told.graded[key]
        idle = (np.arange(len(likelihood)) == 0).astype(float)[None, :, None]
        certain = (np.arange(len(likelihood)) == int(np.argmax(likelihood))).astype(float)[:, None]
        return Row(np.where(counts, row.contribution, idle), np.where(counts, row.leak, certain))

    def _reading(self, key: str, reading: Reading, chosen: list[Variant]) -> Reading:
        counts = np.array([key not in v.left_out for v in chosen])
        if counts.all():
            return reading
        return Reading(
            np.where(counts, reading.below, 1.0),
            np.where(counts, reading.fires, 0.0),
            np.where(counts, reading.leak_below, 1.0),
            np.where(counts, reading.leak_fires, 1.0),
        )
