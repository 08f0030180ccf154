"""Some seconds of contacts, with the force under the feet where it was measured."""

from __future__ import annotations

import msgspec
import numpy as np

from whatelse.motion.recording import UP, Recording
from whatelse.stride.types import StrideAnalysis

SECONDS = 5.0
#: Points of force that are drawn at most.
MOST_POINTS = 1000


class Raster(msgspec.Struct, frozen=True):
    """contacts: (side, initial contact, toe-off) in s that touch the window; time_s, force: the sum of all plates."""

    start_s: float
    end_s: float
    contacts: tuple[tuple[str, float, float], ...]
    time_s: tuple[float, ...] = ()
    force: tuple[float, ...] = ()
    unit: str = "N"


def raster_of(analysis: StrideAnalysis, recording: Recording, seconds: float = SECONDS) -> Raster:
    """The window starts at the first contact. recording: with the force plates, if any."""
    contacts = contacts_in(analysis)
    start = max(0.0, contacts[0][1] - 0.1) if contacts else 0.0
    shown = tuple(one for one in contacts if one[1] <= start + seconds)
    end = min(start + seconds, max((one[2] for one in shown), default=start) + 0.1)
    plates = [plate for plate in recording.force_plates if len(plate.time_s)]
    if not plates or any(len(plate.time_s) != len(plates[0].time_s) for plate in plates):
        return Raster(start, end, shown)
    clock = plates[0].time_s
    inside = np.flatnonzero((clock >= start) & (clock <= end))
    inside = inside[:: max(1, -(-len(inside) // MOST_POINTS))]
    force = np.sum([np.nan_to_num(plate.force[inside, UP]) for plate in plates], axis=0)
    times = tuple(np.round(clock[inside], 4).tolist())
    return Raster(start, end, shown, times, tuple(np.round(force, 3).tolist()), plates[0].unit)


def contacts_in(analysis: StrideAnalysis) -> list[tuple[str, float, float]]:
    """(side, initial contact, toe-off) in s, in the order of time."""
    found = []
    for side in ("left", "right", "unknown"):
        own = [event for event in analysis.events if event.side == side]
        starts = [event.time_s for event in own if event.kind == "initial_contact"]
        ends = [event.time_s for event in own if event.kind == "toe_off"]
        found += [(side, start, end) for start, end in zip(starts, ends, strict=True)]
    return sorted(found, key=lambda one: one[1])
