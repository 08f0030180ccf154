"""Tests of one thing counted once: the likelihood of what was seen under each state of a graded composite.

A stated state beats a count, a count beats single tests. "k of m done" out of n is the chance of that pattern when
any N of the n tests are positive, N being even over the counts that a state stands for (hypergeometric).
"""

from __future__ import annotations

import itertools
import math

from whatelse.case import Answer
from whatelse.knowledge.schema import Family


def composite_likelihood(family: Family, told: dict[str, Answer]) -> tuple[tuple[float, ...] | None, frozenset[str]]:
    """(likelihood by state, or None when nothing is known; ids of the answers that were counted)."""
    stated = told.get(family.id)
    if stated is not None and (stated.value is not None or stated.likelihood):
        return _stated(family, stated), frozenset({family.id})
    count = told.get(family.count_finding) if family.count_finding else None
    if count is not None and count.value is not None:
        n = len(family.members)
        likelihood = _exchangeable(family, int(count.value), count.of if count.of is not None else n, ())
        return likelihood, frozenset({family.count_finding})
    tests = {key: a for key, a in told.items() if key in family.members and (a.value is not None or a.likelihood)}
    if not tests:
        return None, frozenset()
    if family.positive:
        return _by_table(family, tests), frozenset(tests)
    hard = [bool(a.value) for a in tests.values() if a.likelihood is None]
    soft = tuple((a.likelihood.get("no", 0.0), a.likelihood.get("yes", 0.0)) for a in tests.values() if a.likelihood)
    return _exchangeable(family, sum(hard), len(hard), soft), frozenset(tests)


def _stated(family: Family, answer: Answer) -> tuple[float, ...]:
    if answer.likelihood is not None:
        return tuple(float(answer.likelihood.get(state, 0.0)) for state in family.states)
    return tuple(float(state == answer.value) for state in family.states)


def _by_table(family: Family, tests: dict[str, Answer]) -> tuple[float, ...]:
    out = []
    for x in range(len(family.states)):
        p = 1.0
        for key, answer in sorted(tests.items()):
            positive = family.positive[key][x]
            if answer.likelihood is not None:
                p *= answer.likelihood.get("yes", 0.0) * positive + answer.likelihood.get("no", 0.0) * (1 - positive)
            else:
                p *= positive if answer.value else 1 - positive
        out.append(p)
    return tuple(out)


def _exchangeable(family: Family, positive: int, done: int, soft: tuple[tuple[float, float], ...]) -> tuple[float, ...]:
    """Chance of the pattern with ``positive`` of ``done`` tests, and soft ones besides, under each state."""
    n = len(family.members)
    out = []
    for low, high in family.count:
        counts = range(low, high + 1)
        total = 0.0
        for pattern in itertools.product((0, 1), repeat=len(soft)):
            weight = math.prod(pair[seen] for pair, seen in zip(soft, pattern, strict=True))
            k, m = positive + sum(pattern), done + len(soft)
            ways = sum(_ways(n - m, big - k) / math.comb(n, big) for big in counts)
            total += weight * ways / len(counts)
        out.append(total)
    return tuple(out)


def _ways(rest: int, wanted: int) -> int:
    return math.comb(rest, wanted) if 0 <= wanted <= rest else 0
