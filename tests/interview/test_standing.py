"""The urgency of an interview never falls while answers come, and is what its events say."""

import random

import pytest

from sampling import sample
from tests.interview.driven import AT, Anybody, Somebody, opened, states
from tests.interview.test_safety import of_the_history
from tests.triage.pictured import PICTURES
from whatelse.interview import standing as kept
from whatelse.interview.events import read, text_of
from whatelse.interview.fold import live
from whatelse.interview.session import Session
from whatelse.interview.shown import assessment_of, shown_of
from whatelse.interview.steps import Finished, Interrupt
from whatelse.triage import evaluate
from whatelse.triage.evaluate import fired
from whatelse.triage.known import known
from whatelse.triage.types import LEVELS, height

PEOPLE = [
    *(Anybody(random.Random(seed), 0.12, 0.3) for seed in range(2)),
    *(Somebody(of_the_history(PICTURES[key]), random.Random(1), 0.3) for key in list(PICTURES)[::30]),
]


@pytest.mark.parametrize("person", PEOPLE)
def test_the_level_never_falls_while_answers_come(person: Somebody | Anybody) -> None:
    before = 0
    for session in states(opened(kind=Session), person):
        now = height(session.triage.level)
        assert now >= before
        before = now


@pytest.mark.parametrize("person", PEOPLE[:2])
def test_what_was_raised_is_recomputed_from_the_lines(person: Anybody) -> None:
    *_, end = states(opened(kind=Session), person)
    kept._kept.clear()
    again = Session.resume(end.knowledge, read(text_of(end.events)).events, choose=end.choose)
    assert again.standing == end.standing


@pytest.mark.parametrize("person", PEOPLE[:2])
def test_what_is_known_after_each_event_is_what_all_events_say(person: Anybody) -> None:
    went = list(states(opened(kind=Session), person))
    for session in (*went[:: sample(7, 2)], went[-1].undo(AT).undo(AT)):
        kept._kept.clear()
        kept._weighings.clear()
        assert kept.standing(live(session.events), session.knowledge) == session.standing


def test_an_alarm_is_what_the_whole_triage_gives_as_its_reasons() -> None:
    for session in states(opened(kind=Session), PEOPLE[1]):
        case, knowledge = session.case, session.knowledge
        assert fired(known(case, knowledge), knowledge) == evaluate(case, knowledge).reasons


def raised() -> Session | None:
    """A session in which likely causes have raised the level beyond the rules."""
    for seed in range(17, 40):
        for session in states(opened(kind=Session), Anybody(random.Random(seed), 0.12, 0.4)):
            if session.triage.raised_by_probability is not None:
                return session
    return None


def test_what_was_raised_says_at_which_answer_and_undo_takes_it_back() -> None:
    session = raised()
    assert session is not None
    assert session.standing.raised_at == session.answers[-1].n
    undone = session.undo(AT)
    assert undone.triage.raised_by_probability is None
    assert height(undone.triage.level) < height(session.triage.level)


def test_a_raised_emergency_interrupts_once() -> None:
    for seed in range(52, 80):
        for session in states(opened(kind=Session), Anybody(random.Random(seed), 0.12, 0.4)):
            if isinstance(session.step, Interrupt) and session.step.raised is not None:
                on = session.acknowledge(AT)
                assert not isinstance(on.step, Interrupt)
                assert on.triage.level == LEVELS[-1]
                return
    pytest.fail("no such interview among these")


def test_a_result_that_was_shown_is_written_down_once() -> None:
    *_, end = states(opened(kind=Session), PEOPLE[0])
    assert isinstance(end.step, Finished)
    end = end.finish(AT)
    data = shown_of(end)
    shown = end.show(data, AT)
    assert shown.events[-1].kind == "shown"
    assert shown.events[-1].data == data
    assert shown.show(shown_of(shown), AT).events == shown.events
    assert shown.state.case == end.state.case
    assert data["level"] == assessment_of(end).triage.level
