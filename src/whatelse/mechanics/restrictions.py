"""What a person may take away from a joint, and how it is written: ``left_hip_extension=10deg``."""

from __future__ import annotations

import re

import msgspec

from whatelse.errors import InputError, nearest, shown

#: What can lose range. A hip loses from the end that this stride uses; spine and sacroiliac joint from their room.
RESTRICTIONS = {
    "left_hip_extension": "left hip extension",
    "right_hip_extension": "right hip extension",
    "left_hip_flexion": "left hip flexion",
    "right_hip_flexion": "right hip flexion",
    "lumbar_extension": "lumbar extension",
    "lumbar_flexion": "lumbar flexion",
    "left_sacroiliac": "left sacroiliac joint",
    "right_sacroiliac": "right sacroiliac joint",
}
#: More than this is no restriction of a runner who still runs, degrees.
MOST = 40.0
_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*([a-z%°]*)", re.IGNORECASE)


class Restriction(msgspec.Struct, frozen=True):
    """A joint that loses so many degrees of its range."""

    id: str
    degrees: float

    @property
    def label(self) -> str:
        return RESTRICTIONS[self.id]


def parse_restrictions(texts: tuple[str, ...]) -> tuple[Restriction, ...]:
    """Raises InputError: what was found, what is known, the nearest name."""
    found: list[Restriction] = []
    for part in (p.strip() for text in texts for p in text.split(",")):
        name, sign, value = part.partition("=")
        if not sign:
            raise InputError(
                f"found {shown(part)}, expected NAME=DEGREES, as left_hip_extension=10deg", field="restrict"
            )
        name = name.strip().lower().replace("-", "_")
        if name not in RESTRICTIONS:
            raise InputError(
                f"found {shown(name)}{nearest(name, RESTRICTIONS)}; known: {', '.join(RESTRICTIONS)}", field="restrict"
            )
        degrees = number(value, {"deg", "°", ""}, f"restrict {name}")
        if not 0 < degrees <= MOST:
            raise InputError(
                f"found {degrees:g}, expected degrees lost, above 0 and up to {MOST:g}", field=f"restrict {name}"
            )
        if any(one.id == name for one in found):
            raise InputError("is given twice", field=f"restrict {name}")
        found.append(Restriction(name, degrees))
    return tuple(found)


def number(text: str, units: set[str], field: str) -> float:
    """A number with one of these units. Raises InputError."""
    match = _NUMBER.fullmatch(text.strip())
    if match is None or match[2].lower() not in units:
        told = " or ".join(sorted(unit for unit in units if unit))
        raise InputError(f"found {shown(text.strip())}, expected a number in {told}", field=field)
    return float(match[1])
