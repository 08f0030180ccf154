from hypothesis import given
from hypothesis import strategies as st

from whatelse.exam.drops import drop

RANKS = st.lists(st.tuples(*[st.one_of(st.none(), st.integers(1, 12))] * 2), max_size=30)


def test_a_truth_that_leaves_the_first_three_or_five_is_counted_among_those_that_were_in() -> None:
    found = drop("history", "all", [1, 3, 5, 6, None], [4, None, 2, 1, 5])
    assert (found.left3.hits, found.left3.of) == (2, 2)
    assert (found.left5.hits, found.left5.of) == (1, 3)
    assert (found.came3, found.came5) == (2, 2)
    assert (found.rises, found.falls, found.cases) == (3, 2, 5)


@given(RANKS)
def test_nothing_moves_when_nothing_changes(pairs: list[tuple[int | None, int | None]]) -> None:
    same = [a for a, _ in pairs]
    found = drop("history", "exam", same, same)
    assert (found.left3.hits, found.left5.hits, found.came3, found.came5, found.rises, found.falls) == (0,) * 6


@given(RANKS)
def test_going_back_turns_leaving_into_coming(pairs: list[tuple[int | None, int | None]]) -> None:
    before, after = [a for a, _ in pairs], [b for _, b in pairs]
    there, back = drop("a", "b", before, after), drop("b", "a", after, before)
    assert (there.left3.hits, there.left5.hits) == (back.came3, back.came5)
    assert (there.rises, there.falls) == (back.falls, back.rises)
