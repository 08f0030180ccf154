"""How fast the runner goes: the pelvis over the ground, the ground being what a standing foot moves with."""

from __future__ import annotations

import numpy as np

from whatelse.motion.recording import FORWARD, FloatArray
from whatelse.stride.body import Body
from whatelse.stride.contact import Contacts


def ground_under(contacts: Contacts, body: Body) -> FloatArray:
    """Forward speed of each standing foot in the recording, m/s, over the middle of its contact; one per contact."""
    speeds = []
    for contact in contacts.contacts:
        leg = body.legs.get(contact.side) if contact.side != "unknown" else None
        if leg is None:
            continue
        first = (contact.initial_contact_s + 0.3 * contact.duration_s - body.start_s) * body.rate_hz
        last = (contact.initial_contact_s + 0.6 * contact.duration_s - body.start_s) * body.rate_hz
        place = (leg.front if leg.front is not None else leg.heel)[:, FORWARD]
        one, other = int(np.ceil(first)), int(np.floor(last))
        if 0 <= one < other < len(place):
            speeds.append((place[other] - place[one]) / (other - one) * body.rate_hz)
    return np.asarray(speeds)


def speed_over_ground(contacts: Contacts, body: Body) -> float | None:
    """m/s (pixels a second in a picture): the pelvis's mean speed minus the ground's; None without standing feet."""
    speeds = ground_under(contacts, body)
    if not len(speeds) or body.frames < 2:
        return None
    ground = float(np.median(speeds))
    if body.pelvis is None:
        return -ground
    forward = body.pelvis[:, FORWARD]
    return float((forward[-1] - forward[0]) / (body.frames - 1) * body.rate_hz - ground)
