"""The page as HTML: whole by itself, nothing from elsewhere, headings and names in order."""

import re
from html.parser import HTMLParser

import pytest

from tests.report.made import AUDIENCES, FILES, LONG, sheet
from whatelse.report.page.html import html_page, html_sheet, style
from whatelse.report.page.sheet import texts

VOID = {"meta", "col", "br"}


class Elements(HTMLParser):
    """Opened tags with their attributes, text, and whether every tag that was opened is closed in turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def both(name: str) -> str:
    return html_page([sheet(name, audience) for audience in AUDIENCES])


@pytest.mark.parametrize("name", [*FILES[:4], *LONG])
def test_every_text_of_the_sheets_is_there_once_escaped(name: str) -> None:
    said = " ".join("".join(Elements(both(name)).text).split())
    for audience in AUDIENCES:
        for text in texts(sheet(name, audience)):
            if not text.startswith("Drawing of"):
                for part in re.split(r": |(?<=\.) |(?<=\)) ", text):
                    assert " ".join(part.split()) in said, part


def test_nothing_is_loaded_and_nothing_runs() -> None:
    page = both("sit_bone_30_weeks")
    found = Elements(page).found
    assert not {"script", "link", "img", "iframe", "object", "form"} & {tag for tag, _ in found}
    assert not any(name.startswith("on") or name in ("style", "href", "src") for _, attrs in found for name in attrs)
    assert re.findall(r"https?://[^\"' <]+", page.replace("http://www.w3.org/2000/svg", "")) == []
    assert "url(" not in style() and "@import" not in style()


def test_names_are_given_once_and_lead_somewhere() -> None:
    found = Elements(both("everything told")).found
    ids = [attrs["id"] for _, attrs in found if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {attrs["aria-labelledby"] for _, attrs in found if "aria-labelledby" in attrs} <= set(ids)


def test_words_of_a_stranger_stay_words() -> None:
    one = sheet("sit_bone_30_weeks", "runner")
    evil = type(one)(**{**{f: getattr(one, f) for f in one.__struct_fields__}, "about": "<script>alert(1)</script>"})
    assert "<script" not in html_page([evil])


def test_every_column_and_column_width_has_a_style() -> None:
    css = style()
    for name in (*FILES, *LONG):
        for audience in AUDIENCES:
            classes = re.findall(r'class="(?:column )?([wc]\d+)"', html_sheet(sheet(name, audience)))
            assert [c for c in classes if f".{c} {{" not in css] == [], name


def test_what_is_shorter_on_paper_is_there_twice_and_seen_once() -> None:
    whole, short = sheet("everything told", "runner"), sheet("everything told", "runner", 4)
    found = Elements(html_page([whole], [short])).found
    articles = [attrs for tag, attrs in found if tag == "article"]
    assert [attrs["class"] for attrs in articles] == ["sheet sheet-runner on-screen", "sheet sheet-runner on-paper"]
    ids = [attrs["id"] for _, attrs in found if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert html_page([whole], [whole]) == html_page([whole])
    screen, paper = style().split("@media print {")
    assert ".sheet.on-paper { display: none; }" in screen and ".sheet.on-screen { display: none; }" in paper


def test_a_page_is_small() -> None:
    assert len(both("sit_bone_30_weeks").encode()) < 60_000
