"""Makes the table of norms: ``python -m whatelse.stride.norm_fit ANGLES.csv.gz [--write]``.

ANGLES is the joint-angle file of the open running data of the Federal University of ABC and the Running Injury
Clinic (Fukuchi, Duarte & Ferber 2024, CC BY 4.0): Group, Subject, Trial, Time (0 to 100 % of the stride), Hip_Z
(extension positive), Knee_Z (flexion positive), all at 2.43 to 2.57 m/s. A few runners in it have impossible hips:
strides in which the hip goes beyond what a hip can do are left out, a runner of whom less than half is left counts
for nothing, and centre and spread are estimated robustly on top.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

TABLE = Path(__file__).parent / "data" / "norms.json"
SPEED = 2.5
STANCE = 40
#: Change with speed, deg per m/s, with the standard deviation it may have between runners, and where it is from.
#: "two": both legs of two runners at 2.5, 3.5 and 4.5 m/s; "one": both legs of one; none: not known at other speeds.
SLOPES: dict[str, tuple[float, float, str]] = {
    "knee_flexion_swing_deg": (11.0, 4.0, "two runners at 2.5, 3.5 and 4.5 m/s"),
    "hip_extension_joint_deg": (4.0, 2.0, "two runners at 2.5, 3.5 and 4.5 m/s"),
    "knee_flexion_contact_deg": (1.2, 2.0, "one runner at 2.5, 3.5 and 4.5 m/s"),
    "knee_flexion_stance_deg": (0.6, 2.0, "one runner at 2.5, 3.5 and 4.5 m/s"),
    "hip_flexion_contact_deg": (4.5, 3.0, "one runner at 2.5, 3.5 and 4.5 m/s"),
    "leg_reach_contact_deg": (3.9, 3.0, "one runner at 2.5, 3.5 and 4.5 m/s"),
}
#: How far our number is from that of the file's pipeline for the one runner who is in both, deg (standard deviation).
SAME_RUNNER: dict[str, float] = {
    "knee_flexion_swing_deg": 2.0,
    "hip_extension_joint_deg": 4.0,
    "knee_flexion_contact_deg": 5.0,
    "knee_flexion_stance_deg": 4.0,
    "hip_flexion_contact_deg": 6.0,
    "leg_reach_contact_deg": 4.0,
}
#: A hip that extends further than this, deg, or moves more than this in one stride is a fault of the measurement.
IMPOSSIBLE_EXTENSION, IMPOSSIBLE_RANGE = 45.0, 90.0
#: Tuning of Huber's estimator: 95 % as good as the mean for a clean sample.
_HUBER = 1.345


def per_runner(path: Path) -> dict[str, FloatArray]:
    """(runners,) of every metric: the median over all strides of each runner, in the order of the file."""
    out: dict[str, list[float]] = {name: [] for name in SLOPES}
    for strides in curves_of(path):
        possible = possible_hips(strides[:, :, 0])
        if possible.mean() < 0.5:
            continue
        strides = strides[possible]
        for name, values in readings(strides[:, :, 0], strides[:, :, 1]).items():
            out[name].append(float(np.median(values)))
    return {name: np.asarray(values) for name, values in out.items()}


def curves_of(path: Path) -> list[FloatArray]:
    """(strides, 101, 2) hip extension and knee flexion of each runner, in the order of the file."""
    curves: dict[tuple[str, str], list[tuple[float, float]]] = {}
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            pair = (float(row["Hip_Z"]), float(row["Knee_Z"]))
            curves.setdefault((row["Group"], row["Subject"]), []).append(pair)
    return [np.asarray(points).reshape(-1, 101, 2) for points in curves.values()]


def possible_hips(hip: FloatArray) -> NDArray[np.bool_]:
    """(strides,) whether the hip stays within what a hip can do, from extension (strides, 101)."""
    return np.asarray((hip.max(axis=1) < IMPOSSIBLE_EXTENSION) & (np.ptp(hip, axis=1) < IMPOSSIBLE_RANGE))


def readings(hip: FloatArray, knee: FloatArray) -> dict[str, FloatArray]:
    """(strides,) of every metric from hip extension and knee flexion, (strides, 101) each."""
    return {
        "knee_flexion_swing_deg": knee[:, STANCE:].max(axis=1),
        "hip_extension_joint_deg": hip.max(axis=1),
        "knee_flexion_contact_deg": knee[:, 0],
        "knee_flexion_stance_deg": knee[:, :STANCE].max(axis=1),
        "hip_flexion_contact_deg": -hip[:, 0],
        "leg_reach_contact_deg": -hip[:, 0] - 0.5 * knee[:, 0],
    }


def robust(values: FloatArray) -> tuple[float, float]:
    """Centre (Huber 1964) and spread of a sample of which a part may be nonsense.

    The scale of the weights is the median absolute deviation; the spread is the standard deviation of everything
    within 3.5 such scales, times 1 + 1/n: a new runner is foretold from a small sample (centre and spread are both
    estimates; to first order that of Student's prediction interval).
    """
    centre = float(np.median(values))
    scale = 1.4826 * float(np.median(np.abs(values - centre)))
    if scale == 0.0:
        return centre, 0.0
    for _ in range(50):
        distance = np.abs(values - centre) / scale
        weights = np.minimum(1.0, _HUBER / np.maximum(distance, 1e-12))
        weights[distance > 5.0] = 0.0
        moved = float((weights * values).sum() / weights.sum())
        if abs(moved - centre) < 1e-9:
            break
        centre = moved
    kept = values[np.abs(values - centre) <= 3.5 * scale]
    spread = np.sqrt(((kept - centre) ** 2).sum() / (len(kept) - 1))
    return centre, float(spread * (1.0 + 1.0 / len(kept)))


def norms(path: Path) -> dict[str, object]:
    """The table of norms as it is shipped."""
    table = {}
    for name, values in per_runner(path).items():
        centre, spread = robust(values)
        slope, slope_sd, slope_source = SLOPES[name]
        table[name] = {
            "speed_m_s": SPEED,
            "centre": round(centre, 2),
            "spread": round(spread, 2),
            "runners": len(values),
            "definition_sd": SAME_RUNNER[name],
            "slope": slope,
            "slope_sd": slope_sd,
            "slope_source": slope_source,
        }
    return {
        "source": (
            "Fukuchi RK, Duarte M, Ferber R (2024), BMC-RIC running biomechanics, joint angles at 2.43 to 2.57 m/s, "
            "CC BY 4.0; Fukuchi RK, Fukuchi CA, Duarte M (2017), PeerJ 5:e3298, for the change with speed"
        ),
        "made_by": "python -m whatelse.stride.norm_fit",
        "norms": table,
    }


def text_of(table: dict[str, object]) -> str:
    """The table as the file holds it."""
    return json.dumps(table, indent=2) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("angles", type=Path, help="joint angles, CSV, may be gzipped")
    parser.add_argument("--write", action="store_true", help=f"write {TABLE.name} instead of printing it")
    options = parser.parse_args()
    text = text_of(norms(options.angles))
    if options.write:
        TABLE.write_text(text, "utf-8")
    else:
        print(text, end="")


if __name__ == "__main__":
    main()
