"""The note: everything that was told once, in 80 columns, the same each time."""

import re

import pytest

from inference.shipped import KNOWLEDGE, case, example
from tests.plan.made import Alarm, fired, weighed
from whatelse.inference.assess import differential_of
from whatelse.inference.explanation import explain
from whatelse.inference.intervals import intervals
from whatelse.inference.weigh import Weighed, weigh
from whatelse.plan import plan_for
from whatelse.report.note import WIDTH, note_text

NAMES = ("mild_strain_week_1", "sacral_stress_fracture")


def note(one: Weighed, alarm: Alarm | None = None, models: int = 0) -> str:
    alarm = alarm or Alarm()
    return note_text(
        one.case,
        KNOWLEDGE,
        differential_of(one, "all"),
        explain(one),
        plan_for(one, alarm),
        alarm,
        intervals(one, models) if models else None,
    )


def section(text: str, heading: str) -> str:
    """The items of one section on one line; empty without it."""
    found = re.search(rf"^{re.escape(heading)}: (.*?)(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
    return " ".join(found.group(1).split()) if found else ""


@pytest.mark.parametrize("name", NAMES)
def test_a_note_fits_80_columns_and_is_the_same_each_time(name: str) -> None:
    text = note(weighed(name))
    assert max(map(len, text.splitlines())) <= WIDTH
    assert text == note(weigh(example(name), KNOWLEDGE))
    assert text.isprintable() is False and "\t" not in text


def test_the_head_says_who_and_for_how_long() -> None:
    head = " ".join(note(weighed("sacral_stress_fracture")).split("\n\n")[0].split())
    for words in (
        "24 years",
        "female",
        "cross-country running",
        "left side",
        "5 weeks since onset",
        "Urgency: routine",
    ):
        assert words in head


def test_each_answer_stands_where_it_belongs() -> None:
    one = case(
        {
            "worse_sitting": True,
            "night_pain": False,
            "paraesthesia": "probably",
            "slump_positive": {"not_tested": True},
            "better_after_6_weeks_hamstring_care": False,
            "mri_thigh_normal": True,
        }
    )
    text = note(weigh(one, KNOWLEDGE))
    label = {key: KNOWLEDGE.findings[key].label for key in one.findings}
    assert label["worse_sitting"] in section(text, "Positive")
    assert f"{label['better_after_6_weeks_hamstring_care']}: no" in section(text, "Positive")
    assert label["night_pain"] in section(text, "Negative")
    assert f"{label['mri_thigh_normal']}: yes" in section(text, "Negative")
    assert f"{label['paraesthesia']}: probably" in section(text, "Uncertain")
    assert label["slump_positive"] in section(text, "Not tested, said so")


def test_what_was_asked_and_not_known_is_no_answer() -> None:
    text = note(weigh(case({"pain_buttock": {"value": None, "by": "asked"}, "night_pain": False}), KNOWLEDGE))
    assert "None" not in text and KNOWLEDGE.findings["pain_buttock"].label not in section(text, "Positive")


def test_what_is_open_and_tells_most_is_named_without_treatments() -> None:
    text = section(note(weighed("mild_strain_week_1")), "Open, would tell most")
    assert text
    tells = {t.finding for a in KNOWLEDGE.actions.values() for t in a.tells}
    assert not any(KNOWLEDGE.findings[key].label in text.split("; ") for key in tells)


def test_treatments_scans_and_what_was_told_are_there() -> None:
    text = note(weighed("sit_bone_30_weeks"))
    assert "hamstring_stretching: did not help" in section(text, "Treatments")
    assert "mri thigh: normal" in section(text, "Scans")
    assert section(text, "Told it is") == "hamstring strain."


def test_rules_that_fired_and_questions_not_asked_are_there() -> None:
    alarm = Alarm("urgent", ("Urgent",), (fired("sacral_bsi"),), ("saddle_anaesthesia",))
    text = note(weighed("sacral_stress_fracture"), alarm)
    assert "fired: A rule (X1)" in section(text, "Red flags")
    assert KNOWLEDGE.findings["saddle_anaesthesia"].label in section(text, "Red flags not asked")
    assert "Bone that may be cracked: not ruled out (rule X1)" in " ".join(text.split())


def test_six_sources_with_percents_and_intervals_only_when_asked() -> None:
    plain, wide = note(weighed("mild_strain_week_1")), note(weighed("mild_strain_week_1"), models=20)
    listed = plain.split("Possible sources:\n")[1].split("Plan until")[0].splitlines()
    assert len([line for line in listed if re.match(r"  [<>]?[\d.]+ %", line)]) == 7
    assert not re.search(r"% \(\S+ % to", plain)
    assert re.search(r"% \(\S+ % to \S+ %\) Hamstring strain, mild", wide)


def test_a_note_says_what_it_is_not_and_which_versions_made_it() -> None:
    text = " ".join(note(weighed("mild_strain_week_1")).split())
    assert "Never validated on patients" in text
    assert KNOWLEDGE.digest[:12] in text and "setting general_sports_clinic" in text


def test_in_an_emergency_the_note_holds_the_instruction_instead_of_a_plan() -> None:
    text = note(weighed("cauda_equina"), Alarm("emergency", ("Go now.",)))
    assert section(text, "Plan").startswith("Do not run.")
    assert "reasonable:" not in text
