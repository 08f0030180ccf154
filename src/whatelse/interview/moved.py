"""What an answer changed: the sources that it made more, and less, likely."""

from __future__ import annotations

import msgspec

from whatelse.inference.differential import rounded
from whatelse.inference.weigh import Weighed

#: Least change of a probability that is worth telling, and most sources told of each kind.
LEAST, MOST = 0.02, 3


class Shifted(msgspec.Struct, frozen=True):
    """One source, with its probability before and after."""

    condition: str
    label: str
    plain: str
    before: float
    after: float

    @property
    def change(self) -> float:
        return self.after - self.before


class Moved(msgspec.Struct, frozen=True):
    """The largest changes first. Both empty: the answer changed next to nothing."""

    more: tuple[Shifted, ...]
    less: tuple[Shifted, ...]


def moved(before: Weighed, after: Weighed) -> Moved:
    """What changed between two states of one interview, under the names that hold now."""
    conditions = after.model.knowledge.conditions
    found = []
    for node, name in after.names.items():
        if node != after.model.network.other:
            condition = conditions[name]
            old, new = rounded(before.of(node)), rounded(after.of(node))
            found.append(Shifted(name, condition.label, condition.plain or condition.label, old, new))
    found.sort(key=lambda one: (-abs(one.change), one.condition))
    worth = [one for one in found if abs(one.change) >= LEAST]
    return Moved(
        tuple(one for one in worth if one.change > 0)[:MOST], tuple(one for one in worth if one.change < 0)[:MOST]
    )
