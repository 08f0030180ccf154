"""What the mechanics of a stride means in plain words, and what to ask or test because of it."""

from __future__ import annotations

from whatelse.mechanics import Mechanics
from whatelse.mechanics.chain import Chain
from whatelse.mechanics.gait import Side

#: Before this share of the cycle a peak is not the one of late swing.
LATE_SWING = 80.0
#: Moments less far apart than this, percent of the cycle, a runner cannot tell apart (about 0.15 s).
APART = 20.0


def shown_side(told: Mechanics, wanted: str = "") -> Side:
    """The side that pictures show: the wanted one where it was seen, else the one whose hamstring is stretched most.

    Both sides of the typical stride are the same; it is shown from the right.
    """
    for side in told.sides:
        if side == wanted:
            return side
    if told.method == "typical":
        return "right"
    return max(told.sides, key=lambda side: told.muscle("bflh", side).peak.stretch)


def percent(value: float) -> str:
    return f"{value:+.1f} %"


def stretch_meaning(told: Mechanics, wanted: str = "") -> str:
    side = shown_side(told, wanted)
    peak = told.muscle("bflh", side).peak
    moment = "just before the foot lands" if peak.percent >= LATE_SWING else "at an unusual moment"
    whose = "The hamstring" if told.method == "typical" else f"The {side} hamstring"
    return (
        f"{whose} is longest {moment}, at {peak.percent:.0f} % of the stride "
        f"({peak.early:.0f} to {peak.late:.0f}). "
        "Ask: does it hurt at that moment, or at push-off, or all the time? Pain at another moment, or at rest, "
        "is a reason to look beyond the muscle."
    )


def nerve_meaning(told: Mechanics, wanted: str = "") -> str:
    side = shown_side(told, wanted)
    stride = next(one for one in told.nerve.stride if one.side == side)
    muscle = told.muscle("bflh", side).peak.percent
    apart = abs(stride.percent - muscle) % 100.0
    close = min(apart, 100.0 - apart) < APART
    return (
        f"The bed of the nerve is pulled most at {stride.percent:.0f} % of the stride, "
        f"the hamstring at {muscle:.0f} %. "
        f"{_CLOSE if close else _FAR} "
        "Test: slump, or lift the straight leg. Does it change the pain to move only the foot, or only the head?"
    )


_CLOSE = "That is too close to tell nerve from muscle by the moment it hurts."
_FAR = "Ask at which of the two moments it hurts; the moment alone does not tell which it is."


def limited_words(chain: Chain) -> str:
    """What was taken away: "10° less right hip extension"."""
    return " and ".join(f"{one.degrees:g}° less {one.label}" for one in chain.restrictions)


def chain_meaning(told: Mechanics) -> str:
    chain = told.chain
    if chain is None:
        return ""
    if not chain.possible:
        return f"No answer: {chain.why}."
    joints = {one.id: one for one in chain.joints}
    limited = limited_words(chain)
    if all(abs(one.most) < 0.05 for one in chain.joints):
        return f"With {limited}, this stride needs nothing from other joints: it does not use the range that is lost."
    parts = [f"With {limited}, the same stride asks more of other parts."]
    for name, plain in (("pelvis", "pelvis"), ("lumbar", "lower back")):
        one = joints[name]
        if abs(one.most) >= 0.5:
            parts.append(f"The {plain} has to be {abs(one.most):.0f}° more {one.direction.removeprefix('more ')}.")
    if chain.shorter_cm >= 0.5:
        parts.append(f"The stride gets shorter by about {chain.shorter_cm:.0f} cm.")
    parts.append(_felt(told))
    parts.append("Test: compare both hips lying down (knee to chest, turned in and out, leg back), not one side alone.")
    return " ".join(parts)


def _felt(told: Mechanics) -> str:
    """What the watched hamstring gets of it."""
    chain = told.chain
    assert chain is not None
    first = next(one for one in chain.hamstrings if one.side == chain.side and one.id == "bflh")
    when = f"when it is longest ({first.percent_before:.0f} % of its stride)"
    if abs(first.at_peak) < 0.05:
        return f"The {chain.side} hamstring gets no more stretch {when}."
    more = "more" if first.at_peak > 0 else "less"
    return f"The {chain.side} hamstring gets {abs(first.at_peak):.1f} points {more} stretch {when}."
