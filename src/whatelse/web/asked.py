"""One case whose result is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from starlette.requests import Request

from whatelse.case import Case
from whatelse.interview.session import Session
from whatelse.interview.shown import shown_of
from whatelse.web.cases import Conflict
from whatelse.web.desk import carried

#: Whether a PDF can be made here.
HAS_PDF = find_spec("typst") is not None


@dataclass(frozen=True)
class Asked:
    """One case whose result is asked for. case_id: as in addresses."""

    request: Request
    case_id: str
    session: Session

    @property
    def case(self) -> Case:
        return self.session.case

    @property
    def values(self) -> dict[str, Any]:
        audience = self.session.terms.audience
        reader = self.request.query_params.get("for", audience)
        return {
            "has_pdf": HAS_PDF,
            "case": self.case_id,
            "number": len(self.session.events),
            "audience": audience,
            "reader": reader,
        }


def asked_of(request: Request) -> Asked:
    case = request.path_params["case"]
    session: Session = request.app.state.desk.session(case)
    return Asked(request, case, session)


def with_result_kept(asked: Asked) -> Asked:
    """The case with the result written down that is shown now, once for each state; nothing while there is none."""
    session = asked.session
    if session.safety_open:
        return asked
    desk = asked.request.app.state.desk
    after = session.show(shown_of(session), desk.clock())
    try:
        desk.keep(asked.case_id, session, carried(session, after))
    except Conflict:  # another window was quicker; what it wrote down is as good
        return asked
    return Asked(asked.request, asked.case_id, after)
