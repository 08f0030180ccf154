"""One number a stride and metric: pure readings of signals at the moments that the events give."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from whatelse.motion.recording import FloatArray, Side
from whatelse.stride.signals import Signals
from whatelse.stride.strides import Stride

_NAN = float("nan")
#: Share of the contact at which the foot is taken as flat where no standing trial tells it.
_FLAT_AT = 0.4

Reading = Callable[[Signals, Stride], float]


class Missing(KeyError):
    """A signal that was not recorded; its name is the argument."""


def values(metric: str, signals: Signals, strides: tuple[Stride, ...]) -> list[float]:
    """The metric of every stride, NaN where that stride does not show it. Raises Missing for an absent signal."""
    return [READINGS[metric](signals, stride) for stride in strides]


def _own(signals: Signals, stride: Stride, name: str) -> FloatArray:
    side: Side = "left" if stride.side == "left" else "right"
    found = signals.each[side].get(name)
    if found is None:
        raise Missing(name)
    return found


def _of_both(signals: Signals, name: str) -> FloatArray:
    if name not in signals.both:
        raise Missing(name)
    return signals.both[name]


def _at_contact(name: str, sign: float = 1.0) -> Reading:
    return lambda signals, stride: sign * signals.at(_own(signals, stride, name), stride.start_s)


def _in_legs(reading: Reading) -> Reading:
    def over_leg(signals: Signals, stride: Stride) -> float:
        value = reading(signals, stride)
        if signals.leg_length is None:
            raise Missing("leg_length")
        return value / signals.leg_length

    return over_leg


def _contact_time(_: Signals, stride: Stride) -> float:
    return stride.toe_off_s - stride.start_s


def _flight_time(_: Signals, stride: Stride) -> float:
    return stride.other_s - stride.toe_off_s if stride.other_s is not None else _NAN


def _step_time(_: Signals, stride: Stride) -> float:
    return stride.end_s - stride.other_s if stride.other_s is not None else _NAN


def _duty_factor(_: Signals, stride: Stride) -> float:
    return (stride.toe_off_s - stride.start_s) / stride.duration_s


def _foot_strike(signals: Signals, stride: Stride) -> float:
    foot = _own(signals, stride, "foot")
    flat = 0.0
    if stride.side not in signals.level_foot:
        flat = signals.at(foot, stride.start_s + _FLAT_AT * (stride.toe_off_s - stride.start_s))
    return signals.at(foot, stride.start_s) - flat


def _leg_reach(signals: Signals, stride: Stride) -> float:
    hip, knee = _own(signals, stride, "hip"), _own(signals, stride, "knee")
    return signals.at(hip, stride.start_s) - 0.5 * signals.at(knee, stride.start_s)


def _highest(name: str, *, swing: bool, sign: float = 1.0) -> Reading:
    def reading(signals: Signals, stride: Stride) -> float:
        whole = _own(signals, stride, name)
        first, last = (stride.toe_off_s, stride.end_s) if swing else (stride.start_s, stride.toe_off_s)
        part = sign * signals.span(whole, first, last)
        return float(part.max()) if len(part) else _NAN

    return reading


def _hip_extension(name: str) -> Reading:
    """Largest value behind, from mid-stance to early swing: the peak comes about at toe-off."""

    def reading(signals: Signals, stride: Stride) -> float:
        first = stride.start_s + 0.5 * (stride.toe_off_s - stride.start_s)
        last = stride.toe_off_s + 0.3 * (stride.end_s - stride.toe_off_s)
        part = -signals.span(_own(signals, stride, name), first, last)
        return float(part.max()) if len(part) else _NAN

    return reading


def _heel_lift(signals: Signals, stride: Stride) -> float:
    heel = _own(signals, stride, "heel_up")
    stance = signals.span(heel, stride.start_s, stride.toe_off_s)
    swing = signals.span(heel, stride.toe_off_s, stride.end_s)
    return float(swing.max() - stance.min()) if len(stance) and len(swing) else _NAN


def _mean(name: str) -> Reading:
    def reading(signals: Signals, stride: Stride) -> float:
        part = signals.span(_of_both(signals, name), stride.start_s, stride.end_s)
        return float(part.mean()) if len(part) else _NAN

    return reading


def _range(name: str, *, step: bool) -> Reading:
    def reading(signals: Signals, stride: Stride) -> float:
        whole = _of_both(signals, name)
        last = stride.other_s if step else stride.end_s
        if last is None:
            return _NAN
        part = signals.span(whole, stride.start_s, last)
        return float(np.ptp(part)) if len(part) else _NAN

    return reading


_OVERSTRIDE = {
    "overstride_heel_com": "heel_ahead_of_pelvis",
    "overstride_ankle_com": "ankle_ahead_of_pelvis",
    "overstride_heel_hip": "heel_ahead_of_hip",
    "overstride_ankle_hip": "ankle_ahead_of_hip",
}

READINGS: dict[str, Reading] = {
    "contact_time_s": _contact_time,
    "flight_time_s": _flight_time,
    "step_time_s": _step_time,
    "duty_factor": _duty_factor,
    "foot_strike_angle_deg": _foot_strike,
    "leg_reach_contact_deg": _leg_reach,
    "shank_angle_contact_deg": _at_contact("shank"),
    "hip_flexion_contact_deg": _at_contact("hip"),
    "knee_flexion_contact_deg": _at_contact("knee"),
    "knee_flexion_stance_deg": _highest("knee", swing=False),
    "knee_flexion_swing_deg": _highest("knee", swing=True),
    "heel_lift_m": _heel_lift,
    "heel_lift_leg": _in_legs(_heel_lift),
    "hip_extension_segment_deg": _hip_extension("thigh"),
    "hip_extension_joint_deg": _hip_extension("hip"),
    "trunk_lean_deg": _mean("trunk"),
    "pelvic_tilt_deg": _mean("tilt"),
    "pelvic_drop_deg": _highest("drop", swing=False),
    "pelvic_rotation_deg": _range("turn", step=False),
    "vertical_excursion_m": _range("pelvis_up", step=True),
    "vertical_excursion_leg": _in_legs(_range("pelvis_up", step=True)),
    **{f"{name}_m": _at_contact(signal) for name, signal in _OVERSTRIDE.items()},
    **{f"{name}_leg": _in_legs(_at_contact(signal)) for name, signal in _OVERSTRIDE.items()},
}
