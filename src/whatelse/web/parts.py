"""Slow parts of a result, each fetched after the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from whatelse.challenge import Challenged, challenge_case, claims_of
from whatelse.inference.assess import differential_of
from whatelse.inference.explanation import explain
from whatelse.inference.intervals import intervals
from whatelse.interview.exam_plan import exam_plan_of
from whatelse.plan import plan_for
from whatelse.report.exam_plan import exam_plan_text
from whatelse.report.note import note_text
from whatelse.report.runner_result import runner_result_of
from whatelse.web.asked import Asked, asked_of
from whatelse.web.pages import page

#: Minutes of the examination that the sheet of a clinician plans.
MINUTES = 5.0


def part(request: Request) -> Response:
    """One slow part of a result: alone where a script asks for it, as a page of its own where a person does."""
    asked = asked_of(request)
    name = request.path_params["name"]
    if name not in PARTS:
        raise KeyError(name)
    if asked.session.safety_open:
        return RedirectResponse(f"/c/{asked.case_id}", 303)
    title, make = PARTS[name]
    template, values = make(asked)
    alone = request.headers.get("hx-request") == "true"
    return page(template if alone else "part_page.html", inner=template, title=title, **values, **asked.values)


def _ranges(asked: Asked) -> tuple[str, dict[str, Any]]:
    session = asked.session
    found = runner_result_of(session.weighed, asked.case, session.terms.setting, intervals(session.weighed))
    return "part_sources.html", {"result": found, "ranges": True, "knowledge": session.knowledge, "emergency": False}


def _intervals(asked: Asked) -> tuple[str, dict[str, Any]]:
    found = intervals(asked.session.weighed)
    knowledge = asked.session.knowledge
    differential = differential_of(asked.session.weighed, "all")
    ranked = [(differential.entry(name), p) for name, p in differential.ranking if name != "something_else"]
    rooms = (knowledge.conditions, knowledge.findings, knowledge.families)
    return "part_ranking.html", {
        "ranked": ranked,
        "differential": differential,
        "ends": {one.condition: one for one in found.ranking},
        "influences": found.influences,
        "labels": {key: item.label for room in rooms for key, item in room.items()},
    }


def _why(asked: Asked) -> tuple[str, dict[str, Any]]:
    return "part_why.html", {"explanation": explain(asked.session.weighed)}


def _challenge(asked: Asked) -> tuple[str, dict[str, Any]]:
    session = asked.session
    claims, _ = claims_of(session.case, session.knowledge)
    found: Challenged = challenge_case(
        session.case, claims, session.knowledge, session.terms.setting, weighed=session.weighed
    )
    return "part_challenge.html", {"challenged": found, "knowledge": session.knowledge}


def _exam(asked: Asked) -> tuple[str, dict[str, Any]]:
    weighed = asked.session.weighed
    plan = plan_for(weighed, asked.session.triage)
    floors = tuple(floor.floor for floor in plan.floors)
    text = exam_plan_text(exam_plan_of(weighed, minutes=MINUTES, floors=floors))
    return "part_text.html", {"name": "exam", "text": text.partition("\n\n")[2] or text}


def _note(asked: Asked) -> tuple[str, dict[str, Any]]:
    return "part_text.html", {"name": "note", "text": note_of(asked)}


def note_of(asked: Asked) -> str:
    weighed, alarm = asked.session.weighed, asked.session.triage
    return note_text(
        weighed.case,
        asked.session.knowledge,
        differential_of(weighed, "all"),
        explain(weighed),
        plan_for(weighed, alarm),
        alarm,
    )


Part = Callable[[Asked], tuple[str, dict[str, Any]]]
PARTS: dict[str, tuple[str, Part]] = {
    "ranges": ("How sure these numbers are", _ranges),
    "intervals": ("Possible sources with their ranges", _intervals),
    "why": ("Why each source stands where it stands", _why),
    "challenge": ("What was told, and what fits better", _challenge),
    "exam": ("What to examine next", _exam),
    "note": ("Note to copy", _note),
}


routes = [Route("/c/{case}/part/{name}", part)]
