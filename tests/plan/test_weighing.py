"""Shares add up, harm is never thinned out, and what nobody knows stays unknown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.shipped import KNOWLEDGE
from tests.plan.made import SHOWN, plan_of, suspects
from whatelse.plan.responses import response_of, response_together, responses
from whatelse.plan.sources import Form, Source, Suspects
from whatelse.plan.weighing import any_harm, unpromising, weigh_action

ACTIONS = sorted(KNOWLEDGE.actions)
SOURCES = sorted(key for key, c in KNOWLEDGE.conditions.items() if c.kind in ("source", "gate"))
LISTED = [name for name in SOURCES if name != "something_else"]
PROBABILITIES = st.dictionaries(st.sampled_from(LISTED), st.floats(0.0, 1.0), min_size=1, max_size=6)


@given(PROBABILITIES, st.sampled_from(ACTIONS))
def test_the_four_shares_add_up_to_all_runners(probabilities: dict[str, float], action: str) -> None:
    found, _ = weigh_action(KNOWLEDGE, suspects(probabilities), KNOWLEDGE.actions[action])
    shares = (found.helps.value, found.nothing.value, found.may_harm.value, found.unknown)
    assert all(0.0 <= share <= 1.0 for share in shares)
    assert sum(shares) == pytest.approx(1.0, abs=1e-8)
    for share in (found.helps, found.nothing, found.may_harm):
        assert share.low <= share.value + 1e-9 and share.value <= share.high + 1e-9


@given(PROBABILITIES, st.sampled_from(ACTIONS), st.sampled_from(LISTED), st.floats(0.0, 1.0))
def test_one_more_source_never_makes_an_action_less_harmful(
    probabilities: dict[str, float], action: str, other: str, p: float
) -> None:
    before, _ = weigh_action(KNOWLEDGE, suspects(probabilities), KNOWLEDGE.actions[action])
    likelier = {**probabilities, other: max(p, probabilities.get(other, 0.0))}
    after, _ = weigh_action(KNOWLEDGE, suspects(likelier), KNOWLEDGE.actions[action])
    assert after.may_harm.value >= before.may_harm.value - 1e-9


def test_two_sources_are_weighed_as_the_guide_says() -> None:
    both = suspects({"pht": 0.5, "ischial_bursitis": 0.4})
    found, _ = weigh_action(KNOWLEDGE, both, KNOWLEDGE.actions["less_sitting"])
    tendon, bursa = (response_of(KNOWLEDGE, name, "less_sitting") for name in ("pht", "ischial_bursitis"))
    assert tendon is not None and bursa is not None and tendon.helps and bursa.helps
    assert tendon.may_harm is None and bursa.may_harm is None
    assert found.may_harm.value == 0.0
    assert found.helps.value == pytest.approx((0.5 * tendon.helps.value + 0.4 * bursa.helps.value) / (0.5 + 0.4 + 0.05))


def test_harm_counts_from_every_source_and_is_not_divided_by_their_sum() -> None:
    assert any_harm([(0.5, 0.4), (0.5, 0.4)]) == pytest.approx(1 - 0.8 * 0.8)
    crowd = dict.fromkeys(("pht", "sij_dysfunction", "lumbar_facet", "hip_oa"), 0.9)
    alone, _ = weigh_action(KNOWLEDGE, suspects({"sacral_bsi": 0.2}), KNOWLEDGE.actions["run_easy"])
    among, _ = weigh_action(KNOWLEDGE, suspects({**crowd, "sacral_bsi": 0.2}), KNOWLEDGE.actions["run_easy"])
    assert among.may_harm.value > alone.may_harm.value > 0.1


def test_what_no_source_speaks_of_nobody_knows() -> None:
    other = suspects({"something_else": 0.9})
    for action in KNOWLEDGE.actions.values():
        found, _ = weigh_action(KNOWLEDGE, other, action)
        assert found.unknown == 1.0


def test_a_child_speaks_for_itself_and_else_its_parent_does() -> None:
    mild, parent = (response_of(KNOWLEDGE, name, "run_easy") for name in ("hamstring_strain_g1", "hamstring_strain"))
    assert mild is not None and parent is not None and mild != parent
    assert response_of(KNOWLEDGE, "hamstring_strain_g1", "shockwave") == response_of(
        KNOWLEDGE, "hamstring_strain", "shockwave"
    )
    assert response_of(KNOWLEDGE, "something_else", "run_easy") is None


def test_of_several_forms_at_once_the_one_with_the_most_harm_speaks() -> None:
    members = ("hamstring_strain", "hamstring_strain_g1", "hamstring_strain_stretch_type")
    for action in ACTIONS:
        own = [
            KNOWLEDGE.conditions[name].actions[action]
            for name in members[1:]
            if action in KNOWLEDGE.conditions[name].actions
        ]
        found = response_together(KNOWLEDGE, members, action)
        if own:
            harm = max(r.may_harm.value if r.may_harm else 0.0 for r in own)
            assert found is not None and (found.may_harm.value if found.may_harm else 0.0) == harm
        else:
            assert found == response_of(KNOWLEDGE, "hamstring_strain", action)


def test_a_family_is_averaged_over_its_members() -> None:
    mild, other = Form(("hamstring_strain", "hamstring_strain_g1"), 0.6), Form(("hamstring_strain",), 0.2)
    strain = Source("hamstring_strain_g1", "", "", "tendon_muscle", "self_care", 0.8, (mild, other))
    found, _ = weigh_action(KNOWLEDGE, Suspects((strain,), 0.2, {}), KNOWLEDGE.actions["run_easy"])
    own, general = (response_of(KNOWLEDGE, name, "run_easy") for name in ("hamstring_strain_g1", "hamstring_strain"))
    assert own is not None and general is not None and own.may_harm and general.may_harm
    mean = 0.75 * own.may_harm.value + 0.25 * general.may_harm.value
    assert found.may_harm.value == pytest.approx(0.8 * mean)


def test_a_note_that_calls_something_safe_loses_that_part() -> None:
    assert unpromising("on the flat; safe from week two; no hills") == "on the flat; no hills"
    assert unpromising("Safely done at home") == ""


@pytest.mark.parametrize("name", SHOWN)
def test_every_action_is_weighed_once(name: str) -> None:
    assert sorted(advice.action for advice in plan_of(name).advice) == ACTIONS


def test_what_is_looked_up_once_is_what_the_knowledge_says() -> None:
    table = responses(KNOWLEDGE)
    for members in [("hamstring_strain", "hamstring_strain_g1"), ("pht",), ("something_else",)]:
        for action in KNOWLEDGE.actions:
            said, spoken = response_together(KNOWLEDGE, members, action), table.of(members).get(action)
            assert (spoken.response if spoken is not None else None) is said
            for effect, ends in spoken.ends if spoken is not None else ():
                used = getattr(said, effect).used
                assert ends == (used.value, used.low, used.high)
