"""What if the stride were different: only what holds for every way of drawing the change is told."""

from __future__ import annotations

from typing import Literal

import msgspec
import numpy as np

from whatelse.mechanics import muscles
from whatelse.mechanics.edits import Edit, duration_factor, refused, shapes
from whatelse.mechanics.gait import CYCLE, KNEE, Gait, Leg, Side
from whatelse.mechanics.polynomial import FloatArray

#: Muscles that what-ifs are told for: the hamstrings, and what extends and flexes the hip.
WATCHED = ("bflh", "semimem", "semiten", "glmax2", "psoas")
#: A change smaller than this is none, in percentage points of stretch and in percent of lengthening speed.
SMALLEST = 0.05
#: Ways of drawing several changes at once that are looked at.
MOST_TOGETHER = 24
#: A knee bent backward by more than this, degrees, cannot be.
KNEE_BACK = -5.0
Verdict = Literal["more", "less", "no change", "not determined"]
MEASURES = {
    "peak": ("peak stretch", "points"),
    "contact": ("stretch at landing", "points"),
    "swing_mean": ("mean stretch in swing", "points"),
    "fastest": ("fastest lengthening in swing", "%"),
}


class Change(msgspec.Struct, frozen=True):
    """One number of one muscle: least and most over all ways of drawing the edit."""

    muscle: str
    label: str
    side: Side
    measure: str
    unit: str
    least: float
    most: float
    verdict: Verdict


class WhatIf(msgspec.Struct, frozen=True):
    """One edit, or all together. refused: why nothing is told; ways: how many drawings were swept."""

    edits: tuple[Edit, ...]
    text: str
    ways: int
    refused: str
    changes: tuple[Change, ...]


#: What is never told, whatever is asked, and why.
NOT_TOLD = (
    "forces and loads in stance: they need the force under the foot, which no picture or marker shows",
    "muscle forces at any moment: models differ by more than the change",
    "what the runner will really do: the edit changes only what it names, and runners reorganise the rest",
)


def what_if(gait: Gait, edits: tuple[Edit, ...], sides: tuple[Side, ...] = ("left", "right")) -> tuple[WhatIf, ...]:
    """Each edit alone, then, where there are several, all of them together."""
    out = [_swept(gait, (edit,), sides) for edit in edits]
    return (*out, _swept(gait, edits, sides)) if len(edits) > 1 else tuple(out)


def _swept(gait: Gait, edits: tuple[Edit, ...], sides: tuple[Side, ...]) -> WhatIf:
    text = ", ".join(edit.text for edit in edits)
    for edit in edits:
        why = refused(edit)
        if why:
            return WhatIf(edits, text, 0, f"{edit.text}: {why}" if len(edits) > 1 else why, ())
    changes: list[Change] = []
    ways = 0
    for side in sides:
        leg = gait.leg(side)
        added = _drawn(edits, leg)
        angles = leg.angles[None] + added
        why = _impossible(angles)
        if why:
            return WhatIf(edits, text, 0, f"{side} leg: {why}", ())
        ways = len(added)
        changes += _changes(leg, angles, side, duration_factor(edits))
    return WhatIf(edits, text, ways, "", tuple(changes))


def _drawn(edits: tuple[Edit, ...], leg: Leg) -> FloatArray:
    """(V, 101, 5) every drawing of one edit; of several, combinations spread evenly over all there are."""
    each = [shapes(edit, leg) for edit in edits]
    counts = tuple(len(one) for one in each)
    every = int(np.prod(counts))
    some = every if len(edits) == 1 else min(every, MOST_TOGETHER)
    picks = np.unravel_index(np.linspace(0, every - 1, some).round().astype(int), counts)
    return np.asarray(np.sum([one[pick] for one, pick in zip(each, picks, strict=True)], axis=0))


def _impossible(angles: FloatArray) -> str:
    least = float(angles[:, :, KNEE].min())
    if least < KNEE_BACK:
        return f"the knee would bend backward ({least:.0f} degrees)"
    found = muscles.outside(np.maximum(angles.reshape(-1, angles.shape[2]), [-np.inf, -np.inf, -np.inf, 0.0, -np.inf]))
    return found[0] if found else ""


def _changes(leg: Leg, angles: FloatArray, side: Side, longer: float) -> list[Change]:
    before = _measures(leg, leg.angles[None], 1.0)
    after = _measures(leg, angles, longer)
    out = []
    for name, (what, unit) in MEASURES.items():
        gain = after[name] - before[name]
        if unit == "%":
            gain = 100.0 * gain / np.maximum(before[name], 1e-9)
        for m, muscle in enumerate(WATCHED):
            least, most = float(gain[:, m].min()), float(gain[:, m].max())
            label = muscles.table().muscle(muscle).label
            out.append(Change(muscle, label, side, what, unit, round(least, 3), round(most, 3), verdict(least, most)))
    return out


def verdict(least: float, most: float) -> Verdict:
    """What a sweep from least to most lets one say."""
    if least > SMALLEST:
        return "more"
    if most < -SMALLEST:
        return "less"
    if least >= -SMALLEST and most <= SMALLEST:
        return "no change"
    return "not determined"


def _measures(leg: Leg, angles: FloatArray, longer: float) -> dict[str, FloatArray]:
    """Each (V, M), for angles (V, 101, 5). Speed in percent of the upright length per cycle of the old duration."""
    flat = angles.reshape(-1, angles.shape[2])
    curves = muscles.stretch(flat, WATCHED).reshape(*angles.shape[:2], len(WATCHED))
    swing = leg.toe_off <= CYCLE
    steps = np.diff(curves, axis=1, append=curves[:, 1:2]) / longer
    return {
        "peak": curves.max(axis=1),
        "contact": curves[:, 0],
        "swing_mean": curves[:, swing].mean(axis=1),
        "fastest": steps[:, swing].max(axis=1),
    }
