"""A contact of a foot with the ground, and what was used to find it."""

from __future__ import annotations

from typing import Literal

import msgspec

StrideSide = Literal["left", "right", "unknown"]
EventSource = Literal["markers", "keypoints", "sensor", "force", "file", "watch"]


class Contact(msgspec.Struct, frozen=True):
    """One foot on the ground, from initial contact to toe-off, both inside the recording.

    lands: 1 on the heel, 0 on the ball of the foot, between them a flat landing; None where it cannot be told.
    signs: which signs placed the two ends (see ``event_table``).
    """

    side: StrideSide
    initial_contact_s: float
    toe_off_s: float
    lands: float | None = None
    signs: tuple[str, ...] = ()

    @property
    def duration_s(self) -> float:
        return self.toe_off_s - self.initial_contact_s


class Contacts(msgspec.Struct, frozen=True):
    """All contacts in the order of time, where they come from, what is known of their error, and what was left out.

    bias_s, spread_s: what is known of initial contact and toe-off against a force plate: already taken away, and
    the standard deviation that remains from runner to runner. left_out: one sentence for each kind of omission.
    """

    source: EventSource
    contacts: tuple[Contact, ...]
    spread_s: tuple[float, float]
    method: str
    left_out: tuple[str, ...] = ()

    def of(self, side: StrideSide) -> tuple[Contact, ...]:
        return tuple(one for one in self.contacts if one.side == side)
