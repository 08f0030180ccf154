"""A page is a page: of every example, and of cases that tell far too much, on either paper."""

import itertools
import re

import pytest

from tests.report.made import AUDIENCES, NAMES, fit, gathered, sheet
from whatelse.report.page.measure import most_cuts
from whatelse.report.page.pdf import Paper, TooLong, fitted, pages, pdf
from whatelse.report.page.sheet import Audience, Sheet, Text, texts
from whatelse.report.page.words import free

PAPERS: tuple[Paper, ...] = ("a4", "us-letter")


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("name", NAMES)
def test_everything_fits_one_page(name: str, audience: Audience, paper: Paper) -> None:
    assert pages([fit(name, audience, paper)], paper) == 1


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_cut_no_more_than_it_must(name: str, audience: Audience) -> None:
    found = fit(name, audience, "a4")
    if found.cuts:
        assert pages([sheet(name, audience, found.cuts - 1)]) > 1


@pytest.mark.parametrize("audience", AUDIENCES)
def test_each_further_cut_says_no_more_than_the_one_before(audience: Audience) -> None:
    for name in ("sit_bone_30_weeks", "everything told"):
        lengths = [sum(map(len, texts(sheet(name, audience, cuts)))) for cuts in range(most_cuts(audience) + 1)]
        # Counting what was left out takes words of its own.
        assert all(after <= before + 60 for before, after in itertools.pairwise(lengths))
        assert lengths[-1] < lengths[0]


def test_what_is_left_out_is_counted() -> None:
    whole, short = (texts(sheet("everything told", "clinician", cuts)) for cuts in (0, most_cuts("clinician")))
    more = re.compile(r"and (\d+) more")
    assert sum(int(n) for text in short for n in more.findall(text)) > sum(
        int(n) for text in whole for n in more.findall(text)
    )


def test_urgency_and_what_to_do_if_it_gets_worse_are_never_cut() -> None:
    for name in ("everything told", "an emergency with much told", "sit_bone_30_weeks"):
        shortest = texts(sheet(name, "runner", most_cuts("runner")))
        for text in texts(sheet(name, "runner")):
            if text.startswith(("How soon", "Get care at once if", "This comes from a model")):
                assert text in shortest


def test_a_page_that_cannot_fit_is_refused() -> None:
    long = sheet("sit_bone_30_weeks", "runner")
    rows = long.rows * 6
    with pytest.raises(TooLong):
        fitted(lambda cuts: Sheet(**{**{f: getattr(long, f) for f in long.__struct_fields__}, "rows": rows}), "runner")


def test_two_pages_in_one_file_are_two_pages() -> None:
    both = [fit("sit_bone_30_weeks", audience, "a4") for audience in AUDIENCES]
    assert pages(both) == 2
    assert len(pdf(both)) > len(pdf(both[:1]))


def test_the_same_case_gives_the_same_bytes() -> None:
    one = fit("sit_bone_30_weeks", "runner", "a4")
    assert pdf([one]) == pdf([one])
    assert b"CreationDate" not in pdf([one]) and b"ModDate" not in pdf([one])


def test_markup_in_free_words_is_only_words() -> None:
    found = free('#panic("x") *bold* _it_ $x$ <b> @ref // = [', 200)
    assert pages([Sheet("runner", found, found, "routine", (), (), (found,))]) == 1


def test_every_letter_that_is_let_through_can_be_printed() -> None:
    letters = sorted({free(chr(code), 5) for code in range(0x20, 0xD800)} - {"", "?"})
    pdf([Sheet("runner", "Letters", "", "routine", (Text(" ".join(letters), " ".join(letters)),), (), ())])
    assert {"é", "Ж", "λ", "ż", "“"} <= set(letters)


def test_letters_without_a_sign_become_question_marks_and_long_words_break() -> None:
    assert free("肩 😀 a", 10) == "? ? a"
    assert max(map(len, free("x" * 100, 200).split())) <= 28
    assert free("one two three", 7) == "one tw…"
    assert gathered("foreign letters").case.told[-1].startswith("肩")
