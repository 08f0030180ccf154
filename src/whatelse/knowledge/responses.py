"""What the actions do to people with one condition: its own responses over those of its parents."""

from __future__ import annotations

from whatelse.knowledge.care import Response
from whatelse.knowledge.schema import Knowledge


def responses_of(knowledge: Knowledge, condition: str) -> dict[str, Response]:
    """Action id -> response. A parent's holds for its children unless they have their own; a derived name has those
    of the condition that it is a name for. An action that is not in it: nobody knows. Raises KeyError."""
    one = knowledge.conditions[condition]
    above = one.parent or one.of
    inherited = responses_of(knowledge, above) if above in knowledge.conditions else {}
    return {**inherited, **one.actions}
