"""The answer: possible sources with probabilities, and everything needed to say where they came from.

Frozen msgspec structs; ``to_json()`` gives the same bytes for the same case, knowledge and setting.
"""

from __future__ import annotations

from typing import Any

import msgspec

from whatelse.knowledge.schema import Urgency

DIGITS = 9


class Entry(msgspec.Struct, frozen=True):
    """One node of the differential. ``parent`` and ``relation`` say how it hangs in the tree of conditions."""

    condition: str
    label: str
    plain: str
    probability: float
    interface: str
    urgency: Urgency
    kind: str
    parent: str
    relation: str


class InterfaceSum(msgspec.Struct, frozen=True):
    """The probabilities of the ranked sources at one joint or in one tissue, added up (several can be true).

    A driven cause counts where it hurts, not where its driver is; ``driven`` names the drivers.
    """

    interface: str
    label: str
    sum: float


class DriverShare(msgspec.Struct, frozen=True):
    """P(this driver is there | the driven cause is there)."""

    condition: str
    label: str
    probability: float


class DrivenCause(msgspec.Struct, frozen=True):
    """A cause that others bring about, with what may be behind it here."""

    condition: str
    label: str
    probability: float
    drivers: tuple[DriverShare, ...]


class Told(msgspec.Struct, frozen=True):
    """A finding of the case and what became of it."""

    finding: str
    label: str
    value: Any
    note: str


class Findings(msgspec.Struct, frozen=True):
    """Every finding of the case once, by what became of it."""

    used: tuple[Told, ...]
    facts: tuple[Told, ...]
    implied: tuple[Told, ...]
    set_aside: tuple[Told, ...]
    unknown: tuple[Told, ...]
    not_scored: tuple[Told, ...]


class CareTold(msgspec.Struct, frozen=True):
    """A treatment or a scan of the case: what it was taken for, the findings that it answers, and why (or why not)."""

    said: str
    read_as: str
    findings: tuple[str, ...]
    note: str


class KnowledgeVersion(msgspec.Struct, frozen=True):
    """Which knowledge gave the numbers; overlays are (file name, hash)."""

    version: str
    digest: str
    overlays: tuple[tuple[str, str], ...]


class SettingUsed(msgspec.Struct, frozen=True):
    """Where the person is seen; ``reference_week`` is the median week at which people come."""

    id: str
    label: str
    reference_week: float


class Differential(msgspec.Struct, frozen=True):
    """Possible sources of the pain of one case, exact for the stated model.

    ranking: (condition id, probability), likeliest first; several can be true, so they add up to more than 1. A
    family or a cause with a derived name stands once, with the probability of the whole of it, under the name that
    holds more than half of it; ``differential`` has the probability of that name by itself.
    something_else: P(no listed source is present | findings). limits: what is said where the knowledge is not for
    this person or this pain.
    """

    case: str | None
    side: str
    told: tuple[str, ...]
    stage: str
    setting: SettingUsed
    engine: str
    knowledge: KnowledgeVersion
    empty: bool
    ranking: tuple[tuple[str, float], ...]
    something_else: float
    differential: tuple[Entry, ...]
    interfaces: tuple[InterfaceSum, ...]
    driven: tuple[DrivenCause, ...]
    findings: Findings
    notes: tuple[str, ...]
    treatments: tuple[CareTold, ...] = ()
    imaging: tuple[CareTold, ...] = ()
    limits: tuple[str, ...] = ()

    def probability(self, condition: str) -> float:
        """The probability of a condition, group, family or silent cause. Raises KeyError for an unknown id."""
        for entry in self.differential:
            if entry.condition == condition:
                return entry.probability
        raise KeyError(condition)

    def entry(self, condition: str) -> Entry:
        return next(e for e in self.differential if e.condition == condition)

    def to_dict(self) -> dict[str, Any]:
        out: dict[str, Any] = msgspec.to_builtins(self)
        return out

    def to_json(self) -> str:
        """One line of JSON, the same bytes every time."""
        return msgspec.json.encode(self).decode()

    def __repr__(self) -> str:
        head = f"Differential of {self.case or 'a case'} ({self.setting.label}, findings: {self.stage})"
        lines = [head]
        for condition, p in self.ranking[:5]:
            lines.append(f"  {100 * p:5.1f} %  {self.entry(condition).label}  [{condition}]")
        lines.append(f"  {100 * self.something_else:5.1f} %  nothing in this list")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td style='text-align:right'>{100 * p:.1f} %</td><td>{_escaped(self.entry(c).label)}</td>"
            f"<td><code>{c}</code></td></tr>"
            for c, p in self.ranking[:8]
        )
        return (
            f"<table><caption>Possible sources, {_escaped(self.setting.label)}; several can be true</caption>"
            f"<tbody>{rows}<tr><td style='text-align:right'>{100 * self.something_else:.1f} %</td>"
            "<td>nothing in this list</td><td></td></tr></tbody></table>"
        )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def rounded(p: float) -> float:
    """Nine decimals, never a negative zero."""
    return round(float(p), DIGITS) + 0.0
