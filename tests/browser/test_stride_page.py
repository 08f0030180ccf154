"""The page of a recording in a browser: with and without scripts, on a phone and on a desktop."""

from pathlib import Path
from typing import Any

import pytest

import development_data
from stride.files import run_file, standing_file
from tests.browser.chromium import DESK, PHONE, Window, window
from tests.browser.looks import CONTROLS, NARROW, SMALL, WIDE
from tests.browser.walk import go_on, press

FIELDS = f"{CONTROLS}, main select, input[type=file]"
WAIT = 60_000


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A run and its standing trial: a real one where the development data are there, else one that is made."""
    motion = development_data.DATA / "data" / "motion"
    if (motion / "rbds001_run_3p5.c3d").is_file():
        return motion / "rbds001_run_3p5.c3d", motion / "rbds001_static.c3d"
    folder = tmp_path_factory.mktemp("recordings")
    return run_file(folder / "run.trc"), standing_file(folder / "standing.trc")


def to_the_form(w: Window, scripted: bool = True) -> None:
    """A runner who answered everything and wants to add a recording."""
    w.open()
    w.page.get_by_role("button", name="I am a runner").click()
    go_on(w, scripted=scripted)
    w.page.get_by_role("link", name="Add a recording of your running").click()
    w.page.get_by_label("Your recording").wait_for()


def send(w: Window, files: tuple[Path, Path]) -> None:
    w.page.get_by_label("Your recording").set_input_files(files[0])
    w.page.get_by_label("Standing trial").set_input_files(files[1])
    w.page.get_by_label("Speed").fill("12.6")
    press(w, w.page.get_by_role("button", name="Look at this recording"))


def faults(w: Window) -> list[str]:
    size = w.page.viewport_size
    out = w.faults() + w.page.evaluate(SMALL, FIELDS)
    w.page.set_viewport_size(NARROW)
    out += w.page.evaluate(WIDE)
    w.page.set_viewport_size(size)
    return out


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_a_recording_is_added_looked_at_and_used(
    browser: Any, url: str, files: tuple[Path, Path], scheme: str
) -> None:
    with window(browser, url, PHONE, color_scheme=scheme) as w:
        to_the_form(w)
        w.page.get_by_text("More, if something is guessed wrong").click()
        assert faults(w) == []
        send(w, files)
        w.page.get_by_role("heading", name="What was recorded").wait_for(timeout=WAIT)
        assert faults(w) == []
        assert w.page.locator("#pictures svg").count() >= 3
        if scheme == "light":
            w.page.get_by_role("link", name="Pictures").click()
            w.picture("stride-page-phone")
        w.page.get_by_role("button", name="Use these in my case").click()
        w.page.get_by_text("This recording counts in your case.").wait_for()
        assert faults(w) == []
        w.page.get_by_role("link", name="Your answers").click()
        assert w.page.get_by_text("From a recording of the run").count() == 1


def test_while_it_is_worked_on_the_page_has_no_faults_and_can_be_stopped(
    browser: Any, url: str, files: tuple[Path, Path]
) -> None:
    with window(browser, url, PHONE) as w:
        w.open()
        w.page.get_by_role("button", name="I am a runner").click()
        w.page.wait_for_url("**/c/*")
        w.page.goto(f"{w.page.url}/stride")
        send(w, files)
        assert w.page.get_by_role("status").count() == 1
        assert faults(w) == []
        stop = w.page.get_by_role("button", name="Stop this")
        if stop.count():  # else this computer was quicker
            stop.click()
            w.page.get_by_label("Your recording").wait_for()


def test_a_bad_file_is_told_and_the_form_is_there_again(browser: Any, url: str, tmp_path: Path) -> None:
    bad = tmp_path / "film.mp4"
    bad.write_bytes(b"\0\0\0\x18ftypmp42" + b"\0" * 600)
    with window(browser, url, DESK) as w:
        w.open()
        w.page.get_by_role("button", name="I am a clinician").click()
        w.page.wait_for_url("**/c/*")
        w.page.goto(f"{w.page.url}/stride")
        w.page.get_by_label("The recording").set_input_files(bad)
        press(w, w.page.get_by_role("button", name="Look at this recording"))
        w.page.get_by_role("alert").wait_for(timeout=WAIT)
        assert "film.mp4: is a video" in w.page.get_by_role("alert").inner_text()
        assert w.page.get_by_label("The recording").is_visible()
        assert faults(w) == []
        # A browser remarks on any page that says of itself that something was wrong (422).
        w.said[:] = [line for line in w.said if "status of 422" not in line]


def test_without_scripts_the_page_renews_itself_until_the_recording_is_there(
    browser: Any, url: str, files: tuple[Path, Path]
) -> None:
    with window(browser, url, DESK, java_script_enabled=False) as w:
        to_the_form(w, scripted=False)
        send(w, files)
        w.page.get_by_role("heading", name="What was recorded").wait_for(timeout=WAIT)
        w.page.get_by_role("link", name="In your case").click()
        w.picture("stride-page-desk")
        w.page.get_by_role("button", name="Use these in my case").click()
        assert w.page.get_by_text("This recording counts in your case.").count() == 1
        w.page.get_by_role("button", name="Take them back out").click()
        w.page.goto(w.page.url.removesuffix("/result") + "/stride")
        assert w.page.get_by_role("button", name="Use these in my case").count() == 1


def test_the_keyboard_is_enough(browser: Any, url: str, files: tuple[Path, Path]) -> None:
    """Only the file itself is chosen by the browser's own window."""
    with window(browser, url, DESK) as w:
        to_the_form(w)

        def reach(name: str, most: int = 60) -> None:
            for _ in range(most):
                w.page.keyboard.press("Tab")
                if w.page.evaluate("(document.activeElement.id || document.activeElement.textContent).trim()") == name:
                    return
            raise AssertionError(f"{name} cannot be reached by Tab")

        w.page.get_by_label("Your recording").set_input_files(files[0])
        w.page.get_by_label("Standing trial").set_input_files(files[1])
        reach("speed")
        w.page.keyboard.type("5:00")
        reach("speed_unit")
        w.page.keyboard.type("min")
        w.page.keyboard.press("Tab")
        reach("Look at this recording")
        w.page.keyboard.press("Enter")
        w.page.get_by_role("heading", name="What was recorded").wait_for(timeout=WAIT)
        assert "3.33 m/s (told)" in w.page.locator("#recorded").inner_text()
        reach("Use these in my case")
        w.page.keyboard.press("Enter")
        w.page.get_by_text("This recording counts in your case.").wait_for()
