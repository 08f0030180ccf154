"""Three figures of the stride with the hamstring coloured by its stretch, and the whole curve below."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from whatelse.mechanics import Mechanics
from whatelse.mechanics.gait import CYCLE, Gait, Side, at
from whatelse.report.mechanics.drawing import BLUE, GREY, INK, PAPER, RED, SHADES, SOFT, Drawing, stretch_color
from whatelse.report.mechanics.figure import draw, ground, standing
from whatelse.report.mechanics.words import percent, shown_side, stretch_meaning

WIDTH, HEIGHT = 960, 810
#: What the hamstring does, in the order of the cycle.
ROLES = {
    "stabilise": "steadies the leg",
    "extend": "extends the hip",
    "swing": "helps the swing",
    "brake": "brakes the foot",
}


@dataclass(frozen=True)
class Moment:
    """One of the three figures. stretch: of the biceps femoris, percent."""

    name: str
    percent: float
    stretch: float


@dataclass(frozen=True)
class Frame:
    """Where a curve lies in a picture. wide: there is room for words inside."""

    left: float
    right: float
    top: float
    bottom: float
    wide: bool


def moments(told: Mechanics, side: Side) -> tuple[Moment, ...]:
    """Landing, toe-off and the middle between it and the next landing."""
    toe_off = told.toe_off[side]
    curve = np.array(told.muscle("bflh", side).stretch)
    named = (("landing", 0.0), ("toe-off", toe_off), ("mid-swing", (toe_off + 100) / 2))
    return tuple(Moment(name, when, float(at(curve, when)[0])) for name, when in named)


def strip(told: Mechanics, gait: Gait, wanted: str = "") -> str:
    """SVG, a picture of its own. wanted: the side to show, where it was seen."""
    side = shown_side(told, wanted)
    picture = Drawing(WIDTH, HEIGHT, "Stretch of the hamstring through the stride", longest(told, side))
    picture.text((40, 44), f"How far the hamstring is stretched ({whose(told, side)})", size=22, bold=True)
    picture.text((40, 68), "Biceps femoris, long head, against its length when standing upright", size=14, color=SOFT)
    _scale(picture, 720, 36, 180)
    for k, moment in enumerate(moments(told, side)):
        middle = 180 + 300 * k
        _body(picture, gait, side, moment, middle, 474, 92)
        ground(picture, middle - 120, middle + 120, 474)
        picture.text((middle, 506), f"{moment.name}, {moment.percent:.0f} %", anchor="middle", bold=True, size=15)
        picture.text((middle, 527), percent(moment.stretch), anchor="middle", size=15)
    _curve(picture, told, side, Frame(90, 900, 556, 696, wide=True))
    picture.paragraph((40, 750), stretch_meaning(told, side), WIDTH - 80, size=13.5)
    return picture.svg()


def moment_picture(gait: Gait, side: Side, moment: Moment) -> str:
    """SVG of one figure, for a page that writes the words below it."""
    picture = Drawing(
        210,
        302,
        f"The runner at {moment.name}",
        f"Seen from the {side}. The hamstring is at {percent(moment.stretch)} of its standing length.",
        for_page=True,
    )
    _body(picture, gait, side, moment, 105, 295, 71)
    ground(picture, 10, 200, 295)
    return picture.svg()


def curve_picture(told: Mechanics, side: Side) -> str:
    """SVG of the curve, for a page that writes its words below it."""
    picture = Drawing(360, 208, "Stretch of the hamstring through the stride", longest(told, side), for_page=True)
    _curve(picture, told, side, Frame(44, 350, 8, 184, wide=False))
    return picture.svg()


def scale_picture() -> str:
    """SVG of what the colours of the hamstring mean."""
    picture = Drawing(220, 34, "Colours", "Blue: shorter than standing. Red: longer than standing.", for_page=True)
    _scale(picture, 20, 2, 180)
    return picture.svg()


def whose(told: Mechanics, side: Side) -> str:
    return "typical stride" if told.method == "typical" else f"{side} leg"


def longest(told: Mechanics, side: Side) -> str:
    peak = told.muscle("bflh", side).peak
    return f"{whose(told, side)}: biceps femoris longest at {peak.percent:.0f} %, {percent(peak.stretch)}.".capitalize()


def _scale(picture: Drawing, x: float, y: float, width: float) -> None:
    for k in range(60):
        picture.box(x + width * k / 60, y, width / 60 + 0.3, 12, stretch_color(-10.0 + 18.0 * k / 59))
    for value, words in ((-10, "-10 %"), (0, "0"), (8, "+8 %")):
        picture.text((x + width * (value + 10) / 18, y + 28), words, size=12, color=SOFT, anchor="middle")


def _body(picture: Drawing, gait: Gait, side: Side, moment: Moment, middle: float, floor: float, scale: float) -> None:
    body = standing(gait, side, moment.percent, middle, floor, scale)
    hamstring = [body.near.seat, body.near.behind, body.near.below]
    with picture.mirrored(middle, side == "left"):
        draw(picture, body)
        picture.line(hamstring, PAPER, 0.165 * scale)
        picture.line(hamstring, stretch_color(moment.stretch), 0.12 * scale)


def _curve(picture: Drawing, told: Mechanics, side: Side, frame: Frame) -> None:
    one = told.muscle("bflh", side)
    curve, wide = np.array(one.stretch), np.array(one.half_width)
    least, most = float((curve - wide).min()) - 4.0, float((curve + wide).max()) + 1.0
    left, right, top, bottom = frame.left, frame.right, frame.top, frame.bottom

    def x(when: float) -> float:
        return left + (right - left) * when / 100.0

    def y(value: float) -> float:
        return bottom - (bottom - top) * (min(most, max(least, value)) - least) / (most - least)

    for k, role in enumerate(told.roles[side]):
        picture.box(x(role.start), top, x(role.end) - x(role.start), bottom - top, SHADES[k])
        words = ROLES[role.id] if frame.wide else str(k + 1)
        picture.text((x((role.start + role.end) / 2), bottom - 7), words, size=12, color=SOFT, anchor="middle")
    for mark in range(-30, 31, 5):
        if least + 3.0 < mark < most:
            picture.line([(left, y(mark)), (right, y(mark))], GREY, 0.8 if mark else 1.4)
            picture.text((left - 8, y(mark) + 4), f"{mark:+d} %" if mark else "0", size=12, color=SOFT, anchor="end")
    upper = [(x(c), y(v + w)) for c, v, w in zip(CYCLE, curve, wide, strict=True)]
    lower = [(x(c), y(v - w)) for c, v, w in zip(CYCLE, curve, wide, strict=True)]
    picture.area([*upper, *reversed(lower)], BLUE, 0.14)
    picture.line([(x(c), y(v)) for c, v in zip(CYCLE, curve, strict=True)], INK, 2.4)
    for moment in moments(told, side):
        picture.circle((x(moment.percent), y(moment.stretch)), 5, PAPER, edge=INK)
    peak = one.peak
    picture.circle((x(peak.percent), y(peak.stretch)), 6, RED)
    if frame.wide:
        words = f"longest: {percent(peak.stretch)} ({peak.low:+.1f} to {peak.high:+.1f}) at {peak.percent:.0f} %"
        right_of = peak.percent < 40
        place = (x(peak.percent) + (12 if right_of else -12), y(peak.stretch) - 7)
        picture.text(place, words, size=13, color=RED, anchor="start" if right_of else "end", bold=True)
    for when in range(0, 101, 20 if frame.wide else 25):
        anchor = "middle" if frame.wide else "start" if when == 0 else "end" if when == 100 else "middle"
        words = f"{when} %" if when else "landing"
        picture.text((x(when), bottom + 17), words, size=12, color=SOFT, anchor=anchor)
