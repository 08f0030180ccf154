"""Draws the self-tests: start, end and the usual mistake of each, as small SVG files with the knowledge.

A figure is a chain of segments with a length and a direction; nothing is traced. Run it after changing a pose:

    .venv/bin/python docs/drawings.py --write
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "src" / "whatelse" / "knowledge" / "data" / "drawings"
WIDTH, HEIGHT = 320, 200
#: Lengths of the segments of a body, in units of the picture.
TRUNK, HEAD, NECK, THIGH, SHANK, FOOT, UPPER_ARM, FOREARM = 74, 13, 20, 56, 54, 17, 33, 31
#: How limbs are seen: of the side that faces the reader, behind the body, the trunk.
NEAR, FAR, BODY = (11, 1.0), (11, 0.32), (21, 0.55)

Point = tuple[float, float]


def along(start: Point, length: float, degrees: float) -> Point:
    """The end of a segment; 0 degrees is to the right, 90 is up."""
    angle = math.radians(degrees)
    return start[0] + length * math.cos(angle), start[1] - length * math.sin(angle)


def reached(shoulder: Point, hand: Point, bend: int = 1) -> Point:
    """The elbow of an arm from shoulder to hand; straight where the hand is further than the arm is long."""
    gap = math.dist(shoulder, hand)
    if gap >= UPPER_ARM + FOREARM or gap == 0:
        share = UPPER_ARM / (UPPER_ARM + FOREARM)
        return shoulder[0] + share * (hand[0] - shoulder[0]), shoulder[1] + share * (hand[1] - shoulder[1])
    cosine = (UPPER_ARM**2 + gap**2 - FOREARM**2) / (2 * UPPER_ARM * gap)
    towards = math.degrees(math.atan2(shoulder[1] - hand[1], hand[0] - shoulder[0]))
    return along(shoulder, UPPER_ARM, towards + bend * math.degrees(math.acos(max(-1.0, min(1.0, cosine)))))


@dataclass
class Picture:
    """Marks on a sheet, in the order in which they are drawn."""

    marks: list[str] = field(default_factory=list)

    def limb(self, look: tuple[int, float], *points: Point) -> None:
        width, opacity = look
        path = " ".join(f"{'M' if i == 0 else 'L'}{_n(x)} {_n(y)}" for i, (x, y) in enumerate(points))
        self._stroke(path, width, opacity)

    def bow(self, look: tuple[int, float], start: Point, through: Point, end: Point) -> None:
        width, opacity = look
        path = f"M{_n(start[0])} {_n(start[1])} Q{_n(through[0])} {_n(through[1])} {_n(end[0])} {_n(end[1])}"
        self._stroke(path, width, opacity)

    def _stroke(self, path: str, width: float, opacity: float) -> None:
        faint = f' opacity="{opacity:g}"' if opacity < 1 else ""
        self.marks.append(f'<path d="{path}" stroke-width="{width:g}"{faint}/>')

    def head(self, centre: Point, looks: float) -> None:
        """A head that looks in a direction: a round with a nose."""
        nose = along(centre, HEAD + 4, looks)
        self.marks.append(
            f'<circle cx="{_n(centre[0])}" cy="{_n(centre[1])}" r="{HEAD}" fill="currentColor" stroke="none"/>'
        )
        self.limb((5, 1.0), along(centre, HEAD - 3, looks), nose)

    def line(self, start: Point, end: Point) -> None:
        self.limb((3, 0.8), start, end)

    def table(self, left: float, right: float, top: float, legs: bool = True) -> None:
        self.line((left, top), (right, top))
        if legs:
            self.line((left + 12, top), (left + 12, HEIGHT - 8))
            self.line((right - 12, top), (right - 12, HEIGHT - 8))

    def towel(self, *points: Point) -> None:
        path = " ".join(f"{'M' if i == 0 else 'L'}{_n(x)} {_n(y)}" for i, (x, y) in enumerate(points))
        self.marks.append(f'<path d="{path}" stroke-width="3" stroke-dasharray="1 5"/>')

    def turn(self, centre: Point, radius: float, first: float, last: float) -> None:
        """An arrow round a joint."""
        a, b = along(centre, radius, first), along(centre, radius, last)
        sweep = 0 if last > first else 1
        large = 1 if abs(last - first) > 180 else 0
        self._stroke(
            f"M{_n(a[0])} {_n(a[1])} A{_n(radius)} {_n(radius)} 0 {large} {sweep} {_n(b[0])} {_n(b[1])}", 3, 0.8
        )
        self._barbs(b, last + (90 if last > first else -90) - (6 if last > first else -6))

    def push(self, start: Point, end: Point) -> None:
        """A straight arrow."""
        self.limb((3, 0.8), start, end)
        self._barbs(end, math.degrees(math.atan2(start[1] - end[1], end[0] - start[0])))

    def _barbs(self, tip: Point, towards: float) -> None:
        self.limb((3, 0.8), along(tip, 9, towards + 150), tip, along(tip, 9, towards - 150))

    def tick(self) -> None:
        self.limb((5, 1.0), (286, 26), (294, 35), (308, 15))

    def cross(self) -> None:
        self.limb((5, 1.0), (288, 15), (307, 34))
        self.limb((5, 1.0), (307, 15), (288, 34))

    def look_here(self, centre: Point, radius: float) -> None:
        x, y, r = map(_n, (*centre, radius))
        self.marks.append(f'<circle cx="{x}" cy="{y}" r="{r}" stroke-width="3" stroke-dasharray="6 6"/>')

    def word(self, text: str, x: float, y: float) -> None:
        self.marks.append(
            f'<text x="{_n(x)}" y="{_n(y)}" font-family="sans-serif" font-size="13" text-anchor="middle" '
            f'fill="currentColor" stroke="none">{text}</text>'
        )

    def svg(self, name: str, title: str, told: str) -> str:
        inside = "\n".join(self.marks)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
            f'aria-labelledby="{name}-t {name}-d" fill="none" stroke="currentColor" stroke-linecap="round" '
            f'stroke-linejoin="round">\n<title id="{name}-t">{title}</title>\n<desc id="{name}-d">{told}</desc>\n'
            f"{inside}\n</svg>\n"
        )


def _n(value: float) -> str:
    return f"{round(value, 1):g}"


# ---------------------------------------------------------------- lying on the back, head to the left

BED = 160.0
HIP: Point = (142.0, BED - 13)


def lying(picture: Picture, hip: Point = HIP, shoulder: Point | None = None) -> Point:
    """Bed, head and trunk. Gives the shoulder."""
    shoulder = shoulder or (hip[0] - TRUNK, BED - 13)
    picture.table(20, 300, BED)
    picture.head((shoulder[0] - NECK - 2, BED - 17), 90)
    picture.limb(BODY, hip, shoulder)
    return shoulder


def leg(
    picture: Picture, look: tuple[int, float], hip: Point, thigh: float, shank: float, foot: float | None = None
) -> tuple[Point, Point]:
    """A leg by the directions of thigh, shank and foot. Gives knee and ankle."""
    knee = along(hip, THIGH, thigh)
    ankle = along(knee, SHANK, shank)
    toes = along(ankle, FOOT, shank + 80 if foot is None else foot)
    picture.limb(look, hip, knee, ankle, toes)
    return knee, ankle


def arm(picture: Picture, look: tuple[int, float], shoulder: Point, hand: Point, bend: int = 1) -> None:
    picture.limb((look[0] - 2, look[1]), shoulder, reached(shoulder, hand, bend), hand)


def between(a: Point, b: Point, share: float) -> Point:
    return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])


def beside(picture: Picture, look: tuple[int, float], shoulder: Point) -> None:
    """An arm that lies beside the body."""
    arm(picture, look, (shoulder[0], shoulder[1] + 2), (shoulder[0] + UPPER_ARM + FOREARM, BED - 7), -1)


def flat(picture: Picture, look: tuple[int, float]) -> None:
    leg(picture, look, HIP, -3, -3, 80)


def knee_to_chest(moment: str) -> Picture:
    picture = Picture()
    shoulder = lying(picture)
    if moment == "start":
        flat(picture, FAR)
        leg(picture, NEAR, HIP, 0, 0, 84)
        beside(picture, NEAR, shoulder)
        return picture
    if moment == "end":
        flat(picture, FAR)
        knee, ankle = leg(picture, NEAR, HIP, 138, 2, 80)
        picture.turn(HIP, 66, 8, 62)
        picture.tick()
    else:
        leg(picture, FAR, HIP, 34, -14, 66)
        knee, ankle = leg(picture, NEAR, HIP, 138, 2, 80)
        picture.look_here((218, 128), 36)
        picture.cross()
    arm(picture, NEAR, shoulder, between(knee, ankle, 0.35), 1)
    return picture


def straight_leg_raise(moment: str) -> Picture:
    picture = Picture()
    shoulder = lying(picture)
    flat(picture, FAR)
    if moment == "start":
        leg(picture, NEAR, HIP, 0, 0, 84)
        beside(picture, NEAR, shoulder)
        return picture
    hand = (122.0, 118.0)
    if moment == "end":
        _, ankle = leg(picture, NEAR, HIP, 62, 62, 146)
        picture.turn(HIP, 92, 5, 46)
        picture.tick()
    else:
        knee, ankle = leg(picture, NEAR, HIP, 84, 32, 118)
        picture.look_here(knee, 25)
        picture.cross()
    picture.towel(hand, along(ankle, FOOT * 0.6, 150), ankle)
    arm(picture, NEAR, shoulder, hand, 1)
    return picture


def bent_knee_stretch(moment: str) -> Picture:
    picture = Picture()
    shoulder = lying(picture)
    flat(picture, FAR)
    thigh, shank = {"start": (112, -24), "end": (112, 66), "mistake": (62, 44)}[moment]
    knee, _ = leg(picture, NEAR, HIP, thigh, shank)
    arm(picture, NEAR, shoulder, between(HIP, knee, 0.72), 1)
    if moment == "end":
        picture.turn(knee, 46, -20, 42)
        picture.tick()
    elif moment == "mistake":
        # Where the thigh should have stayed.
        ghost = along(HIP, THIGH, 112)
        picture.towel(HIP, ghost)
        picture.turn(HIP, THIGH + 12, 106, 74)
        picture.cross()
    return picture


def bridge(moment: str) -> Picture:
    picture = Picture()
    shoulder: Point = (76.0, BED - 13)
    # Shoulders, hips and knees in one line; the feet stay where they must be for it.
    line = 17.0
    top = along(shoulder, TRUNK + THIGH, line)
    foot: Point = (top[0] + math.sqrt(SHANK**2 - (BED - 6 - top[1]) ** 2), BED - 6)
    lifted = along(shoulder, TRUNK, line)
    low: Point = (shoulder[0] + TRUNK - 1, BED - 13)
    hip = {"start": low, "end": lifted, "mistake": between(low, lifted, 0.42)}[moment]
    lying(picture, hip, shoulder)
    knee = _knee_over(hip, foot)
    for look, shift in ((FAR, 9), (NEAR, 0)):
        ankle: Point = (foot[0] + shift, foot[1])
        picture.limb(look, hip, (knee[0] + shift, knee[1]), ankle, (ankle[0] + FOOT, ankle[1]))
    arm(picture, NEAR, (shoulder[0], shoulder[1] + 2), (shoulder[0] + UPPER_ARM + FOREARM, BED - 7), -1)
    if moment == "end":
        picture.push((hip[0] + 14, BED - 5), (hip[0] + 14, hip[1] + 14))
        picture.towel(along(shoulder, 17, 90), along(knee, 15, 90))
        picture.tick()
    elif moment == "mistake":
        picture.look_here((hip[0] + 4, hip[1]), 27)
        picture.towel(along(shoulder, 17, 90), along(top, 15, 90))
        picture.cross()
    return picture


def _knee_over(hip: Point, foot: Point) -> Point:
    """The knee of a leg whose foot stands: above the line from hip to foot."""
    gap = min(math.dist(hip, foot), THIGH + SHANK - 0.1)
    cosine = (THIGH**2 + gap**2 - SHANK**2) / (2 * THIGH * gap)
    towards = math.degrees(math.atan2(hip[1] - foot[1], foot[0] - hip[0]))
    return along(hip, THIGH, towards + math.degrees(math.acos(max(-1.0, min(1.0, cosine)))))


# ---------------------------------------------------------------- sitting, from the side

SEAT = 128.0


def slump(moment: str) -> Picture:
    picture = Picture()
    hip: Point = (108.0, SEAT - 12)
    picture.table(30, 152, SEAT)
    leg(picture, FAR, hip, -2, -88, -4)
    leg(picture, NEAR, hip, 0, -4 if moment != "start" else -84, 84 if moment != "start" else 0)
    if moment == "mistake":
        shoulder, head = (104.0, SEAT - 12 - TRUNK), (106.0, SEAT - 12 - TRUNK - NECK - 7)
        picture.limb(BODY, hip, shoulder)
        picture.head(head, 8)
    else:
        shoulder, head = (124.0, SEAT - 68), (147.0, SEAT - 66)
        picture.bow(BODY, hip, (80, SEAT - 52), shoulder)
        picture.head(head, -68)
    arm(picture, NEAR, shoulder, (hip[0] - 28, hip[1] - 4), -1)
    if moment == "end":
        picture.turn((hip[0] + THIGH, hip[1]), 42, -78, -14)
        picture.tick()
    elif moment == "mistake":
        picture.look_here((106, SEAT - 92), 34)
        picture.cross()
    return picture


# ---------------------------------------------------------------- sitting, from the front


def hip_rotation(moment: str) -> Picture:
    """The runner faces the reader: their left leg is on the right of the sheet, and is the one that moves."""
    picture = Picture()
    middle, seat = 160.0, 104.0
    lean = 10 if moment == "mistake" else 0
    pelvis: Point = (middle, seat - 14)
    neck = along(pelvis, TRUNK - 18, 90 + lean)
    picture.marks.append(
        f'<circle cx="{_n(along(neck, 19, 90 + lean)[0])}" cy="{_n(along(neck, 19, 90 + lean)[1])}" r="{HEAD}" '
        'fill="currentColor" stroke="none"/>'
    )
    picture.limb((34, BODY[1]), pelvis, along(neck, -10, 90 + lean))
    picture.table(60, 260, seat, legs=False)
    picture.line((74, seat), (74, HEIGHT - 8))
    picture.line((246, seat), (246, HEIGHT - 8))
    lift = 15 if moment == "mistake" else 0
    for side, angle, up in ((-1, -90, 0), (1, {"start": -90, "end": -55, "mistake": -42}[moment], lift)):
        hip, knee = (middle + 14 * side, seat - 12 - up / 2), (middle + 28 * side, seat + 6 - up)
        picture.limb((15, 1.0), hip, knee)
        ankle = along(knee, SHANK + 4, angle)
        picture.limb((11, 1.0), knee, ankle, along(ankle, 10, angle + 25 * side))
        hand = (middle + 46 * side, seat - 6)
        shoulder = along(along(neck, -8, 90 + lean), 20 * side, lean)
        picture.limb((8, 0.8), shoulder, (middle + 44 * side - lean, seat - 34), hand)
    picture.word("your right", 112, 192)
    picture.word("your left", 214, 192)
    if moment == "end":
        picture.towel((188, seat + 18), (188, 176))
        picture.turn((188, seat + 6), 46, -84, -64)
        picture.tick()
    elif moment == "mistake":
        picture.look_here((182, seat - 6), 24)
        picture.cross()
    return picture


SCENES: dict[str, tuple[Callable[[str], Picture], str, dict[str, str]]] = {
    "knee_to_chest": (
        knee_to_chest,
        "Knee to chest",
        {
            "start": "A runner lies on the back on a bed, both legs flat.",
            "end": "Both hands pull one knee to the chest. The other leg stays flat on the bed.",
            "mistake": "One knee is at the chest, but the other leg lifts off the bed.",
        },
    ),
    "hip_rotation": (
        hip_rotation,
        "Hip rotation",
        {
            "start": "A runner sits on a table, seen from the front. Both lower legs hang straight down.",
            "end": "The left foot swings out to the side. The knee and the seat stay where they are.",
            "mistake": "The foot swings out, but the hip lifts off the seat and the body leans.",
        },
    ),
    "slump": (
        slump,
        "Slump",
        {
            "start": "A runner sits on a table with a round back, chin down, hands behind, knees bent.",
            "end": "Back still round and chin still down, one knee is straight and the toes point up.",
            "mistake": "The knee is straight, but the back is upright and the head is up.",
        },
    ),
    "straight_leg_raise": (
        straight_leg_raise,
        "Straight leg raise",
        {
            "start": "A runner lies on the back, both legs straight on the bed.",
            "end": "One leg is lifted by a towel round the foot, with the knee straight. The other stays flat.",
            "mistake": "The leg is lifted, but its knee is bent.",
        },
    ),
    "bridge": (
        bridge,
        "Bridge",
        {
            "start": "A runner lies on the back with both knees bent and the feet flat on the bed.",
            "end": "The hips are lifted. Shoulders, hips and knees are in one straight line.",
            "mistake": "The hips are lifted only a little and sag below the line from shoulders to knees.",
        },
    ),
    "bent_knee_stretch": (
        bent_knee_stretch,
        "Bent-knee stretch",
        {
            "start": "A runner lies on the back. Hip and knee of one leg are bent, both hands hold the thigh.",
            "end": "The thigh stays where it is, and the knee is straightened, foot to the ceiling.",
            "mistake": "The knee is straightened, but the thigh has sunk away from the chest.",
        },
    ),
}
TOLD = {"start": "start", "end": "end", "mistake": "the usual mistake"}


def drawings() -> dict[str, str]:
    """Every file by its name."""
    out = {}
    for name, (draw, title, told) in SCENES.items():
        for moment, text in told.items():
            key = f"{name}_{moment}"
            out[f"{key}.svg"] = draw(moment).svg(key.replace("_", "-"), f"{title}: {TOLD[moment]}", text)
    return out


def main() -> None:
    if sys.argv[1:] != ["--write"]:
        sys.exit("usage: drawings.py --write")
    FOLDER.mkdir(exist_ok=True)
    for name, text in drawings().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(f"{name}: {len(text.encode())} bytes")


if __name__ == "__main__":
    main()
