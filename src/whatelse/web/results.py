"""The result as a page: the runner's in plain words, or the clinician's whole."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from whatelse.interview.steps import Finished
from whatelse.knowledge.body_map import Marks, regions_for
from whatelse.report.body.picture import figure
from whatelse.report.ended import ended_of
from whatelse.report.plan_parts import plan_view
from whatelse.report.runner_result import RunnerResult, runner_result_of
from whatelse.web.asked import Asked, asked_of, with_result_kept
from whatelse.web.forms import marks_from
from whatelse.web.little import raw
from whatelse.web.pages import page
from whatelse.web.sheet import sheet_of


def result(request: Request) -> Response:
    """The result, once no safety question that matters is open; until then back to the questions."""
    asked = asked_of(request)
    if asked.session.safety_open:
        return RedirectResponse(f"/c/{asked.case_id}", 303)
    asked = with_result_kept(asked)
    wanted = request.query_params.get("for", asked.session.terms.audience)
    return sheet_of(asked) if wanted == "clinician" else _runner(asked)


def _runner(asked: Asked) -> Response:
    session, knowledge = asked.session, asked.session.knowledge
    found = _runner_result(asked)
    step = session.step
    return page(
        "result.html",
        result=found,
        plan=plan_view(found.plan, knowledge),
        figures=_told_figures(asked),
        ended=ended_of(step, found.plan.kind, knowledge) if isinstance(step, Finished) else None,
        knowledge=knowledge,
        ranges=False,
        emergency=found.plan.kind == "emergency",
        **asked.values,
    )


def _runner_result(asked: Asked) -> RunnerResult:
    """Worked out once for a state of the case."""
    session, kept = asked.session, asked.request.app.state.results
    key = (asked.case_id, session.events[-1].hash)
    found: RunnerResult | None = kept.get(key)
    if found is None:
        found = kept.remember(
            key, runner_result_of(session.weighed, asked.case, session.terms.setting, None, session.triage)
        )
    return found


def _told_figures(asked: Asked) -> list[tuple[str, Any]]:
    """The body with what was marked; where nothing was drawn, with the places that the answers stand for."""
    body = asked.request.app.state.body
    lines = [str(e.data.get("value")) for e in asked.session.answers if str(e.data.get("key")).startswith("line:")]
    marks = marks_from(lines) or _by_answers(asked, body)
    kinds = {**dict.fromkeys(marks.spreads, "spreads"), **dict.fromkeys(marks.starts, "starts")}
    if not kinds:
        return []
    title = "Where it hurts: " + "; ".join(sorted(body.of(key).label for key in kinds))
    return [
        ("Your back", raw(figure("back", kinds, title=title))),
        ("Your front", raw(figure("front", kinds, title=title))),
    ]


def _by_answers(asked: Asked, body: Any) -> Marks:
    told = {key for key, answer in asked.case.findings.items() if answer.value is True}
    side = asked.case.side
    keys = [key for region in regions_for(told, body) for key in region.keys]
    return Marks(frozenset(key for key in keys if side in ("both", "unknown") or key.endswith((side, "middle"))))


routes = [Route("/c/{case}/result", result)]
