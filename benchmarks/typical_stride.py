"""Makes the built-in typical stride from published running angles (CC BY 4.0).

    python benchmarks/typical_stride.py bmc_ric_angles_odd_subjects.csv.gz [--out FILE.json]

Each runner's mean stride, then the middle (median) of all runners at each of 101 points: two of the published files
have impossible hip angles, which a median does not feel. What the files do not hold (pelvis, trunk, time of toe-off) is
written beside it, with where it is from.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
from pathlib import Path

import numpy as np

#: Column of the file, its sign against ours, our name.
COLUMNS = {
    "hip_flexion": ("Hip_Z", -1.0),
    "hip_adduction": ("Hip_X", -1.0),
    "hip_rotation": ("Hip_Y", -1.0),
    "knee_angle": ("Knee_Z", 1.0),
    "ankle_angle": ("Ankle_Z", -1.0),
}
ASSUMED = {
    "toe_off_percent": [38.0, "contact 277-290 ms of a 0.764 s stride, measured on force plates at 2.5 m/s"],
    "cadence_spm": [157.0, "measured on the same two runners"],
    "pelvis_tilt_deg": [-5.0, "assumed: 5 degrees further forward than standing, the same all through the stride"],
    "trunk_lean_deg": [5.0, "assumed: 5 degrees forward"],
}
HARMONICS = 8
CREDITS = (
    "Fukuchi, Fukuchi and Duarte 2017, PeerJ 5:e3298, and Ferber et al. 2024; public repository BMC-RIC, CC BY 4.0"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("angles", help="bmc_ric_angles_odd_subjects.csv.gz")
    parser.add_argument("--out", default="src/whatelse/mechanics/data/typical_stride.json")
    args = parser.parse_args()
    runners: dict[tuple[str, str], dict[str, list[list[float]]]] = {}
    with gzip.open(args.angles, "rt", encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            stride = runners.setdefault((row["Group"], row["Subject"]), {}).setdefault(row["Trial"], [])
            stride.append([sign * float(row[column]) for column, sign in COLUMNS.values()])
    means = np.array([np.mean([s for s in strides.values() if len(s) == 101], axis=0) for strides in runners.values()])
    middle = np.median(means, axis=0)
    middle = _smooth(middle + _closing(middle))
    spread = 1.4826 * np.median(np.abs(means - np.median(means, axis=0)), axis=0)
    document = {
        "source": Path(args.angles).name,
        "credits": CREDITS,
        "runners": len(runners),
        "strides": sum(len(strides) for strides in runners.values()),
        "speed_m_s": 2.5,
        "assumed": ASSUMED,
        "angles_deg": {name: np.round(middle[:, j], 2).tolist() for j, name in enumerate(COLUMNS)},
        "runner_sd_deg": {name: round(float(np.median(spread[:, j])), 2) for j, name in enumerate(COLUMNS)},
    }
    out = Path(args.out)
    out.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    print(f"{len(runners)} runners, {document['strides']} strides: {out}")


def _smooth(curve: np.ndarray) -> np.ndarray:
    """The first harmonics of a curve that goes round: a median of curves has corners that no runner has."""
    waves = np.fft.rfft(curve[:-1], axis=0)
    waves[HARMONICS + 1 :] = 0.0
    ring = np.fft.irfft(waves, len(curve) - 1, axis=0)
    return np.concatenate([ring, ring[:1]])


def _closing(curve: np.ndarray) -> np.ndarray:
    """What makes the last point equal to the first, spread evenly over the stride."""
    return np.outer(np.linspace(0.5, -0.5, len(curve)), curve[-1] - curve[0])


if __name__ == "__main__":
    main()
