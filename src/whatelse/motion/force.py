"""From the channels of a force plate to force and centre of pressure in the axes of the laboratory.

Plate types 1 to 4 of the C3D specification: 1 measures force, centre of pressure and free moment; 2 three forces
and three moments; 3 eight channels of a piezo-electric plate; 4 as 2, in volts that a matrix turns into forces.
Pure functions of arrays; lengths in the unit of the corners.
"""

from __future__ import annotations

import numpy as np

from whatelse.motion.recording import FloatArray

#: Channels a plate of each type has.
CHANNELS = {1: 6, 2: 6, 3: 8, 4: 6}
#: Centre of pressure is told only above this force, N: below, it is a small number divided by a smaller one.
LEAST_FORCE = 20.0


def wrench(kind: int, channels: FloatArray, origin: FloatArray, matrix: FloatArray | None) -> FloatArray:
    """Force and moment about the centre of the plate's surface, in the plate's axes. (N, 6) from (N, C).

    origin: (3,), for types 2 and 4 from the true origin of the transducer up to the centre of the surface; z points
    down, so its third number is negative, and a file that has it positive gives the vector the other way round (as
    ezc3d takes it too). For type 3 the distances a, b, az0 of its sensors.
    matrix: (6, 6) for type 4, force = matrix @ volts.
    """
    if kind == 3:
        return _piezo(channels, origin)
    if kind == 4 and matrix is not None:
        channels = channels @ matrix.T
    force, moment = channels[:, :3], channels[:, 3:6]
    if kind == 1:
        # Channels 4 and 5 are the centre of pressure itself, on the surface.
        x, y = channels[:, 3], channels[:, 4]
        moment = np.column_stack([y * force[:, 2], -x * force[:, 2], channels[:, 5]])
        return np.hstack([force, moment])
    upward = -origin if origin[2] > 0 else origin
    return np.hstack([force, moment + np.cross(force, upward)])


def _piezo(channels: FloatArray, origin: FloatArray) -> FloatArray:
    """Type 3: fx12, fx34, fy14, fy23, fz1 to fz4; sensors at (+-a, +-b), az0 below the surface."""
    a, b, depth = abs(origin[0]), abs(origin[1]), -abs(origin[2])
    fx12, fx34, fy14, fy23, fz1, fz2, fz3, fz4 = channels.T[:8]
    fx, fy, fz = fx12 + fx34, fy14 + fy23, fz1 + fz2 + fz3 + fz4
    mx = b * (fz1 + fz2 - fz3 - fz4) + fy * depth
    my = a * (-fz1 + fz2 + fz3 - fz4) - fx * depth
    mz = b * (-fx12 + fx34) + a * (fy14 - fy23)
    return np.column_stack([fx, fy, fz, mx, my, mz])


def plate_axes(corners: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Axes (3, 3; columns x, y, z of the plate) and centre (3,) from the four corners (3, 4), numbered by quadrant."""
    x = corners[:, 0] - corners[:, 1]
    z = np.cross(x, corners[:, 0] - corners[:, 3])
    y = np.cross(z, x)
    axes = np.column_stack([one / np.linalg.norm(one) for one in (x, y, z)])
    return axes, corners.mean(axis=1)


def in_laboratory(plate: FloatArray, axes: FloatArray, centre: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Force (N, 3) and centre of pressure (N, 3) in the laboratory; NaN where the plate is hardly loaded."""
    force, moment = plate[:, :3], plate[:, 3:]
    loaded = np.abs(force[:, 2]) > LEAST_FORCE
    down = np.where(loaded, force[:, 2], np.nan)
    place = np.column_stack([-moment[:, 1] / down, moment[:, 0] / down, np.where(loaded, 0.0, np.nan)])
    return force @ axes.T, place @ axes.T + centre
