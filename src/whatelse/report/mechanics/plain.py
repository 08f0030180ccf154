"""Plain names for what the mechanics tells: muscles, places along the nerve, parts of the chain, verdicts."""

from __future__ import annotations

from dataclasses import dataclass

from whatelse.mechanics import Mechanics
from whatelse.mechanics.chain import Chain, JointChange
from whatelse.mechanics.gait import Side
from whatelse.mechanics.nerve_bed import SITES
from whatelse.mechanics.what_if import Change, WhatIf
from whatelse.report.mechanics.nerve_map import shares

#: The muscles that a what-if is told for.
MUSCLES = {
    "bflh": "Hamstring, outer",
    "semimem": "Hamstring, deep inner",
    "semiten": "Hamstring, inner",
    "glmax2": "Big buttock muscle",
    "psoas": "Deep hip bender",
}
PLACES = {
    "neck": "neck",
    "lumbar_root": "low back",
    "piriformis": "deep buttock (piriformis)",
    "obturator_internus": "deep buttock, lower",
    "sit_bone": "sit bone",
    "mid_thigh": "mid-thigh",
    "behind_knee": "back of the knee",
    "ankle": "inner ankle",
}
PARTS = {
    "hip": "Tire on rim: {side} hip",
    "sacroiliac": "Rim on axle: {side} sacroiliac joint",
    "lumbar": "Axle on chassis: low back",
    "pelvis": "Pelvis",
    "trunk": "Trunk",
}
MEASURES = {
    "peak stretch": "longest",
    "stretch at landing": "landing",
    "mean stretch in swing": "swing mean",
    "fastest lengthening in swing": "swing speed",
}
VERDICTS = {"more": "more", "less": "less", "no change": "same", "not determined": "not clear"}


@dataclass(frozen=True)
class PartChange:
    """One line of the chain: the part, what it has to do, and whether it is the one that was limited."""

    name: str
    joint: JointChange
    held: bool


@dataclass(frozen=True)
class Place:
    """One place along the nerve. load: 1 = the most of a free nerve in a straight leg raise; share: of its limit."""

    id: str
    name: str
    load: float
    share: float
    held: bool


def changes_by_muscle(answer: WhatIf, side: Side) -> dict[str, tuple[Change, ...]]:
    """The changes of a side, one row a muscle, in the order of the measures."""
    own = [one for one in answer.changes if one.side == side]
    return {name: tuple(one for one in own if one.muscle == name) for name in dict.fromkeys(one.muscle for one in own)}


def what_if_line(answer: WhatIf, side: Side) -> str:
    """What becomes of the hamstring at its longest, in a sentence."""
    first = next(one for one in answer.changes if one.side == side and one.muscle == "bflh")
    if first.verdict == "no change":
        return "The outer hamstring is stretched as far as before."
    if first.verdict == "not determined":
        return "For the outer hamstring this is not clear: the ways to draw the change do not agree."
    least, most = sorted((abs(first.least), abs(first.most)))
    return f"The outer hamstring is stretched {first.verdict} at its longest, by {least:.1f} to {most:.1f} points."


def parts_of(chain: Chain) -> tuple[PartChange, ...]:
    """The chain from the leg up, the limited parts first."""
    lost = {one.id.removesuffix("_extension").removesuffix("_flexion") for one in chain.restrictions}
    found = []
    for joint in chain.joints:
        side = next((side for side in ("left", "right") if joint.id.startswith(side)), "")
        kind = joint.id.removeprefix(f"{side}_") if side else joint.id
        if kind in PARTS:
            found.append(PartChange(PARTS[kind].format(side=side), joint, joint.id in lost))
    return tuple(sorted(found, key=lambda part: not part.held))


def places_of(told: Mechanics, sites: dict[str, float]) -> tuple[Place, ...]:
    """The places from neck to foot."""
    loaded = shares(told, sites)
    return tuple(
        Place(site.id, PLACES[site.id], sites[site.id], loaded[site.id], site.id in told.nerve.tethers)
        for site in SITES
    )


def most_loaded(told: Mechanics, sites: dict[str, float]) -> str:
    """Where a pose loads the nerve most, against the limit of the place."""
    return max(places_of(told, sites), key=lambda place: place.share).name
