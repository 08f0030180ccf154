"""Contacts from one accelerometer worn at the lower back: the body is in free fall whenever no foot is down.

The side is not known. Offsets were measured on 16 trials of one runner (2.5 to 4.2 m/s, slopes of -10 to +10
degrees, docs/stride.md); between trials the ends scatter by 10 and 6 ms. Single steps of other runners are known to
be off by up to 150 ms (Kiernan 2023), so only means over many steps are reported.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from whatelse.motion.recording import FloatArray
from whatelse.stride.contact import Contact, Contacts
from whatelse.stride.smoothing import filled, low_pass
from whatelse.stride.turning import crossing

SENSOR_HZ = 15.0
#: Share of the mean reading (one body weight) that marks support; and its distance from the force, in contact times.
CAUGHT, CAUGHT_OFFSET = 0.5, 0.024
FREE, FREE_OFFSET = 0.7, -0.162
#: In flight the reading must fall below this share; walking never does.
FLIGHT = 0.4
SHORTEST_S, LONGEST_S = 0.08, 0.45

METHOD = (
    "accelerometer at the lower back: upward acceleration divided by its mean, low-pass 15 Hz, above 0.5 and below "
    "0.7 body weights, with fixed offsets in shares of the contact time"
)
SPREAD_S = (0.015, 0.012)


def sensor_contacts(times: FloatArray, upward: FloatArray) -> Contacts:
    """Contacts from an upward acceleration (N,) that includes gravity, in any unit. Empty where there is no flight."""
    rate = (len(times) - 1) / float(times[-1] - times[0])
    reading = filled(upward[:, None])[:, 0]
    mean = float(reading.mean())
    if abs(mean) < 0.2 * float(reading.std()):
        return Contacts("sensor", (), SPREAD_S, METHOD, ("the reading has no gravity in it",))
    weight = low_pass(reading / mean, rate, SENSOR_HZ)
    contacts = []
    flights = _flights(weight)
    for (_, lift), (fall, _) in pairwise(flights):
        caught = crossing(weight, CAUGHT, lift, fall, rising=True, latest=False)
        freed = crossing(weight, FREE, lift, fall, rising=False, latest=True)
        supported = (freed - caught) / (1.0 - CAUGHT_OFFSET + FREE_OFFSET)
        start, end = caught - CAUGHT_OFFSET * supported, freed - FREE_OFFSET * supported
        if SHORTEST_S <= (end - start) / rate <= LONGEST_S:
            first = float(times[0])
            contacts.append(Contact("unknown", first + start / rate, first + end / rate, None, ("support",)))
    return Contacts("sensor", tuple(contacts), SPREAD_S, METHOD)


def _flights(weight: FloatArray) -> list[tuple[int, int]]:
    """First and last frame of every time in which the reading stays below ``FLIGHT``."""
    below = np.concatenate(([False], weight < FLIGHT, [False]))
    steps = np.diff(below.astype(np.int8))
    return list(zip(np.flatnonzero(steps == 1).tolist(), (np.flatnonzero(steps == -1) - 1).tolist(), strict=True))
