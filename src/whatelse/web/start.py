"""The first page: who is asking, which cases there are; opening and deleting a case."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from whatelse.errors import InputError
from whatelse.interview.types import Audience
from whatelse.web.pages import page


def first(request: Request) -> Response:
    """Runner or clinician, and the cases of this computer."""
    desk = request.app.state.desk
    settings = [(one.id, one.label) for one in desk.knowledge.settings.values()]
    return page(
        "start.html",
        cases=desk.cases.list(),
        settings=sorted(settings, key=lambda item: (item[0] != desk.knowledge.default_setting, item[1])),
    )


async def open_case(request: Request) -> Response:
    """A new case, then its first question; for clinicians the sheet with everything on it."""
    form = await request.form()
    audience = str(form.get("for", ""))
    wanted: dict[str, Audience] = {"runner": "runner", "clinician": "clinician"}
    if audience not in wanted:
        raise InputError("Please choose who answers: a runner or a clinician.")
    setting = str(form.get("setting", "")) or None
    case = request.app.state.desk.open(wanted[audience], setting)
    return RedirectResponse(f"/c/{case}", 303)


async def delete_case(request: Request) -> Response:
    """Asked twice: the form carries the word that the page asks for."""
    form = await request.form()
    case = request.path_params["case"]
    desk = request.app.state.desk
    desk.cases.events(case)
    if form.get("sure") != "yes":
        return page("delete.html", case=case)
    desk.delete(case)
    request.app.state.recordings.forget(case)
    return RedirectResponse("/", 303)


routes = [
    Route("/", first),
    Route("/cases", open_case, methods=["POST"]),
    Route("/c/{case}/delete", delete_case, methods=["POST"]),
]
