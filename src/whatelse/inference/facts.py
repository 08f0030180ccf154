"""Facts about the person (age, sex, sport, risks): calibrated odds multipliers on the occurrence of causes.

An odds ratio from the literature compares people with and without the fact. The multipliers keep that ratio and
leave the overall share as it is: averaged over the base rate of the fact, nothing changes; unknown is 1.
"""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

from whatelse.inference.curves import ValueCurve
from whatelse.inference.expand import Cause, Value
from whatelse.inference.network import Fact
from whatelse.knowledge.schema import Knowledge, Setting

Array = NDArray[np.float64]


def calibrated(odds: Array, ratios: Array, rates: Array) -> Array:
    """Multipliers (S, V) proportional to ``ratios`` (S, V) that keep each probability odds/(1+odds).

    rates: (S,) base rate of each state, summing to 1. Solved by bisection on the logarithm of the factor.
    """
    out: Array = np.ones_like(ratios)
    moved = (ratios != ratios[:1]).any(axis=0)
    odds, ratios = odds[moved], ratios[:, moved]
    target = odds / (1.0 + odds)
    low, high = np.full(odds.shape, -12.0), np.full(odds.shape, 12.0)
    for _ in range(60):
        middle = (low + high) / 2
        o = odds * ratios * np.exp(middle)
        p = (rates[:, None] * (o / (1.0 + o))).sum(0)
        low, high = np.where(p < target, middle, low), np.where(p < target, high, middle)
    out[:, moved] = ratios * np.exp((low + high) / 2)
    return out


def age_bands(knowledge: Knowledge) -> list[tuple[float, float]]:
    """The elementary bands that all conditions' bands can be cut into, as [low, high)."""
    edges = {0.0, 120.0}
    for condition in knowledge.conditions.values():
        for fact in condition.context:
            if fact.fact == "age":
                for band in fact.odds:
                    low, high = band_of(band)
                    edges |= {low, high}
    ordered = sorted(edges)
    return list(itertools.pairwise(ordered))


def bands_of(states: tuple[str, ...]) -> list[tuple[float, float]]:
    """The bands behind the states of the age, as ``age_state`` names them."""
    edges = (state.split("-") for state in states)
    return [(float(low), float(high)) for low, high in edges]


def band_of(text: str) -> tuple[float, float]:
    """ "18-39" as [18, 40)."""
    low, high = text.split("-")
    return float(low), min(120.0, float(high) + 1.0)


def age_state(bands: list[tuple[float, float]], age: float) -> str:
    for low, high in bands:
        if low <= age < high:
            return f"{low:g}-{high:g}"
    low, high = bands[-1]
    return f"{low:g}-{high:g}"


def _states(knowledge: Knowledge, setting: Setting, fact: str) -> tuple[tuple[str, ...], Array]:
    """The states of a fact and their base rates in a setting, summing to 1."""
    if fact == "age":
        bands = age_bands(knowledge)
        names = tuple(f"{low:g}-{high:g}" for low, high in bands)
        if setting.age is None:
            return names, np.full(len(names), 1.0 / len(names))
        curve = ValueCurve.through(setting.age.points)
        below = [0.0] + [curve.interval(-1e9, high)[0] for _, high in bands[:-1]] + [1.0]
        rates = np.diff(np.array(below))
        return names, rates / rates.sum()
    own = setting.base_rates.get(fact)
    finding = knowledge.findings.get(fact)
    rates_of = own if own is not None else (finding.base_rates if finding is not None else {})
    if fact == "sex" and not rates_of:
        return ("female", "male"), np.array([0.5, 0.5])
    if set(rates_of) == {"yes"}:
        p = rates_of["yes"].value
        return ("no", "yes"), np.array([1.0 - p, p])
    names = tuple(sorted(rates_of))
    rates = np.array([rates_of[name].value for name in names])
    return names, rates / rates.sum()


def _ratio(value: Value, fact: str, states: tuple[str, ...]) -> Array:
    """The odds ratio of one value in each state of a fact; 1 where nothing is said."""
    out = np.ones(len(states))
    context = value.context.get(fact)
    if context is None:
        return out
    for s, state in enumerate(states):
        if fact == "age":
            low = float(state.split("-")[0])
            for band, figure in context.odds.items():
                start, stop = band_of(band)
                if start <= low < stop:
                    out[s] = figure.value
        elif state in context.odds:
            out[s] = context.odds[state].value
    return out


def build_facts(
    knowledge: Knowledge,
    setting: Setting,
    causes: list[Cause],
    share: Array,
    undriven: Array,
    driven: set[int],
    gates: set[int],
) -> dict[str, Fact]:
    """Every fact that moves some cause, with multipliers calibrated to these priors."""
    names = sorted({fact for cause in causes for value in cause.values for fact in value.context})
    owner = np.repeat(np.arange(len(causes)), [len(cause.values) for cause in causes])
    values = [value for cause in causes for value in cause.values]
    heads = np.searchsorted(owner, np.arange(len(causes)))
    is_driven = np.isin(np.arange(len(causes)), sorted(driven))
    free = ~np.isin(owner, sorted(driven | gates))
    facts = {}
    for name in names:
        states, rates = _states(knowledge, setting, name)
        if not states:
            continue
        ratios = np.stack([_ratio(value, name, states) for value in values], axis=1)
        odds = np.ones_like(ratios)
        odds[:, free] = calibrated(share[free], ratios[:, free], rates)
        leak_odds = np.ones((len(states), len(causes)))
        leak = undriven[is_driven]
        leak_odds[:, is_driven] = calibrated(leak / (1.0 - leak), ratios[:, heads[is_driven]], rates)
        facts[name] = Fact(states=states, rates=rates, odds=odds, leak_odds=leak_odds)
    return facts
