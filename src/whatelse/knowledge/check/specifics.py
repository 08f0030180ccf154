"""General and specific findings: whoever has the specific one has the general one, in causes and in leaks."""

from __future__ import annotations

from collections.abc import Iterator

from whatelse.knowledge.check.nodes import nodes, resolved
from whatelse.knowledge.check.problem import Problem
from whatelse.knowledge.schema import Knowledge

_FLOAT = 1e-9


def check_specifics(knowledge: Knowledge) -> Iterator[Problem]:
    """P(general) is at least P(specific), in the leak and in every value of every cause that states both."""
    pairs = [
        (general, specific.id)
        for specific in knowledge.findings.values()
        for general in specific.implies
        if general in knowledge.findings
    ]
    for general, specific in pairs:
        upper, lower = knowledge.findings[general], knowledge.findings[specific]
        if upper.leak and lower.leak and upper.leak.value < lower.leak.value - _FLOAT:
            yield Problem(
                upper.file,
                general,
                "leak",
                "general-below-specific",
                f"{upper.leak.value:.3g} is below {specific} at {lower.leak.value:.3g}, which implies it",
            )
    for node in nodes(knowledge):
        told: set[tuple[str, str]] = set()
        for name, links in resolved(knowledge, node):
            for general, specific in pairs:
                above, below = links.get(general), links.get(specific)
                if above is None or below is None or above.figure is None or below.figure is None:
                    continue
                short = above.figure.value < below.figure.value - _FLOAT
                if short and (general, specific) not in told:
                    told.add((general, specific))
                    yield Problem(
                        node.file,
                        node.id,
                        f"findings.{general}",
                        "general-below-specific",
                        f"{above.figure.value:.3g} is below {specific} at {below.figure.value:.3g}, "
                        f"which implies it (in {name})",
                    )
