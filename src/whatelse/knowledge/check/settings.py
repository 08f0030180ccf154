"""Settings: a share for every cause of its own and nothing else, enough of them to explain the pain."""

from __future__ import annotations

from collections.abc import Iterator

from whatelse.knowledge.check.nodes import is_node, node_of, nodes
from whatelse.knowledge.check.problem import Problem, unknown
from whatelse.knowledge.schema import Knowledge, Setting

#: Several causes can be true at once, so the shares of what hurts sum to more than 1.
LEAST_TOTAL = 1.02
#: Beyond this the model takes two causes at once for commoner than one, and pairs of common causes outweigh a rare one
#: that explains everything. Every condition that is added takes its share from the others.
MOST_TOTAL = 1.4


def check_settings(knowledge: Knowledge) -> Iterator[Problem]:
    """Shares and base rates of each setting."""
    roots = {condition.id: condition for condition in nodes(knowledge)}
    for setting in knowledge.settings.values():
        if setting.base or setting.given:
            yield from _based(knowledge, setting)
            continue
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
        if total > MOST_TOTAL:
            largest = max(setting.shares, key=lambda name: (setting.shares[name].value, name))
            yield Problem(
                setting.file,
                setting.id,
                "shares",
                "share-total",
                f"what hurts sums to {total:.3g}, at most {MOST_TOTAL}: few hurt for two reasons at once "
                f"(the largest is {largest}, {setting.shares[largest].value:.2g})",
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


def _based(knowledge: Knowledge, setting: Setting) -> Iterator[Problem]:
    """A setting that stands on another: the other has shares, this one has none, and what is given can be known."""
    base = knowledge.settings.get(setting.base)
    if base is None or base.base:
        yield Problem(
            setting.file,
            setting.id,
            "base",
            "base-setting",
            unknown("setting with shares", setting.base, [s.id for s in knowledge.settings.values() if not s.base]),
        )
    if setting.shares or setting.base_rates or setting.age is not None:
        yield Problem(
            setting.file, setting.id, "shares", "base-setting", "a setting with a base has no shares of its own"
        )
    for name in setting.given:
        finding = knowledge.findings.get(name)
        if finding is None or finding.type != "yes_no" or finding.leak is None or finding.family:
            known = [f.id for f in knowledge.findings.values() if f.type == "yes_no" and f.leak is not None]
            yield Problem(
                setting.file, setting.id, "given", "given", unknown("scored finding with yes and no", name, known)
            )
    if not setting.given:
        yield Problem(setting.file, setting.id, "given", "given", "missing; what is known of everyone seen here?")
