"""How often each red-flag rule fires on simulated runners who have nothing that needs urgent care.

.venv/bin/python benchmarks/false_alarms.py [--runners N] [--seed S] [--setting NAME] [--probability N] [--write]

Four readings of the same runners: all of the history answered, history and examination answered, only the safety
core answered, and only a few things told that are there. --probability N: how often probable causes raise the level
of N of them who tell only a few things.
--write keeps the figures in benchmarks/false_alarms.json, from which docs/red-flags.md is made.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"

from benchmarks.simulated_runners import runners
from whatelse.case import Case
from whatelse.inference.assess import assess_case
from whatelse.inference.compile import compiled
from whatelse.knowledge.loader import load
from whatelse.knowledge.schema import Knowledge
from whatelse.triage import Triage, evaluate, raise_by_probability
from whatelse.triage.types import height

FILE = Path(__file__).with_suffix(".json")
READINGS = ("history", "exam", "core", "told")
#: Findings that a runner tells who is asked nothing.
MOST_TOLD = 12
Z = 1.959964


def wilson(hits: int, n: int) -> tuple[float, float]:
    """95 % Wilson score interval (Wilson 1927)."""
    p, d = hits / n, 1 + Z * Z / n
    centre, half = (p + Z * Z / (2 * n)) / d, Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / d
    return max(0.0, centre - half), min(1.0, centre + half)


def read_as(case: Case, reading: str, knowledge: Knowledge, seed: int = 0) -> Case:
    """The case as one of the four readings sees it."""
    if reading == "told":
        return only_what_is_there(case.at_stage("history", knowledge), seed)
    if reading != "core":
        return case.at_stage("history" if reading == "history" else "exam", knowledge)
    core = {name for screen in knowledge.safety.core for item in screen.items for name in item.findings}
    return Case(person=case.person, findings={k: a for k, a in case.findings.items() if k in core})


def measured(cases: list[Case], knowledge: Knowledge) -> dict[str, Any]:
    """Per reading: hits of each rule, and of the two levels."""
    out: dict[str, Any] = {"runners": len(cases), "readings": {}}
    for reading in READINGS:
        rules: Counter[str] = Counter()
        alone: Counter[str] = Counter()
        levels: Counter[str] = Counter()
        for number, case in enumerate(cases):
            triage = evaluate(read_as(case, reading, knowledge, number), knowledge)
            rules.update(reason.rule for reason in triage.reasons)
            alone.update(_alone(triage))
            levels[triage.level] += 1
        out["readings"][reading] = {
            "rules": {rule: rules[rule] for rule in knowledge.rules},
            "alone": {rule: alone[rule] for rule in knowledge.rules},
            "at_least_urgent": levels["urgent"] + levels["emergency"],
            "emergency": levels["emergency"],
        }
    return out


def _alone(triage: Triage) -> list[str]:
    """The rule without which the level would be lower."""
    top = [reason.rule for reason in triage.reasons if height(reason.level) == height(triage.level)]
    return top if len(top) == 1 else []


def raised(cases: list[Case], knowledge: Knowledge, setting: str) -> dict[str, int]:
    """How often probable causes raise what the rules say, when runners tell only what they have."""
    counts: Counter[str] = Counter()
    for number, case in enumerate(cases):
        told = read_as(case, "told", knowledge, number)
        triage = raise_by_probability(evaluate(told, knowledge), assess_case(told, knowledge, setting), knowledge)
        if triage.raised_by_probability is not None:
            counts[triage.raised_by_probability.level] += 1
    return {"runners": len(cases), "told": MOST_TOLD, "urgent": counts["urgent"], "emergency": counts["emergency"]}


def only_what_is_there(case: Case, seed: int) -> Case:
    """A few findings that are there, and no "no": hard for probabilities, since nothing speaks against danger."""
    there = sorted(key for key, answer in case.findings.items() if answer.value is True)
    random.Random(seed).shuffle(there)
    return Case(person=case.person, side=case.side, findings={k: case.findings[k] for k in sorted(there[:MOST_TOLD])})


def share(hits: int, n: int) -> str:
    low, high = wilson(hits, n)
    return f"{100 * hits / n:5.2f} % ({100 * low:.2f}-{100 * high:.2f})"


def show(found: dict[str, Any], knowledge: Knowledge) -> None:
    n = found["runners"]
    print(f"{n} simulated runners of {found['setting']} without an urgent or emergency cause, seed {found['seed']}")
    print(f"{'rule':5} {'level':10} " + "".join(f"{reading:>24}" for reading in READINGS))
    for rule in knowledge.rules.values():
        hits = [share(found["readings"][reading]["rules"][rule.id], n) for reading in READINGS]
        print(f"{rule.id:5} {rule.level:10} " + "".join(f"{text:>24}" for text in hits) + f"  {rule.label}")
    for level in ("at_least_urgent", "emergency"):
        hits = [share(found["readings"][reading][level], n) for reading in READINGS]
        print(f"{level:16} " + "".join(f"{text:>24}" for text in hits))
    if "raised" in found:
        extra = found["raised"]
        for level in ("urgent", "emergency"):
            print(f"raised to {level} by probability: {share(extra[level], extra['runners'])} of {extra['runners']}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runners", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--setting", default="general_sports_clinic")
    parser.add_argument("--probability", type=int, default=0)
    parser.add_argument("--write", action="store_true")
    told = parser.parse_args()
    knowledge, start = load(), time.perf_counter()
    cases = runners(compiled(knowledge, told.setting), told.runners, told.seed)
    found = {"setting": told.setting, "seed": told.seed, **measured(cases, knowledge)}
    if told.probability:
        found["raised"] = raised(cases[: told.probability], knowledge, told.setting)
    show(found, knowledge)
    print(f"{time.perf_counter() - start:.0f} s", file=sys.stderr)
    if told.write:
        FILE.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
