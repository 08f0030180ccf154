"""How a phone in the same network gets in: with a token that works once, for one case, for a while."""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import Scope

COOKIE = "whatelse_phone"
#: Seconds that a way in stays open.
LASTS = 3600.0
#: What everybody who is in may see beside the one case.
SHARED = ("/static/", "/about", "/accessibility")
REFUSED = "This address needs its own link. Ask for a new one at the computer that shows it.\n"


class Access:
    """One way in over the network. address: of this computer there. case: the only one that is shown.

    The token of the link is used up by the first who opens it; a cookie takes its place. After ``lasts`` seconds
    neither opens anything.
    """

    def __init__(
        self, address: str, case: str, *, lasts: float = LASTS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.address = address
        self.case = case
        self.token = secrets.token_urlsafe(16)
        self._cookie = secrets.token_urlsafe(24)
        self._clock = clock
        self._until = clock() + lasts
        self._used = False
        self._lock = threading.Lock()

    @property
    def path(self) -> str:
        """The path of the link, token included."""
        return f"/c/{self.case}?token={self.token}"

    def answer(self, scope: Scope, headers: Headers) -> Response | None:
        """What is answered instead of the page; None lets the request through."""
        path = scope["path"]
        if self._clock() >= self._until:
            return PlainTextResponse("This link has run out. Ask for a new one.\n", 403)
        if hmac.compare_digest(_cookie(headers).encode(), self._cookie.encode()):
            return None if self._is_shown(path) else PlainTextResponse("Only one case can be seen here.\n", 403)
        given = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("token", [""])[0]
        with self._lock:
            fits = hmac.compare_digest(given.encode(), self.token.encode()) and not self._used
            self._used = self._used or fits
        if not fits:
            return PlainTextResponse(REFUSED, 403)
        response = RedirectResponse(f"/c/{self.case}", 303)
        response.set_cookie(COOKIE, self._cookie, httponly=True, samesite="lax", max_age=int(LASTS))
        return response

    def _is_shown(self, path: str) -> bool:
        own = f"/c/{self.case}"
        return path == own or path.startswith((f"{own}/", *SHARED))


def _cookie(headers: Headers) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found is not None else ""
