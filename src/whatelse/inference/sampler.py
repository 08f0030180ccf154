"""Where drawn numbers come from: one stream of random numbers a name, weighted so that few draws say much.

Each drawn probability is the chance of one coin in the model: the cause is there or not, the link fires or not. Given
the findings a coin has more likely fallen one way. Drawing the probability from Beta(a + 1, b) where its coin fell 1,
from Beta(a, b + 1) where it fell 0, and dividing each draw by how much likelier that made it, leaves every average as
it is and makes the weights of the draws far more even (importance sampling).
"""

from __future__ import annotations

import zlib
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: Together with the name of a number this fixes its draws for good.
SEED = 20_240_611


class Sampler(Protocol):
    """Gives every uncertain number ``lanes`` values with the right mean. Rows of the results are lanes last.

    one, zero: chance that the coin of each number fell 1 or 0 given the findings; the rest was not thrown.
    """

    lanes: int

    def betas(self, name: str, mean: Array, concentration: Array, one: Array, zero: Array) -> Array:
        """(k, lanes) independent probabilities."""
        ...

    def shares(self, name: str, mean: Array, concentration: float, taken: Array) -> Array:
        """(k, lanes) shares of a whole; taken: chance that each of them was the one, given the findings."""
        ...

    def together(self, name: str, mean: Array, concentration: Array) -> Array:
        """(k, lanes) probabilities that are high or low together."""
        ...


class RandomSampler:
    """``log_tilt`` (lanes,) is the logarithm of how much likelier each lane was made."""

    def __init__(self, lanes: int, seed: int = SEED) -> None:
        self.lanes, self.seed = lanes, seed
        self.log_tilt = np.zeros(lanes)

    def _stream(self, name: str) -> np.random.Generator:
        return np.random.Generator(np.random.SFC64([self.seed, zlib.crc32(name.encode())]))

    def betas(self, name: str, mean: Array, concentration: Array, one: Array, zero: Array) -> Array:
        stream, shape = self._stream(name), (len(mean), self.lanes)
        m, n, one, zero = (np.asarray(x)[:, None] for x in (mean, concentration, one, zero))
        coin = stream.random(shape)
        a = stream.standard_gamma(m * n + (coin < one))
        b = stream.standard_gamma((1.0 - m) * n + ((coin >= one) & (coin < one + zero)))
        q: Array = np.where(a + b > 0, a / np.where(a + b > 0, a + b, 1.0), m)
        self.log_tilt += np.log(one * q / m + zero * (1.0 - q) / (1.0 - m) + (1.0 - one - zero)).sum(0)
        return q

    def shares(self, name: str, mean: Array, concentration: float, taken: Array) -> Array:
        stream = self._stream(name)
        chosen = np.cumsum(taken)[:, None] > stream.random(self.lanes)
        chosen[1:] &= ~chosen[:-1]  # the first that passes
        g = stream.standard_gamma(mean[:, None] * concentration + chosen)
        total = g.sum(0)
        out: Array = np.where(total > 0, g / np.where(total > 0, total, 1.0), mean[:, None])
        self.log_tilt += np.log((taken[:, None] * out / mean[:, None]).sum(0) + (1.0 - taken.sum()))
        return out

    def together(self, name: str, mean: Array, concentration: Array) -> Array:
        stream = self._stream(name)
        a = stream.standard_gamma((mean * concentration)[:, None], (len(mean), self.lanes))
        b = stream.standard_gamma(((1.0 - mean) * concentration)[:, None], (len(mean), self.lanes))
        order = stream.permutation(self.lanes)
        out: Array = np.sort(a / (a + b), axis=1)[:, order]
        return out
