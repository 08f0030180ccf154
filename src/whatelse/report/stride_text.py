"""A stride as plain text: the table, what was guessed, what fired, what it says for a case, what to change."""

from __future__ import annotations

import textwrap

from whatelse.report.stride_numbers import labelled, not_told, place, rows, sides_of, with_interval
from whatelse.report.text_lines import bullet, in_columns, joined, wrapped
from whatelse.stride.change import Change
from whatelse.stride.types import StrideAnalysis

_COLUMNS = (34, 23, 23, 23)
LIMITS = (
    "Each number is a mean, with the range that it very likely lies in. Nothing here was tested on patients, and no "
    "number is good or bad by itself. If pain gets worse, see a doctor."
)
FROM = {
    "markers": "the movement of the markers",
    "keypoints": "the movement in the picture",
    "sensor": "the sensor",
    "force": "force plates",
    "file": "the file itself",
    "watch": "the watch",
}
_ANGLES = {
    "calibrated": "with a standing trial",
    "markers": "from the markers of the run; without a standing trial left and right do not compare",
    "lines": "from markers on the outer side of the leg alone: off by up to 10 degrees",
    "plane": "in the plane of the picture",
}
HEADS = {
    "try": "ONE THING TO TRY",
    "nothing": "WHAT TO CHANGE",
    "not_now": "WHAT TO CHANGE: NOT NOW",
    "cannot_tell": "WHAT TO CHANGE",
}


def stride_text(analysis: StrideAnalysis, change: Change | None = None, *, every: bool = False, name: str = "") -> str:
    """The whole answer. every: all metrics instead of the compact table."""
    lines = [*head(analysis, name), "", *_table(analysis, every)]
    lines += _missing(analysis, every)
    lines += _fired(analysis)
    lines += _guesses(analysis)
    if change is not None:
        lines += ["", *change_lines(change)]
    return joined([*lines, "", *wrapped(LIMITS)])


def head(analysis: StrideAnalysis, name: str = "") -> list[str]:
    """What was recorded, how much of it, how fast."""
    speed = "speed not known (--speed)"
    if analysis.speed_m_s is not None:
        speed = f"{analysis.speed_m_s:.2f} m/s ({analysis.speed_from})"
    counted = sides_of(analysis) if any(analysis.strides.values()) else f"{len(analysis.events) // 2} contacts"
    how = f"{counted}, {speed}; contacts from {FROM[analysis.events_from]}"
    if analysis.events_from == "watch":
        how = f"{speed}; the numbers are those of the watch"
    lines = [f"Stride: {name or analysis.source}", f"{analysis.duration_s:.1f} s, {how}"]
    if analysis.angle_method in _ANGLES:
        lines.append(f"Angles {_ANGLES[analysis.angle_method]}.")
    return lines


def change_lines(change: Change) -> list[str]:
    """What to change, in the runner's words."""
    lines = [HEADS[change.kind], *wrapped(change.why, 2)]
    if change.kind not in ("try", "not_now"):
        return lines
    if change.kind == "not_now":
        return [*lines, *wrapped(f"Later, this could be tried: {change.cue}", 2)]
    lines += bullet(f"Try: {change.cue}")
    lines += bullet(f"How much: {change.how_much}")
    lines += bullet("Only if running brings on your pain. A stride that does not hurt needs no change.")
    lines += bullet(f"What is known: {change.found}")
    lines += bullet(f"What may bear more: {change.loads}")
    lines += bullet(f"For whom not: {change.not_for}")
    lines += bullet(f"Film or measure again after {change.weeks} weeks, at the same speed (--compare).")
    return [*lines, *bullet(f"Sources: {'; '.join(change.sources)}.")]


def _table(analysis: StrideAnalysis, every: bool) -> list[str]:
    shown = rows(analysis, every=every)
    any_place = any(metric.percentile is not None for row in shown for metric in row.metrics)
    heads = ["", "left", "right", "right minus left", *(["of 100 runners: left, right"] if any_place else [])]
    lines = [in_columns(heads, _COLUMNS)]
    for row in shown:
        label = labelled(row.label, row.unit)
        if row.left is None and row.right is None:
            lines += _both_sides(label, with_interval(row.both))
            continue
        cells = [label, with_interval(row.left), with_interval(row.right), with_interval(row.apart)]
        if any_place:
            told = any(m.percentile is not None for m in row.metrics)
            cells.append(f"{place(row.left)}, {place(row.right)}" if told else "no norm")
        first, *rest = textwrap.wrap(label, _COLUMNS[0] - 1)
        lines.append(in_columns([first, *cells[1:]], _COLUMNS))
        lines += [f"  {part}" for part in rest]
    marks = ["?: only approximate, see below."] if any(m.approximate for row in shown for m in row.metrics) else []
    if any_place:
        marks.append("Of 100 runners at this speed, so many have less (range).")
    return [*lines, *marks]


def _both_sides(label: str, shown: str) -> list[str]:
    first, *rest = textwrap.wrap(label, _COLUMNS[0] - 1)
    return [f"{first.ljust(_COLUMNS[0])}{shown}, both sides", *(f"  {part}" for part in rest)]


def _missing(analysis: StrideAnalysis, every: bool) -> list[str]:
    found = not_told(analysis, every=every)
    if not found:
        return []
    lines = ["", "Not measurable"]
    for reason, what in found:
        names = ", ".join(what[:4]) + (f" and {len(what) - 4} more" if len(what) > 4 else "")
        lines += bullet(f"{names}: {reason}")
    return lines


def _fired(analysis: StrideAnalysis) -> list[str]:
    fired = [gate for gate in analysis.gates if gate.fired]
    if not fired:
        return []
    lines = ["", "About this recording"]
    for gate in fired:
        number = "" if gate.value is None or gate.limit is None else f" ({gate.value:.3g}, limit {gate.limit:g})"
        lines += bullet(f"{f'{gate.side}: ' if gate.side else ''}{gate.text}{number}")
    return lines


def guesses(analysis: StrideAnalysis) -> tuple[tuple[str, str], ...]:
    """(what was taken and why, the option that says otherwise) of each guess."""
    found = []
    for line in analysis.provenance:
        if line.startswith("guess: "):
            text, _, override = line.removeprefix("guess: ").rpartition("; override: ")
            option = override.rpartition("(")[2].rstrip(")") if "(--" in override else override
            found.append((text, option))
    return tuple(found)


def _guesses(analysis: StrideAnalysis) -> list[str]:
    found = guesses(analysis)
    lines = ["", "Guessed, and how to say otherwise"] if found else []
    for text, option in found:
        lines += bullet(f"{text}; otherwise: {option}")
    told = [
        line for line in analysis.provenance if line.startswith(("speed:", "file:", "events: a contact", "keypoints:"))
    ]
    return [*lines, *(part for line in told for part in bullet(line))]
