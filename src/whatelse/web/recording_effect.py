"""What a recording would do in a case, or does: worked out beside the case, which only a person's wish changes."""

from __future__ import annotations

from dataclasses import dataclass

from whatelse.interview.session import Session
from whatelse.interview.shorthand import Parsed
from whatelse.knowledge.schema import Urgency
from whatelse.report.stride_case import StrideEffect, bounds_of, stride_in_case
from whatelse.report.stride_line import recording_line
from whatelse.stride.change import Change, what_to_change
from whatelse.stride.findings import CADENCE, StrideFinding, add_to_case, stride_findings
from whatelse.stride.types import StrideAnalysis


@dataclass(frozen=True)
class Row:
    """One finding. state: ``would`` enter, ``is`` in the case from this recording, or ``not``."""

    label: str
    state: str
    reason: str


@dataclass(frozen=True)
class InCase:
    """effect: of the recording on the case without it. change: within the bounds of the plan. level, level_after:
    how urgent it is, and would be."""

    rows: tuple[Row, ...]
    effect: StrideEffect
    change: Change
    level: Urgency
    level_after: Urgency

    @property
    def would_enter(self) -> bool:
        return any(row.state == "would" for row in self.rows)

    @property
    def is_in(self) -> bool:
        return any(row.state == "is" for row in self.rows)


def in_case(session: Session, analysis: StrideAnalysis) -> InCase:
    """Raises InputError as ``weigh`` does. While a safety question is open it is not to be asked for."""
    knowledge, setting = session.knowledge, session.terms.setting
    base, there = session.case, _there(session, analysis)
    for finding in there:
        base = base.without(finding)
    _, effect = stride_in_case(base, analysis, knowledge, setting)
    rows = tuple(_row(found, found.finding in there, session) for found in effect.account)
    after = with_recording(session, analysis, session.events[-1].time)
    return InCase(
        rows,
        effect,
        what_to_change(analysis, bounds_of(session.case, knowledge, setting, session.triage)),
        session.triage.level,
        after.triage.level if after is not None else session.triage.level,
    )


def with_recording(session: Session, analysis: StrideAnalysis, at: str) -> Session | None:
    """The session with what the recording says, as one step; None where nothing of it enters.

    Raises InputError where it contradicts what was said.
    """
    findings = session.knowledge.findings
    _, account = add_to_case(session.case, analysis, findings)
    answers = {found.finding: found.answer for found in account if found.answer is not None}
    if not answers:
        return None
    line = recording_line(analysis, [findings[name].label for name in answers])
    return session.line(line, Parsed(dict(sorted(answers.items()))), at)


def _there(session: Session, analysis: StrideAnalysis) -> set[str]:
    """The findings that the case has from this very recording."""
    known = session.case.findings
    return {
        found.finding
        for found in stride_findings(analysis, session.case.side)
        if found.answer is not None and known.get(found.finding) == found.answer
    }


def _row(found: StrideFinding, is_there: bool, session: Session) -> Row:
    known = session.knowledge.findings.get(found.finding)
    label = known.label if known is not None else found.finding.replace("_", " ")
    state = "not" if found.answer is None else "is" if is_there else "would"
    reason = found.reason
    if found.finding == CADENCE:
        reason = reason.partition(": if this was")[0]
    return Row(label, state, reason)
