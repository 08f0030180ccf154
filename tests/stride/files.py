"""Recordings of made runners as files, as a laboratory would write them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from motion.made_runner import trc_text
from stride.runner import Runner
from whatelse.motion.recording import Recording


def write_trc(path: Path, recording: Recording, **changes: object) -> Path:
    """A TRC file of a recording; changes as for ``trc_text``."""
    points = {name: recording.point(name) for name in recording.points}
    path.write_text(trc_text(points, rate=recording.rate_hz, **changes))
    return path


def run_file(path: Path, **fields: object) -> Path:
    """A run, heel first at 3 m/s if not said otherwise."""
    return write_trc(path, Runner(**{"seconds": 8.0, **fields}).recording())  # type: ignore[arg-type]


def standing_file(path: Path) -> Path:
    """The same runner, who stands."""
    run = Runner(seconds=6.0).recording()
    points = {name: np.repeat(run.point(name)[45:46], 200, axis=0) for name in run.points}
    path.write_text(trc_text(points, rate=run.rate_hz))
    return path
