from typing import Any

import pytest
from hypothesis import given, settings

from inference.arbitrary import raw_cases
from inference.shipped import KNOWLEDGE, SETTINGS, differential, example, model, solved
from sampling import sample
from whatelse.case import Case, parse_case
from whatelse.errors import InputError
from whatelse.inference.assess import assess_case
from whatelse.inference.differential import Differential
from whatelse.inference.ranking import names_of, probabilities

SOURCES = [cause for n, cause in enumerate(model().causes) if model().network.pain[n]]


def family_of(condition: str) -> str:
    """The pain source that a name in the ranking stands for."""
    entry = KNOWLEDGE.conditions[condition]
    if entry.kind == "derived":
        return entry.of
    return next(cause.id for cause in model().causes if any(condition in v.members for v in cause.values))


def examples() -> list[Differential]:
    names = ("mild_strain_week_1", "two_nerve_sites", "stiff_hip_drives_hamstring", "torn_hamstring_that_radiates")
    return [assess_case(example(name), KNOWLEDGE) for name in names] + [differential()]


@pytest.mark.parametrize("found", examples(), ids=lambda found: found.case or "empty")
def test_each_pain_source_is_ranked_once(found: Differential) -> None:
    ranked = [family_of(name) for name, _ in found.ranking]
    assert sorted(ranked) == sorted(cause.id for cause in SOURCES)


@settings(max_examples=sample(20, 300))
@given(raw_cases())
def test_the_ranking_falls_and_holds_each_pain_source_once(raw: dict[str, Any]) -> None:
    try:
        found = assess_case(parse_case(raw, KNOWLEDGE), KNOWLEDGE)
    except InputError:
        return
    assert [p for _, p in found.ranking] == sorted((p for _, p in found.ranking), reverse=True)
    assert sorted(family_of(name) for name, _ in found.ranking) == sorted(cause.id for cause in SOURCES)
    assert all(0.0 <= entry.probability <= 1.0 for entry in found.differential)


def test_silent_causes_are_listed_but_not_ranked() -> None:
    found = differential({"hip_ir_limited": True})
    ranked = {name for name, _ in found.ranking}
    for entry in found.differential:
        if entry.kind == "silent":
            assert entry.condition not in ranked


@pytest.mark.parametrize("found", examples(), ids=lambda found: found.case or "empty")
def test_a_family_goes_by_the_member_that_holds_more_than_half_of_it(found: Differential) -> None:
    name, p = next((n, p) for n, p in found.ranking if family_of(n) == "hamstring_strain")
    grades = {c.id: found.probability(c.id) for c in KNOWLEDGE.children("hamstring_strain") if c.relation == "grade"}
    most = max(grades, key=lambda grade: grades[grade])
    if grades[most] > 0.5 * p:
        assert name == most or KNOWLEDGE.conditions[name].parent == most
    else:
        assert name == "hamstring_strain"


def test_a_mild_strain_goes_by_its_grade_and_an_unknown_one_by_its_family() -> None:
    mild = assess_case(example("mild_strain_week_1"), KNOWLEDGE)
    torn = assess_case(example("torn_hamstring_that_radiates"), KNOWLEDGE)
    assert "hamstring_strain_g1" in dict(mild.ranking)
    assert "hamstring_strain" in dict(torn.ranking)


def test_a_driven_cause_goes_by_its_driver_when_it_mostly_comes_with_one() -> None:
    stiff = assess_case(example("stiff_hip_drives_hamstring"), KNOWLEDGE)
    plain = assess_case(example("mild_strain_week_1"), KNOWLEDGE)
    assert "pelvic_hip_joint_driver" in dict(stiff.ranking)
    assert "hamstring_irritation" in dict(plain.ranking)


@pytest.mark.parametrize("parent", sorted(model().network.groups))
def test_a_group_parent_is_ranked_by_its_own_part_and_listed_by_any_of_it(parent: str) -> None:
    found, network = differential({"pain_buttock": True}), model().network
    own = float(solved(parse_case({"findings": {"pain_buttock": True}}, KNOWLEDGE)).nodes[model().node[parent]])
    ranked = next(p for name, p in found.ranking if family_of(name) == parent)
    assert ranked == pytest.approx(own, abs=1e-9)
    members = [network.node_ids[n] for n in network.groups[parent]]
    assert parent in members and len(members) > 1
    whole = found.probability(parent)
    assert whole >= own
    for member in members:
        if member != parent:
            assert found.probability(member) <= whole + 1e-9


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_parts_of_a_family_add_up(setting: str) -> None:
    built = model(setting)
    found = probabilities(built, solved(example("mild_strain_week_1")))
    for cause in built.causes:
        for axis, members in cause.axes.items():
            top = [m for m in members if m in found and KNOWLEDGE.conditions[m].parent == cause.id]
            assert sum(found[m] for m in top) <= found[cause.id] + 1e-9, axis
    strain = "hamstring_strain"
    mechanisms = [c.id for c in KNOWLEDGE.children(strain) if c.axis == "mechanism"]
    assert 0 < sum(found[m] for m in mechanisms) <= found[strain] + 1e-12


@pytest.mark.parametrize("found", examples(), ids=lambda found: found.case or "empty")
def test_the_sums_along_the_chain_are_those_of_the_ranking(found: Differential) -> None:
    sums: dict[str, float] = {}
    for name, p in found.ranking:
        named = KNOWLEDGE.conditions[name]
        place = KNOWLEDGE.conditions[named.of or name].interface  # a driven cause counts where it hurts
        sums[place] = sums.get(place, 0.0) + p
    assert {place.interface: place.sum for place in found.interfaces} == pytest.approx(sums, abs=1e-8)
    assert all(place.label for place in found.interfaces)


def test_several_can_be_true_so_the_ranking_adds_up_to_more_than_one() -> None:
    for found in examples():
        listed = sum(p for name, p in found.ranking if name != "something_else")
        assert listed + found.something_else >= 1 - 1e-6


def test_something_else_is_ranked_as_nothing_in_this_list() -> None:
    for found in examples():
        assert dict(found.ranking)["something_else"] == found.something_else
        assert found.something_else <= found.probability("something_else") + 1e-9


def test_the_answer_names_what_may_drive_a_driven_cause() -> None:
    (irritation,) = (c for c in differential().driven if c.condition == "hamstring_irritation")
    drivers = {driver.condition: driver.probability for driver in irritation.drivers}
    assert set(drivers) == set(KNOWLEDGE.conditions["hamstring_irritation"].drivers)
    for driver, p in drivers.items():
        if KNOWLEDGE.conditions[driver].kind == "silent":
            assert p > differential().probability(driver), driver
    shares = [driver.probability for driver in irritation.drivers]
    assert shares == sorted(shares, reverse=True)


def test_the_order_of_equals_is_that_of_their_names() -> None:
    found = assess_case(Case(), KNOWLEDGE)
    order = sorted(found.ranking, key=lambda item: (-item[1], item[0]))
    assert list(found.ranking) == order
    assert names_of(model(), probabilities(model(), solved(Case())), solved(Case())).keys() == dict(order).keys()
