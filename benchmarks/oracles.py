"""All oracles in full, as one table: cases, active findings, largest difference from the engine.

.venv/bin/python benchmarks/oracles.py [enumeration] [quickscore] [agrum]
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.oracles import test_agrum, test_brute_force, test_quickscore_integer
from tests.oracles.agrum import missing
from tests.oracles.comparison import Row

ORACLES: dict[str, Callable[[], Row]] = {
    "enumeration": test_brute_force.full_row,
    "quickscore": test_quickscore_integer.full_row,
    "agrum": test_agrum.full_row,
}


def timed(name: str) -> tuple[Row, float]:
    start = time.perf_counter()
    return ORACLES[name](), time.perf_counter() - start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("oracles", nargs="*", metavar="ORACLE", help=f"{', '.join(ORACLES)} (default: all)")
    names = parser.parse_args().oracles or list(ORACLES)
    if unknown := set(names) - set(ORACLES):
        parser.error(f"no oracle {', '.join(sorted(unknown))}; known: {', '.join(ORACLES)}")
    if "agrum" in names and missing():
        print(f"agrum: skipped, {missing()}")
        names.remove("agrum")
    failed = False
    with ProcessPoolExecutor(2) as pool:
        for row, seconds in pool.map(timed, names):
            print(f"{row}\n  took {seconds:.0f} s", flush=True)
            failed |= row.largest > row.bar
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
