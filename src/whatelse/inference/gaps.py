"""Which study that nobody did would make the answers surest: over simulated people, whose uncertainty it is.

For each person the numbers are drawn as for an interval, and a number carries as much of the variance of the first
probability as its squared correlation with it. Some of that is chance: what would be left on average if the signs of
the deviations of the answer were thrown. It is taken away without cutting at 0, so that over many people what chance
gave and what was taken for it cancel; each person has draws of their own. What is then larger than two standard errors
over the people counts.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from whatelse.inference.beta import Z90
from whatelse.inference.coins import coins
from whatelse.inference.compile import Model
from whatelse.inference.differential import rounded
from whatelse.inference.drawn import Drawn, Draws, Key
from whatelse.inference.draws import draw
from whatelse.inference.evidence import Evidence
from whatelse.inference.explanation import plain_network
from whatelse.inference.intervals import normalised
from whatelse.inference.lanes import lane_posteriors
from whatelse.inference.network import Network
from whatelse.inference.posterior import Posterior, posterior
from whatelse.inference.sampler import RandomSampler
from whatelse.inference.simulate import Person, answers, person
from whatelse.inference.studies import Statement, Study, fact_variances, statements, study_of
from whatelse.inference.tables import stated
from whatelse.inference.uncertain import uncertainty_of

Array = NDArray[np.float64]

PEOPLE, SEED, MODELS = 60, 20_240_611, 100
#: Questions of each stage asked of a person; everyone is asked the first, two in three the second, one in three all.
ASKED = (("history", 20), ("exam", 8), ("investigation", 4))
#: How many facts about a person are told, of all that there are.
FACTS_TOLD = 0.3
#: Wider cases take seconds; such a person is asked fewer questions.
MOST_BITS, FEWER = 10.0, 3
#: A condition less likely than this is not what a person may have; its numbers are let be.
WORTH = 0.02
#: What lies within this many standard errors of nothing is not told.
ERRORS = 2.0
#: What carries less of all that is unsure is not worth a study, and may be what the taking away of chance leaves.
LEAST = 0.002


class Gap(msgspec.Struct, frozen=True):
    """One study. share: of the variance of the first probability over all people; error: its standard error.

    points: how wide the central 90 % of the first probability is by this alone, among those it concerns (root mean
    square). concerned: their part of all people. now: what is said now, what matters most first.
    """

    study: Study
    share: float
    error: float
    points: float
    concerned: float
    now: tuple[Statement, ...]


class Part(msgspec.Struct, frozen=True):
    """What all studies of one kind, finding or condition carry together, and the standard error of that."""

    name: str
    share: float
    error: float


class Gaps(msgspec.Struct, frozen=True):
    """estimates: studies that are missing, largest share first. studied: the same of numbers that a study supports.

    by_kind, by_finding, by_condition: the same added up (estimates alone), largest first. spread: standard
    deviation of the first probability within a person (root mean square). fewer: people who were asked fewer
    questions because their cases were too wide.
    """

    setting: str
    people: int
    fewer: int
    spread: float
    estimates: tuple[Gap, ...]
    studied: tuple[Gap, ...]
    by_kind: tuple[Part, ...]
    by_finding: tuple[Part, ...]
    by_condition: tuple[Part, ...]

    def to_dict(self) -> dict[str, Any]:
        out: dict[str, Any] = msgspec.to_builtins(self)
        return out

    def to_json(self) -> str:
        """One line of JSON, the same bytes every time."""
        return msgspec.json.encode(self).decode()


def gaps(model: Model, people: int = PEOPLE, seed: int = SEED, models: int = MODELS, errors: float = ERRORS) -> Gaps:
    """Over ``people`` simulated people of a setting, at least two; the same every time. models: drawn for each.

    errors: what is within so many standard errors of nothing is left out.
    """
    surveyor = _Surveyor(model, models)
    tally = _Tally(people, errors)
    for k in range(people):
        surveyor.survey(k, np.random.default_rng([seed, k]), tally)
    return tally.result(model)


@dataclass
class _Carried:
    """What one study carries: variance by person, those it concerns, and what is said of its numbers now."""

    variance: Array
    concerned: NDArray[np.bool_]
    now: dict[Statement, float] = field(default_factory=lambda: defaultdict(float))


class _Tally:
    """Adds up what each person brings: (study, whether a study supports it) -> what it carries."""

    def __init__(self, people: int, errors: float) -> None:
        self.people, self.errors, self.fewer = people, errors, 0
        self.whole = np.zeros(people)
        self.carried: dict[tuple[Study, bool], _Carried] = {}

    def add(self, k: int, study: Study, variance: float, said: list[Statement]) -> None:
        """Where a number rests on several statements, one estimate among them makes it an estimate."""
        studied = bool(said) and all(statement.support == "study" for statement in said)
        own = self.carried.setdefault(
            (study, studied), _Carried(np.zeros(self.people), np.zeros(self.people, dtype=bool))
        )
        own.variance[k] += variance
        own.concerned[k] = True
        for statement in said:
            if studied or statement.support != "study":
                own.now[statement] += variance / len(said)

    def result(self, model: Model) -> Gaps:
        whole = max(float(self.whole.mean()), 1e-300)
        found: dict[bool, list[Gap]] = {False: [], True: []}
        kinds, findings, conditions = (defaultdict[str, Array](lambda: np.zeros(self.people)) for _ in range(3))
        for (study, studied), own in sorted(self.carried.items()):
            gap = self._gap(study, own, whole)
            if gap.share >= LEAST and gap.share > self.errors * gap.error:
                found[studied].append(gap)
            if not studied:
                kinds[study.kind] += own.variance
                if study.finding and study.kind in ("link", "leak"):
                    findings[study.finding] += own.variance
                if study.condition:
                    conditions[study.condition] += own.variance
        estimates, studied_ones = (sorted(g, key=lambda gap: (-gap.share, gap.study)) for g in found.values())
        return Gaps(
            setting=model.setting.id,
            people=self.people,
            fewer=self.fewer,
            spread=rounded(math.sqrt(float(self.whole.mean()))),
            estimates=tuple(estimates),
            studied=tuple(studied_ones),
            by_kind=self._parts(kinds, whole),
            by_finding=self._parts(findings, whole),
            by_condition=self._parts(conditions, whole),
        )

    def _gap(self, study: Study, own: _Carried, whole: float) -> Gap:
        share, error = self._mean(own.variance / whole)
        among = float(own.variance[own.concerned].mean())
        return Gap(
            study=study,
            share=share,
            error=error,
            points=rounded(min(2.0 * Z90 * math.sqrt(max(among, 0.0)), 1.0)),
            concerned=rounded(float(own.concerned.mean())),
            now=tuple(s for s, _ in sorted(own.now.items(), key=lambda item: (-round(item[1], 12), item[0]))),
        )

    def _mean(self, share: Array) -> tuple[float, float]:
        """Mean over the people, and its standard error."""
        return rounded(float(share.mean())), rounded(float(share.std(ddof=1)) / math.sqrt(self.people))

    def _parts(self, carried: dict[str, Array], whole: float) -> tuple[Part, ...]:
        found = [Part(name, *self._mean(variance / whole)) for name, variance in carried.items()]
        beyond = [part for part in found if part.share > self.errors * part.error]
        return tuple(sorted(beyond, key=lambda part: (-part.share, part.name)))


class _Surveyor:
    """Draws a person, hears what is told, and says which study carries how much of the variance of the answer."""

    def __init__(self, model: Model, models: int) -> None:
        self.models = models
        self.model, self.network, self.width = model, plain_network(model), uncertainty_of(model)
        self.owner = self.network.node_of()
        self.stages = _questions(model, self.network)

    def survey(self, k: int, rng: np.random.Generator, tally: _Tally) -> None:
        told, result, fewer = self._case(rng)
        tally.fewer += fewer
        net = self.network
        ranked = {
            n: result.unlisted if n == net.other else float(result.nodes[n]) for n in np.flatnonzero(net.pain).tolist()
        }
        first = max(ranked, key=lambda n: ranked[n])
        sampler = RandomSampler(self.models, int(rng.integers(2**31)))
        seen = coins(net, told, stated(net, told), result.values)
        draws = draw(net, self.width, told, seen, sampler)
        lanes = lane_posteriors(net, told, draws, result)
        weight = normalised(lanes.evidence, sampler.log_tilt)
        p = lanes.unlisted if first == net.other else lanes.nodes[first]
        variance = float(weight @ (p - weight @ p) ** 2)
        tally.whole[k] = variance
        self._add(k, tally, told, draws, weight, p, variance, result.nodes)

    def _add(
        self,
        k: int,
        tally: _Tally,
        told: Evidence,
        draws: Draws,
        weight: Array,
        p: Array,
        variance: float,
        there: Array,
    ) -> None:
        for drawn in draws.drawn:
            for key, share in carried(drawn, weight, p):
                for study, part in self._studies(key, told).items():
                    if self._may_have(study, there):
                        said = statements(self.model, study, key, told.week, told.facts)
                        tally.add(k, study, share * part * variance, said)

    def _studies(self, key: Key, told: Evidence) -> dict[Study, float]:
        if key.sort != "there":
            return {study_of(self.model, key): 1.0}
        node = int(self.owner[key.rows[0]])
        by_fact = {
            fact: float(self.width.fact[fact][self.network.facts[fact].states.index(state), node])
            for fact, state in told.facts.items()
        }
        own = {"": float(self.width.there[node]) ** 2}
        return fact_variances(self.model, node, told.facts, {**own, **by_fact})

    def _may_have(self, study: Study, there: Array) -> bool:
        return not study.condition or bool(there[self.model.node[study.condition]] >= WORTH)

    def _case(self, rng: np.random.Generator) -> tuple[Evidence, Posterior, bool]:
        """What one person tells, the answer, and whether it had to be made narrower."""
        net = self.network
        assert net.usual_weeks is not None
        week = float(rng.choice(net.usual_weeks))
        facts = {
            key: str(rng.choice(fact.states, p=fact.rates / fact.rates.sum()))
            for key, fact in sorted(net.facts.items())
            if rng.random() < FACTS_TOLD
        }
        given = {
            key: (said == "yes") == (self.model.knowledge.findings[key].active == "yes")
            for key, said in sorted(self.model.setting.given.items())
        }
        one = _as_known(net, rng, week, facts, given)
        asked = [str(key) for questions, n in self._told_stages(rng) for key in _drawn(questions, n, rng)]
        fewer = False
        while True:
            told = answers(net, one, sorted({*asked, *given}))
            result = posterior(net, told)
            if (result.width <= MOST_BITS and not result.dropped) or not asked:
                return told, result, fewer
            asked, fewer = [key for i, key in enumerate(asked) if i % len(asked) >= FEWER], True

    def _told_stages(self, rng: np.random.Generator) -> list[tuple[list[str], int]]:
        reached = int(rng.integers(1, len(ASKED) + 1))
        return [(self.stages[stage], n) for stage, n in ASKED[:reached]]


def _questions(model: Model, network: Network) -> dict[str, list[str]]:
    """The findings of each stage that can be told; a composite belongs to the stage of its tests."""
    out: dict[str, list[str]] = {stage: [] for stage, _ in ASKED}
    findings, families = model.knowledge.findings, model.knowledge.families
    for key in sorted({*network.below, *network.graded, *network.measures}):
        name = key if key in findings else families[key].members[0]
        out[findings[name].stage].append(key)
    return out


def _drawn(questions: list[str], n: int, rng: np.random.Generator) -> list[str]:
    picked: list[str] = rng.choice(questions, min(n, len(questions)), replace=False).tolist() if questions else []
    return picked


def _as_known(
    network: Network, rng: np.random.Generator, week: float, facts: dict[str, str], given: dict[str, bool]
) -> Person:
    """One of whom is true what is known of everyone in the setting."""
    while True:
        one = person(network, rng, week, facts)
        if all(one.active[key] == state for key, state in given.items()):
            return one


def carried(drawn: Drawn, weight: Array, probability: Array) -> list[tuple[Key, float]]:
    """The part of the variance of the log odds of a probability (G,) that each number explains by itself, less chance.

    Numbers of one whole explain it together and stand under the key of the first; chance may leave less than nothing.
    """
    middle = np.clip(probability, 1e-9, 1.0 - 1e-9)
    y = np.log(middle / (1.0 - middle))
    y = (y - weight @ y) * np.sqrt(weight)
    x = (drawn.values - (drawn.values @ weight)[:, None]) * np.sqrt(weight)
    total = float(y @ y)
    if not total > 0:
        return []
    if drawn.together:
        x = x.mean(0, keepdims=True)
    one_whole = math.isfinite(drawn.concentration)
    if one_whole:
        _, size, axes = np.linalg.svd(x, full_matrices=False)
        axes = axes[size > 1e-9 * max(float(size[0]), 1e-300)]
    else:
        spread = np.sqrt((x * x).sum(1, keepdims=True))
        axes = x / np.where(spread > 0, spread, 1.0)
    # By chance: what is left on average when the signs of y are thrown.
    chance = (axes * axes) @ (y * y) / (1.0 - float(weight @ weight))
    share = ((axes @ y) ** 2 - chance) / total
    return [(drawn.keys[0], float(share.sum()))] if one_whole else list(zip(drawn.keys, share.tolist(), strict=False))
