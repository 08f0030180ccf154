"""Undo, back, change and resume: what they promise, over interviews of all kinds."""

import random
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.interview.driven import AT, FEW, KNOWLEDGE, Anybody, Somebody, finished, opened, states, went_on
from whatelse.case import Answer, Case, Person, Treatment, parse_case
from whatelse.errors import InputError
from whatelse.interview.events import read, text_of
from whatelse.interview.fold import fold, live, patch, patched
from whatelse.interview.safety import Tick
from whatelse.interview.session import Session
from whatelse.interview.shorthand import parse_line
from whatelse.interview.steps import Ask, AskScan, AskTold, AskTried, Finished, Interrupt, ShowScreen
from whatelse.interview.types import RuleOut, Ticked

SEEDS = st.integers(0, 2**32 - 1)
LATER = "2025-02-01T08:30:00Z"
ADULT = Case(person=Person(age=40.0, sex="female"))


def somewhere(seed: int, steps: int, **terms: Any) -> tuple[Session, Anybody]:
    """A session some steps on, and who answers it."""
    person = Anybody(random.Random(seed))
    session = opened(**terms)
    for _ in range(steps):
        if isinstance(session.step, Finished):
            break
        session = went_on(session, person)
    return session, person


def calm(choose: Any = None) -> Session:
    """Past the safety part, with nothing but "no"."""
    session = opened(case=ADULT)
    while isinstance(session.step, ShowScreen):
        session = session.answer(Tick(rest="none"), AT)
    return session


# ---------------------------------------------------------------- undo


@FEW
@given(SEEDS, st.integers(0, 3))
def test_undo_of_an_answer_is_the_state_before_it(seed: int, place: int) -> None:
    for before, after in list(pairwise(states(opened(), Anybody(random.Random(seed)))))[place::4]:
        if len(after.answers) > len(before.answers):
            undone = after.undo(LATER)
            assert undone.state == before.state
            assert undone.step == before.step
            assert undone.case == before.case


@FEW
@given(SEEDS, st.integers(1, 20))
def test_to_undo_everything_is_to_begin_anew(seed: int, steps: int) -> None:
    session, _ = somewhere(seed, steps)
    while session.answers:
        session = session.undo(LATER)
    assert session.state == opened().state
    with pytest.raises(InputError, match="nothing"):
        session.undo(LATER)


def test_to_undo_an_answer_takes_its_alarm_back_too() -> None:
    session = opened(case=ADULT).answer(Tick(frozenset({"saddle_anaesthesia"}), rest="none"), AT)
    assert isinstance(session.step, Interrupt)
    alarmed = session.acknowledge(AT)
    assert alarmed.state.acknowledged == {"E1"}
    for one in (session, alarmed):
        assert one.undo(AT).state == opened(case=ADULT).state


def test_what_was_undone_stays_in_the_record() -> None:
    session, _ = somewhere(1, 6)
    undone = session.undo(LATER)
    assert undone.events[:-1] == session.events
    assert undone.events[-1].kind == "undone"
    assert undone.events[-1].data == {"event": session.answers[-1].n}


# ---------------------------------------------------------------- back


@FEW
@given(SEEDS, st.integers(1, 40), st.integers(1, 5))
def test_to_go_back_and_on_again_changes_nothing(seed: int, steps: int, back: int) -> None:
    session, _ = somewhere(seed, steps)
    gone = session
    for _ in range(back):
        try:
            gone = gone.back()
        except InputError:
            break
    assert gone.events == session.events and gone.state == session.state
    while gone.cursor is not None:
        gone = gone.forward()
    assert gone.step == session.step


@FEW
@given(SEEDS, st.integers(1, 40))
def test_the_same_answer_given_once_more_changes_nothing_of_the_case(seed: int, steps: int) -> None:
    session, _ = somewhere(seed, steps)
    try:
        gone = session.back()
    except InputError:
        return
    step = gone.step
    assert isinstance(step, (Ask, ShowScreen, AskTold, AskScan))
    given: Any = step.given
    if isinstance(given, dict):
        given = Ticked(frozenset(given["ticked"]), given["none_of_the_rest"])
    again = gone.answer(given, LATER)
    assert again.case == session.case
    assert again.cursor is None


def test_back_shows_what_was_answered() -> None:
    session = opened().answer(41, AT).answer("female", AT).answer(Tick(frozenset({"leg_weakness"}), rest="none"), AT)
    back = session.back()
    assert isinstance(back.step, ShowScreen)
    assert back.step.given == Tick(frozenset({"leg_weakness"}), rest="none")
    back = back.back()
    assert isinstance(back.step, Ask) and (back.step.question.id, back.step.given) == ("sex", "female")
    with pytest.raises(InputError, match="first"):
        back.back().back()


# ---------------------------------------------------------------- change


@FEW
@given(SEEDS, st.integers(3, 60), st.data())
def test_a_change_is_as_if_the_answer_had_been_another(seed: int, steps: int, data: Any) -> None:
    """Of single questions: the case is the same as with the other answer at once, where it goes with the rest."""
    session, _ = somewhere(seed, steps)
    asked = [event for event in session.answers if "question" in event.data and event.kind == "answered"]
    asked = [event for event in asked if event.data["question"]["kind"] == "yes_no"]
    if not asked:
        return
    event = data.draw(st.sampled_from(asked))
    value = data.draw(st.sampled_from([True, False, None]))
    try:
        changed = session.change(event.data["key"], value, LATER)
    except InputError as error:
        assert error.field is not None and error.field.startswith("findings.")
        return
    assert changed.case.findings[event.data["key"]] == Answer(value, by="asked")
    others = {
        k: a for k, a in session.case.findings.items() if k != event.data["key"] and k not in session.state.denied
    }
    assert {k: changed.case.findings[k] for k in others} == others
    assert changed.undo(LATER).state == session.state


def test_a_line_that_is_unticked_takes_its_answers_back() -> None:
    session = opened(case=ADULT).answer(Tick(frozenset({"leg_weakness"}), rest="none"), AT)
    session = session.answer(True, AT).answer(True, AT)
    assert session.case.findings["leg_weakness"].value is True
    changed = session.change("screen:nerves", Tick(rest="none"), AT)
    assert changed.case.findings["leg_weakness"].value is False
    assert changed.case.findings["foot_drop"].value is False
    assert isinstance(changed.step, ShowScreen)


def test_a_line_that_is_ticked_later_is_asked_singly() -> None:
    session = opened(case=ADULT).answer(Tick(rest="none"), AT)
    changed = session.change("screen:nerves", Tick(frozenset({"leg_weakness"}), rest="none"), AT)
    assert isinstance(changed.step, Ask) and changed.step.question.id == "leg_weakness"
    assert "leg_weakness" not in changed.case.findings


def test_a_change_that_makes_an_emergency_interrupts() -> None:
    session = finished(opened(), Somebody(Case(person=Person(age=40.0, sex="male"))))
    assert isinstance(session.step, Finished)
    changed = session.change("screen:ill", Tick(frozenset({"breathless_or_chest_pain"}), rest="none"), AT)
    assert isinstance(changed.step, Interrupt)


def test_a_change_may_bring_safety_questions_back_after_the_end() -> None:
    end = finished(opened(), Somebody(Case(person=Person(age=40.0, sex="male"))))
    risky = end.change("screen:you", Tick(frozenset({"thrombotic_risk_factors"}), rest="none"), AT)
    assert risky.safety_open
    assert isinstance(risky.step, Ask) and risky.step.part == "follow_up"


def test_an_answer_that_contradicts_another_is_refused_and_nothing_changes() -> None:
    session = calm()
    case = {"findings": {"pain_calf": True}}
    session = opened(case=parse_case({**ADULT.to_dict(), **case}, KNOWLEDGE))
    with pytest.raises(InputError) as refused:
        session.line("pain_below_knee-", parse_line("pain_below_knee-", KNOWLEDGE), AT)
    assert "pain_below_knee" in str(refused.value)
    assert session.case.findings["pain_calf"].value is True


@pytest.mark.parametrize("key", ["slr", "screen:nowhere", "tried", "line:3", ""])
def test_only_what_was_answered_can_be_changed(key: str) -> None:
    with pytest.raises(InputError, match="expected something answered"):
        calm().change(key, True, AT)


# ---------------------------------------------------------------- resume


@FEW
@given(SEEDS, st.integers(0, 60), st.integers(0, 3))
def test_a_session_goes_on_from_its_lines_as_if_it_had_never_stopped(seed: int, steps: int, undone: int) -> None:
    session, person = somewhere(seed, steps)
    for _ in range(min(undone, len(session.answers))):
        session = session.undo(LATER)
    log = read(text_of(session.events))
    resumed = type(session).resume(KNOWLEDGE, log.events, choose=session.choose)
    assert (resumed.state, resumed.step, resumed.case) == (session.state, session.step, session.case)
    if not isinstance(session.step, (Finished, Interrupt)):
        value = person(session.step, session)
        assert resumed.answer(value, AT).events == session.answer(value, AT).events


@FEW
@given(SEEDS, st.integers(0, 5))
def test_a_fold_of_the_events_is_the_state_at_every_moment(seed: int, place: int) -> None:
    for session in list(states(opened(), Anybody(random.Random(seed))))[place::6]:
        assert fold(session.events, KNOWLEDGE) == session.state


@FEW
@given(SEEDS, st.integers(0, 60))
def test_a_case_can_be_read_from_the_lines_without_any_knowledge(seed: int, steps: int) -> None:
    """As docs/ask.md says: take the case, leave out what was undone, put each ``set`` over it."""
    session, _ = somewhere(seed, steps)
    if session.answers:
        session = session.undo(AT)
    whole: dict[str, Any] = {}
    for event in live(session.events):
        whole = patched(event.data["case"], {}) if event.kind == "opened" else patched(whole, event.data.get("set", {}))
    assert parse_case(whole, KNOWLEDGE) == session.case


@FEW
@given(SEEDS, SEEDS)
def test_a_patch_turns_one_case_into_the_other(one: int, other: int) -> None:
    first, second = (somewhere(seed, 14)[0].case.to_dict() for seed in (one, other))
    assert patched(first, patch(first, second)) == second
    assert patch(first, first) == {}


# ---------------------------------------------------------------- order and progress


@FEW
@given(SEEDS)
def test_progress_never_grows(seed: int) -> None:
    left: list[int] = []
    for session in states(opened(), Anybody(random.Random(seed))):
        if isinstance(session.step, Ask) and session.step.left is not None:
            left.append(session.step.left)
    assert all(later < earlier for earlier, later in pairwise(left))
    assert all(number >= 1 for number in left)


@FEW
@given(SEEDS, st.integers(0, 5))
def test_no_more_questions_are_chosen_than_the_limit_allows(seed: int, limit: int) -> None:
    end = finished(opened(limit=limit), Anybody(random.Random(seed)))
    assert end.state.counted <= limit
    assert not end.safety_open


def test_what_was_told_tried_and_scanned_is_asked_after_safety_and_once() -> None:
    kinds = []
    for session in states(opened(), Somebody(ADULT)):
        is_asked_of_all = not isinstance(session.step, ShowScreen) or session.step.screen.number > 0
        if isinstance(session.step, (ShowScreen, AskTold, AskTried, AskScan)) and is_asked_of_all:
            kinds.append(type(session.step))
        if isinstance(session.step, Ask) and session.step.part == "question":
            kinds.append(Ask)
    assert kinds[:8] == [ShowScreen] * 5 + [AskTold, AskTried, AskScan]
    assert set(kinds[8:]) <= {Ask}


def test_what_was_tried_is_asked_bit_by_bit_or_told_at_once() -> None:
    session = calm().answer(["hamstring strain", " "], AT)
    assert session.case.told == ("hamstring strain",)
    slowly = session.answer("rest", AT).answer(6, AT).answer("none", AT)
    assert slowly.case.treatments == (Treatment("rest", 6.0, effect="none"),)
    at_once = session.answer(Treatment("rest", 6.0, "daily", "none"), AT)
    assert isinstance(at_once.step, AskTried) and at_once.step.part == "what"
    unknown = session.answer("rest", AT).answer(None, AT).answer(None, AT)
    assert unknown.case.treatments == (Treatment("rest"),)
    done = unknown.answer(None, AT)
    assert isinstance(done.step, AskScan)


def test_a_case_that_tells_something_begins_with_it() -> None:
    known = {
        "person": {"age": 41, "sex": "female"},
        "told": "strain",
        "treatments": ["rest"],
        "imaging": [{"region": "thigh", "method": "MRI", "result": "normal"}],
        "findings": {"fever": "no"},
    }
    session = opened(case=parse_case(known, KNOWLEDGE))
    asked = [type(s.step) for s in states(session, Somebody(ADULT))]
    assert not {AskTold, AskTried, AskScan}.intersection(asked)
    assert isinstance(session.step, ShowScreen)


@pytest.mark.parametrize("age", [3, 15])
def test_nobody_under_16_is_asked_what_it_could_be(age: float) -> None:
    truth = msgspec.structs.replace(ADULT, person=Person(age=age, sex="male"))
    end = finished(opened(), Somebody(truth))
    assert isinstance(end.step, Finished) and end.step.stopped == "too_young"
    assert end.state.counted == 0 and not end.safety_open


def test_whoever_stopped_can_go_on() -> None:
    stopped = calm().stop(AT)
    while not isinstance(stopped.step, Finished):
        said = False if stopped.step.key != "weeks_since_onset" else 20
        stopped = stopped.answer(Tick(rest="none") if isinstance(stopped.step, ShowScreen) else said, AT)
    assert stopped.state.finished == "stopped"
    assert isinstance(stopped.go_on(AT).step, AskTold)


def test_a_finish_is_written_once() -> None:
    end = finished(opened(), Somebody(ADULT)).finish(AT)
    assert end.events[-1].kind == "finished"
    assert end.finish(AT).events == end.events
    with pytest.raises(InputError, match="still open"):
        opened().finish(AT)


# ---------------------------------------------------------------- what is refused


def test_only_a_clinician_says_not_tested() -> None:
    runner, clinician = opened(case=ADULT), opened(case=ADULT, audience="clinician")
    for session in (runner, clinician):
        session = session.answer(Tick(frozenset({"leg_weakness"}), rest="none"), AT)
        if session.terms.audience == "runner":
            with pytest.raises(InputError, match="clinician"):
                session.answer("not_tested", AT)
        else:
            assert session.answer("not_tested", AT).case.findings["leg_weakness"].not_tested


@pytest.mark.parametrize("value", [True, "many", -1, 121, float("nan"), ["41"]])
def test_what_is_no_age_is_refused(value: Any) -> None:
    with pytest.raises(InputError):
        opened().answer(value, AT)


def test_a_line_of_no_screen_is_refused() -> None:
    with pytest.raises(InputError, match="expected a line of the screen"):
        opened(case=ADULT).answer(Tick(frozenset({"leg_weaknes"})), AT)
    with pytest.raises(InputError, match="both ticked and not sure"):
        opened(case=ADULT).answer(Tick(frozenset({"leg_weakness"}), frozenset({"leg_weakness"})), AT)


def test_terms_that_the_knowledge_does_not_have_are_refused() -> None:
    with pytest.raises(InputError, match="article_clinic"):
        opened(setting="article_clinc")
    with pytest.raises(InputError, match="did you mean pht"):
        opened(mode=RuleOut("phtt"))


# ---------------------------------------------------------------- a typed line


def test_a_typed_line_is_one_step_to_undo() -> None:
    session = opened(case=ADULT, audience="clinician")
    parsed = parse_line("slump+ slr-", KNOWLEDGE)
    told = session.line("slump+ slr-", parsed, AT)
    assert told.case.findings.keys() == parsed.answers.keys()
    assert told.undo(AT).state == session.state
    assert told.step == session.step
