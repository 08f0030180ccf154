"""What a person wants to try on the page of the mechanics: changes of the stride, stiff joints, places of the nerve.

The names in the address are those of ``whatelse mechanics``: ``?overstride=-5&right_hip_extension=10&held=piriformis``.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from whatelse.errors import InputError, shown
from whatelse.mechanics import parse_edits, parse_restrictions, parse_tethers
from whatelse.mechanics.edits import KINDS, Edit
from whatelse.mechanics.nerve_bed import SITES
from whatelse.mechanics.restrictions import MOST, RESTRICTIONS, Restriction

#: No amount has more letters than this.
LONGEST = 12
#: Names that a runner reads: of an edit, of what its plus means.
EDITS = {
    "overstride": ("Foot at landing", "Plus: it lands further ahead of you."),
    "heel_lift": ("Heel lift", "Plus: the heel comes up higher."),
    "hip_extension": ("Leg behind you", "Plus: the thigh goes further back."),
    "trunk_lean": ("Trunk", "Plus: you lean further forward."),
    "pelvic_tilt": ("Pelvis", "Plus: it tips further forward."),
    "cadence": ("Step rate", "Plus: more steps a minute, so shorter ones."),
}
UNITS = {"cm": "cm", "%": "%", "deg": "degrees"}


@dataclass(frozen=True)
class Field:
    """One number that may be given. label: for a runner; low, high: its limits."""

    name: str
    label: str
    hint: str
    unit: str
    low: float
    high: float
    given: str


@dataclass(frozen=True)
class Wish:
    """What was asked. given: the texts of the fields; problem: the line that says what is wrong with one of them."""

    given: dict[str, str]
    held: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    problem: str = ""

    @property
    def edit_fields(self) -> tuple[Field, ...]:
        return tuple(
            Field(name, *EDITS[name], UNITS[kind.unit], -kind.most, kind.most, self.given.get(name, ""))
            for name, kind in KINDS.items()
        )

    def joint_field(self, name: str) -> Field:
        """The degrees that one joint has lost."""
        return Field(name, RESTRICTIONS[name], "", "degrees", 0.0, MOST, self.given.get(name, ""))

    def address(self, reader: str = "") -> str:
        """The same question as the end of an address. reader: for whom, where it is to be another."""
        pairs = [*self.given.items(), *(("held", name) for name in self.held)]
        pairs += [("for", reader)] if reader else []
        return f"?{urlencode(pairs)}" if pairs else ""


def wish_of(params: QueryParams) -> Wish:
    """Raises nothing: what cannot be used is told in ``problem``, and then nothing is asked. Zero asks for nothing."""
    given = {name: params[name].strip() for name in (*KINDS, *RESTRICTIONS) if params.get(name, "").strip()}
    held = tuple(name for name in dict.fromkeys(params.getlist("held")) if name)
    try:
        amounts = {name: amount for name, text in given.items() if (amount := _amount(name, text))}
        edits = [f"{name}={amounts[name]:.1f}" for name in KINDS if name in amounts]
        lost = [f"{name}={amounts[name]:.1f}" for name in RESTRICTIONS if name in amounts]
        known = {site.id for site in SITES}
        for name in held:
            if name not in known:
                raise InputError(f"{shown(name)} is no place of the nerve.")
        return Wish(given, parse_tethers(held), parse_edits(tuple(edits)), parse_restrictions(tuple(lost)))
    except InputError as error:
        return Wish(given, tuple(name for name in held if name in {site.id for site in SITES}), problem=error.message)


def _amount(name: str, text: str) -> float:
    """A number, to a tenth."""
    label = EDITS[name][0] if name in EDITS else RESTRICTIONS[name]
    label = label[:1].upper() + label[1:]
    try:
        found = round(float(text.replace(",", ".").replace("\N{MINUS SIGN}", "-")), 1) if len(text) <= LONGEST else None
    except (ValueError, OverflowError):
        found = None
    if found is None or not abs(found) < 1000:
        raise InputError(f"{label}: {shown(text)} is no number that can be used.")
    if name in RESTRICTIONS and not 0 <= found <= MOST:
        raise InputError(f"{label}: please type degrees from 0 to {MOST:g}.")
    return found
