"""The mechanical chain on a body from behind: spine, sacrum, pelvis and thigh bones, their joints shaded by how likely
the sources there are; beside it the nerve from neck to foot. A side stands out only where the case names one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from whatelse.report.body.picture import body_paths, path_of
from whatelse.report.body.shapes import BACK, Spot

#: From which probability on a place is shaded, lightest first.
SHADES = (0.02, 0.1, 0.3, 0.6)
_BONES = (
    # Spine, sacrum, the two halves of the pelvis and the thigh bones of the right half; mirrored for the left.
    ("chassis", "M-11 -70H11V34H-11Z", False),
    ("axle", "M-24 48H24L9 128Q0 138 -9 128Z", False),
    ("rim", "M34 58Q52 28 84 34Q100 60 90 104Q84 132 66 150Q60 182 48 200Q36 196 38 176Q44 150 34 122Z", True),
    ("tire", "M84 140Q98 142 98 166Q92 190 84 230L66 398Q52 412 40 398Q40 384 52 378L66 236Q70 190 70 168Z", True),
)
#: Where a place is drawn on the right half: middle, and half its width and height. Those in the middle have x = 0.
_JOINTS = {
    "low_spine": (0.0, 41.0, 26.0, 9.0),
    "pelvis_joint": (31.0, 86.0, 7.0, 32.0),
    "hip_joint": (78.0, 152.0, 15.0, 15.0),
    "knee": (49.0, 424.0, 24.0, 14.0),
}
#: The nerve strip right of the body: its places, from neck to foot, as heights.
_NERVE = {"neck": -58.0, "low_spine": 41.0, "buttock": 130.0, "sit_bone": 196.0, "knee": 428.0, "ankle": 664.0}
_MIDDLE = ("low_spine",)
STRIP, LABELS = 176.0, 190.0


@dataclass(frozen=True)
class Spotlit:
    """Something at a place of the drawing with its probability; above 1 where a sum of several is."""

    at: str
    label: str
    probability: float


def shade(p: float) -> int:
    """0 for next to nothing, 4 for the darkest."""
    return sum(p >= least for least in SHADES)


def chain_figure(joints: Sequence[Spotlit], sites: Sequence[Spotlit], side: str) -> str:
    """The picture. side: "left" or "right" shades that side alone; anything else both."""
    shown = "; ".join(f"{one.label} {_whole(one.probability)}" for one in (*joints, *sites))
    parts = [f'<path class="skin" d="{d}"/>' for d in body_paths("back")]
    for name, d, twice in _BONES:
        parts.append(f'<path class="part {name}" d="{d}"/>')
        if twice:
            parts.append(f'<path class="part {name}" d="{d}" transform="scale(-1 1)"/>')
    for one in joints:
        parts += _joint(one, side)
    parts += _nerve(sites)
    return (
        f'<svg class="body chain" viewBox="-290 -82 690 808" role="img" aria-label="{escape(f"The chain. {shown}")}">'
        f"{''.join(parts)}</svg>"
    )


def _whole(p: float) -> str:
    return f"{100 * p:.0f} %" if p >= 0.01 else "below 1 %"


def _sides(at: str, side: str) -> tuple[float, ...]:
    if at in _MIDDLE:
        return (1.0,)
    return {"left": (-1.0,), "right": (1.0,)}.get(side, (1.0, -1.0))


def _joint(one: Spotlit, side: str) -> list[str]:
    parts = []
    for sign in _sides(one.at, side):
        kind = f"site heat{shade(one.probability)}"
        if one.at == "thigh":
            outline = [
                (sign * x, y) for name in ("thigh_mid_inner", "thigh_mid_outer") for x, y in BACK[name].outline()
            ]
            half = len(outline) // 2
            parts += [f'<path class="{kind}" d="{path_of(piece)}"/>' for piece in (outline[:half], outline[half:])]
            continue
        x, y, wide, high = _JOINTS[one.at]
        parts.append(
            f'<path class="{kind}" d="{path_of(Spot(sign * x, y, wide, high, sign * 14 * (wide < high)).outline())}"/>'
        )
    x, y = (0.0, 330.0) if one.at == "thigh" else _JOINTS[one.at][:2]
    label = f'<text class="label" text-anchor="end">{_label_lines(one, y)}</text>'
    edge = -math.copysign(abs(x) + 14, 1)
    return [*parts, f'<path class="leader" d="M-124 {y:.0f}L{edge:.0f} {y:.0f}"/>', label]


def _label_lines(one: Spotlit, y: float) -> str:
    return (
        f'<tspan x="-128" y="{y - 2:.0f}">{escape(one.label)}</tspan>'
        f'<tspan x="-128" y="{y + 17:.0f}">{_whole(one.probability)}</tspan>'
    )


def _nerve(sites: Sequence[Spotlit]) -> list[str]:
    parts = [f'<path class="nerve" d="M{STRIP:.0f} -74L{STRIP:.0f} 700"/>']
    parts.append(f'<text class="label" x="{STRIP - 14:.0f}" y="720" text-anchor="start">nerve, neck to foot</text>')
    for one in sites:
        y = _NERVE[one.at]
        parts.append(
            f'<path class="site heat{shade(one.probability)}" d="{path_of(Spot(STRIP, y, 10, 10).outline())}"/>'
        )
        x = LABELS + 6
        parts.append(
            f'<text class="label"><tspan x="{x:.0f}" y="{y - 2:.0f}">{escape(one.label)}</tspan>'
            f'<tspan x="{x:.0f}" y="{y + 17:.0f}">{_whole(one.probability)}</tspan></text>'
        )
    return parts
