"""The people of the issue: a runner from the first screen to a printed page, a therapist from nothing to a note."""

from typing import Any

from tests.browser.chromium import DESK, PHONE, window
from tests.browser.walk import go_on

MOST_SCREENS, MOST_KEYSTROKES = 30, 80
LINE = "left sit+ po+ bks+ slump- slr-"


def test_a_runner_gets_a_printed_page_within_thirty_screens(browser: Any, url: str) -> None:
    with window(browser, url, PHONE) as w:
        w.open()
        w.page.get_by_role("button", name="I am a runner").click()
        w.screens += 1
        go_on(w)
        w.page.locator("#challenge").wait_for()
        w.page.get_by_text("The range says").wait_for()
        assert w.page.get_by_text("It looked at the thigh and may stop below the sit bone").count()
        w.page.emulate_media(media="print")
        assert not w.page.get_by_role("button", name="Print this page").is_visible()
        paper = w.page.pdf(format="A4", margin=dict.fromkeys(("top", "right", "bottom", "left"), "14mm"))
        assert paper.startswith(b"%PDF-")
        w.picture_of_paper("result-print", paper)
        assert w.screens <= MOST_SCREENS, w.screens


def test_a_therapist_gets_to_a_note_by_keyboard_within_eighty_keystrokes(browser: Any, url: str) -> None:
    strokes = 0

    with window(browser, url, DESK) as w:

        def press(name: str) -> None:
            nonlocal strokes
            strokes += 1
            w.page.keyboard.press(name)

        def type_in(text: str) -> None:
            nonlocal strokes
            strokes += len(text)
            w.page.keyboard.type(text)

        def asked() -> str:
            w.page.wait_for_load_state()
            found = w.page.locator("input[name=key]")
            return found.first.get_attribute("value") if found.count() else ""

        w.open()
        for _ in range(4):  # past "skip", the name of the program and the runner's button
            press("Tab")
        press("Enter")
        w.page.wait_for_url("**/c/*")
        type_in("41")
        press("Enter")
        w.page.wait_for_selector("input[name=key][value=sex]", state="attached")
        press("1")
        for screen in ("nerves", "ill", "leg", "walking", "you"):
            w.page.wait_for_selector(f'input[name=key][value="screen:{screen}"]', state="attached")
            press("n")
        w.page.wait_for_selector("input[name=key][value=told]", state="attached")
        w.picture("told-desk")
        press("Enter")
        w.page.wait_for_selector("input[name=key][value=tried]", state="attached")
        press("Enter")
        w.page.wait_for_selector("input[name=key][value=scan]", state="attached")
        press("n")
        w.page.wait_for_selector("input[name=key][value=scan]", state="detached")

        def to_the_sheet() -> None:
            """Denies the safety questions that matter, leaves the map for later, then opens the sheet."""
            before = asked()
            asks_for_more = ("site", "weeks_since_onset")  # which safety questions matter hangs on these
            while before in asks_for_more or w.page.get_by_text("about safety").count():
                if before == "weeks_since_onset":
                    type_in("30")
                press({"site": "d", "weeks_since_onset": "Enter"}.get(before, "n"))
                w.page.wait_for_selector(f'input[name=key][value="{before}"]', state="detached")
                before = asked()
            press("s")
            w.page.wait_for_url("**/sheet")

        to_the_sheet()
        type_in(LINE)
        press("Enter")
        w.page.get_by_text("Read as:").wait_for()
        while w.page.get_by_text("Safety questions come first").count():  # what was added makes others matter
            press("Enter")
            w.page.wait_for_selector("input[name=key]", state="attached")
            to_the_sheet()
        w.page.wait_for_selector("#note pre", timeout=60_000)
        w.page.locator("#challenge").wait_for()
        w.page.locator("#ranking .bar").first.wait_for()
        w.page.locator("#exam pre").wait_for()
        note = " ".join(w.page.locator("#note pre").inner_text().split())
        assert "NOTE FOR A CLINICIAN" in note and "Puranen" in note and "30 weeks since onset" in note
        assert w.faults() == []
        w.page.evaluate("scrollTo(0, 0)")
        w.picture("sheet-desk")
        assert strokes <= MOST_KEYSTROKES, strokes


def test_single_keys_can_be_turned_off(browser: Any, url: str) -> None:
    with window(browser, url, DESK) as w:
        w.open()
        w.page.get_by_role("button", name="I am a clinician").click()
        w.page.locator("#number").fill("41")
        w.page.get_by_role("button", name="Next", exact=True).click()
        w.page.get_by_role("button", name="Turn them off").click()
        w.page.keyboard.press("1")
        w.page.wait_for_timeout(200)
        assert w.page.locator("input[name=key][value=sex]").count() == 1
        w.page.get_by_role("button", name="Turn them on").click()
        w.page.keyboard.press("1")
        w.page.wait_for_selector('input[name=key][value="screen:nerves"]', state="attached")


def test_a_runner_needs_only_the_keyboard(browser: Any, url: str) -> None:
    """Tab and the keys of each control; nothing is clicked."""
    with window(browser, url, DESK) as w:
        w.open()

        def reach(name: str) -> None:
            for _ in range(220):
                w.page.keyboard.press("Tab")
                if (
                    w.page.evaluate(
                        "(document.activeElement.getAttribute('aria-label') || document.activeElement.value "
                        "|| document.activeElement.textContent || '').trim()"
                    )
                    == name
                ):
                    return
            raise AssertionError(f"{name} cannot be reached by Tab")

        def on(name: str, button: str) -> None:
            reach(name)
            with w.page.expect_navigation():
                w.page.keyboard.press(button)

        on("runner", "Enter")
        w.page.keyboard.type("41")
        reach("female")
        w.page.keyboard.press("Space")
        with w.page.expect_navigation():
            w.page.keyboard.press("Enter")
        for _ in range(5):
            reach("none")
            w.page.keyboard.press("Space")
            with w.page.expect_navigation():
                w.page.keyboard.press("Enter")
        w.page.keyboard.type("hamstring strain")
        with w.page.expect_navigation():
            w.page.keyboard.press("Enter")
        on("1", "Enter")  # the button "Next": nothing was tried
        on("1", "Enter")  # no scan
        for _ in range(12):
            if w.page.locator("input[name=key][value=site]").count():
                break
            on("no", "Enter")
        reach("Left: Buttock")
        w.page.keyboard.press("Enter")
        for _ in range(30):
            if w.page.evaluate("document.activeElement.value") == "sit_bone.left":
                break
            w.page.keyboard.press("Tab")
        w.page.keyboard.press("Space")
        assert "Sit bone, your left side" in w.page.locator("#marked").inner_text()
        reach("Next")
        with w.page.expect_navigation():
            w.page.keyboard.press("Enter")
        assert w.page.locator("input[name=key][value=site]").count() == 0
