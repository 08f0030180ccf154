"""What `whatelse report -o report.html` writes, in a browser: on one sheet of paper, no faults on a screen."""

import re
from typing import Any

import pypdfium2
import pytest

from tests.browser.chromium import DESK, Window
from tests.browser.looks import WIDE
from tests.report.made import AUDIENCES, LONG, NAMES, sheet
from whatelse.report.page.html import html_page, style
from whatelse.report.page.paper import for_paper

PAPERS = ("A4", "Letter")


def margins() -> dict[str, str]:
    """Those of the style."""
    upright, aside = re.search(r"@page { margin: (\d+mm) (\d+mm); }", style()).groups()
    return {"top": upright, "bottom": upright, "left": aside, "right": aside}


def text(name: str, audience: Any) -> str:
    whole = sheet(name, audience)
    if audience == "clinician":
        return html_page([whole])
    return html_page([whole], [for_paper(lambda cuts: sheet(name, audience, cuts))])


def printed(browser: Any, html: str, paper: str) -> pypdfium2.PdfDocument:
    page = browser.new_page()
    page.set_content(html)
    # Driven like this the browser has no margins of its own and does not heed those of the style, as it does when a
    # person prints; so they are given here.
    found = pypdfium2.PdfDocument(page.pdf(format=paper, margin=margins()))
    page.close()
    return found


@pytest.mark.parametrize("name", NAMES)
def test_the_runners_page_is_printed_on_one_sheet_of_either_paper(browser: Any, name: str) -> None:
    html = text(name, "runner")
    assert {paper: len(printed(browser, html, paper)) for paper in PAPERS} == dict.fromkeys(PAPERS, 1)


@pytest.mark.parametrize("name", ["sit_bone_30_weeks", *LONG[:1]])
def test_the_clinicians_page_takes_at_most_two(browser: Any, name: str) -> None:
    assert max(len(printed(browser, text(name, "clinician"), paper)) for paper in PAPERS) <= 2


def test_both_pages_in_one_file_begin_on_pages_of_their_own(browser: Any) -> None:
    name = "sit_bone_30_weeks"
    sheets = [sheet(name, audience) for audience in AUDIENCES]
    html = html_page(sheets, [for_paper(lambda cuts: sheet(name, "runner", cuts)), sheets[1]])
    found = printed(browser, html, "A4")
    heads = [k for k, page in enumerate(found) if "What else could it be?" in page.get_textpage().get_text_range()]
    assert heads == [0, 1] and len(found) <= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("name", ["sit_bone_30_weeks", "everything told", "an emergency with much told"])
def test_on_a_screen_it_is_free_of_faults(browser: Any, name: str, audience: Any, scheme: str) -> None:
    context = browser.new_context(viewport=DESK, color_scheme=scheme)
    window = Window(context.new_page(), "about:blank")
    window.page.set_content(text(name, audience))
    assert window.faults() == []
    window.page.set_viewport_size({"width": 320, "height": 640})
    assert window.page.evaluate(WIDE) == []
    context.close()
