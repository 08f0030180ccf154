"""Every PDF that is made: nothing without a tag, each tag in the tree once, read in the order in which it stands."""

import io
import itertools
from functools import cache

import pikepdf
import pytest

from tests.report.made import AUDIENCES, NAMES, fit
from tests.report.pdf_structure import Node, opened, painted, tree
from whatelse.report.page.pdf import pdf
from whatelse.report.page.sheet import Audience

EVERY = pytest.mark.parametrize(("name", "audience"), [(n, a) for n in NAMES for a in AUDIENCES])
#: Two texts on one line may stand so far from each other, in points.
ONE_LINE = 3.0


@cache
def document(name: str, audience: Audience) -> pikepdf.Pdf:
    return opened(pdf([fit(name, audience)]))


def nodes(name: str, audience: Audience, *kinds: str) -> list[Node]:
    return [one for one in tree(document(name, audience)).all() if one.kind in kinds]


@EVERY
def test_it_says_that_it_is_tagged_and_what_it_is_called(name: str, audience: Audience) -> None:
    found = document(name, audience)
    root = found.Root
    assert bool(root.MarkInfo.Marked) and not bool(root.MarkInfo.get("/Suspects", False))
    assert str(root.Lang) == "en" and bool(root.ViewerPreferences.DisplayDocTitle)
    with found.open_metadata() as said:
        assert str(said["pdfuaid:part"]) == "1"
        assert said["dc:title"] == str(found.docinfo["/Title"]) and said["dc:title"].startswith("What else could it be")
    assert "/AcroForm" not in root and "/Names" not in root  # nothing to fill in, nothing that runs
    assert all(str(page.Tabs) == "/S" and "/Annots" not in page for page in found.pages)


@EVERY
def test_nothing_is_painted_without_a_tag(name: str, audience: Audience) -> None:
    bare = [one for one in painted(document(name, audience)) if one.count and one.mcid is None]
    assert {one.tag for one in bare} <= {"/Artifact"}


@EVERY
def test_no_text_is_declared_to_mean_nothing(name: str, audience: Audience) -> None:
    assert [one for one in painted(document(name, audience)) if one.tag == "/Artifact" and one.at is not None] == []


@EVERY
def test_what_is_painted_stands_in_the_tree_once(name: str, audience: Audience) -> None:
    on_page = [one.mcid for one in painted(document(name, audience)) if one.mcid is not None]
    in_tree = list(tree(document(name, audience)).mcids())
    assert len(in_tree) == len(set(in_tree))
    assert sorted(in_tree) == sorted(set(on_page))


@EVERY
def test_drawings_are_told_in_words(name: str, audience: Audience) -> None:
    for one in nodes(name, audience, "/Figure"):
        assert len(str(one.raw.get("/Alt", ""))) > 10
        assert any("/BBox" in part for part in _attributes(one))


@EVERY
def test_headings_begin_at_the_first_level_and_skip_none(name: str, audience: Audience) -> None:
    levels = [int(one.kind[2]) for one in nodes(name, audience, "/H1", "/H2", "/H3", "/H4")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


@EVERY
def test_tables_have_rows_of_one_width_under_heads_that_say_what_they_head(name: str, audience: Audience) -> None:
    for table in nodes(name, audience, "/Table"):
        rows = [[one for one in row.kids if isinstance(one, Node)] for row in table.all() if row.kind == "/TR"]
        assert len({len(row) for row in rows}) == 1
        assert {one.kind for one in rows[0]} == {"/TH"}
        assert all(_scope(one) == "/Column" and list(one.mcids()) for one in rows[0])


def _scope(cell: Node) -> str:
    return next((str(part.Scope) for part in _attributes(cell) if "/Scope" in part), "")


def _attributes(one: Node) -> list[pikepdf.Object]:
    return list(one.raw.A) if isinstance(one.raw.A, pikepdf.Array) else [one.raw.A]


@EVERY
def test_lists_have_items_with_bodies(name: str, audience: Audience) -> None:
    for one in nodes(name, audience, "/L"):
        items = [kid for kid in one.kids if isinstance(kid, Node)]
        assert items and {item.kind for item in items} == {"/LI"}
        assert all("/LBody" in {kid.kind for kid in item.kids if isinstance(kid, Node)} for item in items)


@EVERY
def test_it_is_read_down_each_column_and_then_up_to_the_next_on_the_right(name: str, audience: Audience) -> None:
    """Reading goes up only where it goes right: to the next column, or to the next cell of a row."""
    found = document(name, audience)
    places = {one.mcid: one.at for one in painted(found) if one.mcid is not None and one.at is not None}
    read = [places[mcid] for mcid in tree(found).mcids() if mcid in places]
    back = [
        (before, after)
        for before, after in itertools.pairwise(read)
        if after[1] > before[1] + ONE_LINE and after[0] <= before[0]
    ]
    assert back == []


@EVERY
def test_every_letter_can_be_copied_and_every_font_is_in_the_file(name: str, audience: Audience) -> None:
    fonts = document(name, audience).pages[0].Resources.Font
    for font in fonts.values():
        assert "/ToUnicode" in font
        described = font.DescendantFonts[0].FontDescriptor if "/DescendantFonts" in font else font.FontDescriptor
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(described.keys())


@EVERY
def test_an_independent_checker_of_the_standard_finds_no_fault(name: str, audience: Audience) -> None:
    checker = pytest.importorskip("page", reason="page-validation is not installed (requirements/dev.txt)")
    found = checker.validate_pdf_bytes(pdf([fit(name, audience)]))
    assert [(fault.rule_id, fault.message) for fault in found.failures] == []
    assert found.is_compliant and "PDF/UA-1" in str(found)


@pytest.mark.parametrize("taken", ["/MarkInfo", "/Lang", "/StructTreeRoot", "/ViewerPreferences"])
def test_the_checker_sees_what_is_taken_away(taken: str) -> None:
    checker = pytest.importorskip("page", reason="page-validation is not installed (requirements/dev.txt)")
    spoilt = opened(pdf([fit("sit_bone_30_weeks", "runner")]))
    del spoilt.Root[taken]
    out = io.BytesIO()
    spoilt.save(out)
    assert not checker.validate_pdf_bytes(out.getvalue()).is_compliant
