"""What an action does to people with a source: its own table, else its parent's."""

from __future__ import annotations

from whatelse.knowledge.care import Response
from whatelse.knowledge.schema import Knowledge


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
