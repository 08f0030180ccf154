"""Regions cut out of the outline: for each id and view its shape, on the body's own right half.

A patch lies between two borders from side to side and two from top to bottom; neighbours share a border, so that
nothing overlaps and no gap is left. A spot is an ellipse that lies on top. What a region means, the knowledge says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from whatelse.report.body.contour import CROTCH, FLOOR, HALF, PROFILE, TOP, Edge, Limb, Point, steps

#: A border: the height at a place across, or the place across at a height.
Border = Callable[[float], float]


def across(*points: Point) -> Border:
    """A border from side to side through (x, y), x rising."""
    return Edge.through(points)


def down(*points: Point) -> Border:
    """A border from top to bottom through (x, y), y rising."""
    return Edge.through([(y, x) for x, y in points])


def level(y: float) -> Border:
    return lambda x: y


def part(limb: Limb, u: float) -> Border:
    """The line that leaves this part of the width of a limb inside."""
    return lambda y: limb.at(u, y)[0]


@dataclass(frozen=True)
class Patch:
    """Between ``top`` and ``bottom`` (heights) and between ``inside`` and ``outside`` (places across)."""

    top: Border
    bottom: Border
    inside: Border
    outside: Border

    def outline(self) -> list[Point]:
        corners = [
            _meet(border, side)
            for border, side in (
                (self.top, self.inside),
                (self.top, self.outside),
                (self.bottom, self.outside),
                (self.bottom, self.inside),
            )
        ]
        a, b, c, d = corners
        upper = [(x, self.top(x)) for x in steps(a[0], b[0])]
        outer = [(self.outside(y), y) for y in steps(b[1], c[1])]
        lower = [(x, self.bottom(x)) for x in steps(c[0], d[0])]
        inner = [(self.inside(y), y) for y in steps(d[1], a[1])]
        return [*upper[:-1], *outer[:-1], *lower[:-1], *inner[:-1]]


def _meet(height: Border, place: Border) -> Point:
    """Where a border from side to side meets one from top to bottom; both are flat enough for the steps to settle."""
    x, y = place(height(0.0)), height(0.0)
    for _ in range(40):
        y = 0.5 * (y + height(x))
        x = place(y)
    return x, y


@dataclass(frozen=True)
class Spot:
    """An ellipse, turned by ``degrees``."""

    x: float
    y: float
    wide: float
    high: float
    degrees: float = 0.0

    def outline(self) -> list[Point]:
        angle, out = np.radians(self.degrees), []
        for t in np.linspace(0.0, 2 * np.pi, 24, endpoint=False):
            dx, dy = self.wide * np.cos(t), self.high * np.sin(t)
            x, y = dx * np.cos(angle) - dy * np.sin(angle), dx * np.sin(angle) + dy * np.cos(angle)
            out.append((float(self.x + x), float(self.y + y)))
        return out


Shape = Patch | Spot


def _grid(rows: Sequence[Border], columns: Sequence[Border], names: Sequence[Sequence[str]]) -> dict[str, Shape]:
    """Patches between following rows and columns, named row by row; an empty name leaves a place free."""
    return {
        name: Patch(rows[i], rows[i + 1], columns[j], columns[j + 1])
        for i, row in enumerate(names)
        for j, name in enumerate(row)
        if name
    }


_MIDDLE, _OUTSIDE = part(HALF, 0.0), part(HALF, 1.0)
_HALFWAY = part(HALF, 0.5)

# From behind. The rim of the hip bone rises from the dimple and runs out and down.
_RIM_TOP = across((0, 52), (26, 50), (48, 34), (72, 26), (96, 32), (120, 46))
_RIM_LOW = across((0, 84), (26, 80), (48, 60), (72, 52), (96, 58), (120, 74))
_BUTTOCK_1 = across((0, 116), (40, 112), (80, 108), (120, 106))
_BUTTOCK_2 = across((0, 160), (40, 160), (80, 156), (120, 152))
_FOLD_TOP = across((0, 212), (30, 221), (60, 218), (90, 206), (120, 192))
_FOLD_LOW = across((0, 236), (30, 244), (60, 241), (90, 230), (120, 216))
_SACRUM_SIDE = down((30, 46), (25, 84), (16, 116), (6, 138), (3, 160))
_OUTER_LINE = down((78, 20), (76, 80), (78, 130), (82, 222))
BACK: dict[str, Shape] = {
    **_grid([level(-54), _RIM_TOP], [_MIDDLE, down((44, -54), (42, 40)), _OUTSIDE], [["low_back", "flank"]]),
    **_grid([_RIM_TOP, _RIM_LOW], [_SACRUM_SIDE, _OUTSIDE], [["hip_rim"]]),
    "sacrum": Patch(_RIM_TOP, level(138), _MIDDLE, _SACRUM_SIDE),
    "upper_buttock": Patch(_RIM_LOW, _BUTTOCK_1, _SACRUM_SIDE, _OUTER_LINE),
    "deep_buttock": Patch(_BUTTOCK_1, _BUTTOCK_2, _SACRUM_SIDE, _OUTER_LINE),
    "outer_buttock": Patch(_RIM_LOW, _FOLD_TOP, _OUTER_LINE, _OUTSIDE),
    "lower_buttock": Patch(_BUTTOCK_2, _FOLD_TOP, _MIDDLE, _OUTER_LINE),
    "gluteal_fold": Patch(_FOLD_TOP, _FOLD_LOW, _MIDDLE, _OUTSIDE),
    **_grid(
        [_FOLD_LOW, level(302), level(360), level(412)],
        [_MIDDLE, _HALFWAY, _OUTSIDE],
        [
            ["thigh_upper_inner", "thigh_upper_outer"],
            ["thigh_mid_inner", "thigh_mid_outer"],
            ["thigh_low_inner", "thigh_low_outer"],
        ],
    ),
    **_grid(
        [level(412), level(462)],
        [_MIDDLE, part(HALF, 0.3), part(HALF, 0.7), _OUTSIDE],
        [["knee_back_inner", "knee_back_centre", "knee_back_outer"]],
    ),
    **_grid([level(462), level(566)], [_MIDDLE, _HALFWAY, _OUTSIDE], [["calf_inner", "calf_outer"]]),
    **_grid([level(566), level(668), level(FLOOR)], [_MIDDLE, _OUTSIDE], [["calf_low"], ["heel"]]),
    "si_dimple": Spot(29, 66, 12, 16, -20),
    "sit_bone": Spot(45, 192, 18, 16),
}

# From the front. The groin runs along the fold from the hip bone to between the legs.
_GROIN_TOP = across((0, 196), (30, 172), (60, 140), (90, 100), (120, 60))
_GROIN_LOW = across((0, 240), (30, 212), (60, 182), (90, 146), (120, 108))
_INNER_THIGH = part(HALF, 0.33)
FRONT: dict[str, Shape] = {
    "lower_belly": Patch(level(48), _GROIN_TOP, _MIDDLE, down((62, 0), (62, 150))),
    "groin": Patch(_GROIN_TOP, _GROIN_LOW, down((4, 150), (4, 240)), down((62, 100), (62, 200))),
    "hip_front": Patch(_GROIN_TOP, _GROIN_LOW, down((62, 100), (62, 200)), _OUTSIDE),
    "thigh_inner_upper": Patch(_GROIN_LOW, level(310), _MIDDLE, _INNER_THIGH),
    "thigh_inner_low": Patch(level(310), level(404), _MIDDLE, _INNER_THIGH),
    "thigh_front_upper": Patch(_GROIN_LOW, level(268), _INNER_THIGH, _OUTSIDE),
    "thigh_front_mid": Patch(level(268), level(340), _INNER_THIGH, _OUTSIDE),
    "thigh_front_low": Patch(level(340), level(404), _INNER_THIGH, _OUTSIDE),
    **_grid(
        [level(404), level(462)],
        [_MIDDLE, part(HALF, 0.27), part(HALF, 0.73), _OUTSIDE],
        [["knee_inner", "knee_front", "knee_outer"]],
    ),
    **_grid([level(462), level(664), level(FLOOR)], [_MIDDLE, _OUTSIDE], [["shin"], ["foot_top"]]),
}

# From the side, toes to the left.
_DOWN = [level(y) for y in (104, 206, 310, 404, 464, 566, 662)]
SIDE: dict[str, Shape] = {
    **_grid(_DOWN[:2], [part(PROFILE, 0.2), part(PROFILE, 0.74)], [["hip_side"]]),
    **_grid(_DOWN[1:4], [part(PROFILE, 0.16), part(PROFILE, 0.84)], [["thigh_side_upper"], ["thigh_side_low"]]),
    **_grid(_DOWN[3:5], [part(PROFILE, 0.12), part(PROFILE, 0.88)], [["knee_side"]]),
    **_grid(_DOWN[4:], [part(PROFILE, 0.02), part(PROFILE, 0.98)], [["calf_side"], ["calf_side_low"]]),
    "sole": Spot(-36, 700, 48, 15),
}
#: In the middle, belonging to no side.
MIDLINE: dict[str, Spot] = {"tailbone": Spot(0, 150, 10, 15), "between_legs": Spot(0, 206, 12, 18)}
#: Where the number of a region stands, on the right half, if not in its middle, where a spot would lie on it.
NAMED_AT = {
    "lower_buttock": (24.0, 178.0),
    "hip_rim": (66.0, 42.0),
    "sacrum": (12.0, 104.0),
    "groin": (30.0, 194.0),
    "hip_front": (88.0, 122.0),
    "lower_belly": (32.0, 96.0),
    "gluteal_fold": (70.0, 225.0),
    "outer_buttock": (92.0, 130.0),
}
VIEWS: dict[str, dict[str, Shape]] = {"back": BACK, "front": FRONT, "side": SIDE}


def outline_of(view: str, region: str) -> list[Point]:
    """The corners of a region, on the right half of a view from behind. Raises KeyError for an unknown region."""
    return (MIDLINE[region] if region in MIDLINE else VIEWS[view][region]).outline()


def body_outline() -> list[Point]:
    """The right half of the body from behind: from the top down the outside, then up the inside to the midline."""
    outside = [(HALF.outer(y), y) for y in steps(TOP, FLOOR, 6)]
    inside = [(HALF.inner(y), y) for y in reversed(steps(CROTCH - 2, FLOOR, 6))]
    return [*outside, *inside, (0.0, CROTCH - 8)]


def profile_outline() -> list[Point]:
    """The body from its left side, toes to the left, from the top of the back round to the top of the front."""
    ankle = 668.0
    back = [(PROFILE.outer(y), y) for y in steps(TOP, ankle, 6)]
    foot = [(22, 682), (24, 696), (22, 708), (14, 714), (-20, 713), (-46, 714), (-76, 714), (-90, 711), (-94, 704)]
    toes = [(-88, 697), (-72, 691), (-52, 684), (-36, 677), (-26, 672)]
    front = [(PROFILE.inner(y), y) for y in reversed(steps(TOP, ankle, 6))]
    return [*back, *((float(x), float(y)) for x, y in (*foot, *toes)), *front]
