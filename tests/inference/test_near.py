"""The quick answers are the exact ones where little was told, and choose as well where much was."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.open_asks import drawn
from inference.shipped import KNOWLEDGE, example, model
from whatelse.case import Case
from whatelse.inference.after import after
from whatelse.inference.asks import ask_sign
from whatelse.inference.explanation import plain_network
from whatelse.inference.near import near
from whatelse.inference.observe import observe
from whatelse.inference.posterior import posterior
from whatelse.inference.rough import rough
from whatelse.interview.modes import information

NETWORK = plain_network(model())
#: What cannot be taken apart exactly: gates, and driven causes that drive others.
GUESSED = frozenset({"gate", "driven_chain"})


@given(st.integers(0, 10**6))
def test_with_nothing_set_aside_the_quick_answers_are_exact(seed: int) -> None:
    network, evidence, asks = drawn(seed, GUESSED)
    found = near(network, evidence, rough(network, evidence), asks, hardly_there=0.0, most_sets=2**13)
    assert not found.set_aside
    for k, seen in enumerate(after(network, evidence, asks, posterior(network, evidence))):
        columns = slice(int(found.first[k]), int(found.first[k + 1]))
        likely = seen.chance > 1e-5
        assert np.abs(found.chance[columns] - seen.chance).max() < 1e-7
        assert np.abs(found.nodes[:, columns] - seen.nodes)[:, likely].max() < 1e-7


@given(st.integers(0, 10**6))
def test_whatever_is_set_aside_the_answers_are_probabilities(seed: int) -> None:
    network, evidence, asks = drawn(seed)
    found = near(network, evidence, rough(network, evidence), asks, hardly_there=0.01, most_sets=4)
    assert ((found.nodes >= 0) & (found.nodes <= 1)).all()
    if asks:
        assert np.add.reduceat(found.chance, found.first[:-1]) == pytest.approx(np.ones(len(asks)))


@given(st.integers(0, 10**6))
def test_the_same_case_gives_the_same_bits(seed: int) -> None:
    network, evidence, asks = drawn(seed)
    one, other = (near(network, evidence, rough(network, evidence), asks, most_sets=8) for _ in range(2))
    assert one.values.tobytes() == other.values.tobytes()
    assert one.chance.tobytes() == other.chance.tobytes()


def told(name: str, most: int) -> Case:
    case = example(name)
    return Case(side="left", person=case.person, findings=dict(list(case.findings.items())[:most]))


@pytest.mark.parametrize(
    "name", ["sit_bone_30_weeks", "stiff_hip_drives_hamstring", "sacral_stress_fracture", "mild_strain_week_1"]
)
def test_the_quick_best_question_tells_nearly_as_much_as_the_exact_best(name: str) -> None:
    evidence, _ = observe(told(name, 12), model())
    now = posterior(NETWORK, evidence)
    keys = [k for k in NETWORK.below if k not in evidence.active and KNOWLEDGE.findings[k].stage == "history"]
    closed = {part for key, seen in evidence.active.items() if not seen for part in NETWORK.below[key]}
    present = {NETWORK.below[key][0] for key, seen in evidence.active.items() if seen}
    asks = [
        ask_sign(key) for key in keys if NETWORK.below[key][0] not in closed and not present & {*NETWORK.below[key]}
    ]
    exact = after(NETWORK, evidence, asks, now, 1e-4)
    quick = near(NETWORK, evidence, rough(NETWORK, evidence), asks)
    pain = NETWORK.pain
    chance = np.concatenate([seen.chance for seen in exact])
    bits = information(np.concatenate([seen.nodes for seen in exact], axis=1)[pain], chance, quick.first).sum(0)
    guess = information(quick.nodes[pain[quick.kept]], quick.chance, quick.first).sum(0)
    assert bits[int(np.argmax(guess))] >= 0.9 * bits.max()
    assert np.corrcoef(bits, guess)[0, 1] > 0.95


@pytest.mark.parametrize("name", ["sit_bone_30_weeks", "two_nerve_sites", "torn_hamstring_that_radiates"])
def test_the_quick_guess_keeps_every_cause_that_matters(name: str) -> None:
    evidence, _ = observe(told(name, 14), model())
    guess, exact = rough(NETWORK, evidence), posterior(NETWORK, evidence)
    likely = np.add.reduceat(exact.values, NETWORK.first[:-1]) > 0.02
    assert (guess.nodes[likely] > 1e-3).all()


def test_no_question_still_tells_what_is_likely_now() -> None:
    evidence, _ = observe(told("sit_bone_30_weeks", 8), model())
    found = near(NETWORK, evidence, rough(NETWORK, evidence), ())
    exact = posterior(NETWORK, evidence)
    assert found.values.shape[1] == 0
    assert np.abs(found.now - exact.values[found.rows])[NETWORK.present[found.rows]].max() < 0.02
