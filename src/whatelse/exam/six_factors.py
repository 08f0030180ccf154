"""The founding article's table as rules: the baseline that a reader of the article can work out by hand.

The side with more votes of factors is answered first, then the other one. "Something else" is ranked by the lists of
the places that hurt, then by the other lists. Rules give no probabilities: the k-th of a ranking counts as 1/k, over
their sum.
"""

from __future__ import annotations

from whatelse.case import Case
from whatelse.case.factor_votes import told_plainly, votes
from whatelse.exam.marks import Ranking
from whatelse.knowledge.schema import Knowledge
from whatelse.knowledge.six_factors import ELSE, INJURY


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
    told = told_plainly(case, knowledge)
    places = knowledge.six_factors.places
    hurt = [place for place in places if any(told.get(name) == "yes" for name in place.where)]
    return [name for place in (*hurt, *(p for p in places if p not in hurt)) for name in place.conditions]
