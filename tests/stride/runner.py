"""A runner made of formulas, whose contacts are known: the oracle of the event tests.

The pelvis follows exactly from the force under each foot (so it falls freely in flight); heel and ball of the
foot follow smooth paths through moments that every runner has: furthest ahead shortly before contact, landing on heel
or ball, standing with the ground, rising at toe-off.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from whatelse.motion.recording import Axes, FloatArray, Recording, Side

GRAVITY = 9.81
HEIGHT = 1.0
LEG = 0.94
POINTS = ("heel", "mt1", "mt5", "hip", "knee", "ankle")
PELVIS = ("left_asis", "right_asis", "left_psis", "right_psis")


@dataclass(frozen=True)
class Runner:
    """A steady run. step, contact: s; strike: ``heel`` or ``ball``; noise: m."""

    speed: float = 3.0
    step: float = 0.36
    contact: float = 0.25
    strike: str = "heel"
    rate: float = 200.0
    seconds: float = 12.0
    treadmill: bool = True
    noise: float = 0.0
    seed: int = 1

    @property
    def stride(self) -> float:
        return 2.0 * self.step

    def times(self) -> FloatArray:
        return np.arange(int(self.seconds * self.rate)) / self.rate

    def contacts(self) -> list[tuple[Side, float, float]]:
        """(side, contact, toe-off) of all whole contacts that begin at least 0.1 s after the start."""
        starts = 0.15 + self.step * np.arange(int(self.seconds / self.step) + 1)
        found: list[tuple[Side, float, float]] = []
        for number, start in enumerate(starts):
            if start + self.contact < self.seconds - 0.2:
                found.append(("left" if number % 2 == 0 else "right", float(start), float(start + self.contact)))
        return found

    def recording(self) -> Recording:
        times = self.times()
        along = np.zeros(len(times)) if self.treadmill else self.speed * times
        up = HEIGHT + self._bounce(times)
        places = {
            name: np.stack((along + (0.08 if "asis" in name else -0.08), up, _aside(name)(times)), axis=1)
            for name in PELVIS
        }
        for side, first in (("left", 0.15), ("right", 0.15 + self.step)):
            places |= self._leg(side, (times - first) % self.stride, along, up)
        names = tuple(places)
        stack = np.stack([places[name] for name in names], axis=1)
        stack = stack + self.noise * np.random.default_rng(self.seed).standard_normal(stack.shape)
        axes = Axes((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
        return Recording(
            "made", "made", "markers", times, self.rate, names, names, stack, "m", axes, treadmill=self.treadmill
        )

    def _bounce(self, times: FloatArray) -> FloatArray:
        """Height of the pelvis over its mean: twice integrated support, once per step, without drift."""
        fine = np.linspace(0.0, self.step, 4001)[:-1]
        share = fine / self.contact
        # The force of real runners dies away more slowly than it comes.
        support = np.where(share < 1.0, np.sin(np.pi * share) * (1.0 - 0.4 * share**2), 0.0)
        push = support / support.mean() * GRAVITY - GRAVITY
        velocity = np.cumsum(push) * self.step / len(fine)
        velocity -= velocity.mean()
        height = np.cumsum(velocity) * self.step / len(fine)
        height -= height.mean()
        return np.interp((times - 0.15) % self.step, fine, height, period=self.step)

    def _leg(self, side: Side, phase: FloatArray, along: FloatArray, up: FloatArray) -> dict[str, FloatArray]:
        v, tc, stride = self.speed, self.contact, self.stride
        reach = 0.32 * v * tc
        off = reach - v * tc + 0.02
        rear, front = (tc + 0.11, off - 0.10), (stride - 0.027, reach + 0.012)
        swinging = (front[1] - rear[1]) / (front[0] - rear[0])
        ahead = _path(
            phase,
            stride,
            [
                (0.0, reach, -0.6 * v),
                (0.03, reach - 0.025 * v, -v),
                (tc - 0.06, reach - v * (tc - 0.065), -v),
                (tc, off, -0.6 * v),
                (*rear, 0.0),
                (0.5 * (rear[0] + front[0]), 0.5 * (rear[1] + front[1]), 1.5 * swinging),
                (*front, 0.0),
            ],
        )
        heel_first = self.strike == "heel"
        heel_up = _path(
            phase,
            stride,
            [
                (0.0, 0.043 if heel_first else 0.060, -0.55 if heel_first else -0.15),
                (0.012 if heel_first else 0.045, 0.040, 0.0),
                (0.55 * tc, 0.040, 0.0),
                (tc, 0.20, 1.8),
                (tc + 0.16, 0.36, 0.0),
                (stride - 0.10, 0.13, -1.3),
                (stride - 0.03, 0.065 if heel_first else 0.068, -0.6 if heel_first else -0.2),
            ],
        )
        ball_up = _path(
            phase,
            stride,
            [
                (0.0, 0.110 if heel_first else 0.065, -0.9),
                (0.055 if heel_first else 0.028, 0.050, 0.0),
                (tc - 0.04, 0.050, 0.0),
                (tc, 0.050 + 0.004 * v, 0.2 * v),
                (tc + 0.16, 0.16, 0.0),
                (stride - 0.14, 0.09, 0.0),
                (stride - 0.05, 0.11, 0.0),
            ],
        )
        aside = -0.1 if side == "left" else 0.1
        wide = np.full(len(phase), aside)
        heel = np.stack((along + ahead, heel_up, wide), axis=1)
        ball = np.stack((along + ahead + 0.17, ball_up, wide), axis=1)
        ankle = heel + np.array([0.04, 0.05, 0.0])
        hip = np.stack((along, up - 0.08, wide), axis=1)
        beside = np.array([0.0, 0.0, 0.03])
        out = {"heel": heel, "mt1": ball - beside, "mt5": ball + beside, "hip": hip, "ankle": ankle}
        return {f"{side}_{name}": place for name, place in {**out, "knee": _knee(hip, ankle)}.items()}


def seen_from_the_side(recording: Recording, pixels: float = 300.0, swaps: tuple[int, ...] = ()) -> Recording:
    """The same run as keypoints of a picture; in the frames ``swaps`` the legs carry each other's names."""
    names = [
        n for n in recording.points if n.startswith(("left_", "right_")) and "sis" not in n and not n.endswith("mt5")
    ]
    flat = np.stack([recording.point(name)[:, :2] for name in names], axis=1) * pixels
    for frame in swaps:
        other = [names.index(_mirrored(name)) for name in names]
        flat[frame] = flat[frame, other]
    renamed = tuple(name.replace("mt1", "toe") for name in names)
    return Recording(
        "made", "made_json", "keypoints", recording.time_s, recording.rate_hz, renamed, renamed, flat, "px",
        Axes((1.0, 0.0), (0.0, -1.0), None), confidence=np.ones(flat.shape[:2]), treadmill=True, near_side="left",
    )  # fmt: skip


def _mirrored(name: str) -> str:
    return name.replace("left_", "#").replace("right_", "left_").replace("#", "right_")


def _path(phase: FloatArray, period: float, knots: list[tuple[float, float, float]]) -> FloatArray:
    """A smooth closed path through (phase, place, speed): cubic Hermite pieces."""
    closed = [*knots, (knots[0][0] + period, knots[0][1], knots[0][2])]
    times, places, speeds = (np.array(column) for column in zip(*closed, strict=True))
    piece = np.clip(np.searchsorted(times, phase, side="right") - 1, 0, len(times) - 2)
    length = times[piece + 1] - times[piece]
    s = (phase - times[piece]) / length
    return (
        (2 * s**3 - 3 * s**2 + 1) * places[piece]
        + (s**3 - 2 * s**2 + s) * length * speeds[piece]
        + (-2 * s**3 + 3 * s**2) * places[piece + 1]
        + (s**3 - s**2) * length * speeds[piece + 1]
    )


def _knee(hip: FloatArray, ankle: FloatArray) -> FloatArray:
    """The knee of a leg of two equal bones, bent forward."""
    line = ankle - hip
    length = np.minimum(np.linalg.norm(line, axis=1), 0.999 * LEG)
    bulge = np.sqrt((0.5 * LEG) ** 2 - (0.5 * length) ** 2)
    forward = np.stack((-line[:, 1], line[:, 0], np.zeros(len(line))), axis=1)
    forward /= np.linalg.norm(forward, axis=1, keepdims=True)
    return hip + 0.5 * line + bulge[:, None] * forward


def _aside(name: str):  # type: ignore[no-untyped-def]
    return lambda times: np.full(len(times), -0.12 if name.startswith("left") else 0.12)
