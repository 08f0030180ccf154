"""Where cases are kept while the program runs; a store on disk keeps to the same."""

import pytest

from inference.shipped import KNOWLEDGE
from whatelse.interview.events import read
from whatelse.interview.session import Session
from whatelse.web.cases import Conflict, MemoryCases

AT = "2026-01-01T00:00:00Z"


def begun() -> tuple[MemoryCases, str, Session]:
    cases, session = MemoryCases(), Session.open(KNOWLEDGE, AT)
    return cases, cases.open(session.events[0]), session


def test_what_is_appended_is_there_in_its_order() -> None:
    cases, case, session = begun()
    after = session.answer(41.0, AT).answer("female", AT)
    cases.append(case, after.events[1:])
    assert cases.events(case) == after.events


def test_of_two_tabs_the_second_is_refused_and_nothing_of_it_is_kept() -> None:
    cases, case, session = begun()
    first, second = session.answer(41.0, AT), session.answer(14.0, AT)
    cases.append(case, first.events[1:])
    with pytest.raises(Conflict):
        cases.append(case, second.events[1:])
    assert cases.events(case) == first.events


def test_a_gap_in_the_chain_is_refused_whole() -> None:
    cases, case, session = begun()
    after = session.answer(41.0, AT).answer("female", AT)
    with pytest.raises(Conflict):
        cases.append(case, after.events[2:])
    assert cases.events(case) == session.events


def test_what_is_exported_can_be_read_and_resumed() -> None:
    cases, case, session = begun()
    after = session.answer(41.0, AT)
    cases.append(case, after.events[1:])
    log = read(cases.export(case))
    assert Session.resume(KNOWLEDGE, log.events).case == after.case


def test_a_deleted_case_is_gone() -> None:
    cases, case, _ = begun()
    cases.delete(case)
    assert cases.list() == ()
    with pytest.raises(KeyError):
        cases.events(case)


def test_ids_cannot_be_guessed() -> None:
    cases, _, session = begun()
    ids = {cases.open(session.events[0]) for _ in range(100)}
    assert len(ids) == 100 and min(map(len, ids)) >= 12


def test_the_list_says_who_answers_and_how_far_it_is() -> None:
    cases, case, _ = begun()
    (info,) = cases.list()
    assert (info.id, info.audience, info.events, info.finished) == (case, "runner", 1, False)
