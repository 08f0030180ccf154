"""Which way the runner goes: by the feet, the pelvis, the way over the ground, or the swing of the feet."""

from __future__ import annotations

import numpy as np

from whatelse.errors import InputError
from whatelse.motion import orient
from whatelse.motion.measured import Measured
from whatelse.motion.orient import Points
from whatelse.motion.recording import FloatArray, Guess

_OVERRIDE = "direction=... (--direction)"
#: Speed over the ground from which the path itself is the direction, m/s (or leg lengths a second in a picture).
PATH = 0.5
#: A belt this near (degrees) to an axis of the file is laid along it.
BELT_ALONG_AXIS = 3.0
#: A foot seen from the front is shorter than this share of the way from feet to pelvis.
SIDE_ON = 0.05
#: Markers of the two sides nearer to each other than this, m, do not tell sideways.
APART = 0.1
#: The path and the feet may differ by this angle, degrees, before it is told.
ASKEW = 30.0


def facing(
    held: Measured,
    points: Points,
    up: FloatArray,
    scale: float,
    told: str | None,
    guesses: list[Guess],
    notes: list[str],
) -> tuple[FloatArray, bool]:
    """Level unit vector that points forward, and whether it is known. Raises InputError where the signs contradict."""
    dimensions = len(up)
    if told is not None:
        word = {"left": "-x", "right": "x"}.get(told.strip().lower(), told) if dimensions == 2 else told
        forward = orient.parsed_axis(word, dimensions, "direction")
        if abs(forward @ up) > 0.5:
            raise InputError(f"found {told!r}, which points up or down in this file", field="direction")
        return forward, True
    ways = orient.forward_ways(points, up)
    body = orient.upward(points)
    tall = float(np.linalg.norm(body)) if body is not None else 0.0
    if dimensions == 2:
        ways = {name: way for name, way in ways.items() if np.linalg.norm(way) > SIDE_ON * tall}
    _agreeing(ways)
    velocity, swing = orient.travel(points, held.time_s, up)
    unit = scale if dimensions == 3 else (1.0 / tall if tall else 0.0)
    speed = float(np.linalg.norm(velocity)) * unit
    if not ways:
        lifted = _lifted(points, held.time_s, up)
        if lifted is not None and swing * unit > 0.2:
            ways["the feet go that way when they are lifted"] = lifted
    across = orient.sideways(points) if dimensions == 3 else None
    if not ways and speed <= PATH and across is not None and np.linalg.norm(orient.level(across, up)) * scale > APART:
        ways["the right-hand markers then lie to the right"] = np.cross(up, orient.level(across, up))
    seen = next(iter(ways.items()), None)
    if dimensions == 3 and speed > PATH:
        return _along_path(velocity, seen, speed, guesses, notes)
    if seen is None:
        notes.append("nothing tells forward from backward: no feet, no pelvis, no movement of the feet")
        return _first_level(up), False
    name, way = seen
    within = orient.ALONG_AXIS
    belt = orient.ground_velocity(points, held.time_s, up) if dimensions == 3 else None
    if belt is not None and np.linalg.norm(belt) * scale > PATH and _near(-belt, way):
        name, way, within = f"{name}, and the feet on the ground go back along it", -belt, BELT_ALONG_AXIS
    forward, cosine = orient.nearest_axis(way)
    off = float(np.degrees(np.arccos(min(cosine, 1.0))))
    if dimensions == 3 and off > within:
        forward = way / np.linalg.norm(way)
    guesses.append(Guess("direction", orient.worded(forward), f"{name} ({off:.0f} degrees from that axis)", _OVERRIDE))
    return forward, True


def _along_path(
    velocity: FloatArray, seen: tuple[str, FloatArray] | None, speed: float, guesses: list[Guess], notes: list[str]
) -> tuple[FloatArray, bool]:
    """Over the ground the path of the trunk is the direction, with the sign of the feet."""
    forward: FloatArray = velocity / np.linalg.norm(velocity)
    why = f"the trunk moves that way at {speed:.2f} m/s"
    if seen is not None:
        cosine = float(forward @ seen[1]) / float(np.linalg.norm(seen[1]))
        if cosine < 0:
            forward, cosine = -forward, -cosine
            notes.append("the runner moves backwards: the feet point against the path")
        if cosine < np.cos(np.radians(ASKEW)):
            notes.append(f"the feet point {np.degrees(np.arccos(cosine)):.0f} degrees away from the path")
    guesses.append(Guess("direction", orient.worded(forward), why, _OVERRIDE))
    return forward, True


def _near(one: FloatArray, other: FloatArray) -> bool:
    cosine = float(one @ other) / float(np.linalg.norm(one) * np.linalg.norm(other))
    return bool(cosine > np.cos(np.radians(ASKEW)))


def _agreeing(ways: dict[str, FloatArray]) -> None:
    held = list(ways.items())
    for name, way in held[1:]:
        first, other = held[0]
        if float(way @ other) < 0:
            raise InputError(
                f"contradicts itself: {first} points one way, {name} the other; are front and back exchanged in the "
                "names? (map=..., direction=...)",
                field="direction",
            )


def _lifted(points: Points, time: FloatArray, up: FloatArray) -> FloatArray | None:
    """The level way a foot goes while it is high, against the way it goes while it is low."""
    total, count = np.zeros(len(up)), 0
    for side in ("left", "right"):
        names = ("heel", "ankle", "ankle_lateral", "foot_1", "foot_2", "foot_3", "toe", "mt5", "shank_2", "shank_1")
        track = next((points[f"{side}_{name}"] for name in names if f"{side}_{name}" in points), None)
        if track is None or len(time) < 10:
            continue
        step = np.gradient(track, time, axis=0)
        height = track @ up
        seen = np.isfinite(step).all(axis=1) & np.isfinite(height)
        if seen.sum() < 10:
            continue
        high, low = (height > np.quantile(height[seen], 0.6)) & seen, (height < np.quantile(height[seen], 0.4)) & seen
        total += orient.level(step[high].mean(axis=0) - step[low].mean(axis=0), up)
        count += 1
    return total / count if count and np.linalg.norm(total) > 0 else None


def _first_level(up: FloatArray) -> FloatArray:
    forward = np.zeros(len(up))
    forward[next(i for i in range(len(up)) if not up[i])] = 1.0
    return forward
