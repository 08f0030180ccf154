"""Angle points of a C3D file: Plug-in Gait's own, with OpenSim's names and signs; others keep their names.

Plug-in Gait writes one point an angle: x flexion, y adduction, z rotation, in degrees. Its signs (Vicon, "Plug-in
Gait output angles"): hip and knee flexion +, dorsiflexion +, hip adduction +, internal rotation +, pelvis anterior
tilt +, pelvis up on the side named +, pelvis rotation internal of the side named +.
OpenSim's pelvis (``pelvis_tilt`` + backward, ``pelvis_list`` + right side down, ``pelvis_rotation`` + right side
forward) is taken from the right-hand point.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from whatelse.motion.recording import FloatArray, Series

#: Plug-in Gait's angle, column and sign for each of OpenSim's names ({s}: l or r).
JOINTS = {
    "hip_flexion_{s}": ("HipAngles", 0, 1.0),
    "hip_adduction_{s}": ("HipAngles", 1, 1.0),
    "hip_rotation_{s}": ("HipAngles", 2, 1.0),
    "knee_angle_{s}": ("KneeAngles", 0, 1.0),
    "ankle_angle_{s}": ("AnkleAngles", 0, 1.0),
}
PELVIS = {"pelvis_tilt": (0, -1.0), "pelvis_list": (1, -1.0), "pelvis_rotation": (2, 1.0)}


def angle_series(labels: Sequence[str], values: FloatArray, time: FloatArray, unit: str) -> Series:
    """One series of degrees from angle points (T, A, 3)."""
    bare = [label.rsplit(":", 1)[-1] for label in labels]
    where = {label: column for column, label in enumerate(bare)}
    factor = 180 / np.pi if unit.lower().startswith("rad") else 1.0
    names, columns, used = [], [], set()
    for side in ("l", "r"):
        for name, (label, axis, sign) in JOINTS.items():
            column = where.get(side.upper() + label)
            if column is not None:
                names.append(name.replace("{s}", side))
                columns.append(sign * values[:, column, axis])
                used.add(column)
    if "RPelvisAngles" in where:
        for name, (axis, sign) in PELVIS.items():
            names.append(name)
            columns.append(sign * values[:, where["RPelvisAngles"], axis])
        used.add(where["RPelvisAngles"])
    for column, label in enumerate(bare):
        if column not in used:
            for axis, letter in enumerate("xyz"):
                names.append(f"{label}.{letter}")
                columns.append(values[:, column, axis])
    table = np.column_stack(columns) * factor if columns else np.zeros((len(time), 0))
    return Series("angle points", "angles", time, tuple(names), ("deg",) * len(names), table)
