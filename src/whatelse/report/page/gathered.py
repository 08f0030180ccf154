"""Everything that a page tells of a case, worked out once."""

from __future__ import annotations

from dataclasses import dataclass

from whatelse.case import Case, Stage
from whatelse.challenge import Challenged, challenge_case, claims_of
from whatelse.inference.assess import differential_of
from whatelse.inference.clock import Clock, clock
from whatelse.inference.explanation import Explanation, explain
from whatelse.inference.intervals import Interval, Intervals, intervals
from whatelse.inference.weigh import weigh
from whatelse.interview.exam_plan import exam_plan_of
from whatelse.interview.exam_types import ExamPlan
from whatelse.knowledge.schema import Knowledge
from whatelse.plan import Plan, plan_for
from whatelse.report.page.told_places import drawn, in_words
from whatelse.triage import Assessment, Triage, evaluate, raise_by_probability


@dataclass(frozen=True, eq=False)
class Gathered:
    """case: as weighed, with the answers that treatments and scans stand for. not_known: what was told it is and names
    nothing of this knowledge. clock: of the likeliest source at the week told, where both are known. where, drawing:
    the places that hurt, in words and as SVG."""

    case: Case
    knowledge: Knowledge
    assessment: Assessment
    plan: Plan
    exam: ExamPlan
    challenged: Challenged
    not_known: tuple[str, ...]
    explanation: Explanation
    intervals: Intervals
    clock: Clock | None
    where: str
    drawing: str

    def range_of(self, condition: str) -> Interval | None:
        """Of a ranked source by the name it is ranked by."""
        return next((one for one in self.intervals.ranking if one.condition == condition), None)


def gather(
    case: Case,
    knowledge: Knowledge,
    setting: str | None = None,
    stage: Stage = "all",
    triage: Triage | None = None,
) -> Gathered:
    """triage: as an interview keeps it, where one is under way: a level that a likely cause once raised stays raised,
    and what is printed must not be calmer than what was shown. Without it, it is judged here.

    Raises InputError for an unknown setting, answers that cannot be evidence, or findings that contradict."""
    weighed = weigh(case, knowledge, setting, stage)
    differential = differential_of(weighed, stage)
    if triage is None:
        triage = raise_by_probability(evaluate(weighed.case, knowledge), differential, knowledge)
    fields = {name: getattr(differential, name) for name in differential.__struct_fields__}
    claims, unknown = claims_of(case, knowledge)
    likeliest = next(name for _, name, _ in weighed.ranked() if name != "something_else")
    week = weighed.evidence.week
    plan = plan_for(weighed, triage)
    return Gathered(
        case=weighed.case,
        knowledge=knowledge,
        assessment=Assessment(**fields, triage=triage),
        plan=plan,
        exam=exam_plan_of(weighed, stage=stage, floors={floor.floor for floor in plan.floors}),
        challenged=challenge_case(case, claims, knowledge, setting, stage, weighed=weighed),
        not_known=tuple(str(error) for error in unknown),
        explanation=explain(weighed),
        intervals=intervals(weighed),
        clock=clock(weighed.model, likeliest, week) if week is not None else None,
        where=in_words(case),
        drawing=drawn(case),
    )
