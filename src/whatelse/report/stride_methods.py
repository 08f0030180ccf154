"""A paragraph on methods, to copy into a paper, made from what was really done."""

from __future__ import annotations

import textwrap

from whatelse.stride import norms
from whatelse.stride.types import StrideAnalysis

_EVENTS = {
    "markers": "agreement of several kinematic signs (foot furthest ahead of the pelvis, upward acceleration of heel "
    "and forefoot, free fall of the pelvis, straightest knee), with fixed offsets against force plates",
    "keypoints": "the foot reaching half of its mid-stance backward speed (contact) and the toe rising by 3.5 % of leg "
    "length (toe-off)",
    "sensor": "thresholds on the upward acceleration of the lower back",
    "force": "vertical ground reaction force above 50 N after a 50 Hz zero-lag low-pass filter",
    "file": "the events stored in the file",
    "watch": "a watch or foot pod, whose own means were taken",
}
_ANGLES = {
    "calibrated": "segments calibrated in a standing trial (Cappozzo 1995; Söderkvist & Wedin 1993), hip centres after "
    "Harrington 2007, Cardan angles in the order flexion, adduction, rotation (Wu 2002)",
    "markers": "joint centres shown by the markers of the running trial, hip centres after Harrington 2007, Cardan "
    "angles in the order flexion, adduction, rotation (Wu 2002)",
    "lines": "lines through marker clusters on the lateral thigh and shank, in the sagittal plane",
    "plane": "lines between keypoints in the plane of the picture",
}
_CITED = {
    "Cappozzo": "Cappozzo A et al. (1995) Clin Biomech 10:171.",
    "Söderkvist": "Söderkvist I, Wedin PÅ (1993) J Biomech 26:1473.",
    "Harrington": "Harrington ME et al. (2007) J Biomech 40:595.",
    "Wu 2002": "Wu G et al. (2002) J Biomech 35:543.",
}


def methods_text(analyses: list[StrideAnalysis]) -> str:
    """Methods and citations for these analyses; names no file. Raises nothing; empty where there is none."""
    if not analyses:
        return ""
    strides = [sum(one.strides.values()) for one in analyses]
    text = [
        f"Running strides were analysed with whatelse {analyses[0].version} ({_counted(strides)}).",
        *_each("Foot contact and toe-off were found by", _EVENTS, [one.events_from for one in analyses]),
        *_each("Joint angles: ", _ANGLES, [one.angle_method for one in analyses if one.angles]),
        "Marker positions were low-pass filtered (zero-lag Butterworth, 10 Hz; keypoints 7 to 12 Hz by frame rate). "
        "Each metric is the mean over strides; its 95 % interval joins the standard error of that mean (Student's t) "
        "with a systematic half width that depends on what recorded it and does not shrink with more strides. "
        "Right minus left: percentile bootstrap over strides, 2000 draws, fixed seed, widened in the same way. "
        "Metrics that a recording cannot tell are marked as not measurable, with the reason, and are not imputed.",
    ]
    if any(metric.percentile is not None for one in analyses for metric in one.metrics):
        text.append(f"Percentiles at the running speed are from open data: {norms.source()}.")
    whole = " ".join(text)
    cited = [line for word, line in _CITED.items() if word in whole]
    references = "\n".join([*cited, f"whatelse {analyses[0].version}, CITATION.cff of its source."])
    return f"{textwrap.fill(whole, 100)}\n\nReferences\n{references}\n"


def _counted(strides: list[int]) -> str:
    if len(strides) == 1:
        return f"one recording, {strides[0]} strides"
    return f"{len(strides)} recordings, {sum(strides)} strides, {min(strides)} to {max(strides)} a recording"


def _each(start: str, words: dict[str, str], used: list[str]) -> list[str]:
    """One sentence; where recordings differ, with how many each way."""
    counts = {name: used.count(name) for name in words if name in used}
    if not counts:
        return []
    parts = [words[name] + (f" ({count} recordings)" if len(counts) > 1 else "") for name, count in counts.items()]
    return [f"{start.rstrip()} {'; '.join(parts)}."]
