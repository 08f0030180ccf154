"""How long the engine takes: against pyAgrum in the same run, over real cases, and to say its help.

.venv/bin/python benchmarks/inference.py [--cases FOLDER] [--agrum-cases N] [--no-agrum]
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"

import numpy as np

from tests.development_data import DATA
from tests.oracles.agrum import Agrum, Answer, missing
from tests.oracles.comparison import differences, named
from tests.oracles.shipped_cases import wanted
from whatelse.case import read_cases
from whatelse.errors import InputError
from whatelse.inference.assess import assess_case
from whatelse.inference.compile import compiled
from whatelse.inference.evidence import Evidence
from whatelse.inference.network import Network
from whatelse.inference.observe import observe
from whatelse.inference.posterior import posterior
from whatelse.knowledge.loader import load

COUNTS = (1, 2, 3, 4, 5, 6, 7, 8)
REPEATS = 5


def seconds(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """The shortest of a few runs: what the work takes when nothing else disturbs it."""
    best = math.inf
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def asked(agrum: Agrum, network: Network, evidence: Evidence) -> Answer:
    """pyAgrum's shortest of three runs; a run of a second or more is not repeated."""
    best = agrum.ask(network, evidence)
    for _ in range(2):
        if not best.unfinished and best.seconds < 1.0:
            again = agrum.ask(network, evidence)
            best = again if again.seconds < best.seconds else best
    return best


def against_agrum(n: int, limit: float) -> None:
    print(
        f"Against pyAgrum LazyPropagation: {n} generated cases, all marginals, one thread, 4 GB and {limit:g} s a case."
    )
    print(
        "pyAgrum's time is propagation and reading; the engine's is everything from the evidence on, its plan included."
    )
    if missing():
        print(f"  skipped: {missing()}")
        return
    ours, theirs, building = defaultdict(list), defaultdict(list), []
    unfinished: dict[int, Counter[str]] = defaultdict(Counter)
    largest = 0.0
    with Agrum(seconds=limit) as agrum:
        for case in wanted(n, COUNTS):
            network, evidence = case.network, case.draw().evidence
            answer = asked(agrum, network, evidence)
            if answer.unfinished:
                unfinished[case.active][answer.unfinished] += 1
                continue
            result = posterior(network, evidence, most_bits=64)
            largest = max(largest, *differences(named(network, result), answer.answers).values())
            ours[case.active].append(seconds(lambda n=network, e=evidence: posterior(n, e, most_bits=64)))
            theirs[case.active].append(answer.seconds)
            building.append(answer.building)
    print("  active findings  finished  pyAgrum ms (median)  engine ms (median)  ratio (median)  not finished")
    for count in COUNTS:
        left = ", ".join(f"{k} {why}" for why, k in sorted(unfinished[count].items())) or "0"
        if not ours[count]:
            print(f"  {count:15d}  {0:8d}  {'':19s}  {'':18s}  {'':14s}  {left}")
            continue
        ratios = [b / a for a, b in zip(ours[count], theirs[count], strict=True)]
        print(
            f"  {count:15d}  {len(ratios):8d}  {1e3 * statistics.median(theirs[count]):19.1f}"
            f"  {1e3 * statistics.median(ours[count]):18.1f}  {statistics.median(ratios):14.1f}  {left}"
        )
    mine, other = [x for xs in ours.values() for x in xs], [x for xs in theirs.values() for x in xs]
    if not mine:
        return
    ratios = [b / a for a, b in zip(mine, other, strict=True)]
    never = sum(sum(why.values()) for why in unfinished.values())
    print(f"  finished {len(mine)}, not finished {never}; largest difference of a marginal {largest:.1e}")
    print(
        f"  ratio over the finished cases: {sum(other) / sum(mine):.1f} of the total times,"
        f" {statistics.geometric_mean(ratios):.1f} geometric mean, {statistics.median(ratios):.1f} median,"
        f" {min(ratios):.1f} least; with the building of its network {(sum(other) + sum(building)) / sum(mine):.1f}"
        " of the total times"
    )


def over_cases(folder: Path, agrum_limit: float | None) -> None:
    print(f"Over the cases of {folder}, stage all")
    if not folder.is_dir():
        print("  skipped: no such folder (--cases FOLDER)")
        return
    knowledge = load()
    times, whole, widths, ratios, dropped, unread = [], [], [], [], 0, []
    finished: Counter[str] = Counter()
    for name, case in read_cases(folder, knowledge):
        if isinstance(case, InputError):
            unread.append(f"{name}: {case}")
            continue
        model = compiled(knowledge, case.setting or knowledge.default_setting)
        evidence, _ = observe(case.at_stage("all", knowledge), model)
        result = posterior(model.network, evidence)
        widths.append(result.width)
        dropped += bool(result.dropped)
        times.append(seconds(lambda e=evidence, m=model: posterior(m.network, e)))
        whole.append(seconds(lambda c=case: assess_case(c, knowledge), 2))
        if agrum_limit is not None and not missing():
            with Agrum(seconds=agrum_limit) as agrum:
                answer = agrum.ask(model.network, evidence)
            finished[answer.unfinished or "finished"] += 1
            if not answer.unfinished:
                ratios.append(answer.seconds / times[-1])
    for line in unread:
        print(f"  not read: {line}")
    if not times:
        print("  no case")
        return
    for label, values in (("posterior", times), ("case to differential", whole)):
        p50, p95, most = (1e3 * x for x in np.percentile(values, [50, 95, 100]))
        print(f"  {label}: {len(values)} cases, p50 {p50:.1f} ms, p95 {p95:.1f} ms, max {most:.1f} ms")
    spread = Counter(math.ceil(width) for width in widths)
    print("  plan width in bits: " + ", ".join(f"{bits}: {k}" for bits, k in sorted(spread.items())))
    print(f"  cases with findings set aside for width: {dropped}")
    if finished:
        print("  pyAgrum on the same cases: " + ", ".join(f"{why}: {k}" for why, k in sorted(finished.items())))
    if ratios:
        print(
            f"  ratio where it finishes: {statistics.geometric_mean(ratios):.1f} geometric mean,"
            f" {statistics.median(ratios):.1f} median, {min(ratios):.1f} least"
        )


def help_time() -> None:
    used = []
    for _ in range(7):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "whatelse", "--help"], check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    print(f"whatelse --help: {statistics.median(used):.2f} s CPU (median of {len(used)})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=Path, default=DATA / "cases", help="folder of cases (default: %(default)s)")
    parser.add_argument("--agrum-cases", type=int, default=56, metavar="N", help="generated cases for pyAgrum")
    parser.add_argument("--agrum-seconds", type=float, default=30.0, metavar="S", help="its time limit for each")
    parser.add_argument("--agrum-on-cases", action="store_true", help="ask it about the real cases, too")
    parser.add_argument("--no-agrum", action="store_true")
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, NumPy {np.__version__}, {platform.machine()}, {os.cpu_count()} cores\n")
    help_time()
    print()
    over_cases(options.cases, options.agrum_seconds if options.agrum_on_cases else None)
    print()
    if not options.no_agrum:
        against_agrum(options.agrum_cases, options.agrum_seconds)


if __name__ == "__main__":
    main()
