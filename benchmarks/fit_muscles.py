"""Fits the muscle lengths of a musculoskeletal model with polynomials, and writes the table that the program ships.

    python benchmarks/fit_muscles.py LaiUhlrich2022.osim [--out src/whatelse/mechanics/data/muscles.json]

Needs OpenSim (`pip install opensim`), which nothing else of the project needs. Each muscle is fitted over the joints
that it crosses. The error is told over poses that were not fitted: in the whole box, and in the part of it that running
uses.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
from pathlib import Path

import numpy as np
import opensim

#: Joint angles in degrees, with OpenSim's signs: the box that is fitted, and the part of it that running uses.
BOX = {
    "hip_flexion": (-30.0, 90.0),
    "hip_adduction": (-20.0, 20.0),
    "hip_rotation": (-25.0, 25.0),
    "knee_angle": (0.0, 130.0),
    "ankle_angle": (-40.0, 30.0),
}
RUNNING = {
    "hip_flexion": (-20.0, 65.0),
    "hip_adduction": (-12.0, 15.0),
    "hip_rotation": (-15.0, 15.0),
    "knee_angle": (2.0, 115.0),
    "ankle_angle": (-30.0, 25.0),
}
#: What is shipped, by its name in the model.
MUSCLES = {
    "bflh": "Biceps femoris, long head",
    "semimem": "Semimembranosus",
    "semiten": "Semitendinosus",
    "bfsh": "Biceps femoris, short head",
    "glmax1": "Gluteus maximus, upper part",
    "glmax2": "Gluteus maximus, middle part",
    "glmax3": "Gluteus maximus, lower part",
    "glmed1": "Gluteus medius, front part",
    "glmed2": "Gluteus medius, middle part",
    "glmed3": "Gluteus medius, back part",
    "glmin1": "Gluteus minimus, front part",
    "glmin2": "Gluteus minimus, middle part",
    "glmin3": "Gluteus minimus, back part",
    "addmagDist": "Adductor magnus, distal part",
    "addmagIsch": "Adductor magnus, ischial part",
    "addmagMid": "Adductor magnus, middle part",
    "addmagProx": "Adductor magnus, proximal part",
    "addlong": "Adductor longus",
    "addbrev": "Adductor brevis",
    "grac": "Gracilis",
    "iliacus": "Iliacus",
    "psoas": "Psoas major",
    "piri": "Piriformis",
    "recfem": "Rectus femoris",
    "sart": "Sartorius",
    "tfl": "Tensor fasciae latae",
    "vasint": "Vastus intermedius",
    "vaslat": "Vastus lateralis",
    "vasmed": "Vastus medialis",
    "gasmed": "Gastrocnemius, medial head",
    "gaslat": "Gastrocnemius, lateral head",
    "soleus": "Soleus",
}
FITTED, HELD_OUT, ARMS, SEED = 6000, 2000, 600, 20261122
#: Degrees to either side at which a moment arm of the model is taken.
STEP = 0.2
#: A joint that changes a length by less than this (m) over its whole range is not crossed by the muscle.
CROSSED = 1e-5


def exponents(joints: int, degree: int) -> list[tuple[int, ...]]:
    """All monomials of so many variables up to a degree, the constant first."""
    every = itertools.product(range(degree + 1), repeat=joints)
    return sorted((e for e in every if sum(e) <= degree), key=lambda e: (sum(e), e))


def design(angles: np.ndarray, powers: list[tuple[int, ...]]) -> np.ndarray:
    """(T, K) monomials of angles (T, J) in radians."""
    return np.stack([np.prod(angles ** np.array(e), axis=1) for e in powers], axis=1)


def slopes(angles: np.ndarray, powers: list[tuple[int, ...]], fit: np.ndarray, joint: int) -> np.ndarray:
    """(T,) derivative (m/rad) of the fitted length with respect to one of its joints."""
    lowered = [tuple(p - (i == joint) for i, p in enumerate(e)) for e in powers if e[joint]]
    weights = np.array([c * e[joint] for c, e in zip(fit, powers, strict=True) if e[joint]])
    return design(angles, lowered) @ weights


class Oracle:
    """Muscle lengths (m) of the model's right leg, by OpenSim."""

    def __init__(self, path: str) -> None:
        opensim.Logger.setLevelString("Error")
        self.model = opensim.Model(path)
        self.state = self.model.initSystem()
        self.joints = {name: self.model.getCoordinateSet().get(f"{name}_r") for name in BOX}
        self.muscles = {name: self.model.getMuscles().get(f"{name}_r") for name in MUSCLES}
        # The kneecap follows the knee by a coupler: set by its function, which assemble() does a hundred times slower.
        coupler = next(
            one for one in self.model.getConstraintSet() if "patel" in one.getName() and "_r" in one.getName()
        )
        self.follows = opensim.CoordinateCouplerConstraint.safeDownCast(coupler).getFunction()
        self.kneecap = self.model.getCoordinateSet().get("knee_angle_r_beta")

    def lengths(self, degrees: np.ndarray, names: tuple[str, ...] = tuple(MUSCLES)) -> np.ndarray:
        """(T, M) for poses (T, 5) in the order of BOX."""
        out = np.empty((len(degrees), len(names)))
        for t, pose in enumerate(np.radians(degrees)):
            for joint, angle in zip(self.joints.values(), pose, strict=True):
                joint.setValue(self.state, float(angle), False)
            knee = opensim.Vector(1, float(pose[list(BOX).index("knee_angle")]))
            self.kneecap.setValue(self.state, self.follows.calcValue(knee), False)
            self.model.realizePosition(self.state)
            out[t] = [self.muscles[name].getLength(self.state) for name in names]
        return out

    def slopes(self, degrees: np.ndarray) -> np.ndarray:
        """(T, 5, M) derivative (m/rad) of every length with respect to every joint, by central differences."""
        out = []
        for j in range(len(BOX)):
            step = np.eye(len(BOX))[j] * STEP
            out.append((self.lengths(degrees + step) - self.lengths(degrees - step)) / np.radians(2 * STEP))
        return np.stack(out, axis=1)


def crossed(oracle: Oracle) -> dict[str, list[str]]:
    """The joints that move each muscle."""
    middle = np.array([(low + high) / 2 for low, high in BOX.values()])
    out: dict[str, list[str]] = {name: [] for name in MUSCLES}
    for j, (joint, (low, high)) in enumerate(BOX.items()):
        poses = np.repeat(middle[None], 9, axis=0)
        poses[:, j] = np.linspace(low, high, 9)
        spread = np.ptp(oracle.lengths(poses), axis=0)
        for name, moved in zip(MUSCLES, spread, strict=True):
            if moved > CROSSED:
                out[name].append(joint)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="an OpenSim model, *.osim")
    parser.add_argument("--out", default="src/whatelse/mechanics/data/muscles.json")
    parser.add_argument("--degree", type=int, default=4)
    args = parser.parse_args()
    oracle = Oracle(args.model)
    rng = np.random.default_rng(SEED)
    low, high = np.array(list(BOX.values())).T
    running_low, running_high = np.array(list(RUNNING.values())).T
    half = FITTED // 2
    poses = np.concatenate(
        [rng.uniform(low, high, (half, len(BOX))), rng.uniform(running_low, running_high, (FITTED - half, len(BOX)))]
    )
    held = rng.uniform(low, high, (HELD_OUT, len(BOX)))
    running = rng.uniform(running_low, running_high, (HELD_OUT, len(BOX)))
    found, found_held, found_running = (oracle.lengths(some) for some in (poses, held, running))
    found_slopes = oracle.slopes(running[:ARMS])
    upright = oracle.lengths(np.zeros((1, len(BOX))))[0]
    joints = crossed(oracle)
    table = []
    names = list(BOX)
    for m, (name, label) in enumerate(MUSCLES.items()):
        columns = [names.index(j) for j in joints[name]]
        powers = exponents(len(columns), args.degree)
        fit, *_ = np.linalg.lstsq(design(np.radians(poses[:, columns]), powers), found[:, m], rcond=None)
        errors = {}
        for where, some, true in (("box", held, found_held), ("running", running, found_running)):
            off = design(np.radians(some[:, columns]), powers) @ fit - true[:, m]
            errors[where] = {
                "rms_mm": round(1000 * float(np.sqrt(np.mean(off**2))), 4),
                "max_mm": round(1000 * float(np.abs(off).max()), 4),
                "max_percent_of_upright": round(100 * float(np.abs(off).max() / upright[m]), 4),
            }
        arms = {}
        for j, column in enumerate(columns):
            off = 1000 * (slopes(np.radians(running[:ARMS, columns]), powers, fit, j) - found_slopes[:, column, m])
            arms[joints[name][j]] = {
                "rms_mm": round(float(np.sqrt(np.mean(off**2))), 3),
                "p99_mm": round(float(np.quantile(np.abs(off), 0.99)), 3),
                "max_mm": round(float(np.abs(off).max()), 3),
            }
        table.append(
            {
                "id": name,
                "label": label,
                "joints": joints[name],
                "upright_m": round(float(upright[m]), 9),
                "coefficients": [float(f"{c:.12g}") for c in fit],
                "error": errors,
                "moment_arm_error": arms,
            }
        )
        line = ", ".join(
            f"{where} max {e['max_mm']:.2f} mm ({e['max_percent_of_upright']:.3f} %)" for where, e in errors.items()
        )
        print(f"{name:12} {len(powers):4} terms over {', '.join(joints[name])}: {line}")
    source = Path(args.model)
    document = {
        "model": source.name,
        "credits": "Rajagopal 2016, Lai 2017, Uhlrich 2022; public repository stanfordnmbl/opencap-core, Apache-2.0",
        "sha256": hashlib.sha256(source.read_bytes()).hexdigest(),
        "opensim": opensim.GetVersion(),
        "degree": args.degree,
        "poses": {"fitted": FITTED, "held_out": HELD_OUT, "moment_arms": ARMS, "seed": SEED},
        "box_deg": {joint: list(ends) for joint, ends in BOX.items()},
        "running_deg": {joint: list(ends) for joint, ends in RUNNING.items()},
        "muscles": table,
    }
    out = Path(args.out)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
