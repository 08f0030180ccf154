"""Where the sciatic nerve is loaded, place by place and summed: a figure of the stride and a table of tests."""

from __future__ import annotations

from itertools import pairwise

from whatelse.mechanics import Mechanics
from whatelse.mechanics.gait import Gait, Side
from whatelse.mechanics.nerve import FREE_LIMIT, TETHERED_LIMIT, StrideLoad
from whatelse.mechanics.nerve_bed import SITES
from whatelse.report.mechanics.drawing import BOX, INK, PAPER, RED, SOFT, Drawing, Point, load_color
from whatelse.report.mechanics.figure import Figure, draw, standing
from whatelse.report.mechanics.words import nerve_meaning, shown_side

WIDTH, HEIGHT = 1060, 620
#: Names of the places for a narrow column.
SHORT = {
    "neck": "neck",
    "lumbar_root": "low back",
    "piriformis": "piriformis",
    "obturator_internus": "obturator",
    "sit_bone": "sit bone",
    "mid_thigh": "thigh",
    "behind_knee": "knee",
    "ankle": "ankle",
}


def nerve_map(told: Mechanics, gait: Gait, wanted: str = "") -> str:
    """SVG, a picture of its own. wanted: the side to show, where it was seen."""
    side = shown_side(told, wanted)
    stride = stride_of(told, side)
    picture = Drawing(WIDTH, HEIGHT, _TITLE, _description(stride))
    picture.text((40, 44), "What pulls on the sciatic nerve", size=22, bold=True)
    picture.text((40, 68), "Teaching model, not evidence: only ratios, no true strain", size=14, color=RED, bold=True)
    body = standing(gait, side, stride.percent, 190, 534, 98)
    with picture.mirrored(190, side == "left"):
        draw(picture, body)
        _nerve(picture, _path(body), shares(told, stride.sites), told.nerve.tethers)
    picture.text((190, 560), f"running, {stride.percent:.0f} % of the stride", size=14, anchor="middle", bold=True)
    _table(picture, told)
    picture.paragraph((40, 590), nerve_meaning(told, side), WIDTH - 80, size=13.5)
    return picture.svg()


def nerve_picture(told: Mechanics, gait: Gait, side: Side) -> str:
    """SVG of the figure alone, its places numbered from neck to foot, for a page that lists them beside it."""
    stride = stride_of(told, side)
    picture = Drawing(300, 420, _TITLE, _description(stride), for_page=True)
    middle = 160.0
    body = standing(gait, side, stride.percent, middle, 412, 102)
    path = _path(body)
    turned = side == "left"
    seen = {name: (2 * middle - x if turned else x, y) for name, (x, y) in path.items()}
    labels = _apart([y for _, y in seen.values()], 24.0)
    x = 286.0 if turned else 14.0
    with picture.mirrored(middle, turned):
        draw(picture, body)
    for point, height in zip(seen.values(), labels, strict=True):
        picture.line([(x + (-10 if turned else 10), height), point], SOFT, 1)
    with picture.mirrored(middle, turned):
        _nerve(picture, path, shares(told, stride.sites), told.nerve.tethers)
    for number, height in enumerate(labels, 1):
        picture.text((x, height + 5), str(number), size=15, anchor="middle", bold=True)
    return picture.svg()


_TITLE = "Load along the sciatic nerve (teaching model)"


def _description(stride: StrideLoad) -> str:
    most = f"Running: total {stride.total:.2f} of the limit at {stride.percent:.0f} %."
    return f"This is a teaching model, not evidence. {most}"


def stride_of(told: Mechanics, side: Side) -> StrideLoad:
    return next(one for one in told.nerve.stride if one.side == side)


def limit_of(told: Mechanics, site: str) -> float:
    return TETHERED_LIMIT if site in told.nerve.tethers else FREE_LIMIT


def shares(told: Mechanics, sites: dict[str, float]) -> dict[str, float]:
    """Load of each site as a share of its own limit."""
    return {name: value / limit_of(told, name) for name, value in sites.items()}


def _apart(heights: list[float], least: float) -> list[float]:
    """The same order of heights, none nearer to the one before than ``least``."""
    out: list[float] = []
    for height in heights:
        out.append(max(height, out[-1] + least) if out else height)
    return out


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


def _nerve(picture: Drawing, path: dict[str, Point], loaded: dict[str, float], tethers: tuple[str, ...]) -> None:
    """The line of the nerve and its places: red laid over pale, the more of it the nearer to the limit."""
    names = list(path)
    course = [path[name] for name in names]
    picture.line(course, PAPER, 9)
    picture.line(course, BOX, 6)
    for first, second in pairwise(names):
        a, b = path[first], path[second]
        for k in range(8):
            start, end = k / 8, (k + 1) / 8
            share = loaded[first] + (loaded[second] - loaded[first]) * (start + end) / 2
            piece = [(a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])) for t in (start, end)]
            picture.line(piece, RED, 6, opacity=0.12 + 0.88 * min(1.0, share), cap="butt")
    for name in names:
        held = name in tethers
        size = 8 if held else 5
        picture.circle(path[name], size, BOX, edge=INK, width=3 if held else 1.3)
        picture.circle(path[name], size - 1, RED, opacity=min(1.0, loaded[name]))


def _table(picture: Drawing, told: Mechanics) -> None:
    left, top, cell, row = 640.0, 158.0, 44.0, 32.0
    for k, site in enumerate(SITES):
        held = site.id in told.nerve.tethers
        x = left + cell * k + cell / 2
        picture.parts.append(
            f'<text transform="translate({x + 4:.1f},{top - 10:.1f}) rotate(-40)" font-size="12.5" '
            f'fill="{RED if held else INK}"{" font-weight=" + chr(34) + "bold" + chr(34) if held else ""}>'
            f"{SHORT[site.id]}{' (held)' if held else ''}</text>"
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
        for k, (site_id, share) in enumerate(shares(told, sites).items()):
            picture.box(left + cell * k, y, cell - 2, row - 2, load_color(share), round_=3)
            color = PAPER if share > 0.7 else INK
            place = (left + cell * k + cell / 2 - 1, y + 20)
            picture.text(place, f"{sites[site_id]:.1f}", size=12, anchor="middle", color=color)
        over = total >= 1
        picture.text(
            (left + cell * len(SITES) + 30, y + 21),
            sum_text(total),
            size=14,
            anchor="middle",
            bold=over,
            color=RED if over else INK,
        )
    below = top + row * len(rows) + 22
    lines = [
        "Cells: 1.0 = the most that a free nerve feels in a straight leg raise.",
        "Sum: all places together, 1 = the limit (assumed). Several small loads can add up.",
    ]
    if told.nerve.tethers:
        lines.append("Held: the nerve is tethered there, and that place bears less.")
    for k, line in enumerate(lines):
        picture.text((left - 230, below + 18 * k), line, size=12.5, color=RED if k == 2 else SOFT)


def sum_text(total: float) -> str:
    """Far beyond the limit, and far below it, a figure says nothing more."""
    return ">10" if total >= 10 else f"{total:.2f}" if total >= 0.005 else "<0.01"
