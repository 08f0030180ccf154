"""The founding article's table as rules: the baseline that a reader of the article can work out by hand.

Each factor has one vote. It goes to the side that more of its signs speak for; equal signs, or none told, give no vote.
The side with more votes is answered first, then the other one. "Something else" is ranked by the lists of the places
that hurt, then by the other lists. Rules give no probabilities: the k-th of a ranking counts as 1/k, over their sum.
"""

from __future__ import annotations

from dataclasses import dataclass

from whatelse.case import Answer, Case
from whatelse.exam.marks import Ranking
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
    told = _told(case, knowledge)
    return tuple(_vote(factor, told) for factor in knowledge.six_factors.factors)


def six_factor_ranking(case: Case, knowledge: Knowledge) -> Ranking:
    """The conditions of the table in the order in which it names them for this case."""
    table = knowledge.six_factors
    cast = [vote.side for vote in votes(case, knowledge)]
    margin = cast.count(INJURY) - cast.count(ELSE)
    tie = next((verdict.id for verdict in table.verdicts if verdict.tie), ELSE)
    first = tie if margin == 0 else INJURY if margin > 0 else ELSE
    own = {verdict.id: list(verdict.conditions) for verdict in table.verdicts}
    sides = {INJURY: own.get(INJURY, []), ELSE: own.get(ELSE, []) + _by_place(case, knowledge)}
    names = dict.fromkeys(sides.pop(first) + [name for side in sides.values() for name in side])
    total = sum(1.0 / k for k in range(1, len(names) + 1))
    return tuple((name, round(1.0 / k / total, 9)) for k, name in enumerate(names, 1))


def _by_place(case: Case, knowledge: Knowledge) -> list[str]:
    """The lists of the places that hurt, in the order of the table, then those of the other places."""
    told = _told(case, knowledge)
    places = knowledge.six_factors.places
    hurt = [place for place in places if any(told.get(name) == "yes" for name in place.where)]
    return [name for place in (*hurt, *(p for p in places if p not in hurt)) for name in place.conditions]


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


def _told(case: Case, knowledge: Knowledge) -> dict[str, str | float]:
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
