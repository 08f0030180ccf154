"""Random small networks with the questions that are open in them, and the evidence that an answer makes."""

from dataclasses import replace

import numpy as np

from oracles.random_models import FEATURES, random_model
from whatelse.inference.asks import Ask, ask_fact, ask_graded, ask_number, ask_sign
from whatelse.inference.evidence import Evidence
from whatelse.inference.network import Network

FAR = 1e3


def drawn(seed: int, without: frozenset[str] = frozenset()) -> tuple[Network, Evidence, list[Ask]]:
    """A network with some features, evidence that leaves some of every kind untold, and all questions about that."""
    rng = np.random.default_rng(seed)
    features = {feature for feature in FEATURES if rng.random() < 0.5} - without
    network, evidence = random_model(rng, features)
    evidence = replace(
        evidence,
        graded={key: told for key, told in evidence.graded.items() if rng.random() < 0.5},
        measured={key: told for key, told in evidence.measured.items() if rng.random() < 0.5},
        facts={key: told for key, told in evidence.facts.items() if rng.random() < 0.5},
    )
    told = {*evidence.active, *evidence.soft}
    present = [network.below[key][0] for key, seen in evidence.active.items() if seen]
    asks = [
        ask_sign(key)
        for key, parts in network.below.items()
        if key not in told and not set(present).intersection(parts)
    ]
    asks += [ask_graded(network, key) for key in network.graded if key not in evidence.graded]
    asks += [ask_number(network, key) for key in network.measures if key not in evidence.measured]
    asks += [ask_fact(network, key) for key in network.facts if key not in evidence.facts]
    return network, evidence, asks


def answered(network: Network, evidence: Evidence, ask: Ask, place: int) -> Evidence:
    """The evidence with one answer added, as a case would add it."""
    first = ask.cuts[0]
    if first.kind == "absent":
        return replace(evidence, active={**evidence.active, ask.id: place == 0})
    if first.kind == "at_most":
        states = len(network.graded[first.name].states)
        return replace(
            evidence, graded={**evidence.graded, first.name: tuple(float(x == place) for x in range(states))}
        )
    if first.kind == "fact":
        return replace(evidence, facts={**evidence.facts, first.name: ask.answers[place]})
    measure = network.measures[first.name]
    points = [-FAR, *(cut.at for cut in ask.cuts), FAR]
    if measure.mirrored:
        low, high = sorted(-x for x in points[len(ask.cuts) - place : len(ask.cuts) - place + 2])
    else:
        low, high = points[place], points[place + 1]
    return replace(evidence, measured={**evidence.measured, first.name: (low, high)})
