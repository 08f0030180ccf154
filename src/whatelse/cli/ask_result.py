"""From a finished interview to what is shown at its end: everything that the other commands say of the same case."""

from __future__ import annotations

from whatelse.challenge import challenge_case, claims_of
from whatelse.inference.explanation import explain
from whatelse.interview.session import Session
from whatelse.interview.shown import assessment_of
from whatelse.interview.steps import Finished
from whatelse.plan import plan_for
from whatelse.report.interview_result import Outcome
from whatelse.report.note import note_text


def outcome_of(session: Session, finished: Finished) -> Outcome:
    """The result of a runner. Raises InputError for answers that cannot all be true."""
    knowledge, setting = session.knowledge, session.terms.setting
    assessment = assessment_of(session)
    claims, errors = claims_of(session.case, knowledge)
    known = {claim.said for claim in claims}
    return Outcome(
        assessment=assessment,
        plan=plan_for(session.weighed, assessment.triage),
        challenged=challenge_case(session.case, claims, knowledge, setting) if claims else None,
        unknown=tuple(text for text in session.case.told if text not in known) if errors else (),
        finished=finished,
    )


def note_of(session: Session) -> list[str]:
    """The note for a clinician, line by line."""
    weighed, assessment = session.weighed, assessment_of(session)
    plan = plan_for(weighed, assessment.triage)
    text = note_text(weighed.case, session.knowledge, assessment, explain(weighed), plan, assessment.triage)
    return ["", *text.splitlines()]
