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


class _Here(msgspec.Struct, frozen=True):
    """What is known after an event. before: the standing after the last answer that was weighed, and the state then."""

    state: State
    before: tuple[Standing, State] | None


#: What is known after an event, by knowledge and hash, which names all that came before it: nothing is done twice.
_kept: dict[tuple[str, str], _Here] = {}
_MOST_KEPT = 512
#: The last few weighed cases: what was raised, what an answer changed and the result ask for the same one.
_weighings: dict[tuple[str, str], Weighed] = {}
_MOST_WEIGHED = 4


def standing(counting: Sequence[Event], knowledge: Knowledge, last: State | None = None) -> Standing:
    """The standing after all events that count. last: the state after them, where it is known already.

    Raises InputError for answers that cannot all be true.
    """
    place, here = _newest(counting, knowledge)
    for event in counting[place + 1 :]:
        known = event is counting[-1] and last is not None
        state = last if known and last is not None else after(here.state, event, knowledge)
        here = _keep(event, _Here(state, _before(event, state, here.before, knowledge)), knowledge)
    return here.before[0] if here.before is not None else Standing(evaluate(here.state.case, knowledge))


def _newest(counting: Sequence[Event], knowledge: Knowledge) -> tuple[int, _Here]:
    """The last event after which everything is known, and what."""
    for place in range(len(counting) - 1, 0, -1):
        found = _kept.get((knowledge.digest, counting[place].hash))
        if found is not None:
            return place, found
    return 0, _Here(opened(counting[0], knowledge), None)


def _keep(event: Event, here: _Here, knowledge: Knowledge) -> _Here:
    if len(_kept) >= _MOST_KEPT:
        _kept.clear()
    _kept[knowledge.digest, event.hash] = here
    return here


def _before(
    event: Event, state: State, before: tuple[Standing, State] | None, knowledge: Knowledge
) -> tuple[Standing, State] | None:
    """Weighed after an answer once the safety questions are through, else as it was."""
    if event.kind not in ANSWERS or safety_first(state, knowledge) is not None:
        return before
    return _weighed(event, state, before, weighed_after(event, state, knowledge)), state


def weighed_after(event: Event, state: State, knowledge: Knowledge) -> Weighed:
    """The case after an event as weighed, ``state`` being the state after it."""
    key = (knowledge.digest, event.hash)
    if key not in _weighings:
        found = weigh(state.case, knowledge, state.terms.setting, solved=tuple(_weighings.values()))
        while len(_weighings) >= _MOST_WEIGHED:
            del _weighings[next(iter(_weighings))]
        _weighings[key] = found
    return _weighings[key]


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
