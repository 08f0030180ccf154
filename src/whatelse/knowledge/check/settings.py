"""Settings: a share for every cause of its own and nothing else, enough of them to explain the pain."""

from __future__ import annotations

from collections.abc import Iterator

from whatelse.knowledge.check.nodes import is_node, node_of, nodes
from whatelse.knowledge.check.problem import Problem
from whatelse.knowledge.schema import Knowledge

#: Several causes can be true at once, so the shares of what hurts sum to more than 1.
LEAST_TOTAL = 1.02


def check_settings(knowledge: Knowledge) -> Iterator[Problem]:
    """Shares and base rates of each setting."""
    roots = {condition.id: condition for condition in nodes(knowledge)}
    for setting in knowledge.settings.values():
        for name in sorted(set(roots) - set(setting.shares)):
            yield Problem(setting.file, setting.id, "shares", "share-missing", f"no share for {name}")
        for name in setting.shares:
            condition = knowledge.conditions.get(name)
            if condition is not None and not is_node(condition):
                holder = node_of(knowledge, name) or condition.of
                yield Problem(
                    setting.file,
                    setting.id,
                    f"shares.{name}",
                    "share-of-value",
                    f"is no cause of its own; it is part of {holder}",
                )
        total = sum(
            figure.value
            for name, figure in setting.shares.items()
            if name in roots and roots[name].kind in ("source", "gate")
        )
        if total < LEAST_TOTAL:
            yield Problem(
                setting.file,
                setting.id,
                "shares",
                "share-total",
                f"what hurts sums to {total:.3g}, at least {LEAST_TOTAL}: all hurt, some for two reasons",
            )
        for fact, rates in setting.base_rates.items():
            rate_sum = sum(figure.value for figure in rates.values())
            if set(rates) != {"yes"} and abs(rate_sum - 1.0) > 1e-3:
                yield Problem(
                    setting.file,
                    setting.id,
                    f"base_rates.{fact}",
                    "base-rate",
                    f"sums to {rate_sum:.3g}, not to 1",
                )
