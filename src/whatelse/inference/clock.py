"""The healing clock: of those in whom a cause began the pain, how many still hurt at some week."""

from __future__ import annotations

import math

import msgspec
import numpy as np

from whatelse.inference.compile import Model
from whatelse.inference.curves import Survival
from whatelse.knowledge.schema import CoursePoint


class Clock(msgspec.Struct, frozen=True):
    """Share of people with ``condition`` still in pain ``week`` weeks after onset, with its range and sources."""

    condition: str
    week: float
    share: float
    low: float
    high: float
    sources: tuple[str, ...]


def clock(model: Model, condition: str, week: float) -> Clock | None:
    """The clock of a condition that is, or is part of, a cause of its own; None where it has no course.

    Grades and ways of spreading are averaged by how common they are at onset.
    """
    weights: list[float] = []
    courses: list[tuple[CoursePoint, ...]] = []
    for n, cause in enumerate(model.causes):
        for value, v in zip(cause.values, model.network.values_of(n), strict=False):
            if condition in value.members and value.course:
                weights.append(float(model.network.share[v]))
                courses.append(value.course)
    total = math.fsum(weights)
    if not total > 0.0:
        return None

    def mean(bound: str) -> float:
        return math.fsum(w * _at(course, bound, week) for w, course in zip(weights, courses, strict=True)) / total

    sources = {point.share.used.source for course in courses for point in course}
    return Clock(condition, week, mean("value"), mean("low"), mean("high"), tuple(sorted(sources)))


def _at(course: tuple[CoursePoint, ...], bound: str, week: float) -> float:
    """The course at one week with every point at its value, its low or its high end (kept falling)."""
    shares = np.minimum.accumulate([getattr(point.share.used, bound) for point in course])
    return Survival(np.array([point.week for point in course]), shares).at(week)
