"""The whole interview in a browser: with and without scripts, on a phone and on a desktop."""

from typing import Any

import pytest

from sampling import sample
from tests.browser.chromium import DESK, PHONE, window
from tests.browser.looks import all_faults
from tests.browser.walk import answer, go_on, key

SIZES = {"phone": PHONE, "desk": DESK}
#: In the quick run the desktop without scripts; the others of the long run are gone by other tests as well.
RUNS = sample([("desk", False)], [(size, on) for size in SIZES for on in (True, False)])


@pytest.mark.parametrize(("size", "scripted"), RUNS)
def test_a_runner_gets_from_the_first_page_to_a_result(browser: Any, url: str, size: str, scripted: bool) -> None:
    with window(browser, url, SIZES[size], java_script_enabled=scripted) as w:
        w.open()
        w.picture(f"start-{size}")
        w.page.get_by_role("button", name="I am a runner").click()
        go_on(w, scripted=scripted)
        assert w.page.get_by_role("heading", level=1).inner_text() == "Your result"
        assert "does not fit well" in w.page.locator("dl.lead3").inner_text()
        w.picture(f"result-{size}")
        if not scripted:
            w.page.get_by_role("link", name="How sure are these numbers?").click()
            assert "range" in w.page.locator("#sources").inner_text()


def test_every_page_is_free_of_faults_large_enough_and_narrow_enough(browser: Any, url: str) -> None:
    """axe finds nothing; every control has 44 pixels; nothing runs out of a page of 320 pixels."""
    found: dict[str, list[str]] = {}
    pictures = {"screen:leg": "safety-phone", "site": "body-map-phone"}
    with window(browser, url) as w:

        def faults() -> list[str]:
            return all_faults(w)

        w.open()
        found["start"] = faults()
        w.page.get_by_role("button", name="I am a runner").click()

        def look(asked: str) -> None:
            if asked not in found and not w.page.url.endswith("/result"):
                found[asked] = faults()
                if asked in pictures:
                    w.picture(pictures[asked])
                elif "site" in found and w.page.get_by_role("button", name="Yes", exact=True).count():
                    w.picture("question-phone")

        go_on(w, each=look)
        w.page.get_by_text("range").first.wait_for()
        w.page.locator("#challenge").wait_for()
        found["result"] = faults()
        w.picture("result-phone")
        base = w.page.url.removesuffix("/result").removeprefix(url)
        for path in ("/answers", "/part/challenge", "/again/site"):
            w.open(base + path)
            found[path] = faults()
        for path in ("/about", "/accessibility"):
            w.open(path)
            found[path] = faults()
    assert {page: faults for page, faults in found.items() if faults} == {}
    assert len(found) > 15


def test_the_dark_pages_and_an_emergency_are_free_of_faults_too(browser: Any, url: str) -> None:
    with window(browser, url, color_scheme="dark") as w:
        w.open()
        w.page.get_by_role("button", name="I am a runner").click()
        go_on(w, "screen:nerves")
        assert w.faults() == []
        w.page.get_by_label("The skin between my legs is numb").check()
        w.page.get_by_label("None of these is true").check()
        w.page.get_by_role("button", name="Next", exact=True).click()
        assert "Stop and read this" in w.page.get_by_role("heading", level=1).inner_text()
        assert w.faults() == []
        w.picture("emergency-dark-phone")
        go_on(w, "site")
        assert w.faults() == []
        w.picture("body-map-dark-phone")
        go_on(w)
        assert w.faults() == []


def test_two_windows_on_one_case_do_not_mix(browser: Any, url: str) -> None:
    with window(browser, url) as first, window(browser, url) as second:
        first.open()
        first.page.get_by_role("button", name="I am a runner").click()
        second.open(first.page.url.removeprefix(url))
        answer(first)
        second.page.locator("#number").fill("19")
        second.page.get_by_role("button", name="Next", exact=True).click()
        assert "gone on in another window" in second.page.get_by_role("heading", level=1).inner_text()
        second.said.clear()  # the browser notes that the answer was refused
        second.page.get_by_role("link", name="Show where it stands now").click()
        assert key(second.page) == "screen:nerves"
        second.page.goto(second.page.url + "/answers")
        assert "41" in second.page.locator("main").inner_text()


def test_back_undo_and_change_work_without_scripts(browser: Any, url: str) -> None:
    with window(browser, url, java_script_enabled=False) as w:
        w.open()
        w.page.get_by_role("button", name="I am a runner").click()
        go_on(w, "screen:nerves", scripted=False)
        w.page.get_by_role("link", name="Back").click()
        assert key(w.page) == "sex"
        w.page.get_by_role("button", name="Male", exact=True).click()
        assert key(w.page) == "screen:nerves"
        w.page.get_by_role("button", name="Undo the last answer").click()
        w.page.get_by_role("link", name="Your answers").click()
        w.page.get_by_role("link", name="Change").first.click()
        assert w.page.locator("#number").input_value() == "41"
