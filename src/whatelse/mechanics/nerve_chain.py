"""The nerve as an elastic line that slides in its bed, held more firmly where it is tethered.

TEACHING MODEL, never evidence. A nerve of stiffness EA in a bed that holds it with k per length passes a pull on over
the transfer length sqrt(EA / k). That one number is CALIBRATED on one published excursion (Ridehalgh 2014: the nerve
slides 9.9 and 12.4 mm at mid-thigh when the knee is straightened from 90 degrees), which is no validation. Real nerves
have slack and a soft beginning; this line has neither, so only ratios are told, and no strain is ever compared
with thresholds measured on animals.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from whatelse.mechanics.nerve_bed import LENGTH_M, MID_THIGH_M, POSE, REACH, SITES, elongations
from whatelse.mechanics.polynomial import FloatArray

#: Distance of the nodes, m.
STEP = 0.01
#: Calibrated (see ``calibrated``): m.
TRANSFER_M = 0.259
#: The excursion it is calibrated on: mean of the two published means, m.
EXCURSION_M = (0.0099 + 0.0124) / 2
#: How firmly a tether holds, in units of EA / transfer length (assumed).
TETHER = 3.0
#: The pose whose highest strain along a free nerve is the unit of all loads.
RAISED_LEG = (0.0, 0.0, 70.0, 0.0, 0.0)


@cache
def response(tethers: tuple[str, ...] = (), transfer: float = TRANSFER_M) -> tuple[FloatArray, FloatArray]:
    """(S, 5) strain at every site, and (5,) sliding at mid-thigh, for a metre of bed at every joint.

    The line is linear, so that any pose is a sum of these. Ends are held by the bed.
    """
    places = np.arange(0.0, LENGTH_M + STEP / 2, STEP)
    count = len(places)
    bed = np.column_stack([np.interp(places, REACH[name], (0.0, 1.0)) for name in POSE])
    hold = np.full(count, STEP / transfer**2)
    for name in tethers:
        place = next(site.place_m for site in SITES if site.id == name)
        hold[round(place / STEP)] += TETHER / transfer
    matrix = np.diag(hold)
    for k in range(count - 1):
        matrix[k : k + 2, k : k + 2] += np.array([[1.0, -1.0], [-1.0, 1.0]]) / STEP
    pull = hold[:, None] * bed
    for end in (0, count - 1):
        matrix[end] = 0.0
        matrix[end, end] = 1.0
        pull[end] = bed[end]
    moved = np.linalg.solve(matrix, pull)
    strain = np.diff(moved, axis=0) / STEP
    sites = []
    for site in SITES:
        k = round(site.place_m / STEP)
        around = strain[k - 2 : k + 2]
        sites.append(around[int(np.argmax(np.abs(around).sum(axis=1)))])
    middle = round(MID_THIGH_M / STEP)
    return np.array(sites), moved[middle] - bed[middle]


def loads(poses: FloatArray, tethers: tuple[str, ...] = ()) -> FloatArray:
    """(T, S) strain at every site for poses (T, 5), where 1 is the highest of a free nerve in a straight leg raise.

    Slack is told as 0.
    """
    strain = elongations(np.asarray(poses, dtype=float)) @ response(tethers)[0].T
    return np.asarray(np.maximum(strain, 0.0) / unit())


@cache
def unit() -> float:
    """Highest strain of the free nerve in a straight leg raise of 70 degrees."""
    return float((elongations(np.array([RAISED_LEG])) @ response()[0].T).max())


def excursion(transfer: float = TRANSFER_M) -> float:
    """m that the free nerve slides at mid-thigh when the knee goes from 90 degrees to straight, hip at 30 or 60."""
    bent, straight = elongations(np.array([[0, 0, 45, 90, 0], [0, 0, 45, 0, 0]], dtype=float))
    return float(abs((straight - bent) @ response((), transfer)[1]))


def calibrated() -> float:
    """The transfer length, m, at which the excursion is the published one, by halving."""
    low, high = 0.05, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if excursion(middle) < EXCURSION_M else (low, middle)
    return (low + high) / 2
