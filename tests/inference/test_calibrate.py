from dataclasses import replace

import numpy as np
import pytest

from inference.shipped import KNOWLEDGE, SETTINGS, model
from whatelse.case import Case
from whatelse.errors import InputError
from whatelse.inference.assess import assess_case
from whatelse.inference.calibrate import calibrate
from whatelse.inference.curves import Survival
from whatelse.inference.evidence import Evidence
from whatelse.inference.network import Driver, Network
from whatelse.inference.posterior import posterior
from whatelse.inference.settled import with_settled

STATED = 0.02
#: Settings that state shares of their own.
STATING = tuple(s for s in SETTINGS if not KNOWLEDGE.settings[s].base)
SOLVED = 1e-4


def shares(setting: str) -> dict[str, tuple[float, float]]:
    """Cause -> (stated share, probability in the empty case); of a group parent, its own part."""
    network = model(setting).network
    found = posterior(network, Evidence()).nodes
    return {
        cause: (figure.value, float(found[model(setting).node[cause]]))
        for cause, figure in KNOWLEDGE.settings[setting].shares.items()
    }


def sites(setting: str) -> set[str]:
    network = model(setting).network
    return {network.node_ids[s] for gate in network.gates.values() for s in gate.sites}


def distance(pair: tuple[float, float]) -> float:
    return abs(pair[0] - pair[1])


@pytest.mark.parametrize("setting", STATING)
def test_the_empty_case_gives_back_every_stated_share(setting: str) -> None:
    off = {cause: pair for cause, pair in shares(setting).items() if cause not in sites(setting)}
    worst = max(off, key=lambda cause: distance(off[cause]))
    assert distance(off[worst]) < SOLVED < STATED, f"{worst}: stated, found {off[worst]}"


@pytest.mark.parametrize("setting", STATING)
def test_the_share_of_summed_nerve_pain_is_kept_by_moving_its_sites_together(setting: str) -> None:
    found = shares(setting)
    network = model(setting).network
    for node, gate in network.gates.items():
        assert distance(found[network.node_ids[node]]) < SOLVED
        moved = []
        for site in gate.sites:
            stated = found[network.node_ids[site]][0]
            odds = sum(network.share[v] for v in network.values_of(site))
            moved.append(odds / (stated / (1 - stated)))
        assert max(moved) / min(moved) == pytest.approx(1.0, rel=1e-6)


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_empty_case_says_that_it_is_the_prior(setting: str) -> None:
    answer = assess_case(Case(), KNOWLEDGE, setting)
    assert answer.empty
    assert any("Nothing was told" in note for note in answer.notes)
    for cause, (stated, _) in shares(setting).items():
        if cause not in sites(setting) and cause not in model(setting).network.groups and cause != "something_else":
            assert answer.probability(cause) == pytest.approx(stated, abs=STATED)


def test_the_article_s_clinic_keeps_the_article_s_three_shares() -> None:
    found = assess_case(Case(), KNOWLEDGE, "article_clinic")
    acute, driven = found.probability("hamstring_strain"), found.probability("hamstring_irritation")
    assert acute == pytest.approx(0.01, abs=STATED)
    assert 0.25 - STATED <= driven <= 0.29 + STATED
    assert 1 - acute - driven == pytest.approx(0.70, abs=0.03)


def three_sources() -> Network:
    """Three pain sources: one that heals, one that it drives, and one that has nothing to do with them."""
    return Network(
        node_ids=("heals", "driven", "apart"),
        pain=np.array([True, True, True]),
        other=None,
        first=np.array([0, 1, 2, 3], dtype=np.intp),
        value_ids=("heals", "driven", "apart"),
        share=np.ones(3),
        undriven=np.array([0.0, 0.05, 0.0]),
        drivers=(Driver(target=1, value=0, strength=0.5),),
        survival={0: Survival(np.array([4.0]), np.array([0.25]))},
        usual_weeks=np.array([4.0]),
    )


def test_the_solved_priors_give_the_shares_back() -> None:
    network = three_sources()
    priors = calibrate(network, {0: 0.3, 1: 0.4, 2: 0.6})
    solved = with_settled(replace(network, share=priors.share, undriven=priors.undriven), np.zeros(0, dtype=bool))
    assert posterior(solved, Evidence()).nodes == pytest.approx([0.3, 0.4, 0.6], abs=SOLVED)


def test_what_heals_was_four_times_as_common_at_onset_when_a_quarter_still_hurts() -> None:
    healing = calibrate(three_sources(), {0: 0.3, 1: 0.4, 2: 0.6}).share[0]
    lasting = calibrate(replace(three_sources(), survival={}), {0: 0.3, 1: 0.4, 2: 0.6}).share[0]
    settled = 0.75 * healing
    assert 0.25 * healing / (1 + settled) == pytest.approx(lasting, rel=0.01)


def test_a_share_that_the_drivers_alone_exceed_is_refused_by_name() -> None:
    with pytest.raises(InputError, match=r"no prior gives (heals|driven) its share"):
        calibrate(three_sources(), {0: 0.9, 1: 0.2, 2: 0.6})


def test_pain_sources_that_do_not_account_for_everybody_are_refused() -> None:
    with pytest.raises(InputError, match=r"sum to 0\.90, expected more than 1"):
        calibrate(three_sources(), {0: 0.3, 1: 0.3, 2: 0.3})
