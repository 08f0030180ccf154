"""Reading of movement files: joint angles beside a laboratory's own, speed beside ezc3d, memory on a million frames.

    .venv/bin/python benchmarks/motion.py [--data FOLDER] [--frames 1000000]

Prints, for both runs of RBDS 001 with the static trial, the root mean square difference (degrees) between the median
stride and the laboratory's curve, per joint and side: with the contacts of the force plate as they are, with all
joints of the trial shifted by the one time that fits best (the laboratory's contact is another instant), and what
constant remains. Then the time to read each C3D file (best of five), and the peak memory of one process that reads a
made file of a million frames and 32 markers.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import struct
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

import numpy as np

from whatelse.motion import read
from whatelse.motion.angles import JointAngles, joint_angles

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("WHATELSE_DATA") or ROOT.parent / "shared") / "data" / "motion"
JOINTS = {
    "hip_flexion": "hipAngZ",
    "hip_adduction": "hipAngX",
    "hip_rotation": "hipAngY",
    "knee_angle": "kneeAngZ",
    "ankle_angle": "ankleAngZ",
}
TRIALS = (("2.5 m/s", "25", "rbds001_run_2p5_markers.txt"), ("3.5 m/s", "35", "rbds001_run_3p5.c3d"))
SHIFTS_MS = range(-30, 31)
MARKERS = 32


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA, help="folder with the recordings")
    parser.add_argument("--frames", type=int, default=1_000_000, help="frames of the made file")
    parser.add_argument("--only-memory-of", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only_memory_of:
        memory_of(given.only_memory_of)
        return
    print("Joint angles beside the laboratory's own (degrees)")
    for words, speed, name in TRIALS:
        angles_of(given.data, words, speed, name)
    print("\nTime to read a C3D file (best of five, ms)")
    speeds(given.data)
    print(f"\nPeak memory, {given.frames} frames of {MARKERS} markers")
    memory(given.frames)


def angles_of(data: Path, words: str, speed: str, name: str) -> None:
    angles = joint_angles(read(data / name), read(data / "rbds001_static.c3d"))
    truth = np.genfromtxt(data / "rbds001_processed_angles_moments.txt", names=True, delimiter="\t")
    with (data / f"{Path(name).stem.removesuffix('_markers')}_events_force.csv").open() as stream:
        contacts = [(row["side"], float(row["ic_s"])) for row in csv.DictReader(stream)]
    own = {side: np.array([at for where, at in contacts if where == side]) for side in "LR"}
    wanted = {(joint, side): truth[f"{side}{column}{speed}"] for joint, column in JOINTS.items() for side in "LR"}
    sagittal = [key for key in wanted if key[0] in ("hip_flexion", "knee_angle", "ankle_angle")]

    def off(key: tuple[str, str], shift: float) -> np.ndarray:
        joint, side = key
        return median_stride(angles, f"{joint}_{side.lower()}", own[side] + shift) - wanted[key]

    best = min(SHIFTS_MS, key=lambda ms: sum(float(np.var(off(key, ms / 1000))) for key in sagittal))
    print(f"{words}: best common shift {best} ms")
    print(f"  {'joint':15} side  as it is  shifted  constant  shape")
    for key in wanted:
        plain, moved = off(key, 0.0), off(key, best / 1000)
        figures = rms(plain), rms(moved), float(np.mean(moved)), float(np.std(moved))
        print(f"  {key[0]:15} {key[1]:4}  {figures[0]:8.2f} {figures[1]:8.2f} {figures[2]:9.2f} {figures[3]:6.2f}")


def median_stride(angles: JointAngles, name: str, contacts: np.ndarray) -> np.ndarray:
    values = angles.angle(name)
    assert values is not None
    curves = [np.interp(np.linspace(one, other, 101), angles.time_s, values) for one, other in pairwise(contacts)]
    return np.median(curves, axis=0)


def rms(values: np.ndarray) -> float:
    return float(np.sqrt(np.mean(values**2)))


def speeds(data: Path) -> None:
    try:
        import ezc3d
    except ImportError:
        ezc3d = None
        print("  (ezc3d is not installed)")
    for name in ("rbds001_run_3p5.c3d", "ric_20140515T133244_run.c3d"):
        ours = best_of(lambda name=name: read(data / name))
        line = f"  {name:32} whatelse {ours:6.1f}"
        if ezc3d is not None:
            theirs = best_of(lambda name=name: ezc3d.c3d(str(data / name), extract_forceplat_data=True))
            line += f"  ezc3d {theirs:6.1f}  ratio {theirs / ours:.1f}"
        print(line)


def best_of(job: object, times: int = 5) -> float:
    took = []
    for _ in range(times):
        begin = time.perf_counter()
        job()  # type: ignore[operator]
        took.append(time.perf_counter() - begin)
    return min(took) * 1000


def memory(frames: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "long.c3d"
        write_long(file, frames)
        print(f"  file {file.stat().st_size / 1e6:.0f} MB")
        command = [sys.executable, __file__, "--only-memory-of", str(file)]
        subprocess.run(command, check=True)


def memory_of(file: Path) -> None:
    before = peak()
    begin = time.perf_counter()
    recording = read(file)
    read_s, read_mb = time.perf_counter() - begin, peak()
    joint_angles(recording)
    print(f"  read {recording.frames} frames in {read_s:.1f} s, peak {read_mb:.0f} MB (start {before:.0f} MB)")
    print(f"  with joint angles {time.perf_counter() - begin:.1f} s, peak {peak():.0f} MB")


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def write_long(file: Path, frames: int) -> None:
    """A runner's 32 markers, swinging, without a library: header, one block of parameters after another, reals."""
    sides = ("L", "R")
    names = [f"{s}{n}" for s in sides for n in ("ASI", "PSI", "LFC", "MFC", "LMAL", "MMAL", "CAL", "TOE", "MT1", "MT5")]
    names += [f"{s}_{part}_{i}" for s in sides for part in ("thigh", "shank") for i in (1, 2, 3)]
    rest = np.array([place(name) for name in names])
    swing = np.array([[0.02 + 0.3 * (0.9 - y), 0.05 * (0.9 - y), 0.0] for _, y, _ in rest])
    phase = np.where([name.startswith("L") for name in names], 0.0, np.pi)
    parameters = section(names, frames, 2)
    blocks = -(-len(parameters) // 512)
    parameters = section(names, frames, 2 + blocks).ljust(blocks * 512, b"\0")
    header = struct.pack("<BBHHHHHfHHf", 2, 0x50, MARKERS, 0, 1, 65535, 0, -1.0, 2 + blocks, 0, 150.0)
    with file.open("wb") as stream:
        stream.write(header.ljust(512, b"\0") + parameters)
        for begin in range(0, frames, 50_000):
            clock = 2 * np.pi * 1.4 * np.arange(begin, min(begin + 50_000, frames)) / 150
            rows = np.zeros((len(clock), MARKERS, 4), "<f4")
            wave = np.stack([np.sin(clock[:, None] + phase), np.cos(clock[:, None] + phase)], axis=2)
            rows[..., :3] = 1000 * rest
            rows[..., 0] += 1000 * wave[..., 0] * swing[:, 0]
            rows[..., 1] += 1000 * (1 + wave[..., 1]) * swing[:, 1]
            stream.write(rows.tobytes())


def place(name: str) -> tuple[float, float, float]:
    sign = -1.0 if name.startswith("L") else 1.0
    kinds = {
        "ASI": (0.1, 1.0, 0.12), "PSI": (-0.08, 1.02, 0.05), "LFC": (0.0, 0.5, 0.14), "MFC": (0.0, 0.5, 0.05),
        "LMAL": (0.0, 0.1, 0.13), "MMAL": (0.0, 0.1, 0.06), "CAL": (-0.06, 0.04, 0.1), "TOE": (0.18, 0.04, 0.1),
        "MT1": (0.13, 0.04, 0.06), "MT5": (0.1, 0.04, 0.14),
    }  # fmt: skip
    if "_" in name:
        _, part, number = name.split("_")
        return (0.02 * int(number), (0.75 if part == "thigh" else 0.3) + 0.04 * int(number) % 0.1, sign * 0.13)
    x, y, z = kinds[name[1:]]
    return (x, y, sign * z)


def section(names: list[str], frames: int, start: int) -> bytes:
    made = bytearray(b"\1\x50\0\x54" + struct.pack("<bb", 5, -1) + b"POINT" + struct.pack("<HB", 3, 0))
    width = max(map(len, names))
    for name, body in {
        "USED": struct.pack("<bBBh", 2, 1, 1, len(names)),
        "SCALE": struct.pack("<bBBf", 4, 1, 1, -1.0),
        "RATE": struct.pack("<bBBf", 4, 1, 1, 150.0),
        "DATA_START": struct.pack("<bBBh", 2, 1, 1, start),
        "LONG_FRAMES": struct.pack("<bBBf", 4, 1, 1, float(frames)),
        "UNITS": struct.pack("<bBBB", -1, 2, 2, 1) + b"mm",
        "LABELS": struct.pack("<bBBB", -1, 2, width, len(names)) + "".join(one.ljust(width) for one in names).encode(),
    }.items():
        made += struct.pack("<bb", len(name), 1) + name.encode() + struct.pack("<H", len(body) + 3) + body + b"\0"
    return bytes(made + b"\0\0")


if __name__ == "__main__":
    main()
