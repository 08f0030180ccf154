"""Where whole curves lie among runners at the speed of the open data, and single points at the speed of the run."""

from __future__ import annotations

import math
from functools import cache
from importlib import resources
from typing import Any

import msgspec
import numpy as np

from whatelse.stride.norms import norm_for
from whatelse.stride.types import StrideAnalysis

#: A run at another speed than the data by more than this, m/s, is shown no band.
NEAR = 0.5
#: 80 % of a normal distribution lie within this many spreads.
MIDDLE_80 = 1.2816
#: How far our number and theirs differ for one runner (deg), as for the metrics of ``norms.json``.
_DEFINITION_SD = {"hip_flexion": 4.0, "knee_angle": 4.0}
#: Metric -> the curve it is read from, its sign there, and the part of the stride, in %, where it is found.
_MARKS = {
    "knee_flexion_contact_deg": ("knee_angle", 1.0, (0, 0)),
    "knee_flexion_stance_deg": ("knee_angle", 1.0, (0, 40)),
    "knee_flexion_swing_deg": ("knee_angle", 1.0, (40, 100)),
    "hip_flexion_contact_deg": ("hip_flexion", 1.0, (0, 0)),
    "hip_extension_joint_deg": ("hip_flexion", -1.0, (20, 60)),
}


#: Side -> mean and scatter of its curve.
Sides = dict[str, tuple[tuple[float, ...], tuple[float, ...]]]


class Band(msgspec.Struct, frozen=True):
    """Middle 80 % of runners: low and high at each of 101 points, degrees."""

    low: tuple[float, ...]
    high: tuple[float, ...]
    label: str


class Mark(msgspec.Struct, frozen=True):
    """Middle 80 % of runners at the speed of this run, at one point of the curve. percent: of the stride."""

    metric: str
    percent: float
    low: float
    high: float


class Drawn(msgspec.Struct, frozen=True):
    """A pair of curves as they are drawn: mean and scatter of each side, the band and the marks of the norm."""

    name: str
    sides: Sides
    band: Band | None
    marks: tuple[Mark, ...]


def drawn_curves(analysis: StrideAnalysis, names: tuple[str, ...]) -> tuple[Drawn, ...]:
    """These curves, left and right, as far as they were measured, in the definition of the norm."""
    found = []
    for name in names:
        sides: Sides = {}
        for curve in analysis.angles:
            if curve.name == name and not _is_blocked(analysis, name, curve.side):
                shift = _from_standing(analysis, name, curve.side, curve.mean[0])
                sides[curve.side] = (tuple(value - shift for value in curve.mean), curve.sd)
        if sides:
            has_norm = _comparable(analysis, name)
            band = _band(analysis, name) if has_norm else None
            found.append(Drawn(name, sides, band, _marks(analysis, name, sides) if has_norm else ()))
    return tuple(found)


def _is_blocked(analysis: StrideAnalysis, name: str, side: str) -> bool:
    """A curve of which no number may be told is not shown either."""
    group = {"knee_angle": "knee", "hip_flexion": "hip", "hip_flexion_trunk": "hip"}.get(name)
    return any(gate.fired and group in gate.blocks and gate.side in (None, side) for gate in analysis.gates)


def _from_standing(analysis: StrideAnalysis, name: str, side: str, at_contact: float) -> float:
    """What makes the hip count from the pelvis as it stands, as its norm does; 0 where that is not known."""
    metric = analysis.metric("hip_flexion_contact_deg", "left" if side == "left" else "right")
    if name != "hip_flexion" or metric is None or metric.value is None:
        return 0.0
    return at_contact - metric.value


def _comparable(analysis: StrideAnalysis, name: str) -> bool:
    """Whether this curve is defined as the norm's: found with joints, and the hip counted from standing."""
    needed = "hip_flexion_contact_deg" if name == "hip_flexion" else "knee_flexion_contact_deg"
    there = [metric for metric in analysis.metrics if metric.id == needed and metric.measurable]
    return any(metric.percentile is not None for metric in there)


def _band(analysis: StrideAnalysis, name: str) -> Band | None:
    table = _table()
    if name not in table["bands"] or analysis.speed_m_s is None:
        return None
    if abs(analysis.speed_m_s - table["speed_m_s"]) > NEAR:
        return None
    centre = np.asarray(table["bands"][name]["centre"])
    half = MIDDLE_80 * np.hypot(np.asarray(table["bands"][name]["spread"]), _DEFINITION_SD[name])
    label = f"8 in 10 of {table['runners']} runners at {table['speed_m_s']:g} m/s"
    return Band(tuple((centre - half).tolist()), tuple((centre + half).tolist()), label)


def _marks(analysis: StrideAnalysis, name: str, sides: Sides) -> tuple[Mark, ...]:
    found = []
    for metric, (curve, sign, (first, last)) in _MARKS.items():
        norm, _ = norm_for(metric, analysis.speed_m_s)
        if curve != name or norm is None or analysis.speed_m_s is None:
            continue
        centre, spread = norm.at(analysis.speed_m_s)
        mean = np.mean([values for values, _ in sides.values()], axis=0)
        percent = first + int(np.argmax(sign * mean[first : last + 1]))
        middle, half = sign * centre, MIDDLE_80 * spread
        found.append(Mark(metric, float(percent), middle - half, middle + half))
    return tuple(mark for mark in found if math.isfinite(mark.low))


@cache
def _table() -> dict[str, Any]:
    text = resources.files("whatelse.stride").joinpath("data", "curve_norms.json").read_text("utf-8")
    table: dict[str, Any] = msgspec.json.decode(text)
    return table
