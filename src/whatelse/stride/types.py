"""What an analysis answers: frozen, made of plain numbers and words, the same bytes every time."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from whatelse.stride.contact import EventSource, StrideSide

MetricSide = Literal["left", "right", "both", "right_minus_left"]
EventKind = Literal["initial_contact", "toe_off"]
#: Decimals of numbers, and of joint angles in degrees.
DECIMALS, ANGLE_DECIMALS = 9, 3


class StrideEvent(msgspec.Struct, frozen=True):
    """A foot that comes down or leaves the ground. time_s: on the clock of the recording."""

    side: StrideSide
    kind: EventKind
    time_s: float


class Metric(msgspec.Struct, frozen=True):
    """One number of the stride, or the reason why there is none.

    definition: id of how it is measured, and by what; compare values only where it is the same. low, high: 95 %, from
    stride to stride and systematic; stride_sd: from stride to stride; systematic: the 95 % half width that more
    strides do not make smaller. percentile: among runners at this speed, with that of low and high; None where there
    is no norm, told in ``norm``. approximate: a quality gate says so.
    """

    id: str
    label: str
    definition: str
    side: MetricSide
    unit: str
    measurable: bool
    value: float | None = None
    low: float | None = None
    high: float | None = None
    stride_sd: float | None = None
    n_strides: int = 0
    systematic: float | None = None
    percentile: float | None = None
    percentile_low: float | None = None
    percentile_high: float | None = None
    norm: str = ""
    approximate: bool = False
    reason: str = ""


class AngleCurve(msgspec.Struct, frozen=True):
    """A joint angle over the stride, contact to contact of this side, 101 points.

    mean, sd: over all strides; strides: (n, 101) degrees, the first 500.
    """

    name: str
    side: Literal["left", "right"]
    unit: str
    mean: tuple[float, ...]
    sd: tuple[float, ...]
    strides: tuple[tuple[float, ...], ...]


class Gate(msgspec.Struct, frozen=True):
    """A check of the recording's quality. blocks: groups of metrics that it forbids; weakens: makes approximate."""

    id: str
    fired: bool
    value: float | None
    limit: float | None
    text: str
    blocks: tuple[str, ...] = ()
    weakens: tuple[str, ...] = ()
    side: StrideSide | None = None


class StrideAnalysis(msgspec.Struct, frozen=True):
    """The stride of one recording.

    events_from: what the events were found with; cadence_spm None where too few steps. speed_from: told by the person,
    or measured. provenance: method, offsets, guesses and omissions, one sentence each. pelvis_standing_deg: how far
    forward the pelvis leans in the standing trial (0 where its angles count from standing); None without such a trial.
    """

    source: str
    format: str
    kind: str
    version: str
    duration_s: float
    events_from: EventSource
    events: tuple[StrideEvent, ...]
    cadence_spm: float | None
    speed_m_s: float | None
    speed_from: str
    strides: dict[str, int]
    metrics: tuple[Metric, ...]
    angles: tuple[AngleCurve, ...]
    angle_method: str
    gates: tuple[Gate, ...]
    provenance: tuple[str, ...]
    pelvis_standing_deg: float | None = None

    def metric(self, name: str, side: MetricSide = "both") -> Metric | None:
        """One metric, or None where it is not in the list."""
        return next((one for one in self.metrics if one.id == name and one.side == side), None)

    def to_dict(self) -> dict[str, Any]:
        out: dict[str, Any] = msgspec.to_builtins(self)
        return out

    def to_json(self) -> str:
        """One line of JSON, the same bytes every time."""
        return msgspec.json.encode(self).decode()
