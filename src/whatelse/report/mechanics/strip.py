"""Three figures of the stride with the hamstring coloured by its stretch, and the whole curve below."""

from __future__ import annotations

import numpy as np

from whatelse.mechanics import Mechanics
from whatelse.mechanics.gait import CYCLE, Gait, at
from whatelse.mechanics.polynomial import FloatArray
from whatelse.mechanics.stretch import MuscleStretch
from whatelse.report.mechanics.drawing import BLUE, GREY, INK, RED, SOFT, Drawing, stretch_color
from whatelse.report.mechanics.figure import draw, figure, ground, lowest
from whatelse.report.mechanics.words import percent, shown_side, stretch_meaning

WIDTH, HEIGHT = 960, 800
_SHADES = {"stabilise": "#f3efe4", "extend": "#e8f0ea", "swing": "#eaf0f7", "brake": "#f8e9e7"}
_ROLES = {
    "stabilise": "steadies the leg",
    "extend": "extends the hip",
    "swing": "helps the swing",
    "brake": "brakes the foot",
}


def strip(told: Mechanics, gait: Gait) -> str:
    """SVG."""
    side = shown_side(told)
    one = told.muscle("bflh", side)
    curve = np.array(one.stretch)
    whose = "typical stride" if told.method == "typical" else f"{side} leg"
    picture = Drawing(
        WIDTH,
        HEIGHT,
        "Stretch of the hamstring through the stride",
        f"{whose}: biceps femoris longest at {one.peak.percent:.0f} %, {percent(one.peak.stretch)}.",
    )
    picture.text((40, 44), f"How far the hamstring is stretched ({whose})", size=22, bold=True)
    picture.text((40, 68), "Biceps femoris, long head, against its length when standing upright", size=14, color=SOFT)
    for k in range(60):
        value = -10.0 + 18.0 * k / 59
        picture.box(720 + 3 * k, 36, 3.3, 12, stretch_color(value))
    for value, words in ((-10, "-10 %"), (0, "0"), (8, "+8 %")):
        picture.text((720 + 180 * (value + 10) / 18, 66), words, size=12, color=SOFT, anchor="middle")
    toe_off = told.toe_off[side]
    moments = (("landing", 0.0), ("mid-swing", (toe_off + 100) / 2), ("toe-off", toe_off))
    for k, (name, when) in enumerate(moments):
        middle = 170 + 310 * k
        body = figure(gait, side, when, (middle, 258.0), 92)
        draw(picture, body)
        value = float(at(curve, when)[0])
        leg = body.near
        picture.line([leg.seat, leg.behind, leg.below], "#ffffff", 15)
        picture.line([leg.seat, leg.behind, leg.below], stretch_color(value), 11)
        floor = 470.0 if name == "mid-swing" else lowest(body) + 6
        ground(picture, middle - 120, middle + 120, max(floor, lowest(body) + 6))
        picture.text((middle, 506), f"{name}, {when:.0f} %", anchor="middle", bold=True, size=15)
        picture.text((middle, 526), percent(value), anchor="middle", size=15, color=RED if value > 0 else BLUE)
    _curve(picture, told, one, curve, moments)
    picture.paragraph((40, 742), stretch_meaning(told), WIDTH - 80, size=13.5)
    return picture.svg()


def _curve(
    picture: Drawing,
    told: Mechanics,
    one: MuscleStretch,
    curve: FloatArray,
    moments: tuple[tuple[str, float], ...],
) -> None:
    left, right, top, bottom = 90.0, 900.0, 552.0, 690.0
    wide = np.array(one.half_width)
    least, most = float((curve - wide).min()) - 4.0, float((curve + wide).max()) + 1.0

    def x(when: float) -> float:
        return left + (right - left) * when / 100.0

    def y(value: float) -> float:
        return bottom - (bottom - top) * (min(most, max(least, value)) - least) / (most - least)

    for role in told.roles[one.side]:
        picture.box(x(role.start), top, x(role.end) - x(role.start), bottom - top, _SHADES[role.id])
        picture.text(
            (x((role.start + role.end) / 2), bottom - 7), _ROLES[role.id], size=12, color=SOFT, anchor="middle"
        )
    for mark in range(-15, 16, 5):
        if not least + 3.0 < mark < most:
            continue
        picture.line([(left, y(mark)), (right, y(mark))], GREY, 0.8 if mark else 1.4)
        picture.text((left - 8, y(mark) + 4), f"{mark:+d} %" if mark else "0", size=12, color=SOFT, anchor="end")
    upper = [(x(c), y(v + w)) for c, v, w in zip(CYCLE, one.stretch, one.half_width, strict=True)]
    lower = [(x(c), y(v - w)) for c, v, w in zip(CYCLE, one.stretch, one.half_width, strict=True)]
    picture.area([*upper, *reversed(lower)], BLUE, 0.14)
    picture.line([(x(c), y(v)) for c, v in zip(CYCLE, one.stretch, strict=True)], INK, 2.4)
    for _, when in moments:
        picture.circle((x(when), y(float(at(curve, when)[0]))), 5, "#ffffff", edge=INK)
    peak = one.peak
    picture.circle((x(peak.percent), y(peak.stretch)), 6, RED)
    picture.text(
        (x(peak.percent) - 12, y(peak.stretch) - 6),
        f"longest: {percent(peak.stretch)} ({peak.low:+.1f} to {peak.high:+.1f}) at {peak.percent:.0f} %",
        size=13,
        color=RED,
        anchor="end",
        bold=True,
    )
    for when in range(0, 101, 20):
        picture.text((x(when), bottom + 17), f"{when} %" if when else "landing", size=12, color=SOFT, anchor="middle")
