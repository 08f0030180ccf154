"""How the red-flag rules do when little is told: dangers caught, and harmless causes called urgent.

.venv/bin/python benchmarks/little_told.py [--each N] [--seed S] [--setting NAME] [--write] [--missed CONDITION]

For each condition that hurts, simulated runners have it (and whatever harmless else the model gives them) and tell
what a short report of them would hold: age and sex, the weeks and each risk in two of three, up to two places of pain,
and three to six other findings, those first that their causes bring about far more often than chance does. Nothing is
denied. A rule that leans on one classic sign does badly here. Only the rules are asked, no probability.

--missed CONDITION prints what those of a condition told who were called less urgent than they are.
--write keeps the figures in benchmarks/little_told.json, from which docs/red-flags.md is made.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"

import numpy as np
from numpy.typing import NDArray

from benchmarks.simulated_runners import Batch, is_grave
from whatelse.case import Answer, Case
from whatelse.inference.compile import Model, compiled
from whatelse.knowledge.loader import load
from whatelse.knowledge.schema import Knowledge
from whatelse.triage import Triage, evaluate
from whatelse.triage.types import height

FILE = Path(__file__).with_suffix(".json")
STAGES = ("history", "exam")
FEWEST, MOST, PLACES = 3, 6, 2
TOLD_FACT = TOLD_WEEKS = 2 / 3
#: Weight of a finding that chance alone would bring about as often; the others weigh the log of how much likelier.
BY_CHANCE = 0.05
POOL = 4000


class Pool:
    """Runners with facts, a week and causes by chance, to each of whom one condition is then given."""

    def __init__(self, model: Model, seed: int, size: int = POOL) -> None:
        self.model, self.net, self.seed = model, model.network, seed
        self.batch = Batch(model, np.random.default_rng(seed), size)
        self.grave = np.array([is_grave(model, value) for value in self.net.value_ids])
        self.own = [own_condition(model, value) for value in self.net.value_ids]
        self.owner = self.net.node_of()
        lasting = {week: self.net.lasting(float(week)) for week in np.unique(self.batch.week)}
        self.lasting = np.array([lasting[week] for week in self.batch.week])
        self.by_cause = np.log1p(-np.clip(self.net.part_fires, 0, 1 - 1e-12))
        self.by_chance = np.log1p(-np.clip(self.net.part_leak, 0, 1 - 1e-12))

    def reports(self, condition: str, each: int, stage: str) -> Iterator[Case]:
        """``each`` short reports of runners who have a condition, and no grave one beside it."""
        net, batch = self.net, self.batch
        wanted = np.array([own == condition for own in self.own])
        if not wanted.any():
            return
        rng = np.random.default_rng(self.seed)
        share = net.share * wanted
        first = int(np.argmax(share))
        weight = self.lasting[:, first].copy()
        for key, fact in net.facts.items():
            weight = weight * fact.odds[batch.facts.state[key], first]
        for number, row in enumerate(rng.choice(len(weight), size=each, p=weight / weight.sum())):
            values = batch.values[row] & ~(self.grave & ~wanted)
            chosen = int(rng.choice(len(share), p=share / share.sum()))
            values[self.owner == self.owner[chosen]] = False
            values[chosen] = True
            there, lift = self._signs(values, rng)
            full = batch.case_of(int(row), values, there).at_stage(
                "exam" if stage == "exam" else "history", batch.knowledge
            )
            yield short(full, lift, batch.knowledge, random.Random(f"{self.seed} {condition} {number}"))

    def _signs(self, values: NDArray[np.bool_], rng: np.random.Generator) -> tuple[dict[str, bool], dict[str, float]]:
        """What is there, and for each the log of how much likelier its causes make it than chance."""
        cause = self.by_cause[values].sum(0)
        fired = rng.random(cause.shape) >= np.exp(cause + self.by_chance)
        there, lift = {}, {}
        for key, parts in self.net.below.items():
            some = list(parts)
            there[key] = bool(fired[some].any())
            all_of, chance = (cause + self.by_chance)[some].sum(), self.by_chance[some].sum()
            lift[key] = float(np.log(max(-np.expm1(all_of), 1e-9) / max(-np.expm1(chance), 1e-9)))
        return there, lift


def own_condition(model: Model, value_id: str) -> str:
    """The condition that a value stands for: the innermost of those it counts for; empty for one that has settled."""
    members = next((v.members for cause in model.causes for v in cause.values if v.id == value_id), ())
    known = model.knowledge.conditions

    def depth(name: str) -> int:
        return 1 + depth(known[name].parent) if name in known and known[name].parent else 0

    return max(members, key=depth, default="")


def short(full: Case, lift: dict[str, float], knowledge: Knowledge, rng: random.Random) -> Case:
    """A full case as a short report: a few of the things that are there."""
    there = [k for k, answer in full.findings.items() if answer.value is True and k in knowledge.findings]
    facts = [key for key in there if knowledge.findings[key].context]
    places = [key for key in there if knowledge.findings[key].kind == "location"]
    rest = [key for key in there if key not in facts and key not in places]
    told = {key for key in facts if rng.random() < TOLD_FACT}
    told |= {*_drawn(places, lift, PLACES, rng), *_drawn(rest, lift, rng.randint(FEWEST, MOST), rng)}
    findings = {key: Answer(True) for key in sorted(told)}
    if "weeks_since_onset" in full.findings and rng.random() < TOLD_WEEKS:
        findings["weeks_since_onset"] = full.findings["weeks_since_onset"]
    return Case(person=full.person, side=full.side, findings=findings)


def _drawn(names: list[str], lift: dict[str, float], most: int, rng: random.Random) -> list[str]:
    waiting, out = list(names), []
    while waiting and len(out) < most:
        (chosen,) = rng.choices(waiting, [max(lift.get(name, 0.0), 0.0) + BY_CHANCE for name in waiting])
        waiting.remove(chosen)
        out.append(chosen)
    return out


def measured(pool: Pool, conditions: list[str], each: int) -> dict[str, dict[str, dict[str, int]]]:
    """Stage -> condition -> how many were called at least urgent, and an emergency."""
    knowledge, out = pool.batch.knowledge, {}
    for stage in STAGES:
        found = {}
        for condition in conditions:
            levels = Counter(evaluate(case, knowledge).level for case in pool.reports(condition, each, stage))
            if levels:
                high = levels["urgent"] + levels["emergency"]
                found[condition] = {"at_least_urgent": high, "emergency": levels["emergency"]}
        out[stage] = found
    return out


def sources(knowledge: Knowledge) -> list[str]:
    return [name for name, condition in sorted(knowledge.conditions.items()) if condition.kind == "source"]


def totals(found: dict[str, dict[str, int]], each: int, knowledge: Knowledge) -> dict[str, tuple[int, int, int]]:
    """Urgency of the condition -> reports, called at least urgent, called an emergency."""
    out: dict[str, tuple[int, int, int]] = {}
    for condition, counts in found.items():
        n, high, top = out.get(knowledge.conditions[condition].urgency, (0, 0, 0))
        urgency = knowledge.conditions[condition].urgency
        out[urgency] = (n + each, high + counts["at_least_urgent"], top + counts["emergency"])
    return out


def show(kept: dict[str, Any], knowledge: Knowledge) -> None:
    each = kept["each"]
    for stage, found in kept["stages"].items():
        print(f"{stage}: {each} short reports of each condition, called at least urgent, called an emergency (%)")
        for condition, counts in sorted(
            found.items(), key=lambda item: (knowledge.conditions[item[0]].urgency, item[0])
        ):
            high, top = (100 * counts[name] / each for name in ("at_least_urgent", "emergency"))
            print(f"  {knowledge.conditions[condition].urgency:10} {condition:36} {high:6.1f} {top:6.1f}")
        for urgency, (n, high, top) in sorted(totals(found, each, knowledge).items()):
            print(f"  all {urgency:10} {n:6} {100 * high / n:6.1f} {100 * top / n:6.1f}")


def show_missed(pool: Pool, condition: str, each: int) -> None:
    knowledge = pool.batch.knowledge
    for stage in STAGES:
        print(stage)
        for case in pool.reports(condition, each, stage):
            found: Triage = evaluate(case, knowledge)
            if height(found.level) < height(knowledge.conditions[condition].urgency):
                print(f"  {found.level:10} {case.person.age:.0f} {case.person.sex}: {' '.join(case.findings)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=150)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--setting", default="general_sports_clinic")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--missed", default="")
    told = parser.parse_args()
    knowledge, start = load(), time.perf_counter()
    pool = Pool(compiled(knowledge, told.setting), told.seed)
    if told.missed:
        show_missed(pool, told.missed, told.each)
        return
    stages = measured(pool, sources(knowledge), told.each)
    kept = {"setting": told.setting, "seed": told.seed, "each": told.each, "stages": stages}
    show(kept, knowledge)
    print(f"{time.perf_counter() - start:.0f} s", file=sys.stderr)
    if told.write:
        FILE.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
