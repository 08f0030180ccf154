"""Where the sciatic nerve is loaded, place by place and summed: a figure of the stride and a table of tests."""

from __future__ import annotations

from itertools import pairwise

from whatelse.mechanics import Mechanics
from whatelse.mechanics.gait import Gait
from whatelse.mechanics.nerve import FREE_LIMIT, TETHERED_LIMIT
from whatelse.mechanics.nerve_bed import SITES
from whatelse.report.mechanics.drawing import INK, RED, SOFT, Drawing, Point, load_color
from whatelse.report.mechanics.figure import Figure, draw, figure
from whatelse.report.mechanics.words import nerve_meaning, shown_side

WIDTH, HEIGHT = 1060, 620
_SHORT = {
    "neck": "neck",
    "lumbar_root": "low back",
    "piriformis": "piriformis",
    "obturator_internus": "obturator",
    "sit_bone": "sit bone",
    "mid_thigh": "thigh",
    "behind_knee": "knee",
    "ankle": "ankle",
}


def nerve_map(told: Mechanics, gait: Gait) -> str:
    """SVG."""
    side = shown_side(told)
    stride = next(one for one in told.nerve.stride if one.side == side)
    picture = Drawing(
        WIDTH,
        HEIGHT,
        "Load along the sciatic nerve (teaching model)",
        f"Teaching model, not evidence. Running: total {stride.total:.2f} of the limit at {stride.percent:.0f} %.",
    )
    picture.text((40, 44), "What pulls on the sciatic nerve", size=22, bold=True)
    picture.text((40, 68), "Teaching model, not evidence: only ratios, no true strain", size=14, color=RED, bold=True)
    body = figure(gait, side, stride.percent, (190, 330.0), 98)
    draw(picture, body)
    path = _path(body)
    limits = {site.id: TETHERED_LIMIT if site.id in told.nerve.tethers else FREE_LIMIT for site in SITES}
    shares = {name: value / limits[name] for name, value in stride.sites.items()}
    _nerve(picture, path, shares, told.nerve.tethers)
    picture.text((190, 550), f"running, {stride.percent:.0f} % of the stride", size=14, anchor="middle", bold=True)
    _table(picture, told)
    picture.paragraph((40, 586), nerve_meaning(told), WIDTH - 80, size=13.5)
    return picture.svg()


def _path(body: Figure) -> dict[str, Point]:
    """Where each site lies on the figure."""
    leg, (hx, hy), s = body.near, body.hip, body.scale

    def along(a: Point, b: Point, share: float, back: float) -> Point:
        dx, dy = b[0] - a[0], b[1] - a[1]
        length = (dx * dx + dy * dy) ** 0.5
        return a[0] + share * dx - back * s * dy / length, a[1] + share * dy + back * s * dx / length

    return {
        "neck": along(body.head, body.shoulder, 0.75, 0.03),
        "lumbar_root": along(body.shoulder, body.hip, 0.84, 0.1),
        "piriformis": (hx - 0.15 * s, hy - 0.04 * s),
        "obturator_internus": (hx - 0.17 * s, hy + 0.06 * s),
        "sit_bone": along(leg.hip, leg.knee, 0.2, 0.14),
        "mid_thigh": along(leg.hip, leg.knee, 0.58, 0.07),
        "behind_knee": along(leg.knee, leg.ankle, 0.02, 0.07),
        "ankle": along(leg.knee, leg.ankle, 0.95, 0.04),
    }


def _nerve(picture: Drawing, path: dict[str, Point], shares: dict[str, float], tethers: tuple[str, ...]) -> None:
    names = list(path)
    picture.line([path[name] for name in names], "#ffffff", 9)
    for first, second in pairwise(names):
        a, b = path[first], path[second]
        for k in range(8):
            start, end = k / 8, (k + 1) / 8
            share = shares[first] + (shares[second] - shares[first]) * (start + end) / 2
            color = load_color(0.12 + 0.88 * share)
            piece = [(a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])) for t in (start, end)]
            picture.line(piece, color, 6)
    for name in names:
        held = name in tethers
        picture.circle(path[name], 8 if held else 5, load_color(shares[name]), edge=INK, width=3 if held else 1.3)


def _table(picture: Drawing, told: Mechanics) -> None:
    left, top, cell, row = 640.0, 158.0, 44.0, 32.0
    for k, site in enumerate(SITES):
        held = site.id in told.nerve.tethers
        x = left + cell * k + cell / 2
        picture.parts.append(
            f'<text transform="translate({x + 4:.1f},{top - 10:.1f}) rotate(-40)" font-size="12.5" '
            f'fill="{RED if held else INK}"{" font-weight=" + chr(34) + "bold" + chr(34) if held else ""}>'
            f"{_SHORT[site.id]}{' (held)' if held else ''}</text>"
        )
    picture.text((left + cell * len(SITES) + 30, top - 10), "sum", size=13, anchor="middle", bold=True)
    rows = [(one.name, one.sites, one.total) for one in told.nerve.manoeuvres]
    rows += [
        (f"running{'' if told.method == 'typical' else ', ' + one.side}", one.sites, one.total)
        for one in told.nerve.stride[: 1 if told.method == "typical" else None]
    ]
    for r, (name, sites, total) in enumerate(rows):
        y = top + row * r
        picture.text((left - 10, y + 21), name, size=13, anchor="end")
        for k, site in enumerate(SITES):
            limit = TETHERED_LIMIT if site.id in told.nerve.tethers else FREE_LIMIT
            share = sites[site.id] / limit
            picture.box(left + cell * k, y, cell - 2, row - 2, load_color(share), round_=3)
            color = "#ffffff" if share > 0.6 else SOFT
            picture.text(
                (left + cell * k + cell / 2 - 1, y + 20), f"{sites[site.id]:.1f}", size=12, anchor="middle", color=color
            )
        over = total >= 1
        picture.text(
            (left + cell * len(SITES) + 30, y + 21),
            f"{total:.2f}" if total < 10 else ">10",
            size=14,
            anchor="middle",
            bold=over,
            color=RED if over else INK,
        )
    below = top + row * len(rows) + 22
    picture.text(
        (left - 230, below),
        "Cells: 1.0 = the most that a free nerve feels in a straight leg raise.",
        size=12.5,
        color=SOFT,
    )
    picture.text(
        (left - 230, below + 18),
        "Sum: all places together, 1 = the limit (assumed). Several small loads can add up.",
        size=12.5,
        color=SOFT,
    )
    if told.nerve.tethers:
        picture.text(
            (left - 230, below + 36),
            "Held: the nerve is tethered there, and that place bears less.",
            size=12.5,
            color=RED,
        )
