"""What knowing would change, and what a question tells."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview.answering import KNOWLEDGE
from whatelse.inference.compile import compiled
from whatelse.interview.modes import evidence_for, information, there
from whatelse.interview.stakes import presence, stakes_of, standing
from whatelse.interview.types import RuleIn, RuleOut, Settle
from whatelse.plan.floors import probability_of_any

MODEL = compiled(KNOWLEDGE, KNOWLEDGE.default_setting)
STAKES = stakes_of(MODEL)
FIRST = np.array([0, 2])
shares = st.floats(0.001, 0.999)


@given(shares, shares, shares)
def test_an_answer_never_tells_less_than_nothing_nor_more_than_what_is_open(p: float, q: float, c: float) -> None:
    told = information(np.array([[p, q]]), np.array([c, 1 - c]), FIRST)[0, 0]
    now = c * p + (1 - c) * q
    assert -1e-12 <= told <= -now * np.log2(now) - (1 - now) * np.log2(1 - now) + 1e-9


def test_an_answer_that_changes_nothing_tells_nothing() -> None:
    assert information(np.array([[0.3, 0.3]]), np.array([0.5, 0.5]), FIRST)[0, 0] == pytest.approx(0.0, abs=1e-12)


@given(shares, shares, shares)
def test_ruling_in_and_ruling_out_are_two_sides_of_one_thing(p: float, q: float, c: float) -> None:
    chance, after = np.array([c, 1 - c]), np.array([p, q])
    rule_in = evidence_for(RuleIn("a"), [after], chance, FIRST)
    rule_out = evidence_for(RuleOut("a"), [1 - after], chance, FIRST)
    assert rule_in == pytest.approx(rule_out, rel=1e-6, abs=1e-9)


def test_a_sign_that_only_one_cause_has_rules_it_in_better_than_out() -> None:
    chance, after = np.array([0.05, 0.95]), np.array([0.95, 0.16])
    rule_in, rule_out = (evidence_for(mode, [after], chance, FIRST)[0] for mode in (RuleIn("a"), RuleOut("a")))
    assert rule_in > rule_out


def test_settling_two_is_symmetric() -> None:
    p, q, chance = np.array([0.7, 0.1]), np.array([0.2, 0.4]), np.array([0.4, 0.6])
    one, other = (evidence_for(Settle("a", "b"), pair, chance, FIRST)[0] for pair in ([p, q], [q, p]))
    assert one == pytest.approx(other)


def test_floors_are_judged_as_the_plan_judges_them() -> None:
    rng = np.random.default_rng(3)
    told = {name: float(p) for name, p in zip(presence(MODEL), rng.uniform(0, 0.05, len(presence(MODEL))), strict=True)}
    floors = [floor for floor in KNOWLEDGE.plan.floors if floor.at is not None]
    table = presence(MODEL)
    used = {tuple(row): name for name, row in table.items()}
    conditions = np.array([[told[used[tuple(row)]]] for row in STAKES.conditions])
    nodes = np.zeros((len(MODEL.network.node_ids), 1))
    held = standing(STAKES, conditions, nodes, MODEL.network.pain, 0).floors[:, 0]
    for floor, is_held in zip(floors, held.tolist(), strict=True):
        assert floor.at is not None
        named = {name: p for name, p in told.items() if name in floor.conditions}
        assert is_held == (probability_of_any(KNOWLEDGE, tuple(named), named) >= floor.at.value), floor.id


def test_a_likely_emergency_raises_the_level_and_never_lowers_it() -> None:
    nodes = np.zeros((len(MODEL.network.node_ids), 2))
    conditions = np.zeros((len(STAKES.conditions), 2))
    conditions[STAKES.levels[-1][2][0], 1] = 0.9
    assert standing(STAKES, conditions, nodes, MODEL.network.pain, 1).level.tolist() == [1, STAKES.levels[-1][0]]


def test_a_derived_name_and_a_group_stand_for_causes() -> None:
    derived = next(name for name, one in KNOWLEDGE.conditions.items() if one.kind == "derived")
    assert there(MODEL, derived)
    group = next(name for name, members in MODEL.network.groups.items() if len(members) > 1)
    assert len(there(MODEL, group)) == len(MODEL.network.groups[group])


def test_something_else_and_silent_causes_carry_no_weight_of_their_own() -> None:
    weight = dict(zip(MODEL.network.node_ids, STAKES.weight.tolist(), strict=True))
    assert weight["something_else"] == weight["hip_stuck"] == 0.0
    assert weight["cauda_equina"] > weight["pht"] > 0.0
