"""The possible sources in the three groups that a runner reads: fits best, possible, unlikely but to be ruled out."""

from __future__ import annotations

import msgspec

from whatelse.inference.differential import Differential, Entry
from whatelse.knowledge.schema import Knowledge
from whatelse.triage import Triage

#: Sources shown in all; places kept for dangerous ones that are not among the likeliest.
MOST, KEPT = 5, 2
#: A source stands out from this probability on, and at no less than half of the first one's.
STANDS_OUT, HALF = 0.25, 0.5
#: Below the first a source is not called possible; a dangerous one is called unlikely below the second, named down to
#: the third, and down to the last where a rule that fired looks for it.
POSSIBLE, UNLIKELY, NAMED, LEAST = 0.02, 0.05, 0.005, 0.0005
GRAVE = ("urgent", "emergency")
Sources = tuple[tuple[Entry, float], ...]


class Groups(msgspec.Struct, frozen=True):
    """(source, probability) in each group, likeliest first; at most five in all. rest: how many are folded away, and
    the probability that none of those passes. None stands out where ``best`` is empty."""

    best: Sources
    possible: Sources
    exclude: Sources
    rest: int
    rest_at_most: float


def groups(differential: Differential, triage: Triage, knowledge: Knowledge, most: int = MOST) -> Groups:
    """The sources of a case in groups.

    Two places are kept for dangerous sources: those that a rule that fired looks for first, then the likeliest.
    """
    ranked = [(differential.entry(name), p) for name, p in differential.ranking if name != "something_else"]
    first = ranked[0][1]
    best = [(e, p) for e, p in ranked if p >= STANDS_OUT and p >= HALF * first]
    grave = _dangerous([one for one in ranked if one not in best], triage, knowledge)[: min(KEPT, most - 1)]
    best = best[: most - len(grave)]
    others = [one for one in ranked if one not in best and one not in grave and one[1] >= POSSIBLE]
    others = others[: most - len(best) - len(grave)]
    possible = [one for one in ranked if one in others or (one in grave and one[1] >= UNLIKELY)]
    exclude = [one for one in ranked if one in grave and one[1] < UNLIKELY]
    shown = {entry.condition for entry, _ in (*best, *possible, *exclude)}
    left = [p for e, p in ranked if e.condition not in shown]
    return Groups(tuple(best), tuple(possible), tuple(exclude), len(left), max(left, default=0.0))


def _dangerous(ranked: list[tuple[Entry, float]], triage: Triage, knowledge: Knowledge) -> list[tuple[Entry, float]]:
    """Dangerous sources worth a place: those behind a rule that fired first, then the likeliest."""
    caught = {name for reason in triage.reasons if reason.level in GRAVE for name in reason.catches}
    raised = triage.raised_by_probability
    caught |= {name for name, _ in raised.causes} if raised is not None else set()
    found = []
    for entry, p in ranked:
        looked_for = _is_caught(entry, caught, knowledge)
        if entry.urgency in GRAVE and p >= (LEAST if looked_for else NAMED):
            found.append((not looked_for, -p, entry.condition, (entry, p)))
    return [one for *_, one in sorted(found, key=lambda item: item[:3])]


def _is_caught(entry: Entry, caught: set[str], knowledge: Knowledge) -> bool:
    """Whether a rule catches the source, or the group that it belongs to."""
    name = entry.condition
    while name:
        if name in caught:
            return True
        name = knowledge.conditions[name].parent
    return False
