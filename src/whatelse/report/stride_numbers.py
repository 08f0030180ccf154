"""Numbers of a stride in the units that people use, and the rows of the table that every view shows."""

from __future__ import annotations

import msgspec

from whatelse.stride.types import Metric, MetricSide, StrideAnalysis

#: Unit of a metric -> factor, decimals and the word that is shown.
_SHOWN = {
    "s": (1000.0, 0, "ms"),
    "m": (100.0, 1, "cm"),
    "1": (100.0, 1, "%"),
    "leg lengths": (1.0, 2, "leg lengths"),
    "deg": (1.0, 1, "°"),
    "steps/min": (1.0, 1, "steps/min"),
    "m/s": (1.0, 2, "m/s"),
}
#: The compact table. Of a pair the first that can be measured is shown.
COMPACT: tuple[tuple[str, ...], ...] = (
    ("cadence_spm",),
    ("contact_time_s",),
    ("flight_time_s",),
    ("duty_factor",),
    ("foot_strike_angle_deg",),
    ("overstride_heel_com_m", "overstride_heel_com_leg"),
    ("leg_reach_contact_deg",),
    ("shank_angle_contact_deg",),
    ("knee_flexion_contact_deg",),
    ("knee_flexion_stance_deg",),
    ("knee_flexion_swing_deg",),
    ("heel_lift_m", "heel_lift_leg"),
    ("hip_extension_joint_deg",),
    ("hip_extension_segment_deg",),
    ("trunk_lean_deg",),
    ("pelvic_tilt_deg",),
    ("pelvic_drop_deg",),
    ("vertical_excursion_m", "vertical_excursion_leg"),
)


class Row(msgspec.Struct, frozen=True):
    """One line of the table: a metric of both sides together, or of left, right and their difference."""

    id: str
    label: str
    unit: str
    both: Metric | None = None
    left: Metric | None = None
    right: Metric | None = None
    apart: Metric | None = None

    @property
    def metrics(self) -> tuple[Metric, ...]:
        return tuple(one for one in (self.both, self.left, self.right) if one is not None)

    @property
    def is_told(self) -> bool:
        return any(metric.measurable for metric in self.metrics)


def rows(analysis: StrideAnalysis, *, every: bool = False) -> tuple[Row, ...]:
    """The rows that can be told. every: all metrics instead of the compact table."""
    choices = tuple((name,) for name in dict.fromkeys(m.id for m in analysis.metrics)) if every else COMPACT
    found = []
    for names in choices:
        told = [row for row in (_row(analysis, name) for name in names) if row is not None and row.is_told]
        found += told[:1]
    return tuple(row for row in found if row.id != "speed_m_s")


def not_told(analysis: StrideAnalysis, *, every: bool = False) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(reason, what) of all that cannot be told, each reason once."""
    shown = {row.id for row in rows(analysis, every=every)}
    groups = [(m.id,) for m in analysis.metrics] if every else list(COMPACT)
    whole = {name for names in groups if not shown.intersection(names) for name in names[:1]}
    found: dict[str, list[str]] = {}
    for metric in analysis.metrics:
        if metric.measurable or metric.id == "speed_m_s":
            continue
        if metric.id in whole and metric.side in ("left", "both"):
            found.setdefault(metric.reason, []).append(metric.label)
        elif metric.id in shown:
            side = {"right_minus_left": "difference of the sides"}.get(metric.side, metric.side)
            found.setdefault(metric.reason, []).append(f"{metric.label} ({side})")
    return tuple((reason, tuple(dict.fromkeys(what))) for reason, what in found.items())


def unit_of(unit: str) -> str:
    """The unit as it is shown."""
    return _SHOWN[unit][2]


def labelled(label: str, unit: str) -> str:
    """The name of a metric with its unit, once."""
    return label if unit == "leg lengths" and label.endswith(unit) else f"{label}, {unit_of(unit)}"


def figure(value: float | None, unit: str) -> str:
    """A value in the shown unit, without it."""
    if value is None:
        return ""
    factor, decimals, _ = _SHOWN[unit]
    text = f"{factor * value:.{decimals}f}"
    return text if float(text) else text.removeprefix("-")


def with_interval(metric: Metric | None) -> str:
    """``227 (222 to 232)``; ``?`` behind an approximate one; a dash where it cannot be told."""
    if metric is None or not metric.measurable:
        return "-"
    mark = "?" if metric.approximate else ""
    if metric.low is None or metric.high is None:
        return figure(metric.value, metric.unit) + mark
    low, high = figure(metric.low, metric.unit), figure(metric.high, metric.unit)
    return f"{figure(metric.value, metric.unit)}{mark} ({low} to {high})"


def place(metric: Metric | None) -> str:
    """``61 (12-96)``: how many of 100 runners at this speed have less, with the ends of the interval."""
    if metric is None or metric.percentile is None:
        return "-"
    low, high = metric.percentile_low, metric.percentile_high
    ends = "" if low is None or high is None else f" ({_whole(low)}-{_whole(high)})"
    return f"{_whole(metric.percentile)}{ends}"


def _whole(percentile: float) -> str:
    """No round nought and no round hundred: nobody knows the ends so well."""
    return f"{min(max(percentile, 1.0), 99.0):.0f}"


def sides_of(analysis: StrideAnalysis) -> str:
    counts = ", ".join(f"{analysis.strides.get(side, 0)} {side}" for side in ("left", "right"))
    return f"{counts} strides"


def _row(analysis: StrideAnalysis, name: str) -> Row | None:
    def one(side: MetricSide) -> Metric | None:
        return analysis.metric(name, side)

    any_side = one("both") or one("left")
    if any_side is None:
        return None
    unit = any_side.unit
    return Row(name, any_side.label, unit, one("both"), one("left"), one("right"), one("right_minus_left"))
