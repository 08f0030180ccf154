from typing import Any

import pytest

from case.small_knowledge import KNOWLEDGE, complaint
from whatelse.case import Case, Imaging, Person, Treatment, parse_case


def parse(**raw: Any) -> Case:
    return parse_case(raw, KNOWLEDGE)


@pytest.mark.parametrize("raw", [{}, None, {"findings": None}, {"person": {}, "findings": {}, "told": []}])
def test_a_case_of_which_nothing_is_known_is_a_case(raw: Any) -> None:
    assert parse_case(raw, KNOWLEDGE) == Case()


def test_findings_are_sorted_by_id() -> None:
    assert list(parse(findings={"worse_sitting": True, "onset_sudden": True}).findings) == [
        "onset_sudden",
        "worse_sitting",
    ]


@pytest.mark.parametrize("raw", [[], "case", 3, True])
def test_a_case_is_a_mapping(raw: Any) -> None:
    assert "expected a mapping" in complaint(parse_case, raw, KNOWLEDGE)


def test_an_unknown_key_is_answered_with_the_nearest() -> None:
    assert "unknown key 'persn' (did you mean person?)" in complaint(parse, persn={})
    assert "expected one of age, sex, sport" in complaint(parse, person={"height": 180})
    assert "'file'" in complaint(parse, file="x")


def test_an_unknown_finding_is_answered_with_the_nearest_of_findings_and_families() -> None:
    assert "did you mean worse_sitting?" in complaint(parse, findings={"worse_siting": True})
    assert "did you mean sij_provocation?" in complaint(parse, findings={"sij_provocatio": "none"})


def test_keys_are_words() -> None:
    assert "found 1 as a key" in complaint(parse, findings={1: True})


def test_a_complaint_names_file_line_and_field() -> None:
    lines = {("findings",): 3, ("findings", "slr"): 4}
    said = complaint(parse_case, {"findings": {"slr": {"se": -1}}}, KNOWLEDGE, file="a.yaml", lines=lines)
    assert said == "a.yaml, line 4: findings.slr.se: found -1, expected a number of 0 or more"


def test_a_person_may_be_told_in_part() -> None:
    assert parse(person={"age": 34, "sport": "triathlon"}).person == Person(34.0, None, "triathlon")


@pytest.mark.parametrize(("said", "sex"), [("female", "female"), ("Male", "male"), ("woman", "female"), ("m", "male")])
def test_sex_has_several_spellings(said: str, sex: str) -> None:
    assert parse(person={"sex": said}).person.sex == sex


def test_other_words_for_sex_are_kept_and_not_used() -> None:
    person = parse(person={"sex": "intersex"}).person
    assert (person.sex, person.sex_said) == (None, "intersex")


@pytest.mark.parametrize("age", [-1, 121, "34", True])
def test_an_impossible_age_is_refused(age: Any) -> None:
    assert complaint(parse, person={"age": age}).startswith("person.age: ")


def test_a_side_is_one_of_four() -> None:
    assert parse(side="both").side == "both"
    assert "did you mean left?" in complaint(parse, side="lft")


def test_treatments_say_what_was_tried_and_what_it_did() -> None:
    case = parse(
        treatments=[
            "rest",
            {"what": "loading", "weeks": 12, "how_often": 3, "effect": "hours or days", "still": True},
        ]
    )
    assert case.treatments == (Treatment("rest"), Treatment("loading", 12.0, "3", "hours_or_days", True))


@pytest.mark.parametrize(
    ("treatment", "field"),
    [
        ({"weeks": 3}, "what"),
        ({"what": "x", "weeks": -1}, "weeks"),
        ({"what": "x", "effect": "good"}, "effect"),
        ({"what": "x", "still": "perhaps"}, "still"),
        ({"what": "x", "week": 1}, "week"),
        (3, "what"),
    ],
)
def test_a_wrong_treatment_names_its_place(treatment: Any, field: str) -> None:
    assert complaint(parse, treatments=["rest", treatment]).startswith(f"treatments[1].{field}: ")


def test_imaging_says_what_was_scanned_how_when_and_what_it_showed() -> None:
    image = {"region": "thigh", "method": "MRI", "week": 3, "result": "normal"}
    assert parse(imaging=[image]).imaging == (Imaging("thigh", "MRI", 3.0, "normal"),)
    assert complaint(parse, imaging=[{"week": -1}]).startswith("imaging[0].week: ")


def test_what_one_was_told_is_one_thing_or_several() -> None:
    assert parse(told="a strain").told == ("a strain",)
    assert parse(told=["a strain", "sciatica"]).told == ("a strain", "sciatica")
    assert complaint(parse, told=["a", False]) == "told[1]: found no, expected text (put it in quotes)"


def test_a_setting_is_one_of_the_knowledge() -> None:
    assert parse(setting="article_clinic").setting == "article_clinic"
    assert "did you mean article_clinic?" in complaint(parse, setting="article_clinics")


def test_stages_name_findings_of_the_case_once() -> None:
    findings = {"slr": True, "worse_sitting": True}
    assert parse(findings=findings, stages={"exam": ["slr"], "history": None}).stages == {
        "exam": ("slr",),
        "history": (),
    }
    assert "did you mean slr?" in complaint(parse, findings=findings, stages={"exam": ["slrr"]})
    assert "stages.exam[0]: " in complaint(parse, findings=findings, stages={"exam": [3]})
    assert "already stands under exam" in complaint(
        parse, findings=findings, stages={"exam": ["slr"], "history": ["slr"]}
    )
    assert "did you mean exam?" in complaint(parse, stages={"exams": []})


def test_an_id_may_be_a_number() -> None:
    assert parse(id=17).id == "17"
    assert "in quotes" in complaint(parse, id=1.5)


@pytest.mark.parametrize("anything", [3, "x", [1, {"a": None}], {"conditions": {"sit": 1}}, True])
def test_source_and_truth_are_carried_along_whatever_they_hold(anything: Any) -> None:
    case = parse(source=anything, truth=anything)
    assert case.source == case.truth == anything


def test_the_truth_does_not_reach_the_findings() -> None:
    case = parse(truth={"findings": {"slr": True}})
    assert case.findings == {}


def test_half_a_character_is_refused() -> None:
    assert "half a character" in complaint(parse, told="\ud800")


def test_a_case_that_holds_itself_is_refused() -> None:
    endless: list[Any] = []
    endless.append(endless)
    assert "expected text" in complaint(parse, told=endless)
