"""What a check of a recording forbids, or makes approximate, in plain words."""

from __future__ import annotations

import msgspec

from whatelse.stride.types import Gate, StrideAnalysis

#: Group of metrics (``definitions.toml``) -> what people call it.
GROUPS = {
    "timing": "times on the ground and in the air",
    "speed": "the speed",
    "foot": "how the foot lands",
    "overstride": "how far ahead the foot lands",
    "knee": "the knee",
    "heel_lift": "how high the heel comes",
    "hip": "the hip",
    "trunk": "the lean of the trunk",
    "pelvis": "the pelvis",
    "bounce": "how far the body moves up and down",
}


class Fired(msgspec.Struct, frozen=True):
    """text: what is wrong, with side and number; forbids, weakens: what cannot be told, or only roughly."""

    text: str
    forbids: tuple[str, ...]
    weakens: tuple[str, ...]


def fired(analysis: StrideAnalysis) -> tuple[Fired, ...]:
    """The checks of the recording that fired."""
    return tuple(
        Fired(_text(gate), tuple(GROUPS[name] for name in gate.blocks), tuple(GROUPS[name] for name in gate.weakens))
        for gate in analysis.gates
        if gate.fired
    )


def _text(gate: Gate) -> str:
    number = "" if gate.value is None or gate.limit is None else f" ({gate.value:.3g}, limit {gate.limit:g})"
    return f"{f'{gate.side}: ' if gate.side else ''}{gate.text}{number}"
