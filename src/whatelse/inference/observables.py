"""What the values of causes do to findings, as arrays: parts of yes/no findings, composites, numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whatelse.inference.curves import ValueCurve
from whatelse.inference.expand import Value
from whatelse.inference.network import Graded, Measure
from whatelse.knowledge.schema import Finding, Knowledge, Quantiles

Array = NDArray[np.float64]

#: A general finding keeps this share of its leak apart from its specific ones, so that "yes, but none of these
#: kinds" is always possible.
OWN_LEAK_SHARE = 0.02


def scored_yes_no(knowledge: Knowledge) -> dict[str, Finding]:
    """Yes/no findings that enter as parts: scored, not a member of a graded composite, not a fact."""
    graded = {m for family in knowledge.families.values() if family.kind == "graded" for m in family.members}
    return {
        key: finding
        for key, finding in sorted(knowledge.findings.items())
        if finding.type == "yes_no" and finding.leak is not None and not finding.context and key not in graded
    }


def parts(
    knowledge: Knowledge, values: list[Value], broad: dict[int, float]
) -> tuple[tuple[str, ...], dict[str, tuple[int, ...]], Array, Array]:
    """Own parts of every finding: what is left of it once its more specific findings are taken out."""
    findings = scored_yes_no(knowledge)
    ids = tuple(findings)
    place = {key: b for b, key in enumerate(ids)}
    specifics: dict[str, set[str]] = {key: set() for key in ids}
    for key, finding in findings.items():
        for general in finding.implies:
            if general in specifics:
                specifics[general].add(key)

    def reach(key: str, seen: frozenset[str] = frozenset()) -> set[str]:
        out: set[str] = set()
        for specific in specifics[key] - seen:
            out |= {specific, *reach(specific, seen | {specific})}
        return out

    below = {key: (place[key], *sorted(place[s] for s in reach(key))) for key in ids}
    stated = np.zeros((len(values), len(ids)))
    stated_leak = np.array([finding.leak.value for finding in findings.values() if finding.leak is not None])
    for v, value in enumerate(values):
        if v in broad:
            stated[v] = above_leak(stated_leak, broad[v])
        for key, link in value.links.items():
            if key in place and link.figure is not None:
                stated[v, place[key]] = link.figure.value
    for key in set().union(*(values[v].links for v in broad)) & set(place):
        for v in broad:
            if key not in values[v].links:
                stated[v, place[key]] = 0.0  # a finding that tells its ways of spreading apart is not broad
    fires, leak = np.zeros_like(stated), np.zeros(len(ids))
    for key in sorted(ids, key=lambda k: (len(below[k]), k)):
        own, *others = below[key]
        fires[:, own] = _rest(stated[:, own], fires[:, others])
        leak[own] = max(
            float(_rest(stated_leak[own : own + 1], leak[None, others])[0]), OWN_LEAK_SHARE * stated_leak[own]
        )
    return ids, below, leak, fires


def _rest(general: Array, specifics: Array) -> Array:
    """The own part o of a general finding with P(general) = 1 - (1 - o) prod(1 - specific); at least 0."""
    kept = np.prod(1.0 - specifics, axis=1)
    out: Array = np.clip(1.0 - (1.0 - general) / kept, 0.0, None)
    return out


def above_leak(leak: Array, multiple: float) -> Array:
    """What a cause must add so that the odds of a finding are ``multiple`` times those of its leak."""
    odds = multiple * leak / (1.0 - leak)
    out: Array = 1.0 - (1.0 - odds / (1.0 + odds)) / (1.0 - leak)
    return out


def graded(knowledge: Knowledge, values: list[Value], broad: dict[int, float]) -> dict[str, Graded]:
    """Every composite: leak and what each value contributes, by state."""
    out = {}
    for key, family in sorted(knowledge.families.items()):
        if family.kind != "graded":
            continue
        states = family.states
        leak = np.array([0.0] + [family.leak[s].value if s in family.leak else 0.0 for s in states[1:]])
        leak[0] = 1.0 - leak[1:].sum()
        contribution = np.zeros((len(values), len(states)))
        contribution[:, 0] = 1.0
        for v, value in enumerate(values):
            link = value.links.get(key)
            if link is None and v in broad:
                row = [float(above_leak(leak[x : x + 1], broad[v])[0]) for x in range(1, len(states))]
                contribution[v] = [1.0 - sum(row), *row]
            if link is not None and link.grades is not None:
                row = [link.grades[s].value if s in link.grades else 0.0 for s in states[1:]]
                contribution[v] = [1.0 - sum(row), *row]
        out[key] = Graded(states=states, leak=leak, contribution=contribution)
    return out


def _curve(finding: Finding, quantiles: Quantiles) -> ValueCurve:
    points = quantiles.points
    if finding.scale == "log":
        points = tuple((p, float(np.log(v))) for p, v in points)
    if finding.abnormal == "low":
        points = tuple((1.0 - p, -v) for p, v in reversed(points))
    return ValueCurve.through(points)


def measures(knowledge: Knowledge, values: list[Value]) -> dict[str, Measure]:
    """Every scored number: the distribution of its leak and under each linked value."""
    out = {}
    for key, finding in sorted(knowledge.findings.items()):
        if finding.type != "number" or finding.leak_quantiles is None:
            continue
        linked = {
            v: _curve(finding, value.links[key].quantiles)  # type: ignore[arg-type]
            for v, value in enumerate(values)
            if key in value.links and value.links[key].quantiles is not None
        }
        out[key] = Measure(
            leak=_curve(finding, finding.leak_quantiles),
            linked=linked,
            mirrored=finding.abnormal == "low",
            log=finding.scale == "log",
            resolution=finding.resolution,
        )
    return out
