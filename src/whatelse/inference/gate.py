"""The nerve gate: loads that are harmless alone can pass a threshold together.

With loads L_s and a threshold T ~ Normal(1, spread): pain when the sum of the loads of the sites that are on
exceeds T. "Together" is the part of it in which no single load would have exceeded the same T.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def gate_tables(loads: list[float], spread: float) -> tuple[Array, Array]:
    """P(pain | sites) and P(pain and no single site suffices | sites) for each of the 2**k states of k sites.

    Site i is bit i. Both are 0 with no site on.
    """
    k = len(loads)
    on, together = np.zeros(2**k), np.zeros(2**k)
    for state in range(1, 2**k):
        own = [load for i, load in enumerate(loads) if state >> i & 1]
        total, largest = _normal((sum(own) - 1.0) / spread), _normal((max(own) - 1.0) / spread)
        on[state] = total
        together[state] = max(0.0, total - largest) if len(own) > 1 else 0.0
    return on, together


def _normal(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2.0))
