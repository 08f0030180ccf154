"""The least weighted change that keeps to limits: min sum w (F x)^2 with lows <= F x <= highs.

A least-distance problem, answered exactly by non-negative least squares (Lawson and Hanson 1974, chapter 23): no
step size, no tolerance that decides the answer, and an answer "cannot be" where limits contradict each other.
"""

from __future__ import annotations

import numpy as np

from whatelse.mechanics.polynomial import FloatArray

TINY = 1e-10


def non_negative(matrix: FloatArray, target: FloatArray) -> FloatArray:
    """(N,) the x >= 0 with the least |matrix x - target|, for a matrix (M, N). Lawson and Hanson's active sets."""
    count = matrix.shape[1]
    x = np.zeros(count)
    free = np.zeros(count, dtype=bool)
    gain = matrix.T @ target
    for _ in range(30 * max(count, 1)):
        waiting = ~free & (gain > TINY)
        if not waiting.any():
            break
        free[int(np.argmax(np.where(waiting, gain, -np.inf)))] = True
        while True:
            trial = np.zeros(count)
            trial[free] = np.linalg.lstsq(matrix[:, free], target, rcond=None)[0]
            below = free & (trial <= TINY)
            if not below.any():
                break
            step = float(np.min(x[below] / np.maximum(x[below] - trial[below], TINY)))
            x = x + step * (trial - x)
            free &= x > TINY
            x[~free] = 0.0
        x = trial
        gain = matrix.T @ (target - matrix @ x)
    return x


def least_distance(limits: FloatArray, least: FloatArray) -> FloatArray | None:
    """(N,) the shortest z with limits (M, N) z >= least (M,); None where no z can do it."""
    count = limits.shape[1]
    table = np.vstack([limits.T, least[None]])
    target = np.zeros(count + 1)
    target[count] = 1.0
    rest = table @ non_negative(table, target) - target
    if float(np.linalg.norm(rest)) < 1e-7:
        return None
    return np.asarray(-rest[:count] / rest[count])


def least_change(forms: FloatArray, weights: FloatArray, lows: FloatArray, highs: FloatArray) -> FloatArray | None:
    """(N,) x with the least sum of weights (M,) times (forms (M, N) x) squared, within lows and highs (M,).

    A weight may be 0; the forms with a weight must together hold every x (else numpy's LinAlgError). Infinite limits
    are none. None where the limits cannot all be kept.
    """
    if (lows <= 0).all() and (highs >= 0).all():
        return np.zeros(forms.shape[1])
    root = np.linalg.cholesky(forms.T @ (weights[:, None] * forms)).T
    back = np.linalg.inv(root)
    below, above = np.isfinite(lows), np.isfinite(highs)
    limits = np.vstack([forms[below], -forms[above]]) @ back
    least = np.concatenate([lows[below], -highs[above]])
    found = least_distance(limits, least)
    return None if found is None else np.asarray(back @ found)
