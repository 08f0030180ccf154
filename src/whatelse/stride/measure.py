"""All metrics of a recording: each with interval and percentile, or with the reason why it cannot be told."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from whatelse.motion.recording import SIDES, FloatArray, Recording, Side
from whatelse.stride import per_stride
from whatelse.stride.contact import Contacts
from whatelse.stride.definitions import Definition, ErrorSource, definitions
from whatelse.stride.norms import Norm, norm_for
from whatelse.stride.signals import Signals
from whatelse.stride.strides import FEWEST, Stride
from whatelse.stride.summary import Summary, difference, summarise
from whatelse.stride.types import DECIMALS, Gate, Metric, MetricSide

#: Groups whose angles depend on where the markers of these segments sit: sides differ by how they were stuck on.
_PLACED: dict[str, tuple[str, ...]] = {
    "knee": ("thigh", "shank"),
    "hip": ("thigh",),
    "foot": ("foot",),
    "overstride": ("thigh", "shank"),
    "pelvis": ("thigh",),
}
_SOURCES: dict[ErrorSource, str] = {
    "markers": "markers",
    "outer": "markers on the outer side of the leg alone",
    "video": "a picture from the side",
    "video_far": "a picture from the side",
    "sensor": "one sensor at the lower back",
    "force": "a force plate",
}


@dataclass(frozen=True)
class Measured:
    """What all metrics share."""

    recording: Recording
    signals: Signals | None
    contacts: Contacts
    strides: tuple[Stride, ...]
    gates: tuple[Gate, ...]
    speed: float | None
    speed_told: bool

    @property
    def sideless(self) -> bool:
        """Whether nothing tells left from right."""
        return all(contact.side == "unknown" for contact in self.contacts.contacts)


def metrics_of(held: Measured) -> tuple[Metric, ...]:
    """Every metric of the table, for each side, both sides, and right minus left, in the order of the table."""
    found: list[Metric] = []
    for definition in definitions().values():
        if definition.id == "cadence_spm":
            found.append(_cadence(definition, held))
        elif definition.id == "speed_m_s":
            found.append(_speed(definition, held))
        elif definition.sides == "both" or held.sideless:
            found.append(_over_strides(definition, held, "both")[0])
        else:
            left, left_values = _over_strides(definition, held, "left")
            right, right_values = _over_strides(definition, held, "right")
            found += [left, right, _difference(definition, held, left, left_values, right, right_values)]
    return tuple(found)


def step_times(contacts: Contacts, strides: tuple[Stride, ...]) -> FloatArray:
    """Times of one step: half of every stride, or from contact to contact where the side is not known."""
    if strides:
        return np.asarray([0.5 * stride.duration_s for stride in strides])
    starts = [contact.initial_contact_s for contact in contacts.contacts]
    steps = np.asarray([later - one for one, later in pairwise(starts)])
    return steps[steps < 1.5 * np.median(steps)] if len(steps) else steps


def _cadence(definition: Definition, held: Measured) -> Metric:
    steps = step_times(held.contacts, held.strides)
    systematic = definition.systematic(_source(held, None), {})
    if systematic is None or len(steps) < FEWEST:
        return absent(definition, "both", held, _few(len(steps)))
    mean = float(steps.mean())
    summary = summarise(60.0 / mean - (steps - mean) * 60.0 / mean**2, systematic)
    return present(definition, "both", held, summary, systematic)


def _speed(definition: Definition, held: Measured) -> Metric:
    if held.speed is None:
        reason = "pictures have no scale" if held.recording.unit == "px" else "needs the pelvis and the feet"
        return absent(definition, "both", held, reason)
    half = 0.0 if held.speed_told else definition.systematic(_source(held, None), {}) or 0.0
    summary = Summary(held.speed, float("nan"), len(held.strides), held.speed - half, held.speed + half)
    return present(definition, "both", held, summary, half, "told" if held.speed_told else None)


def _over_strides(definition: Definition, held: Measured, side: MetricSide) -> tuple[Metric, FloatArray]:
    nothing = np.zeros(0)
    own: Side | None = "left" if side == "left" else "right" if side == "right" else None
    reason = _blocked(definition, held, own)
    source = _source(held, own)
    systematic = definition.systematic(source, _timing(held))
    if not reason and systematic is None:
        reason = f"cannot be told from {_SOURCES[source]}"
    if not reason and held.recording.unit == "px" and definition.unit in ("m", "m/s"):
        reason = "pictures have no scale"
    if not reason and definition.group != "timing" and (held.signals is None or held.sideless):
        reason = f"cannot be told from {_SOURCES[source]}"
    if reason or systematic is None:
        return absent(definition, side, held, reason), nothing
    if held.sideless:
        values = _sideless_values(definition.id, held.contacts)
    else:
        strides = tuple(stride for stride in held.strides if own is None or stride.side == own)
        try:
            values = np.asarray(per_stride.values(definition.id, held.signals, strides))  # type: ignore[arg-type]
        except per_stride.Missing as missing:
            why = held.signals.missing if held.signals is not None else {}
            return absent(definition, side, held, why.get(missing.args[0], f"needs {missing.args[0]}")), nothing
    values = values[np.isfinite(values)]
    if len(values) < FEWEST:
        return absent(definition, side, held, _few(len(values))), nothing
    return present(definition, side, held, summarise(values, systematic), systematic), values


def _sideless_values(metric: str, contacts: Contacts) -> FloatArray:
    """Times that need no side, one a step."""
    pairs = list(pairwise(contacts.contacts))
    step = float(np.median([later.initial_contact_s - one.initial_contact_s for one, later in pairs])) if pairs else 0.0
    found = []
    for one, later in pairs:
        apart = later.initial_contact_s - one.initial_contact_s
        if apart > 1.5 * step:
            continue
        times = {
            "contact_time_s": one.duration_s,
            "flight_time_s": later.initial_contact_s - one.toe_off_s,
            "step_time_s": apart,
            "duty_factor": one.duration_s / (2.0 * apart),
        }
        found.append(times[metric])
    return np.asarray(found)


def _difference(
    definition: Definition,
    held: Measured,
    left: Metric,
    left_values: FloatArray,
    right: Metric,
    right_values: FloatArray,
) -> Metric:
    side: MetricSide = "right_minus_left"
    if held.recording.dimensions == 2 and held.recording.kind == "keypoints":
        return absent(
            definition, side, held, "one view shows the near leg better than the far one: film each side once"
        )
    if not (left.measurable and right.measurable):
        missing = left if not left.measurable else right
        return absent(definition, side, held, f"{missing.side}: {missing.reason}")
    if definition.unit == "deg" and not _calibrated_alike(definition.group, held):
        return absent(
            definition, side, held, "not interpretable: without a standing trial the sides differ by where markers sit"
        )
    systematic = definition.difference or 0.0
    return present(definition, side, held, difference(left_values, right_values, systematic), systematic)


def _calibrated_alike(group: str, held: Measured) -> bool:
    """Whether a standing trial tells how the markers of both sides sit; True where that does not matter."""
    needed = _PLACED.get(group)
    if needed is None:
        return True
    carried = held.signals.angles.carried if held.signals is not None else ()
    return all(f"{segment}_{side}" in carried for segment in needed for side in SIDES)


def present(
    definition: Definition,
    side: MetricSide,
    held: Measured,
    summary: Summary,
    systematic: float,
    how: str | None = None,
) -> Metric:
    """A metric that was measured. how: what it was measured by, where that is not the usual."""
    place = {}
    norm, about = (None, "") if side == "right_minus_left" else _norm(definition, held)
    if norm is not None and held.speed is not None:
        low, middle, high = (norm.place(v, held.speed).percentile for v in (summary.low, summary.value, summary.high))
        place = {"percentile": _r(middle), "percentile_low": _r(low), "percentile_high": _r(high)}
    own: Side | None = "left" if side == "left" else "right" if side == "right" else None
    weak = [gate for gate in held.gates if _applies(gate, gate.weakens, definition, own)]
    return Metric(
        id=definition.id,
        label=definition.label,
        definition=_definition_id(definition, held, how),
        side=side,
        unit=definition.unit,
        measurable=True,
        value=_r(summary.value),
        low=_r(summary.low),
        high=_r(summary.high),
        stride_sd=_r(summary.sd),
        n_strides=summary.count,
        systematic=_r(systematic),
        norm=about,
        approximate=bool(weak),
        reason="; ".join(gate.text for gate in weak),
        **place,
    )


def absent(definition: Definition, side: MetricSide, held: Measured, reason: str) -> Metric:
    """A metric that cannot be told."""
    return Metric(
        id=definition.id,
        label=definition.label,
        definition=_definition_id(definition, held, None),
        side=side,
        unit=definition.unit,
        measurable=False,
        reason=reason,
    )


def _norm(definition: Definition, held: Measured) -> tuple[Norm | None, str]:
    norm, about = norm_for(definition.id, held.speed)
    if norm is not None and held.signals is not None and held.signals.outer:
        return None, "no norm: markers on the outer side alone give another definition"
    return norm, about


def _definition_id(definition: Definition, held: Measured, how: str | None) -> str:
    if how is None:
        timed = definition.group == "timing" or held.signals is None
        how = held.contacts.source if timed else held.signals.angles.method  # type: ignore[union-attr]
    return f"{definition.definition}/{how}"


def _source(held: Measured, side: Side | None) -> ErrorSource:
    if held.contacts.source == "sensor":
        return "sensor"
    if held.recording.kind == "keypoints" and held.recording.dimensions == 2:
        far = side is not None and held.recording.near_side is not None and side != held.recording.near_side
        return "video_far" if far else "video"
    if held.signals is None:
        return "force"
    return "outer" if held.signals.outer else "markers"


def _timing(held: Measured) -> dict[str, float]:
    """95 % half widths of what is made from the two ends of a contact."""
    start, end = held.contacts.spread_s
    both = 1.96 * float(np.hypot(start, end))
    if held.contacts.source == "keypoints":
        both = max(both, 1.4 / held.recording.rate_hz)
    stride = float(np.median([s.duration_s for s in held.strides])) if held.strides else 0.7
    return {"timing": both, "step": 1.96 * start, "timing_share": both / stride}


def _blocked(definition: Definition, held: Measured, side: Side | None) -> str:
    fired = [gate.text for gate in held.gates if _applies(gate, gate.blocks, definition, side)]
    return "; ".join(fired)


def _applies(gate: Gate, groups: tuple[str, ...], definition: Definition, side: Side | None) -> bool:
    return gate.fired and definition.group in groups and (gate.side is None or side is None or gate.side == side)


def _few(count: int) -> str:
    return f"only {count} whole strides; at least {FEWEST} are needed"


def _r(value: float) -> float | None:
    return round(value, DECIMALS) if np.isfinite(value) else None
