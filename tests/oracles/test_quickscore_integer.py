"""The engine against Quickscore in integers, on generated cases of the shipped knowledge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest

from tests.oracles import quickscore_integer
from tests.oracles.brute_force import conditioned, enumerate_worlds
from tests.oracles.comparison import Row, complaint, differences, named
from tests.oracles.quickscore_integer import score
from tests.oracles.random_models import FEATURES, random_model
from tests.oracles.shipped_cases import SETTINGS, STRATA, Wanted, active_count, shipped, wanted
from tests.sampling import sample
from whatelse.inference.evidence import Evidence
from whatelse.inference.posterior import posterior

BAR = 1e-9
COUNTS = (2, 4, 6, 8, 10, 12)
FULL = 546


def new_row() -> Row:
    return Row("Quickscore in 512-bit integers, shipped knowledge", BAR)


def compare(case: Wanted, row: Row) -> str:
    """What is wrong with the engine's answer; empty when it is within the bar. No finding is set aside."""
    drawn = case.draw()
    assert active_count(case.network, drawn.evidence) == case.active
    assert case.stratum == "plain" or case.stratum in drawn.strata
    found = named(case.network, posterior(case.network, drawn.evidence, most_bits=64))
    expected = score(case.network, drawn.evidence).answers
    row.add(found, expected, case.active, drawn.strata)
    return complaint(found, expected, BAR)


def full_row() -> Row:
    """All cases of the full profile, for the table of oracles."""
    row = new_row()
    for case in wanted(FULL, COUNTS):
        compare(case, row)
    return row


@pytest.fixture(scope="module")
def row() -> Iterator[Row]:
    """Collects the cases that ran and prints what they came to (pytest -s)."""
    out = new_row()
    yield out
    print(f"\n{out}")


@pytest.mark.law
@pytest.mark.parametrize("case", wanted(sample(30, FULL), COUNTS), ids=str)
def test_every_cause_has_the_probability_that_exact_arithmetic_gives(case: Wanted, row: Row) -> None:
    assert not compare(case, row)


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_person_who_denies_everything_after_a_year_still_gets_exact_probabilities(setting: str) -> None:
    """Hardly anybody with any pain source answers like this, so what is conditioned on is very unlikely."""
    network = shipped(setting)
    evidence = Evidence(active=dict.fromkeys(network.below, False), week=52.0)
    found = named(network, posterior(network, evidence))
    wrong = complaint(found, score(network, evidence).answers, BAR)
    assert not wrong, wrong


def test_the_full_list_has_fifty_cases_of_every_count_and_of_every_stratum() -> None:
    cases = wanted(FULL, COUNTS)
    assert len(cases) >= 500
    assert min(Counter(case.active for case in cases)[n] for n in COUNTS) >= 50
    assert min(Counter(case.stratum for case in cases)[name] for name in STRATA) >= 50


@pytest.mark.parametrize("seed", range(sample(12, 200)))
def test_the_oracle_itself_gives_what_enumeration_gives(seed: int) -> None:
    rng = np.random.default_rng([5000, seed])
    network, evidence = random_model(rng, {name for name in FEATURES if rng.random() < 0.5}, 4)
    expected = conditioned(network, enumerate_worlds(network, evidence))
    off = differences(expected, score(network, evidence).answers)
    assert max(off.values()) < 1e-13, off


def test_more_bits_change_no_digit(monkeypatch: pytest.MonkeyPatch) -> None:
    case = wanted(FULL, COUNTS)[3]
    before = score(case.network, case.draw().evidence).answers
    monkeypatch.setattr(quickscore_integer, "BITS", 320)
    monkeypatch.setattr(quickscore_integer, "ONE", 1 << 320)
    assert score(case.network, case.draw().evidence).answers == before
