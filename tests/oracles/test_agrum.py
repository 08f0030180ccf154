"""The engine against pyAgrum's LazyPropagation, on generated cases of the shipped knowledge, few findings active."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from tests.oracles.agrum import Agrum, missing
from tests.oracles.comparison import Row, complaint, named
from tests.oracles.random_models import FEATURES, random_model
from tests.oracles.shipped_cases import Wanted, wanted
from tests.sampling import sample
from whatelse.inference.posterior import posterior

BAR = 1e-9
COUNTS = sample((1, 2, 3), (1, 2, 3, 4, 5))
FULL = 400

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())


def new_row() -> Row:
    return Row("pyAgrum LazyPropagation, shipped knowledge", BAR)


def compare(case: Wanted, agrum: Agrum, row: Row) -> str:
    """What is wrong with the engine's answer; empty when it is within the bar or pyAgrum did not finish."""
    drawn = case.draw()
    answer = agrum.ask(case.network, drawn.evidence)
    if answer.unfinished:
        row.unfinished[answer.unfinished] += 1
        return ""
    found = named(case.network, posterior(case.network, drawn.evidence, most_bits=64))
    row.add(found, answer.answers, case.active, drawn.strata)
    return complaint(found, answer.answers, BAR)


def full_row() -> Row:
    """All cases of the full profile, for the table of oracles."""
    row = new_row()
    with Agrum(seconds=60) as agrum:
        for case in wanted(FULL, (1, 2, 3, 4, 5)):
            compare(case, agrum, row)
    return row


@pytest.fixture(scope="module")
def agrum() -> Iterator[Agrum]:
    with Agrum(seconds=sample(5, 60)) as out:
        yield out


@pytest.mark.law
def test_every_cause_has_the_probability_that_pyagrum_gives(agrum: Agrum) -> None:
    row = new_row()
    for case in wanted(sample(12, FULL), COUNTS):
        wrong = compare(case, agrum, row)
        assert not wrong, f"case {case}: {wrong}"
    print(f"\n{row}")
    assert row.cases >= sample(5, 200), f"too few cases finished\n{row}"
    assert all(why.startswith(("out of memory", "more than")) for why in row.unfinished), row


@pytest.mark.parametrize("seed", range(sample(5, 60)))
def test_small_networks_with_every_feature_agree(seed: int, agrum: Agrum) -> None:
    rng = np.random.default_rng([6000, seed])
    network, evidence = random_model(rng, {name for name in FEATURES if rng.random() < 0.5}, 4)
    answer = agrum.ask(network, evidence)
    assert not answer.unfinished
    assert not complaint(named(network, posterior(network, evidence, most_bits=64)), answer.answers, 1e-12)


def test_a_case_that_takes_too_long_is_named_and_the_next_one_is_answered() -> None:
    network, evidence = random_model(np.random.default_rng(7), {"families"}, 4)
    with Agrum(seconds=0.01) as agrum:
        assert agrum.ask(network, evidence).unfinished == "more than 0.01 s"
        agrum.seconds = 60
        assert not agrum.ask(network, evidence).unfinished


def test_a_case_that_needs_too_much_memory_is_named_and_the_next_one_is_answered() -> None:
    network, evidence = random_model(np.random.default_rng(7), {"families"}, 4)
    with Agrum(memory=2**26) as agrum:
        assert agrum.ask(network, evidence).unfinished.startswith("out of memory")
        agrum.memory = 2**32
        assert not agrum.ask(network, evidence).unfinished
