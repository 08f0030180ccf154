"""The app: addresses, the guard before them, and what is said when something goes wrong."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from whatelse.errors import InputError
from whatelse.knowledge.body_map import load_body_map
from whatelse.knowledge.schema import Knowledge
from whatelse.web import about, interview, mechanics, parts, results, sheet, start, stride, take_away
from whatelse.web.access import Access
from whatelse.web.api.problems import problem
from whatelse.web.api.routes import api_app
from whatelse.web.cases import Cases, Conflict, MemoryCases
from whatelse.web.desk import Desk, Kept
from whatelse.web.guard import Guard, TooLarge, too_large
from whatelse.web.pages import page
from whatelse.web.recordings import Recordings


def create_app(knowledge: Knowledge, store: Cases | None = None, access: Access | None = None) -> ASGIApp:
    """The app over one knowledge. store: where cases are kept (default: in memory, gone with the process).

    access: how another computer gets in, with a token; without it only this one does.
    """
    body = load_body_map()
    app = Starlette(
        routes=[
            *start.routes,
            *interview.routes,
            *results.routes,
            *sheet.routes,
            *parts.routes,
            *mechanics.routes,
            *take_away.routes,
            *stride.routes,
            *about.routes,
            Mount("/api", api_app(knowledge, body)),
            Mount("/static", StaticFiles(packages=[("whatelse.web", "static")]), name="static"),
        ],
        middleware=[Middleware(GZipMiddleware, minimum_size=2000, compresslevel=5)],
        exception_handlers={
            HTTPException: _http_error,
            KeyError: _no_case,
            Conflict: _conflict,
            InputError: _bad_input,
            TooLarge: _too_large,
        },
    )
    app.state.desk = Desk(knowledge, store if store is not None else MemoryCases())
    app.state.body = body
    app.state.phone = access
    app.state.before = Kept()
    app.state.results = Kept()
    app.state.read_as = Kept()
    app.state.recordings = Recordings()
    app.state.in_case = Kept()
    return Guard(app, access)


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if request.scope["path"].startswith("/api/"):  # an address with a line break in it leads to no app below
        return problem(error.status_code)
    titles = {404: "There is no such page", 405: "This page can not be used that way"}
    return page("error.html", error.status_code, title=titles.get(error.status_code, "That did not work"), text="")


def _no_case(request: Request, error: Exception) -> Response:
    return page("error.html", 404, title="There is no such case", text="It may have been deleted.")


def _bad_input(request: Request, error: Exception) -> Response:
    return page("error.html", 422, title="That can not be used", text=str(error))


def _conflict(request: Request, error: Exception) -> Response:
    case = request.path_params.get("case", "")
    return page("conflict.html", 409, case=case)


def _too_large(request: Request, error: Exception) -> Response:
    return too_large(request.scope)


__all__ = ["create_app"]
