"""What an action does to people with a source: its own table, else its parent's."""

from __future__ import annotations

from dataclasses import dataclass

from whatelse.knowledge.care import Response
from whatelse.knowledge.schema import Knowledge

EFFECTS = ("helps", "nothing", "may_harm")
Ends = tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class Spoken:
    """What is said of people with one form of a source. ends: (effect, (value, low, high)) of each share that is."""

    response: Response
    ends: tuple[tuple[str, Ends], ...]


class Responses:
    """What the knowledge says of each action with each form of a source, looked up once."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self._spoken: dict[tuple[str, ...], dict[str, Spoken]] = {}

    def of(self, members: tuple[str, ...]) -> dict[str, Spoken]:
        """Action -> what it does to people of whom all these conditions are true; an action nobody knows of is not in
        it."""
        if members not in self._spoken:
            found = {name: response_together(self.knowledge, members, name) for name in self.knowledge.actions}
            self._spoken[members] = {name: _spoken(said) for name, said in found.items() if said is not None}
        return self._spoken[members]


def _spoken(response: Response) -> Spoken:
    figures = [(effect, getattr(response, effect)) for effect in EFFECTS]
    numbers = [(effect, figure.used) for effect, figure in figures if figure is not None]
    return Spoken(response, tuple((name, (float(n.value), float(n.low), float(n.high))) for name, n in numbers))


_kept: dict[int, Responses] = {}
_MOST_KEPT = 8


def responses(knowledge: Knowledge) -> Responses:
    """Those of a knowledge, made once."""
    found = _kept.get(id(knowledge))
    if found is None or found.knowledge is not knowledge:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        found = _kept[id(knowledge)] = Responses(knowledge)
    return found


def response_of(knowledge: Knowledge, condition: str, action: str) -> Response | None:
    """What the knowledge says of people with one condition; None where nobody knows."""
    found = _nearest(knowledge, condition, action)
    return found[1] if found else None


def response_together(knowledge: Knowledge, members: tuple[str, ...], action: str) -> Response | None:
    """The same for a form that is several conditions at once: a mild one, from sprinting, that came back.

    What a part says for itself goes before what it has from the whole; of several parts the one with the most harm
    speaks.
    """
    roots = {name for name in members if knowledge.conditions[name].parent not in members}
    own: list[tuple[str, Response]] = []
    general: list[tuple[str, Response]] = []
    for name in members:
        found = _nearest(knowledge, name, action)
        if found is not None:
            is_own = found[0] in members and found[0] not in roots
            (own if is_own else general).append(found)
    candidates = own or general
    if not candidates:
        return None
    return min(candidates, key=lambda item: (-_share(item[1].may_harm), _share(item[1].helps), item[0]))[1]


def _nearest(knowledge: Knowledge, condition: str, action: str) -> tuple[str, Response] | None:
    """Who says it, and what: the condition itself, else the first of its ancestors that does."""
    name = condition
    while name:
        entry = knowledge.conditions[name]
        if action in entry.actions:
            return name, entry.actions[action]
        name = entry.parent
    return None


def _share(figure: object) -> float:
    return float(getattr(figure, "value", 0.0))
