"""From contacts to strides: one contact of a foot to its next."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

import msgspec
import numpy as np

from whatelse.errors import InputError
from whatelse.stride.contact import Contact, Contacts, StrideSide

#: A stride that lasts this much longer than the middle one has a contact missing in it.
LONGEST_SHARE = 1.5
#: Fewer strides than this make no mean.
FEWEST = 3


class Stride(msgspec.Struct, frozen=True):
    """One stride of one foot; times in s. other: first contact of the other foot in it, None where not seen."""

    side: StrideSide
    start_s: float
    toe_off_s: float
    end_s: float
    other_s: float | None = None

    @property
    def duration_s(self) -> float:
        return self.end_s - self.start_s


def strides_of(contacts: Contacts) -> tuple[Stride, ...]:
    """All whole strides in the order of time. Strides across a missing contact are left out."""
    found = []
    for side in ("left", "right"):
        own = contacts.of(side)
        other = [c.initial_contact_s for c in contacts.contacts if c.side not in (side, "unknown")]
        gaps = [later.initial_contact_s - one.initial_contact_s for one, later in pairwise(own)]
        longest = LONGEST_SHARE * float(np.median(gaps)) if gaps else 0.0
        for one, later in pairwise(own):
            start, end = one.initial_contact_s, later.initial_contact_s
            if end - start <= longest:
                after = bisect_right(other, start)
                between = other[after] if after < len(other) and other[after] < end else None
                found.append(Stride(side, start, one.toe_off_s, end, between))
    return tuple(sorted(found, key=lambda stride: stride.start_s))


def require_order(contacts: Contacts) -> None:
    """Refuses contacts that no runner can make: one that ends before it starts, a foot down twice at once.

    Raises InputError with the moment. Nothing is moved or dropped to make an order fit.
    """
    for contact in contacts.contacts:
        if not contact.toe_off_s > contact.initial_contact_s:
            raise _impossible(contact, "the toe-off is not after the contact")
    for side in ("left", "right", "unknown"):
        for one, later in pairwise(contacts.of(side)):
            if later.initial_contact_s <= one.toe_off_s:
                raise _impossible(later, "this foot is still on the ground from the contact before")
    sided = [contact for contact in contacts.contacts if contact.side != "unknown"]
    for one, later in pairwise(sided):
        if one.side != later.side and later.toe_off_s < one.toe_off_s:
            raise _impossible(later, "it begins and ends within a contact of the other foot")


def hops(contacts: Contacts) -> list[float]:
    """Times at which one foot comes down twice although the other could have come between: a contact was missed."""
    sided = [contact for contact in contacts.contacts if contact.side != "unknown"]
    if len(contacts.of("left")) < 2 or len(contacts.of("right")) < 2:
        return []
    gaps = [later.initial_contact_s - one.initial_contact_s for one, later in pairwise(sided)]
    step = float(np.median(gaps)) if gaps else 0.0
    return [
        later.initial_contact_s
        for one, later in pairwise(sided)
        if one.side == later.side and later.initial_contact_s - one.initial_contact_s < 2.6 * step
    ]


def _impossible(contact: Contact, why: str) -> InputError:
    side = "" if contact.side == "unknown" else f"{contact.side} "
    return InputError(
        f"the {side}contact at {contact.initial_contact_s:.2f} s cannot be: {why}; "
        "check the names of left and right, the direction of running and gaps in the foot markers"
    )
