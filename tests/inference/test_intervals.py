"""Intervals on the shipped knowledge: what they hold, what must not change them, and what moves an answer most."""

from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.arbitrary import NAMES, raw_cases
from inference.shipped import KNOWLEDGE, case, example
from sampling import sample
from whatelse.case import parse_case
from whatelse.errors import InputError
from whatelse.inference.assess import assess_case
from whatelse.inference.intervals import (
    HIGH,
    LOW,
    condition_lanes,
    intervals,
    intervals_of_case,
    quantile,
    sample_models,
)
from whatelse.inference.weigh import weigh

few = settings(max_examples=sample(4, 60))
EXAMPLES = ("pop_in_class_now_sits_badly", "marathon_then_months_of_sit_bone", "sacral_stress_fracture")


def bytes_of(raw: dict[str, Any]) -> str:
    try:
        return intervals_of_case(parse_case(raw, KNOWLEDGE), KNOWLEDGE, models=20).to_json()
    except InputError as error:
        return str(error)


@few
@given(raw_cases(), st.randoms(use_true_random=False))
def test_the_order_of_findings_changes_no_byte(raw: dict[str, Any], random: Any) -> None:
    items = list(raw["findings"].items())
    random.shuffle(items)
    assert bytes_of({**raw, "findings": dict(items)}) == bytes_of(raw)


@few
@given(raw_cases(), st.lists(st.sampled_from(NAMES), min_size=1, max_size=4))
def test_an_unknown_answer_changes_nothing(raw: dict[str, Any], names: list[str]) -> None:
    unknown = {name: "unknown" for name in names if name not in raw["findings"]}
    assert bytes_of({**raw, "findings": {**raw["findings"], **unknown}}) == bytes_of(raw)


@few
@given(raw_cases())
def test_what_is_set_aside_changes_nothing(raw: dict[str, Any]) -> None:
    names = sorted(set(raw["findings"]) - {"sport_main"})[:2]
    aside, absent = dict(raw["findings"]), dict(raw["findings"])
    for name in names:
        answer = absent.pop(name)
        aside[name] = {**(answer if isinstance(answer, dict) else {"value": answer}), "set_aside": True}
    assert bytes_of({**raw, "findings": aside}) == bytes_of({**raw, "findings": absent})


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_printed_answer_is_that_of_the_differential_and_near_the_average(name: str) -> None:
    weighed = weigh(example(name), KNOWLEDGE)
    models = sample_models(weighed)
    assert models.effective > 50
    printed = assess_case(example(name), KNOWLEDGE)
    found = intervals(weighed)
    assert [(i.condition, i.probability) for i in found.ranking] == list(printed.ranking)
    assert {i.condition for i in found.differential} == {e.condition for e in printed.differential}
    for interval in found.ranking:
        assert 0.0 <= interval.low <= interval.high <= 1.0
    for node, _, p in weighed.ranked()[:5]:
        lanes = models.ranked(weighed, node)
        error = np.sqrt((models.weight**2 * (lanes - p) ** 2).sum())
        assert abs(models.weight @ lanes - p) < 5 * error


def test_intervals_are_wide_where_the_answer_rests_on_estimates() -> None:
    found = intervals_of_case(example("pop_in_class_now_sits_badly"), KNOWLEDGE)
    assert found.ranking[0].high - found.ranking[0].low > 0.3


def test_an_answer_near_certainty_has_a_narrow_interval() -> None:
    sure, unsure = (
        intervals_of_case(example(name), KNOWLEDGE, models=100).ranking[0]
        for name in ("cauda_equina", "marathon_then_months_of_sit_bone")
    )
    assert sure.probability > 0.95 > unsure.probability
    assert sure.high - sure.low < 0.5 * (unsure.high - unsure.low)


@pytest.mark.parametrize("name", EXAMPLES)
def test_leaving_out_very_unlikely_causes_moves_no_end_by_half_a_percent(name: str) -> None:
    weighed = weigh(example(name), KNOWLEDGE)
    all_of_them, without = (sample_models(weighed, too_unlikely=limit) for limit in (0.0, None))
    for node, _, _ in weighed.ranked():
        for level in (LOW, HIGH):
            ends = [quantile(s.ranked(weighed, node), s.weight, level) for s in (all_of_them, without)]
            assert abs(ends[0] - ends[1]) < 0.005


def test_the_number_that_matters_most_stands_first_and_is_told_with_its_source() -> None:
    found = intervals_of_case(example("marathon_then_months_of_sit_bone"), KNOWLEDGE).influences
    moves = [abs(i.at_high - i.at_low) for i in found]
    assert moves == sorted(moves, reverse=True)
    assert moves[0] > 0.2
    share = next(i for i in found if i.origin.what == "share" and i.origin.condition == i.cause)
    assert share.raises
    assert share.origin.source
    scan = next(i for i in found if i.origin.finding == "mri_pelvis_hip_normal")
    assert (scan.origin.condition, scan.raises, scan.low, scan.high) == ("pht", False, 0.55, 0.9)


def test_a_number_at_the_end_of_its_range_gives_what_the_changed_knowledge_gives() -> None:
    """The exact models behind an influence, against the knowledge with that number written into it."""
    one = example("marathon_then_months_of_sit_bone")
    scan = next(
        i
        for i in intervals_of_case(one, KNOWLEDGE).influences
        if (i.origin.finding, i.origin.condition) == ("mri_pelvis_hip_normal", "pht")
    )
    pht = KNOWLEDGE.conditions["pht"]
    link = pht.findings["mri_pelvis_hip_normal"]
    assert link.figure is not None
    number = msgspec.structs.replace(link.figure.used, value=scan.low)
    changed = {
        **pht.findings,
        "mri_pelvis_hip_normal": msgspec.structs.replace(link, figure=type(link.figure)((number,))),
    }
    other = msgspec.structs.replace(
        KNOWLEDGE,
        digest="changed",
        conditions={**KNOWLEDGE.conditions, "pht": msgspec.structs.replace(pht, findings=changed)},
    )
    assert assess_case(one, other).probability(scan.cause) == pytest.approx(scan.at_low, abs=2e-4)


def test_groups_and_derived_names_lie_between_their_parts_and_their_sum() -> None:
    weighed = weigh(example("one_nerve_site"), KNOWLEDGE)
    models = sample_models(weighed, 40)
    found, network = condition_lanes(weighed, models), weighed.model.network
    for key, nodes in network.groups.items():
        own = models.lanes.nodes[list(nodes)]
        assert (found[key] >= own.max(0) - 1e-12).all()
        assert (found[key] <= own.sum(0) + 1e-12).all()
        assert (found[key] <= 1.0).all()
    for part in network.derived:
        assert (found[part.id] <= models.lanes.nodes[part.node] + 1e-12).all()


def test_an_empty_case_has_intervals_about_the_shares() -> None:
    found = intervals_of_case(case(), KNOWLEDGE)
    share = KNOWLEDGE.settings[KNOWLEDGE.default_setting].shares["pht"]
    interval = found.of("pht")
    assert interval.probability == pytest.approx(share.value, abs=1e-4)
    assert interval.low < share.value < interval.high


def test_a_contradiction_is_one_clear_line() -> None:
    with pytest.raises(InputError, match="unknown setting"):
        intervals_of_case(case(), KNOWLEDGE, setting="nowhere")
