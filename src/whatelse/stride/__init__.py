"""The stride of a runner: events, metrics with their errors, norms, and what they say for a case."""

from __future__ import annotations

from whatelse.stride.analyse import analyse
from whatelse.stride.types import AngleCurve, Gate, Metric, StrideAnalysis, StrideEvent

__all__ = ["AngleCurve", "Gate", "Metric", "StrideAnalysis", "StrideEvent", "analyse"]
