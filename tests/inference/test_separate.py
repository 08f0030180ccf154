"""The weight of an answer between two conditions: signs, zero, and the known values of decibans."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatelse.inference.separate import Separation, decibans, expected, middle, strongest_first

shares = st.floats(1e-6, 1 - 1e-6)


def yes_no(p: float, q: float, name: str = "f") -> Separation:
    return Separation(name, ("yes", "no"), (p, 1 - p), (q, 1 - q))


@pytest.mark.parametrize(("times", "weight"), [(1, 0.0), (2, 3.0103), (10, 10.0), (100, 20.0)])
def test_ten_decibans_are_ten_times_the_odds(times: float, weight: float) -> None:
    assert decibans(0.5, 0.5 / times) == pytest.approx(weight, abs=1e-4)


@given(shares, shares)
def test_swapping_the_conditions_turns_every_sign(p: float, q: float) -> None:
    one = yes_no(p, q)
    assert one.swapped().weights == tuple(-weight for weight in one.weights)
    assert one.swapped().expected == one.expected


@given(shares)
def test_a_condition_against_itself_weighs_nothing(p: float) -> None:
    assert yes_no(p, p).weights == (0.0, 0.0)
    assert yes_no(p, p).expected == 0.0


@given(shares, shares)
def test_an_answer_is_never_expected_to_mislead(p: float, q: float) -> None:
    assert expected((p, 1 - p), (q, 1 - q)) >= 0.0


def test_the_expected_weight_is_the_mean_under_both() -> None:
    if_first = 0.8 * decibans(0.8, 0.2) + 0.2 * decibans(0.2, 0.8)
    assert yes_no(0.8, 0.2).expected == pytest.approx(if_first)


@given(shares, shares, st.floats(0.01, 0.99))
def test_splitting_a_state_without_telling_more_changes_nothing(p: float, q: float, part: float) -> None:
    split = expected((p * part, p * (1 - part), 1 - p), (q * part, q * (1 - part), 1 - q))
    assert split == pytest.approx(expected((p, 1 - p), (q, 1 - q)), rel=1e-6, abs=1e-9)


def test_the_middle_has_half_of_both_on_either_side() -> None:
    x = np.linspace(0.0, 10.0, 101)
    assert middle(x, x / 10, x / 10) == pytest.approx(5.0)
    assert middle(x, np.clip(x / 6, 0, 1), np.clip((x - 4) / 6, 0, 1)) == pytest.approx(5.0)


def test_the_strongest_comes_first_and_ties_go_by_name() -> None:
    found = strongest_first([yes_no(0.5, 0.5, "c"), yes_no(0.9, 0.1, "b"), yes_no(0.1, 0.9, "a")])
    assert [s.finding for s in found] == ["a", "b", "c"]
