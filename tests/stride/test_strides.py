import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatelse.errors import InputError
from whatelse.stride.contact import Contact, Contacts
from whatelse.stride.strides import hops, require_order, strides_of


def steady(count: int = 10, step: float = 0.36, contact: float = 0.24) -> list[Contact]:
    sides = ("left", "right")
    return [Contact(sides[k % 2], k * step, k * step + contact) for k in range(count)]  # type: ignore[arg-type]


def contacts(rows: list[Contact]) -> Contacts:
    return Contacts("markers", tuple(rows), (0.006, 0.006), "made")


@given(st.integers(3, 20), st.floats(0.3, 0.4))
def test_strides_go_from_contact_to_the_next_contact_of_that_foot(count: int, step: float) -> None:
    strides = strides_of(contacts(steady(count, step)))
    assert len(strides) == count - 2
    for stride in strides:
        assert stride.duration_s == pytest.approx(2 * step)
        assert stride.other_s == pytest.approx(stride.start_s + step)


def test_a_stride_across_a_missing_contact_is_left_out() -> None:
    rows = steady(12)
    del rows[4]
    strides = strides_of(contacts(rows))
    assert max(stride.duration_s for stride in strides) < 0.8
    assert hops(contacts(rows)) == pytest.approx([5 * 0.36])


def test_an_order_that_running_allows_is_accepted() -> None:
    require_order(contacts(steady()))
    assert hops(contacts(steady())) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Contact("left", 0.72, 0.70), "not after the contact"),
        (Contact("left", 0.10, 0.30), "still on the ground"),
        (Contact("left", 0.38, 0.50), "within a contact of the other foot"),
    ],
)
def test_an_order_that_cannot_be_is_refused_with_the_moment(change: Contact, words: str) -> None:
    rows = sorted([*steady(), change], key=lambda c: c.initial_contact_s)
    if words.startswith("not"):
        rows = [change]
    if words.startswith("within"):
        rows = [c for c in rows if not (c.side == "left" and c.initial_contact_s < 0.1)]
    with pytest.raises(InputError, match=f"{change.initial_contact_s:.2f} s cannot be.*{words}"):
        require_order(contacts(rows))
