"""One cause at a time, worked out for all causes at once; its twin here asks one cause after another."""

import math
from typing import Any

import numpy as np
import pytest

from tests.exam.candidates import KNOWLEDGE, SIT_BONE
from tests.inference.shipped import case, evidence, example, model
from whatelse.exam.naive_bayes import NaiveBayes
from whatelse.inference.alone import Alone
from whatelse.inference.evidence import Evidence
from whatelse.inference.network import Network
from whatelse.inference.observe import observe
from whatelse.inference.posterior import posterior

NAIVE = NaiveBayes(model())
NETWORK = model().network
OTHER_ONES: dict[str, dict[str, Any]] = {
    "yes and no": {"worse_sitting": True, "paraesthesia": False},
    "probably": {"night_pain": "probably", "fever": "probably not"},
    "tests of one family": {"sij_provocation_count": "3/5", "slump_positive": True},
    "numbers": {"pain_intensity": 7, "temperature_c": 38.6},
    "a beginning": {"onset_sudden": True, "weeks_since_onset": 3},
}


def likelihood(network: Network, seen: Evidence, v: int) -> float:
    """P(all that was seen | value v alone), finding by finding, by the definitions of the network."""
    out = 1.0
    yes_no = {key: (0.0, 1.0) if on else (1.0, 0.0) for key, on in seen.active.items()} | dict(seen.soft)
    for key, (off, on) in yes_no.items():
        silent = 1.0
        for part in network.below[key]:
            silent *= (1.0 - network.part_leak[part]) * (1.0 - network.part_fires[v, part])
        out *= off * silent + on * (1.0 - silent)
    for key, weights in seen.graded.items():
        graded, p = network.graded[key], 0.0
        for a, leak in enumerate(graded.leak):
            for b, own in enumerate(graded.contribution[v]):
                p += leak * own * weights[max(a, b)]
        out *= p
    for key, (low, high) in seen.measured.items():
        measure = network.measures[key]
        if measure.log:
            low, high = math.log(low), math.log(high)
        if measure.mirrored:
            low, high = -high, -low
        curves = [measure.leak, *([measure.linked[v]] if v in measure.linked else [])]
        below = [math.prod(1.0 / (1.0 + math.exp(-curve.logit(x))) for curve in curves) for x in (low, high)]
        out *= below[1] - below[0]
    return out


@pytest.mark.parametrize("findings", OTHER_ONES.values(), ids=OTHER_ONES)
def test_all_causes_at_once_are_what_one_after_another_gives(findings: dict[str, Any]) -> None:
    seen, _ = evidence(findings)
    prior = posterior(NETWORK, Evidence(week=seen.week, facts=seen.facts)).values
    weights = np.array([p * likelihood(NETWORK, seen, v) if NETWORK.hurts[v] else 0.0 for v, p in enumerate(prior)])
    assert NAIVE.values(seen) == pytest.approx(weights / weights.sum(), rel=1e-7, abs=1e-13)


def test_one_finding_moves_two_causes_by_the_ratio_of_their_looks() -> None:
    """Against the table of looks, which ``knowledge compare`` prints."""
    alone = Alone(KNOWLEDGE)
    before, after = dict(NAIVE.ranking(case())), dict(NAIVE.ranking(case({"tender_sacrum": True})))
    a, b = "sacral_bsi", "coccydynia"
    ratio = alone.of(a).yes["tender_sacrum"] / alone.of(b).yes["tender_sacrum"]
    assert after[a] / after[b] / (before[a] / before[b]) == pytest.approx(ratio, rel=1e-6)


@pytest.mark.parametrize("name", ["sit_bone_30_weeks", "cauda_equina", "two_nerve_sites"])
def test_exactly_one_cause_is_true(name: str) -> None:
    ranking = NAIVE.ranking(example(name))
    assert sum(p for _, p in ranking) == pytest.approx(1.0, abs=1e-6)
    assert [p for _, p in ranking] == sorted((p for _, p in ranking), reverse=True)


def test_where_nothing_is_told_the_priors_come_back() -> None:
    found = dict(NAIVE.ranking(case()))
    prior = posterior(NETWORK, Evidence())
    nodes = {c.id: prior.nodes[n] for n, c in enumerate(model().causes) if NETWORK.pain[n]}
    total = sum(nodes.values())
    for name in ("pht", "sij_dysfunction", "dvt", "hamstring_irritation"):
        assert found[name] == pytest.approx(nodes[name] / total, abs=1e-8)


def test_what_is_implied_is_no_second_witness() -> None:
    told, implied = {"pain_calf": True}, {"pain_calf": True, "pain_below_knee": True}
    assert NAIVE.ranking(case(told)) == NAIVE.ranking(case(implied))


def test_an_unknown_answer_changes_nothing() -> None:
    assert NAIVE.ranking(case(SIT_BONE)) == NAIVE.ranking(case({**SIT_BONE, "fever": "unknown"}))


def test_silent_and_settled_causes_are_no_answer() -> None:
    seen, _ = observe(example("stiff_hip_drives_hamstring"), model())
    assert not NAIVE.values(seen)[~NETWORK.hurts].any()
    silent = {c.id for c in KNOWLEDGE.conditions.values() if c.kind in ("silent", "derived")}
    assert not silent & {name for name, _ in NAIVE.ranking(example("stiff_hip_drives_hamstring"))}
