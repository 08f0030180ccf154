"""Units and axes of a recording: what the file says is checked against the body, what it does not say is found.

A runner's size tells the unit, the way from the feet to the pelvis tells up, the way from heel to toe (and from the
back of the pelvis to its front) tells forward, and the sides of the markers tell whether the axes are mirrored.
Pure functions of arrays; nothing here changes a position.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from whatelse.errors import InputError, shown
from whatelse.motion.recording import SIDES, FloatArray

#: Unit -> metres.
UNITS = {"m": 1.0, "cm": 0.01, "mm": 0.001, "in": 0.0254}
_WORDS = {
    "m": "m", "meter": "m", "meters": "m", "metre": "m", "metres": "m", "cm": "cm", "mm": "mm", "millimeters": "mm",
    "millimetres": "mm", "in": "in", "inch": "in", "inches": "in",
}  # fmt: skip
#: The farthest two markers of a person are this many metres apart, legs alone or with raised arms.
SMALLEST, LARGEST = 0.25, 2.6
#: From feet to pelvis must be this straight (cosine) along an axis of the file.
UPRIGHT = 0.85
#: In a picture, which knows no other upright, it must be this straight; and beyond this angle, degrees, it is told.
UPRIGHT_PICTURE, TOLD_TILT = 0.94, 8.0
#: A direction this near (degrees) to an axis of the file is that axis: belts and walkways are laid along them.
ALONG_AXIS = 10.0
#: Frames looked at when a recording is long.
SAMPLE = 400
_LOW = ("heel", "toe", "ankle_lateral", "ankle", "mt1", "mt5", "heel_lateral", "ankle_medial", "foot_1", "foot_2")
_HIGH = ("asis", "psis", "hip", "iliac_crest", "trochanter")
_HIGH_MIDDLE = ("sacrum", "mid_hip", "pelvis_1", "pelvis_2", "pelvis_3", "c7", "neck", "sternum", "clavicle")
_FALLBACK_LOW = ("shank_1", "shank_2", "knee_lateral", "knee")
_FALLBACK_HIGH = ("thigh_1", "thigh_2", "thigh_3", "shoulder")
_PAIRED = ("asis", "psis", "hip", "iliac_crest", "trochanter", "shoulder", "thigh_1", "knee_lateral", "shank_1", "heel")

Points = Mapping[str, FloatArray]


def unit_of(word: str) -> str | None:
    """The unit a word means; None where it is unknown or empty."""
    return _WORDS.get(word.strip().lower())


def extent(positions: FloatArray) -> float:
    """The usual largest distance along an axis between two markers, in the unit of the file."""
    few = sampled(positions)
    with np.errstate(invalid="ignore"):
        spans = np.nanmax(few, axis=1, initial=-np.inf, where=np.isfinite(few)) - np.nanmin(
            few, axis=1, initial=np.inf, where=np.isfinite(few)
        )
    spans = spans[np.isfinite(spans).all(axis=1)]
    return float(np.median(spans.max(axis=1))) if len(spans) else float("nan")


def fitting_units(size: float) -> list[str]:
    """The units in which a span of ``size`` is that of a person."""
    return [unit for unit in ("m", "cm", "mm") if SMALLEST <= size * UNITS[unit] <= LARGEST]


def sampled(values: FloatArray) -> FloatArray:
    """Up to ``SAMPLE`` frames spread over the recording."""
    return values[:: max(1, len(values) // SAMPLE)]


def mean_way(points: Points, low: list[str], high: list[str]) -> FloatArray | None:
    """The mean vector from one group of points to another, over frames where both are seen; None without them."""
    groups = []
    for names in (low, high):
        held = [sampled(points[name]) for name in names if name in points]
        if not held:
            return None
        groups.append(_mean(np.stack(held)))
    way = _mean(groups[1] - groups[0])
    return way if np.isfinite(way).all() else None


def upward(points: Points) -> FloatArray | None:
    """From the feet to the pelvis; where those are missing from the shanks to the thighs. None without either."""
    pairs = (
        (_LOW, _HIGH),
        (_FALLBACK_LOW, _HIGH),
        (_LOW, _FALLBACK_HIGH),
        (_FALLBACK_LOW, _FALLBACK_HIGH),
        (_LOW, _FALLBACK_LOW),
    )
    for low, high in pairs:
        highs = [*_sided(high), *(_HIGH_MIDDLE if high is _HIGH else ())]
        way = mean_way(points, _sided(low), highs)
        if way is not None:
            return way
    trunk = mean_way(
        points,
        [*_sided(_HIGH), "mid_hip", "sacrum"],
        [*_sided(("shoulder",)), "c7", "t10", "sternum", "clavicle", "neck", "head"],
    )
    return trunk


def feet_to_shoulders(points: Points) -> FloatArray | None:
    """From the feet to the shoulders; None without either."""
    return mean_way(points, _sided(_LOW), [*_sided(("shoulder",)), "neck"])


def nearest_axis(way: FloatArray) -> tuple[FloatArray, float]:
    """The signed axis of the file nearest to a vector, and the cosine between them."""
    length = float(np.linalg.norm(way))
    axis = int(np.argmax(np.abs(way)))
    unit = np.zeros(len(way))
    unit[axis] = np.sign(way[axis])
    return unit, float(abs(way[axis]) / length) if length else 0.0


def forward_ways(points: Points, up: FloatArray) -> dict[str, FloatArray]:
    """Level vectors that point forward, by what they come from, in the unit of the file."""
    found: dict[str, FloatArray] = {}
    feet = []
    for side in SIDES:
        fronts = [f"{side}_{name}" for name in ("toe", "mt1", "mt2", "mt5", "small_toe")]
        way = mean_way(points, [f"{side}_heel", f"{side}_heel_lateral"], fronts)
        feet += [way] if way is not None else []
    if feet:
        found["heel to toe"] = level(_mean(np.stack(feet)), up)
    pelvis = mean_way(points, [*_sided(("psis",)), "sacrum"], _sided(("asis",)))
    if pelvis is not None:
        found["back to front of the pelvis"] = level(pelvis, up)
    return {name: way for name, way in found.items() if np.linalg.norm(way) > 0}


def sideways(points: Points) -> FloatArray | None:
    """From the left markers to the right ones, mean over the pairs that are there."""
    ways = [mean_way(points, [f"left_{name}"], [f"right_{name}"]) for name in _PAIRED]
    held = [way for way in ways if way is not None]
    return _mean(np.stack(held)) if held else None


def level(way: FloatArray, up: FloatArray) -> FloatArray:
    """A vector without its upward part."""
    flat: FloatArray = way - (way @ up) * up
    return flat


def travel(points: Points, time: FloatArray, up: FloatArray) -> tuple[FloatArray, float]:
    """Mean velocity of the trunk over the ground (level, file units per s), and how far the feet swing to and fro."""
    trunk = [points[name] for name in [*_sided(_HIGH), *_HIGH_MIDDLE, *_sided(_FALLBACK_HIGH)] if name in points]
    foot = a_foot(points)
    velocity, swing = np.zeros(len(up)), 0.0
    if not trunk or len(time) < 2:
        return velocity, swing
    middle = _mean(np.stack([sampled(one) for one in trunk]))
    clock = sampled(time)
    seen = np.isfinite(middle).all(axis=1)
    if seen.sum() > 2:
        velocity = level(np.polyfit(clock[seen] - clock[seen][0], middle[seen], 1)[0], up)
        if foot is not None:
            away = sampled(foot) - middle
            away = (away - np.outer(away @ up, up))[np.isfinite(away).all(axis=1)]
            if len(away):
                swing = float(np.linalg.norm(np.percentile(away, 97, axis=0) - np.percentile(away, 3, axis=0)))
    return velocity, swing


def ground_velocity(points: Points, time: FloatArray, up: FloatArray) -> FloatArray | None:
    """Level velocity of the feet while they are low, in file units per s: that of the ground under the runner.

    Nought over ground; the velocity of the belt on a treadmill. None without feet.
    """
    found = []
    for name in [name for name in _sided(_LOW) if name in points][:2]:
        if len(time) < 10:
            continue
        height = points[name] @ up
        along = np.gradient(points[name], time, axis=0)
        seen = np.isfinite(height) & np.isfinite(along).all(axis=1)
        if seen.sum() >= 10:
            found.append(np.median(along[seen & (height <= np.quantile(height[seen], 0.25))], axis=0))
    return level(_mean(np.stack(found)), up) if found else None


def a_foot(points: Points) -> FloatArray | None:
    """The track of one point of a foot."""
    return next((points[name] for name in _sided(_LOW) if name in points), None)


def parsed_axis(word: str, dimensions: int, what: str) -> FloatArray:
    """A signed axis of the file from a word such as "x", "+y", "-z". Raises InputError."""
    plain = word.strip().lower()
    sign = -1.0 if plain.startswith("-") else 1.0
    letter = plain.lstrip("+-")
    if letter not in ("x", "y", "z")[:dimensions]:
        raise InputError(
            f"found {shown(word)}, expected one of x, -x, y, -y{', z, -z' if dimensions > 2 else ''}", field=what
        )
    unit = np.zeros(dimensions)
    unit["xyz".index(letter)] = sign
    return unit


def parsed_axes(words: str, dimensions: int) -> list[FloatArray]:
    """The file's axes that point forward, up and right, from "x,y,z" or "+x+y-z". Raises InputError."""
    plain = words.replace(",", " ").replace("+", " +").replace("-", " -").split()
    if len(plain) == 1 and len(plain[0].lstrip("+-")) == dimensions:
        plain = list(plain[0].lstrip("+-"))
    if len(plain) != dimensions:
        wanted = "forward, up and right, as x,y,z" if dimensions > 2 else "forward and up, as x,-y"
        raise InputError(f"found {shown(words)}, expected the axes of the file that point {wanted}", field="axes")
    axes = [parsed_axis(word, dimensions, "axes") for word in plain]
    if abs(abs(np.linalg.det(np.array(axes))) - 1.0) > 1e-9:
        raise InputError(f"found {shown(words)}, in which an axis occurs twice", field="axes")
    return axes


def worded(axis: FloatArray) -> str:
    """ "+x" for an axis of the file, else the vector."""
    at = int(np.argmax(np.abs(axis)))
    if abs(axis[at]) > 1 - 1e-9:
        return ("+" if axis[at] > 0 else "-") + "xyz"[at]
    return "(" + ", ".join(f"{part:.3f}" for part in axis) + ")"


def _sided(names: tuple[str, ...]) -> list[str]:
    return [f"{side}_{name}" for name in names for side in SIDES]


def _mean(values: FloatArray) -> FloatArray:
    """Mean over the first axis of what is there, NaN where nothing is; without a warning."""
    there = np.isfinite(values)
    count = there.sum(axis=0)
    total = np.where(there, values, 0.0).sum(axis=0)
    mean: FloatArray = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    return mean
