"""What a screen reader finds in the PDF: title, language, headings in order, tables with heads, drawings in words."""

import ctypes
import itertools
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pypdfium2
import pypdfium2.raw as raw
import pytest

from tests.report.made import AUDIENCES, fit
from whatelse.report.page.pdf import pdf
from whatelse.report.page.sheet import Audience

NAMES = ("sit_bone_30_weeks", "cauda_equina", "everything told", "nothing told")


@cache
def document(name: str, audience: Audience) -> bytes:
    return pdf([fit(name, audience)])


def elements(name: str, audience: Audience) -> list[tuple[str, str, str]]:
    """Type, title and alternative text of every element, in the order of reading."""
    page = pypdfium2.PdfDocument(document(name, audience))[0]
    tree = raw.FPDF_StructTree_GetForPage(page)
    try:
        tops = [raw.FPDF_StructTree_GetChildAtIndex(tree, k) for k in range(raw.FPDF_StructTree_CountChildren(tree))]
        return [one for top in tops for one in _walk(top)]
    finally:
        raw.FPDF_StructTree_Close(tree)


def _walk(element: Any) -> Iterator[tuple[str, str, str]]:
    yield (
        _text(raw.FPDF_StructElement_GetType, element),
        _text(raw.FPDF_StructElement_GetTitle, element),
        _text(raw.FPDF_StructElement_GetAltText, element),
    )
    for k in range(raw.FPDF_StructElement_CountChildren(element)):
        child = raw.FPDF_StructElement_GetChildAtIndex(element, k)
        if child:
            yield from _walk(child)


def _text(read: Callable[..., int], element: Any) -> str:
    length = read(element, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 2))
    read(element, buffer, length)
    return buffer.raw.decode("utf-16-le").rstrip("\0")


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("name", NAMES)
def test_a_page_declares_itself_accessible_with_title_and_language(name: str, audience: Audience) -> None:
    content = document(name, audience)
    found = pypdfium2.PdfDocument(content)
    assert raw.FPDFCatalog_IsTagged(found)
    assert found.get_metadata_dict()["Title"].startswith("What else could it be?")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert b"/Lang(en)" in content
    assert b"/DisplayDocTitle true" in content
    assert len(found) == 1


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("name", NAMES)
def test_headings_begin_with_one_of_the_first_level_and_skip_none(name: str, audience: Audience) -> None:
    levels = [int(kind[1]) for kind, _, _ in elements(name, audience) if kind in ("H1", "H2", "H3")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    titles = [title for kind, title, _ in elements(name, audience) if kind == "H2"]
    assert all(titles)


@pytest.mark.parametrize("name", NAMES)
def test_tables_have_heads_and_lists_have_items(name: str) -> None:
    kinds = [kind for kind, _, _ in elements(name, "clinician")]
    assert kinds.count("Table") == kinds.count("THead")
    assert kinds.count("TH") >= 4
    runner = [kind for kind, _, _ in elements(name, "runner")]
    assert runner.count("LI") == runner.count("LBody")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_drawing_is_told_in_words(audience: Audience) -> None:
    ((_, _, alt),) = [one for one in elements("sit_bone_30_weeks", audience) if one[0] == "Figure"]
    assert alt == "Drawing of hip and leg. Shaded: the sit bone, on the left."
