"""How long a case takes with everything that is said about it: the differential, the intervals, the explanation.

.venv/bin/python benchmarks/intervals.py [--cases FOLDER] [--models N]
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"

import numpy as np

from tests.development_data import DATA
from whatelse.case import read_cases
from whatelse.errors import InputError
from whatelse.inference.assess import assess_case
from whatelse.inference.compile import compiled
from whatelse.inference.explanation import explain, plain_network
from whatelse.inference.intervals import MODELS, intervals
from whatelse.inference.uncertain import uncertainty_of
from whatelse.inference.weigh import weigh
from whatelse.knowledge.loader import load


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    start = time.perf_counter()
    out = work()
    return out, time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=Path, default=DATA / "cases", help="folder of cases (default: %(default)s)")
    parser.add_argument("--models", type=int, default=MODELS, help="drawn models a case (default: %(default)s)")
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, NumPy {np.__version__}, {platform.machine()}, {os.cpu_count()} cores")
    knowledge = load()
    rows, worth, widths, narrower = [], [], [], 0
    for name, case in read_cases(options.cases, knowledge):
        if isinstance(case, InputError):
            print(f"  not read: {name}: {case}")
            continue
        model = compiled(knowledge, case.setting or knowledge.default_setting)
        ready = timed(lambda m=model: (uncertainty_of(m), plain_network(m).lasting(None)))[1]
        if ready > 0.05:
            print(f"  once a process and setting, the widths of all numbers: {ready:.2f} s")
        _, first = timed(lambda c=case: assess_case(c, knowledge))
        weighed, again = timed(lambda c=case: weigh(c, knowledge))
        spread, second = timed(lambda w=weighed: intervals(w, options.models))
        _, third = timed(lambda w=weighed: explain(w))
        rows.append((first, again + second, again + third, first + second + third))
        worth.append(spread.effective)
        narrower += bool(spread.set_aside)
        widths.append(weighed.result.width)
    if not rows:
        print("  no case")
        return
    print(f"{len(rows)} cases of {options.cases}, {options.models} drawn models each, one run each")
    for label, values in zip(
        ("differential", "intervals", "explanation", "all, weighed once"), zip(*rows, strict=True), strict=True
    ):
        p50, p95, most = (1e3 * x for x in np.percentile(values, [50, 95, 100]))
        print(f"  {label:17s}  p50 {p50:6.0f} ms  p95 {p95:6.0f} ms  max {most:6.0f} ms")
    low, middle = np.percentile(worth, [0, 50])
    print(f"  {options.models} draws are worth {middle:.0f} equal ones (median; least {low:.0f})")
    print(f"  widest plan {max(widths):.1f} bits; of {narrower} cases the drawn models leave findings out")


if __name__ == "__main__":
    main()
