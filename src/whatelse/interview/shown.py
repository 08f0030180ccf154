"""The answer to an interview, and what is written down of it when it is shown: enough to find that it is the same."""

from __future__ import annotations

import hashlib
from typing import Any

from whatelse.inference.assess import differential_of
from whatelse.interview.session import Session
from whatelse.triage import Assessment
from whatelse.version import __version__

#: Sources kept of the ranking.
KEPT = 5


def assessment_of(session: Session) -> Assessment:
    """The answer as ``whatelse assess`` gives it, with the urgency that was raised on the way."""
    differential = differential_of(session.weighed, "all")
    fields = {name: getattr(differential, name) for name in type(differential).__struct_fields__}
    return Assessment(**fields, triage=session.triage)


def shown_of(session: Session) -> dict[str, Any]:
    """The data of a ``shown`` event."""
    answer = assessment_of(session)
    return {
        "engine": __version__,
        "knowledge": session.knowledge.digest,
        "setting": answer.setting.id,
        "level": answer.triage.level,
        "answer": hashlib.sha256(answer.to_json().encode()).hexdigest(),
        "ranking": [list(row) for row in answer.ranking[:KEPT]],
    }
