"""Length, velocity and moment arms of the muscles of a leg, from the angles of hip, knee and ankle.

The numbers were fitted to the musculoskeletal model LaiUhlrich2022 (Rajagopal 2016, Lai 2017, Uhlrich 2022) by
``benchmarks/fit_muscles.py``; the table holds the error of each fit. A left leg is the mirror of a right one: its
angles have the same signs, so the same polynomials serve both.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import msgspec
import numpy as np

from whatelse.errors import InputError, nearest, shown
from whatelse.mechanics.polynomial import FloatArray, derivative, evaluate

#: The angles of one leg, in degrees and in this order everywhere: flexion, adduction and internal rotation of the
#: hip against the pelvis, knee flexion, dorsiflexion; all zero when standing upright.
JOINTS = ("hip_flexion", "hip_adduction", "hip_rotation", "knee_angle", "ankle_angle")
HAMSTRINGS = ("bflh", "semimem", "semiten")
#: What the model has no path for.
NOT_MODELLED = ("Obturator internus", "Gemelli", "Quadratus femoris")


class Muscle(msgspec.Struct, frozen=True):
    """One fitted muscle. upright_m: its length standing; error: of the fit, over poses that were not fitted."""

    id: str
    label: str
    joints: tuple[str, ...]
    upright_m: float
    coefficients: tuple[float, ...]
    error: dict[str, dict[str, float]]
    moment_arm_error: dict[str, dict[str, float]]


class Table(msgspec.Struct, frozen=True):
    """The shipped fit and where it is from. box_deg: angles that were fitted; outside, nothing is told."""

    model: str
    credits: str
    sha256: str
    opensim: str
    degree: int
    poses: dict[str, int]
    box_deg: dict[str, tuple[float, float]]
    running_deg: dict[str, tuple[float, float]]
    muscles: tuple[Muscle, ...]

    def muscle(self, name: str) -> Muscle:
        """Raises InputError for a muscle that is not modelled."""
        for one in self.muscles:
            if one.id == name:
                return one
        known = [one.id for one in self.muscles]
        raise InputError(f"found {shown(name)}, which is not modelled{nearest(name, known)}", field="muscle")


class _Group:
    """Muscles over the same joints, as arrays: coefficients (M, K), their derivatives (V, M, K)."""

    def __init__(self, joints: tuple[str, ...], muscles: list[Muscle], degree: int) -> None:
        self.columns = [JOINTS.index(name) for name in joints]
        self.names = [one.id for one in muscles]
        self.coefficients = np.array([one.coefficients for one in muscles])
        self.slopes = [derivative(self.coefficients, v, len(joints), degree) for v in range(len(joints))]


@cache
def table() -> Table:
    """The fitted muscles, read once."""
    raw = resources.files("whatelse.mechanics").joinpath("data/muscles.json").read_bytes()
    return msgspec.json.decode(raw, type=Table)


@cache
def _groups(names: tuple[str, ...]) -> tuple[_Group, ...]:
    held: dict[tuple[str, ...], list[Muscle]] = {}
    for name in names:
        one = table().muscle(name)
        held.setdefault(one.joints, []).append(one)
    return tuple(_Group(joints, muscles, table().degree) for joints, muscles in held.items())


def every_name() -> tuple[str, ...]:
    return tuple(one.id for one in table().muscles)


@cache
def _upright(names: tuple[str, ...]) -> FloatArray:
    return np.array([table().muscle(name).upright_m for name in names])


def lengths(angles: FloatArray, names: tuple[str, ...] | None = None) -> FloatArray:
    """(T, M) lengths in m for angles (T, 5) in degrees, in the order of ``JOINTS``."""
    names = every_name() if names is None else names
    radians, degree = np.radians(angles), table().degree
    groups = _groups(names)
    if len(groups) == 1 and tuple(groups[0].names) == names:
        return evaluate(groups[0].coefficients, radians[:, groups[0].columns], degree)
    out = np.empty((len(angles), len(names)))
    for group in groups:
        out[:, [names.index(name) for name in group.names]] = evaluate(
            group.coefficients, radians[:, group.columns], degree
        )
    return out


def stretch(angles: FloatArray, names: tuple[str, ...] | None = None) -> FloatArray:
    """(T, M) how much longer than when standing upright, in percent of that length."""
    names = every_name() if names is None else names
    return 100.0 * (lengths(angles, names) / _upright(names) - 1.0)


def slopes(angles: FloatArray, names: tuple[str, ...] | None = None) -> FloatArray:
    """(T, 5, M) derivative of the length in m with respect to each joint in radians; 0 where it is not crossed."""
    names = every_name() if names is None else names
    radians, degree = np.radians(angles), table().degree
    out = np.zeros((len(angles), len(JOINTS), len(names)))
    for group in _groups(names):
        places = [names.index(name) for name in group.names]
        for column, coefficients in zip(group.columns, group.slopes, strict=True):
            out[:, column, places] = evaluate(coefficients, radians[:, group.columns], degree)
    return out


def moment_arms(angles: FloatArray, names: tuple[str, ...] | None = None) -> FloatArray:
    """(T, 5, M) in m: how much shorter a muscle becomes for a radian of the joint (virtual work, An 1984)."""
    return -slopes(angles, names)


def velocities(angles: FloatArray, rates: FloatArray, names: tuple[str, ...] | None = None) -> FloatArray:
    """(T, M) lengthening in m/s for angles (T, 5) in degrees and their rates (T, 5) in degrees per second."""
    return np.asarray(np.einsum("tj,tjm->tm", np.radians(rates), slopes(angles, names)))


def outside(angles: FloatArray) -> list[str]:
    """What in these poses lies outside the box that was fitted, in words; empty where nothing does."""
    found = []
    for column, joint in enumerate(JOINTS):
        low, high = table().box_deg[joint]
        least, most = float(angles[:, column].min()), float(angles[:, column].max())
        if least < low or most > high:
            reach = least if least < low else most
            found.append(f"{joint} {reach:.0f} degrees (the model holds from {low:.0f} to {high:.0f})")
    return found


def provenance() -> dict[str, Any]:
    """Where the numbers are from, for reports."""
    held = table()
    return {"model": held.model, "credits": held.credits, "sha256": held.sha256, "degree": held.degree}
