"""axe, size and width on every page that there is, light and dark, with scripts and without; no template left out."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import whatelse.web
from inference.shipped import KNOWLEDGE
from sampling import sample
from tests.browser.chromium import server, window
from tests.browser.every_page import PAGES, Page, Ways
from tests.browser.looks import all_faults
from tests.web.caller import Caller
from whatelse.web import create_app
from whatelse.web.pages import environment

TEMPLATES = {path.name for path in (Path(whatelse.web.__file__).parent / "templates").glob("*.html")}
#: Templates whose pages have such a test of their own, in a file of their own.
ELSEWHERE = {
    "mechanics.html",
    *(f"part_mechanics_{part}.html" for part in ("chain", "form", "limits", "nerve", "stretch", "told", "what_if")),
    "stride.html",
    *(f"part_stride_{part}.html" for part in ("case", "form", "progress")),
}
#: Whether scripts run; each page is looked at light and dark. Without scripts in the long run only: there the walks of
#: other tests go through most of the pages.
SCRIPTED = sample([True], [True, False])


@pytest.fixture(scope="module")
def ways(browser: Any) -> Ways:
    return Ways(Caller(create_app(KNOWLEDGE)))


@pytest.fixture(scope="module")
def own(ways: Ways) -> Iterator[str]:
    """The address of a server over the cases of ``ways``."""
    with server(ways.caller.app) as address:
        yield address


@pytest.fixture
def used(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The templates that were rendered, included and extended ones too."""
    found: set[str] = set()
    get = environment().get_template

    def noted(name: Any, *args: Any, **more: Any) -> Any:
        template = get(name, *args, **more)
        found.add(str(template.name))
        return template

    monkeypatch.setattr(environment(), "get_template", noted)
    return found


@pytest.mark.parametrize("scripted", SCRIPTED, ids=lambda on: "scripts" if on else "no scripts")
@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_free_of_faults(
    browser: Any, own: str, ways: Ways, used: set[str], name: str, scripted: bool
) -> None:
    page: Page = PAGES[name]
    path = page.leads(ways)
    with window(browser, own, color_scheme="light", reduced_motion="reduce") as w:  # no colour half changed
        if not scripted:  # axe itself is a script, so the page's own are made empty instead
            w.page.route("**/*.js*", lambda route: route.fulfill(body="", content_type="text/javascript"))
        used.clear()
        w.open(path)
        if page.meanwhile is not None:
            page.meanwhile(ways.caller, path)
        if page.press is not None:
            used.clear()
            page.press(w.page)
            w.page.wait_for_load_state()
        while scripted and w.page.locator("[hx-get]").count():
            w.page.locator("[hx-get]").first.wait_for(state="detached")
        assert all_faults(w) == []
        w.page.emulate_media(color_scheme="dark")
        assert w.faults() == []
        if scripted or not page.made_of.startswith(("result", "sheet")):  # their slow parts are pages of their own
            assert used == page.templates
        if page.refused:
            w.said.clear()  # the browser notes that something was refused


def test_no_template_is_left_out() -> None:
    seen = set().union(*(page.templates for page in PAGES.values()))
    assert TEMPLATES - seen - ELSEWHERE == set(), "name a page that shows these in tests/browser/every_page.py"
    assert seen - TEMPLATES == set()
