"""Generated cases of a whole knowledge base: a patient is drawn from the model itself, then some findings are told."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, replace

import numpy as np

from whatelse.inference.compile import compiled
from whatelse.inference.evidence import Evidence
from whatelse.inference.network import Network
from whatelse.knowledge.loader import load

#: What a case must contain to count for a stratum; "plain" asks for nothing.
STRATA = ("plain", "driven", "gate", "graded", "soft", "number", "tree")
SETTINGS = ("general_sports_clinic", "article_clinic")
#: Findings that are told although another one implies them; they cost Quickscore as much as any other.
MOST_IMPLIED = 1


@dataclass(frozen=True)
class Patient:
    """Present causes {node: value} and every finding that they and chance produced."""

    world: dict[int, int]
    week: float | None
    facts: dict[str, str]
    active: dict[str, bool]
    graded: dict[str, int]
    numbers: dict[str, float]


@dataclass(frozen=True)
class GeneratedCase:
    evidence: Evidence
    strata: frozenset[str]


@dataclass(frozen=True)
class Wanted:
    """One case of a list: its number (the seed), and what it must contain."""

    number: int
    active: int
    stratum: str
    setting: str

    def __str__(self) -> str:
        return f"{self.number}-{self.active}-active-{self.stratum}"

    @property
    def network(self) -> Network:
        return shipped(self.setting)

    def draw(self) -> GeneratedCase:
        return case_of(self.network, self.number, self.active, self.stratum)


@functools.cache
def shipped(setting: str) -> Network:
    return compiled(load(), setting).network


def wanted(n: int, counts: tuple[int, ...]) -> list[Wanted]:
    """n cases that go through the counts, the strata and the settings evenly; a shorter list begins a longer one."""
    around = math.lcm(len(counts), len(STRATA))
    return [
        Wanted(i, counts[i % len(counts)], STRATA[i % len(STRATA)], SETTINGS[i // around % len(SETTINGS)])
        for i in range(n)
    ]


def active_count(network: Network, evidence: Evidence) -> int:
    """Findings that say more than "not beyond": each doubles the work of Quickscore."""
    present = {key for key, seen in evidence.active.items() if seen} | set(evidence.soft)
    graded = [w for w in evidence.graded.values() if len({x for x in w if x > 0}) > 1 or w[0] == 0]
    return len(present - implied(network, evidence)) + len(graded) + len(evidence.measured)


def implied(network: Network, evidence: Evidence) -> set[str]:
    """General findings that a present specific one makes certain, so that they say nothing more."""
    certain = {network.below[key][0]: key for key, seen in evidence.active.items() if seen}
    told = [key for key, seen in evidence.active.items() if seen] + list(evidence.soft)
    return {key for key in told if any(certain.get(part, key) != key for part in network.below[key])}


def draw_patient(network: Network, rng: np.random.Generator, must: int | None = None) -> Patient:
    """A person with at least one pain source that still hurts, drawn from the model; ``must``: a node that is on."""
    week = None if rng.random() < 0.3 else float(np.exp(rng.uniform(np.log(0.5), np.log(80))))
    facts = {
        key: str(rng.choice(fact.states, p=fact.rates / fact.rates.sum()))
        for key, fact in sorted(network.facts.items())
        if rng.random() < 0.3
    }
    forced: set[int] = {must} if must is not None else set()
    if must in network.gates:
        forced |= {int(s) for s in rng.choice(network.gates[must].sites, 2, replace=False)}
    if network.driven.get(must):
        driver = network.driven[must][int(rng.integers(len(network.driven[must])))]
        forced.add(int(network.node_of()[driver.value]))
    while True:
        world = _causes(network, rng, week, facts, forced)
        if any(network.hurts[v] for v in world.values()):
            break
    values = list(world.values())
    fire = 1 - (1 - network.part_leak) * np.prod(1 - network.part_fires[values], axis=0)
    fired = rng.random(len(fire)) < fire
    return Patient(
        world=world,
        week=week,
        facts=facts,
        active={key: bool(fired[list(parts)].any()) for key, parts in sorted(network.below.items())},
        graded={key: _grade(network, key, values, rng) for key in sorted(network.graded)},
        numbers={key: _number(network, key, values, rng) for key in sorted(network.measures)},
    )


def _causes(
    network: Network, rng: np.random.Generator, week: float | None, facts: dict[str, str], forced: set[int]
) -> dict[int, int]:
    """One draw of the causes; a settled one is a value of its own. ``forced``: nodes taken as on."""
    odds, leak = network.share.copy(), network.undriven.copy()
    for key, state in facts.items():
        s = network.facts[key].states.index(state)
        odds = odds * network.facts[key].odds[s]
        leak = leak * network.facts[key].leak_odds[s] / (1 - leak + leak * network.facts[key].leak_odds[s])
    lasts = network.lasting(week)
    world: dict[int, int] = {}
    driven = network.driven
    waiting = list(range(len(network.node_ids)))
    owner = network.node_of()
    while waiting:
        n = next(
            n
            for n in waiting
            if not any(int(owner[d.value]) in waiting for d in driven.get(n, []))
            and not (n in network.gates and set(network.gates[n].sites) & set(waiting))
        )
        waiting.remove(n)
        rows = network.values_of(n)
        weight = odds[rows.start : rows.stop] * lasts[rows.start : rows.stop]
        if n in network.gates:
            gate = network.gates[n]
            there = [site in world and network.present[world[site]] for site in gate.sites]
            p = float(gate.on[sum(1 << i for i, on in enumerate(there) if on)])
        elif n in driven:
            p = 1 - (1 - leak[n]) * math.prod(1 - d.strength for d in driven[n] if d.value in world.values())
        else:
            p = weight.sum() / (1 + weight.sum())
        if n in forced:
            weight = weight * network.present[rows.start : rows.stop]
        if n in forced or rng.random() < p:
            world[n] = int(rng.choice(list(rows), p=weight / weight.sum()))
    return world


def _grade(network: Network, key: str, values: list[int], rng: np.random.Generator) -> int:
    finding = network.graded[key]
    draws = [finding.leak, *finding.contribution[values]]
    return max(int(rng.choice(len(p), p=np.clip(p, 0, None) / np.clip(p, 0, None).sum())) for p in draws)


def _number(network: Network, key: str, values: list[int], rng: np.random.Generator) -> float:
    finding = network.measures[key]
    curves = [finding.leak, *(finding.linked[v] for v in values if v in finding.linked)]
    largest = -math.inf
    for curve in curves:
        z = math.log(1 / rng.uniform(1e-6, 1 - 1e-6) - 1)
        k = int(np.clip(np.searchsorted(curve.logits, z) - 1, 0, len(curve.logits) - 2))
        slope = (curve.values[k + 1] - curve.values[k]) / (curve.logits[k + 1] - curve.logits[k])
        largest = max(largest, float(curve.values[k] + slope * (z - curve.logits[k])))
    x = -largest if finding.mirrored else largest
    return math.exp(x) if finding.log else x


def case_of(network: Network, seed: int, active: int, stratum: str = "plain") -> GeneratedCase:
    """A case with exactly ``active`` active findings and what the stratum asks for; the same for the same seed."""
    rng = np.random.default_rng([seed, active, STRATA.index(stratum)])
    while True:
        evidence = _told(network, rng, active, stratum)
        if evidence is not None:
            return GeneratedCase(evidence, strata_of(network, evidence) | _asked(stratum))


def _asked(stratum: str) -> frozenset[str]:
    """A driven cause or a gate is a matter of the patient, not of what was told."""
    return frozenset({stratum} & {"driven", "gate"})


def strata_of(network: Network, evidence: Evidence) -> frozenset[str]:
    out = {"soft"} if evidence.soft else set()
    out |= {"graded"} if any(w[0] != 1.0 or len(set(w[1:])) > 1 for w in evidence.graded.values()) else set()
    out |= {"number"} if evidence.measured else set()
    out |= {"tree"} if any(seen and len(network.below[k]) > 1 for k, seen in evidence.active.items()) else set()
    out |= {"week"} if evidence.week is not None else set()
    out |= {"facts"} if evidence.facts else set()
    return frozenset(out)


def _told(network: Network, rng: np.random.Generator, active: int, stratum: str) -> Evidence | None:
    """Tell findings in random order until as many are active as wished; None when this patient has too few."""
    must = None
    if stratum == "driven":
        must = int(rng.choice([n for n in network.driven if network.pain[n]]))
    elif stratum == "gate":
        must = int(rng.choice(list(network.gates)))
    patient = draw_patient(network, rng, must)
    evidence = Evidence(week=patient.week, facts=patient.facts)
    silent = int(rng.integers(0, 30))
    keys = [str(k) for k in rng.permutation([*patient.active, *patient.graded, *patient.numbers])]
    if must is not None:
        keys.sort(key=lambda key: not _linked(network, key, patient.world[must]))
    if stratum in ("graded", "soft", "number", "tree"):
        keys.sort(key=lambda key: not _opens(network, patient, key, stratum))
        most = int(rng.integers(1, min(4, active) + 1))
        first = [key for key in keys if _opens(network, patient, key, stratum)]
        if not first:
            return None
        keys = first[:most] + [str(k) for k in rng.permutation(keys[most:])]
    for i, key in enumerate(keys):
        softly = key in patient.active and (
            (stratum == "soft" and i < 4) or (patient.active[key] and rng.random() < 0.1)
        )
        wider = _with(network, evidence, patient, key, rng, softly)
        count = active_count(network, wider)
        inactive = count == active_count(network, evidence)
        if len(implied(network, wider)) > MOST_IMPLIED:
            continue
        if count <= active and (not inactive or silent > 0):
            evidence, silent = wider, silent - inactive
    if active_count(network, evidence) != active:
        return None
    if stratum in ("graded", "soft", "number", "tree") and stratum not in strata_of(network, evidence):
        return None
    return evidence


def _linked(network: Network, key: str, value: int) -> bool:
    if key in network.below:
        return bool(network.part_fires[value, list(network.below[key])].any())
    if key in network.graded:
        return bool(network.graded[key].contribution[value, 0] < 1)
    return value in network.measures[key].linked


def _opens(network: Network, patient: Patient, key: str, stratum: str) -> bool:
    if stratum == "graded":
        return patient.graded.get(key, 0) > 0
    if stratum == "number":
        return key in patient.numbers
    if stratum == "tree":
        return patient.active.get(key, False) and len(network.below[key]) > 1
    return key in patient.active


def _with(
    network: Network, evidence: Evidence, patient: Patient, key: str, rng: np.random.Generator, softly: bool
) -> Evidence:
    """The evidence with one more finding told."""
    if key in patient.graded:
        state, k = patient.graded[key], len(network.graded[key].states)
        seen = tuple(float(x == state) for x in range(k))
        if rng.random() < 0.3:  # "some of the tests done": any state is still possible
            seen = tuple(1.0 if x == state else float(rng.uniform(0.02, 0.6)) for x in range(k))
        return replace(evidence, graded={**evidence.graded, key: seen})
    if key in patient.numbers:
        x, half = patient.numbers[key], max(network.measures[key].resolution, 1e-6)
        low, high = x - half, x + half
        if network.measures[key].log:
            low, high = max(low, half * 1e-3), max(high, half * 2e-3)
        return replace(evidence, measured={**evidence.measured, key: (low, high)})
    if softly:
        likely, unlikely = 1.0, float(rng.uniform(0.03, 0.7))
        pair = (unlikely, likely) if patient.active[key] else (likely, unlikely)
        return replace(evidence, soft={**evidence.soft, key: pair})
    return replace(evidence, active={**evidence.active, key: patient.active[key]})
