"""Safety questions that the picture makes matter come as short lists; none is lost, none is put on a list twice."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.interview.driven import AT, FEW, KNOWLEDGE, Anybody, opened, states
from tests.interview.test_session_laws import calm
from whatelse.interview.safety import Tick
from whatelse.interview.session import Session
from whatelse.interview.steps import Ask, Finished, Interrupt, ShowScreen
from whatelse.interview.types import Ticked
from whatelse.interview.waiting import ALSO, MOST_LINES
from whatelse.triage.types import height

SEEDS = st.integers(0, 2**32 - 1)


def listed() -> Session:
    """At the first such list: a sore buttock since three weeks."""
    session = calm().answer([], AT).answer(None, AT).answer(None, AT)
    session = session.answer(Ticked(frozenset({"pain_buttock"}), True), AT).answer(3.0, AT)
    assert isinstance(session.step, ShowScreen) and session.step.key == f"screen:{ALSO}1"
    return session


@FEW
@given(SEEDS)
def test_a_list_holds_what_matters_most_urgent_first_and_each_line_once(seed: int) -> None:
    seen: set[str] = set()
    for session in states(opened(), Anybody(random.Random(seed))):
        step = session.step
        if isinstance(step, ShowScreen) and step.screen.id.startswith(ALSO):
            names = [line.key for line in step.screen.lines]
            wanted = {one.finding: height(one.level) for one in session._wanted}
            assert names[0] == session._wanted[0].finding and set(names) <= set(wanted)
            assert [wanted[name] for name in names] == sorted((wanted[name] for name in names), reverse=True)
            assert 2 <= len(names) <= MOST_LINES and not seen.intersection(names)
            seen.update(names)


@FEW
@given(SEEDS)
def test_nothing_ends_while_a_safety_question_matters(seed: int) -> None:
    for session in states(opened(), Anybody(random.Random(seed))):
        if isinstance(session.step, Finished):
            assert session._wanted == () and not session.safety_open


@pytest.mark.parametrize(("rest", "value"), [("none", False), ("not_sure", None)])
def test_the_rest_of_a_list_is_a_no_or_not_known(rest: str, value: bool | None) -> None:
    session = listed()
    names = [line.key for line in session.step.screen.lines]  # type: ignore[union-attr]
    after = session.answer(Tick(frozenset(), rest=rest), AT)  # type: ignore[arg-type]
    assert {after.case.findings[name].value for name in names} == {value}
    assert not {one.finding for one in after._wanted} & set(names)
    assert after.undo(AT).state == session.state
    again = after.back()
    assert isinstance(again.step, ShowScreen) and again.step.screen == session.step.screen  # type: ignore[union-attr]


def test_a_line_of_which_nothing_was_said_is_asked_by_itself() -> None:
    session = listed()
    names = [line.key for line in session.step.screen.lines]  # type: ignore[union-attr]
    after = session.answer(Tick(frozenset(), frozenset(names[:1])), AT)
    asked = []
    while not isinstance(after.step, Finished) and len(asked) < 60:
        if isinstance(after.step, Interrupt):
            after = after.acknowledge(AT)
        elif isinstance(after.step, ShowScreen):
            assert not {line.key for line in after.step.screen.lines} & set(names)
            after = after.answer(Tick(rest="none"), AT)
        else:
            asked.append(after.step.key)
            is_safety = isinstance(after.step, Ask) and after.step.part == "safety"
            after = after.answer(False if is_safety else None, AT)
    assert set(names[1:]) <= set(asked) | set(after.case.findings)


def test_a_tick_is_a_yes_and_may_interrupt() -> None:
    session = listed()
    for line in session.step.screen.lines:  # type: ignore[union-attr]
        after = session.answer(Tick(frozenset({line.key}), rest="none"), AT)
        assert after.case.findings[line.key].value is True
        assert isinstance(after.step, (Interrupt, ShowScreen, Ask))


def test_every_question_that_can_stand_on_a_list_is_plain() -> None:
    from whatelse.knowledge.reading import grade

    assert grade(KNOWLEDGE.interview.text("also"), KNOWLEDGE.reading_words) <= 8
