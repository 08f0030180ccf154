"""Every stride by itself: the rows from which tables and statistics are made."""

from __future__ import annotations

import math

import msgspec

from whatelse.stride import per_stride
from whatelse.stride.contact import StrideSide
from whatelse.stride.definitions import definitions
from whatelse.stride.measure import Measured
from whatelse.stride.types import DECIMALS, StrideAnalysis


class StrideValue(msgspec.Struct, frozen=True):
    """One metric of one stride. stride: counted from 1 on each side; start_s: its initial contact; value: in unit."""

    side: StrideSide
    stride: int
    start_s: float
    metric: str
    definition: str
    unit: str
    value: float


def single_strides(analysis: StrideAnalysis, held: Measured) -> tuple[StrideValue, ...]:
    """All values of all strides, of the metrics that this recording can tell, in the order of side and stride.

    A metric of both sides is given for the strides of either side. What a stride does not show is left out.
    """
    if held.signals is None:
        return ()
    found = []
    told = {(metric.id, metric.side): metric for metric in analysis.metrics if metric.measurable}
    for side in ("left", "right"):
        own = tuple(stride for stride in held.strides if stride.side == side)
        for name in definitions():
            metric = told.get((name, side)) or told.get((name, "both"))
            if metric is None or name not in per_stride.READINGS:
                continue
            for number, (stride, value) in enumerate(
                zip(own, per_stride.values(name, held.signals, own), strict=True), start=1
            ):
                if math.isfinite(value):
                    start, rounded = round(stride.start_s, DECIMALS), round(value, DECIMALS)
                    found.append(StrideValue(side, number, start, name, metric.definition, metric.unit, rounded))
    return tuple(found)
