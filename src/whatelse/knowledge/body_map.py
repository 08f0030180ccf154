"""The places of the drawn body as data: what a mark stands for. Shapes are drawn elsewhere, by the same ids."""

from __future__ import annotations

import functools
from collections.abc import Collection
from pathlib import Path

import msgspec

from whatelse.errors import InputError
from whatelse.knowledge.tree import BODY_MAP, data_folder, parse_toml

#: The parts of the 74-part CHOIR body map that hold our places, each once a side.
SEGMENTS = (
    "back_lower_back",
    "back_buttock",
    "back_hip",
    "back_thigh",
    "back_knee",
    "back_calf",
    "back_heel",
    "back_foot",
    "front_abdomen",
    "front_groin",
    "front_hip",
    "front_thigh",
    "front_knee",
    "front_shin",
    "front_foot",
)
#: Places of the drawing that a joint or a nerve site can stand at.
DRAWN_AT = ("neck", "low_spine", "pelvis_joint", "hip_joint", "buttock", "sit_bone", "thigh", "knee", "ankle")
SIDES = ("left", "right")


class Area(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A large part of the body, touched first on a small screen. view: "back", "front" or "side"."""

    id: str
    label: str
    view: str


class Region(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One place. middle: it belongs to no side. findings: what a mark on it says is there."""

    id: str
    label: str
    area: str
    findings: tuple[str, ...]
    segment: str
    middle: bool = False
    note: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """The place on each side: "sit_bone.left"."""
        return (f"{self.id}.middle",) if self.middle else tuple(f"{self.id}.{side}" for side in SIDES)


class Together(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A finding that is there where of each list one place of the same side is marked."""

    finding: str
    all: tuple[tuple[str, ...], ...]


class Says(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A finding that follows from how marks lie."""

    finding: str


class Joint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An interface of the knowledge and where it is drawn. at: one of ``DRAWN_AT``."""

    interface: str
    at: str
    short: str


class NerveSite(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A silent nerve site and where it is drawn."""

    condition: str
    at: str


class BodyMap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All places in their order."""

    area: tuple[Area, ...]
    region: tuple[Region, ...]
    together: tuple[Together, ...]
    spreads: Says
    both_sides: Says
    joint: tuple[Joint, ...]
    nerve_site: tuple[NerveSite, ...]

    def regions_of(self, area: str) -> tuple[Region, ...]:
        return tuple(region for region in self.region if region.area == area)

    def of(self, key: str) -> Region:
        """The place of a key such as "sit_bone.left". Raises KeyError for an unknown one."""
        for region in self.region:
            if key in region.keys:
                return region
        raise KeyError(key)


class Marks(msgspec.Struct, frozen=True):
    """Keys of places: where it starts, and where it spreads to."""

    starts: frozenset[str] = frozenset()
    spreads: frozenset[str] = frozenset()

    @property
    def all(self) -> frozenset[str]:
        return self.starts | self.spreads

    @property
    def side(self) -> str:
        """left, right, both, or unknown where only the middle is marked."""
        found = {key.rpartition(".")[2] for key in self.all} & set(SIDES)
        return found.pop() if len(found) == 1 else "both" if found else "unknown"


@functools.cache
def load_body_map(folder: Path | None = None) -> BodyMap:
    """The shipped places. Raises InputError where the file has not the right shape."""
    path = (folder or data_folder()) / BODY_MAP
    try:
        return msgspec.convert(parse_toml(path.read_bytes(), BODY_MAP), BodyMap)
    except OSError as error:
        raise InputError(f"cannot read ({error.strerror})", file=str(path)) from None
    except msgspec.ValidationError as error:
        raise InputError(str(error), file=BODY_MAP) from None


def findings_of(marks: Marks, body: BodyMap) -> frozenset[str]:
    """What the marks say is there. Raises InputError for an unknown place."""
    found: set[str] = set()
    for key in sorted(marks.all):
        try:
            found.update(body.of(key).findings)
        except KeyError:
            raise InputError(f"no place named {key!r}", field="site") from None
    for together in body.together:
        for side in SIDES:
            here = {key.partition(".")[0] for key in marks.all if key.endswith(f".{side}")}
            if all(here.intersection(names) for names in together.all):
                found.add(together.finding)
    if marks.starts and marks.spreads - marks.starts:
        found.add(body.spreads.finding)
    if marks.side == "both":
        found.add(body.both_sides.finding)
    return frozenset(found)


def regions_for(findings: Collection[str], body: BodyMap) -> tuple[Region, ...]:
    """The places that stand for findings that are there: where a case without a drawing is shaded."""
    return tuple(region for region in body.region if set(region.findings) & set(findings))
