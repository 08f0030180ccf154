"""Time is evidence: what heals fades from the list while the person still hurts."""

import itertools

import pytest

from inference.shipped import KNOWLEDGE, differential, example
from whatelse.case import Answer
from whatelse.inference.assess import assess_case

WEEKS = (1.0, 4.0, 8.0, 16.0, 30.0)


def at_week(name: str, week: float, condition: str) -> float:
    one = example(name).with_answer("weeks_since_onset", Answer(week))
    return assess_case(one, KNOWLEDGE).probability(condition)


def test_a_mild_strain_that_still_hurts_becomes_less_likely_week_by_week() -> None:
    shares = [at_week("mild_strain_week_1", week, "hamstring_strain_g1") for week in WEEKS]
    assert all(later < earlier for earlier, later in itertools.pairwise(shares)), shares
    assert shares[0] > 0.5


def test_a_strain_of_any_grade_becomes_less_likely_week_by_week() -> None:
    shares = [at_week("mild_strain_week_1", week, "hamstring_strain") for week in WEEKS]
    assert all(later < earlier for earlier, later in itertools.pairwise(shares)), shares


def test_with_the_place_of_pain_alone_a_mild_strain_is_nearly_gone_after_thirty_weeks() -> None:
    told = {"pain_mid_posterior_thigh": True}
    shares = [differential({**told, "weeks_since_onset": week}).probability("hamstring_strain_g1") for week in WEEKS]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > 0.1
    assert shares[-1] < 0.005


@pytest.mark.parametrize("condition", ["pht", "sij_dysfunction", "hip_oa"])
def test_what_lasts_gains_on_what_heals_as_the_weeks_go_by(condition: str) -> None:
    def odds_against_a_strain(week: float) -> float:
        found = differential({"pain_posterior_thigh": True, "weeks_since_onset": week})
        return found.probability(condition) / found.probability("hamstring_strain")

    shares = [odds_against_a_strain(week) for week in WEEKS]
    assert shares == sorted(shares)
    assert shares[-1] > 2 * shares[0]


@pytest.mark.parametrize("condition", ["hip_oa", "sij_dysfunction"])
def test_what_lasts_becomes_more_likely_as_the_weeks_go_by(condition: str) -> None:
    told = {"pain_buttock": True}
    early, late = (differential({**told, "weeks_since_onset": week}).probability(condition) for week in (1, 30))
    assert late > early


def test_without_weeks_the_setting_s_own_weeks_are_used_and_said() -> None:
    assert any("Weeks since onset not told" in note for note in differential({"limp": True}).notes)
    assert not any("Weeks since onset" in note for note in differential({"weeks_since_onset": 3}).notes)


def test_over_eight_weeks_is_not_called_an_assumed_week() -> None:
    assert not any("assumed" in note for note in differential({"healing_over_8_weeks": True}).notes)
