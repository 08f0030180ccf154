"""What loads the sciatic nerve, site by site and summed: in tests that clinicians do, and through the stride.

TEACHING MODEL, labelled so wherever it is shown; never evidence, never a diagnosis. It shows one idea of the source
article: several places, each harmless alone, can add up.
"""

from __future__ import annotations

import msgspec
import numpy as np

from whatelse.errors import InputError, nearest, shown
from whatelse.mechanics.gait import ANKLE, CYCLE, HIP, KNEE, Gait, Side
from whatelse.mechanics.nerve_bed import SITES
from whatelse.mechanics.nerve_chain import RAISED_LEG, TETHER, TRANSFER_M, excursion, loads
from whatelse.mechanics.polynomial import FloatArray

LABEL = "teaching model, not evidence"
#: Load at which a free site and a tethered (so irritated) site would alone be felt as pain, and how steeply a load
#: counts. All three are assumed.
FREE_LIMIT, TETHERED_LIMIT, STEEP = 2.2, 0.9, 4.0
#: name -> neck, lumbar spine, hip, knee, ankle, in degrees.
MANOEUVRES: dict[str, tuple[float, float, float, float, float]] = {
    "straight leg raise": RAISED_LEG,
    "straight leg raise, foot pulled up": (0, 0, 70, 0, 20),
    "straight leg raise, head lifted": (40, 0, 70, 0, 0),
    "sitting upright": (0, 0, 90, 90, 0),
    "slump: back and neck rounded": (40, 40, 90, 90, 0),
    "slump, knee straightened": (40, 40, 90, 0, 0),
    "slump, knee straight, foot pulled up": (40, 40, 90, 0, 15),
    "the same, head lifted again": (0, 40, 90, 0, 15),
}


class OtherNerve(msgspec.Struct, frozen=True):
    """A nerve without a model: what is said to load it, in words only."""

    name: str
    loaded_by: str
    size: str = "not modelled"


OTHERS = (
    OtherNerve("obturator nerve", "leg out to the side, more so with the hip extended"),
    OtherNerve("femoral nerve", "hip extended with the knee bent; rounding the back adds"),
    OtherNerve(
        "posterior femoral cutaneous nerve", "hip flexion; beside the sit bone it lies next to the sciatic nerve"
    ),
)


class Load(msgspec.Struct, frozen=True):
    """A pose. sites: load at each site, 1 = the highest of a free nerve in a straight leg raise; total: 1 = limit."""

    name: str
    sites: dict[str, float]
    total: float


class StrideLoad(msgspec.Struct, frozen=True):
    """A side through the stride. total: 101 points; sites: at the moment when the total is highest."""

    side: Side
    percent: float
    total: float
    crosses: bool
    sites: dict[str, float]
    curve: tuple[float, ...]


class Together(msgspec.Struct, frozen=True):
    """Highest total of the stride with one tether, with the other, with both."""

    first: str
    second: str
    first_alone: float
    second_alone: float
    both: float


class Nerve(msgspec.Struct, frozen=True):
    """The whole answer. calibration: on what, and what the model then gives."""

    label: str
    tethers: tuple[str, ...]
    calibration: str
    manoeuvres: tuple[Load, ...]
    stride: tuple[StrideLoad, ...]
    together: Together
    others: tuple[OtherNerve, ...]


def parse_tethers(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Names of sites. Raises InputError."""
    known = [site.id for site in SITES]
    found: list[str] = []
    for part in (p.strip().lower().replace("-", "_") for text in texts for p in text.split(",")):
        if part not in known:
            raise InputError(f"found {shown(part)}{nearest(part, known)}; known: {', '.join(known)}", field="tether")
        if part not in found:
            found.append(part)
    return tuple(sorted(found, key=known.index))


def nerve(gait: Gait, tethers: tuple[str, ...] = (), sides: tuple[Side, ...] = ("left", "right")) -> Nerve:
    """Loads of the clinical tests and of the stride, with these tethers."""
    return Nerve(
        label=LABEL,
        tethers=tethers,
        calibration=(
            f"calibrated, not validated: transfer length {TRANSFER_M:g} m, at which the nerve slides "
            f"{1000 * excursion():.1f} mm at mid-thigh when the knee is straightened (published: 9.9 and 12.4 mm, "
            f"Ridehalgh 2014); tether stiffness {TETHER:g}, limits {FREE_LIMIT:g} and {TETHERED_LIMIT:g} are assumed"
        ),
        manoeuvres=tuple(_load(name, pose, tethers) for name, pose in MANOEUVRES.items()),
        stride=tuple(stride_load(gait, side, tethers) for side in sides),
        together=together(gait, sides[0]),
        others=OTHERS,
    )


def poses(gait: Gait, side: Side) -> FloatArray:
    """(101, 5) poses of the stride of a side: neck still, lumbar bending from trunk and pelvis."""
    leg = gait.leg(side)
    return np.column_stack(
        [np.zeros(len(CYCLE)), leg.lean + leg.tilt, leg.angles[:, HIP], leg.angles[:, KNEE], leg.angles[:, ANKLE]]
    )


def total(load: FloatArray, tethers: tuple[str, ...]) -> FloatArray:
    """(T,) all sites (T, S) added up; 1 is the limit. A site at its own limit counts 1, at half of it 1/16."""
    limit = np.array([TETHERED_LIMIT if site.id in tethers else FREE_LIMIT for site in SITES])
    return np.asarray(((load / limit) ** STEEP).sum(axis=1))


def stride_load(gait: Gait, side: Side, tethers: tuple[str, ...]) -> StrideLoad:
    load = loads(poses(gait, side), tethers)
    curve = total(load, tethers)
    when = int(np.argmax(curve))
    most = float(curve[when])
    return StrideLoad(side, float(CYCLE[when]), round(most, 4), most >= 1.0, _named(load[when]), _numbers(curve))


def together(gait: Gait, side: Side, first: str = "piriformis", second: str = "sit_bone") -> Together:
    """Two tethers on this stride, alone and both."""
    peaks = [stride_load(gait, side, tethers).total for tethers in ((first,), (second,), (first, second))]
    return Together(first, second, *peaks)


def _load(name: str, pose: tuple[float, float, float, float, float], tethers: tuple[str, ...]) -> Load:
    load = loads(np.array([pose]), tethers)
    return Load(name, _named(load[0]), round(float(total(load, tethers)[0]), 4))


def _named(row: FloatArray) -> dict[str, float]:
    return {site.id: round(float(value), 4) for site, value in zip(SITES, row, strict=True)}


def _numbers(row: FloatArray) -> tuple[float, ...]:
    return tuple(np.round(row, 4).tolist())
