"""The founding article's six factors in a case: where each of them points.

Each factor has one vote. It goes to the side that more of its signs speak for; equal signs, or none told, give no vote.
"""

from __future__ import annotations

from dataclasses import dataclass

from whatelse.case.case import Case
from whatelse.case.types import Answer
from whatelse.knowledge.schema import Knowledge
from whatelse.knowledge.six_factors import ELSE, INJURY, Factor, Sign

_OPPOSITE = {"left": "right", "right": "left"}


@dataclass(frozen=True)
class Vote:
    """Where one factor points in a case: a side or "", with the signs that were told for either side."""

    factor: str
    side: str
    injury: tuple[Sign, ...]
    something_else: tuple[Sign, ...]


def votes(case: Case, knowledge: Knowledge) -> tuple[Vote, ...]:
    """One vote a factor, in the order of the table. "Probably" counts like yes; what is set aside does not count."""
    told = told_plainly(case, knowledge)
    return tuple(_vote(factor, told) for factor in knowledge.six_factors.factors)


def _vote(factor: Factor, told: dict[str, str | float]) -> Vote:
    mine = tuple(sign for sign in factor.injury if _holds(sign, told))
    other = tuple(sign for sign in factor.something_else if _holds(sign, told))
    side = INJURY if len(mine) > len(other) else ELSE if len(other) > len(mine) else ""
    return Vote(factor.id, side, mine, other)


def _holds(sign: Sign, told: dict[str, str | float]) -> bool:
    value = told.get(sign.finding)
    if value is None:
        return False
    if isinstance(value, str):
        return value == sign.answer
    above = sign.above is None or value > sign.above
    below = sign.below is None or value < sign.below
    return (sign.above is not None or sign.below is not None) and above and below


def told_plainly(case: Case, knowledge: Knowledge) -> dict[str, str | float]:
    """What counts of a case, as words and numbers, with what follows from each yes."""
    out: dict[str, str | float] = {}
    for key, answer in case.findings.items():
        value = _value(answer)
        elsewhere = answer.side is not None and _OPPOSITE.get(answer.side) == case.side
        if value is not None and not (answer.set_aside or answer.not_tested or elsewhere):
            out[key] = value
    open_ends = [key for key, value in out.items() if value == "yes"]
    while open_ends:
        finding = knowledge.findings.get(open_ends.pop())
        for general in finding.implies if finding is not None else ():
            if out.get(general) != "yes":
                out[general] = "yes"
                open_ends.append(general)
    return out


def _value(answer: Answer) -> str | float | None:
    value = answer.value if answer.value is not None else answer.measured
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value
