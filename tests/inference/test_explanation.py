"""Why a cause stands where it stands: weights that add up, figures behind them, and what is still open."""

import math
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.arbitrary import raw_cases
from inference.shipped import KNOWLEDGE, case, example, model
from sampling import sample
from whatelse.case import Answer, Case, parse_case
from whatelse.errors import InputError
from whatelse.inference.evidence import Evidence
from whatelse.inference.explanation import Explanation, explain, explain_case, plain_network
from whatelse.inference.posterior import posterior
from whatelse.inference.variants import Variant, applied, solve, told_names
from whatelse.inference.weigh import weigh

few = settings(max_examples=sample(5, 100))
EXAMPLES = ("pop_in_class_now_sits_badly", "years_then_ultrasound", "mild_strain_week_1")


def decibans(p: float) -> float:
    return 10 * (math.log10(p) - math.log10(1 - p))


def explained(raw: dict[str, Any]) -> Explanation | str:
    try:
        return explain_case(parse_case(raw, KNOWLEDGE), KNOWLEDGE)
    except InputError as error:
        return str(error)


@few
@given(raw_cases())
def test_sequential_weights_add_up_to_posterior_minus_prior(raw: dict[str, Any]) -> None:
    found = explained(raw)
    if isinstance(found, str):
        return
    weighed = weigh(parse_case(raw, KNOWLEDGE), KNOWLEDGE)
    nothing = posterior(weighed.model.network, Evidence())
    for cause, (node, name, p) in zip(found.causes, weighed.ranked(), strict=False):
        assert cause.condition == name
        prior = nothing.unlisted if node == weighed.model.network.other else float(nothing.nodes[node])
        added = math.fsum(w.sequential_decibans for w in cause.weights)
        near = min(max(p, 1e-12), 1 - 1e-12)
        assert added == pytest.approx(decibans(near) - decibans(prior), abs=1.1e-9)
        assert added == pytest.approx(cause.decibans, abs=1e-11)


@few
@given(raw_cases(), st.randoms(use_true_random=False))
def test_the_order_of_findings_changes_no_byte(raw: dict[str, Any], random: Any) -> None:
    items = list(raw["findings"].items())
    random.shuffle(items)
    one, other = explained(raw), explained({**raw, "findings": dict(items)})
    assert one == other
    assert isinstance(one, str) or one.to_json() == other.to_json()


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_weight_left_out_is_what_the_case_without_it_says(name: str) -> None:
    one = example(name)
    found = explain_case(one, KNOWLEDGE).causes[0]
    weighed = weigh(one, KNOWLEDGE)
    for told in told_names(weighed.evidence):
        less = posterior(weighed.model.network, applied(weighed.evidence, Variant(frozenset({told}))))
        expected = decibans(found.probability) - decibans(float(less.nodes[weighed.ranked()[0][0]]))
        shown = told.removeprefix("fact:") if told != "week" else "weeks_since_onset"
        weight = next(w for w in found.weights if w.finding == shown)
        assert weight.decibans == pytest.approx(expected, abs=2e-6)


def test_for_is_positive_and_against_negative_and_the_strongest_stands_first() -> None:
    for cause in explain_case(example("years_then_ultrasound"), KNOWLEDGE).causes:
        assert all(w.decibans > 0 for w in cause.speaks_for)
        assert all(w.decibans < 0 for w in cause.speaks_against)
        for weights in (cause.speaks_for, cause.speaks_against):
            assert list(weights) == sorted(weights, key=lambda w: -abs(w.decibans))


def test_a_finding_set_aside_weighs_nothing_and_says_why() -> None:
    told = {"pain_sit_bone": True, "worse_sitting": {"value": True, "set_aside": True}}
    found, absent = (explain_case(case(f), KNOWLEDGE) for f in (told, {"pain_sit_bone": True}))
    for cause in found.causes:
        weight = next(w for w in cause.neither if w.finding == "worse_sitting")
        assert (weight.decibans, weight.sequential_decibans, weight.answer) == (0.0, 0.0, True)
        assert "set aside" in weight.note
    assert [c.probability for c in found.causes] == [c.probability for c in absent.causes]
    assert [c.speaks_for for c in found.causes] == [c.speaks_for for c in absent.causes]


def test_an_unknown_answer_changes_nothing() -> None:
    told = {"pain_sit_bone": True, "worse_sitting": True}
    assert explain_case(case({**told, "worse_running": None}), KNOWLEDGE) == explain_case(case(told), KNOWLEDGE)


def test_a_weight_comes_with_the_figures_of_the_knowledge_behind_it() -> None:
    found = explain_case(example("pop_in_class_now_sits_badly"), KNOWLEDGE).of("pht")
    weight = next(w for w in found.weights if w.finding == "mri_hamstring_origin_abnormal")
    link, leak = weight.bases
    stated = KNOWLEDGE.conditions["pht"].findings["mri_hamstring_origin_abnormal"].figure
    chance = KNOWLEDGE.findings["mri_hamstring_origin_abnormal"].leak
    assert stated is not None and chance is not None
    assert (link.what, link.value, link.source, link.support) == ("link", stated.value, "PHTMRI2018", "study")
    assert (leak.what, leak.value, leak.low, leak.high) == ("leak", chance.value, chance.used.low, chance.used.high)
    week = next(w for w in found.weights if w.finding == "weeks_since_onset")
    assert (week.bases[0].what, week.bases[0].state) == ("course", "40")


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_is_not_known_says_exactly_what_either_answer_would_do(name: str) -> None:
    one = example(name)
    found = explain_case(one, KNOWLEDGE).causes[0]
    assert found.not_known
    for open_one in found.not_known:
        chance = {True: open_one.p_yes, False: 1 - open_one.p_yes}
        moved = {a: weigh(with_answer(one, open_one.finding, a), KNOWLEDGE) for a in (True, False)}
        node = weigh(one, KNOWLEDGE).ranked()[0][0]
        p = {a: moved[a].of(node) for a in (True, False)}
        assert sum(chance[a] * p[a] for a in p) == pytest.approx(found.probability, abs=1e-6)
        assert decibans(p[True]) - decibans(found.probability) == pytest.approx(open_one.decibans_if_yes, abs=1e-4)
        assert decibans(p[False]) - decibans(found.probability) == pytest.approx(open_one.decibans_if_no, abs=1e-4)
        expected = sum(chance[a] * abs(p[a] - found.probability) for a in p)
        assert expected == pytest.approx(open_one.expected_change, abs=1e-6)


def with_answer(one: Case, finding: str, answer: bool) -> Case:
    return msgspec.structs.replace(one, findings={**one.findings, finding: Answer(value=answer)})


def test_one_walk_over_many_variants_is_as_many_separate_cases() -> None:
    weighed = weigh(example("years_then_ultrasound"), KNOWLEDGE)
    network = plain_network(weighed.model)
    names = told_names(weighed.evidence)
    chosen = [Variant(frozenset({name})) for name in names]
    chosen += [Variant(frozenset(names[k:])) for k in range(len(names))]
    chosen += [Variant(absent=key) for key in ("bruising", "pain_calf", "worse_running") if key in network.below]
    chosen = [v for v in chosen if v.absent not in weighed.evidence.active]
    answers = solve(network, weighed.evidence, weighed.result, chosen)
    for k, variant in enumerate(chosen):
        own = posterior(network, applied(weighed.evidence, variant))
        assert answers.nodes[:, k] == pytest.approx(own.nodes, abs=1e-12)
        assert answers.unlisted[k] == pytest.approx(own.unlisted, abs=1e-12)
        if not variant.left_out:
            assert answers.evidence[k] == pytest.approx(own.evidence, rel=1e-9)


def test_the_empty_case_has_nothing_to_explain_but_names_what_to_ask() -> None:
    found = explain_case(case(), KNOWLEDGE)
    assert found.order == ()
    for cause in found.causes:
        assert cause.weights == ()
        assert cause.decibans == 0.0
    assert found.causes[0].not_known


def test_everything_told_once_is_the_same_as_weighed_before() -> None:
    one = example("mild_strain_week_1")
    assert explain(weigh(one, KNOWLEDGE)) == explain_case(one, KNOWLEDGE)
    assert model().network.groups and not plain_network(model()).groups
