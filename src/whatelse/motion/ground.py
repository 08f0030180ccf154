"""Whether the ground moves under the runner, and which side a camera saw."""

from __future__ import annotations

import numpy as np

from whatelse.errors import InputError
from whatelse.motion import orient
from whatelse.motion.measured import Measured
from whatelse.motion.orient import Points
from whatelse.motion.recording import Axes, FloatArray, Guess, Side

#: Above this speed of the trunk over the ground, m/s, the runner is not on a treadmill.
OVERGROUND = 0.5
#: Feet that swing less than this to and fro, m, belong to someone who stands.
STANDING = 0.25
#: A leg, m, by which lengths in a picture are put into metres for this question alone.
LEG = 0.9


def on_treadmill(
    held: Measured, points: Points, turn: FloatArray, scale: float, told: bool | None, guesses: list[Guess]
) -> bool | None:
    """Whether the ground moves under the runner; None for someone who stands."""
    if told is not None or held.treadmill is not None:
        return told if told is not None else held.treadmill
    velocity, swing = orient.travel(points, held.time_s, turn[1])
    if held.kind == "keypoints":
        body = orient.upward(points)
        scale = LEG / float(np.linalg.norm(body)) if body is not None and np.any(body) else 0.0
    speed, swing = float(np.linalg.norm(velocity)) * scale, swing * scale
    if swing < STANDING:
        return None
    under = orient.ground_velocity(points, held.time_s, turn[1])
    ground = -float(under @ turn[0]) * scale if under is not None else float("nan")
    override = "treadmill=True or False (--treadmill, --overground)"
    if speed > OVERGROUND and not ground > speed:
        guesses.append(Guess("treadmill", "no", f"the trunk moves over the ground at {speed:.2f} m/s", override))
        return False
    if ground > speed:
        camera = ", unless the camera moves along" if held.kind == "keypoints" else ""
        why = f"the feet on the ground go back at {ground:.2f} m/s and the trunk drifts at {speed:.2f} m/s{camera}"
        guesses.append(Guess("treadmill", "yes", why, override))
        return True
    guesses.append(Guess("treadmill", "no", f"the feet stay where they stand ({ground:.2f} m/s)", override))
    return False


def near_side(held: Measured, axes: Axes, guesses: list[Guess]) -> Side | None:
    """Whoever runs to the left of the picture shows the left side."""
    if held.kind != "keypoints" or not axes.known:
        return held.near_side
    near: Side = "left" if axes.forward[0] < 0 else "right"
    if held.near_side is not None and held.near_side != near:
        raise InputError(
            f"says that the {held.near_side} side is near, but the runner faces the other way; is the picture mirrored?"
        )
    if held.near_side is None:
        why = f"the runner faces the {near} of the picture, if it is not mirrored"
        guesses.append(Guess("near side", near, why, "mirror the keypoints back"))
    return near
