"""The runner's page: easy words, whole counts, nothing promised, dangers named."""

import re

import pytest

from inference.shipped import KNOWLEDGE
from tests.report.made import FILES, NAMES, gathered, sheet
from whatelse.knowledge.check.plan_data import sentences
from whatelse.knowledge.reading import grade
from whatelse.report.page.sheet import Bars, Items, Sheet, sections, texts

BANNED = re.compile(r"(?<!do )(?<!what )\byou have\b|diagnosis is|\bsafe\b", re.IGNORECASE)
#: Of the runner's own words and of names nothing is asked.
OWN = ("I was told it is", "Scan:", "I tried")
LABELS = {f"{action.label}." for action in KNOWLEDGE.actions.values()}


def said(one: Sheet) -> list[str]:
    """What the program says itself: without the line of who it is about, versions, and the runner's own words."""
    kept = [text for text in texts(one) if not text.startswith(OWN)]
    return [text for text in kept if text not in (one.about, one.foot[-1])]


@pytest.mark.parametrize("name", NAMES)
def test_every_sentence_is_easy_to_read(name: str) -> None:
    hard = [
        (round(grade(part, KNOWLEDGE.reading_words), 1), part)
        for text in said(sheet(name, "runner"))
        for part in sentences(re.sub(r"“[^”]*”", "it", text))
        if grade(part, KNOWLEDGE.reading_words) > 8.0 and part not in LABELS
    ]
    assert hard == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_promised_and_no_verdict_given(name: str) -> None:
    for text in said(sheet(name, "runner")):
        assert not BANNED.search(text), text


@pytest.mark.parametrize("name", FILES)
def test_no_decimals_no_percent_no_decibans(name: str) -> None:
    for text in said(sheet(name, "runner")):
        assert "%" not in text and "deciban" not in text, text
        assert not re.search(r"\d\.\d", text.replace("week 0.7", "")), text


@pytest.mark.parametrize("name", NAMES)
def test_three_lines_come_first_and_the_end_says_what_to_do_if_worse_and_that_it_was_never_tested(name: str) -> None:
    one = sheet(name, "runner")
    assert [line.lead for line in one.lines] == ["How soon:", "What you were told:", "Next step:"]
    assert sections(one)[-1].heading == "If it gets worse"
    assert "never tested on patients" in one.foot[0]


@pytest.mark.parametrize("name", NAMES)
def test_at_most_five_sources_and_the_rest_is_counted(name: str) -> None:
    found = [
        bar for s in sections(sheet(name, "runner")) for part in s.parts if isinstance(part, Bars) for bar in part.bars
    ]
    assert 1 <= len(found) <= 5
    assert all(0.0 <= bar.low <= bar.high <= 1.0 for bar in found)
    shown = {bar.name for bar in found}
    assert len(shown) == len(found)
    text = " ".join(texts(sheet(name, "runner")))
    left = len([1 for c, _ in gathered(name).assessment.ranking if c != "something_else"]) - len(found)
    assert f"{left} more were weighed" in text
    assert "add up to more than 100" in text


def test_what_to_do_in_an_emergency_stands_before_the_sources_and_no_plan_is_made() -> None:
    one = sheet("cauda_equina", "runner")
    headings = [section.heading for section in sections(one)]
    assert headings[0] == "What to do now"
    assert not {"Reasonable now", "Hold off", "Stop for now", "The healing clock"} & set(headings)
    assert "Go to an emergency room now." in " ".join(texts(one))


def test_where_nothing_stands_out_it_says_so_and_names_two_questions() -> None:
    text = " ".join(texts(sheet("nothing told", "runner")))
    assert "Nothing stands out yet." in text
    assert text.split("These would tell most:")[1].split("Possible")[0].count("?") == 2


def test_a_child_is_sent_to_a_doctor_and_gets_no_plan() -> None:
    text = " ".join(texts(sheet("a child", "runner")))
    assert "see a doctor" in text
    assert "Reasonable now" not in text


def test_a_danger_that_is_not_ruled_out_is_told_with_what_it_stops() -> None:
    one = sheet("sacral_stress_fracture", "runner")
    found = {section.heading: section for section in sections(one)}
    (items,) = [part for part in found["Not ruled out yet"].parts if isinstance(part, Items)]
    assert "A bone may be cracked." in items.items[0].text
    (stop,) = [part for part in found["Stop for now"].parts if isinstance(part, Items)]
    assert "Easy running on the flat." in [item.lead for item in stop.items]


def test_what_to_tell_holds_the_story_in_the_runners_words() -> None:
    text = " ".join(texts(sheet("sit_bone_30_weeks", "runner")))
    for words in (
        "It began 30 weeks ago.",
        "I was told it is hamstring strain.",
        "I tried stretching the hamstring for 12 weeks. It did not help.",
        "I tried time off running for 6 weeks. It helped for hours or days.",
        "Scan: MRI of the thigh, week 22: normal.",
        "Say when you book:",
    ):
        assert words in text
    assert re.search(r"Hamstring strain: of 1,000 people with it, about \d+ still hurt at week 30", text)
