"""How sure a printed probability is: its spread over the models that the ranges of the knowledge allow.

The ends are 5 % and 95 % quantiles over drawn models, each weighted by how well it explains the findings. They are
wide, because most numbers are estimates. They say nothing about what is wrong with the model itself.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from whatelse.case import Case, Stage
from whatelse.inference.coins import coins
from whatelse.inference.differential import rounded
from whatelse.inference.drawn import Draws
from whatelse.inference.draws import draw
from whatelse.inference.influence import Influence, influences
from whatelse.inference.lanes import TOO_UNLIKELY, LanePosteriors
from whatelse.inference.narrower import MOST_CELLS, Narrower, narrower
from whatelse.inference.sampler import RandomSampler
from whatelse.inference.tables import stated
from whatelse.inference.uncertain import uncertainty_of
from whatelse.inference.weigh import Weighed, weigh
from whatelse.knowledge.schema import Knowledge

Array = NDArray[np.float64]

MODELS = 200
LOW, HIGH = 0.05, 0.95


class Interval(msgspec.Struct, frozen=True):
    """The printed probability of a condition and the ends of its interval."""

    condition: str
    probability: float
    low: float
    high: float


class Intervals(msgspec.Struct, frozen=True):
    """ranking: the ranked causes by their names, in order; differential: every condition, by id.

    models: how many were drawn. effective: how many equally weighted ones they are worth. influences: the uncertain
    numbers that move the first causes most. set_aside: findings that tell least, which a wide case leaves out of the
    drawn models; the probabilities count them, and what their numbers may be wrong is missing from the intervals.
    """

    models: int
    effective: float
    ranking: tuple[Interval, ...]
    differential: tuple[Interval, ...]
    influences: tuple[Influence, ...]
    set_aside: tuple[str, ...] = ()

    def of(self, condition: str) -> Interval:
        """The interval of any condition. Raises KeyError for an unknown id."""
        for interval in self.differential:
            if interval.condition == condition:
                return interval
        raise KeyError(condition)

    def to_dict(self) -> dict[str, Any]:
        out: dict[str, Any] = msgspec.to_builtins(self)
        return out

    def to_json(self) -> str:
        """One line of JSON, the same bytes every time."""
        return msgspec.json.encode(self).decode()


@dataclass(frozen=True, eq=False)
class Sample:
    """The drawn models of a case, their posteriors, and the weight (G,) of each, summing to 1.

    case: what they are models of.
    """

    case: Narrower
    draws: Draws
    lanes: LanePosteriors
    weight: Array

    @property
    def effective(self) -> float:
        """Kish's effective number of draws."""
        return float(1.0 / (self.weight**2).sum())

    def ranked(self, weighed: Weighed, node: int) -> Array:
        """(G,) the ranked probability of a node in each model."""
        return self.lanes.unlisted if node == weighed.model.network.other else self.lanes.nodes[node]


def intervals_of_case(
    case: Case, knowledge: Knowledge, setting: str | None = None, stage: Stage = "all", models: int = MODELS
) -> Intervals:
    """The intervals of one case; arguments and errors as for ``assess_case``. The same case gives the same bytes."""
    return intervals(weigh(case, knowledge, setting, stage), models)


def intervals(weighed: Weighed, models: int = MODELS) -> Intervals:
    """The intervals of a case that was weighed already."""
    sample = sample_models(weighed, models)
    ranking = [_interval(name, p, sample.ranked(weighed, node), sample.weight) for node, name, p in weighed.ranked()]
    everything = condition_lanes(weighed, sample)
    return Intervals(
        models=models,
        effective=round(sample.effective, 1),
        ranking=tuple(ranking),
        differential=tuple(
            _interval(key, weighed.told[key], lanes, sample.weight) for key, lanes in sorted(everything.items())
        ),
        influences=influences(
            weighed,
            sample.draws,
            sample.weight,
            {node: sample.ranked(weighed, node) for node in weighed.names},
            sample.case.posteriors,
        ),
        set_aside=sample.case.set_aside,
    )


def sample_models(
    weighed: Weighed, models: int = MODELS, too_unlikely: float | None = None, most_cells: float = MOST_CELLS
) -> Sample:
    """``models`` drawn models of a case, solved. too_unlikely: leave out causes below it (default: see lanes).

    most_cells: of a wider case some findings are set aside (see narrower).
    """
    network = weighed.model.network
    case = narrower(network, weighed.evidence, weighed.result, most_cells)
    sampler = RandomSampler(models)
    seen = coins(network, case.evidence, stated(network, case.evidence), case.base.values)
    draws = draw(network, uncertainty_of(weighed.model), case.evidence, seen, sampler)
    lanes = case.posteriors(draws, TOO_UNLIKELY if too_unlikely is None else too_unlikely)
    return Sample(case, draws, lanes, normalised(lanes.evidence, sampler.log_tilt))


def normalised(evidence: Array, log_tilt: Array) -> Array:
    """Weights that sum to 1: evidence, divided by how much likelier each lane was made."""
    with np.errstate(divide="ignore"):
        log = np.log(evidence) - log_tilt
    weight = np.exp(log - log.max())
    out: Array = weight / weight.sum()
    return out


def condition_lanes(weighed: Weighed, sample: Sample) -> dict[str, Array]:
    """(G,) probability of every condition in each model.

    Exact for causes, grades, subtypes and "something else". A group and a derived name would need a walk of their
    own in every model; they keep the share that they have in the printed answer: a derived name of its cause, a group
    of what its members would give if they were independent.
    """
    model, result, lanes = weighed.model, weighed.result, sample.lanes
    out: dict[str, Array] = {}
    for n, cause in enumerate(model.causes):
        for value, v in zip(cause.values, model.network.values_of(n), strict=False):
            for member in value.members:
                out[member] = out.get(member, 0.0) + lanes.values[v]
    for key, nodes in model.network.groups.items():
        members = list(nodes)
        stated_any = 1.0 - float(np.prod(1.0 - result.nodes[members]))
        share = result.groups[key] / stated_any if stated_any > 0 else 1.0
        own = lanes.nodes[members]
        out[key] = np.clip(share * (1.0 - np.prod(1.0 - own, axis=0)), own.max(0), np.minimum(own.sum(0), 1.0))
    for part in model.network.derived:
        whole = float(result.nodes[part.node])
        out[part.id] = lanes.nodes[part.node] * (result.derived[part.id] / whole if whole > 0 else 0.0)
    return {key: out.get(key, np.zeros(sample.draws.lanes)) for key in weighed.told}


def _interval(condition: str, probability: float, lanes: Array, weight: Array) -> Interval:
    low, high = (quantile(lanes, weight, level) for level in (LOW, HIGH))
    return Interval(condition, rounded(probability), rounded(low), rounded(high))


def quantile(values: Array, weight: Array, level: float) -> float:
    """Weighted quantile: linear between the middles of the steps of the distribution function."""
    order = np.argsort(values, kind="stable")
    steps = np.cumsum(weight[order]) - 0.5 * weight[order]
    found = float(np.interp(level, steps, values[order]))
    return found if math.isfinite(found) else 0.0
