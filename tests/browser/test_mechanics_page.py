"""The page "The hips as a machine" in a browser: phone and desktop, with and without scripts, by keyboard, by axe."""

from typing import Any

import pytest

from tests.browser.chromium import DESK, PHONE, window
from tests.browser.looks import CONTROLS, NARROW, SMALL, WIDE
from tests.browser.walk import go_on

TRIED = "?overstride=-5&cadence=5&right_hip_extension=10&held=piriformis&held=sit_bone"
#: Words of a picture that a phone shows smaller than this, in pixels.
LEGIBLE = 9.5
TINY = """least => [...document.querySelectorAll("svg.machine text")].map(one => [one.textContent,
    one.getBoundingClientRect().height]).filter(([_, height]) => height < least)"""
#: What runs out of its picture.
CUT = """() => [...document.querySelectorAll("svg.machine")].flatMap(svg => {
    const whole = svg.getBoundingClientRect();
    return [...svg.querySelectorAll("text, circle, rect, polyline, polygon")].filter(one => {
        const own = one.getBoundingClientRect();
        const half = parseFloat(one.getAttribute("stroke-width") || 0) / 2 * whole.width / svg.viewBox.baseVal.width;
        const out = one.tagName === "polyline" ? half - 1 : -1;
        return own.left < whole.left + out || own.right > whole.right - out || own.bottom > whole.bottom - out
            || own.top < whole.top + out;
    }).map(one => one.outerHTML.slice(0, 120));
})"""
#: Words of a picture that lie over other words.
OVER = """() => [...document.querySelectorAll("svg.machine")].flatMap(svg => {
    const all = [...svg.querySelectorAll("text")].map(one => [one.textContent, one.getBoundingClientRect()]);
    return all.flatMap(([a, p], k) => all.slice(k + 1).filter(([_, q]) =>
        p.left < q.right - 2 && q.left < p.right - 2 && p.top < q.bottom - 5 && q.top < p.bottom - 5)
        .map(([b]) => `${a} over ${b}`));
})"""


@pytest.fixture(scope="module")
def path(browser: Any, url: str) -> str:
    """The address of the page for a runner who answered everything."""
    with window(browser, url) as w:
        w.open()
        w.page.get_by_role("button", name="I am a runner").click()
        go_on(w)
        return w.page.url.removeprefix(url).removesuffix("/result") + "/mechanics"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("query", ["", TRIED, TRIED + "&for=clinician"])
def test_the_page_is_free_of_faults_large_enough_and_narrow_enough(
    browser: Any, url: str, path: str, scheme: str, query: str
) -> None:
    with window(browser, url, color_scheme=scheme) as w:
        w.open(path + query)
        assert w.faults() == []
        assert w.page.evaluate(SMALL, CONTROLS) == []
        assert w.page.evaluate(TINY, LEGIBLE) == []
        assert w.page.evaluate(CUT) == [] and w.page.evaluate(OVER) == []
        w.page.set_viewport_size(NARROW)
        assert w.page.evaluate(WIDE) == []


@pytest.mark.parametrize(("size", "scripted"), [(PHONE, True), (DESK, False)])
def test_a_runner_tries_a_change_and_reads_what_follows(
    browser: Any, url: str, path: str, size: dict[str, int], scripted: bool
) -> None:
    with window(browser, url, size, java_script_enabled=scripted) as w:
        w.open(path)
        w.picture(f"mechanics-{'phone' if size is PHONE else 'desk'}")
        w.page.get_by_role("link", name="Land 5 cm nearer").click()
        assert "#answer" in w.page.url
        assert "stretched less at its longest" in w.page.locator("#answer").inner_text()
        assert w.page.get_by_label("Foot at landing").input_value() == "-5"
        w.page.get_by_text("Make a joint stiff").click()
        w.page.get_by_label("Right hip extension").fill("10")
        w.page.get_by_text("Hold the nerve at a place").click()
        w.page.get_by_label("Sit bone").check()
        w.page.get_by_role("button", name="Show what follows").click()
        assert "The stride had to get shorter" in w.page.locator("#answer").inner_text()
        assert "(held)" in w.page.locator("main").inner_text()
        w.page.get_by_role("link", name="Start anew").click()
        assert w.page.locator("#answer").inner_text().strip() == ""


def test_the_page_needs_only_the_keyboard(browser: Any, url: str, path: str) -> None:
    with window(browser, url, DESK) as w:
        w.open(path)
        named = "(document.activeElement.id || document.activeElement.textContent || '').trim()"

        def reach(name: str) -> None:
            for _ in range(60):
                w.page.keyboard.press("Tab")
                if w.page.evaluate(named) == name:
                    return
            raise AssertionError(f"{name} cannot be reached by Tab")

        reach("Make a joint stiff")
        w.page.keyboard.press("Enter")
        reach("f-left_hip_extension")
        w.page.keyboard.type("10")
        with w.page.expect_navigation():
            w.page.keyboard.press("Enter")
        assert "Tire on rim" in w.page.locator("#answer").inner_text()


def test_every_picture_is_named_for_a_reader_of_the_screen(browser: Any, url: str, path: str) -> None:
    with window(browser, url) as w:
        w.open(path + TRIED)
        for name in (
            "The runner at landing",
            "The runner at toe-off",
            "The runner at mid-swing",
            "Stretch of the hamstring through the stride",
            "The chain with 10° less right hip extension",
            "Load along the sciatic nerve (teaching model)",
        ):
            assert w.page.get_by_role("img", name=name).count() == 1, name


def test_chain_and_nerve_are_pictured_for_the_documentation(browser: Any, url: str, path: str) -> None:
    with window(browser, url, DESK, color_scheme="dark") as w:
        w.open(path + TRIED)
        heading = w.page.get_by_role("heading", name="Who must move more")
        heading.scroll_into_view_if_needed()
        w.page.evaluate("top => scrollTo(0, top)", heading.bounding_box()["y"] + w.page.evaluate("scrollY") - 20)
        assert w.page.locator("svg.machine").first.is_visible()
        w.picture("mechanics-chain-dark-desk")
