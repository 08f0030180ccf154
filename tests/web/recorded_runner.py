"""A recording that was analysed for a case, without a file: what stands in for the room where analyses are kept."""

from dataclasses import dataclass
from typing import Any

import msgspec

from stride.runner import Runner
from whatelse.mechanics.muscles import JOINTS
from whatelse.mechanics.typical import typical
from whatelse.stride import StrideAnalysis, analyse
from whatelse.stride.types import AngleCurve


@dataclass
class Recordings:
    """One analysis for every case."""

    kept: StrideAnalysis | None

    def analysis(self, case_id: str) -> StrideAnalysis | None:
        return self.kept


def unusable() -> StrideAnalysis:
    """Formulas move this runner's feet as no ankle can."""
    return analyse(Runner(seconds=6.0).recording())


def usable(mirrored: bool = False) -> StrideAnalysis:
    """The same events, with angles of a person: right as the typical runner, the left hip bent 4 degrees more."""
    curves = []
    for side in ("left", "right"):
        other = (side == "left") is not mirrored
        angles = typical().right.angles
        for column, name in enumerate(JOINTS):
            mean = angles[:, column] + (4.0 if other and name == "hip_flexion" else 0.0)
            curves.append(_curve(name, side, mean.tolist()))
        curves += [_curve("pelvis_tilt", side, [-17.0] * 101), _curve("trunk_lean", side, [6.0] * 101)]
    made = unusable()
    return msgspec.structs.replace(
        made, angles=tuple(curves), angle_method="calibrated", pelvis_standing_deg=12.0, speed_m_s=3.0
    )


def _curve(name: str, side: Any, mean: list[float]) -> AngleCurve:
    return AngleCurve(name, side, "deg", tuple(mean), (0.0,) * 101, ())
