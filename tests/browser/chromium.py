"""A real browser on a running server: pages, what they ask for, what they complain of, what axe finds."""

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

AXE = (Path(__file__).parent / "axe.min.js").read_text("utf-8")
SCREENS = Path(__file__).parents[2] / "docs" / "screens"
#: With WHATELSE_SCREENS=1 the tests write the pictures of the documentation anew.
WRITES = os.environ.get("WHATELSE_SCREENS") == "1"
REQUIRED = os.environ.get("WHATELSE_REQUIRE_BROWSER") == "1"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def executable() -> str | None:
    names = (os.environ.get("WHATELSE_CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if name and (found := shutil.which(name))), None)


def missing() -> str | None:
    """Why no browser can be driven here, or None."""
    try:
        import playwright.sync_api  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError as error:
        return f"no {error.name}: install the development packages"
    if executable() is None:
        return "no chromium: install it, or name it in WHATELSE_CHROMIUM"
    return None


@contextmanager
def server(app: Any = None) -> Iterator[str]:
    """The app (default: a fresh one) on a free port of this computer; gives its address."""
    import uvicorn

    from inference.shipped import KNOWLEDGE
    from whatelse.web import create_app

    config = uvicorn.Config(app or create_app(KNOWLEDGE), host="127.0.0.1", port=0, log_level="error", lifespan="off")
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.02)
    port = running.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    running.should_exit = True
    thread.join(10)


@dataclass
class Window:
    """One window. asked: every address that it asked for. said: what its console said, errors that pages threw too."""

    page: Any
    url: str
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    screens: int = 0

    def watch(self) -> None:
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.said.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.said.append(f"error: {error}"))
        self.page.on("requestfailed", self._failed)

    def _failed(self, request: Any) -> None:
        """What a page still waits for when it is left is given up, and no fault."""
        if request.failure != "net::ERR_ABORTED":
            self.said.append(f"failed: {request.url} {request.failure}")

    def open(self, path: str = "/") -> None:
        self.page.goto(self.url + path)
        self.screens += 1

    def picture(self, name: str) -> None:
        """A picture for the documentation, of what can be seen at once."""
        if WRITES:
            from PIL import Image  # comes with matplotlib

            SCREENS.mkdir(exist_ok=True)
            path = SCREENS / f"{name}.png"
            self.page.screenshot(path=path)
            Image.open(path).convert("RGB").quantize(128).save(path, optimize=True)

    def picture_of_paper(self, name: str, content: bytes) -> None:
        """A picture for the documentation, of the first page of a PDF."""
        if WRITES:
            import pypdfium2

            image = pypdfium2.PdfDocument(content)[0].render(scale=794 / 595).to_pil()
            image.convert("RGB").quantize(128).save(SCREENS / f"{name}.png", optimize=True)

    def faults(self) -> list[str]:
        """What axe finds on the page."""
        self.page.evaluate(AXE)
        found = self.page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES)
        return [
            f"{one['id']}: {node['target']} {node.get('failureSummary', '')}"
            for one in found["violations"]
            for node in one["nodes"]
        ]

    def check_quiet(self) -> None:
        """No other computer was asked for anything, and nothing was complained of."""
        assert [address for address in self.asked if not address.startswith(self.url + "/")] == []
        assert self.said == []


@contextmanager
def window(browser: Any, url: str, size: dict[str, int] = PHONE, **options: Any) -> Iterator[Window]:
    """A fresh window, which must have been quiet when it is closed."""
    context = browser.new_context(viewport=size, **options)
    context.set_default_timeout(30_000)
    found = Window(context.new_page(), url)
    found.watch()
    yield found
    context.close()
    found.check_quiet()
