"""The chain: what was written is what is read, and nothing can be changed, left out or put in between unseen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.chains import chain, line
from whatelse.errors import InputError
from whatelse.store import checked_lines

LINES = chain(6, audience="runner")


def test_a_whole_chain_is_taken() -> None:
    assert [head.n for head in checked_lines(LINES)] == list(range(6))


@given(st.integers(0, 5), st.data())
def test_any_changed_byte_is_seen(k: int, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(LINES[k]) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda b: b != LINES[k][place]))
    changed = [*LINES]
    changed[k] = LINES[k][:place] + bytes([byte]) + LINES[k][place + 1 :]
    with pytest.raises(InputError) as error:
        checked_lines(changed)
    assert error.value.line in (k + 1, k + 2)


@pytest.mark.parametrize("k", range(5))
def test_a_missing_a_doubled_and_a_swapped_line_are_seen(k: int) -> None:
    for broken in (
        [*LINES[:k], *LINES[k + 1 :]],
        [*LINES[: k + 1], *LINES[k:]],
        [*LINES[:k], LINES[k + 1], LINES[k], *LINES[k + 2 :]],
    ):
        with pytest.raises(InputError):
            checked_lines(broken)


def test_a_line_with_a_fitting_hash_of_its_own_but_another_before_is_seen() -> None:
    other = chain(3, audience="clinician")
    with pytest.raises(InputError, match="the chain is broken"):
        checked_lines([*LINES[:3], line(other[2])])


def test_the_end_of_a_chain_may_be_missing_and_goes_on_later() -> None:
    heads = checked_lines(LINES[:3])
    assert [head.n for head in checked_lines(LINES[3:], heads[-1])] == [3, 4, 5]


@pytest.mark.parametrize("junk", [b"", b"{", b"null", b"[]", b'{"n":0}', b"\xff\xfe", LINES[0] + b"\n" + LINES[1]])
def test_what_is_no_event_is_one_line(junk: bytes) -> None:
    with pytest.raises(InputError) as error:
        checked_lines([junk])
    assert error.value.line == 1 and "\n" not in str(error.value)
