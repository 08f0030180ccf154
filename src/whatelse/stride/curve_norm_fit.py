"""Makes the norm bands of whole curves: ``python -m whatelse.stride.curve_norm_fit ANGLES.csv.gz [--write]``.

From the same file, with the same care for impossible hips, as ``norm_fit``: at each of the 101 points the robust
centre and spread of the runners' median curves. Only for the speed of the data: nobody knows how a whole curve moves
with speed.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from whatelse.stride.norm_fit import SPEED, FloatArray, curves_of, possible_hips, robust

TABLE = Path(__file__).parent / "data" / "curve_norms.json"


def bands(path: Path) -> dict[str, object]:
    """The table as it is shipped."""
    hips, knees = [], []
    for strides in curves_of(path):
        possible = possible_hips(strides[:, :, 0])
        if possible.mean() >= 0.5:
            hips.append(-np.median(strides[possible, :, 0], axis=0))
            knees.append(np.median(strides[possible, :, 1], axis=0))
    return {
        "source": "Fukuchi RK, Duarte M, Ferber R (2024), BMC-RIC running biomechanics, CC BY 4.0",
        "made_by": "python -m whatelse.stride.curve_norm_fit",
        "speed_m_s": SPEED,
        "runners": len(hips),
        "bands": {"hip_flexion": _band(np.asarray(hips)), "knee_angle": _band(np.asarray(knees))},
    }


def _band(curves: FloatArray) -> dict[str, list[float]]:
    """Centre and spread at each point of (runners, 101)."""
    pairs = [robust(curves[:, point]) for point in range(curves.shape[1])]
    return {"centre": [round(c, 2) for c, _ in pairs], "spread": [round(s, 2) for _, s in pairs]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("angles", type=Path, help="joint angles, CSV, may be gzipped")
    parser.add_argument("--write", action="store_true", help=f"write {TABLE.name} instead of printing it")
    options = parser.parse_args()
    text = json.dumps(bands(options.angles)) + "\n"
    if options.write:
        TABLE.write_text(text, "utf-8")
    else:
        print(text, end="")


if __name__ == "__main__":
    main()
