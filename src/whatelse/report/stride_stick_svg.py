"""The runner as stick figures, as SVG text."""

from __future__ import annotations

from whatelse.report.stride_svg import COLOURS, DASH, LEFT, RIGHT
from whatelse.report.svg_shapes import GREY, line, svg, text
from whatelse.stride.poses import MOMENTS, Pose

MOMENT_TITLES = {"initial_contact": "Contact", "toe_off": "Toe-off", "mid_swing": "Mid-swing"}
#: Lines of a stick figure: pairs of points, without their side.
BONES = (("hip", "knee"), ("knee", "ankle"), ("ankle", "heel"), ("heel", "toe"), ("ankle", "toe"))


def stick_svg(poses: tuple[Pose, ...], width: int = 640, height: int = 290) -> str:
    """The three moments; at each the left leg's own moment in one colour over the right leg's in the other."""
    if not poses:
        return ""
    points = [place for pose in poses for place in pose.places.values()]
    tall = max(up for _, up in points) * 1.05
    back, ahead = (f([forward for forward, _ in points]) for f in (min, max))
    each = width / len(MOMENTS)
    floor = height - 52
    scale = min((floor - 34) / tall, (each - 20) / max(ahead - back, 1e-9))
    parts = []
    for number, moment in enumerate(MOMENTS):
        middle = each * (number + 0.5)
        centre = middle - scale * (back + ahead) / 2.0
        parts.append(text(middle, 20, MOMENT_TITLES[moment], "middle", 14))
        parts.append(line([middle - each / 2 + 8, middle + each / 2 - 8], [floor] * 2, GREY, 2))
        for pose in poses:
            if pose.moment == moment:
                parts += _figure(pose, centre, floor, scale)
    counts = max(pose.n_strides for pose in poses)
    parts.append(text(8, height - 28, "left: blue, full", "start", 12, LEFT))
    parts.append(text(128, height - 28, "right: orange, dashed", "start", 12, RIGHT))
    note = f"each side at its own moment, thin: the other leg; mean of up to {counts} strides"
    parts.append(text(8, height - 10, note, "start", 11))
    return svg(width, height, "Stick figure at contact, toe-off and mid-swing", parts)


def _figure(pose: Pose, centre: float, floor: float, scale: float) -> list[str]:
    other = "right" if pose.side == "left" else "left"
    parts = [
        *_leg(pose, other, centre, floor, scale, 1.0, 0.35),
        *_leg(pose, pose.side, centre, floor, scale, 3.2, 1.0),
    ]
    hips = [pose.places[f"{side}_hip"] for side in ("left", "right") if f"{side}_hip" in pose.places]
    top = pose.places.get("neck") or pose.places.get(f"{pose.side}_shoulder")
    if top and hips:
        middle = hips[0]
        parts.append(_bone(middle, top, centre, floor, scale, COLOURS[pose.side], 2.4, 1.0, DASH[pose.side]))
    return parts


def _leg(pose: Pose, side: str, centre: float, floor: float, scale: float, thick: float, strong: float) -> list[str]:
    parts = []
    for upper, lower in BONES:
        one, two = pose.places.get(f"{side}_{upper}"), pose.places.get(f"{side}_{lower}")
        if one and two:
            parts.append(_bone(one, two, centre, floor, scale, COLOURS[pose.side], thick, strong, DASH[pose.side]))
    return parts


def _bone(
    one: tuple[float, float], two: tuple[float, float], centre: float, floor: float, scale: float, colour: str,
    thick: float, strong: float, dash: str,
) -> str:  # fmt: skip
    (x1, y1), (x2, y2) = ((centre + scale * p[0], floor - scale * p[1]) for p in (one, two))
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" stroke-width="{thick}" '
        f'stroke-linecap="round" opacity="{strong}"{dash}/>'
    )
