"""Contacts from force plates: the upward force above a threshold."""

from __future__ import annotations

import numpy as np

from whatelse.motion.recording import UP, FloatArray, ForcePlate
from whatelse.stride.body import Body
from whatelse.stride.contact import Contact, Contacts, StrideSide
from whatelse.stride.smoothing import filled, low_pass
from whatelse.stride.turning import crossing

#: A foot is on the ground above this force: 50 N, or its share of the weight of 72 kg where only weights are known.
THRESHOLD = {"N": 50.0, "BW": 0.07}
#: Low-pass of the force, Hz.
FORCE_HZ = 50.0
#: Shorter loads are no contacts.
SHORTEST_S, LONGEST_S = 0.08, 0.45

METHOD = (
    "force plate: upward force, low-pass 50 Hz without delay, minus its 5th percentile, above 50 N "
    "(0.07 body weights), loads under 80 ms left out"
)
#: The threshold itself, the filter and the frame: standard deviation of either end, s.
SPREAD_S = (0.002, 0.002)


def loads(force: FloatArray, rate_hz: float, threshold: float) -> list[tuple[float, float]]:
    """Frames (with fraction) between which an upward force (N,) is above the threshold, complete ones only."""
    smooth = low_pass(filled(force[:, None])[:, 0], rate_hz, FORCE_HZ)
    smooth = smooth - np.percentile(smooth, 5)
    above = smooth >= threshold
    starts = np.flatnonzero(~above[:-1] & above[1:])
    found = []
    for start in starts.tolist():
        ends = np.flatnonzero(~above[start + 1 :])
        if len(ends):
            end = start + int(ends[0])
            found.append(
                (
                    crossing(smooth, threshold, start, start + 1, rising=True, latest=False),
                    crossing(smooth, threshold, end, end + 1, rising=False, latest=False),
                )
            )
    return [pair for pair in found if (pair[1] - pair[0]) / rate_hz >= SHORTEST_S]


def force_contacts(plates: tuple[ForcePlate, ...], body: Body) -> Contacts:
    """Contacts of a run over plates. Plates that name no side are added up; the lower heel then tells the foot.

    A load longer than a running contact (standing, walking, both feet at once) is left out and counted.
    """
    contacts: list[Contact] = []
    too_long = 0
    sided = [plate for plate in plates if plate.side]
    unsided = [plate for plate in plates if not plate.side]
    tasks = [(plate.time_s, plate.force[:, UP], plate.unit, plate.side) for plate in sided]
    if unsided:
        first = unsided[0]
        total = np.sum([np.nan_to_num(plate.force[:, UP]) for plate in unsided if _same_clock(plate, first)], axis=0)
        tasks.append((first.time_s, total, first.unit, None))
    for times, force, unit, side in tasks:
        if len(times) < 3:
            continue
        rate = (len(times) - 1) / float(times[-1] - times[0])
        for start, end in loads(force, rate, THRESHOLD[unit]):
            if (end - start) / rate > LONGEST_S:
                too_long += 1
                continue
            begin, finish = float(times[0]) + start / rate, float(times[0]) + end / rate
            foot: StrideSide = side or lower_foot(body, 0.5 * (begin + finish))
            contacts.append(Contact(foot, begin, finish, None, ("force",)))
    left_out = (f"{too_long} loads of more than {LONGEST_S:g} s, longer than a running step",) if too_long else ()
    order = sorted(contacts, key=lambda one: one.initial_contact_s)
    return Contacts("force", tuple(order), SPREAD_S, METHOD, left_out)


def lower_foot(body: Body, time_s: float) -> StrideSide:
    """Whose heel is lower at this time; unknown where one of them was not recorded."""
    if len(body.legs) < 2:
        return "unknown"
    frame = round((time_s - body.start_s) * body.rate_hz)
    if not 0 <= frame < body.frames or any(leg.gone[frame] for leg in body.legs.values()):
        return "unknown"
    heights = {side: leg.heel[frame, UP] for side, leg in body.legs.items()}
    return "left" if heights["left"] < heights["right"] else "right"


def _same_clock(plate: ForcePlate, first: ForcePlate) -> bool:
    return plate.unit == first.unit and len(plate.time_s) == len(first.time_s)
