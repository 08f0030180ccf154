"""From a stride to everything the mechanics tells about it, as one frozen answer."""

from __future__ import annotations

from typing import Any

import msgspec

from whatelse.mechanics import muscles
from whatelse.mechanics.chain import Chain, chain
from whatelse.mechanics.edits import Edit
from whatelse.mechanics.gait import SIDES, Gait, Side
from whatelse.mechanics.nerve import Nerve, nerve
from whatelse.mechanics.restrictions import Restriction
from whatelse.mechanics.stretch import MuscleStretch, Role, SideDifference, difference, roles, stretches
from whatelse.mechanics.what_if import NOT_TOLD, WhatIf, what_if
from whatelse.version import __version__

#: Muscles whose sides are compared.
COMPARED = ("bflh", "semimem", "semiten")
LIMITS = (
    "geometry, not a diagnosis: a stretched muscle is not a hurt one, and pain can come without any of this",
    "stretch is told to a percentage point at best; models differ by that much for the same angles",
)


class Mechanics(msgspec.Struct, frozen=True):
    """The answer. sides: those that were measured. chain: None where nothing is restricted."""

    source: str
    method: str
    version: str
    duration_s: float
    speed_m_s: float | None
    sides: tuple[Side, ...]
    toe_off: dict[str, float]
    muscles: tuple[MuscleStretch, ...]
    roles: dict[str, tuple[Role, ...]]
    differences: tuple[SideDifference, ...]
    chain: Chain | None
    nerve: Nerve
    what_if: tuple[WhatIf, ...]
    not_modelled: tuple[str, ...]
    not_told: tuple[str, ...]
    limits: tuple[str, ...]
    notes: tuple[str, ...]
    provenance: dict[str, Any]

    def muscle(self, name: str, side: Side) -> MuscleStretch:
        """One muscle of one side. Raises KeyError where the side was not measured."""
        for one in self.muscles:
            if one.id == name and one.side == side:
                return one
        raise KeyError((name, side))

    def to_dict(self) -> dict[str, Any]:
        out: dict[str, Any] = msgspec.to_builtins(self)
        return out

    def to_json(self) -> str:
        """One line of JSON, the same bytes every time."""
        return msgspec.json.encode(self).decode()


def mechanics_of(
    gait: Gait,
    edits: tuple[Edit, ...] = (),
    restrictions: tuple[Restriction, ...] = (),
    tethers: tuple[str, ...] = (),
) -> Mechanics:
    """Everything there is to tell about a stride. Raises nothing: what cannot be told says why."""
    sides: tuple[Side, ...] = tuple(side for side in SIDES if gait.leg(side).strides > 0)
    told = tuple(one for side in sides for one in stretches(gait, side))
    by_side = {(one.side, one.id): one for one in told}
    return Mechanics(
        source=gait.source,
        method=gait.method,
        version=__version__,
        duration_s=round(gait.duration_s, 6),
        speed_m_s=None if gait.speed_m_s is None else round(gait.speed_m_s, 6),
        sides=sides,
        toe_off={side: round(gait.leg(side).toe_off, 3) for side in sides},
        muscles=told,
        roles={side: roles(gait, side) for side in sides},
        differences=tuple(
            difference(gait, by_side["left", name], by_side["right", name]) for name in COMPARED if len(sides) == 2
        ),
        chain=chain(gait, restrictions) if restrictions else None,
        nerve=nerve(gait, tethers, sides),
        what_if=what_if(gait, edits, sides) if edits else (),
        not_modelled=muscles.NOT_MODELLED,
        not_told=NOT_TOLD,
        limits=LIMITS,
        notes=gait.notes,
        provenance=muscles.provenance(),
    )
