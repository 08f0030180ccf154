"""The body map: two steps, large enough, one with its list, by touch, by keyboard, told to those who cannot see."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from tests.browser.chromium import DESK, Window, window
from tests.browser.walk import go_on, key
from whatelse.knowledge.body_map import load_body_map

BODY = load_body_map()


@pytest.fixture(scope="module")
def case(browser: Any, url: str) -> str:
    """The address of a case that stands at the body map."""
    with window(browser, url) as w:
        w.open()
        w.page.get_by_role("button", name="I am a runner").click()
        go_on(w, "site")
        return w.page.url.removeprefix(url)


@pytest.fixture
def site(browser: Any, url: str, case: str) -> Iterator[Window]:
    with window(browser, url) as w:
        w.open(case)
        yield w


def ticked(window: Window, kind: str) -> list[str]:
    return window.page.evaluate(
        "k => [...document.querySelectorAll(`input[name=${k}]:checked`)].map(e => e.value)", kind
    )


def touch(window: Window, place: str) -> None:
    window.page.locator(f'path.place[data-key="{place}"]').click()


def test_a_touch_starts_a_second_spreads_a_third_clears(site: Window) -> None:
    site.page.get_by_role("link", name="Left: Buttock").click()
    for starts, spreads in ((["sit_bone.left"], []), ([], ["sit_bone.left"]), ([], [])):
        touch(site, "sit_bone.left")
        assert (ticked(site, "starts"), ticked(site, "spreads")) == (starts, spreads)


def test_what_is_marked_is_said(site: Window) -> None:
    site.page.get_by_role("link", name="Left: Buttock").click()
    touch(site, "sit_bone.left")
    said = site.page.get_by_role("status").filter(has_text="It starts here").inner_text()
    assert said == "It starts here: Sit bone, your left side."
    site.picture("body-map-near-phone")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_enlarged_body_has_the_colour_of_skin_and_its_numbers_can_be_read(site: Window, scheme: str) -> None:
    site.page.emulate_media(color_scheme=scheme)
    site.page.get_by_role("link", name="Left: Buttock").click()
    skin = site.page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--skin')").strip()
    picture = Image.open(io.BytesIO(site.page.locator("svg.zoom").filter(visible=True).first.screenshot()))
    colours = picture.convert("RGB").getcolors(1 << 20)
    painted = sum(count for count, colour in colours if "#{:02x}{:02x}{:02x}".format(*colour) == skin)
    assert painted > 0.4 * picture.width * picture.height


def test_the_list_and_the_picture_are_one(site: Window) -> None:
    site.page.get_by_role("link", name="Right: Back of the thigh").click()
    site.page.get_by_label("Middle third of the thigh, inner back, your right side, it spreads to here").check()
    assert "spreads" in site.page.locator('path.place[data-key="thigh_mid_inner.right"]').get_attribute("class")
    site.page.get_by_label("Middle third of the thigh, inner back, your right side, it starts here").check()
    assert ticked(site, "spreads") == []


def test_every_place_of_every_area_can_be_touched_with_a_finger(site: Window) -> None:
    small = []
    for area in BODY.area:
        for side in ("Left", "Right"):
            site.page.get_by_role("link", name=f"{side}: {area.label}", exact=True).press("Enter")
            for region in BODY.regions_of(area.id):
                key_of = f"{region.id}.{'middle' if region.middle else side.lower()}"
                box = site.page.locator(f'path.place[data-key="{key_of}"]').bounding_box()
                if box is None or min(box["width"], box["height"]) < 44:
                    small.append((key_of, box))
            site.page.get_by_role("button", name="Back to the whole body").filter(visible=True).click()
    assert small == []


def test_the_large_areas_can_be_touched_with_a_finger(site: Window) -> None:
    boxes = {
        link.get_attribute("aria-label"): link.bounding_box()
        for link in site.page.locator('svg.map[data-view="back"] a').all()
    }
    assert len(boxes) == 10
    assert {name: box for name, box in boxes.items() if min(box["width"], box["height"]) < 44} == {}


def test_left_is_the_persons_own(site: Window) -> None:
    for view, left_first in (("back", True), ("front", False)):
        words = site.page.locator(f'svg.map[data-view="{view}"] text.side').all()
        x = {one.text_content().replace("Your", "").strip(): one.bounding_box()["x"] for one in words}
        assert (x["left"] < x["right"]) is left_first


def test_it_is_done_by_keyboard_alone(site: Window) -> None:
    link = site.page.get_by_role("link", name="Left: Back of the knee")
    link.focus()
    site.page.keyboard.press("Enter")
    site.page.keyboard.press("Tab")
    for _ in range(3):
        if site.page.evaluate("document.activeElement.name") == "starts":
            break
        site.page.keyboard.press("Tab")
    site.page.keyboard.press("Space")
    assert ticked(site, "starts") == ["knee_back_inner.left"]


def test_nothing_is_kept_of_a_page_that_is_left_empty(site: Window) -> None:
    site.page.get_by_role("button", name="Next", exact=True).click()
    assert "Please mark a place" in site.page.get_by_role("alert").inner_text()
    assert key(site.page) == "site"
    site.said.clear()  # the browser notes that the answer was refused


def test_without_scripts_all_places_are_in_the_list(browser: Any, url: str, case: str) -> None:
    with window(browser, url, DESK, java_script_enabled=False) as w:
        w.open(case)
        w.picture("body-map-no-script-desk")
        boxes = {box.get_attribute("value") for box in w.page.locator("input[name=starts]").all()}
        assert boxes == {one for region in BODY.region for one in region.keys}
        w.page.get_by_role("link", name="Left: Calf and heel").click()
        assert w.page.url.endswith("#area-calf")
