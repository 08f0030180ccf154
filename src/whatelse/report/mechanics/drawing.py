"""A small writer of SVG: the same bytes every time, text that can be read aloud, no fonts or scripts brought along."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape

Point = tuple[float, float]
INK, SOFT, PALE, PAPER = "#22303c", "#5d6b76", "#d9dfe4", "#ffffff"
RED, BLUE, GREY, GREEN = "#b8322a", "#2f6db3", "#c3cad0", "#3c7d5a"
FAR, BOX, MISSED = "#eceff2", "#f4f6f8", "#fbeceb"
#: The four jobs of the hamstring, in their order.
SHADES = ("#f3efe4", "#e8f0ea", "#eaf0f7", "#f8e9e7")
#: What a page calls these colours; it gives each its own value, light and dark. A mixed colour has no name.
_NAMES = {
    **{INK: "ink", SOFT: "soft", PALE: "near", PAPER: "paper", RED: "red", BLUE: "blue", GREY: "grid", GREEN: "green"},
    **{FAR: "far", BOX: "box", MISSED: "missed", **{color: f"shade{k}" for k, color in enumerate(SHADES, 1)}},
}


class Drawing:
    """Shapes in the order in which they are drawn.

    for_page: it becomes part of a page, which colours it by class (``f-ink`` fills, ``s-ink`` strokes); without it a
    picture of its own, on white.
    """

    def __init__(self, width: int, height: int, title: str, description: str, *, for_page: bool = False) -> None:
        self.width, self.height, self.for_page = width, height, for_page
        own = 'class="machine"' if for_page else 'font-family="Helvetica, Arial, sans-serif"'
        self.parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" {own}>',
            f"<title>{escape(title)}</title>",
            f"<desc>{escape(description)}</desc>",
        ]
        if not for_page:
            self.parts.append(f'<rect width="{width}" height="{height}" fill="{PAPER}"/>')

    def _color(self, fill: str, stroke: str = "") -> str:
        """The attributes of both, and on a page the classes."""
        both = (("fill", fill), ("stroke", stroke)) if stroke else (("fill", fill),)
        named = [f"{kind[0]}-{_NAMES[color]}" for kind, color in both if self.for_page and color in _NAMES]
        out = " ".join(f'{kind}="{color}"' for kind, color in both)
        return f'{out} class="{" ".join(named)}"' if named else out

    @contextmanager
    def mirrored(self, middle: float, turned: bool) -> Iterator[None]:
        """What is drawn inside is turned about a vertical line, where it is to be turned. Text would be as well."""
        if turned:
            self.parts.append(f'<g transform="translate({2 * middle:g} 0) scale(-1 1)">')
        yield
        if turned:
            self.parts.append("</g>")

    def line(
        self,
        points: Sequence[Point],
        color: str,
        width: float,
        *,
        dash: str = "",
        opacity: float = 1.0,
        cap: str = "round",
    ) -> None:
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        more = (f' stroke-dasharray="{dash}"' if dash else "") + (f' opacity="{opacity:.2f}"' if opacity < 1 else "")
        self.parts.append(
            f'<polyline points="{path}" {self._color("none", color)} stroke-width="{width:g}" '
            f'stroke-linecap="{cap}" stroke-linejoin="round"{more}/>'
        )

    def area(self, points: Sequence[Point], color: str, opacity: float = 1.0) -> None:
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.parts.append(f'<polygon points="{path}" {self._color(color)} opacity="{opacity:g}"/>')

    def box(
        self, x: float, y: float, width: float, height: float, color: str, *, edge: str = "none", round_: float = 0
    ) -> None:
        self.parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="{round_:g}" '
            f"{self._color(color, edge)}/>"
        )

    def circle(
        self,
        center: Point,
        radius: float,
        color: str,
        *,
        edge: str = "none",
        width: float = 1.5,
        opacity: float = 1.0,
    ) -> None:
        more = f' opacity="{opacity:.2f}"' if opacity < 1 else ""
        self.parts.append(
            f'<circle cx="{center[0]:.1f}" cy="{center[1]:.1f}" r="{radius:.1f}" {self._color(color, edge)} '
            f'stroke-width="{width:g}"{more}/>'
        )

    def text(
        self, at: Point, words: str, *, size: float = 14, color: str = INK, anchor: str = "start", bold: bool = False
    ) -> None:
        weight = ' font-weight="bold"' if bold else ""
        self.parts.append(
            f'<text x="{at[0]:.1f}" y="{at[1]:.1f}" font-size="{size:g}" {self._color(color)} '
            f'text-anchor="{anchor}"{weight}>'
            f"{escape(words)}</text>"
        )

    def paragraph(self, at: Point, words: str, width: float, *, size: float = 14, color: str = INK) -> float:
        """Words in lines of about so many pixels; the height they take."""
        lines = textwrap.wrap(words, int(width / (size * 0.5)))
        for k, line in enumerate(lines):
            self.text((at[0], at[1] + k * size * 1.4), line, size=size, color=color)
        return len(lines) * size * 1.4

    def svg(self) -> str:
        return "\n".join([*self.parts, "</svg>"]) + "\n"


def mixed(first: str, second: str, share: float) -> str:
    """A colour between two, share 0 to 1."""
    share = min(1.0, max(0.0, share))
    a, b = (tuple(int(color[k : k + 2], 16) for k in (1, 3, 5)) for color in (first, second))
    return "#" + "".join(f"{round(x + (y - x) * share):02x}" for x, y in zip(a, b, strict=True))


def stretch_color(percent: float) -> str:
    """Blue where shorter than standing, grey at standing length, red where longer (8 % and more: full red)."""
    return mixed(GREY, RED, percent / 8.0) if percent >= 0 else mixed(GREY, BLUE, -percent / 10.0)


def load_color(share: float) -> str:
    """Pale where a load is none, red where it is at its limit."""
    return mixed("#eef2f5", RED, share)
