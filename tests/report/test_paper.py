"""How much of the runner's page is printed from HTML: counted without a browser, the same wherever it is made."""

import pytest

from tests.report.made import LONG, NAMES, sheet
from whatelse.report.page.measure import most_cuts
from whatelse.report.page.paper import HEIGHT, for_paper, height
from whatelse.report.page.sheet import Sheet


def printed(name: str) -> Sheet:
    return for_paper(lambda cuts: sheet(name, "runner", cuts))


@pytest.mark.parametrize("name", NAMES)
def test_the_sheet_on_paper_is_the_fullest_that_is_counted_to_fit(name: str) -> None:
    found = printed(name)
    assert height(found) <= HEIGHT or found.cuts == most_cuts("runner")
    assert all(height(sheet(name, "runner", cuts)) > HEIGHT for cuts in range(found.cuts))


def test_a_short_sheet_is_not_shortened() -> None:
    assert [printed(name).cuts for name in LONG if name in ("nothing told", "a child")] == [0, 0]


def test_more_text_is_never_counted_as_less_paper() -> None:
    for name in ("sit_bone_30_weeks", "everything told"):
        whole, shortest = sheet(name, "runner"), sheet(name, "runner", most_cuts("runner"))
        assert height(shortest) < height(whole)
        assert height(
            Sheet(**{**{f: getattr(whole, f) for f in whole.__struct_fields__}, "foot": ("x" * 900,) * 3})
        ) > (height(whole))
