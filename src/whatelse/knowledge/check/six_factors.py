"""The table of six factors: every finding, answer, condition and source that it names exists."""

from __future__ import annotations

from collections.abc import Iterator

from whatelse.knowledge.check.problem import Problem, unknown
from whatelse.knowledge.reading import grade
from whatelse.knowledge.schema import Finding, Knowledge
from whatelse.knowledge.six_factors import ELSE, INJURY, Factor, Sign

_NUMBERS = ("number", "duration")
_HIGHEST_GRADE = 8.0


def check_six_factors(knowledge: Knowledge) -> Iterator[Problem]:
    """An empty table is none at all and passes."""
    table = knowledge.six_factors
    if not (table.factors or table.verdicts or table.places):
        return
    for factor in table.factors:
        yield from _factor(knowledge, factor)
    for verdict in table.verdicts:
        if verdict.id not in (INJURY, ELSE):
            message = unknown("side", verdict.id, (INJURY, ELSE))
            yield Problem(verdict.file, verdict.id, "id", "factor-verdict", message)
        yield from _conditions(knowledge, verdict.file, verdict.id, verdict.conditions)
    for place in table.places:
        yield from _conditions(knowledge, place.file, place.id, place.conditions)
        for name in place.where:
            if name not in knowledge.findings:
                message = unknown("finding", name, knowledge.findings)
                yield Problem(place.file, place.id, "where", "unknown-id", message)
    named = [verdict.id for verdict in table.verdicts]
    file = table.factors[0].file if table.factors else "six_factors.toml"
    if {INJURY, ELSE} - set(named) or sum(verdict.tie for verdict in table.verdicts) != 1:
        message = f"needs the verdicts {INJURY} and {ELSE}, one of them with tie = true"
        yield Problem(file, "verdict", "", "factor-verdict", message)


def _conditions(knowledge: Knowledge, file: str, entry: str, named: tuple[str, ...]) -> Iterator[Problem]:
    for name in named:
        if name not in knowledge.conditions:
            message = unknown("condition", name, knowledge.conditions)
            yield Problem(file, entry, "conditions", "unknown-id", message)


def _factor(knowledge: Knowledge, factor: Factor) -> Iterator[Problem]:
    for side, signs in ((INJURY, factor.injury), (ELSE, factor.something_else)):
        for sign in signs:
            finding = knowledge.findings.get(sign.finding)
            if finding is None:
                message = unknown("finding", sign.finding, knowledge.findings)
                yield Problem(factor.file, factor.id, side, "unknown-id", message)
            elif wrong := _wrong(sign, finding):
                yield Problem(factor.file, factor.id, side, "factor-sign", wrong)
    if not (factor.injury or factor.something_else):
        yield Problem(factor.file, factor.id, INJURY, "factor-sign", "speaks for no side")
    both = sorted({sign.finding for sign in set(factor.injury) & set(factor.something_else)})
    for name in both:
        yield Problem(factor.file, factor.id, ELSE, "factor-sign", f"{name}: the same answer speaks for both sides")
    texts = [("article", factor.article), *(("studies", note.says) for note in factor.studies)]
    for field, text in texts:
        if not text.strip():
            yield Problem(factor.file, factor.id, field, "text", "missing")
        elif (found := grade(text, knowledge.reading_words)) > _HIGHEST_GRADE:
            message = f"reading grade {found:.1f}, at most {_HIGHEST_GRADE:g}: shorter words, shorter sentences"
            yield Problem(factor.file, factor.id, field, "reading-grade", message)
    for note in factor.studies:
        if not note.sources:
            yield Problem(factor.file, factor.id, "studies", "missing-source", "a study note without a source")
        for source in note.sources:
            if source not in knowledge.sources:
                message = unknown("source", source, knowledge.sources)
                yield Problem(factor.file, factor.id, "studies", "unknown-source", message)


def _wrong(sign: Sign, finding: Finding) -> str:
    """What is wrong with a sign; empty when it fits its finding."""
    limits = sign.above is not None or sign.below is not None
    if finding.type in _NUMBERS:
        return "" if limits and not sign.answer else f"{finding.id} is a number: it takes above or below, no answer"
    if limits:
        return f"{finding.id} is no number: it takes an answer, neither above nor below"
    states = finding.states or ("no", "yes")
    if sign.answer not in states:
        return unknown(f"answer of {finding.id}", sign.answer, states)
    return ""
