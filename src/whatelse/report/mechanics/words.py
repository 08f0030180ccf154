"""What the mechanics of a stride means in plain words, and what to ask or test because of it."""

from __future__ import annotations

from whatelse.mechanics import Mechanics
from whatelse.mechanics.gait import Side

#: Before this share of the cycle a peak is not the one of late swing.
LATE_SWING = 80.0


def shown_side(told: Mechanics) -> Side:
    """The side that pictures show: the one whose hamstring is stretched most."""
    return max(told.sides, key=lambda side: told.muscle("bflh", side).peak.stretch)


def percent(value: float) -> str:
    return f"{value:+.1f} %"


def stretch_meaning(told: Mechanics) -> str:
    side = shown_side(told)
    peak = told.muscle("bflh", side).peak
    moment = "just before the foot lands" if peak.percent >= LATE_SWING else "at an unusual moment"
    whose = "The hamstring" if told.method == "typical" else f"The {side} hamstring"
    return (
        f"{whose} is longest {moment}, at {peak.percent:.0f} % of the stride "
        f"({peak.early:.0f} to {peak.late:.0f}). "
        "Ask: does it hurt at that moment, or at push-off, or all the time? Pain at another moment, or at rest, "
        "is a reason to look beyond the muscle."
    )


def nerve_meaning(told: Mechanics) -> str:
    side = shown_side(told)
    stride = next(one for one in told.nerve.stride if one.side == side)
    muscle = told.muscle("bflh", side).peak.percent
    return (
        f"The nerve's bed is pulled most at {stride.percent:.0f} % of the stride, the hamstring at {muscle:.0f} %: "
        "too close to tell nerve from muscle by the moment it hurts. "
        "Test: slump or straight leg raise; does moving only the foot or the head change the pain?"
    )


def chain_meaning(told: Mechanics) -> str:
    chain = told.chain
    if chain is None:
        return ""
    if not chain.possible:
        return f"No answer: {chain.why}."
    joints = {one.id: one for one in chain.joints}
    first = next(one for one in chain.hamstrings if one.side == chain.side and one.id == "bflh")
    limited = ", ".join(f"{one.degrees:g}° less {one.label}" for one in chain.restrictions)
    if all(abs(one.most) < 0.05 for one in chain.joints):
        return f"With {limited}, this stride needs nothing from other joints: it does not use the range that is lost."
    parts = [
        f"of the pelvis {abs(joints['pelvis'].most):.0f}° ({joints['pelvis'].direction})",
        f"of the lower back {abs(joints['lumbar'].most):.0f}° ({joints['lumbar'].direction})",
    ]
    shorter = f" and a stride about {chain.shorter_cm:.0f} cm shorter" if chain.shorter_cm >= 0.5 else ""
    gain = f"{first.at_peak:+.1f} points of" if abs(first.at_peak) >= 0.05 else "no more"
    return (
        f"With {limited}, the same stride asks {' and '.join(parts)}{shorter}; the {chain.side} hamstring gets {gain} "
        f"stretch at its peak ({first.percent_before:.0f} % of its stride). "
        "Test: compare both hips lying down (knee to chest, rotation, extension), not the sore side alone."
    )
