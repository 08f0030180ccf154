"""Which contacts to trust: force plates where they saw the run, the file's own events on request, else movement."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

import numpy as np

from whatelse.errors import InputError
from whatelse.motion.recording import FORWARD, SIDES, UP, Event, Recording
from whatelse.stride import event_table as table
from whatelse.stride.body import Body
from whatelse.stride.contact import Contact, Contacts
from whatelse.stride.force_contacts import force_contacts
from whatelse.stride.keypoint_contacts import keypoint_contacts
from whatelse.stride.marker_contacts import marker_contacts
from whatelse.stride.sensor_contacts import sensor_contacts
from whatelse.stride.smoothing import low_pass, rate_of_change
from whatelse.stride.strides import require_order

EventsFrom = Literal["auto", "kinematics", "force", "file"]
EVENTS_FROM: tuple[EventsFrom, ...] = ("auto", "kinematics", "force", "file")
#: Force plates are used by themselves when they saw this share of the contacts that the movement shows.
PLATES_SEE = 0.8
#: In free fall the pelvis accelerates downward by nearly one g; a walker's never by more than this share of it.
FREE_FALL = 0.6
#: A foot that is on the ground for this share of the stride walks (in pictures, where contacts come out long).
WALKING_DUTY = 0.55


def contacts_of(recording: Recording, body: Body, leg_length: float | None, source: EventsFrom) -> Contacts:
    """The contacts of a run, in an order that running allows.

    Raises InputError where there are none, where the recording is of someone who stands or walks, or where the order
    is impossible.
    """
    _require_facing(recording, body)
    chosen = _chosen(recording, body, leg_length, source)
    if not chosen.contacts:
        raise InputError(_why_none(recording, body, source))
    require_order(chosen)
    _require_running(recording, body, chosen)
    return chosen


def _chosen(recording: Recording, body: Body, leg_length: float | None, source: EventsFrom) -> Contacts:
    if source == "file":
        return file_contacts(recording.events)
    if source == "force":
        return force_contacts(recording.force_plates, body)
    moved = _kinematic(recording, body, leg_length)
    if source == "kinematics" or not recording.force_plates:
        return moved
    forced = force_contacts(recording.force_plates, body)
    return forced if len(forced.contacts) >= max(1.0, PLATES_SEE * len(moved.contacts)) else moved


def _kinematic(recording: Recording, body: Body, leg_length: float | None) -> Contacts:
    if recording.kind == "keypoints" and recording.dimensions == 2:
        return keypoint_contacts(body, leg_length) if leg_length else _nothing("keypoints")
    if body.legs:
        return marker_contacts(body) if recording.axes.known else _nothing("markers")
    for series in recording.of_kind("acceleration"):
        upward = series.channel("acceleration_up")
        if upward is not None and len(upward) > 10:
            return sensor_contacts(series.time_s, upward)
    return _nothing("markers")


def file_contacts(events: tuple[Event, ...]) -> Contacts:
    """Contacts from the events that the file itself tells: each contact with the next toe-off of that foot."""
    contacts = []
    for side in ("left", "right"):
        own = sorted((event for event in events if event.side == side), key=lambda event: event.time_s)
        for one, later in pairwise(own):
            if one.kind == "initial_contact" and later.kind == "toe_off":
                contacts.append(Contact(one.side, one.time_s, later.time_s, None, ("file",)))
    order = tuple(sorted(contacts, key=lambda one: one.initial_contact_s))
    return Contacts("file", order, (0.010, 0.010), "events as the file tells them; their error is not known")


def lowest_fall(body: Body) -> float | None:
    """Strongest downward acceleration of the pelvis (2nd percentile), in g; None in pictures or without a pelvis."""
    if body.pelvis is None or body.frames < 20:
        return None
    height = low_pass(body.pelvis[:, UP], body.rate_hz, table.PELVIS_HZ)
    fall = rate_of_change(rate_of_change(height, body.rate_hz), body.rate_hz)[5:-5]
    seen = fall[~body.pelvis_gone[5:-5]]
    return float(-np.percentile(seen, 2) / table.GRAVITY) if len(seen) else None


def _require_facing(recording: Recording, body: Body) -> None:
    """Toes ahead of heels, front of the pelvis ahead of its back: else forward is not forward."""
    signs = [
        float(np.median((leg.front - leg.heel)[:, FORWARD])) for leg in body.legs.values() if leg.front is not None
    ]
    spines = ("left_asis", "right_asis", "left_psis", "right_psis")
    if recording.has(*spines):
        for side in SIDES:
            line = recording.point(f"{side}_asis") - recording.point(f"{side}_psis")
            signs.append(float(np.nanmedian(line[:, FORWARD])))
    if signs and float(np.median(signs)) < 0.0:
        raise InputError("the toes point backward: forward is the wrong way round; give the direction (--direction)")


def _require_running(recording: Recording, body: Body, contacts: Contacts) -> None:
    if recording.unit == "m" and contacts.source != "sensor":
        fall = lowest_fall(body)
        if fall is not None and fall < FREE_FALL:
            raise InputError(
                f"this is no running: the body is never in the air (downward acceleration at most {fall:.1f} g, "
                f"running needs {FREE_FALL:g}); walking cannot be analysed here"
            )
    duty = []
    for side in ("left", "right"):
        own = contacts.of(side)
        gaps = [later.initial_contact_s - one.initial_contact_s for one, later in pairwise(own)]
        if gaps:
            duty += [one.duration_s / float(np.median(gaps)) for one in own]
    if duty and float(np.median(duty)) > WALKING_DUTY:
        raise InputError(
            f"this is no running: each foot is on the ground for {100 * float(np.median(duty)):.0f} % of a stride "
            "(running: under 50 %); walking cannot be analysed here"
        )


def _nothing(source: Literal["markers", "keypoints"]) -> Contacts:
    return Contacts(source, (), (0.0, 0.0), "")


def _why_none(recording: Recording, body: Body, source: EventsFrom) -> str:
    if source == "file":
        return "the file tells no events; leave out --events-from file"
    if source == "force":
        return "no force plate saw a running contact; leave out --events-from force"
    if recording.kind in ("markers", "keypoints") and not body.legs:
        known = ", ".join(name for name in recording.points[:6] if not name.startswith("?")) or "none"
        return (
            f"no marker of a heel, foot or ankle was found (known points: {known}); without them no step can be seen. "
            "Name yours with a table of markers (--map FILE)"
        )
    if recording.kind in ("markers", "keypoints") and not recording.axes.known:
        return "which way is forward is not known; give it with --direction"
    if recording.kind == "markers":
        fall = lowest_fall(body)
        if fall is not None and fall < FREE_FALL:
            return (
                "no running step was found: the feet do not swing past the pelvis and the body is never in the air; "
                "is this a standing trial (--static) or walking?"
            )
        return "no whole step was found: too short, too many gaps in the feet, or the wrong direction (--direction)"
    if recording.kind == "keypoints":
        return "no whole step was found in the keypoints: hips, knees and ankles of a runner from the side are needed"
    if recording.kind == "sensor":
        return "no running step was found: the sensor never shows a body in the air, or its vertical axis is not known"
    return f"a {recording.format} file holds no movement of the feet; steps cannot be seen in it"
