"""What is worked out once for several uses is, to the last bit, what each use would have worked out for itself."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.arbitrary import raw_cases
from inference.shipped import KNOWLEDGE, example, model
from sampling import sample
from whatelse.case import Answer, Case, parse_case
from whatelse.errors import InputError
from whatelse.inference.build import build
from whatelse.inference.evidence import Evidence
from whatelse.inference.observe import observe
from whatelse.inference.posterior import Posterior, posterior
from whatelse.inference.runs import LARGE, halves, product_sums, times
from whatelse.inference.weigh import Weighed, regrouped, weigh

EXAMPLES = sample(["one_nerve_site", "sacral_stress_fracture"], ["one_nerve_site", "two_nerve_sites", "cauda_equina"])


def is_same(one: Posterior, other: Posterior) -> bool:
    numbers = ("unlisted", "evidence", "hurts", "width", "cells", "dropped", "derived", "groups", "behind")
    arrays = np.array_equal(one.values, other.values) and np.array_equal(one.nodes, other.nodes)
    return arrays and all(getattr(one, name) == getattr(other, name) for name in numbers)


def weighed_or_none(case: Case) -> Weighed | None:
    try:
        return weigh(case, KNOWLEDGE)
    except InputError:
        return None


@given(raw_cases(most=16))
def test_a_plain_posterior_is_the_whole_one_without_its_extras(raw: dict) -> None:
    evidence = observe(parse_case(raw, KNOWLEDGE), model())[0]
    whole, plain = (posterior(model().network, evidence, plainly=plainly) for plainly in (False, True))
    assert is_same(replace(whole, derived={}, groups={}, behind={}), plain)


@given(raw_cases(most=12), st.data())
def test_other_groups_are_what_weighing_with_them_gives(raw: dict, data: st.DataObject) -> None:
    case = parse_case(raw, KNOWLEDGE)
    found = weighed_or_none(case)
    if found is None:
        return
    members = st.lists(st.integers(0, len(model().causes) - 1), min_size=1, max_size=5, unique=True)
    names = st.sampled_from(sorted(KNOWLEDGE.conditions))
    groups = {
        key: tuple(sorted(nodes)) for key, nodes in data.draw(st.dictionaries(names, members, max_size=3)).items()
    }
    own, again = weigh(case, KNOWLEDGE, groups=groups), regrouped(found, groups)
    assert is_same(own.result, again.result)
    assert (own.names, own.told, own.account, own.evidence) == (again.names, again.told, again.account, again.evidence)


@given(raw_cases(most=12), st.sampled_from(sorted(KNOWLEDGE.findings)))
def test_what_is_not_known_leaves_the_answer_as_it_was(raw: dict, name: str) -> None:
    case = parse_case(raw, KNOWLEDGE)
    before = weighed_or_none(case)
    if before is None or name in case.findings:
        return
    asked = case.with_answer(name, Answer(by="asked"))
    own, shared = weigh(asked, KNOWLEDGE), weigh(asked, KNOWLEDGE, solved=[before])
    assert shared.result is before.result
    assert is_same(own.result, shared.result)
    assert (own.names, own.told, own.account, own.case) == (shared.names, shared.told, shared.account, shared.case)


def test_another_answer_is_never_taken_from_a_case_of_which_something_else_was_seen() -> None:
    before = weigh(example("one_nerve_site"), KNOWLEDGE)
    after = weigh(before.case.with_answer("night_pain", Answer(True)), KNOWLEDGE, solved=[before])
    assert after.result is not before.result
    assert is_same(after.result, weigh(after.case, KNOWLEDGE).result)


@pytest.mark.parametrize("name", EXAMPLES)
def test_something_else_absent_and_present_is_what_two_walks_say(name: str) -> None:
    network, evidence = model().network, weigh(example(name), KNOWLEDGE).evidence
    for seen in (evidence, Evidence()):
        problem = build(network, seen)
        if problem.split is None:
            continue
        found = problem.halves()
        m, z = problem.walk()
        assert np.array_equal(found.joined(), m)
        assert np.array_equal(found.evidence, z)
        weight = problem.weight.copy()
        weight[problem.split] = 0.0
        m, z = problem.walk(weight)
        assert np.array_equal(found.without, m)
        assert np.array_equal(found.evidence_without, z)


@given(
    st.integers(0, 10**6),
    st.lists(st.sampled_from([2, 2, 2, 3, 5]), min_size=1, max_size=12),
    st.sampled_from([1, 2, 3, 8, 40]),
)
def test_long_runs_change_no_bit(seed: int, shape: list[int], lanes: int) -> None:
    rng = np.random.default_rng(seed)
    state, other = rng.random((2, *shape, lanes))
    factor, ax = rng.random(lanes), int(rng.integers(len(shape)))
    assert np.array_equal(times(state, factor), state * factor)
    assert np.array_equal(product_sums(state, other), np.add.reduce((state * other).reshape(-1, lanes)))
    if shape[ax] != 2:
        return
    for q in (rng.random((2, lanes)), rng.random((2, 1))):
        plain, long = state.swapaxes(0, ax).copy(), state.copy()
        plain[1] += q[1] * plain[0]
        plain[0] *= q[0]
        low, high, f = halves(long, ax, q)
        high += f[1] * low
        low *= f[0]
        assert np.array_equal(plain, long.swapaxes(0, ax))


def test_a_state_that_is_not_in_order_is_left_to_plain_products() -> None:
    state = np.random.default_rng(1).random((2,) * 10 + (8,)).transpose(*range(9, -1, -1), 10)
    assert state.size >= LARGE
    assert not state.flags.c_contiguous
    factor = np.linspace(0.1, 0.9, 8)
    assert np.array_equal(times(state, factor), state * factor)
