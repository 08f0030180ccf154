"""Two recordings of one runner: what changed, what did not, and where that cannot be told.

The least change that can be detected joins the scatter of both means and the part of the systematic error that comes
anew with each session (markers put on again, the camera set up again). Changed: beyond it. Not changed: the whole
interval of the difference is too small to matter. Everything else cannot be told.
"""

from __future__ import annotations

import math
import tomllib
from functools import cache
from importlib import resources
from typing import Any, Literal

import msgspec

from whatelse.stride.definitions import definitions
from whatelse.stride.summary import t95
from whatelse.stride.types import DECIMALS, Metric, MetricSide, StrideAnalysis
from whatelse.version import __version__

Verdict = Literal["changed", "not_changed", "cannot_tell"]


class Compared(msgspec.Struct, frozen=True):
    """One metric in both recordings.

    change: after minus before; least: the least change that can be detected (95 %); matters: the least that is of
    any use. reason: in one sentence, where it cannot be told; with a change, that it is too small to matter.
    """

    id: str
    label: str
    side: MetricSide
    unit: str
    verdict: Verdict
    before: float | None = None
    after: float | None = None
    change: float | None = None
    least: float | None = None
    matters: float | None = None
    reason: str = ""


class Comparison(msgspec.Struct, frozen=True):
    """All metrics that either recording tells. untouched: nothing was put on or set up anew in between.

    apart: why nothing but the speed can be told, where the speeds differ too much.
    """

    before: str
    after: str
    version: str
    untouched: bool
    speeds_m_s: tuple[float | None, float | None]
    metrics: tuple[Compared, ...]
    apart: str = ""
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        out: dict[str, Any] = msgspec.to_builtins(self)
        return out

    def to_json(self) -> str:
        """One line of JSON, the same bytes every time."""
        return msgspec.json.encode(self).decode()


def compare(before: StrideAnalysis, after: StrideAnalysis, *, untouched: bool = False) -> Comparison:
    """What changed from one analysis to the other. untouched: same session, markers or camera left as they were."""
    apart = _speeds_apart(before, after)
    found = []
    for one in before.metrics:
        other = after.metric(one.id, one.side)
        if other is not None and (one.measurable or other.measurable):
            found.append(_compared(one, other, before.kind, after.kind, untouched, apart))
    speeds = (before.speed_m_s, after.speed_m_s)
    return Comparison(
        before.source,
        after.source,
        __version__,
        untouched,
        speeds,
        tuple(found),
        apart,
        _notes(speeds, untouched, apart),
    )


def least_detectable(before: Metric, after: Metric, share: float) -> float:
    """95 %: the scatter of both means, and ``share`` of the systematic half width as it comes anew."""
    random = [_random(metric) for metric in (before, after)]
    systematic = share * max(before.systematic or 0.0, after.systematic or 0.0)
    return math.hypot(*random, systematic)


def _random(metric: Metric) -> float:
    """95 % half width of a mean from its scatter from stride to stride; none of a number without scatter."""
    if metric.stride_sd is None or metric.n_strides < 2:
        return 0.0
    return t95(metric.n_strides - 1) * metric.stride_sd / math.sqrt(metric.n_strides)


def _compared(one: Metric, other: Metric, kind: str, later: str, untouched: bool, apart: str) -> Compared:
    reason = _incomparable(one, other, kind, later)
    if reason or one.value is None or other.value is None:
        return Compared(one.id, one.label, one.side, one.unit, "cannot_tell", one.value, other.value, reason=reason)
    change = other.value - one.value
    least = least_detectable(one, other, _share(one, kind, untouched))
    matters = _matters(one)
    verdict: Verdict = "cannot_tell"
    if apart and one.id != "speed_m_s":
        reason = apart
    elif abs(change) > least:
        verdict = "changed"
        reason = "" if abs(change) >= matters else f"by less than matters ({_figure(matters, one.unit)})"
    elif abs(change) + least <= matters:
        verdict = "not_changed"
    else:
        reason = f"the change is smaller than what can be seen here ({_figure(least, one.unit)})"
    return Compared(
        one.id,
        one.label,
        one.side,
        one.unit,
        verdict,
        one.value,
        other.value,
        round(change, DECIMALS),
        round(least, DECIMALS),
        matters,
        reason,
    )


def _incomparable(one: Metric, other: Metric, kind: str, later: str) -> str:
    for metric, when in ((one, "before"), (other, "after")):
        if not metric.measurable:
            return f"not measured {when}: {metric.reason}"
    # Steps are counted alike whatever shows the contacts.
    is_count = one.id == "cadence_spm"
    if kind != later or (one.definition != other.definition and not is_count):
        return f"measured in two ways ({one.definition} and {other.definition}): the numbers do not compare"
    if one.approximate or other.approximate:
        return "only approximate in one of the recordings: " + (one.reason if one.approximate else other.reason)
    return ""


def _share(metric: Metric, kind: str, untouched: bool) -> float:
    table = _table()["session"]
    group = definitions()[metric.id].group
    row = table["timing" if group == "timing" else kind if kind in table else "markers"]
    return float(row["untouched" if untouched else "again"])


def _matters(metric: Metric) -> float:
    table = _table()
    return float(table["matters"].get(metric.id) or table["unit"][metric.unit])


def _speeds_apart(before: StrideAnalysis, after: StrideAnalysis) -> str:
    one, other = before.speed_m_s, after.speed_m_s
    if one is None or other is None or abs(one - other) <= _table()["limit"]["speed_m_s"]:
        return ""
    return f"the speeds differ ({one:.2f} and {other:.2f} m/s), and with the speed everything changes"


def _notes(speeds: tuple[float | None, float | None], untouched: bool, apart: str) -> tuple[str, ...]:
    notes = []
    if None in speeds:
        notes.append("A speed is not known. This compares only if both runs had the same speed (--speed).")
    if apart:
        notes.append(f"Nothing can be told: {apart}. Record both at the same speed.")
    how = "stayed as they were" if untouched else "were put on or set up again; if they stayed, add --untouched"
    notes.append(f"Taken for granted: markers or camera {how}. Shoes, ground and tiredness were the same.")
    return tuple(notes)


def _figure(value: float, unit: str) -> str:
    return f"{value:.3g} {unit}"


@cache
def _table() -> dict[str, Any]:
    text = resources.files("whatelse.stride").joinpath("data", "comparison.toml").read_text("utf-8")
    return tomllib.loads(text)
