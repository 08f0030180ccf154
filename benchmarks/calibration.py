"""Are 30 % three in ten? Simulated people against the probabilities and intervals they would be told.

.venv/bin/python benchmarks/calibration.py [--people 20000] [--perturbed 400] [--setting ID] [--seed N] [--write]

--write keeps the figures in benchmarks/calibration.json, from which docs/calibration.svg is drawn.

People are drawn from the model itself, so this says whether the arithmetic is right and whether intervals cover what
they claim to cover. It says nothing about real people.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"

import numpy as np

from benchmarks import calibration_picture
from benchmarks.calibration_picture import FIGURES
from whatelse.inference.coins import coins
from whatelse.inference.compile import compiled
from whatelse.inference.draws import draw
from whatelse.inference.evidence import Evidence
from whatelse.inference.explanation import plain_network
from whatelse.inference.intervals import HIGH, LOW, MODELS, normalised, quantile
from whatelse.inference.lanes import lane_posteriors
from whatelse.inference.network import Network
from whatelse.inference.posterior import Posterior, posterior
from whatelse.inference.reliability import Reliability, reliability
from whatelse.inference.sampler import RandomSampler
from whatelse.inference.simulate import answers, person, perturbed
from whatelse.inference.tables import stated
from whatelse.inference.uncertain import Uncertainty, uncertainty_of
from whatelse.knowledge.loader import load

#: Findings asked of each person, beside some composites and numbers; more cost much time and change little.
ASKED_YES_NO, ASKED_OTHER = 14, 2
#: Predictions below this are not counted; nearly all of them are right by being small.
WORTH = 0.05
#: Wider plans take seconds with many models; such people are left out of the coverage, and counted.
MOST_BITS = 11.0


@dataclass
class Tally:
    """Predictions and what was so, over all pain sources and for the first rank."""

    predicted: list[float] = field(default_factory=list)
    happened: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    first_happened: list[float] = field(default_factory=list)

    def add(self, network: Network, result: Posterior, sources: set[int]) -> None:
        told = ranked(network, result)
        truth = {n: float(sources == {n} if n == network.other else n in sources) for n in told}
        for n, p in told.items():
            if p >= WORTH:
                self.predicted.append(p)
                self.happened.append(truth[n])
        top = max(told, key=lambda n: told[n])
        self.first.append(told[top])
        self.first_happened.append(truth[top])

    def show(self, label: str) -> None:
        for name, p, was in (
            (f"predictions >= {WORTH:g}", self.predicted, self.happened),
            ("the first rank", self.first, self.first_happened),
        ):
            show(f"{label}, {name}", reliability(np.array(p), np.array(was)), len(p))


def ranked(network: Network, result: Posterior) -> dict[int, float]:
    """Node -> printed probability of each pain source; "something else": that nothing listed is there."""
    pain = [n for n in range(len(network.node_ids)) if network.pain[n]]
    return {n: result.unlisted if n == network.other else float(result.nodes[n]) for n in pain}


#: Every curve that was shown, as it is kept for the picture.
CURVES: list[dict[str, Any]] = []


def show(label: str, found: Reliability, n: int) -> None:
    curve = {
        "predicted": [round(b.predicted, 4) for b in found.bins],
        "observed": [round(b.observed, 4) for b in found.bins],
    }
    CURVES.append(
        {"label": label.strip(), "count": n, "ece": round(found.ece, 4), "brier": round(found.brier, 4), **curve}
    )
    print(f"{label}: {n}, ECE {found.ece:.4f}, Brier {found.brier:.4f}")
    print("  predicted  " + "  ".join(f"{b.predicted:.3f}" for b in found.bins))
    print("  observed   " + "  ".join(f"{b.observed:.3f}" for b in found.bins), flush=True)


def drawn_week(network: Network, rng: np.random.Generator) -> float:
    assert network.usual_weeks is not None
    return float(rng.choice(network.usual_weeks))


def drawn_questions(network: Network, rng: np.random.Generator) -> list[str]:
    others = [*sorted(network.graded), *sorted(network.measures)]
    picked = rng.choice(sorted(network.below), ASKED_YES_NO, replace=False)
    return sorted([*picked.tolist(), *rng.choice(others, ASKED_OTHER, replace=False).tolist()])


def drawn_facts(network: Network, rng: np.random.Generator) -> dict[str, str]:
    return {
        key: str(rng.choice(fact.states, p=fact.rates / fact.rates.sum()))
        for key, fact in sorted(network.facts.items())
        if rng.random() < 0.15
    }


def people(network: Network, n: int, seed: int, only_what_hurts: bool) -> None:
    rng, tally = np.random.default_rng([seed, only_what_hurts]), Tally()
    start = time.perf_counter()
    for _ in range(n):
        one = person(network, rng, drawn_week(network, rng), drawn_facts(network, rng))
        told = answers(network, one, drawn_questions(network, rng), only_what_hurts=only_what_hurts)
        tally.add(network, posterior(network, told), one.sources(network))
    label = "telling only what hurts" if only_what_hurts else "answering what was asked"
    print(f"{n} people from the stated model, {label} ({time.perf_counter() - start:.0f} s)")
    tally.show("  " + label)


def coverage(network: Network, width: Uncertainty, n: int, seed: int) -> None:
    """People of other networks: does the interval hold what their own network would have said?"""
    rng, tally = np.random.default_rng([seed, 2]), Tally()
    inside, inside_first, wide, worth = [], [], 0, []
    start = time.perf_counter()
    for k in range(n):
        week, facts = drawn_week(network, rng), drawn_facts(network, rng)
        other = perturbed(network, width, seed + k, week, facts)
        one = person(other, rng, week, {})
        told = answers(network, replace(one, facts=facts), drawn_questions(network, rng))
        result = posterior(network, told)
        tally.add(network, result, one.sources(network))
        if result.width > MOST_BITS or result.dropped:
            wide += 1
            continue
        truth = ranked(network, posterior(other, replace(told, facts={})))
        for n_, p, low, high in ends(network, width, told, result, worth):
            if p >= WORTH:
                inside.append(low <= truth[n_] <= high)
            if p == max(ranked(network, result).values()):
                inside_first.append(low <= truth[n_] <= high)
    print(f"{n} people, each from another network that the ranges allow ({time.perf_counter() - start:.0f} s)")
    tally.show("  other networks")
    for label, found in ((f"predictions >= {WORTH:g}", inside), ("the first rank", inside_first)):
        print(f"  the 90 % interval holds what the other network says, {label}: {np.mean(found):.3f} of {len(found)}")
    print(f"  {MODELS} draws are worth {np.median(worth):.0f} (median), {np.min(worth):.0f} (least)")
    print(f"  left out of the coverage, wider than {MOST_BITS:g} bits: {wide}")


def ends(
    network: Network, width: Uncertainty, told: Evidence, result: Posterior, worth: list[float]
) -> list[tuple[int, float, float, float]]:
    """(node, probability, low, high) of every pain source."""
    sampler = RandomSampler(MODELS)
    seen = coins(network, told, stated(network, told), result.values)
    lanes = lane_posteriors(network, told, draw(network, width, told, seen, sampler), result)
    weight = normalised(lanes.evidence, sampler.log_tilt)
    worth.append(float(1.0 / (weight**2).sum()))
    out = []
    for n, p in ranked(network, result).items():
        column = lanes.unlisted if n == network.other else lanes.nodes[n]
        out.append((n, p, quantile(column, weight, LOW), quantile(column, weight, HIGH)))
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=20_000, help="for each way of telling (default: %(default)s)")
    parser.add_argument("--perturbed", type=int, default=400, help="people of other networks (default: %(default)s)")
    parser.add_argument("--setting", default="", help="default: the knowledge's own")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--write", action="store_true", help="keep the figures, and draw them into docs/calibration.svg"
    )
    options = parser.parse_args()
    knowledge = load()
    model = compiled(knowledge, options.setting or knowledge.default_setting)
    network, width = plain_network(model), uncertainty_of(model)
    print(f"setting {model.setting.id}, seed {options.seed}")
    coverage(network, width, options.perturbed, options.seed)
    for only_what_hurts in (False, True):
        people(network, options.people, options.seed, only_what_hurts)
    if options.write:
        told = {
            "setting": model.setting.id,
            "seed": options.seed,
            "people": options.people,
            "perturbed": options.perturbed,
        }
        FIGURES.write_text(json.dumps({**told, "curves": CURVES}, indent=1) + "\n", encoding="utf-8")
        calibration_picture.main()


if __name__ == "__main__":
    main()
