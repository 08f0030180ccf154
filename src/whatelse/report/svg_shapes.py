"""The few shapes that drawings are made of, as SVG text."""

from __future__ import annotations

from html import escape

INK, GREY = "#333a44", "#d9dde3"
_FONT = 'font-family="system-ui, sans-serif"'


class Frame:
    """The inner part of a drawing, in points of the picture, with the ranges of the numbers in it."""

    def __init__(
        self,
        box: tuple[float, float, float, float],
        across: tuple[float, float] = (0.0, 1.0),
        up: tuple[float, float] = (0.0, 1.0),
    ) -> None:
        """box: left, top, width, height; across, up: first and last number along each."""
        self.left, self.top, self.width, self.height = box
        self.right, self.bottom = self.left + self.width, self.top + self.height
        self.across, self.up = across, up

    def x(self, value: float) -> float:
        first, last = self.across
        return self.left + (value - first) / (last - first) * self.width

    def y(self, value: float) -> float:
        first, last = self.up
        return self.bottom - (value - first) / (last - first) * self.height


def axes(inner: Frame, below: str, title: str) -> list[str]:
    """Lines and numbers of a drawing that goes from 0 to 100 % across."""
    parts = []
    for tick in ticks(*inner.up):
        at = inner.y(tick)
        parts.append(line([inner.left, inner.right], [at, at], "#eceff3", 1))
        parts.append(text(inner.left - 6, at + 4, f"{tick:g}", "end", 11))
    for percent in (0, 20, 40, 60, 80, 100):
        parts.append(text(inner.x(percent), inner.bottom + 15, str(percent), "middle", 11))
    parts.append(text(inner.left + inner.width / 2, inner.bottom + 30, below, "middle", 11))
    parts.append(text(inner.left, 15, title, "start", 13))
    return parts


def ticks(low: float, high: float) -> list[float]:
    """At most seven round numbers."""
    span = high - low
    step = next((s for s in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100) if span / s <= 6.0), max(span / 5.0, 1e-9))
    first = -(-low // step) * step
    return [round(first + k * step, 6) for k in range(int((high - first) / step + 1e-9) + 1)]


def padded(values: list[float]) -> tuple[float, float]:
    """The range of the numbers with some room around."""
    low, high = min(values), max(values)
    room = 0.06 * (high - low) or 1.0
    return low - room, high + room


def line(xs: list[float], ys: list[float], colour: str, thick: float, dash: str = "") -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(xs, ys, strict=True))
    return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{thick}"{dash}/>'


def area(xs: list[float], low: list[float], high: list[float], colour: str, strong: float) -> str:
    there = [f"{x:.1f},{y:.1f}" for x, y in zip(xs, high, strict=True)]
    back = [f"{x:.1f},{y:.1f}" for x, y in zip(reversed(xs), reversed(low), strict=True)]
    return f'<polygon points="{" ".join(there + back)}" fill="{colour}" opacity="{strong}"/>'


def bar(x: float, y1: float, y2: float) -> str:
    ends = "".join(f"M{x - 4:.1f} {y:.1f}h8" for y in (y1, y2))
    return f'<path d="M{x:.1f} {y1:.1f}V{y2:.1f}{ends}" stroke="#6b7480" stroke-width="1.6" fill="none"/>'


def rectangle(left: float, top: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"/>'


def text(x: float, y: float, words: str, anchor: str, size: float, colour: str = INK) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text {place} font-size="{size}" fill="{colour}">{escape(words)}</text>'


def svg(width: int, height: int, title: str, parts: list[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{escape(title)}" {_FONT}>'
        f'<rect width="{width}" height="{height}" fill="#fff"/>{"".join(parts)}</svg>'
    )
