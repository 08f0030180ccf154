import pytest

from case.small_knowledge import KNOWLEDGE
from whatelse.case import facts, parse_case, sport_main

SPORTS = KNOWLEDGE.sports


@pytest.mark.parametrize(
    ("text", "sport"),
    [
        ("running", "road_running"),
        ("Trail  Running, 60 km a week", "trail_ultra"),
        ("trail-running", "trail_ultra"),
        ("overrunning", None),
        ("chess", None),
        ("", None),
        (None, None),
        ("not an athlete (retired)", "none"),
    ],
)
def test_free_text_names_a_sport_by_its_longest_known_word(text: str | None, sport: str | None) -> None:
    assert sport_main(text, SPORTS) == sport


def test_of_two_words_of_one_length_the_first_in_the_text_goes_first() -> None:
    words = {"abc": "one", "xyz": "two"}
    assert sport_main("xyz and abc", words) == "two"
    assert sport_main("abc and xyz", words) == "one"


def known(findings: dict[str, object], **person: object) -> dict[str, str | float]:
    return facts(parse_case({"person": person, "findings": findings}, KNOWLEDGE), KNOWLEDGE)


def test_facts_are_of_the_person_and_of_context_findings_only() -> None:
    found = known(
        {"training_load_increase": False, "running_volume_km_per_week": 60, "slr": True},
        age=34,
        sex="female",
        sport="running",
    )
    assert found == {
        "age": 34.0,
        "running_volume_km_per_week": 60.0,
        "sex": "female",
        "sport_main": "road_running",
        "training_load_increase": "no",
    }


def test_the_sport_given_as_a_finding_goes_before_the_text() -> None:
    assert known({"sport_main": "none"}, sport="running") == {"sport_main": "none"}
    assert known({"sport_main": None}, sport="running") == {"sport_main": "road_running"}


@pytest.mark.parametrize("answer", [None, "probably", {"value": True, "set_aside": True}])
def test_what_is_not_certain_is_no_fact(answer: object) -> None:
    assert known({"training_load_increase": answer}) == {}


def test_a_sport_set_aside_is_no_fact() -> None:
    assert known({"sport_main": {"value": "none", "set_aside": True}}, sport="running") == {}
