"""Draws docs/calibration.svg from the figures that benchmarks/calibration.py --write keeps.

.venv/bin/python benchmarks/calibration_picture.py
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FIGURES = Path(__file__).with_name("calibration.json")
PICTURE = Path(__file__).parents[1] / "docs" / "calibration.svg"

#: Size of the square, room at its left and below for numbers and names, elsewhere; height of a line of the legend.
SIZE, AXIS, EDGE, LINE = 420, 56, 16, 20
TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
#: Colours that differ in lightness too, and lines that differ in their dashes.
STYLES = (("#8a5a00", ""), ("#c77700", "6 3"), ("#0b5a86", ""), ("#3d8fc4", "6 3"), ("#8a1c5c", ""), ("#c4589a", "6 3"))


def picture(found: dict[str, Any]) -> str:
    """All curves: predicted to the right, observed upwards; on the line from corner to corner they agree."""
    curves = found["curves"]
    width, height = AXIS + SIZE + EDGE, EDGE + SIZE + AXIS + LINE * len(curves) + EDGE
    alt = "Reliability of simulated people: observed share against predicted probability, one line for each group"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="sans-serif" font-size="12" role="img" aria-label="{alt}">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *_axes(),
    ]
    for k, curve in enumerate(curves):
        colour, dashes = STYLES[k % len(STYLES)]
        look = f'stroke="{colour}" stroke-width="1.8"' + (f' stroke-dasharray="{dashes}"' if dashes else "")
        points = [(_x(p), _y(was)) for p, was in zip(curve["predicted"], curve["observed"], strict=True)]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{line}" fill="none" {look}/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{colour}"/>' for x, y in points]
        y = EDGE + SIZE + AXIS + LINE * (k + 0.5)
        parts.append(f'<line x1="{EDGE}" y1="{y:g}" x2="{EDGE + 28}" y2="{y:g}" {look}/>')
        said = f"{curve['label'].replace('>=', 'from')} (error {curve['ece']:.4f}, n {curve['count']:,})"
        parts.append(f'<text x="{EDGE + 36}" y="{y + 4:g}" font-size="11" fill="#1c2226">{said}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _axes() -> list[str]:
    """The frame, a grid with its numbers, what stands on either side, and the line on which both agree."""
    left, right, top, bottom = _x(0), _x(1), _y(1), _y(0)
    parts = [f'<rect x="{left:g}" y="{top:g}" width="{SIZE}" height="{SIZE}" fill="none" stroke="#55616a"/>']
    for tick in TICKS:
        x, y = _x(tick), _y(tick)
        parts.append(
            f'<line x1="{x:g}" y1="{top:g}" x2="{x:g}" y2="{bottom + 5:g}" stroke="#d5dade" stroke-width="0.8"/>'
        )
        parts.append(
            f'<line x1="{left - 5:g}" y1="{y:g}" x2="{right:g}" y2="{y:g}" stroke="#d5dade" stroke-width="0.8"/>'
        )
        parts.append(f'<text x="{x:g}" y="{bottom + 18:g}" text-anchor="middle" fill="#1c2226">{tick:g}</text>')
        parts.append(f'<text x="{left - 8:g}" y="{y + 4:g}" text-anchor="end" fill="#1c2226">{tick:g}</text>')
    middle = (left + right) / 2
    name = 'text-anchor="middle" font-weight="600" fill="#1c2226"'
    parts.append(f'<text x="{middle:g}" y="{bottom + 38:g}" {name}>predicted probability</text>')
    turned = f'transform="rotate(-90 14 {(top + bottom) / 2:g})"'
    parts.append(f'<text x="14" y="{(top + bottom) / 2:g}" {turned} {name}>observed share</text>')
    parts.append(
        f'<line x1="{left:g}" y1="{bottom:g}" x2="{right:g}" y2="{top:g}" stroke="#7c878e" stroke-dasharray="3 4"/>'
    )
    return parts


def _x(p: float) -> float:
    return AXIS + SIZE * p


def _y(p: float) -> float:
    return EDGE + SIZE * (1 - p)


def main() -> None:
    PICTURE.write_text(picture(json.loads(FIGURES.read_text("utf-8"))), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
