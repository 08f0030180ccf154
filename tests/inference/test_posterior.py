from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from inference.arbitrary import raw_cases
from inference.shipped import KNOWLEDGE, SETTINGS, evidence, example, model, solved
from sampling import sample
from whatelse.case import Answer, parse_case
from whatelse.errors import InputError
from whatelse.inference.evidence import Evidence
from whatelse.inference.posterior import posterior


def drawn(raw: dict[str, Any]) -> Any:
    """The posterior of a drawn case, or None where it has none."""
    try:
        found = solved(parse_case(raw, KNOWLEDGE))
    except InputError:
        return None
    return found if found.evidence > 0 else None


@settings(max_examples=sample(30, 500))
@given(raw_cases())
def test_every_probability_is_one(raw: dict[str, Any]) -> None:
    found = drawn(raw)
    if found is None:
        return
    single = [found.unlisted, *found.derived.values(), *found.groups.values()]
    behind = [p for drivers in found.behind.values() for p in drivers.values()]
    for p in (*found.values, *found.nodes, *single, *behind):
        assert -1e-12 <= p <= 1 + 1e-9


@settings(max_examples=sample(30, 500))
@given(raw_cases())
def test_a_group_is_at_least_as_likely_as_each_of_it_and_at_most_as_all(raw: dict[str, Any]) -> None:
    found = drawn(raw)
    if found is None:
        return
    for key, members in model().network.groups.items():
        own = found.nodes[list(members)]
        assert own.max() - 1e-9 <= found.groups[key] <= own.sum() + 1e-9


@settings(max_examples=sample(30, 500))
@given(raw_cases())
def test_the_person_hurts_so_at_least_one_source_is_there(raw: dict[str, Any]) -> None:
    found = drawn(raw)
    if found is None:
        return
    assert found.nodes[model().network.pain].sum() >= 1 - 1e-9


@settings(max_examples=sample(30, 500))
@given(raw_cases())
def test_nothing_listed_means_something_else(raw: dict[str, Any]) -> None:
    found, other = drawn(raw), model().network.other
    if found is None:
        return
    assert other is not None
    assert 0 <= found.unlisted <= found.nodes[other] + 1e-12


@settings(max_examples=sample(30, 500))
@given(raw_cases())
def test_a_derived_name_is_part_of_what_it_is_derived_from(raw: dict[str, Any]) -> None:
    found = drawn(raw)
    if found is None:
        return
    for derived in model().network.derived:
        assert found.derived[derived.id] <= found.nodes[derived.node] + 1e-9


@pytest.mark.parametrize("setting", SETTINGS)
def test_something_outside_the_list_is_always_possible(setting: str) -> None:
    for told in (Evidence(), evidence({"saddle_anaesthesia": True})[0]):
        assert 0 < posterior(model(setting).network, told).unlisted < 1


def test_what_fits_nothing_listed_raises_something_else() -> None:
    network, other = model().network, model().network.other
    assert other is not None
    broad = {
        key
        for key, parts in network.below.items()
        if all((network.part_fires[list(network.values_of(other))][:, list(parts)] > 0).any(1))
    }
    assert broad, "something else produces nothing, so nothing can raise it"
    common = np.delete(network.share, list(network.values_of(other)))

    def listed(key: str) -> float:
        """How much the listed causes make of a finding, against chance."""
        part = network.below[key][0]
        made = np.delete(network.part_fires[:, part], list(network.values_of(other)))
        return float((common * made).sum() / network.part_leak[part])

    told, plain = Evidence(active={min(sorted(broad), key=listed): True}), Evidence()
    assert posterior(network, told).nodes[other] > posterior(network, plain).nodes[other]


def test_several_sources_with_separate_signs_are_both_believed() -> None:
    one = {"tender_sacrum": True, "xray_abnormal": True, "pain_sooner_each_run": True, "impact_pain": True}
    two = {"saddle_anaesthesia": True, "urinary_retention": True, "bilateral_leg_neuro_symptoms": True}
    found = solved(parse_case({"findings": {**one, **two}}, KNOWLEDGE)).nodes
    assert found[model().node["cauda_equina"]] > 0.5
    bones = [n for n, name in enumerate(model().network.node_ids) if name.endswith("_bsi")]
    assert found[bones].sum() > 0.5


def test_what_explains_a_finding_makes_its_rivals_less_likely() -> None:
    rival = model().node["lumbar_radiculopathy"]
    open_case = parse_case({"findings": {"radiating_pain": True}}, KNOWLEDGE)
    explained = open_case.with_answer("saddle_anaesthesia", Answer(True))
    assert solved(explained).nodes[rival] < solved(open_case).nodes[rival]


def test_a_cause_that_has_settled_explains_nothing_of_today() -> None:
    network = model().network
    strain = model().node["hamstring_strain"]
    told, _ = evidence({"pain_mid_posterior_thigh": True})
    early, late = (posterior(network, replace(told, week=week)).nodes[strain] for week in (1.0, 200.0))
    assert early > 10 * late


def test_an_unknown_week_is_a_mean_over_the_weeks_people_come_at() -> None:
    network = model().network
    assert network.usual_weeks is not None
    ends = (float(network.usual_weeks.min()), float(network.usual_weeks.max()))
    each = [posterior(network, Evidence(week=week)).nodes for week in ends]
    between = posterior(network, Evidence()).nodes
    strain = model().node["hamstring_strain"]
    assert each[1][strain] < between[strain] < each[0][strain]


def test_the_examples_are_narrow_enough_to_be_weighed_whole() -> None:
    for name in ("sit_bone_30_weeks", "two_nerve_sites", "stiff_hip_drives_hamstring"):
        assert solved(example(name)).dropped == ()


def test_too_many_findings_at_once_are_narrowed_and_the_rest_is_still_exact() -> None:
    network = model().network
    told, _ = evidence({"pain_sit_bone": True, "worse_sitting": True, "slr": True, "limp": True, "night_pain": True})
    whole = posterior(network, told)
    narrow = posterior(network, told, most_bits=whole.width - 1)
    assert narrow.dropped
    assert narrow.width <= whole.width - 1
    kept = {key: seen for key, seen in told.active.items() if key not in narrow.dropped}
    grades = {key: seen for key, seen in told.graded.items() if key not in narrow.dropped}
    again = posterior(network, replace(told, active=kept, graded=grades))
    assert np.array_equal(narrow.nodes, again.nodes)
    assert not np.array_equal(narrow.nodes, whole.nodes)
