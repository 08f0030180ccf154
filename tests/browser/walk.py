"""A runner who goes through the interview with what can be seen and pressed."""

from collections.abc import Callable
from typing import Any

from tests.browser.chromium import PHONE, Window

#: What the runner of the issue says: 41, thirty weeks of sit-bone pain, a clean scan of the thigh; all else is no.
YES = (
    "worse_sitting",
    "worse_hard_seat",
    "worse_sprint_or_uphill",
    "focal_pain_one_finger",
    "training_load_increase",
    "worse_running",
    "worse_exercise",
    "worse_squat_or_deep_hip_flexion",
    "worse_driving",
    "worse_forward_bend_or_stretch",
)
NUMBERS = {"age": "41", "weeks_since_onset": "30"}


def key(page: Any) -> str:
    """What the page asks; "" where it asks nothing."""
    found = page.locator("input[name=key]")
    return found.first.get_attribute("value") if found.count() else ""


def press(window: Window, control: Any) -> None:
    """One press that leads to the next screen."""
    control.click()
    window.page.wait_for_load_state()
    window.screens += 1


def answer(window: Window, *, scripted: bool = True) -> None:
    """One step."""
    page, asked = window.page, key(window.page)
    following = page.get_by_role("button", name="Next", exact=True)
    if not asked:
        press(window, page.get_by_role("button", name="I have read this"))
    elif asked == "age" and page.get_by_label("Female", exact=True).count():
        page.locator("#number").fill(NUMBERS["age"])
        page.get_by_label("Female", exact=True).check()
        press(window, following)
    elif asked == "sex":
        press(window, page.get_by_role("button", name="Female", exact=True))
    elif asked.startswith("screen:"):
        page.get_by_label("None of these is true").check()
        press(window, following)
    elif asked == "told":
        page.get_by_label("You were told").fill("hamstring strain")
        press(window, following)
    elif asked == "tried":
        _tried(window)
    elif asked == "scan":
        _scan(window)
    elif asked == "site":
        mark_sit_bone(page, scripted)
        page.get_by_label("That is all").check()
        press(window, following)
    elif page.locator("#number").count():
        page.locator("#number").fill(NUMBERS.get(asked, "1"))
        press(window, following)
    else:
        said = page.get_by_role("button", name="Yes" if asked in YES else "No", exact=True)
        press(window, said if said.count() else page.get_by_role("button", name="I don’t know"))


def _tried(window: Window) -> None:
    page = window.page
    page.get_by_label("What you tried").fill("stretching")
    page.get_by_label("For how many weeks?").fill("12")
    page.get_by_label("No help").check()
    press(window, page.get_by_role("button", name="Next", exact=True))


def _scan(window: Window) -> None:
    """The clean scan of the thigh, of week 22."""
    page = window.page
    page.get_by_label("What kind of scan").select_option("MRI")
    page.get_by_label("Which part it looked at").select_option("thigh")
    page.get_by_label("In which week").fill("22")
    page.get_by_label("Nothing was found").check()
    if page.viewport_size == PHONE:  # a desktop comes by here, too
        window.picture("scan-phone")
    press(window, page.get_by_role("button", name="Next", exact=True))


def mark_sit_bone(page: Any, scripted: bool) -> None:
    """With scripts by touching the body twice; without them in the list."""
    if scripted:
        page.get_by_role("link", name="Left: Buttock").click()
        page.locator('path.place[data-key="sit_bone.left"]').click()
    else:
        page.get_by_label("Sit bone, your left side, it starts here").check()


def go_on(
    window: Window,
    until: str = "",
    *,
    scripted: bool = True,
    screens: int = 10_000,
    each: Callable[[str], None] = lambda asked: None,
) -> None:
    """Answers until the page asks ``until``, so many screens were seen, or the result is there.

    each: called with every page before its answer.
    """
    for _ in range(60):
        asked = key(window.page)
        each(asked)
        is_there = window.page.url.endswith("/result") or (until and asked == until)
        if is_there or window.screens >= screens:
            return
        answer(window, scripted=scripted)
    raise AssertionError(f"no end, at {key(window.page)}")
