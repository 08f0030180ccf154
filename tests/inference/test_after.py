"""What every answer would make likely is what the case says once the answer is given."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.open_asks import answered, drawn
from inference.shipped import KNOWLEDGE, example, model
from whatelse.case import Answer, Case
from whatelse.inference.after import After, after
from whatelse.inference.asks import Ask, ask_fact, ask_graded, ask_member, ask_number, ask_sign
from whatelse.inference.composite import composite_likelihood
from whatelse.inference.evidence import Evidence
from whatelse.inference.explanation import plain_network
from whatelse.inference.observe import observe
from whatelse.inference.posterior import Posterior, posterior

EXACT = 1e-9
#: Answers less likely than this lose digits in a difference.
LIKELY = 1e-5
NETWORK = plain_network(model())
SIGNS = (
    "worse_sitting",
    "night_pain",
    "worse_driving",
    "pain_calf",
    "better_after_6_weeks_hamstring_care",
    "slr_hamstring_pain",
)


def apart(seen: After, place: int, alone: Posterior) -> float:
    return max(
        float(np.abs(alone.nodes - seen.nodes[:, place]).max()),
        float(np.abs(alone.values - seen.values[:, place]).max()),
        abs(alone.unlisted - float(seen.unlisted[place])),
    )


@given(st.integers(0, 10**6))
def test_every_answer_gives_what_the_case_with_that_answer_gives(seed: int) -> None:
    network, evidence, asks = drawn(seed)
    now = posterior(network, evidence)
    for seen in after(network, evidence, asks, now):
        for place, chance in enumerate(seen.chance.tolist()):
            if chance > LIKELY:
                alone = posterior(network, answered(network, evidence, seen.ask, place))
                assert apart(seen, place, alone) < EXACT, (seen.ask.id, place)
                if seen.ask.cuts[0].kind != "fact":
                    assert chance == pytest.approx(alone.evidence / now.evidence, abs=EXACT)


@given(st.integers(0, 10**6))
def test_answers_are_as_likely_as_they_should_be(seed: int) -> None:
    network, evidence, asks = drawn(seed)
    now = posterior(network, evidence)
    for seen in after(network, evidence, asks, now):
        assert seen.chance.sum() == pytest.approx(1.0, abs=EXACT)
        if seen.ask.cuts[0].kind != "fact":
            assert np.abs(seen.now - now.nodes).max() < EXACT


@cache
def few() -> tuple[Evidence, Posterior]:
    evidence, _ = observe(_few(), model())
    return evidence, posterior(NETWORK, evidence)


def _few() -> Case:
    case = example("sit_bone_30_weeks")
    told = {name: answer for name, answer in case.findings.items() if not KNOWLEDGE.composite_of(name)}
    return Case(side="left", person=case.person, findings=dict(list(told.items())[:9]))


def shipped_asks() -> list[Ask]:
    told = few()[0]
    asks = [ask_sign(key, KNOWLEDGE.findings[key].active) for key in SIGNS if key not in told.active]
    asks += [ask_graded(NETWORK, key) for key in NETWORK.graded if key not in told.graded]
    asks += [ask_number(NETWORK, "pain_intensity"), ask_fact(NETWORK, "statin_use")]
    return asks


def test_on_the_shipped_knowledge_every_answer_is_exact() -> None:
    evidence, now = few()
    for seen in after(NETWORK, evidence, shipped_asks(), now):
        for place in np.flatnonzero(seen.chance > LIKELY).tolist():
            alone = posterior(NETWORK, answered(NETWORK, evidence, seen.ask, place))
            assert apart(seen, place, alone) < EXACT, (seen.ask.id, place)


def test_leaving_out_causes_below_one_in_ten_thousand_changes_no_answer_by_half_a_percent() -> None:
    evidence, now = few()
    asks = shipped_asks()
    exact, pruned = after(NETWORK, evidence, asks, now), after(NETWORK, evidence, asks, now, 1e-4)
    for one, other in zip(exact, pruned, strict=True):
        likely = one.chance > 0.01
        assert np.abs(one.nodes - other.nodes)[:, likely].max() < 0.005
        assert np.abs(one.chance - other.chance).max() < 0.005


@pytest.mark.parametrize("member", ["slump_positive", "faber", "puranen_orava"])
def test_one_test_of_a_family_is_what_the_case_with_that_test_says(member: str) -> None:
    family = KNOWLEDGE.families[KNOWLEDGE.composite_of(member)]
    case = _few()
    likelihood = [composite_likelihood(family, {member: Answer(value)})[0] for value in (True, False)]
    yes, no = (one for one in likelihood if one is not None)
    evidence, now = few()
    (seen,) = after(NETWORK, evidence, [ask_member(NETWORK, family.id, member, yes, no)], now)
    for place, value in enumerate((True, False)):
        told, _ = observe(case.with_answer(member, Answer(value)), model())
        assert apart(seen, place, posterior(NETWORK, told)) < EXACT


def test_the_chance_of_a_fact_is_its_base_rate_weighed_by_what_was_told() -> None:
    evidence, now = few()
    fact = NETWORK.facts["statin_use"]
    (seen,) = after(NETWORK, evidence, [ask_fact(NETWORK, "statin_use")], now)
    z = [posterior(NETWORK, answered(NETWORK, evidence, seen.ask, k)).evidence for k in range(2)]
    expected = fact.rates * z / (fact.rates @ z)
    assert seen.chance == pytest.approx(expected, abs=EXACT)


def test_intervals_of_a_number_are_named_lowest_first() -> None:
    ask = ask_number(NETWORK, "pain_intensity", (3.0, 6.0))
    assert ask.answers == ("up to 3", "3 to 6", "over 6")
    low = next(key for key, measure in NETWORK.measures.items() if measure.mirrored)
    assert (
        ask_number(NETWORK, low, (0.5, 0.9) if NETWORK.measures[low].log else (1.0, 2.0)).answers[0].startswith("up to")
    )


def test_no_question_needs_no_walk() -> None:
    evidence, now = few()
    assert after(NETWORK, evidence, [], now) == []
