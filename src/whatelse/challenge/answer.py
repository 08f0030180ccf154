"""What a challenge answers, as data: frozen structs that every view shows. Weights are in decibans."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from whatelse.inference.basis import Basis
from whatelse.inference.differential import KnowledgeVersion, SettingUsed
from whatelse.inference.intervals import Interval
from whatelse.knowledge.schema import Urgency

Fit = Literal["fits", "partly", "poorly", "cannot_tell"]


class Source(msgspec.Struct, frozen=True):
    """A possible source of the pain. prior: its probability when nothing is told."""

    condition: str
    label: str
    plain: str
    urgency: Urgency
    probability: float
    prior: float


class Speaks(msgspec.Struct, frozen=True):
    """One finding of the case. decibans: how much the odds would fall if only this finding were unknown."""

    finding: str
    label: str
    answer: Any
    decibans: float
    bases: tuple[Basis, ...]


class Between(msgspec.Struct, frozen=True):
    """One finding that helps a rival more than what was told; ``decibans`` is the difference of the two weights."""

    finding: str
    label: str
    answer: Any
    decibans: float
    rival: float
    told: float

    @property
    def helps(self) -> float:
        """What it does for the rival itself, at most the difference."""
        return min(self.rival, self.decibans)


class Rival(msgspec.Struct, frozen=True):
    """Another possible source. graver: a more serious form of what was told, which its name does not cover."""

    source: Source
    graver: bool
    findings: tuple[Between, ...]


class Form(msgspec.Struct, frozen=True):
    """A grade or kind inside what was told. named: the one that was told; likeliest: of the same row of kinds."""

    named: Source
    likeliest: Source


class Says(msgspec.Struct, frozen=True):
    """One answer to an open question: decibans towards what was told (above 0) or towards the rival (below 0)."""

    answer: str
    decibans: float


class Decides(msgspec.Struct, frozen=True):
    """An open question that tells what was told from its best rival. expected: decibans towards the one that is true.

    alone: a runner can answer it without anybody's help. not_when: where the test must not be done.
    """

    finding: str
    label: str
    question: str
    how: str
    not_when: str
    alone: bool
    stage: str
    rival: str
    expected: float
    answers: tuple[Says, ...]


class ClockRow(msgspec.Struct, frozen=True):
    """Of people with this condition, the share still in pain at the week of the case."""

    condition: str
    label: str
    plain: str
    week: float
    share: float
    low: float
    high: float
    sources: tuple[str, ...]


class Fitted(msgspec.Struct, frozen=True):
    """Whether one thing that was told fits: the short answer."""

    said: str
    told: Source
    fit: Fit


class Challenge(msgspec.Struct, frozen=True):
    """One answer to "they say it is ...".

    said: the words. told: the source that was named, as a whole; with its milder or equal forms. covers: the ids it
    stands for. rank: its place among the sources. moved: decibans by which the findings moved it or its best rival,
    whichever is more.
    """

    said: str
    told: Source
    covers: tuple[str, ...]
    note: str
    form: Form | None
    fit: Fit
    rank: int
    moved: float
    interval: Interval | None
    fits: tuple[Speaks, ...]
    does_not_fit: tuple[Speaks, ...]
    rivals: tuple[Rival, ...]
    dangerous: tuple[Source, ...]
    decides: tuple[Decides, ...]
    clocks: tuple[ClockRow, ...]


class SignTold(msgspec.Struct, frozen=True):
    """A sign of the article's table that the case shows."""

    finding: str
    label: str
    answer: Any


class Study(msgspec.Struct, frozen=True):
    """What studies say where they disagree with the article, or narrow it."""

    says: str
    sources: tuple[str, ...]


class FactorRow(msgspec.Struct, frozen=True):
    """One of the six factors: the case beside either side, what the article says and what studies say.

    side: "injury", "something_else" or "" where nothing, or as much for either, was told.
    """

    factor: str
    label: str
    side: str
    injury: tuple[SignTold, ...]
    something_else: tuple[SignTold, ...]
    article: str
    studies: tuple[Study, ...]


class Moved(msgspec.Struct, frozen=True):
    """What the outcome of a treatment or the result of a scan does to one source."""

    condition: str
    plain: str
    decibans: float


class NoHelp(msgspec.Struct, frozen=True):
    """A source that a treatment could not have helped, so that its failing says nothing against it.

    why: "leaves" as it is, "harms", or "unknown". note: of the knowledge.
    """

    condition: str
    plain: str
    why: str
    note: str


class Tried(msgspec.Struct, frozen=True):
    """One treatment. counted: "yes", "in part" or "no"; reason: why. Both lists are of likely sources only."""

    said: str
    read_as: str
    counted: str
    reason: str
    findings: tuple[str, ...]
    less_likely: tuple[Moved, ...]
    more_likely: tuple[Moved, ...]
    could_not_help: tuple[NoHelp, ...]


class ScanTold(msgspec.Struct, frozen=True):
    """One scan of the case. open: likely sources about which a clean result says next to nothing. misses: where a clean
    one looked, and what was not on it.
    """

    said: str
    read_as: str
    clean: bool
    counted: bool
    reason: str
    findings: tuple[str, ...]
    less_likely: tuple[Moved, ...]
    open: tuple[Moved, ...]
    misses: str = ""


class Settles(msgspec.Struct, frozen=True):
    """The scan, not yet done, that tells two likely sources apart best; ``expected`` in decibans."""

    scan: str
    label: str
    source: str
    against: str
    finding: str
    expected: float


class Challenged(msgspec.Struct, frozen=True):
    """All that a case is challenged on; what does not depend on the words told stands once."""

    case: str | None
    side: str
    stage: str
    setting: SettingUsed
    engine: str
    knowledge: KnowledgeVersion
    week: float | None
    challenges: tuple[Challenge, ...]
    factors: tuple[FactorRow, ...]
    treatments: tuple[Tried, ...]
    scans: tuple[ScanTold, ...]
    settles: tuple[Settles, ...]

    def named(self, name: str) -> Challenged:
        """The same under a name, for a case that has none."""
        return msgspec.structs.replace(self, case=name)

    def to_dict(self) -> dict[str, Any]:
        out: dict[str, Any] = msgspec.to_builtins(self)
        return out

    def to_json(self) -> str:
        """One line of JSON, the same bytes every time."""
        return msgspec.json.encode(self).decode()
