"""A case too wide for hundreds of models: what is set aside is named, and the printed answer stays where it is."""

import numpy as np
import pytest

from inference.shipped import KNOWLEDGE, example
from whatelse.inference.build import build
from whatelse.inference.intervals import HIGH, LOW, intervals, quantile, sample_models
from whatelse.inference.narrower import MOST_CELLS, narrower
from whatelse.inference.tables import Tables, stated
from whatelse.inference.weigh import Weighed, weigh

EXAMPLES = ("pop_in_class_now_sits_badly", "marathon_then_months_of_sit_bone", "sacral_stress_fracture")


def weighed(name: str) -> Weighed:
    return weigh(example(name), KNOWLEDGE)


def half(case: Weighed) -> float:
    """Few enough cells that something must be set aside."""
    return build(case.model.network, case.evidence).plan.cells / 2


class AsStated:
    """One model: every number as it is stated."""

    lanes = 1

    def __init__(self, tables: Tables) -> None:
        self.only = tables

    def tables(self, lanes: slice) -> Tables:
        return self.only


@pytest.mark.parametrize("name", EXAMPLES[:2])
def test_a_case_that_is_narrow_enough_stays_as_it_is(name: str) -> None:
    case = weighed(name)
    assert build(case.model.network, case.evidence).plan.cells < MOST_CELLS
    found = narrower(case.model.network, case.evidence, case.result)
    assert found.set_aside == ()
    assert found.evidence is case.evidence
    assert intervals(case, models=10).set_aside == ()


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_is_set_aside_is_named_and_the_rest_is_narrow(name: str) -> None:
    case = weighed(name)
    found = narrower(case.model.network, case.evidence, case.result, half(case))
    assert found.set_aside
    assert set(found.set_aside) < {*case.evidence.active, *case.evidence.graded, *case.evidence.measured}
    assert build(case.model.network, found.evidence).plan.cells <= half(case)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_stated_model_gives_the_printed_answer_whatever_is_set_aside(name: str) -> None:
    case = weighed(name)
    network = case.model.network
    found = narrower(network, case.evidence, case.result, half(case))
    lanes = found.posteriors(AsStated(stated(network, found.evidence)), too_unlikely=0.0)
    assert lanes.nodes[:, 0] == pytest.approx(case.result.nodes, abs=1e-9)
    assert lanes.unlisted[0] == pytest.approx(case.result.unlisted, abs=1e-9)
    assert np.abs(found.base.nodes - case.result.nodes).max() > 1e-3
    sums = np.add.reduceat(np.where(network.present[:, None], lanes.values, 0.0), network.first[:-1])
    assert sums == pytest.approx(lanes.nodes, abs=1e-9)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_ends_stay_near_those_of_the_whole_case(name: str) -> None:
    case = weighed(name)
    whole, part = (sample_models(case, most_cells=cells) for cells in (1e9, half(case)))
    moved = []
    for node, _, p in case.ranked()[:10]:
        ends = [[quantile(s.ranked(case, node), s.weight, level) for level in (LOW, HIGH)] for s in (whole, part)]
        moved.append(np.abs(np.subtract(*ends)))
        assert ends[1][0] <= p <= ends[1][1]
    assert np.mean(moved) < 0.02
    assert np.max(moved) < 0.15
