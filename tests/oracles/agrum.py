"""Asking pyAgrum, in a process of its own with 4 GB of memory and a clock: many cases need more than that."""

from __future__ import annotations

import contextlib
import math
import os
import pickle
import subprocess
import sys
import threading
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from whatelse.inference.evidence import Evidence
from whatelse.inference.network import Network

MEMORY = 4 * 2**30
OUT_OF_MEMORY = f"out of memory ({MEMORY // 2**30} GB)"
ROOT = Path(__file__).resolve().parents[2]


def missing() -> str:
    """Why this oracle cannot be asked; empty when it can."""
    return "" if find_spec("pyagrum") else "pyAgrum is not installed (it is in requirements/dev.txt)"


@dataclass(frozen=True)
class Answer:
    """answers: P(node | evidence, at least one pain source) by name; empty when it did not finish, and why.

    seconds: propagation and reading all marginals; building: the seconds for the network before that.
    """

    answers: dict[str, float]
    seconds: float
    building: float
    unfinished: str = ""


class Agrum:
    """A worker process that answers case after case, and a new one after each that did not finish."""

    def __init__(self, seconds: float = 60.0, memory: int = MEMORY) -> None:
        self.seconds, self.memory = seconds, memory
        self.worker: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Agrum:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def ask(self, network: Network, evidence: Evidence) -> Answer:
        worker = self._running()
        assert worker.stdin is not None and worker.stdout is not None
        late = threading.Event()

        def stop() -> None:
            late.set()
            worker.kill()

        clock = threading.Timer(self.seconds, stop)
        clock.start()
        try:
            pickle.dump((network, evidence), worker.stdin)
            worker.stdin.flush()
            answer: Answer = pickle.load(worker.stdout)
        except (EOFError, BrokenPipeError, pickle.UnpicklingError):
            why = f"more than {self.seconds:g} s" if late.is_set() else OUT_OF_MEMORY
            answer = Answer({}, math.nan, math.nan, why)
        finally:
            clock.cancel()
        if answer.unfinished:
            self._stop()
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self.worker is None:
            paths = os.pathsep.join(path for path in [str(ROOT), *sys.path] if path)
            self.worker = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", "tests.oracles.agrum_network", str(self.memory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": paths, "OMP_NUM_THREADS": "1"},
            )
        return self.worker

    def _stop(self) -> None:
        if self.worker is not None:
            self.worker.kill()
            for pipe in (self.worker.stdin, self.worker.stdout):
                if pipe is not None:
                    with contextlib.suppress(BrokenPipeError):
                        pipe.close()
            self.worker.wait()
            self.worker = None
