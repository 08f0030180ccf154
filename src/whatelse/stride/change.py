"""What to change in a stride: at most one thing to try, or nothing, or the reason why that cannot be said.

A number is taken up only where it lies in the outer quarter of runners at this speed (the outer tenth, where the cue
rests on judgement alone) and its whole interval stays on that side of the middle. The cues, with their support and
sources, stand in ``data/cues.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Literal

import msgspec

from whatelse.stride.norms import norm_for
from whatelse.stride.types import DECIMALS, Metric, StrideAnalysis

Support = Literal["study", "judgement"]
#: Percentile from which a number is far enough out, by how well the cue is supported.
OUTER: dict[Support, float] = {"study": 75.0, "judgement": 90.0}
#: The percentile that its interval may not cross.
MIDDLE = 50.0
#: Running itself; a plan that stops it stops every cue.
EASY_RUNNING = "run_easy"

NOTHING = "Nothing here needs changing. What has a norm lies among other runners at this speed."
_PLAIN = {
    "overstride": "how far ahead the foot lands",
    "low_heel_lift": "how far the knee bends in the air",
    "reduced_hip_extension_stride": "how far the thigh goes behind",
}

Kind = Literal["try", "nothing", "not_now", "cannot_tell"]


class Cue(msgspec.Struct, frozen=True):
    """One table of ``data/cues.toml``. step_rate: new cadence as shares of the present one."""

    cue: str
    how_much: str
    action: str
    support: Support
    found: str
    loads: str
    not_for: str
    weeks: int
    sources: tuple[str, ...]
    unless: tuple[str, ...] = ()
    step_rate: tuple[float, float] | None = None


class Bounds(msgspec.Struct, frozen=True):
    """What a case forbids. actions: action -> why it must wait; conditions: condition that is likely -> its name."""

    actions: Mapping[str, str] = {}
    conditions: Mapping[str, str] = {}


class Change(msgspec.Struct, frozen=True):
    """The answer. kind: ``try`` (one cue), ``nothing`` needs changing, ``not_now``: a case forbids it,
    ``cannot_tell``: nothing with a norm was measured well enough. why: in one or two sentences.

    With ``try`` and ``not_now``: metric, side and percentile that speak for it, and the cue.
    """

    kind: Kind
    why: str
    finding: str = ""
    metric: str = ""
    side: str = ""
    percentile: float | None = None
    cue: str = ""
    how_much: str = ""
    support: str = ""
    found: str = ""
    loads: str = ""
    not_for: str = ""
    weeks: int | None = None
    sources: tuple[str, ...] = ()


#: Finding -> the metric that is looked at, and the end of its norm that speaks for a change.
_LOOKED_AT: dict[str, tuple[str, Literal["high", "low"]]] = {
    "overstride": ("leg_reach_contact_deg", "high"),
    "low_heel_lift": ("knee_flexion_swing_deg", "low"),
    "reduced_hip_extension_stride": ("hip_extension_joint_deg", "low"),
}


@cache
def cues() -> dict[str, Cue]:
    """All cues by finding."""
    text = resources.files("whatelse.stride").joinpath("data", "cues.toml").read_text("utf-8")
    return {name: msgspec.convert(row, Cue) for name, row in tomllib.loads(text).items()}


def what_to_change(analysis: StrideAnalysis, bounds: Bounds | None = None) -> Change:
    """The one change that is best supported by this recording. bounds: what a case forbids, where there is one."""
    looked = [
        (finding, metric, end)
        for finding, (name, end) in _LOOKED_AT.items()
        for metric in _with_norm(analysis, name, end)
    ]
    if not looked:
        return Change("cannot_tell", _why_not(analysis))
    out = [(finding, metric) for finding, metric, end in looked if _is_out(metric, end, OUTER[cues()[finding].support])]
    if not out:
        return Change("nothing", " ".join((NOTHING, *_not_looked_at({finding for finding, _, _ in looked}))))
    # What a study supports goes first, then what lies further out.
    finding, metric = min(out, key=lambda pair: (cues()[pair[0]].support != "study", -_distance(*pair)))
    return _change(analysis, finding, metric, bounds or Bounds())


def _change(analysis: StrideAnalysis, finding: str, metric: Metric, bounds: Bounds) -> Change:
    cue = cues()[finding]
    percentile = round(metric.percentile or 0.0, 1)
    kind: Kind = "try"
    why = (
        f"{metric.label}, {metric.side}: {metric.value:.0f} {metric.unit}. Of 100 runners at this speed, about "
        f"{percentile:.0f} have less."
    )
    forbids = _forbids(cue, bounds)
    if forbids:
        kind, why = "not_now", f"{why} But wait with any change: {forbids}"
    return Change(
        kind,
        why,
        finding,
        metric.id,
        metric.side,
        percentile,
        cue.cue,
        _how_much(cue, analysis.cadence_spm),
        cue.support,
        cue.found,
        cue.loads,
        cue.not_for,
        cue.weeks,
        cue.sources,
    )


def _forbids(cue: Cue, bounds: Bounds) -> str:
    """Why a case forbids this cue; empty where it does not."""
    for action in (EASY_RUNNING, cue.action):
        if action in bounds.actions:
            return bounds.actions[action]
    likely = [bounds.conditions[name] for name in cue.unless if name in bounds.conditions]
    return f"this may be what hurts: {likely[0]}." if likely else ""


def _how_much(cue: Cue, cadence: float | None) -> str:
    if cue.step_rate is None or cadence is None:
        return cue.how_much if cue.step_rate is None else "5 to 10 in 100 more steps a minute."
    low, high = (round(share * cadence) for share in cue.step_rate)
    return cue.how_much.format(now=round(cadence), low=low, high=high)


def _with_norm(analysis: StrideAnalysis, name: str, end: Literal["high", "low"]) -> list[Metric]:
    """The side that lies further out at this end; sides that are not measured, or approximate, are left out."""
    both = [analysis.metric(name, side) for side in ("left", "right")]
    usable = [one for one in both if one is not None and one.percentile is not None and not one.approximate]
    return sorted(usable, key=lambda one: one.percentile or 0.0, reverse=end == "high")[:1]


def _is_out(metric: Metric, end: Literal["high", "low"], outer: float) -> bool:
    middle, low, high = metric.percentile, metric.percentile_low, metric.percentile_high
    if middle is None or low is None or high is None:
        return False
    return (middle >= outer and low > MIDDLE) if end == "high" else (middle <= 100.0 - outer and high < MIDDLE)


def _not_looked_at(seen: set[str]) -> list[str]:
    """Nothing found is only said of what was looked at."""
    rest = [_PLAIN[finding] for finding in _LOOKED_AT if finding not in seen]
    return [f"Not looked at, for want of a sound number: {'; '.join(rest)}."] if rest else []


def _distance(finding: str, metric: Metric) -> float:
    return round(abs((metric.percentile or MIDDLE) - MIDDLE), DECIMALS)


def _why_not(analysis: StrideAnalysis) -> str:
    if analysis.speed_m_s is None:
        return "What should change cannot be said: the speed is not known. Give it with --speed."
    names = [name for name, _ in _LOOKED_AT.values()]
    there = [metric for metric in analysis.metrics if metric.id in names and metric.side in ("left", "right")]
    if any(metric.measurable for metric in there):
        norm, about = norm_for(names[0], analysis.speed_m_s)
        reason = about if norm is None else next((m.norm for m in there if m.measurable and m.percentile is None), "")
        reason = reason or "what has a norm is only approximate here"
    else:
        reason = next((metric.reason for metric in there if metric.reason), "nothing that has a norm was measured")
    return f"What should change cannot be said from this recording: {reason}."
