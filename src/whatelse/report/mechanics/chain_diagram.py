"""Tire, rim, axle and chassis: who moves more when one part moves less, and when the other hamstring feels it."""

from __future__ import annotations

import numpy as np

from whatelse.mechanics import Mechanics, muscles
from whatelse.mechanics.chain import Chain, JointChange, changed
from whatelse.mechanics.gait import CYCLE, Gait
from whatelse.report.mechanics.drawing import BLUE, GREY, INK, PALE, RED, SOFT, Drawing, Point, mixed
from whatelse.report.mechanics.words import chain_meaning

WIDTH, HEIGHT = 1000, 660


def chain_diagram(told: Mechanics, gait: Gait) -> str | None:
    """SVG; None where there is nothing to show: no restriction, no answer, or no other part that has to change."""
    chain = told.chain
    if chain is None or not chain.possible or all(abs(one.most) < 0.05 for one in chain.joints):
        return None
    limited = ", ".join(f"{one.label} {one.degrees:g}° less" for one in chain.restrictions)
    picture = Drawing(WIDTH, HEIGHT, f"The chain with {limited}", chain_meaning(told))
    picture.text((40, 44), f"Who moves more: {limited}", size=22, bold=True)
    picture.text(
        (40, 68),
        "Largest change in degrees for the same stride. Weights of the joints are assumed.",
        size=14,
        color=SOFT,
    )
    _parts(picture, chain)
    _curve(picture, chain, gait)
    picture.paragraph((40, 606), chain_meaning(told), WIDTH - 80, size=13.5)
    return picture.svg()


def _parts(picture: Drawing, chain: Chain) -> None:
    joints = {one.id: one for one in chain.joints}
    held = {one.id.removesuffix("_extension").removesuffix("_flexion") for one in chain.restrictions}
    centre, left, right = 240.0, 130.0, 350.0
    _box(picture, (centre, 118), "chassis: trunk")
    _box(picture, (centre, 236), "axle: sacrum")
    for x, side in ((left, "left"), (right, "right")):
        _box(picture, (x, 350), f"rim: {side} ilium", 150)
        _box(picture, (x, 476), f"tire: {side} leg", 150)
    picture.line([(centre, 136), (centre, 218)], PALE, 8)
    for x in (left, right):
        picture.line([(centre, 254), (x, 332)], PALE, 8)
        picture.line([(x, 368), (x, 458)], PALE, 8)
    _joint(picture, (centre, 177), joints["lumbar"], "lumbar" in held, "right")
    _joint(picture, ((centre + left) / 2, 293), joints["left_sacroiliac"], "left_sacroiliac" in held, "left")
    _joint(picture, ((centre + right) / 2, 293), joints["right_sacroiliac"], "right_sacroiliac" in held, "right")
    _joint(picture, (left, 413), joints["left_hip"], "left_hip" in held, "left")
    _joint(picture, (right, 413), joints["right_hip"], "right_hip" in held, "right")
    pelvis = joints["pelvis"]
    picture.text(
        (centre, 528),
        f"pelvis {pelvis.most:+.1f}° ({pelvis.direction or 'no change'})",
        size=14,
        anchor="middle",
        bold=True,
    )
    shorter = (
        f"stride about {chain.shorter_cm:.0f} cm shorter" if chain.shorter_cm >= 0.5 else "stride as long as before"
    )
    picture.text((centre, 550), shorter, size=14, anchor="middle")


def _box(picture: Drawing, at: Point, words: str, width: float = 170) -> None:
    picture.box(at[0] - width / 2, at[1] - 18, width, 36, "#f4f6f8", edge=SOFT, round_=8)
    picture.text((at[0], at[1] + 5), words, size=14, anchor="middle")


def _joint(picture: Drawing, at: Point, one: JointChange, held: bool, where: str) -> None:
    size = 9 + min(14.0, 1.2 * abs(one.most))
    color = RED if held else mixed(GREY, BLUE, abs(one.most) / 8.0)
    picture.circle(at, size, color, edge=INK if held else "#ffffff", width=2.5)
    shift = size + 8
    x, anchor = (at[0] + shift, "start") if where == "right" else (at[0] - shift, "end")
    moved = f"{one.most:+.1f}°" if abs(one.most) >= 0.05 else "0°"
    picture.text(
        (x, at[1] - 2),
        f"{moved}{' limited' if held else ''}",
        size=14,
        anchor=anchor,
        bold=True,
        color=RED if held else INK,
    )
    if one.direction:
        picture.text((x, at[1] + 14), one.direction, size=12, anchor=anchor, color=SOFT)


def _curve(picture: Drawing, chain: Chain, gait: Gait) -> None:
    """The watched hamstring over its own stride, before and after, and when the range is missed."""
    changes = {one.id: np.array(one.curve) for one in chain.joints}
    side = chain.side
    before = muscles.stretch(gait.leg(side).angles, ("bflh",))[:, 0]
    after = muscles.stretch(changed(gait, side, changes), ("bflh",))[:, 0]
    own = changes["pelvis"]
    shift = gait.leg(side).start - gait.right.start
    left, right, top, bottom = 590.0, 950.0, 140.0, 500.0
    least, most = min(-10.0, float(before.min()) - 1), max(9.0, float(after.max()) + 2)

    def x(when: float) -> float:
        return left + (right - left) * when / 100.0

    def y(value: float) -> float:
        return bottom - (bottom - top) * (value - least) / (most - least)

    picture.text(
        (left - 30, top - 34), f"{side.capitalize()} hamstring (biceps femoris), its own stride", size=15, bold=True
    )
    active = np.abs(np.interp((CYCLE + shift) % 100.0, CYCLE, own)) > 0.05
    for when in CYCLE[active]:
        picture.box(x(when) - (right - left) / 200, top, (right - left) / 100 + 0.3, bottom - top, "#fbeceb")
    if active.any():
        picture.text((right, top - 10), "shaded: when the range is missed", size=12.5, color=RED, anchor="end")
    for mark in (-10, -5, 0, 5):
        if least <= mark <= most:
            picture.line([(left, y(mark)), (right, y(mark))], GREY, 0.8 if mark else 1.4)
            picture.text((left - 8, y(mark) + 4), f"{mark:+d} %" if mark else "0", size=12, color=SOFT, anchor="end")
    picture.line([(x(c), y(v)) for c, v in zip(CYCLE, before, strict=True)], INK, 2.2)
    picture.line([(x(c), y(v)) for c, v in zip(CYCLE, after, strict=True)], RED, 2.2, dash="7 5")
    for when in range(0, 101, 25):
        picture.text((x(when), bottom + 18), f"{when} %", size=12, color=SOFT, anchor="middle")
    first = next(one for one in chain.hamstrings if one.side == side and one.id == "bflh")
    picture.line([(left + 10, bottom + 40), (left + 50, bottom + 40)], INK, 2.2)
    picture.text(
        (left + 58, bottom + 45), f"before, longest {first.peak_before:+.1f} % at {first.percent_before:.0f} %", size=13
    )
    picture.line([(left + 10, bottom + 62), (left + 50, bottom + 62)], RED, 2.2, dash="7 5")
    picture.text(
        (left + 58, bottom + 67),
        f"after, longest {first.peak_after:+.1f} % at {first.percent_after:.0f} %",
        size=13,
        color=RED,
    )
