"""What was observed, in the terms of a network: which findings, in which states, with which likelihoods."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Evidence:
    """Observations of one case. Keys are finding ids of the network; everything absent is unknown.

    active: yes/no findings seen in their active (True) or inactive (False) state.
    soft: yes/no findings seen uncertainly, (likelihood if inactive, likelihood if active).
    graded: likelihood of what was seen under each state.
    measured: (low, high], in the unit of the finding.
    week: still in pain at this week; None is the setting's own.
    facts: state of each observed fact about the person.
    """

    active: dict[str, bool] = field(default_factory=dict)
    soft: dict[str, tuple[float, float]] = field(default_factory=dict)
    graded: dict[str, tuple[float, ...]] = field(default_factory=dict)
    measured: dict[str, tuple[float, float]] = field(default_factory=dict)
    week: float | None = None
    facts: dict[str, str] = field(default_factory=dict)
