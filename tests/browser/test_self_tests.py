"""A test that a runner does at home: when not to, how, both sides, three times, and what the readings do not tell."""

from typing import Any

import pytest

from inference.shipped import KNOWLEDGE
from tests.browser.chromium import PHONE, server, window
from tests.browser.every_page import MEASURED, Ways, at_home
from tests.web.caller import Caller
from whatelse.interview.self_tests import not_when
from whatelse.web import create_app

TEST = KNOWLEDGE.self_tests.tests[MEASURED]
TEXT = KNOWLEDGE.self_tests.text


@pytest.fixture(scope="module")
def ways(browser: Any) -> Ways:
    return Ways(Caller(create_app(KNOWLEDGE)))


@pytest.fixture(scope="module")
def own(ways: Ways) -> Any:
    with server(ways.caller.app) as address:
        yield address


def test_it_is_drawn_with_its_cautions_both_sides_and_three_times(browser: Any, own: str, ways: Ways) -> None:
    with window(browser, own, PHONE) as w:
        w.open(at_home(ways))
        said = w.page.locator("main").inner_text()
        for text in (*TEST.steps, TEST.counts, TEST.mistake, TEXT("before"), TEXT("while")):
            assert text in said
        assert not_when(TEST, KNOWLEDGE) in said
        assert "Do both sides, 3 times each." in said
        assert said.index(TEXT("before")) < said.index(TEST.steps[0]), "when not to do it is read first"
        for moment in ("Start", "End", "Not like this"):
            box = w.page.get_by_role("figure", name=moment).locator("svg").bounding_box()
            assert box["width"] >= 90 and box["height"] >= 60
            assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]
        w.picture("self-test-phone")


@pytest.mark.parametrize(
    ("right", "says"),
    [("43 42 44", "no_difference"), ("70 71 69", "difference")],
)
def test_what_was_measured_is_a_difference_only_beyond_the_error(
    browser: Any, own: str, ways: Ways, right: str, says: str
) -> None:
    with window(browser, own, PHONE) as w:
        w.open(at_home(ways))
        w.page.get_by_label("Your left").fill("41 43 42")
        w.page.get_by_label("Your right").fill(right)
        w.page.get_by_role("button", name="Use these").click()
        told = w.page.get_by_role("status").inner_text()
        assert TEXT(says) in told and "give or take" in told
        w.open(w.page.url.removeprefix(own) + f"/again/{MEASURED}")
        assert f"Last time. {TEXT(says)}" in w.page.locator("main").inner_text()


@pytest.mark.parametrize(("left", "says"), [("41 x", "is no number"), ("400", "expected a number from")])
def test_readings_that_cannot_be_are_told_in_one_line(browser: Any, own: str, ways: Ways, left: str, says: str) -> None:
    with window(browser, own, PHONE) as w:
        w.open(at_home(ways))
        w.page.get_by_label("Your left").fill(left)
        w.page.get_by_label("Your right").fill("40")
        w.page.get_by_role("button", name="Use these").click()
        assert says in w.page.get_by_role("alert").inner_text()
        w.said.clear()  # the browser notes that the answer was refused
