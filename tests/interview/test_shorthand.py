"""One typed line of a clinician: what it says, and that nothing in it is lost without a word."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.shipped import KNOWLEDGE
from whatelse.case import Answer, Case
from whatelse.case.subjects import names, subject_of
from whatelse.errors import InputError
from whatelse.interview.short_words import names_of
from whatelse.interview.shorthand import LONGEST, Parsed, in_words, parse_line, with_line, written

LINE = "slump+ slr- fadir? sij 3/5 ir 30/45 pain 6 weeks 30 age 41 f"


def parsed(line: str, side: str = "unknown") -> Parsed:
    return parse_line(line, KNOWLEDGE, side)  # type: ignore[arg-type]


def said(line: str, side: str = "unknown") -> dict[str, Answer]:
    found = parsed(line, side)
    assert found.problems == ()
    return found.answers


def test_the_line_of_the_manual_is_read() -> None:
    found = said(LINE, "left")
    assert found["slump_positive"] == Answer(True, by="asked")
    assert found["slr"] == Answer(False, by="asked")
    assert found["fadir"] == Answer(not_tested=True, by="asked")
    assert found["sij_provocation_count"] == Answer(3.0, of=5, by="measured")
    assert found["hip_rotation_difference_deg"] == Answer(left=30.0, right=45.0, by="measured")
    assert found["pain_intensity"].value == 6.0 and found["weeks_since_onset"].value == 30.0
    assert parsed(LINE).person == {"age": 41.0, "sex": "female"}


def test_it_is_echoed_in_words() -> None:
    lines = in_words(parsed("slump+ fadir? sij 3/5 ir 30/45 hop x kemp~- foo+", "left"), KNOWLEDGE)
    assert "Slump test positive: yes" in lines
    assert "FADIR test: not tested" in lines
    assert "Number of positive sacroiliac tests: 3 of 5 positive" in lines
    assert "Hip rotation, other side minus painful side: left 30, right 45 degrees" in lines
    assert "Pain on single-leg hop: don't know" in lines
    assert any(line.endswith("painful: probably no") for line in lines)
    assert lines[-1].startswith("Not understood: foo+: no such name")


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("slr+", Answer(True, by="asked")),
        ("slr +", Answer(True, by="asked")),
        ("slr=+", Answer(True, by="asked")),
        ("SLR−", Answer(False, by="asked")),
        ("slr pos", Answer(True, by="asked")),
        ("slr?", Answer(not_tested=True, by="asked")),
        ("slrx", Answer(by="asked")),
        ("slr x", Answer(by="asked")),
        ("~slr", Answer(True, by="asked", likelihood={"no": 0.2, "yes": 0.8})),
        ("slr~", Answer(True, by="asked", likelihood={"no": 0.2, "yes": 0.8})),
        ("slr~-", Answer(False, by="asked", likelihood={"no": 0.8, "yes": 0.2})),
        ("slr+l", Answer(True, by="asked", side="left")),
        ("slr-r", Answer(False, by="asked", side="right")),
        ("lasegue+", Answer(True, by="asked")),
    ],
)
def test_every_way_to_answer_a_test(line: str, answer: Answer) -> None:
    assert said(line) == {"slr": answer}


@pytest.mark.parametrize("line", ["sij 3/5", "sij3/5", "sij 3 of 5", "sij 3 / 5", "sij:3/5", "SIJ 3/5,"])
def test_every_way_to_count(line: str) -> None:
    assert said(line) == {"sij_provocation_count": Answer(3.0, of=5, by="measured")}


def test_a_family_without_a_count_of_its_own_gets_a_state_or_how_likely_each_is() -> None:
    assert said("hipprov 2/3") == {"hip_impingement": Answer("two_or_more", by="asked")}
    some = said("hipprov 1/2")["hip_impingement"]
    assert some.value is None and some.likelihood is not None and set(some.likelihood) == {"one", "two_or_more"}
    assert said("hipprov none") == {"hip_impingement": Answer("none", by="asked")}


@pytest.mark.parametrize(
    ("line", "piece"),
    [
        ("foo+ slr-", "foo+"),
        ("slump slr-", "slump"),
        ("sij 6/5 slr-", "sij 6/5"),
        ("pain 12 slr-", "pain 12"),
        ("age 200 slr-", "age 200"),
        ("temp 38kg slr-", "temp 38kg"),
        ("slump maybe slr-", "slump"),
        ("+ slr-", "+"),
        ("slump+ slump- slr-", "slump"),
        ("f m slr-", "sex"),
        ("df+ motor- slr-", "df"),
        ("pain 3/5 slr-", "pain 3/5"),
    ],
)
def test_what_cannot_be_read_is_named_and_the_rest_counts(line: str, piece: str) -> None:
    found = parsed(line)
    assert list(found.answers) == ["slr"] and found.person == {}
    assert any(problem.startswith(f"{piece}:") for problem in found.problems), found.problems
    assert all("\n" not in problem for problem in found.problems)


def test_one_slip_of_a_long_word_is_read_and_said() -> None:
    found = parsed("slupm+ gaensln-")
    assert {key: answer.value for key, answer in found.answers.items()} == {
        "slump_positive": True,
        "sij_gaenslen": False,
    }
    assert found.notes == ("gaensln- was read as gaenslen", "slupm+ was read as slump")


def test_a_short_or_doubtful_word_is_not_guessed() -> None:
    found = parsed("slx+ fadr+")
    assert found.answers == {}
    assert any("did you mean fadir" in problem for problem in found.problems)


def test_sides_that_cannot_be_compared_are_said() -> None:
    assert parsed("ir 30/45", "left").notes == () == parsed("ir 30/45 side r").notes
    assert "painful side is not known" in parsed("ir 30/45").notes[0]


def test_a_line_is_one_step() -> None:
    before = Case(side="left").with_answer("slr", Answer(True))
    after = with_line(before, parsed(LINE, "left"), KNOWLEDGE)
    assert after.person.age == 41.0 and after.findings["slr"].value is False
    assert before == Case(side="left").with_answer("slr", Answer(True))


def test_a_line_that_contradicts_the_case_is_refused_as_a_whole() -> None:
    before = Case().with_answer("motor_deficit", Answer(False))
    with pytest.raises(InputError, match="motor_deficit"):
        with_line(before, parsed("df+ slr+"), KNOWLEDGE)


def test_a_line_that_is_too_long_is_refused() -> None:
    with pytest.raises(InputError, match=str(LONGEST)):
        parsed("slr+ " * LONGEST)


def test_the_order_of_pieces_does_not_matter() -> None:
    pieces = ["slump+", "sij 3/5", "ir 30/45", "f", "foo-", "pain 6"]
    assert len({repr(parsed(" ".join(order), "left")) for order in itertools.permutations(pieces)}) == 1


def test_every_word_of_the_data_is_read_as_what_it_stands_for() -> None:
    for alias in KNOWLEDGE.shorthand.values():
        for word in alias.words:
            assert names_of(KNOWLEDGE).known(word).id == alias.id
        for word, value in alias.values.items():
            assert parsed(word).person == {alias.id: value}


def test_every_test_of_an_examination_can_be_typed() -> None:
    for finding in KNOWLEDGE.findings.values():
        if finding.stage != "exam" or finding.type != "yes_no":
            continue
        word = KNOWLEDGE.shorthand[finding.id].words[0]
        assert said(f"{word}+")[finding.id].value is True


# ---------------------------------------------------------------- laws

IDS = sorted(names(KNOWLEDGE))


@st.composite
def pieces(draw: st.DrawFn) -> str:
    """One piece of a line that can be read."""
    key = draw(st.sampled_from(IDS))
    subject = subject_of(key, KNOWLEDGE)
    assert subject is not None
    if subject.form == "yes_no":
        return key + draw(st.sampled_from(["+", "-", "?", "x", "~", "~-", "+l", "-r", " ?"]))
    if subject.form == "states":
        return f"{key} {draw(st.sampled_from(subject.states))}"
    if subject.form == "count":
        done = draw(st.integers(0, int(subject.high or 0)))
        return f"{key} {draw(st.integers(0, done))}/{done}"
    low = int(subject.low or 0)
    high = int(min(subject.high or 99, low + 99))
    if subject.is_paired:
        return f"{key} {draw(st.integers(0, 60))}/{draw(st.integers(0, 60))}"
    return f"{key} {draw(st.integers(low, high)) / draw(st.sampled_from([1, 2]))}"


@given(st.lists(pieces(), max_size=8), st.sampled_from(["left", "right", "unknown"]))
def test_what_was_read_can_be_written_and_read_again(line: list[str], side: str) -> None:
    first = parsed(" ".join(line), side)
    again = parsed(written(first, KNOWLEDGE), side)
    assert (again.answers, again.person, again.problems) == (first.answers, first.person, ())


@given(st.permutations(["slump+", "slr-", "fadir ?", "sij 3/5", "ir 30/45", "slr+", "zzz 4", "f", "age 30", "kemp~"]))
def test_any_order_says_the_same(line: list[str]) -> None:
    assert parsed(" ".join(line), "left") == parsed(" ".join(sorted(line)), "left")


@given(st.text(max_size=120) | st.text(alphabet="slrump+-?x~0123456789/. fadirsij°=:,;l", max_size=120))
def test_no_text_raises_and_everything_is_one_line(text: str) -> None:
    found = parsed(text, "left")
    for line in in_words(found, KNOWLEDGE):
        assert "\n" not in line
    again = parsed(written(found, KNOWLEDGE), "left")
    assert (again.answers, again.person) == (found.answers, found.person)
