"""The engine against an oracle: every probability by name, the differences, and a line of the table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from whatelse.inference.network import Network
from whatelse.inference.posterior import Posterior


def named(network: Network, result: Posterior) -> dict[str, float]:
    """Everything the engine answers, by name."""
    out = {"evidence": result.evidence, "P(hurts)": result.hurts, "P(unlisted)": result.unlisted}
    out |= {f"P({name})": float(p) for name, p in zip(network.node_ids, result.nodes, strict=True)}
    out |= {
        f"P(value {name})": float(p)
        for name, p, there in zip(network.value_ids, result.values, network.present, strict=True)
        if there
    }
    out |= {f"P(group {name})": p for name, p in result.groups.items()}
    out |= {f"P(derived {name})": p for name, p in result.derived.items()}
    for node, drivers in result.behind.items():
        for driver, p in drivers.items():
            out[f"P({network.node_ids[driver]} behind {network.node_ids[node]})"] = p
    return out


def differences(found: Mapping[str, float], expected: Mapping[str, float]) -> dict[str, float]:
    """Absolute difference of each probability, relative difference of the evidence; every name must be answered."""
    out = {}
    for name, value in expected.items():
        off = abs(found[name] - value) / (value if name == "evidence" else 1.0)
        out[name] = off if off == off else float("inf")
    return out


def complaint(found: Mapping[str, float], expected: Mapping[str, float], bar: float) -> str:
    """Every quantity beyond the bar with both numbers, worst first; empty when all are within it."""
    off = differences(found, expected)
    beyond = sorted((name for name in off if off[name] > bar), key=lambda name: -off[name])
    return "".join(
        f"\n  {name}: engine {found[name]!r}, oracle {expected[name]!r}, off by {off[name]:.1e}" for name in beyond
    )


@dataclass
class Row:
    """One oracle in the table of all: how many cases, how many of them with how many active findings, how far off."""

    oracle: str
    bar: float
    cases: int = 0
    active: Counter[int] = field(default_factory=Counter)
    strata: Counter[str] = field(default_factory=Counter)
    largest: float = 0.0
    unfinished: Counter[str] = field(default_factory=Counter)

    def add(
        self,
        found: Mapping[str, float],
        expected: Mapping[str, float],
        active: int,
        strata: frozenset[str] = frozenset(),
    ) -> None:
        self.cases += 1
        self.active[active] += 1
        self.strata.update(strata)
        self.largest = max(self.largest, *differences(found, expected).values())

    def __str__(self) -> str:
        lines = [
            f"{self.oracle}: {self.cases} cases, largest difference {self.largest:.1e} (bar {self.bar:.0e})",
            "  active findings: " + ", ".join(f"{n}: {k} cases" for n, k in sorted(self.active.items())),
        ]
        if self.strata:
            lines.append("  with: " + ", ".join(f"{name}: {k}" for name, k in sorted(self.strata.items())))
        if self.unfinished:
            lines.append("  not finished: " + ", ".join(f"{why}: {k}" for why, k in sorted(self.unfinished.items())))
        return "\n".join(lines)
