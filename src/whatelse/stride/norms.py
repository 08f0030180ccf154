"""Where a number lies among runners at this speed: only for definitions with open data, and near their speed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import msgspec

#: Outside of these speeds nothing is known of the change with speed, m/s.
SLOWEST, FASTEST = 1.8, 4.7


@dataclass(frozen=True)
class Place:
    """A number among runners. z: distance from the centre in spreads; percentiles 0 to 100."""

    z: float
    percentile: float
    centre: float
    spread: float


class Norm(msgspec.Struct, frozen=True):
    """Centre and spread of a metric at one speed, and how both change with speed (docs/stride.md)."""

    speed_m_s: float
    centre: float
    spread: float
    runners: int
    definition_sd: float
    slope: float
    slope_sd: float
    slope_source: str

    def at(self, speed: float) -> tuple[float, float]:
        """Centre and spread at a speed. The spread grows with the distance from the speed of the data."""
        away = speed - self.speed_m_s
        spread = math.sqrt(self.spread**2 + self.definition_sd**2 + (self.slope_sd * away) ** 2)
        return self.centre + self.slope * away, spread

    def place(self, value: float, speed: float) -> Place:
        centre, spread = self.at(speed)
        z = (value - centre) / spread
        return Place(z, percentile(z), centre, spread)


@cache
def norms() -> dict[str, Norm]:
    """All norms by the id of their metric."""
    table: dict[str, Any] = msgspec.json.decode(_text())
    return {name: msgspec.convert(row, Norm) for name, row in table["norms"].items()}


@cache
def source() -> str:
    """Where the norms are from."""
    text: str = msgspec.json.decode(_text())["source"]
    return text


def norm_for(metric: str, speed: float | None) -> tuple[Norm | None, str]:
    """The norm of a metric at a speed, or why there is none."""
    norm = norms().get(metric)
    if norm is None:
        return None, "no norm: no open data for this definition"
    if speed is None:
        return None, "no norm: the speed is not known (--speed)"
    if not SLOWEST <= speed <= FASTEST:
        return None, f"no norm: {speed:.1f} m/s is outside {SLOWEST:g} to {FASTEST:g} m/s"
    return norm, f"{norm.runners} runners at {norm.speed_m_s:g} m/s; change with speed: {norm.slope_source}"


def percentile(z: float) -> float:
    """0 to 100, of the normal distribution."""
    return 50.0 * math.erfc(-z / math.sqrt(2.0))


def _text() -> str:
    return resources.files("whatelse.stride").joinpath("data", "norms.json").read_text("utf-8")
