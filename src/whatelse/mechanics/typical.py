"""The built-in stride: the middle of 24 runners at 2.5 m/s, the same on both sides."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import msgspec
import numpy as np

from whatelse.mechanics.gait import POINTS, Gait, Leg, Side
from whatelse.mechanics.muscles import JOINTS
from whatelse.mechanics.polynomial import FloatArray


@cache
def document() -> dict[str, Any]:
    raw = resources.files("whatelse.mechanics").joinpath("data/typical_stride.json").read_bytes()
    out: dict[str, Any] = msgspec.json.decode(raw)
    return out


@cache
def typical() -> Gait:
    """The stride that stands for the runner who brings no file. Its error is what sets runners apart."""
    held = document()
    assumed = {name: float(value[0]) for name, value in held["assumed"].items()}
    angles = np.column_stack([held["angles_deg"][name] for name in JOINTS])

    def leg(side: Side, start: float) -> Leg:
        return Leg(
            side=side,
            angles=angles,
            sd=np.zeros_like(angles),
            tilt=np.full(POINTS, assumed["pelvis_tilt_deg"]),
            lean=np.full(POINTS, assumed["trunk_lean_deg"]),
            toe_off=assumed["toe_off_percent"],
            strides=int(held["strides"]),
            start=start,
        )

    return Gait(
        source="typical stride",
        method="typical",
        duration_s=120.0 / assumed["cadence_spm"],
        speed_m_s=float(held["speed_m_s"]),
        left=leg("left", 50.0),
        right=leg("right", 0.0),
        error_deg=np.array([held["runner_sd_deg"][name] for name in JOINTS]),
        comparable=False,
        notes=(
            f"no file given: the middle of {held['runners']} runners at {held['speed_m_s']:g} m/s ({held['credits']}); "
            "left and right are the same by construction",
            "pelvis and trunk are not in that source: 5 degrees forward each is assumed",
        ),
    )


def typical_curve(joint: str) -> FloatArray:
    """(101,) degrees of one joint of the typical stride."""
    return np.asarray(document()["angles_deg"][joint], dtype=float)
