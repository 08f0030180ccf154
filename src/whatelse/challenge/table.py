"""The founding article's six factors as one view: the case beside either side, the article, and the studies."""

from __future__ import annotations

from typing import Any

from whatelse.case import Case
from whatelse.case.factor_votes import told_plainly, votes
from whatelse.challenge.answer import FactorRow, SignTold, Study
from whatelse.knowledge.schema import Knowledge
from whatelse.knowledge.six_factors import Sign


def factor_rows(case: Case, knowledge: Knowledge) -> tuple[FactorRow, ...]:
    """One row a factor, in the article's order; a factor about which nothing was told stands there too."""
    told = told_plainly(case, knowledge)
    factors = {factor.id: factor for factor in knowledge.six_factors.factors}

    def shown(signs: tuple[Sign, ...]) -> tuple[SignTold, ...]:
        return tuple(SignTold(sign.finding, _label(knowledge, sign), _answer(told[sign.finding])) for sign in signs)

    return tuple(
        FactorRow(
            factor=vote.factor,
            label=factors[vote.factor].label,
            side=vote.side,
            injury=shown(vote.injury),
            something_else=shown(vote.something_else),
            article=factors[vote.factor].article,
            studies=tuple(Study(note.says, note.sources) for note in factors[vote.factor].studies),
        )
        for vote in votes(case, knowledge)
    )


def _label(knowledge: Knowledge, sign: Sign) -> str:
    return knowledge.findings[sign.finding].label if sign.finding in knowledge.findings else sign.finding


def _answer(value: str | float) -> Any:
    return {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value
