"""What somebody types, held against what was asked."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.interview.cheap import site
from tests.interview.driven import KNOWLEDGE
from whatelse.case import Case, Person, Treatment
from whatelse.cli.ask_keys import Bad, Command, Rest, Value, command_in, reply, rest
from whatelse.interview.safety import Tick, screens
from whatelse.interview.scans import kinds, places
from whatelse.interview.single import single_question
from whatelse.interview.steps import Ask, AskScan, AskTold, AskTried, ShowScreen
from whatelse.interview.types import AGE, SEX, Option, Ticked

SCREEN = ShowScreen(screens(Case(person=Person(age=40.0, sex="female")), KNOWLEDGE)[0])
KEYS = [line.key for line in SCREEN.screen.lines]
YES_NO = Ask(single_question("night_pain", KNOWLEDGE), "question")
AGE_ASKED = Ask(single_question(AGE, KNOWLEDGE), "you")
SEX_ASKED = Ask(single_question(SEX, KNOWLEDGE), "you")
WEEKS = Ask(single_question("weeks_since_onset", KNOWLEDGE), "question")
SITE = Ask(site(KNOWLEDGE), "question")
PLACES = site(KNOWLEDGE).findings
SCAN = AskScan("method", options=kinds(KNOWLEDGE, "runner"))
SCAN_PLACE = AskScan("region", "scan:1", options=places(KNOWLEDGE, "runner", "MRI"))
SCAN_WEEK, SCAN_RESULT = AskScan("week", "scan:1"), AskScan("result", "scan:1")
SCAN_FOUND = AskScan("found", "scan:1", options=(Option("tear", "A torn muscle"), Option("mass", "A lump")))
SCANS = (SCAN, SCAN_PLACE, SCAN_WEEK, SCAN_RESULT, SCAN_FOUND)
STEPS = (SCREEN, YES_NO, AGE_ASKED, SEX_ASKED, WEEKS, SITE, AskTold(), AskTried("what"), AskTried("weeks"), *SCANS)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("y", True),
        ("YES", True),
        (" n ", False),
        ("no.", False),
        ("d", None),
        ("don't know", None),
        ("t", "not_tested"),
    ],
)
def test_yes_no_and_what_is_neither(typed: str, value: Any) -> None:
    assert reply(YES_NO, typed) == Value(value)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("n", Value(Tick(rest="none"))),
        ("none", Value(Tick(rest="none"))),
        ("d", Value(Tick(rest="not_sure"))),
        ("1", Rest(Tick(frozenset(KEYS[:1])))),
        ("1, 3", Rest(Tick(frozenset([KEYS[0], KEYS[2]])))),
        ("1 3 none", Value(Tick(frozenset([KEYS[0], KEYS[2]]), rest="none"))),
        ("2?", Rest(Tick(unsure=frozenset([KEYS[1]])))),
        ("1 2? n", Value(Tick(frozenset([KEYS[0]]), frozenset([KEYS[1]]), "none"))),
        ("1 2 3 4 5 6", Value(Tick(frozenset(KEYS)))),
    ],
)
def test_lines_of_a_screen_are_ticked_by_their_numbers(typed: str, found: Any) -> None:
    assert reply(SCREEN, typed) == found


@pytest.mark.parametrize("typed", ["7", "0", "1 9", "-1", "maybe", "1 x", "y"])
def test_what_is_no_line_of_a_screen_is_told(typed: str) -> None:
    assert isinstance(reply(SCREEN, typed), Bad)


@pytest.mark.parametrize(
    ("typed", "state"), [("n", "none"), ("none", "none"), ("d", "not_sure"), ("not sure", "not_sure")]
)
def test_what_is_said_of_the_other_lines_is_kept(typed: str, state: Any) -> None:
    assert rest(Tick(frozenset(KEYS[:1])), typed) == Value(Tick(frozenset(KEYS[:1]), rest=state))


def test_y_says_nothing_of_the_other_lines() -> None:
    assert isinstance(rest(Tick(frozenset(KEYS[:1])), "y"), Bad)
    assert rest(Tick(frozenset(KEYS[:1])), "back") == Command("back")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("n", Value(Ticked(none_of_the_rest=True))),
        ("d", Value(Ticked())),
        ("2 1", Rest(Ticked(frozenset(PLACES[:2])))),
        ("2 1 n", Value(Ticked(frozenset(PLACES[:2]), True))),
        ("1 2?", Value(Ticked(frozenset(PLACES[:1])))),
    ],
)
def test_places_are_ticked_by_their_numbers(typed: str, found: Any) -> None:
    assert reply(SITE, typed) == found


@pytest.mark.parametrize(
    ("step", "typed", "value"),
    [
        (AGE_ASKED, "41", 41.0),
        (AGE_ASKED, "41 years", 41.0),
        (WEEKS, "2.5", 2.5),
        (WEEKS, "2,5", 2.5),
        (WEEKS, "d", None),
        (SEX_ASKED, "1", "female"),
        (SEX_ASKED, "f", "female"),
        (SEX_ASKED, "Male", "male"),
        (AskTried("weeks"), "6", 6.0),
        (AskTried("effect"), "2", "none"),
        (AskTried("effect"), "d", None),
        (AskTried("what"), "heavy  slow strength", "heavy slow strength"),
        (AskTried("what", Treatment("rest")), "nothing", None),
        (SCAN, "n", None),
        (SCAN, "1", "MRI"),
        (SCAN, "x-ray", "X-ray"),
        (SCAN, "ultra", "ultrasound"),
        (SCAN_PLACE, "1", "thigh"),
        (SCAN_PLACE, "low back", "low back"),
        (SCAN_PLACE, "left elbow", "left elbow"),
        (SCAN_PLACE, "d", None),
        (SCAN_WEEK, "6", 6.0),
        (SCAN_WEEK, "d", None),
        (SCAN_RESULT, "1", "normal"),
        (SCAN_RESULT, "2", "abnormal"),
        (SCAN_RESULT, "d", None),
        (SCAN_FOUND, "1 2", ["tear", "mass"]),
        (SCAN_FOUND, "a strain of grade 1", ["a strain of grade 1"]),
        (SCAN_FOUND, "d", None),
        (AskTold(), "n", []),
        (AskTold(), "hamstring strain; sciatica", ["hamstring strain", "sciatica"]),
    ],
)
def test_numbers_choices_and_words(step: Any, typed: str, value: Any) -> None:
    assert reply(step, typed) == Value(value)


@pytest.mark.parametrize("typed", ["-1", "121", "forty", "1e3", "inf", "nan", "4 1"])
def test_what_is_no_age_says_what_is(typed: str) -> None:
    found = reply(AGE_ASKED, typed)
    assert isinstance(found, Bad)


@pytest.mark.parametrize(
    ("step", "typed"),
    [
        (SCAN, "d"),
        (SCAN, "9"),
        (SCAN, "xy"),
        (SCAN_PLACE, "99"),
        (SCAN_WEEK, "six"),
        (SCAN_RESULT, "3"),
        (SCAN_FOUND, "7"),
    ],
)
def test_what_says_nothing_of_a_scan_is_not_taken(step: AskScan, typed: str) -> None:
    assert isinstance(reply(step, typed), Bad)


def test_a_number_out_of_range_says_the_range() -> None:
    found = reply(AGE_ASKED, "121")
    assert isinstance(found, Bad) and "from 0 to 120" in found.text


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("why", Command("why")),
        ("W", Command("why")),
        ("back", Command("back")),
        ("u", Command("undo")),
        ("list", Command("list")),
        ("stop", Command("stop")),
        ("?", Command("help")),
        ("q", Command("quit")),
        ("change 3", Command("change", 3)),
        ("c 12", Command("change", 12)),
        ("change", Command("change")),
    ],
)
def test_commands_go_before_answers(typed: str, command: Command) -> None:
    assert command_in(typed) == command
    assert all(reply(step, typed) == command for step in STEPS)


@given(st.sampled_from(STEPS), st.text(max_size=30))
def test_whatever_is_typed_means_something_or_is_told(step: Any, typed: str) -> None:
    assert isinstance(reply(step, typed), (Command, Value, Rest, Bad))
