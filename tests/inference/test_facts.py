from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.shipped import KNOWLEDGE, differential, model
from whatelse.inference.facts import age_bands, age_state, band_of, calibrated
from whatelse.knowledge.schema import Context

FACTS = sorted(model().network.facts)


@st.composite
def facts(draw: Any) -> tuple[Any, Any, Any]:
    """Odds (V,), odds ratios (S, V) and base rates (S,)."""
    states, values = draw(st.integers(2, 4)), draw(st.integers(1, 3))
    odds = draw(st.lists(st.floats(1e-5, 3), min_size=values, max_size=values))
    ratios = draw(st.lists(st.floats(0.05, 20), min_size=states * values, max_size=states * values))
    rates = np.array(draw(st.lists(st.floats(0.02, 1), min_size=states, max_size=states)))
    return np.array(odds), np.array(ratios).reshape(states, values), rates / rates.sum()


@given(facts())
def test_a_fact_moves_nobody_on_average(drawn: Any) -> None:
    odds, ratios, rates = drawn
    own = odds * calibrated(odds, ratios, rates)
    assert (rates[:, None] * own / (1 + own)).sum(0) == pytest.approx(odds / (1 + odds), rel=1e-9)


@given(facts())
def test_the_ratio_between_two_states_of_a_fact_is_the_stated_one(drawn: Any) -> None:
    odds, ratios, rates = drawn
    found = calibrated(odds, ratios, rates)
    assert found / found[0] == pytest.approx(ratios / ratios[0], rel=1e-9)


def test_a_fact_that_makes_no_difference_multiplies_by_one() -> None:
    assert np.array_equal(calibrated(np.array([0.3]), np.full((3, 1), 2.0), np.array([0.2, 0.3, 0.5])), np.ones((3, 1)))


@pytest.mark.parametrize("name", FACTS)
def test_every_shipped_fact_keeps_the_share_of_every_cause(name: str) -> None:
    network, fact = model().network, model().network.facts[name]
    assert fact.rates.sum() == pytest.approx(1.0)
    roots = ~np.isin(network.node_of(), [*network.driven, *network.gates])
    for odds, factors in (
        (network.share[roots], fact.odds[:, roots]),
        (network.undriven / (1 - network.undriven), fact.leak_odds),
    ):
        own = odds * factors
        average = (fact.rates[:, None] * own / (1 + own)).sum(0)
        assert average == pytest.approx(odds / (1 + odds), rel=1e-6, abs=1e-12)


def stated(name: str) -> list[tuple[str, Context]]:
    """Root causes of one value that write an odds ratio for a fact themselves."""
    network = model().network
    skipped = {*network.driven, *network.gates}
    return [
        (cause.id, cause.values[0].context[name])
        for n, cause in enumerate(model().causes)
        if n not in skipped and name in cause.values[0].context
        if all(value.context.get(name) == cause.values[0].context[name] for value in cause.values)
    ]


@pytest.mark.parametrize("name", [n for n in FACTS if n not in ("age", "sport_main") and stated(n)])
def test_every_shipped_odds_ratio_is_used_as_it_stands(name: str) -> None:
    network, fact = model().network, model().network.facts[name]
    for cause, context in stated(name):
        v = network.first[model().node[cause]]
        stated_ratio = np.array([context.odds[s].value if s in context.odds else 1.0 for s in fact.states])
        assert fact.odds[:, v] / fact.odds[0, v] == pytest.approx(stated_ratio / stated_ratio[0], rel=1e-9)


def test_what_is_not_known_of_a_person_changes_nothing() -> None:
    told = {"pain_sit_bone": True}
    plain = differential(told)
    unsaid = differential(
        {**told, "menstrual_disturbance": "unknown", "previous_stress_fracture": "not tested"},
        person={"age": None, "sex": "not said", "sport": "chess"},
    )
    assert unsaid.differential == plain.differential


def test_a_risk_raises_its_cause_and_its_absence_lowers_it() -> None:
    risk, cause = "previous_stress_fracture", "sacral_bsi"
    yes, unknown, no = (
        differential({"pain_buttock": True, risk: word}).probability(cause) for word in (True, None, False)
    )
    assert yes > unknown > no


def test_every_age_has_exactly_one_band() -> None:
    bands = age_bands(KNOWLEDGE)
    for age in np.arange(0.0, 120.01, 0.25):
        inside = [(low, high) for low, high in bands if low <= age < high]
        assert len(inside) == 1 or age == 120.0
        assert age_state(bands, float(age)) == "{:g}-{:g}".format(*(inside or [bands[-1]])[0])


def test_a_band_reaches_up_to_the_next_birthday() -> None:
    assert band_of("18-39") == (18.0, 40.0)
    assert band_of("60-120") == (60.0, 120.0)
    bands = age_bands(KNOWLEDGE)
    assert age_state(bands, 39.9) != age_state(bands, 40.0)
    assert age_state(bands, 120.0) == age_state(bands, 119.0)
