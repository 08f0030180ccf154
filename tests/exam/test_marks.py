import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exam.candidates import KNOWLEDGE, candidate, other_scorer, truth
from whatelse.exam import truth_of
from whatelse.exam.credit import ConditionTree, Credit
from whatelse.exam.marks import mark

CREDIT = Credit(full=frozenset({"right", "also_right"}), half=frozenset({"near"}), each=(frozenset({"right"}),))


def test_credit_counts_from_the_place_where_a_right_name_stands() -> None:
    found = mark((("wrong", 0.5), ("wronger", 0.2), ("right", 0.1), ("last", 0.0)), CREDIT)
    assert (found.top, found.rank, found.first) == ((0.0, 1.0, 1.0), 3, "wrong")


def test_half_credit_only_fills_where_full_credit_is_missing() -> None:
    found = mark((("near", 0.5), ("right", 0.4)), CREDIT)
    assert (found.top, found.half) == ((0.0, 1.0, 1.0), (0.5, 1.0, 1.0))


def test_all_right_names_share_the_probability_of_the_truth() -> None:
    found = mark((("right", 0.3), ("also_right", 0.2), ("wrong", 0.5)), CREDIT)
    assert found.log == pytest.approx(-math.log(0.5))
    assert found.brier == pytest.approx(0.25 + 0.25)


def test_what_adds_up_to_more_than_1_is_divided_by_its_sum() -> None:
    found = mark((("right", 0.9), ("wrong", 0.9)), CREDIT)
    assert found.log == pytest.approx(math.log(2.0))


def test_what_adds_up_to_less_is_left_as_it_is() -> None:
    assert mark((("right", 0.25),), CREDIT).log == pytest.approx(math.log(4.0))


def test_no_answer_is_a_miss_at_the_floor() -> None:
    found = mark((), CREDIT)
    assert (found.top, found.half, found.rank, found.first) == ((0.0,) * 3, (0.0,) * 3, None, "")
    assert (found.log, found.brier) == (pytest.approx(-math.log(1e-4)), 1.0)


def test_several_truths_are_all_in_only_when_each_is() -> None:
    each = Credit(frozenset({"a", "b"}), frozenset(), (frozenset({"a"}), frozenset({"b"})))
    assert [mark(r, each).all5 for r in ((("a", 0.5),), (("b", 0.5), ("a", 0.4)))] == [False, True]
    assert mark((("a", 0.5),), each).any5


@given(st.permutations([("right", 0.4), ("wrong", 0.3), ("near", 0.2), ("last", 0.1)]))
def test_the_order_of_the_lines_does_not_count_only_the_probability(ranking: list[tuple[str, float]]) -> None:
    assert mark(tuple(ranking), CREDIT) == mark(tuple(sorted(ranking, key=lambda item: -item[1])), CREDIT)


def test_any_answer_gets_the_marks_of_the_other_scorer(data_dir: Path) -> None:
    other = other_scorer(data_dir)
    tree = other.Tree(str(data_dir / "evidence" / "condition_ids.csv"))
    own = ConditionTree(KNOWLEDGE)
    names = sorted(set(KNOWLEDGE.conditions) & set(tree.parent))
    some = st.lists(st.sampled_from(names), max_size=4, unique=True)
    chances = st.one_of(st.just(0.0), st.just(0.25), st.floats(1e-9, 1.0))

    @given(
        st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True),
        some,
        some,
        st.lists(st.tuples(st.sampled_from(names), chances), max_size=12, unique_by=lambda item: item[0]),
    )
    def agree(truths: list[str], acceptable: list[str], partly: list[str], ranking: list[tuple[str, float]]) -> None:
        raw: dict[str, Any] = truth(*truths, acceptable=acceptable, partly=partly, scoring_use="full")
        read = truth_of(candidate(truth=raw))
        assert read is not None
        mine = mark(tuple(ranking), own.credit(read))
        theirs = other.score_one({"truth": raw}, {"ranking": ranking}, tree)
        assert mine.top == tuple(theirs[f"top{k}"] for k in (1, 3, 5))
        assert mine.half == tuple(theirs[f"half{k}"] for k in (1, 3, 5))
        assert (mine.rank, mine.any5, mine.all5) == (theirs["rank"], bool(theirs["any5"]), bool(theirs["all5"]))
        assert mine.log == pytest.approx(theirs["log"], abs=1e-12)
        assert mine.brier == pytest.approx(theirs["brier"], abs=1e-12)

    agree()
