from hypothesis import given

from case.arbitrary import cases
from case.small_knowledge import KNOWLEDGE
from whatelse.case import Answer, Case, loads, parse_case


@given(cases())
def test_a_case_read_back_from_its_yaml_is_the_same_case(case: Case) -> None:
    assert loads(case.to_yaml(), KNOWLEDGE, format="yaml") == [case]


@given(cases())
def test_a_case_read_back_from_its_json_is_the_same_case(case: Case) -> None:
    assert loads(case.to_json(), KNOWLEDGE, format="json") == [case]


@given(cases())
def test_a_case_read_back_from_its_plain_values_is_the_same_case(case: Case) -> None:
    assert parse_case(case.to_dict(), KNOWLEDGE) == case


@given(cases())
def test_writing_what_was_read_writes_the_same_text(case: Case) -> None:
    text = case.to_yaml()
    assert loads(text, KNOWLEDGE, format="yaml")[0].to_yaml() == text


def test_an_answer_of_which_only_the_value_is_known_is_written_short() -> None:
    case = Case(findings={"pain_intensity": Answer(6.0), "slr": Answer(False), "worse_sitting": Answer()})
    assert case.to_yaml() == "findings:\n  pain_intensity: 6\n  slr: no\n  worse_sitting: null\n"


def test_probably_is_written_as_the_word() -> None:
    case = parse_case({"findings": {"slr": "probably", "worse_sitting": "probably not"}}, KNOWLEDGE)
    assert case.to_dict()["findings"] == {"slr": "probably", "worse_sitting": "probably not"}


def test_the_empty_case_is_an_empty_mapping() -> None:
    assert Case().to_dict() == {}
    assert loads(Case().to_yaml(), KNOWLEDGE) == loads(Case().to_json(), KNOWLEDGE) == [Case()]


def test_values_that_files_cannot_hold_are_written_as_their_text() -> None:
    case = Case(source={"printed": {1}, 2: float("inf")})
    assert case.to_dict() == {"source": {"printed": "{1}", "2": "inf"}}
