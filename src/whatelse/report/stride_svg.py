"""Pictures of a stride as SVG text, drawn without any package: curves, contacts with force."""

from __future__ import annotations

from whatelse.report.svg_shapes import GREY, INK, Frame, area, axes, bar, line, padded, rectangle, svg, text, ticks
from whatelse.stride.curve_norms import Drawn
from whatelse.stride.raster import Raster

LEFT, RIGHT = "#1f5fa8", "#b3541e"
COLOURS = {"left": LEFT, "right": RIGHT, "unknown": INK}
#: Right is dashed, so that no one needs the colours.
DASH = {"left": "", "right": ' stroke-dasharray="7 4"'}
TITLES = {
    "knee_angle": "Knee flexion",
    "hip_flexion": "Hip flexion",
    "hip_flexion_trunk": "Hip flexion against the trunk",
    "ankle_angle": "Ankle, toes up",
    "thigh_angle": "Thigh against the vertical, ahead +",
    "pelvis_tilt": "Tilt of the pelvis, backward +",
    "pelvis_list": "List of the pelvis, right side down +",
}
#: The curves that are drawn, as far as they were measured.
CURVES = ("hip_flexion", "hip_flexion_trunk", "thigh_angle", "knee_angle", "ankle_angle", "pelvis_list")
#: Height of the bars of one foot.
STRIP = 26


def curve_svg(drawn: Drawn, toe_off: dict[str, float] | None = None, width: int = 420, height: int = 290) -> str:
    """Left and right over the stride with their scatter, the band of other runners, and marks at this speed.

    toe_off: side -> percent of the stride.
    """
    inner = Frame((44, 42, width - 60, height - 104), (0.0, 100.0), padded(_values(drawn)))
    across = [inner.x(percent) for percent in range(101)]
    parts = axes(inner, "% of the stride, contact to contact", TITLES.get(drawn.name, drawn.name) + ", °")
    if drawn.band:
        parts.insert(0, area(across, _heights(inner, drawn.band.low), _heights(inner, drawn.band.high), GREY, 1.0))
    parts += [bar(inner.x(mark.percent), inner.y(mark.low), inner.y(mark.high)) for mark in drawn.marks]
    for side, (mean, sd) in drawn.sides.items():
        low, high = (tuple(m + sign * s for m, s in zip(mean, sd, strict=True)) for sign in (-1.0, 1.0))
        parts.append(area(across, _heights(inner, low), _heights(inner, high), COLOURS[side], 0.18))
        parts.append(line(across, _heights(inner, mean), COLOURS[side], 2.2, DASH[side]))
        if toe_off and side in toe_off:
            at = inner.x(toe_off[side])
            parts.append(line([at, at], [inner.top, inner.bottom], COLOURS[side], 1.0, DASH[side]))
    parts.append(_legend(inner, drawn, height))
    return svg(width, height, TITLES.get(drawn.name, drawn.name), parts)


def raster_svg(raster: Raster, width: int = 640) -> str:
    """Contacts of each foot as bars over some seconds, with the force of the ground where it was measured."""
    sides = [side for side in ("left", "right", "unknown") if any(one[0] == side for one in raster.contacts)]
    below = 12 + len(sides) * (STRIP + 6)
    height = below + (110 if raster.time_s else 0) + 42
    inner = Frame((62, 12, width - 74, height - 54), (raster.start_s, max(raster.end_s, raster.start_s + 1e-9)))
    parts = [text(inner.left + inner.width / 2, height - 8, "time, s", "middle", 12)]
    parts += [text(inner.x(tick), inner.bottom + 16, f"{tick:g}", "middle", 11) for tick in ticks(*inner.across)]
    for row, side in enumerate(sides):
        parts += _contacts(raster, side, inner, inner.top + row * (STRIP + 6))
    if raster.time_s:
        parts += _force(raster, inner, below + 6)
    parts.append(line([inner.left, inner.right], [inner.bottom, inner.bottom], INK, 1))
    return svg(width, height, "Foot contacts over time", parts)


def _contacts(raster: Raster, side: str, inner: Frame, top: float) -> list[str]:
    name = "feet" if side == "unknown" else side
    parts = [text(inner.left - 6, top + STRIP / 2 + 4, name, "end", 12, COLOURS[side])]
    for own, start, end in raster.contacts:
        if own == side:
            left, right = inner.x(max(start, raster.start_s)), inner.x(min(end, raster.end_s))
            parts.append(rectangle(left, top, max(1.0, right - left), STRIP, COLOURS[side]))
    return parts


def _force(raster: Raster, inner: Frame, top: float) -> list[str]:
    most = max(max(raster.force), 1e-9)
    under = Frame((inner.left, top, inner.width, inner.bottom - top), inner.across, (0.0, most))
    heights = [under.y(max(0.0, value)) for value in raster.force]
    shown = f"{most:.0f} N" if raster.unit == "N" else f"{most:.1f} {raster.unit}"
    return [
        line([under.x(time) for time in raster.time_s], heights, INK, 1.3),
        text(under.left - 6, under.top + 10, shown, "end", 11),
        text(under.left - 6, under.bottom, "0", "end", 11),
    ]


def _values(drawn: Drawn) -> list[float]:
    """Every height that is drawn."""
    found = [
        m + sign * s for mean, sd in drawn.sides.values() for m, s in zip(mean, sd, strict=True) for sign in (-1, 1)
    ]
    found += [*drawn.band.low, *drawn.band.high] if drawn.band else []
    return found + [end for mark in drawn.marks for end in (mark.low, mark.high)]


def _heights(inner: Frame, values: tuple[float, ...]) -> list[float]:
    return [inner.y(value) for value in values]


def _legend(inner: Frame, drawn: Drawn, height: int) -> str:
    words = [text(inner.left, height - 6, "left: full", "start", 11, LEFT)]
    words.append(text(inner.left + 66, height - 6, "right: dashed", "start", 11, RIGHT))
    words.append(text(inner.right, height - 6, "upright: toe-off", "end", 11))
    band = f"grey: {drawn.band.label}" if drawn.band else ""
    bars = "bars: 8 in 10 at this speed" if drawn.marks else ""
    note = "; ".join(part for part in (band, bars) if part) or "no norm"
    words.append(text(inner.left, 32, note, "start", 11))
    return "".join(words)
