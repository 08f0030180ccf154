"""What a plan weighs: the possible sources of a case, each with the forms that it may have."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from whatelse.inference.compile import Model
from whatelse.inference.weigh import Weighed
from whatelse.knowledge.schema import Urgency


@dataclass(frozen=True)
class Form:
    """One way a source may be: the conditions that are true with it, and how likely this is."""

    members: tuple[str, ...]
    probability: float


@dataclass(frozen=True)
class Source:
    """A ranked source by its name in the ranking. forms: exclusive, their probabilities add up to its own."""

    condition: str
    label: str
    plain: str
    interface: str
    urgency: Urgency
    probability: float
    forms: tuple[Form, ...]

    @cached_property
    def weights(self) -> tuple[float, ...]:
        """How likely each form is, if the source is there."""
        total = math.fsum(form.probability for form in self.forms)
        return tuple(form.probability / total if total > 0 else 1.0 / len(self.forms) for form in self.forms)


@dataclass(frozen=True)
class Suspects:
    """All ranked sources, likeliest first, several of which can be true.

    unlisted: P(no listed source). told: the probability of every condition, groups included.
    """

    sources: tuple[Source, ...]
    unlisted: float
    told: dict[str, float]


def suspects_of(weighed: Weighed) -> Suspects:
    """The sources of a weighed case."""
    model, knowledge = weighed.model, weighed.model.knowledge
    sources = []
    for node, name, probability in weighed.ranked():
        if node == model.network.other:
            continue
        condition = knowledge.conditions[name]
        sources.append(
            Source(
                condition=name,
                label=condition.label,
                plain=condition.plain,
                interface=condition.interface,
                urgency=condition.urgency,
                probability=probability,
                forms=_forms(model, weighed, node, probability),
            )
        )
    return Suspects(tuple(sources), float(weighed.result.unlisted), weighed.told)


def _forms(model: Model, weighed: Weighed, node: int, probability: float) -> tuple[Form, ...]:
    """The values of a node, those with the same members taken together."""
    cause = model.causes[node]
    mass: dict[tuple[str, ...], float] = {}
    for value, v in zip(cause.values, model.network.values_of(node), strict=False):
        members = tuple(sorted({cause.id, *value.members}))
        mass[members] = mass.get(members, 0.0) + float(weighed.result.values[v])
    total = sum(mass.values())
    if not total > 0.0:
        return (Form((cause.id,), probability),)
    return tuple(Form(members, p * probability / total) for members, p in sorted(mass.items()))
