import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.shipped import KNOWLEDGE, model
from whatelse.inference.gate import gate_tables

SHIPPED = KNOWLEDGE.conditions["summed_nerve_pain"]
assert SHIPPED.gate is not None
LOADS = {site: figure.value for site, figure in SHIPPED.gate.loads.items()}
SPREAD = SHIPPED.gate.threshold_spread.value

loads = st.lists(st.floats(0.05, 1.5), min_size=1, max_size=5)
spreads = st.floats(0.05, 0.6)


def shipped_gate() -> tuple[tuple[str, ...], Any]:
    """The names of the sites, first site the lowest bit, and the compiled table."""
    network = model().network
    gate = network.gates[model().node["summed_nerve_pain"]]
    return tuple(network.node_ids[n] for n in gate.sites), gate


def chance(*sites: str) -> float:
    """P(nerve pain | exactly these sites), from the compiled model."""
    names, gate = shipped_gate()
    return float(gate.on[sum(1 << names.index(site) for site in sites)])


@given(loads, spreads)
def test_without_a_site_there_is_no_pain(own: list[float], spread: float) -> None:
    on, together = gate_tables(own, spread)
    assert on[0] == 0.0
    assert together[0] == 0.0


@given(loads, spreads)
def test_one_more_site_never_hurts_less(own: list[float], spread: float) -> None:
    on, _ = gate_tables(own, spread)
    for state, site in itertools.product(range(2 ** len(own)), range(len(own))):
        assert on[state | 1 << site] >= on[state]


@given(loads, spreads)
def test_together_is_what_no_single_site_would_have_done(own: list[float], spread: float) -> None:
    on, together = gate_tables(own, spread)
    for state in range(1, 2 ** len(own)):
        alone = [on[1 << site] for site in range(len(own)) if state >> site & 1]
        expected = on[state] - max(alone) if len(alone) > 1 else 0.0
        assert together[state] == pytest.approx(expected, abs=1e-15)


@given(loads, spreads)
def test_every_entry_is_a_probability(own: list[float], spread: float) -> None:
    on, together = gate_tables(own, spread)
    assert np.all((on >= 0) & (on <= 1))
    assert np.all((together >= 0) & (together <= on))


def test_half_of_all_people_hurt_when_the_sum_of_the_loads_is_the_threshold() -> None:
    on, _ = gate_tables([0.6, 0.4], 0.2)
    assert on[3] == pytest.approx(0.5)


def test_the_compiled_table_is_that_of_the_stated_loads() -> None:
    names, gate = shipped_gate()
    on, together = gate_tables([LOADS[name] for name in names], SPREAD)
    assert np.array_equal(gate.on, on)
    assert np.array_equal(gate.together, together)


@pytest.mark.parametrize("site", sorted(LOADS))
def test_each_shipped_site_alone_mostly_stays_below_the_threshold(site: str) -> None:
    assert chance(site) < 0.1


@pytest.mark.parametrize(
    "pair",
    [
        ("site_lumbar_root", "site_ischial_tunnel"),
        ("site_lumbar_root", "site_deep_gluteal"),
        ("site_deep_gluteal", "site_ischial_tunnel"),
        ("site_lumbar_root", "site_popliteal"),
    ],
)
def test_two_shipped_sites_that_are_harmless_alone_mostly_hurt_together(pair: tuple[str, str]) -> None:
    assert all(chance(site) < 0.1 for site in pair)
    assert chance(*pair) > 0.5


def test_two_light_sites_stay_below_the_threshold_together() -> None:
    assert chance("site_ankle", "site_neck") < 0.1


def test_all_shipped_sites_together_nearly_always_hurt() -> None:
    assert chance(*LOADS) > 0.99
