"""What a stride says for a case: graded evidence for the findings of running, never a cut-off.

The only file of the movement side that knows a case. A metric that lies z spreads from the middle of its norm speaks
for a finding with the likelihood ratio of two normal distributions a shift apart; the error of the metric widens both,
so that an unsure number says little. Nothing enters a case unless the person asks for it.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Container
from functools import cache
from importlib import resources
from typing import Literal

import msgspec

from whatelse.case import Answer, Case
from whatelse.stride.norms import norm_for
from whatelse.stride.types import DECIMALS, Metric, MetricSide, StrideAnalysis

#: No single number of a stride counts for more than this.
STRONGEST = 8.0
#: Odds that are told; less is no word for or against.
LEAST_TOLD = 1.05
CADENCE = "running_cadence_spm"


class Rule(msgspec.Struct, frozen=True):
    """One row of ``data/findings.toml``."""

    metrics: tuple[str, ...]
    direction: Literal["high", "low", "apart"]
    shift: float
    source: str
    spread: float | None = None


class StrideFinding(msgspec.Struct, frozen=True):
    """What the stride says for one finding. answer: None where it says nothing; reason: why, in one sentence.

    ratio: how much likelier the number is where the finding is there; z: distance from the norm, in its spreads.
    """

    finding: str
    answer: Answer | None
    reason: str
    metric: str | None = None
    ratio: float | None = None
    z: float | None = None


@cache
def rules() -> dict[str, Rule]:
    """All rules by finding."""
    text = resources.files("whatelse.stride").joinpath("data", "findings.toml").read_text("utf-8")
    return {name: msgspec.convert(row, Rule) for name, row in tomllib.loads(text).items()}


def stride_findings(analysis: StrideAnalysis, side: str = "unknown") -> tuple[StrideFinding, ...]:
    """The evidence of an analysis for a case whose painful side is ``side``, one entry a finding."""
    found = [
        _asymmetry(name, rule, analysis) if rule.direction == "apart" else _against_norm(name, rule, analysis, side)
        for name, rule in rules().items()
    ]
    return (*found, _cadence(analysis))


def add_to_case(case: Case, analysis: StrideAnalysis, known: Container[str]) -> tuple[Case, tuple[StrideFinding, ...]]:
    """A case with what the stride says, and the account of it. What the case already answers keeps its answer; "don't
    know" and "not tested" are none.

    known: the ids of the findings that the knowledge has (``knowledge.findings``).
    """
    account = []
    for found in stride_findings(analysis, case.side):
        if found.answer is not None and found.finding not in known:
            found = msgspec.structs.replace(found, answer=None, reason="this knowledge has no such finding")
        elif found.answer is not None and _is_answered(case, found.finding):
            found = msgspec.structs.replace(found, answer=None, reason="the case already answers it; that answer stays")
        if found.answer is not None:
            case = case.with_answer(found.finding, found.answer)
        account.append(found)
    return case, tuple(account)


def _is_answered(case: Case, finding: str) -> bool:
    answer = case.findings.get(finding)
    return answer is not None and (answer.is_told or answer.set_aside)


def likelihood_ratio(z: float, error: float, shift: float) -> float:
    """How much likelier z is among those who show a finding than among the others.

    z: distance from the middle towards the finding, in spreads; error: standard error of z; shift: distance of the
    two groups. Both groups have spread 1, widened by the error.
    """
    weight = (shift * z - 0.5 * shift**2) / (1.0 + error**2)
    return min(max(math.exp(weight), 1.0 / STRONGEST), STRONGEST)


def _against_norm(name: str, rule: Rule, analysis: StrideAnalysis, side: str) -> StrideFinding:
    reasons = []
    for metric_id in rule.metrics:
        metric = _painful(analysis, metric_id, side)
        if metric is None:
            reasons.append(_why_not(analysis, metric_id))
            continue
        speed = analysis.speed_m_s
        norm, about = norm_for(metric_id, speed)
        if norm is None or speed is None or metric.percentile is None or metric.value is None:
            reasons.append(metric.norm or about)
            continue
        place = norm.place(metric.value, speed)
        z = place.z if rule.direction == "high" else -place.z
        return _graded(name, metric, z, _error(metric) / place.spread, rule)
    return StrideFinding(name, None, "; ".join(reasons))


def _asymmetry(name: str, rule: Rule, analysis: StrideAnalysis) -> StrideFinding:
    """The joint that differs most between the sides, for how many were looked at."""
    spread = rule.spread or 1.0
    there = [analysis.metric(metric, "right_minus_left") for metric in rule.metrics]
    usable = [metric for metric in there if metric is not None and metric.measurable and metric.value is not None]
    if not usable:
        reasons = [metric.reason for metric in there if metric is not None and metric.reason]
        return StrideFinding(name, None, "; ".join(dict.fromkeys(reasons)) or "right and left were not measured")
    widest = max(usable, key=lambda metric: abs(metric.value or 0.0))
    # The largest of n half-normal numbers lies this far out even where nothing is wrong.
    expected = (0.80, 1.13, 1.33)[len(usable) - 1]
    z = abs(widest.value or 0.0) / spread - expected
    return _graded(name, widest, z, _error(widest) / spread, rule)


def _graded(name: str, metric: Metric, z: float, error: float, rule: Rule) -> StrideFinding:
    ratio = likelihood_ratio(z, error, rule.shift)
    answer = Answer(
        by="measured",
        measured=metric.value,
        se=round(_error(metric), DECIMALS),
        definition=f"{metric.id}: {metric.definition}",
        likelihood={"yes": round(ratio / (1.0 + ratio), DECIMALS), "no": round(1.0 / (1.0 + ratio), DECIMALS)},
        side=metric.side if metric.side in ("left", "right") else None,
    )
    speaks = "for" if ratio > 1.0 else "against"
    odds = max(ratio, 1 / ratio)
    says = f"speaks {speaks} it, {odds:.1f} to 1" if odds >= LEAST_TOLD else "says nothing for or against it"
    reason = f"{metric.label} {metric.value:.1f} {metric.unit}: {says}"
    return StrideFinding(name, answer, reason, metric.id, round(ratio, DECIMALS), round(z, DECIMALS))


def _cadence(analysis: StrideAnalysis) -> StrideFinding:
    """Never added by itself: the knowledge asks for the cadence at easy pace, and a set speed moves it."""
    metric = analysis.metric("cadence_spm")
    if metric is None or metric.value is None:
        return StrideFinding(CADENCE, None, metric.reason if metric is not None else "not measured")
    reason = (
        f"{metric.value:.0f} steps a minute; it depends on the speed and no open norm tells how, so it is not counted: "
        f"if this was your easy pace, write {CADENCE}: {metric.value:.0f} into the case yourself"
    )
    return StrideFinding(CADENCE, None, reason, metric.id)


def _painful(analysis: StrideAnalysis, metric_id: str, side: str) -> Metric | None:
    """The metric of the painful side; where that is not known, of the side that lies further out."""
    wanted: tuple[MetricSide, ...] = ("left", "right")
    if side in wanted:
        wanted = ("left",) if side == "left" else ("right",)
    there = [analysis.metric(metric_id, one) for one in wanted]
    usable = [metric for metric in there if metric is not None and metric.measurable and not _is_far(analysis, metric)]
    with_norm = [metric for metric in usable if metric.percentile is not None]
    return (
        max(with_norm, key=lambda metric: abs((metric.percentile or 50.0) - 50.0))
        if with_norm
        else (usable[0] if usable else None)
    )


def _is_far(analysis: StrideAnalysis, metric: Metric) -> bool:
    """A far leg in a picture is shown but never counted."""
    return any(gate.id == "far_leg" and gate.fired and gate.side == metric.side for gate in analysis.gates)


def _why_not(analysis: StrideAnalysis, metric_id: str) -> str:
    reasons = [metric.reason for metric in analysis.metrics if metric.id == metric_id and metric.reason]
    return reasons[0] if reasons else "was not measured on that side"


def _error(metric: Metric) -> float:
    """Standard error of a metric, from its 95 % interval."""
    if metric.low is None or metric.high is None:
        return 0.0
    return (metric.high - metric.low) / (2.0 * 1.96)
