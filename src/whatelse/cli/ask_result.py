"""From a finished interview to what is shown at its end: everything that the other commands say of the same case."""

from __future__ import annotations

from whatelse.inference.explanation import explain
from whatelse.interview.session import Session
from whatelse.interview.shown import assessment_of
from whatelse.interview.steps import Finished
from whatelse.plan import plan_for
from whatelse.report.ended import ended_of
from whatelse.report.interview_result import result_lines
from whatelse.report.note import note_text
from whatelse.report.runner_result import runner_result_of


def runner_lines(session: Session, finished: Finished, width: int) -> list[str]:
    """The result of a runner. Raises InputError for answers that cannot all be true."""
    knowledge = session.knowledge
    result = runner_result_of(session.weighed, session.case, session.terms.setting, None, session.triage)
    return result_lines(result, ended_of(finished, result.plan.kind, knowledge), knowledge, width)


def note_of(session: Session) -> list[str]:
    """The note for a clinician, line by line."""
    weighed, assessment = session.weighed, assessment_of(session)
    plan = plan_for(weighed, assessment.triage)
    text = note_text(weighed.case, session.knowledge, assessment, explain(weighed), plan, assessment.triage)
    return ["", *text.splitlines()]
