"""How urgent an interview stands: the rules now, and the highest level that likely causes have asked for on the way.

What was raised stays while further answers come, so that the level does not go up and down; only an answer that is
changed or taken back can lower it (``triage.kept``). Nothing is raised before the safety questions are through: a few
answers alone make many things likely.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from whatelse.inference.assess import differential_of
from whatelse.inference.weigh import Weighed, weigh
from whatelse.interview.events import Event
from whatelse.interview.fold import ANSWERS, State, after, opened
from whatelse.interview.waiting import safety_first
from whatelse.knowledge.schema import Knowledge
from whatelse.triage import Triage, evaluate, kept, raise_by_probability


class Standing(msgspec.Struct, frozen=True):
    """triage: with what was raised and still holds. raised_at: the number of the event whose answer raised it."""

    triage: Triage
    raised_at: int | None = None


#: Standing after an event, by knowledge and hash, which names all that came before it: nothing is weighed twice.
_kept: dict[tuple[str, str], tuple[Standing, State]] = {}
_MOST_KEPT = 512
#: The last few weighed cases: what was raised, what an answer changed and the result ask for the same one.
_weighings: dict[tuple[str, str], Weighed] = {}
_MOST_WEIGHED = 4


def standing(counting: Sequence[Event], knowledge: Knowledge) -> Standing:
    """The standing after all events that count. Raises InputError for answers that cannot all be true."""
    state = opened(counting[0], knowledge)
    before: tuple[Standing, State] | None = None
    for event in counting[1:]:
        state = after(state, event, knowledge)
        if event.kind in ANSWERS and safety_first(state, knowledge) is None:
            before = _after(event, state, before, knowledge)
    return before[0] if before is not None else Standing(evaluate(state.case, knowledge))


def weighed_after(event: Event, state: State, knowledge: Knowledge) -> Weighed:
    """The case after an event as weighed, ``state`` being the state after it."""
    key = (knowledge.digest, event.hash)
    if key not in _weighings:
        while len(_weighings) >= _MOST_WEIGHED:
            del _weighings[next(iter(_weighings))]
        _weighings[key] = weigh(state.case, knowledge, state.terms.setting)
    return _weighings[key]


def _after(
    event: Event, state: State, before: tuple[Standing, State] | None, knowledge: Knowledge
) -> tuple[Standing, State]:
    key = (knowledge.digest, event.hash)
    if key not in _kept:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[key] = (_weighed(event, state, before, weighed_after(event, state, knowledge)), state)
    return _kept[key]


def _weighed(event: Event, state: State, before: tuple[Standing, State] | None, weighed: Weighed) -> Standing:
    knowledge = weighed.model.knowledge
    earlier = before[0].triage.raised_by_probability if before is not None else None
    stays = kept(earlier, before[1].case, state.case) if before is not None else None
    triage = evaluate(weighed.case, knowledge)
    triage = raise_by_probability(triage, differential_of(weighed, "all"), knowledge, stays)
    raised = triage.raised_by_probability
    if raised is None:
        return Standing(triage)
    return Standing(triage, before[0].raised_at if before is not None and raised == stays else event.n)
