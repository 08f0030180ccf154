"""The clinician's page: what was told once, the differential with its ranges, every weight with its source."""

import re

import pytest

from inference.shipped import KNOWLEDGE, case
from tests.report.made import FILES, NAMES, gathered, sheet
from whatelse.report.page import clinician_sheet, gather
from whatelse.report.page.sheet import Section, Table, sections, texts


def section(name: str, heading: str) -> Section:
    return next(s for s in sections(sheet(name, "clinician")) if s.heading == heading)


def words(found: Section) -> str:
    return " ".join(part.text for part in found.parts if hasattr(part, "text"))


@pytest.mark.parametrize("name", FILES)
def test_every_answer_stands_once_among_positive_negative_uncertain_or_not_tested(name: str) -> None:
    found = {s.heading: words(s) for s in sections(sheet(name, "clinician"))}
    listed = "; ".join(found.get(h, "") for h in ("Positive", "Negative", "Uncertain", "Not tested, said so"))
    for key, answer in gathered(name).case.findings.items():
        if key != "weeks_since_onset" and answer.value is not None and key in KNOWLEDGE.findings:
            assert KNOWLEDGE.findings[key].label in listed, key


def test_not_tested_is_not_negative() -> None:
    one = gather(case({"slump_positive": {"not_tested": True}, "night_pain": False, "worse_sitting": True}), KNOWLEDGE)
    found = {s.heading: words(s) for s in sections(clinician_sheet(one))}
    assert "Slump" in found["Not tested, said so"] and "Slump" not in found["Negative"]


@pytest.mark.parametrize("name", FILES)
def test_the_differential_has_ranges_and_the_first_sources_their_weights_with_figures_and_sources(name: str) -> None:
    (table,) = [part for part in section(name, "Differential").parts if isinstance(part, Table)]
    assert all(len(row) == len(table.head) == len(table.widths) for row in table.rows)
    assert table.rows[-1][0] == "Nothing in this list"
    for row in table.rows:
        assert re.fullmatch(r"[<>]?[\d.]+ %", row[1])
        assert re.fullmatch(r"[\d.]+ to [\d.]+ %|<0.1 %", row[2])
    for row in table.rows[:3]:
        assert re.search(r"[+-]\d+\.\d .+\[.+ [A-Z][A-Z0-9]+\]", row[3]), row


def test_the_probabilities_are_those_of_the_answer() -> None:
    (table,) = [part for part in section("sit_bone_30_weeks", "Differential").parts if isinstance(part, Table)]
    answer = gathered("sit_bone_30_weeks").assessment
    assert table.rows[0][0] == answer.entry(answer.ranking[0][0]).label
    assert table.rows[0][1] == f"{100 * answer.ranking[0][1]:.0f} %"


def test_of_a_graded_finding_the_figures_of_one_state_are_shown() -> None:
    (table,) = [part for part in section("sit_bone_30_weeks", "Differential").parts if isinstance(part, Table)]
    assert "puranen orava yes [with 84 % CACCHIO2012T4, without 10 % EXPERT]" in table.rows[0][3]


def test_a_rule_that_fired_stands_with_its_reasons_and_source() -> None:
    text = " ".join(texts(sheet("sacral_stress_fracture", "clinician")))
    assert "U1, urgent. Bone stress: " in text
    assert "[HARRIS2016]" in text
    assert "Not asked yet." in text


def test_what_was_told_is_challenged() -> None:
    told = sheet("sit_bone_30_weeks", "clinician").lines[1].text
    assert "fits poorly" in told and "Time since onset: 30 -" in told
    assert "Best rival: Proximal hamstring tendinopathy" in told


def test_floors_stand_with_their_threshold_and_by_urgency_without_one() -> None:
    plan = words(section("sacral_stress_fracture", "Plan until it is known"))
    assert "Bone that may be cracked: rule U1, P(any)" in plan
    assert "Urgent until seen: by urgency; until" in plan


def test_the_examination_stands_in_the_order_of_doing() -> None:
    text, exam = words(section("sit_bone_30_weeks", "Would tell most")), gathered("sit_bone_30_weeks").exam
    places = [text.index(test.label) for test in exam.tests]
    assert places == sorted(places)
    assert all(f"{block.label}: " in text for block in exam.blocks)


def test_what_would_tell_most_is_sorted_by_who_can_find_out() -> None:
    (table,) = [part for part in section("sit_bone_30_weeks", "Would tell most").parts if isinstance(part, Table)]
    stages = [row[0] for row in table.rows]
    assert stages and stages == sorted(stages, key=["ask", "test", "scan"].index)
    assert all(re.fullmatch(r"[+-]\d+\.\d", cell) for row in table.rows for cell in row[2:4])


@pytest.mark.parametrize("name", NAMES)
def test_it_says_what_it_is_not_and_which_versions_made_it(name: str) -> None:
    foot = " ".join(sheet(name, "clinician").foot)
    assert "Never validated on patients" in foot
    assert KNOWLEDGE.digest[:12] in foot and "setting general_sports_clinic" in foot
