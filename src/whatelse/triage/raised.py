"""A likely dangerous cause raises the level. Apart from the rules, after them, and never downwards.

When is it worth it? Waiting with a danger of probability p costs p x M; acting at once for nothing costs
(1 - p) x F. Acting is cheaper from p = F / (F + M) on. The thresholds stand in the data with their reason; they are
higher than that alone would say, because the rules have already taken what they can see.
"""

from __future__ import annotations

import math

import msgspec

from whatelse.case import Case
from whatelse.inference.differential import Differential, rounded
from whatelse.knowledge.schema import Knowledge, Urgency
from whatelse.triage.lines import with_lines
from whatelse.triage.types import LEVELS, Raised, Triage, height

#: Most causes that are named with a raised level, and the least chance that is worth naming.
MOST_NAMED, LEAST_NAMED = 5, 0.01


def raise_by_probability(
    triage: Triage, differential: Differential, knowledge: Knowledge, before: Raised | None = None
) -> Triage:
    """The triage with ``raised_by_probability`` set where probable causes ask for more than the rules do.

    before: what was raised earlier in the session and still holds (``kept``); the higher of the two stays.
    An empty case raises nothing: shares of a setting are no sign of danger in one person.
    """
    found = None if differential.empty else _raised(differential, knowledge)
    raised = max((r for r in (before, found) if r is not None), key=lambda r: height(r.level), default=None)
    if raised is None or height(raised.level) <= height(triage.by_rules):
        raised = None
    level = triage.by_rules if raised is None else raised.level
    # Where nothing is more urgent, no further answer is waited for.
    complete = triage.complete or level == LEVELS[-1]
    changed = msgspec.structs.replace(triage, level=level, complete=complete, raised_by_probability=raised)
    return with_lines(changed, knowledge)


def kept(raised: Raised | None, before: Case, after: Case) -> Raised | None:
    """What was raised for ``before`` and stays for ``after``: all of it, unless an answer was changed or taken back.

    A further answer changes nothing here, so that the level does not go up and down while questions are answered.
    """
    if raised is None or before.person != after.person:
        return None
    changed = any(after.findings.get(key) != answer for key, answer in before.findings.items() if answer.is_told)
    return None if changed else raised


def _raised(differential: Differential, knowledge: Knowledge) -> Raised | None:
    """The highest level whose causes together reach their threshold. Worse causes count for lower levels too."""
    for level in sorted(knowledge.safety.raise_at, key=lambda name: -height(_level(name))):
        threshold = knowledge.safety.raise_at[level].at.value
        causes = dangerous(differential, _level(level))
        p = [probability for _, probability in causes]
        together = -math.expm1(sum(math.log1p(-min(x, 1 - 1e-12)) for x in p))
        if causes and together >= threshold:
            low, high = max(p), min(1.0, sum(p))
            return Raised(
                level=_level(level),
                probability=rounded(together),
                low=rounded(low),
                high=rounded(high),
                threshold=rounded(threshold),
                causes=tuple(item for item in causes[:MOST_NAMED] if item[1] >= LEAST_NAMED),
            )
    return None


def _level(name: str) -> Urgency:
    return next(level for level in LEVELS if level == name)


def dangerous(differential: Differential, level: Urgency) -> list[tuple[str, float]]:
    """Causes of at least a level with their probabilities, likeliest first.

    A cause below another of these in the tree is left out: the probability of the upper one holds it already.
    """
    entries = {entry.condition: entry for entry in differential.differential}
    grave = {e.condition for e in entries.values() if height(e.urgency) >= height(level) and e.kind != "silent"}

    def is_inside(condition: str) -> bool:
        parent = entries[condition].parent
        while parent in entries:
            if parent in grave:
                return True
            parent = entries[parent].parent
        return False

    own = [(name, entries[name].probability) for name in grave if not is_inside(name)]
    return sorted(own, key=lambda item: (-item[1], item[0]))
