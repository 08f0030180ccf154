"""Who may ask: the own computer only, under its own name, from the own pages. Everything else is refused at the door.

A page of another site must neither read answers (DNS rebinding: the Host is checked) nor give some (the origin of every
request that changes something is checked). What comes from another computer needs a token.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from whatelse.web.access import Access
from whatelse.web.api.problems import problem

#: No script, style, image, font or address but our own; nothing written into a page runs.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # With "no-referrer" a browser would not say from where a form comes, and the form would be refused.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")
READING = ("GET", "HEAD", "OPTIONS")
#: Bytes of a form, and of a request to the API.
LARGEST_FORM, LARGEST_API = 64_000, 256_000
#: Bytes of a form that brings a recording, with all its files; and where such a form goes.
LARGEST_RECORDING = 64_000_000
_RECORDING = re.compile(r"/c/[^/]+/stride")


@dataclass(frozen=True)
class Guard:
    """ASGI middleware. access: how others than this computer get in; None: not at all."""

    app: ASGIApp
    access: Access | None = None
    names: tuple[str, ...] = field(default=LOCAL_NAMES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers)
        sender = _with_headers(send, scope["path"])
        if refusal is not None:
            await refusal(scope, receive, sender)
            return
        if self.access is not None and not _is_local(scope):
            answer = self.access.answer(scope, headers)
            if answer is not None:
                await answer(scope, receive, sender)
                return
        await self.app(scope, _limited(receive, _largest(scope)), sender)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        host = headers.get("host", "")
        if _name(host) not in self._names_for(scope):
            return _refused(scope, 421, "This address is not known here.")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or len(length) > 12 or int(length) > _largest(scope):
            return too_large(scope)
        if scope["method"] in READING:
            return None
        origin = headers.get("origin")
        if origin is not None and origin not in (f"http://{host}", f"https://{host}"):
            return _refused(scope, 403, "Refused: this came from another site.")
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return _refused(scope, 403, "Refused: this came from another site.")
        return None

    def _names_for(self, scope: Scope) -> tuple[str, ...]:
        """By the address that was connected to: a name of this computer does not open the address in the network."""
        if self.access is None or _is_local(scope):
            return self.names
        return (self.access.address,)


def _is_api(scope: Scope) -> bool:
    return str(scope["path"]).startswith("/api/")


def _refused(scope: Scope, status: int, line: str) -> Response:
    """One line, to the API in the form that its document promises."""
    return problem(status, line) if _is_api(scope) else PlainTextResponse(f"{line}\n", status)


def _largest(scope: Scope) -> int:
    """Bytes that a request may bring."""
    if _is_api(scope):
        return LARGEST_API
    return LARGEST_RECORDING if _brings_recording(scope) else LARGEST_FORM


def _brings_recording(scope: Scope) -> bool:
    return scope["method"] == "POST" and _RECORDING.fullmatch(scope["path"]) is not None


def too_large(scope: Scope) -> Response:
    """What is said to a request that brings too much."""
    most = f" All files of a recording together may have {LARGEST_RECORDING // 1_000_000} MB; go back and cut it."
    return _refused(scope, 413, f"That is too large.{most if _brings_recording(scope) else ''}")


def _name(host: str) -> str:
    """The host without its port."""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].lower()


def _is_local(scope: Scope) -> bool:
    """Whether it came in over the loopback."""
    server = scope.get("server")
    try:
        return server is None or ipaddress.ip_address(server[0]).is_loopback
    except ValueError:
        return True  # a test client, or a socket of the file system


def _with_headers(send: Send, path: str) -> Send:
    async def sender(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            if not path.startswith("/static/"):
                headers["Cache-Control"] = "no-store"
        await send(message)

    return sender


class TooLarge(Exception):
    """More came than was said."""


def _limited(receive: Receive, limit: int) -> Receive:
    """Reads no more than ``limit`` bytes, whatever the length was said to be."""
    seen = 0

    async def receiver() -> Message:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > limit:
                raise TooLarge
        return message

    return receiver
