"""Requests to the app without a network: headers as a browser sends them, forms, redirects that are followed."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import msgspec

from inference.shipped import KNOWLEDGE
from whatelse.web import create_app

HOST = "127.0.0.1:8080"
SERVER = ("127.0.0.1", 8080)


@dataclass(frozen=True)
class Answer:
    """What came back. path: where it came from, redirects followed."""

    status: int
    headers: dict[str, str]
    body: bytes
    path: str

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return msgspec.json.decode(self.body)

    @property
    def number(self) -> str:
        """How many events the forms of the page were made after."""
        return re.search(r'name="n" value="(\d+)"', self.text)[1]

    @property
    def key(self) -> str:
        """What the page asks; "" where it asks nothing."""
        found = re.search(r'name="key" value="([^"]+)"', self.text)
        return found[1] if found else ""

    @property
    def heading(self) -> str:
        return re.search(r"<h1>(.*?)</h1>", self.text, re.S)[1]


@dataclass
class Caller:
    """One browser. server: the address that it connected to."""

    app: Any = field(default_factory=lambda: create_app(KNOWLEDGE))
    host: str = HOST
    server: tuple[str, int] = SERVER
    cookie: str = ""

    def get(self, path: str, headers: dict[str, str] | None = None, follow: bool = True) -> Answer:
        return self._call("GET", path, b"", headers or {}, follow)

    def post(
        self, path: str, form: dict[str, Any] | None = None, headers: dict[str, str] | None = None, follow: bool = True
    ) -> Answer:
        body = urlencode(form or {}, doseq=True).encode()
        kind = {"content-type": "application/x-www-form-urlencoded", "origin": f"http://{self.host}"}
        return self._call("POST", path, body, {**kind, **(headers or {})}, follow)

    def post_files(
        self, path: str, form: dict[str, str], files: dict[str, tuple[str, bytes]], follow: bool = True
    ) -> Answer:
        """files: field -> name and content."""
        mark = "----a-mark-that-no-file-holds"
        parts = [f'Content-Disposition: form-data; name="{key}"\r\n\r\n{value}'.encode() for key, value in form.items()]
        for key, (name, content) in files.items():
            head = f'Content-Disposition: form-data; name="{key}"; filename="{name}"\r\n\r\n'
            parts.append(head.encode() + content)
        body = b"".join(f"--{mark}\r\n".encode() + part + b"\r\n" for part in parts) + f"--{mark}--\r\n".encode()
        kind = {"content-type": f"multipart/form-data; boundary={mark}", "origin": f"http://{self.host}"}
        return self._call("POST", path, body, kind, follow)

    def post_json(self, path: str, value: Any, headers: dict[str, str] | None = None) -> Answer:
        body = value if isinstance(value, bytes) else msgspec.json.encode(value)
        return self._call("POST", path, body, {"content-type": "application/json", **(headers or {})}, False)

    def method(self, method: str, path: str) -> Answer:
        return self._call(method, path, b"", {}, False)

    def _call(self, method: str, path: str, body: bytes, headers: dict[str, str], follow: bool) -> Answer:
        sent = {"host": self.host, "content-length": str(len(body)), **headers}
        if self.cookie:
            sent["cookie"] = self.cookie
        # In a thread of its own: the browser tests may have left a loop that runs in this one.
        with ThreadPoolExecutor(1) as thread:
            answer = thread.submit(asyncio.run, self._asgi(method, path, body, sent)).result()
        if "set-cookie" in answer.headers:
            self.cookie = answer.headers["set-cookie"].partition(";")[0]
        if follow and answer.status == 303:
            return self.get(answer.headers["location"])
        return answer

    async def _asgi(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        plain, _, query = path.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": plain,
            "raw_path": plain.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(k.lower().encode(), v.encode()) for k, v in headers.items()],
            "server": self.server,
            "client": ("127.0.0.1", 50000),
        }
        sent: list[dict[str, Any]] = []
        waiting = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> dict[str, Any]:
            if not waiting:
                await asyncio.Event().wait()  # still there, and silent
            return waiting.pop(0)

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        start = sent[0]
        found = {k.decode(): v.decode() for k, v in start["headers"]}
        return Answer(start["status"], found, b"".join(m.get("body", b"") for m in sent[1:]), path)


def opened(caller: Caller, audience: str = "runner") -> str:
    """The address of a new case."""
    answer = caller.post("/cases", {"for": audience}, follow=False)
    assert answer.status == 303
    return answer.headers["location"]


#: What the runner of the tests says; all else is no, or not known.
SAID: dict[str, dict[str, Any]] = {
    "age": {"number": "41"},
    "sex": {"value": "female"},
    "told": {"told": ["hamstring strain"]},
    "tried": {"nothing": "1"},
    "scan": {"kind": "MRI", "part": "thigh", "week": "6", "result": "normal", "last": "1"},
    "site": {"starts": ["sit_bone.left"], "none_of_the_rest": "1"},
    "weeks_since_onset": {"number": "30"},
    "worse_sitting": {"value": "yes"},
    "worse_hard_seat": {"value": "yes"},
    "focal_pain_one_finger": {"value": "yes"},
    "worse_sprint_or_uphill": {"value": "yes"},
}


def reply(page: Answer, said: dict[str, dict[str, Any]] = SAID) -> dict[str, Any]:
    """The form that answers a page."""
    form: dict[str, Any] = {"n": page.number, "key": page.key}
    if page.key in said:
        return form | said[page.key]
    if page.key.startswith("screen:"):
        return form | {"rest": "none"}
    return form | {"value": "no" if 'value="no"' in page.text else "dont_know"}


def go_on(caller: Caller, base: str, until: str = "", said: dict[str, dict[str, Any]] = SAID, most: int = 80) -> Answer:
    """Answers page after page until one asks ``until``, or the result is there."""
    page = caller.get(base)
    for _ in range(most):
        if page.path.endswith("/result") or (until and page.key == until):
            return page
        page = caller.post(f"{base}/answer" if page.key else f"{base}/read", reply(page, said))
        assert page.status == 200, page.text
    raise AssertionError(f"no end after {most} pages, at {page.key}")
