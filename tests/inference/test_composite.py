import itertools
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.shipped import KNOWLEDGE
from whatelse.case import Answer
from whatelse.inference.composite import composite_likelihood
from whatelse.knowledge.schema import Family

SIJ = KNOWLEDGE.families["sij_provocation"]
NERVE = KNOWLEDGE.families["neurodynamic"]
COUNTED = [f for f in KNOWLEDGE.families.values() if f.kind == "graded" and not f.positive]
YES, NO = Answer(True), Answer(False)


def by_enumeration(family: Family, seen: Mapping[str, tuple[float, float]]) -> list[float]:
    """The chance of what was seen, averaged over which tests are positive: every set of every allowed size.

    seen: test -> (likelihood if it is negative, likelihood if it is positive).
    """
    out = []
    for low, high in family.count:
        by_size = []
        for size in range(low, high + 1):
            chances = []
            for positive in itertools.combinations(family.members, size):
                chance = 1.0
                for test, weights in seen.items():
                    chance *= weights[test in positive]
                chances.append(chance)
            by_size.append(sum(chances) / len(chances))
        out.append(sum(by_size) / len(by_size))
    return out


def shares(likelihood: Any) -> list[float]:
    return [x / sum(likelihood) for x in likelihood]


@st.composite
def families(draw: Any) -> Family:
    n = draw(st.integers(1, 5))
    cuts = sorted(draw(st.sets(st.integers(1, n), min_size=1, max_size=n)))
    edges = [0, *cuts, n + 1]
    count = tuple((low, high - 1) for low, high in itertools.pairwise(edges))
    return Family(
        id="tests",
        label="Tests",
        kind="graded",
        states=tuple(f"state_{x}" for x in range(len(count))),
        members=tuple(f"test_{i}" for i in range(n)),
        count=count,
        count_finding="how_many",
    )


@st.composite
def told(draw: Any, family: Family) -> dict[str, Answer]:
    done = draw(st.lists(st.sampled_from(family.members), min_size=1, unique=True))
    weights = st.floats(0.05, 1.0)
    return {
        test: draw(st.sampled_from([YES, NO]))
        if draw(st.booleans())
        else Answer(True, likelihood={"no": draw(weights), "yes": draw(weights)})
        for test in done
    }


def weights_of(answer: Answer) -> tuple[float, float]:
    if answer.likelihood is not None:
        return answer.likelihood["no"], answer.likelihood["yes"]
    return float(answer.value is False), float(answer.value is True)


@given(st.data())
def test_single_tests_weigh_what_an_enumeration_of_the_positive_ones_gives(data: st.DataObject) -> None:
    family = data.draw(st.sampled_from(COUNTED) | families())
    tests = data.draw(told(family))
    found, counted = composite_likelihood(family, tests)
    assert found == pytest.approx(by_enumeration(family, {t: weights_of(a) for t, a in tests.items()}))
    assert counted == set(tests)


@given(st.data())
def test_k_of_m_done_weighs_the_same_whichever_tests_were_done(data: st.DataObject) -> None:
    family = data.draw(families())
    m = data.draw(st.integers(1, len(family.members)))
    k = data.draw(st.integers(0, m))
    found, counted = composite_likelihood(family, {"how_many": Answer(float(k), of=m)})
    assert counted == {"how_many"}
    over_tests = [
        by_enumeration(family, {test: (float(test not in positive), float(test in positive)) for test in done})
        for done in itertools.combinations(family.members, m)
        for positive in itertools.combinations(done, k)
    ]
    expected = [sum(states) for states in zip(*over_tests, strict=True)]
    assert shares(found) == pytest.approx(shares(expected))


def test_a_full_count_is_the_state_itself() -> None:
    for k, state in ((0, 0), (1, 1), (2, 1), (3, 2), (5, 2)):
        found, _ = composite_likelihood(SIJ, {"sij_provocation_count": Answer(float(k))})
        assert found is not None
        assert [x > 0 for x in found] == [x == state for x in range(3)]


def test_all_tests_done_one_by_one_is_the_full_count() -> None:
    tests = {test: Answer(i < 3) for i, test in enumerate(SIJ.members)}
    one_by_one, _ = composite_likelihood(SIJ, tests)
    counted, _ = composite_likelihood(SIJ, {"sij_provocation_count": Answer(3.0)})
    assert shares(one_by_one) == pytest.approx(shares(counted))


def test_the_lowest_state_is_certain_only_when_all_tests_were_done() -> None:
    some, _ = composite_likelihood(SIJ, dict.fromkeys(SIJ.members[:3], NO))
    every, _ = composite_likelihood(SIJ, dict.fromkeys(SIJ.members, NO))
    assert some is not None and every is not None
    assert min(some[:2]) > 0
    assert every[0] > 0 and not any(every[1:])


def test_a_count_beats_single_tests_and_a_stated_state_beats_a_count() -> None:
    tests = dict.fromkeys(SIJ.members, NO)
    with_count = {**tests, "sij_provocation_count": Answer(4.0)}
    found, counted = composite_likelihood(SIJ, with_count)
    assert counted == {"sij_provocation_count"}
    assert found is not None and found[2] > 0 and found[0] == 0
    found, counted = composite_likelihood(SIJ, {**with_count, "sij_provocation": Answer("one_or_two")})
    assert counted == {"sij_provocation"}
    assert found == (0.0, 1.0, 0.0)


def test_an_uncertain_state_is_weighed_as_it_was_told() -> None:
    weights = {"none": 0.1, "one_or_two": 0.6, "three_or_more": 0.3}
    for answer in (Answer("one_or_two", likelihood=weights), Answer(likelihood=weights)):
        found, counted = composite_likelihood(SIJ, {"sij_provocation": answer})
        assert found == (0.1, 0.6, 0.3)
        assert counted == {"sij_provocation"}


def test_a_test_that_says_nothing_either_way_changes_nothing() -> None:
    plain, _ = composite_likelihood(SIJ, {"sij_gaenslen": YES})
    even = Answer(True, likelihood={"no": 0.5, "yes": 0.5})
    found, _ = composite_likelihood(SIJ, {"sij_gaenslen": YES, "sij_thigh_thrust": even})
    assert shares(found) == pytest.approx(shares(plain))


def test_nothing_told_is_nothing_known() -> None:
    for tests in ({}, {"sij_gaenslen": Answer()}, {"sij_provocation_count": Answer(not_tested=True)}):
        assert composite_likelihood(SIJ, tests) == (None, frozenset())


def test_tests_with_a_table_multiply_along_it() -> None:
    found, _ = composite_likelihood(NERVE, {"slr": YES, "crossed_slr": NO})
    expected = [p * (1 - q) for p, q in zip(NERVE.positive["slr"], NERVE.positive["crossed_slr"], strict=True)]
    assert found == pytest.approx(expected)


def test_crossed_straight_leg_raise_points_at_the_top_grade() -> None:
    found, _ = composite_likelihood(NERVE, {"crossed_slr": YES})
    assert found is not None
    assert found[2] > 50 * max(found[:2])
