"""How much of each part a page shows, and in which order it is shortened until it fits one page.

Nothing is set in smaller type: a page that people cannot read tells them nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Measure:
    """Numbers of entries; ``words``: letters kept of what somebody wrote in free words."""

    sources: int = 5
    reasonable: int = 5
    hold_off: int = 4
    stop: int = 5
    how: bool = True
    tests: int = 6
    tell: int = 7
    clocks: int = 2
    thorough: int = 3
    figure: float = 58.0
    words: int = 90
    causes: int = 8
    explained: int = 3
    weights: int = 4
    findings: int = 40
    open: int = 6
    exam: int = 12
    floors: int = 6
    actions: int = 14
    care: int = 6
    cuts: int = 0


#: What each further step takes away; what hurts a reader least goes first.
RUNNER: tuple[dict[str, float], ...] = (
    {"thorough": 2, "tests": 5},
    {"thorough": 0, "hold_off": 3},
    {"tests": 4, "stop": 4, "figure": 52},
    {"reasonable": 4, "tell": 6},
    {"tests": 3, "stop": 3, "clocks": 1},
    {"reasonable": 3, "hold_off": 2, "tell": 5, "figure": 46},
    {"tests": 2},
    {"words": 60, "tests": 0},
    {"reasonable": 2, "stop": 2},
    {"how": False, "reasonable": 4},
    {"tell": 4, "words": 40, "hold_off": 1, "reasonable": 3, "figure": 40},
    {"sources": 4, "tell": 3, "reasonable": 2, "figure": 0},
)
CLINICIAN: tuple[dict[str, float], ...] = (
    {"actions": 11},
    {"open": 5, "exam": 10},
    {"weights": 3},
    {"findings": 26},
    {"causes": 7, "actions": 9},
    {"explained": 2, "care": 4},
    {"findings": 18, "open": 4, "exam": 8, "figure": 50},
    {"weights": 2, "causes": 6, "words": 60},
    {"findings": 12, "floors": 4, "actions": 6, "care": 3},
    {"explained": 1, "exam": 6, "findings": 8, "figure": 42},
    {"causes": 5, "words": 40, "findings": 6, "care": 2, "floors": 3, "actions": 4, "open": 3, "exam": 4, "figure": 0},
)


def measure(audience: str, cuts: int) -> Measure:
    """The measure after so many steps; the last one where there are no more."""
    steps = RUNNER if audience == "runner" else CLINICIAN
    found = Measure()
    for step in steps[:cuts]:
        found = replace(found, **step)  # type: ignore[arg-type]
    return replace(found, cuts=min(cuts, len(steps)))


def most_cuts(audience: str) -> int:
    return len(RUNNER if audience == "runner" else CLINICIAN)
