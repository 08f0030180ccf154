"""Each action weighed over the whole differential: of those who answer like this, whom it helps, harms, or neither.

The sources of a case can be true together, and nobody knows which of them an action meets. So help and "leaves as
they are" are averaged, each source weighted by its probability divided by the sum of all of them and of "none of
these": as if one of them were the main source. Harm is not: a harm from any source is a harm, 1 - prod(1 - p h).
Those harmed are counted first; the others are shared out as the average says. What no source speaks of, nobody knows.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from whatelse.inference.differential import rounded
from whatelse.knowledge.care import Action, Response
from whatelse.knowledge.schema import Knowledge
from whatelse.plan.responses import EFFECTS, Responses, responses
from whatelse.plan.sources import Source, Suspects
from whatelse.plan.types import Outcome, PerSource, Share

#: Sources named with an action: this many, and none less likely.
MOST_NAMED, LEAST_NAMED = 6, 0.01


@dataclass(frozen=True)
class Meeting:
    """What an action does to people with one source: effect -> (value, low, high), averaged over its forms."""

    source: Source
    shares: dict[str, tuple[float, float, float]]
    strongest: Response | None


def meetings(knowledge: Knowledge, suspects: Suspects, action: str) -> list[Meeting]:
    """The action with each source; strongest: what the likeliest form that is spoken of says."""
    known = responses(knowledge)
    return [_meet(known, source, action) for source in suspects.sources]


def _meet(known: Responses, source: Source, action: str) -> Meeting:
    sums = {effect: [0.0, 0.0, 0.0] for effect in EFFECTS}
    said: dict[int, tuple[float, Response]] = {}
    for weight, form in zip(source.weights, source.forms, strict=True):
        one = known.of(form.members).get(action)
        if one is None:
            continue
        seen = said.get(id(one.response), (0.0, one.response))
        said[id(one.response)] = (seen[0] + weight, one.response)
        for effect, ends in one.ends:
            for i, end in enumerate(ends):
                sums[effect][i] += weight * end
    strongest = max(said.values(), key=lambda item: (item[0], item[1].note))[1] if said else None
    shares = {effect: (v[0], v[1], v[2]) for effect, v in sums.items()}
    return Meeting(source, shares, strongest)


def weigh_action(knowledge: Knowledge, suspects: Suspects, action: Action) -> tuple[Outcome, list[Meeting]]:
    """The outcome of an action, and what it does with each source."""
    met = meetings(knowledge, suspects, action.id)
    whole = math.fsum([s.probability for s in suspects.sources]) + suspects.unlisted
    weights = [s.probability / whole if whole > 0 else 0.0 for s in suspects.sources]

    def average(effect: str, end: int) -> float:
        return math.fsum(w * m.shares[effect][end] for w, m in zip(weights, met, strict=True))

    harm = [any_harm([(m.source.probability, m.shares["may_harm"][end]) for m in met]) for end in range(3)]
    spared, left = 1.0 - harm[0], 1.0 - average("may_harm", 0)
    scale = spared / left if left > 0 else 0.0

    def shared_out(effect: str) -> Share:
        value, low, high = (average(effect, end) * scale for end in range(3))
        return Share(rounded(value), rounded(low), rounded(min(high, 1.0 - harm[1])))

    helps, nothing = shared_out("helps"), shared_out("nothing")
    may_harm = Share(*(rounded(x) for x in harm))
    outcome = Outcome(
        helps=helps,
        nothing=nothing,
        may_harm=may_harm,
        unknown=rounded(max(0.0, 1.0 - helps.value - nothing.value - may_harm.value)),
        weeks=_weeks(action, met),
        per_source=tuple(_named(m) for m in met if m.source.probability >= LEAST_NAMED)[:MOST_NAMED],
    )
    return outcome, met


def any_harm(pairs: list[tuple[float, float]]) -> float:
    """P(harm from any source), sources taken as independent: never less for one more source or a likelier one."""
    return -math.expm1(math.fsum(math.log1p(-min(p * h, 1.0 - 1e-12)) for p, h in pairs))


def _weeks(action: Action, met: list[Meeting]) -> float:
    """The usual trial, or what the source that is helped most says."""
    best = max(met, key=lambda m: m.source.probability * m.shares["helps"][0], default=None)
    if best is not None and best.strongest is not None and best.shares["helps"][0] > 0 and best.strongest.weeks:
        return best.strongest.weeks
    return action.trial.weeks.value


def unpromising(note: str) -> str:
    """A note without the parts that call something safe: a plan promises nothing."""
    return "; ".join(part for part in re.split(r";\s*", note) if not re.search(r"\bsafe", part, re.IGNORECASE))


def _named(met: Meeting) -> PerSource:
    ids: set[str] = set()
    if met.strongest is not None:
        figures = (getattr(met.strongest, effect) for effect in EFFECTS)
        ids = {figure.used.source for figure in figures if figure is not None}
    return PerSource(
        condition=met.source.condition,
        label=met.source.label,
        plain=met.source.plain,
        probability=rounded(met.source.probability),
        helps=rounded(met.shares["helps"][0]),
        nothing=rounded(met.shares["nothing"][0]),
        may_harm=rounded(met.shares["may_harm"][0]),
        note=unpromising(met.strongest.note) if met.strongest is not None else "",
        sources=tuple(sorted(ids)),
    )
