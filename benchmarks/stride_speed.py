"""How fast and how large: C3D read beside peers in one run, whole analyses, and the peak memory on a million frames.

    .venv/bin/python benchmarks/stride_speed.py [--data FOLDER] [--peer kineticstoolkit=PYTHON] [--peer opensim=PYTHON]

A peer is run by the interpreter that has it; each reads the same files, in turn, the best of five.
"""

from __future__ import annotations

import argparse
import os
import resource
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from motion import section
from whatelse.motion import read
from whatelse.stride import analyse

DATA = Path(os.environ.get("WHATELSE_DATA", Path(__file__).resolve().parents[2] / "shared"))
FILES = ("rbds001_run_3p5.c3d", "ric_20140515T133244_run.c3d")
STATIC = ("rbds001_static.c3d", "ric_20140515T133244_static.c3d")
TIMES = 5

#: What each peer does with a file, given as the first argument; prints the best time in s.
PEERS = {
    "kineticstoolkit": "import kineticstoolkit as k\ndef job(p): k.read_c3d(p)",
    "opensim": (
        "import opensim as o\no.Logger.setLevelString('Off')\n"
        "def job(p):\n t = o.C3DFileAdapter().read(p); a = o.C3DFileAdapter()\n"
        " a.getMarkersTable(t).flatten(); a.getForcesTable(t)"
    ),
}
_TIMED = """
import sys, time
best = 9e9
for _ in range({times}):
    begin = time.perf_counter(); job(sys.argv[1]); best = min(best, time.perf_counter() - begin)
print('BEST', best)
"""


def best_of(job: object) -> float:
    took = []
    for _ in range(TIMES):
        begin = time.perf_counter()
        job()  # type: ignore[operator]
        took.append(time.perf_counter() - begin)
    return min(took)


def beside_peers(folder: Path, peers: dict[str, str]) -> None:
    print(f"C3D read, ms, best of {TIMES}")
    for name in FILES:
        ours = best_of(lambda name=name: read(folder / name))
        line = f"  {name:32s} whatelse {1000 * ours:6.1f}"
        for peer, python in peers.items():
            script = PEERS[peer] + _TIMED.format(times=TIMES)
            found = subprocess.run([python, "-c", script, folder / name], capture_output=True, text=True, check=False)
            times = [line.split()[1] for line in found.stdout.splitlines() if line.startswith("BEST")]
            if times:
                theirs = float(times[0])
                line += f"   {peer} {1000 * theirs:6.1f} (x {theirs / ours:.1f})"
            else:
                line += f"   {peer} failed: {(found.stderr.strip().splitlines() or ['?'])[-1][:60]}"
        print(line)


def whole(folder: Path) -> None:
    print("Whole analysis with a standing trial: events, metrics with intervals, angles")
    for name, static in zip(FILES, STATIC, strict=True):
        recording, standing = read(folder / name), read(folder / static)
        took = best_of(lambda recording=recording, standing=standing: analyse(recording, standing))
        seconds = recording.frames / recording.rate_hz
        print(
            f"  {name:32s} {took:5.2f} s for {seconds:.0f} s of running, {recording.frames / took:.0f} frames a second"
        )


def side_by_side(folder: Path, copies: int = 8) -> None:
    """The same recordings in a folder, by one process and by all."""
    with tempfile.TemporaryDirectory() as place:
        for number in range(copies):
            (Path(place) / f"run{number}.c3d").write_bytes((folder / FILES[number % 2]).read_bytes())
        for jobs in (1, os.cpu_count() or 1):
            begin = time.perf_counter()
            call = [sys.executable, "-P", "-m", "whatelse", "stride", place, "--jobs", str(jobs), "--json"]
            subprocess.run(call, check=True, stdout=subprocess.DEVNULL)
            took = time.perf_counter() - begin
            print(f"  {copies} files, {jobs} at once: {took:.1f} s, {60 * copies / took:.0f} files a minute")


def memory(folder: Path, frames: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "long.c3d"
        made = write_long(folder / FILES[0], file, frames)
        print(f"  {made} frames, {file.stat().st_size / 1e6:.0f} MB on disk")
        begin = time.perf_counter()
        call = [sys.executable, "-P", "-m", "whatelse", "stride", file]
        found = subprocess.run(call, check=False, capture_output=True, text=True)
        took = time.perf_counter() - begin
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"  whatelse stride: exit code {found.returncode}, {took:.0f} s, peak of the process {peak:.0f} MB")
        print("  " + (found.stdout.splitlines() or found.stderr.splitlines() or [""])[1])


def write_long(source: Path, target: Path, frames: int) -> int:
    """A whole number of strides of a real run over and over, as C3D; frames written."""
    recording = read(source)
    heel = recording.point("left_heel")[:, 1]
    spectrum = np.abs(np.fft.rfft(heel - heel.mean()))
    stride = recording.frames / int(np.argmax(spectrum))
    kept = round(stride * int(recording.frames / stride))
    names = [name for name in recording.points if not name.startswith("?")]
    places = np.stack([recording.point(name)[:kept] for name in names], axis=1) * 1000.0
    rows = np.zeros((kept, len(names), 4), "<f4")
    rows[..., :3] = np.nan_to_num(places)
    rows[..., 3] = np.where(np.isnan(places).any(axis=2), -1.0, 0.0)
    parameters = section(names, frames, 2)
    blocks = -(-len(parameters) // 512)
    parameters = section(names, frames, 2 + blocks).ljust(blocks * 512, b"\0")
    header = struct.pack("<BBHHHHHfHHf", 2, 0x50, len(names), 0, 1, 65535, 0, -1.0, 2 + blocks, 0, recording.rate_hz)
    with target.open("wb") as stream:
        stream.write(header.ljust(512, b"\0") + parameters)
        for begin in range(0, frames, kept):
            stream.write(rows[: frames - begin].tobytes())
    return frames


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA / "data" / "motion", help="recordings (default: %(default)s)")
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=PYTHON", help=", ".join(PEERS))
    parser.add_argument("--frames", type=int, default=1_000_000, help="of the long recording (default: %(default)s)")
    given = parser.parse_args()
    peers = dict(one.split("=", 1) for one in given.peer)
    beside_peers(given.data, peers)
    whole(given.data)
    print("A folder")
    side_by_side(given.data)
    print("A long recording")
    memory(given.data, given.frames)


if __name__ == "__main__":
    main()
