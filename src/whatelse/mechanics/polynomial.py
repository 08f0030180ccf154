"""The kernel: many polynomials of the same few variables at once, with their derivatives.

The monomials are made by one multiplication each, from one that is a degree lower; the polynomials are then one
matrix product. A derivative is a polynomial over the same monomials, so that it needs no second table.
"""

from __future__ import annotations

import itertools
from functools import cache

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
#: Rows that are worked on at once, so that the monomials stay in the cache of the processor.
BLOCK = 1024


@cache
def exponents(variables: int, degree: int) -> tuple[tuple[int, ...], ...]:
    """All monomials up to a degree, the constant first, a lower degree before a higher one."""
    every = itertools.product(range(degree + 1), repeat=variables)
    return tuple(sorted((e for e in every if sum(e) <= degree), key=lambda e: (sum(e), e)))


@cache
def _recipe(variables: int, degree: int) -> tuple[tuple[int, int], ...]:
    """For every monomial but the constant: which earlier one, times which variable."""
    powers = exponents(variables, degree)
    place = {e: k for k, e in enumerate(powers)}
    steps = []
    for e in powers[1:]:
        variable = next(v for v, p in enumerate(e) if p)
        steps.append((place[tuple(p - (v == variable) for v, p in enumerate(e))], variable))
    return tuple(steps)


def monomials(values: FloatArray, degree: int) -> FloatArray:
    """(K, T) every monomial of values (T, V)."""
    columns = np.ascontiguousarray(values.T)
    out = np.empty((len(_recipe(len(columns), degree)) + 1, len(values)))
    out[0] = 1.0
    for k, (earlier, variable) in enumerate(_recipe(len(columns), degree), start=1):
        np.multiply(out[earlier], columns[variable], out=out[k])
    return out


def evaluate(coefficients: FloatArray, values: FloatArray, degree: int) -> FloatArray:
    """(T, M) the polynomials with coefficients (M, K) at values (T, V)."""
    if len(values) <= BLOCK:
        return (coefficients @ monomials(values, degree)).T
    parts = [values[start : start + BLOCK] for start in range(0, len(values), BLOCK)]
    return np.concatenate([(coefficients @ monomials(part, degree)).T for part in parts])


def derivative(coefficients: FloatArray, variable: int, variables: int, degree: int) -> FloatArray:
    """(M, K) the coefficients of the derivative with respect to one variable."""
    powers = exponents(variables, degree)
    place = {e: k for k, e in enumerate(powers)}
    out = np.zeros_like(coefficients)
    for k, e in enumerate(powers):
        if e[variable]:
            lower = place[tuple(p - (v == variable) for v, p in enumerate(e))]
            out[:, lower] += e[variable] * coefficients[:, k]
    return out
