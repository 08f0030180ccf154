"""The line with which a recording enters a case: what it was, and how it was measured; never the name of its file."""

from __future__ import annotations

from collections.abc import Sequence

from whatelse.report.stride_numbers import sides_of
from whatelse.report.stride_text import FROM
from whatelse.stride.types import StrideAnalysis

#: Such a line begins so.
MARK = "recording:"
_FORMATS = {"c3d": "C3D", "trc": "TRC", "mot": "MOT", "sto": "STO", "fit": "FIT"}
_KINDS = {
    "markers": "markers on the body",
    "keypoints": "points of a picture",
    "coordinates": "joint angles",
    "sensor": "a sensor on the body",
    "watch": "a watch",
    "force": "force plates",
}


def recording_line(analysis: StrideAnalysis, labels: Sequence[str] = ()) -> str:
    """One line. labels: of the findings that it speaks to."""
    speed = "speed not known"
    if analysis.speed_m_s is not None:
        speed = f"{analysis.speed_m_s:.2f} m/s ({analysis.speed_from})"
    parts = [what_it_is(analysis), f"{analysis.duration_s:.0f} s"]
    parts += [sides_of(analysis)] if any(analysis.strides.values()) else []
    parts += [speed, f"contacts from {FROM[analysis.events_from]}", f"measured by whatelse {analysis.version}"]
    spoken = f"; speaks to: {'; '.join(labels)}" if labels else ""
    return f"{MARK} {', '.join(parts)}{spoken}"


def what_it_is(analysis: StrideAnalysis) -> str:
    """``C3D (markers on the body)``."""
    name = _FORMATS.get(analysis.format, analysis.format.replace("_", " "))
    return f"{name} ({_KINDS.get(analysis.kind, analysis.kind)})"
