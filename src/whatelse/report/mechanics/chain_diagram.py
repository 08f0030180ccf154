"""Tire, rim, axle and chassis: who moves more when one part moves less, and when the other hamstring feels it."""

from __future__ import annotations

import numpy as np

from whatelse.mechanics import Mechanics, muscles
from whatelse.mechanics.chain import Chain, HamstringChange, JointChange, changed
from whatelse.mechanics.gait import CYCLE, Gait
from whatelse.mechanics.polynomial import FloatArray
from whatelse.report.mechanics.drawing import (
    BLUE,
    BOX,
    GREY,
    INK,
    MISSED,
    PALE,
    PAPER,
    RED,
    SOFT,
    Drawing,
    Point,
    mixed,
)
from whatelse.report.mechanics.strip import Frame
from whatelse.report.mechanics.words import chain_meaning, limited_words

WIDTH, HEIGHT = 1000, 660


def has_picture(told: Mechanics) -> bool:
    """Whether there is anything to draw: a restriction, an answer, and another part that has to change."""
    chain = told.chain
    return chain is not None and chain.possible and any(abs(one.most) >= 0.05 for one in chain.joints)


def chain_diagram(told: Mechanics, gait: Gait) -> str | None:
    """SVG, a picture of its own; None where there is nothing to show."""
    chain = told.chain
    if chain is None or not has_picture(told):
        return None
    limited = limited_words(chain)
    picture = Drawing(WIDTH, HEIGHT, f"The chain with {limited}", chain_meaning(told))
    picture.text((40, 44), f"Who moves more: {limited}", size=22, bold=True)
    picture.text(
        (40, 68),
        "Largest change in degrees for the same stride. Weights of the joints are assumed.",
        size=14,
        color=SOFT,
    )
    _parts(picture, chain, 240.0, 100.0)
    _watched(picture, chain, gait)
    picture.paragraph((40, 606), chain_meaning(told), WIDTH - 80, size=13.5)
    return picture.svg()


def parts_picture(told: Mechanics) -> str:
    """SVG of the parts alone. Only where ``has_picture``."""
    assert told.chain is not None
    picture = Drawing(400, 460, f"The chain with {limited_words(told.chain)}", chain_meaning(told), for_page=True)
    _parts(picture, told.chain, 200.0, 4.0)
    return picture.svg()


def watched_picture(told: Mechanics, gait: Gait) -> str:
    """SVG of the watched hamstring before and after, for a page that writes its words below it."""
    assert told.chain is not None
    before, after = watched(told.chain), told.chain.side
    words = f"Longest {before.peak_before:+.1f} % before, {before.peak_after:+.1f} % after."
    picture = Drawing(360, 230, f"Stretch of the {after} hamstring, before and after", words, for_page=True)
    _curve(picture, told.chain, gait, Frame(44, 350, 8, 200, wide=False))
    return picture.svg()


def watched(chain: Chain) -> HamstringChange:
    """The biceps femoris of the side that is followed."""
    return next(one for one in chain.hamstrings if one.side == chain.side and one.id == "bflh")


def is_held(chain: Chain, joint: str) -> bool:
    return joint in {one.id.removesuffix("_extension").removesuffix("_flexion") for one in chain.restrictions}


def _parts(picture: Drawing, chain: Chain, centre: float, top: float) -> None:
    """The boxes and the joints between them, about 360 wide and 450 high."""
    joints = {one.id: one for one in chain.joints}
    left, right = centre - 80.0, centre + 80.0
    _box(picture, (centre, top + 18), "chassis: trunk")
    _box(picture, (centre, top + 136), "axle: sacrum")
    for x, side in ((left, "left"), (right, "right")):
        picture.line([(centre, top + 155), (x, top + 231)], PALE, 8)
        picture.line([(x, top + 269), (x, top + 357)], PALE, 8)
        _box(picture, (x, top + 250), f"rim: {side} ilium", 138)
        _box(picture, (x, top + 376), f"tire: {side} leg", 138)
    picture.line([(centre, top + 37), (centre, top + 117)], PALE, 8)
    _joint(picture, (centre, top + 77), joints["lumbar"], is_held(chain, "lumbar"), "right")
    for x, side in ((left, "left"), (right, "right")):
        for name, at in (
            (f"{side}_sacroiliac", ((centre + x) / 2, top + 193)),
            (f"{side}_hip", (x, top + 313)),
        ):
            _joint(picture, at, joints[name], is_held(chain, name), side)
    pelvis = joints["pelvis"]
    words = f"pelvis {pelvis.most:+.1f}° ({pelvis.direction or 'no change'})"
    picture.text((centre, top + 424), words, size=15, anchor="middle", bold=True)
    shorter = (
        f"stride about {chain.shorter_cm:.0f} cm shorter" if chain.shorter_cm >= 0.5 else "stride as long as before"
    )
    picture.text((centre, top + 446), shorter, size=15, anchor="middle")


def _box(picture: Drawing, at: Point, words: str, width: float = 170) -> None:
    picture.box(at[0] - width / 2, at[1] - 18, width, 36, BOX, edge=SOFT, round_=8)
    picture.text((at[0], at[1] + 5), words, size=15, anchor="middle")


def _joint(picture: Drawing, at: Point, one: JointChange, held: bool, where: str) -> None:
    size = 9 + min(14.0, 1.2 * abs(one.most))
    color = RED if held else mixed(GREY, BLUE, abs(one.most) / 8.0)
    picture.circle(at, size, color, edge=INK if held else PAPER, width=2.5)
    shift = size + 9
    x, anchor = (at[0] + shift, "start") if where == "right" else (at[0] - shift, "end")
    lines = [(f"{one.most:+.1f}°" if abs(one.most) >= 0.05 else "0°", True, RED if held else INK)]
    if one.direction:
        lines.append((one.direction, False, SOFT))
    if held:
        lines.append(("limited", True, RED))
    # Beside a sacroiliac joint the line to the ilium runs off below: its words stand higher.
    first = at[1] - (13 if one.id.endswith("sacroiliac") else 9 * (len(lines) - 1) - 4)
    for k, (words, bold, ink) in enumerate(lines):
        picture.text((x, first + 17 * k), words, size=15 if bold else 13, anchor=anchor, bold=bold, color=ink)


def _watched(picture: Drawing, chain: Chain, gait: Gait) -> None:
    """The curve with its words, in the picture of its own."""
    frame = Frame(590, 950, 140, 500, wide=True)
    left, right, top, bottom = frame.left, frame.right, frame.top, frame.bottom
    words = f"{chain.side.capitalize()} hamstring (biceps femoris), its own stride"
    picture.text((left - 30, top - 34), words, size=15, bold=True)
    _curve(picture, chain, gait, frame)
    if _missed(chain, gait).any():
        picture.text((right, top - 10), "shaded: when the range is missed", size=12.5, color=RED, anchor="end")
    first = watched(chain)
    keys = (
        ("before", first.peak_before, first.percent_before, INK, ""),
        ("after", first.peak_after, first.percent_after, RED, "7 5"),
    )
    for k, (name, peak, when, color, dash) in enumerate(keys):
        y = bottom + 40 + 22 * k
        picture.line([(left + 10, y), (left + 50, y)], color, 2.2, dash=dash)
        picture.text((left + 58, y + 5), f"{name}, longest {peak:+.1f} % at {when:.0f} %", size=13, color=color)


def _missed(chain: Chain, gait: Gait) -> FloatArray:
    """(101,) over the stride of the watched side: whether the pelvis has to give what is missed."""
    pelvis = np.array(next(one for one in chain.joints if one.id == "pelvis").curve)
    shift = gait.leg(chain.side).start - gait.right.start
    return np.asarray(np.abs(np.interp((CYCLE + shift) % 100.0, CYCLE, pelvis)) > 0.05)


def _curve(picture: Drawing, chain: Chain, gait: Gait, frame: Frame) -> None:
    """The watched hamstring over its own stride, before and after, and when the range is missed."""
    changes = {one.id: np.array(one.curve) for one in chain.joints}
    side = chain.side
    before = muscles.stretch(gait.leg(side).angles, ("bflh",))[:, 0]
    after = muscles.stretch(changed(gait, side, changes), ("bflh",))[:, 0]
    left, right, top, bottom = frame.left, frame.right, frame.top, frame.bottom
    least = min(-10.0, float(min(before.min(), after.min())) - 1)
    most = max(9.0, float(max(before.max(), after.max())) + 2)

    def x(when: float) -> float:
        return left + (right - left) * when / 100.0

    def y(value: float) -> float:
        return bottom - (bottom - top) * (value - least) / (most - least)

    missed = _missed(chain, gait)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], missed, [False]]).astype(int)))
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        start, end = max(0.0, first - 0.5), min(100.0, last - 0.5)
        picture.box(x(start), top, x(end) - x(start), bottom - top, MISSED)
    for mark in range(-30, 31, 5):
        if least <= mark <= most:
            picture.line([(left, y(mark)), (right, y(mark))], GREY, 0.8 if mark else 1.4)
            picture.text((left - 8, y(mark) + 4), f"{mark:+d} %" if mark else "0", size=12, color=SOFT, anchor="end")
    picture.line([(x(c), y(v)) for c, v in zip(CYCLE, before, strict=True)], INK, 2.2)
    picture.line([(x(c), y(v)) for c, v in zip(CYCLE, after, strict=True)], RED, 2.2, dash="7 5")
    for when in range(0, 101, 25):
        anchor = "end" if when == 100 and not frame.wide else "middle"
        picture.text((x(when), bottom + 18), f"{when} %", size=12, color=SOFT, anchor=anchor)
