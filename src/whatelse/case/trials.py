"""What the treatments tried tell: which answers they stand for, and which of them were too short to count.

A treatment that did not help speaks against a cause only where it was tried long and often enough; short relief is not
"no"; lasting relief counts however soon it came.
"""

from __future__ import annotations

import re

import msgspec

from whatelse.case.case import Case
from whatelse.case.phrases import first_phrase, spaced
from whatelse.case.types import Answer, Treatment
from whatelse.knowledge.care import Action
from whatelse.knowledge.schema import Knowledge

#: Chance that a trial of unknown length was long enough.
NOT_SAID = 0.5
HELPED = 2.0
_COUNTS = {"once": 1.0, "one": 1.0, "twice": 2.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0}
_DAYS = {"day": 7.0, "daily": 7.0, "week": 1.0, "weekly": 1.0, "month": 0.23, "monthly": 0.23, "fortnight": 0.5}


class Reading(msgspec.Struct, frozen=True):
    """What one entry under ``treatments`` or ``imaging`` stands for, and why.

    place: its number in the list. name: the action or scan that it was read as, "" if none. answers: finding -> answer.
    weight: which of several trials of one thing goes first: 2 it helped, up to 1 the chance that the trial counts.
    """

    place: int
    said: str
    name: str
    answers: dict[str, Answer]
    reason: str
    weight: float = 0.0


def read_treatments(case: Case, knowledge: Knowledge) -> tuple[Reading, ...]:
    """Each treatment of a case with what it stands for, in the order of the case."""
    return tuple(_read(n, treatment, knowledge) for n, treatment in enumerate(case.treatments))


def action_of(what: str, knowledge: Knowledge) -> Action | None:
    """The action that free text names: an id, a label or the longest of the known words in it."""
    names = {spaced(word): action for action in knowledge.actions.values() for word in action.words}
    names |= {spaced(action.label): action for action in knowledge.actions.values()}
    names |= {spaced(action.id): action for action in knowledge.actions.values()}
    phrase = first_phrase(what, names)
    return names[phrase] if phrase is not None else None


def _read(place: int, treatment: Treatment, knowledge: Knowledge) -> Reading:
    action = action_of(treatment.what, knowledge)

    def reading(reason: str, answers: dict[str, Answer] | None = None, weight: float = 0.0) -> Reading:
        return Reading(place, treatment.what, action.id if action else "", answers or {}, reason, weight)

    if action is None:
        return reading("not a treatment of this knowledge, so nothing follows from it")
    if treatment.effect is None:
        return reading("what it did is not said")
    told = {
        tells.finding: tells.answers[treatment.effect] for tells in action.tells if treatment.effect in tells.answers
    }
    if not told:
        return reading(
            "short relief counts neither for nor against"
            if treatment.effect == "hours_or_days" and action.tells
            else "what came of it is kept; no finding of this knowledge asks about it"
        )
    if treatment.effect in ("lasting", "hours_or_days"):
        return reading("it helped", {key: Answer(value=answer == "yes") for key, answer in told.items()}, HELPED)
    chance, why = _adequate(treatment, action)
    if chance <= 0.0:
        return reading(why)
    return reading(why, {key: _failed(answer, chance) for key, answer in told.items()}, chance)


def _failed(answer: str, chance: float) -> Answer:
    """A trial without success; where it may have been too short, only so likely to mean something."""
    if chance >= 1.0:
        return Answer(value=answer == "yes")
    other = "no" if answer == "yes" else "yes"
    return Answer(likelihood={answer: 1.0, other: 1.0 - chance})


def _adequate(treatment: Treatment, action: Action) -> tuple[float, str]:
    """The chance that a trial was long and often enough, and that in words."""
    need = action.trial.weeks
    if treatment.weeks is None:
        long_enough, why = (
            NOT_SAID,
            f"did not help; for how long is not said, so it counts in part ({need.value:g} weeks count in full)",
        )
    elif treatment.weeks < need.low:
        return 0.0, f"too short to count: {treatment.weeks:g} weeks, at least {need.low:g}"
    elif treatment.weeks < need.value:
        long_enough = (1.0 + (treatment.weeks - need.low) / (need.value - need.low)) / 2
        why = f"did not help; counts in part: {treatment.weeks:g} weeks, {need.value:g} count in full"
    else:
        long_enough, why = 1.0, "did not help, and was tried long enough to count"
    often = per_week(treatment.how_often)
    if often is not None and action.trial.times_a_week and often < action.trial.times_a_week / 2:
        return 0.0, f"too rare to count: {often:g} a week, at least {action.trial.times_a_week / 2:g}"
    return long_enough, why


def per_week(text: str | None) -> float | None:
    """Times a week in free words ("3 a week", "daily", "every other day", "twice a month"); None where unclear."""
    said = spaced(text or "")
    if not said:
        return None
    if re.search(r"every (other|second) day", said):
        return 3.5
    unit = next((days for word, days in _DAYS.items() if re.search(rf"(?<!\w){word}s?(?!\w)", said)), None)
    number = re.search(r"\d+(?:[.,]\d+)?", said)
    times = float(number.group().replace(",", ".")) if number else None
    if times is None:
        times = next((count for word, count in _COUNTS.items() if re.search(rf"(?<!\w){word}(?!\w)", said)), None)
    if unit is None:
        return times if number and spaced(said) == number.group() else None
    return (times if times is not None else 1.0) * unit
