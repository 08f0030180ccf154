"""The chain: what was written is read back, and whatever was changed, left out or moved is found, with its line."""

import hashlib
import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.interview.driven import AT, Anybody, finished, opened
from whatelse.errors import InputError
from whatelse.interview.events import KINDS, NOTHING, Event, following, line_of, read, text_of
from whatelse.interview.fold import live

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NUMBERS = st.one_of(st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False))
PLAIN = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=8,
)
DATA = st.dictionaries(TEXTS, PLAIN, max_size=4)
SESSION = finished(opened(), Anybody(random.Random(5))).finish(AT)
LINES = text_of(SESSION.events).splitlines(keepends=True)


def chain(data: list[dict[str, Any]]) -> list[Event]:
    events: list[Event] = []
    for one in data:
        events.append(following(events, "opened" if not events else "answered", one, AT))
    return events


@given(st.lists(DATA, min_size=1, max_size=4))
def test_what_is_written_is_read_back(data: list[dict[str, Any]]) -> None:
    events = chain(data)
    log = read(text_of(events))
    assert list(log.events) == events
    assert not log.torn


def test_a_line_is_as_the_guide_says() -> None:
    """Anybody can check a file with a hash and a text editor."""
    before = NOTHING
    for number, raw in enumerate(LINES):
        line = raw.decode().removesuffix("\n")
        body, mark, ending = line.rpartition(',"hash":"')
        assert mark and ending.endswith('"}')
        digest = ending.removesuffix('"}')
        assert hashlib.sha256((body + "}").encode()).hexdigest() == digest
        value = json.loads(line)
        assert list(value) == ["n", "kind", "time", "data", "before", "hash"]
        assert (value["n"], value["before"]) == (number, before)
        assert value["kind"] in KINDS
        before = digest


def test_the_first_event_opens_and_the_last_ends() -> None:
    assert (SESSION.events[0].kind, SESSION.events[-1].kind) == ("opened", "finished")


@given(st.data())
def test_a_byte_that_was_changed_is_found(data: Any) -> None:
    raw = bytearray(b"".join(LINES))
    place = data.draw(st.integers(0, len(raw) - 2))
    raw[place] = data.draw(st.integers(0, 255).filter(lambda value: value != raw[place]))
    broken = raw.count(b"\n", 0, place) + 1
    with pytest.raises(InputError) as found:
        read(bytes(raw))
    assert found.value.line is not None and found.value.line <= broken + 1
    assert "\n" not in str(found.value)


@given(st.integers(0, len(LINES) - 2))
def test_a_line_left_out_is_found_where_it_is_missing(place: int) -> None:
    with pytest.raises(InputError) as found:
        read(b"".join(LINES[:place] + LINES[place + 1 :]))
    assert found.value.line == place + 1


@given(st.integers(0, len(LINES) - 1), st.integers(0, len(LINES) - 1))
def test_lines_that_were_exchanged_are_found(one: int, other: int) -> None:
    lines = list(LINES)
    lines[one], lines[other] = lines[other], lines[one]
    if one == other:
        assert len(read(b"".join(lines)).events) == len(LINES)
        return
    with pytest.raises(InputError) as found:
        read(b"".join(lines))
    assert found.value.line == min(one, other) + 1


def test_a_line_written_anew_with_its_own_hash_breaks_the_chain_after_it() -> None:
    events = list(SESSION.events)
    forged = following(events[:3], "noted", {"key": "told", "value": ["nothing"]}, AT)
    with pytest.raises(InputError, match="does not follow") as found:
        read(text_of([*events[:3], forged, *events[4:]]))
    assert found.value.line == 5


def test_what_is_cut_off_at_the_end_is_left_out_and_told() -> None:
    whole = b"".join(LINES)
    last = len(LINES[-1])
    for cut in range(2, last):
        log = read(whole[:-cut])
        assert log.torn
        assert len(log.events) == len(LINES) - 1
        assert log.length == len(whole) - last


def test_a_whole_last_line_without_its_end_counts() -> None:
    log = read(b"".join(LINES).removesuffix(b"\n"))
    assert (len(log.events), log.torn) == (len(LINES), False)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "no whole event"),
        (b"{", "no whole event"),
        (b"\n", "no whole line of JSON"),
        (b"[]\n", "no event"),
        (b"{}\n", "no event"),
        (b'{"n":0,"kind":"open","time":"","data":{},"before":"","hash":""}\n', "did you mean opened"),
        (LINES[0].replace(b'"n":0', b'"n":1'), "changed after it was written"),
        (b"\xff\xfe\n", "no whole line of JSON"),
        (b"[" * 100_000 + b"\n", "no whole line of JSON"),
    ],
)
def test_what_is_no_record_is_one_clear_line(raw: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as found:
        read(raw)
    assert found.value.line == 1
    assert "\n" not in str(found.value)


@given(st.binary(max_size=200))
def test_no_bytes_do_more_than_that(raw: bytes) -> None:
    with pytest.raises(InputError):
        read(raw)


def test_only_the_first_line_opens() -> None:
    events = chain([{}])
    again = following(events, "opened", {}, AT)
    with pytest.raises(InputError, match="expected opened in the first line"):
        read(text_of([*events, again]))
    with pytest.raises(InputError, match="expected opened in the first line"):
        read(line_of(following((), "answered", {}, AT)))


@pytest.mark.parametrize("time", ["", "2025-01-31", "2025-01-31T12:00:00", "2025-01-31T12:00:00+01:00"])
def test_a_time_is_written_in_one_way(time: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        following((), "opened", {}, time)


def test_a_number_without_end_cannot_be_written() -> None:
    for value in (float("nan"), float("inf")):
        with pytest.raises(ValueError, match="expected a number"):
            following((), "opened", {"case": {"x": value}}, AT)


@pytest.mark.parametrize("target", [0, 7, -1, "1", None])
def test_only_an_event_that_counts_can_be_taken_back(target: Any) -> None:
    events = chain([{}, {}])
    events.append(following(events, "undone", {"event": target}, AT))
    with pytest.raises(InputError, match="takes back") as found:
        live(events)
    assert found.value.line == 3
