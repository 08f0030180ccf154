"""A file of events survives whatever happens to it while it is written."""

import os
import random
from pathlib import Path

import pytest

from tests.interview.driven import AT, KNOWLEDGE, Anybody, opened, states
from whatelse.errors import InputError
from whatelse.interview.event_file import EventFile
from whatelse.interview.events import text_of
from whatelse.interview.session import Session

SESSIONS = list(states(opened(), Anybody(random.Random(11))))


def written(path: Path, session: Session) -> EventFile:
    file = EventFile.create(path)
    file.append(*session.events)
    return file


def test_every_event_is_on_the_disk_before_the_next(tmp_path: Path) -> None:
    file = EventFile.create(tmp_path / "a.jsonl")
    count = 0
    for session in SESSIONS:
        file.append(*session.events[count:])
        count = len(session.events)
        assert (tmp_path / "a.jsonl").read_bytes() == text_of(session.events)


def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    EventFile.create(tmp_path / "a.jsonl")
    assert (tmp_path / "a.jsonl").stat().st_mode & 0o777 == 0o600


def test_whatever_was_cut_off_the_rest_goes_on(tmp_path: Path) -> None:
    session = SESSIONS[-1]
    whole = text_of(session.events)
    path = tmp_path / "a.jsonl"
    for cut in range(1, len(whole) - len(whole.split(b"\n")[0]) - 1, 397):
        path.write_bytes(whole[:-cut])
        file, log = EventFile.resume(path)
        resumed = type(session).resume(KNOWLEDGE, log.events, choose=session.choose)
        assert resumed.events == session.events[: len(resumed.events)]
        assert log.torn or cut == 1 or whole[:-cut].endswith((b"\n", b"}"))
        if resumed.answers:
            file.append(*resumed.undo(AT).events[len(resumed.events) :])
        assert not EventFile.resume(path)[1].torn


def test_a_resumed_file_is_the_file_that_never_stopped(tmp_path: Path) -> None:
    half, whole = SESSIONS[len(SESSIONS) // 2], SESSIONS[-1]
    path = tmp_path / "a.jsonl"
    written(path, half)
    file, log = EventFile.resume(path)
    file.append(*whole.events[len(log.events) :])
    assert path.read_bytes() == text_of(whole.events)


def test_two_programs_on_one_file_cannot_break_the_chain(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    file = written(path, SESSIONS[2])
    other, _ = EventFile.resume(path)
    file.append(*SESSIONS[3].events[len(SESSIONS[2].events) :])
    with pytest.raises(InputError, match="changed by another program"):
        other.append(*SESSIONS[3].events[len(SESSIONS[2].events) :])
    assert path.read_bytes() == text_of(SESSIONS[3].events)


def test_a_file_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    written(tmp_path / "a.jsonl", SESSIONS[2])
    with pytest.raises(InputError, match="there already"):
        EventFile.create(tmp_path / "a.jsonl")


def test_what_cannot_be_read_or_written_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read"):
        EventFile.resume(tmp_path / "no.jsonl")
    with pytest.raises(InputError, match="cannot read"):
        EventFile.resume(tmp_path)
    with pytest.raises(InputError, match="cannot write"):
        EventFile.create(tmp_path / "no" / "a.jsonl")
    file = written(tmp_path / "a.jsonl", SESSIONS[0])
    os.remove(tmp_path / "a.jsonl")
    with pytest.raises(InputError, match="cannot write"):
        file.append(*SESSIONS[1].events[1:])


def test_a_broken_chain_names_its_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(text_of(SESSIONS[5].events).replace(b'"number"', b'"numbre"', 1))
    with pytest.raises(InputError) as found:
        EventFile.resume(path)
    assert str(found.value) == f"{path}, line 2: was changed after it was written: its hash does not fit"
    assert path.read_bytes() == text_of(SESSIONS[5].events).replace(b'"number"', b'"numbre"', 1)
