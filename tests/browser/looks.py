"""What is wrong with a page to look at: what axe finds, what is too small to touch, what runs out of the page."""

from tests.browser.chromium import Window

CONTROLS = (
    "main button, main a.button, main summary, label.tick, td label, header a, "
    + "input[type=text], input[type=number]"
)
#: Every control that is smaller than 44 pixels, with its size.
SMALL = """controls => [...document.querySelectorAll(controls)].filter(one => one.offsetParent)
    .map(one => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
    .filter(([_, r]) => r.height < 44 || r.width < 44)
    .map(([text, r]) => `${text} ${r.width} x ${r.height}`)"""
#: Every element that runs out of the page.
WIDE = """() => document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1 ? [] :
    [...document.querySelectorAll("main *")].filter(one => one.getBoundingClientRect().right > innerWidth + 1)
    .map(one => "too wide: " + one.outerHTML.slice(0, 80)).slice(0, 5)"""
#: As narrow as a phone with its text made twice as large.
NARROW = {"width": 320, "height": 640}


def all_faults(window: Window) -> list[str]:
    """axe, controls below 44 pixels, and what runs out of a page of 320 pixels; the size stays as it was."""
    size = window.page.viewport_size
    out = window.faults() + window.page.evaluate(SMALL, CONTROLS)
    window.page.set_viewport_size(NARROW)
    out += window.page.evaluate(WIDE)
    window.page.set_viewport_size(size)
    return list(out)
