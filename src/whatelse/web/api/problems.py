"""Errors of the API as application/problem+json (RFC 9457): one line that says what to mend, never a traceback."""

from __future__ import annotations

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from whatelse.errors import InputError
from whatelse.web.api.types import Problem

KIND = "application/problem+json"
TITLES = {
    400: "The request cannot be read",
    403: "The request came from another site",
    404: "There is no such thing",
    405: "This method is not for this address",
    413: "The request is too large",
    415: "The request has another type than application/json",
    421: "The Host is not this computer",
    422: "The request cannot be answered",
    503: "This took too long",
}


class Refused(Exception):
    """A request that is answered with a problem."""

    def __init__(self, status: int, detail: str = "", field: str = "") -> None:
        super().__init__(detail)
        self.status, self.detail, self.field = status, detail, field


def problem(status: int, detail: str = "", field: str = "", headers: dict[str, str] | None = None) -> Response:
    """The response of an error."""
    body = Problem(title=TITLES.get(status, "The request was refused"), status=status, detail=detail, field=field)
    return Response(msgspec.json.encode(body), status, media_type=KIND, headers=headers)


def refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return problem(error.status, error.detail, error.field)


def bad_input(request: Request, error: Exception) -> Response:
    assert isinstance(error, InputError)
    return problem(422, error.message, error.field or "")


def http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return problem(error.status_code, headers=dict(error.headers) if error.headers else None)


def unexpected(request: Request, error: Exception) -> Response:
    """The last resort: nothing of the inside is told."""
    return problem(500, "An error inside the program; the server's own output says more.")
