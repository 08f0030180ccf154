"""The whole answer to one case: how urgent it is, before anything else, and what it could be."""

from __future__ import annotations

from whatelse.case import Case, Stage
from whatelse.case.told_by_care import with_care
from whatelse.inference.assess import assess_case
from whatelse.inference.differential import Differential
from whatelse.knowledge.schema import Knowledge
from whatelse.triage.evaluate import evaluate
from whatelse.triage.raised import raise_by_probability
from whatelse.triage.types import Triage


class Assessment(Differential, frozen=True, kw_only=True):
    """A differential together with its urgency; ``triage`` rests on rules, and never waits for a probability."""

    triage: Triage

    def __repr__(self) -> str:
        return f"{self.triage!r}\n{super().__repr__()}"


def assess(case: Case, knowledge: Knowledge, setting: str | None = None, stage: Stage = "all") -> Assessment:
    """The answer to one case; arguments and errors as for ``assess_case``."""
    differential = assess_case(case, knowledge, setting, stage)
    return Assessment(
        **{name: getattr(differential, name) for name in Differential.__struct_fields__},
        triage=triage_of(case, knowledge, differential, stage),
    )


def triage_of(case: Case, knowledge: Knowledge, differential: Differential, stage: Stage = "all") -> Triage:
    """The urgency of a case as known at a stage: the rules, then what likely dangerous causes add."""
    known, _, _ = with_care(case.at_stage(stage, knowledge), knowledge)
    return raise_by_probability(evaluate(known, knowledge), differential, knowledge)
