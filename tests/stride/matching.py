"""Events found against events known."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from whatelse.motion.recording import FloatArray, Side
from whatelse.stride.contact import Contacts

Known = list[tuple[Side, float, float]]
#: An event further from every known one than this is no such event, s.
NEAR = 0.1


@dataclass(frozen=True)
class Errors:
    """Found minus known, s, of the events that were found; how many were missed, how many invented."""

    contact: FloatArray
    toe_off: FloatArray
    missed: int
    invented: int


def compared(contacts: Contacts, known: Known) -> Errors:
    """Each known contact with the nearest found one of that foot. Found ones outside of the known time do not count."""
    starts, ends, missed = [], [], 0
    for side, start, end in known:
        own = [c for c in contacts.of(side) if abs(c.initial_contact_s - start) < NEAR]
        if not own:
            missed += 1
            continue
        nearest = min(own, key=lambda c: abs(c.initial_contact_s - start))
        starts.append(nearest.initial_contact_s - start)
        ends.append(nearest.toe_off_s - end)
    first, last = known[0][1] - NEAR, known[-1][2] + NEAR
    inside = [c for c in contacts.contacts if first <= c.initial_contact_s and c.toe_off_s <= last]
    invented = sum(
        not any(side == c.side and abs(start - c.initial_contact_s) < NEAR for side, start, _ in known) for c in inside
    )
    return Errors(np.asarray(starts), np.asarray(ends), missed, invented)


def from_force(path: Path) -> Known:
    """The contacts of a table made from force plates."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return [("left" if row["side"] == "L" else "right", float(row["ic_s"]), float(row["to_s"])) for row in rows]
