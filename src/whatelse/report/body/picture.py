"""Pictures of the body as SVG: whole views, or one part enlarged, with regions marked. Colours come from the page."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Literal

from whatelse.report.body.contour import Point
from whatelse.report.body.shapes import MIDLINE, NAMED_AT, VIEWS, body_outline, outline_of, profile_outline

View = Literal["back", "front", "left", "right"]
Side = Literal["left", "right", "middle"]
#: Room of a view: x from and to, y from and to.
FRAMES: dict[View, tuple[float, float, float, float]] = {
    "back": (-150.0, 150.0, -82.0, 726.0),
    "front": (-150.0, 150.0, -82.0, 726.0),
    "left": (-105.0, 85.0, -82.0, 726.0),
    "right": (-85.0, 105.0, -82.0, 726.0),
}


@dataclass(frozen=True)
class Piece:
    """One region of one side in one view: its path, where its number stands, and its ends (x0, x1, y0, y1)."""

    region: str
    side: Side
    path: str
    middle: Point
    box: tuple[float, float, float, float]

    @property
    def key(self) -> str:
        """ "sit_bone.left": the region of a side, as forms and addresses name it."""
        return f"{self.region}.{self.side}"


@functools.cache
def pieces(view: View) -> tuple[Piece, ...]:
    """Every region of a view, spots last. From behind the own left is left; from the front it is right."""
    if view in ("left", "right"):
        return tuple(_piece(region, view, outline_of("side", region), view == "right") for region in VIEWS["side"])
    out = []
    for region in VIEWS[view]:
        own = outline_of(view, region)
        out.append(_piece(region, "left", own, view == "back"))
        out.append(_piece(region, "right", own, view == "front"))
    if view == "back":
        out += [_piece(region, "middle", outline_of("back", region), False) for region in MIDLINE]
    return tuple(sorted(out, key=lambda piece: _area(piece) < 1500))


def _area(piece: Piece) -> float:
    x0, x1, y0, y1 = piece.box
    return (x1 - x0) * (y1 - y0)


def _piece(region: str, side: Side, outline: list[Point], mirror: bool) -> Piece:
    corners = [(-x, y) for x, y in outline] if mirror else outline
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    box = (min(xs), max(xs), min(ys), max(ys))
    x, y = NAMED_AT.get(region, ((min(x for x, _ in outline) + max(x for x, _ in outline)) / 2, (box[2] + box[3]) / 2))
    return Piece(region, side, path_of(corners), (-x if mirror else x, y), box)


def path_of(corners: Iterable[Point], closed: bool = True) -> str:
    """A path through corners, to a tenth of a unit."""
    text = "L".join(f"{_number(x)} {_number(y)}" for x, y in corners)
    return f"M{text}{'Z' if closed else ''}"


def _number(x: float) -> str:
    return f"{round(x, 1) + 0.0:g}"


@functools.cache
def body_paths(view: View) -> tuple[str, ...]:
    """The outline of the body, open at the top, where it goes on."""
    if view in ("left", "right"):
        outline = profile_outline()
        return (path_of([(-x, y) for x, y in outline] if view == "right" else outline, closed=False),)
    half = body_outline()
    return (path_of([*half, *[(-x, y) for x, y in reversed(half[:-1])]], closed=False),)


#: Lines inside the body: the furrow and the folds from behind; navel and knee caps from the front.
LINES: dict[str, tuple[str, ...]] = {
    "back": (
        "M0 -70L0 40",
        "M0 122Q-2 180 0 222",
        "M2 214Q30 230 60 219T96 204",
        "M-2 214Q-30 230 -60 219T-96 204",
        "M32 438Q48 446 64 436",
        "M-32 438Q-48 446 -64 436",
        "M42 606L42 664",
        "M-42 606L-42 664",
    ),
    "front": (
        "M-4 6Q0 13 4 6",
        "M90 112Q52 178 8 216",
        "M-90 112Q-52 178 -8 216",
        "M34 414Q48 405 62 414Q66 432 58 447Q47 453 38 447Q30 432 34 414Z",
        "M-34 414Q-48 405 -62 414Q-66 432 -58 447Q-47 453 -38 447Q-30 432 -34 414Z",
        "M30 708l3 -7M37 712l2 -8M45 713l1 -8M52 711l0 -7",
        "M-30 708l-3 -7M-37 712l-2 -8M-45 713l-1 -8M-52 711l0 -7",
    ),
    "left": ("M-34 412Q-20 406 -15 420Q-15 438 -29 448", "M34 224Q50 222 56 204"),
    "right": ("M34 412Q20 406 15 420Q15 438 29 448", "M-34 224Q-50 222 -56 204"),
}
NAMES: dict[View, str] = {
    "back": "Your back",
    "front": "Your front",
    "left": "Your left side",
    "right": "Your right side",
}


@dataclass(frozen=True)
class Crop:
    """The part of a view that is shown, in its units."""

    x0: float
    x1: float
    y0: float
    y1: float

    @property
    def view_box(self) -> str:
        return f"{_number(self.x0)} {_number(self.y0)} {_number(self.x1 - self.x0)} {_number(self.y1 - self.y0)}"


def whole(view: View) -> Crop:
    return Crop(*FRAMES[view])


def around(found: Iterable[Piece], margin: float = 14.0) -> Crop:
    """The part that holds these pieces."""
    boxes = [piece.box for piece in found]
    return Crop(
        min(b[0] for b in boxes) - margin,
        max(b[1] for b in boxes) + margin,
        min(b[2] for b in boxes) - margin,
        max(b[3] for b in boxes) + margin,
    )


def figure(view: View, marks: Mapping[str, str], *, title: str, crop: Crop | None = None) -> str:
    """A picture that is only looked at. marks: "region.side" -> class of its shape."""
    shown = crop or whole(view)
    shapes = "".join(
        f'<path class="{escape(marks[piece.key])}" d="{piece.path}"/>' for piece in pieces(view) if piece.key in marks
    )
    return (
        f'<svg class="body" viewBox="{shown.view_box}" role="img" aria-label="{escape(title)}">'
        f"{outline(view)}{shapes}{inner_lines(view)}</svg>"
    )


def outline(view: View) -> str:
    return "".join(f'<path class="skin" d="{d}"/>' for d in body_paths(view))


def inner_lines(view: View) -> str:
    return "".join(f'<path class="line" d="{d}"/>' for d in LINES[view])
