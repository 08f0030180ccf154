"""The bed of the sciatic nerve from the head to the foot: how much longer each joint makes it, and where.

TEACHING MODEL. Points that the nerve passes, seen from the side, placed by eye on landmarks of the skeleton of the
muscle model; straight lines between them; no wrapping. Hip adduction and rotation are not in it: with straight lines
they change the bed by about a millimetre, which is surely too little. Spine and neck: millimetres per degree (assumed:
30 mm for 50 degrees of lumbar flexion, 20 mm for 50 degrees of neck flexion).
"""

from __future__ import annotations

import msgspec
import numpy as np

from whatelse.mechanics.polynomial import FloatArray

#: Angles of a pose in degrees, in this order: bending of the neck and of the lumbar spine forward, hip flexion, knee
#: flexion, dorsiflexion.
POSE = ("neck", "lumbar", "hip", "knee", "ankle")
NECK_MM_PER_DEG, LUMBAR_MM_PER_DEG = 0.4, 0.6
#: For each joint: the point above it and the point below it, m forward and up of its centre, standing upright.
HIP_POINTS = ((-0.055, -0.015), (-0.035, -0.18))
KNEE_POINTS = ((-0.005, 0.06), (-0.012, -0.05))
ANKLE_POINTS = ((-0.026, 0.06), (-0.014, -0.03))
#: Where along the nerve (m from the head) the bed of each joint lies.
REACH = {
    "neck": (0.05, 0.15),
    "lumbar": (0.45, 0.60),
    "hip": (0.70, 0.87),
    "knee": (1.08, 1.19),
    "ankle": (1.50, 1.59),
}
LENGTH_M, MID_THIGH_M = 1.65, 0.95


class Site(msgspec.Struct, frozen=True):
    """A place where the nerve can be held or pressed, m from the head."""

    id: str
    label: str
    place_m: float


SITES = (
    Site("neck", "neck", 0.10),
    Site("lumbar_root", "root at the lumbar spine", 0.60),
    Site("piriformis", "under the piriformis", 0.70),
    Site("obturator_internus", "over the obturator internus", 0.74),
    Site("sit_bone", "beside the sit bone", 0.79),
    Site("mid_thigh", "middle of the thigh", 0.95),
    Site("behind_knee", "behind the knee", 1.13),
    Site("ankle", "inner ankle", 1.55),
)


def elongations(poses: FloatArray) -> FloatArray:
    """(T, 5) m by which each joint makes the bed longer than standing upright, for poses (T, 5)."""
    out = np.empty_like(poses, dtype=float)
    out[:, 0] = NECK_MM_PER_DEG * poses[:, 0] / 1000.0
    out[:, 1] = LUMBAR_MM_PER_DEG * poses[:, 1] / 1000.0
    # Flexing hip and ankle turns what is below forward, flexing the knee turns it backward.
    out[:, 2] = _longer(HIP_POINTS, poses[:, 2])
    out[:, 3] = _longer(KNEE_POINTS, -poses[:, 3])
    out[:, 4] = _longer(ANKLE_POINTS, poses[:, 4])
    return out


def _longer(points: tuple[tuple[float, float], tuple[float, float]], degrees: FloatArray) -> FloatArray:
    """(T,) m between a fixed point and one that turns forward about the joint, beyond the distance at 0 degrees."""
    fixed, moving = (np.array(point) for point in points)
    turn = np.radians(degrees)
    x = np.cos(turn) * moving[0] - np.sin(turn) * moving[1]
    y = np.sin(turn) * moving[0] + np.cos(turn) * moving[1]
    return np.asarray(np.hypot(x - fixed[0], y - fixed[1]) - np.hypot(*(moving - fixed)))
