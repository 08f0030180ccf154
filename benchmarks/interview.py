"""How good is the choosing of questions? Simulated runners, asked by us and by other ways, judged after every answer.

.venv/bin/python benchmarks/interview.py [--runners N] [--other-models N] [--questions N] [--plot FILE] [--cases FOLDER]

All ways begin alike: age, sex, the safety core and whatever else could make it more urgent are told (not counted), then
the core that everyone is asked (counted). They differ in what they ask from there: first questions alone; then with
tests that a runner can do at home, by the minutes that all of it takes (``interview.toml``).
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"

import numpy as np
from numpy.typing import NDArray

from benchmarks.interview_cases import over_cases
from benchmarks.interview_runners import Runner, runners
from whatelse.case import Case
from whatelse.errors import InputError
from whatelse.inference.after import after
from whatelse.inference.build import build
from whatelse.inference.compile import Model, compiled
from whatelse.inference.explanation import plain_network
from whatelse.inference.near import near
from whatelse.inference.observe import observe
from whatelse.inference.posterior import posterior
from whatelse.inference.rough import rough
from whatelse.interview import apply_answer, next_question
from whatelse.interview.catalogue import Catalogue, catalogue_of
from whatelse.interview.modes import information
from whatelse.interview.open import open_questions
from whatelse.interview.safety import must_ask
from whatelse.interview.types import Explore, Question
from whatelse.interview.value import valued
from whatelse.knowledge.loader import load

Array = NDArray[np.float64]

UNSURE, WRONG = 0.12, 0.05
#: The judge takes so many sets of findings apart: exact up to ten positive findings that want a cause.
JUDGED = 2**10
#: Cells of a walk up to which every answer is worked out exactly, to compare.
MOST_CELLS = 200_000.0
MINUTES = (1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 32.0)
OURS, OURS_STOPPED, FIXED, RANDOM = "ours", "ours, stopping", "fixed order", "random"
ENTROPY, ALL = "entropy", "all answers"
OTHERS, TESTS = "runners of other models", "with tests at home"


@dataclass
class Asked:
    """One interview as it goes on. put: questions without an answer."""

    case: Case
    put: set[str] = field(default_factory=set)

    def answer(self, runner: Runner, question: Question) -> None:
        said = runner.says(question)
        try:
            self.case = apply_answer(self.case, question, said, runner.knowledge)
        except InputError:  # a mistaken answer against an earlier one: taken back as not known
            said = None
            self.case = apply_answer(self.case, question, None, runner.knowledge)
        if said is None:
            self.put.add(question.id)


#: The next question of a way of asking, or None at its end.
Way = Callable[[Asked, Runner], Question | None]


class Asking:
    """A model, what can be asked of runners, and the ways of asking that are compared."""

    def __init__(self, model: Model, *, tests: bool) -> None:
        self.model, self.knowledge, self.tests = model, model.knowledge, tests
        self.catalogue: Catalogue = catalogue_of(model, "runner")
        self.times: list[tuple[float, float]] = []
        self.safety: list[int] = []

    def begin(self, runner: Runner) -> Asked:
        asked = Asked(Case(side="left"))
        core = [name for screen in self.knowledge.safety.core for item in screen.items for name in item.findings]
        for name in ("age", "sex", *core):
            if name in ("age", "sex") or name in self.open_now(asked, name):
                asked.answer(runner, self.catalogue.questions[name])
        return asked

    def open_now(self, asked: Asked, name: str) -> tuple[str, ...]:
        """The name, where no answer has settled it."""
        said = asked.case.findings.get(name)
        sex = self.knowledge.safety.not_for.get(asked.case.person.sex or "", ())
        implied = any(
            general in asked.case.findings and asked.case.findings[general].value is False
            for general in self.catalogue.above.get(name, ())
        )
        return () if said is not None or name in sex or implied else (name,)

    def make_safe(self, asked: Asked, runner: Runner) -> int:
        """What could still make it more urgent is asked before anything else, whoever asks."""
        count = 0
        while wanted := must_ask(asked.case, self.knowledge, {*asked.put, *asked.case.findings}):
            asked.answer(runner, self.catalogue.questions[wanted[0].finding])
            count += 1
        return count

    def core(self, asked: Asked) -> tuple[str, ...]:
        """What is asked of everyone and still open."""
        return open_questions(asked.case, self.catalogue, asked.put).core

    def ask_core(self, asked: Asked, runner: Runner) -> None:
        while core := self.core(asked):
            asked.answer(runner, self.catalogue.questions[core[0]])
            self.make_safe(asked, runner)

    def candidates(self, asked: Asked) -> list[str]:
        return list(open_questions(asked.case, self.catalogue, asked.put, lambda name: self.tests).now)

    # ------------------------------------------------------------ ways of asking

    def ours(self, *, go_on: bool) -> Way:
        def way(asked: Asked, runner: Runner) -> Question | None:
            start, cpu = time.perf_counter(), time.process_time()
            found = next_question(
                asked.case,
                self.knowledge,
                self.model.setting.id,
                asked=frozenset(asked.put),
                limit=1000,
                offered=lambda name: self.tests,
                go_on=go_on,
            )
            if found.question is None or not found.question.core:
                self.times.append((time.perf_counter() - start, time.process_time() - cpu))
            return found.question

        return way

    def fixed(self, order: Sequence[str]) -> Way:
        def way(asked: Asked, runner: Runner) -> Question | None:
            here = set(self.candidates(asked))
            name = next((name for name in order if name in here), None)
            return self.catalogue.questions[name] if name is not None else None

        return way

    def random(self) -> Way:
        def way(asked: Asked, runner: Runner) -> Question | None:
            here = self.candidates(asked)
            rng = np.random.default_rng([runner.seed, len(asked.case.findings), len(asked.put)])
            return self.catalogue.questions[here[int(rng.integers(len(here)))]] if here else None

        return way

    def entropy(self) -> Way:
        def way(asked: Asked, runner: Runner) -> Question | None:
            here = self.candidates(asked)
            if not here:
                return None
            bits = self.bits(asked, here)
            return self.catalogue.questions[here[int(np.argmax(np.round(bits, 9)))]]

        return way

    def bits(self, asked: Asked, names: Sequence[str]) -> Array:
        """What each question tells about the pain sources, all alike and whatever it costs."""
        evidence = observe(asked.case, self.model)[0]
        return valued(self.model, evidence, [self.catalogue.asks[name] for name in names], Explore(), 0).bits

    # ------------------------------------------------------------ the best fixed order, and the judge

    def learned(self, learners: Sequence[Runner], questions: int) -> list[str]:
        """Greedy: at each place the question that tells most on average over learners who answered those before it."""
        states = []
        for runner in learners:
            asked = self.begin(runner)
            self.make_safe(asked, runner)
            self.ask_core(asked, runner)
            states.append(asked)
        order: list[str] = []
        while len(order) < questions:
            sums: dict[str, float] = {}
            for asked in states:
                here = self.candidates(asked)
                for name, bits in zip(here, self.bits(asked, here), strict=True):
                    sums[name] = sums.get(name, 0.0) + float(bits)
            left = {name: total for name, total in sums.items() if name not in order}
            if not left:
                break
            order.append(max(sorted(left), key=lambda name: left[name]))
            for asked, runner in zip(states, learners, strict=True):
                if order[-1] in self.candidates(asked):
                    asked.answer(runner, self.catalogue.questions[order[-1]])
                    self.make_safe(asked, runner)
        return order

    def judged(self, asked: Asked, runner: Runner) -> tuple[bool, bool]:
        """Whether the first, and any of the first three, is a source that is there."""
        network = self.model.network
        evidence = observe(asked.case, self.model)[0]
        found = near(network, evidence, rough(network, evidence), (), hardly_there=3e-4, most_sets=JUDGED)
        nodes = np.add.reduceat(
            np.where(network.present[found.rows], found.now, 0.0), _starts(network.node_of()[found.rows])
        )
        nodes = np.where(network.pain[found.kept], nodes, -1.0)
        first = found.kept[np.argsort(-np.round(nodes, 9), kind="stable")[:3]].tolist()
        return first[0] in runner.sources, bool(runner.sources.intersection(first))

    def interview(self, runner: Runner, way: Way, questions: int) -> tuple[list[tuple[bool, bool]], list[float], int]:
        """The judgement after each question and the minutes until then, kept as they are from where the way ends; and
        how many were asked."""
        asked = self.begin(runner)
        safety = self.make_safe(asked, runner)
        judged, minutes = [self.judged(asked, runner)], [0.0]
        while len(judged) <= questions:
            core = self.core(asked)
            question = self.catalogue.questions[core[0]] if core else way(asked, runner)
            if question is None:
                break
            asked.answer(runner, question)
            safety += self.make_safe(asked, runner)
            judged.append(self.judged(asked, runner))
            minutes.append(minutes[-1] + self.catalogue.minutes[question.id])
        self.safety.append(safety)
        count = len(judged) - 1
        rest = questions - count
        return judged + [judged[-1]] * rest, minutes + [minutes[-1]] * rest, count

    def everything(self, runner: Runner) -> tuple[bool, bool]:
        """All that a runner can answer, answered."""
        asked = self.begin(runner)
        self.ask_core(asked, runner)
        while True:
            self.make_safe(asked, runner)
            here = self.candidates(asked)
            if not here:
                return self.judged(asked, runner)
            for name in here:
                if name in self.candidates(asked):
                    asked.answer(runner, self.catalogue.questions[name])


def against_exact(asking: Asking, people: Sequence[Runner]) -> None:
    """The quick choice beside the exact one, where a walk for every answer is possible at all."""
    network = plain_network(asking.model)
    found = []
    for runner in people:
        asked = asking.begin(runner)
        asking.make_safe(asked, runner)
        asking.ask_core(asked, runner)
        for _ in range(runner.seed % 12):
            question = asking.fixed(asking.candidates(asked))(asked, runner)
            if question is not None:
                asked.answer(runner, question)
        asking.make_safe(asked, runner)
        evidence = observe(asked.case, asking.model)[0]
        if build(network, evidence).plan.cells > MOST_CELLS:
            continue
        asks = [asking.catalogue.asks[name] for name in asking.candidates(asked)]
        quick = near(network, evidence, rough(network, evidence), asks)
        exact = after(network, evidence, asks, posterior(network, evidence), 1e-4)
        chance = np.concatenate([seen.chance for seen in exact])
        nodes = np.concatenate([seen.nodes for seen in exact], axis=1)
        bits = information(nodes[network.pain], chance, quick.first).sum(0)
        guess = information(quick.nodes[network.pain[quick.kept]], quick.chance, quick.first).sum(0)
        best = int(np.argmax(guess))
        same = best == int(np.argmax(bits))
        found.append((same, best in np.argsort(-bits)[:3], bits[best] / bits.max(), bits.max() - bits[best]))
    if not found:
        return
    same, third, ratio, lost = np.array(found, dtype=float).T
    print(f"\nthe quick choice beside the exact one, in {len(found)} of {len(people)} states; the others are too wide")
    print(f"  the same question {same.mean():.0%}, one of the best three {third.mean():.0%}", end="; ")
    print(f"it tells {np.median(ratio):.0%} of what the best tells (5 % {np.percentile(ratio, 5):.0%})", end=", ")
    print(f"at most {lost.max():.3f} bits less")


def _starts(owner: NDArray[np.intp]) -> NDArray[np.intp]:
    return np.concatenate([[0], np.flatnonzero(np.diff(owner)) + 1]).astype(np.intp)


@dataclass(frozen=True, eq=False)
class Curve:
    """right (questions + 1, 2): shares judged right. asked: how many of each runner. timed (minutes, 2): the same
    shares at each of ``MINUTES``."""

    right: Array
    asked: tuple[int, ...]
    timed: Array


def compared(asking: Asking, people: Sequence[Runner], order: Sequence[str], questions: int) -> dict[str, Curve]:
    ways = {
        OURS: asking.ours(go_on=True),
        OURS_STOPPED: asking.ours(go_on=False),
        FIXED: asking.fixed(order),
        RANDOM: asking.random(),
        ENTROPY: asking.entropy(),
    }
    out = {}
    for name, way in ways.items():
        right, timed, asked = [], [], []
        for runner in people:
            judged, minutes, count = asking.interview(runner, way, questions)
            right.append(judged)
            timed.append([judged[int(np.searchsorted(minutes, limit, side="right")) - 1] for limit in MINUTES])
            asked.append(count)
        out[name] = Curve(np.array(right, dtype=float).mean(0), tuple(asked), np.array(timed, dtype=float).mean(0))
    oracle = np.array([asking.everything(runner) for runner in people], dtype=float).mean(0)
    out[ALL] = Curve(np.tile(oracle, (questions + 1, 1)), (), np.tile(oracle, (len(MINUTES), 1)))
    return out


def needed(curve: Array, bar: float) -> str:
    """The first number of questions at which the share, over it and its two neighbours, is at the bar."""
    padded = np.concatenate([curve[:1], curve, curve[-1:]])
    smooth = (padded[:-2] + padded[1:-1] + padded[2:]) / 3.0
    above = np.flatnonzero(smooth >= bar - 1e-9)
    return str(int(above[0])) if len(above) else f"more than {len(curve) - 1}"


def told(title: str, curves: dict[str, Curve], n: int) -> None:
    print(f"\n{title}: {n} runners, {UNSURE:.0%} of answers not known, {WRONG:.0%} mistaken")
    steps = [k for k in (0, 2, 4, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60) if k < len(curves[OURS].right)]
    print("  a source that is there stands first (any of the first three), by questions")
    print(f"  {'':15s}" + "".join(f"{k:>13d}" for k in steps))
    for name, curve in curves.items():
        print(f"  {name:15s}" + "".join(f"  {curve.right[k, 0]:.3f} ({curve.right[k, 1]:.2f})"[:13] for k in steps))
    print("  the same by minutes")
    print(f"  {'':15s}" + "".join(f"{k:>13g}" for k in MINUTES))
    for name, curve in curves.items():
        print(f"  {name:15s}" + "".join(f"  {first:.3f} ({three:.2f})"[:13] for first, three in curve.timed))
    oracle = curves[ALL].right[0]
    for place, label in ((0, "first"), (1, "first three")):
        bar = 0.95 * oracle[place]
        found = {name: needed(curve.right[:, place], bar) for name, curve in curves.items() if name != ALL}
        counts = ", ".join(f"{name} {count}" for name, count in found.items())
        print(f"  questions to reach 95 % of all answers ({label}, {bar:.3f}): {counts}")
    stopped = curves[OURS_STOPPED]
    p5, p50, p95 = np.percentile(stopped.asked, [5, 50, 95])
    first, three = stopped.right[-1]
    print(f"  asked when we stop: median {p50:.0f} (5 % {p5:.0f}, 95 % {p95:.0f}); then {first:.3f} ({three:.2f})")


def plotted(file: Path, parts: dict[str, dict[str, Curve]]) -> None:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    matplotlib.rcParams["svg.hashsalt"] = "interview"
    figure, axes = plt.subplots(1, len(parts), figsize=(5.2 * len(parts), 4.2), sharey=True, squeeze=False)
    for axis, (title, curves) in zip(axes[0], parts.items(), strict=True):
        by_minutes = title.startswith(TESTS)
        for name, curve in curves.items():
            style = {"color": "0.4", "linestyle": "--"} if name == ALL else {}
            x, y = (MINUTES, curve.timed[:, 0]) if by_minutes else (range(len(curve.right)), curve.right[:, 0])
            axis.plot(x, y, label=name, **style)
        axis.axhline(0.95 * curves[ALL].right[0, 0], color="0.7", linestyle=":", label="95 % of all answers")
        axis.set_xlabel("minutes after the safety core" if by_minutes else "questions after the safety core")
        axis.set_title(title, fontsize=10)
        axis.grid(alpha=0.3)
    axes[0, 0].set_ylabel("a source that is there stands first")
    axes[0, -1].legend(loc="lower right", fontsize=8)
    figure.tight_layout()
    figure.savefig(file, metadata={"Date": None} if file.suffix == ".svg" else None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runners", type=int, default=200, metavar="N")
    parser.add_argument("--other-models", type=int, default=100, metavar="N", help="runners of models of their own")
    parser.add_argument("--with-tests", type=int, default=60, metavar="N", help="runners who also do tests at home")
    parser.add_argument("--learners", type=int, default=100, metavar="N", help="runners a fixed order is learned on")
    parser.add_argument("--questions", type=int, default=60, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plot", type=Path, metavar="FILE", help=".svg or .png")
    parser.add_argument("--exact", type=int, default=100, metavar="N", help="states in which the choice is checked")
    parser.add_argument("--cases", type=Path, metavar="FOLDER", help="replay published cases as interviews, too")
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, NumPy {np.__version__}, {platform.machine()}, {os.cpu_count()} cores")
    knowledge = load()
    model = compiled(knowledge, knowledge.default_setting)
    learners = runners(model, options.learners, 10_000 + options.seed, unsure=UNSURE, wrong=WRONG)
    parts: dict[str, dict[str, Curve]] = {}
    times: list[tuple[float, float]] = []
    safety: list[int] = []
    for tests, groups in (
        (False, (("runners of the model", options.runners, False), (OTHERS, options.other_models, True))),
        (True, ((TESTS, options.with_tests, False),)),
    ):
        if not any(n for _, n, _ in groups):
            continue
        asking = Asking(model, tests=tests)
        order = asking.learned(learners, options.questions)
        start = ", ".join(order[:12])
        print(f"\nfixed order, learned on {options.learners} other runners: {start}, ...")
        for title, n, other in groups:
            if n:
                people = runners(model, n, options.seed, unsure=UNSURE, wrong=WRONG, other=other)
                parts[title] = compared(asking, people, order, options.questions)
                told(title, parts[title], n)
        times += asking.times
        safety += asking.safety
    if times:
        (p50, cpu50), (p95, cpu95) = 1e3 * np.percentile(np.array(times), [50, 95], axis=0)
        print(f"\nnext question over {len(times)} states: p50 {p50:.1f} ms, p95 {p95:.1f} ms", end="")
        print(f" (processor time {cpu50:.1f} and {cpu95:.1f} ms)")
        print(f"safety questions beside the core: median {statistics.median(safety):.0f}, most {max(safety)}")
    if options.exact:
        people = runners(model, options.exact, 20_000 + options.seed, unsure=UNSURE, wrong=WRONG)
        against_exact(Asking(model, tests=False), people)
    if options.plot and parts:
        plotted(options.plot, parts)
    if options.cases:
        over_cases(options.cases, knowledge)


if __name__ == "__main__":
    main()
