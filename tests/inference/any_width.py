"""Widths for networks that come from no knowledge, and a sampler whose every draw can be counted."""

import math

import numpy as np
from numpy.typing import NDArray

from whatelse.inference.curves import Survival
from whatelse.inference.network import Network
from whatelse.inference.uncertain import Uncertainty

Array = NDArray[np.float64]


def as_wide_everywhere(network: Network, spread: float) -> Uncertainty:
    """The same spread for every number of a network."""
    n, v, b = len(network.node_ids), len(network.value_ids), len(network.part_ids)
    courses = {
        s: (Survival(s.weeks, s.shares**1.5), Survival(s.weeks, s.shares**0.6), 3.3) for s in network.survival.values()
    }
    return Uncertainty(
        there=np.full(n, spread),
        fact={key: np.full((len(fact.states), n), 0.1) for key, fact in network.facts.items()},
        kinds=np.full(n, 4.0 / spread),
        courses=courses,
        undriven=np.full(n, spread),
        strength=np.full(len(network.drivers), spread),
        gates=dict.fromkeys(network.gates, spread),
        fires=np.full((v, b), spread),
        leak=np.full(b, spread),
        graded={key: (np.full(v, 4.0 / spread), 4.0 / spread) for key in network.graded},
        measures={key: (np.full(v, spread), spread) for key in network.measures},
    )


class TwoPoints:
    """Each of ``digits`` chosen numbers is at one of two points about its mean, in all combinations: one a lane.

    The others stay at their means. With all combinations the average over the lanes is an expectation, not an
    estimate.
    """

    def __init__(self, digits: int, rng: np.random.Generator, chance: float) -> None:
        self.lanes, self.left, self.rng, self.chance = 2**digits, digits, rng, chance
        self.touched: set[str] = set()

    def _signs(self, name: str) -> Array | None:
        if not self.left or self.rng.random() > self.chance:
            return None
        self.left -= 1
        self.touched.add(name.split(" ")[0])
        return 1.0 - 2.0 * (np.arange(self.lanes) >> self.left & 1)

    def betas(self, name: str, mean: Array, concentration: Array, one: Array, zero: Array) -> Array:
        out = mean[:, None].repeat(self.lanes, axis=1)
        for k, m in enumerate(mean):
            signs = self._signs(name)
            if signs is not None:
                out[k] += signs * 0.8 * min(m, 1.0 - m)
        return out

    def shares(self, name: str, mean: Array, concentration: float, taken: Array) -> Array:
        out = mean[:, None].repeat(self.lanes, axis=1)
        signs = self._signs(name)
        if signs is not None:
            step = signs * 0.8 * min(mean[0], mean[-1])
            out[0] += step
            out[-1] -= step
        return out

    def together(self, name: str, mean: Array, concentration: Array) -> Array:
        out = mean[:, None].repeat(self.lanes, axis=1)
        signs = self._signs(name)
        if signs is not None:
            out += signs * (0.8 * np.minimum(mean, 1.0 - mean))[:, None]
        assert math.isclose(out.mean(), mean.mean())
        return out
