"""The shapes of the knowledge: conditions, findings, families, settings, rules. Frozen, typed, no behaviour.

Everything here is read from ``data/*.toml`` by the loader; nothing knows a person or does arithmetic.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from whatelse.knowledge.care import Action, Response
from whatelse.knowledge.exam_tests import ExamTests
from whatelse.knowledge.interview_data import InterviewData
from whatelse.knowledge.number import Figure, Number
from whatelse.knowledge.plan_data import PlanData
from whatelse.knowledge.scans import Scan
from whatelse.knowledge.self_tests import SelfTests
from whatelse.knowledge.shorthand import Alias
from whatelse.knowledge.six_factors import SixFactors

Urgency = Literal["self_care", "routine", "urgent", "emergency"]
Sex = Literal["female", "male"]
Kind = Literal["source", "silent", "gate", "derived"]
Relation = Literal["subtype", "grade", "group"]
FindingType = Literal["yes_no", "graded", "number", "category", "duration", "duration_over"]
FamilyKind = Literal["graded", "tree", "independent", "duration"]


class Quantiles(msgspec.Struct, frozen=True, omit_defaults=True):
    """A distribution by 2-4 quantiles ``(probability, value)``; ``spread``: how wrong the median may be."""

    points: tuple[tuple[float, float], ...]
    spread: float
    source: str
    support: str
    note: str = ""


class Link(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one cause does to one finding: exactly one of the four is set.

    ``figure``: P(finding active | this cause alone). ``grades``: P(state | this cause alone) for the states
    above the first. ``quantiles``: the distribution of a number under this cause alone. ``dropped``: an
    inherited link that does not hold here.
    """

    figure: Figure | None = None
    grades: dict[str, Figure] | None = None
    quantiles: Quantiles | None = None
    dropped: bool = False


class AxisValue(msgspec.Struct, frozen=True, omit_defaults=True):
    """One value of an exclusive axis inside a condition: a way it spreads (axis ``pattern``), a motion, ..."""

    axis: str
    id: str
    label: str
    share: Figure
    findings: dict[str, Link] = {}


class CoursePoint(msgspec.Struct, frozen=True):
    """Share of people with this cause still in pain ``week`` weeks after onset."""

    week: float
    share: Figure


class Context(msgspec.Struct, frozen=True):
    """Odds ratio of a cause by a fact about the person, one figure a state of the fact."""

    fact: str
    odds: dict[str, Figure]


class Gate(msgspec.Struct, frozen=True):
    """Loads of silent sites that add up against a threshold of 1 with a spread."""

    loads: dict[str, Figure]
    threshold_spread: Figure


class Condition(msgspec.Struct, frozen=True, omit_defaults=True):
    """A cause: a pain source, a silent cause, a gate, or a derived name for a part of one.

    ``broad``: how many times the odds of its leak any finding has under this cause, where no link says more.
    ``actions``: what each action does to people with it; a parent's hold for its children.
    """

    id: str
    label: str
    plain: str
    what: str
    kind: Kind
    interface: str
    urgency: Urgency
    article: bool = False
    parent: str = ""
    relation: str = ""
    axis: str = ""
    share: Figure | None = None
    codes: dict[str, str] = {}
    confirms: str = ""
    excludes: str = ""
    see: str = ""
    values: tuple[AxisValue, ...] = ()
    course: tuple[CoursePoint, ...] = ()
    drivers: dict[str, Figure] = {}
    context: tuple[Context, ...] = ()
    findings: dict[str, Link] = {}
    actions: dict[str, Response] = {}
    broad: Figure | None = None
    gate: Gate | None = None
    of: str = ""
    any_of: tuple[str, ...] = ()
    no_single_site: bool = False
    file: str = ""


class Finding(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that can be told, seen, tested or imaged; or, as ``context``, a fact about the person.

    ``past``: it tells of the beginning, not of today, so that a source that has settled may still explain it.
    """

    id: str
    label: str
    question: str
    kind: str
    stage: Literal["history", "exam", "investigation"]
    type: FindingType
    active: str = "yes"
    states: tuple[str, ...] = ()
    self_test: bool = False
    implies: tuple[str, ...] = ()
    cluster: str = ""
    family: str = ""
    leak: Figure | None = None
    leak_quantiles: Quantiles | None = None
    context: bool = False
    base_rates: dict[str, Figure] = {}
    unit: str = ""
    min: float | None = None
    max: float | None = None
    resolution: float = 0.0
    abnormal: str = "high"
    scale: str = "linear"
    sided: str = ""
    weeks_if_yes: float = 0.0
    weeks_if_no: float = 0.0
    how: str = ""
    not_when: str = ""
    unscored: str = ""
    replaces: tuple[str, ...] = ()
    past: bool = False
    file: str = ""


class Family(msgspec.Struct, frozen=True, omit_defaults=True):
    """Findings that are not independent witnesses: one graded composite, a tree, or declared apart.

    question: of a graded one, what its tests ask, in plain words.
    """

    id: str
    label: str
    kind: FamilyKind
    states: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    count: tuple[tuple[int, int], ...] = ()
    count_finding: str = ""
    positive: dict[str, tuple[float, ...]] = {}
    leak: dict[str, Figure] = {}
    outside: dict[str, str] = {}
    reason: str = ""
    question: str = ""
    file: str = ""


class Source(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a number comes from and what of it was read."""

    id: str
    authors: str = ""
    year: str | int = ""
    title: str = ""
    journal: str = ""
    url: str = ""
    how_seen: str = ""


class Setting(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who is seen: the share of each cause among people with such pain at ``reference_week``.

    ``base``: another setting whose people these are, once the answers in ``given`` are known of everyone; it then has
    no shares of its own.
    """

    id: str
    label: str
    plain: str
    reference_week: Number
    shares: dict[str, Figure]
    age: Quantiles | None = None
    base_rates: dict[str, dict[str, Figure]] = {}
    base: str = ""
    given: dict[str, str] = {}
    file: str = ""


class Rule(msgspec.Struct, frozen=True, omit_defaults=True):
    """A red-flag rule: a positive formula over findings, outside the probabilities.

    plain: what it is called for a runner, where the label is not plain.
    """

    id: str
    label: str
    level: Urgency
    when: dict[str, Any]
    do: str
    how_soon: str
    catches: tuple[str, ...]
    source: str
    false_alarms: Figure
    watch: str = ""
    note: str = ""
    plain: str = ""
    file: str = ""


class CoreItem(msgspec.Struct, frozen=True):
    """One line to tick. With several findings a tick opens them one by one; left out by all, each is a no."""

    ask: str
    findings: tuple[str, ...]


class CoreScreen(msgspec.Struct, frozen=True):
    """A group of the safety core, asked of everyone before all else."""

    id: str
    title: str
    items: tuple[CoreItem, ...]


class LevelText(msgspec.Struct, frozen=True):
    """What a level of urgency means to a person."""

    label: str
    do: str
    how_soon: str
    watch: str


class RaiseAt(msgspec.Struct, frozen=True):
    """Probability that any cause of a level is there, from which on the level is raised, and why there."""

    at: Figure
    reason: str


class Safety(msgspec.Struct, frozen=True):
    """What goes with the rules. ``not_for``: sex -> findings that need not be asked."""

    core: tuple[CoreScreen, ...] = ()
    levels: dict[str, LevelText] = {}
    raise_at: dict[str, RaiseAt] = {}
    not_for: dict[str, tuple[str, ...]] = {}


class Said(msgspec.Struct, frozen=True):
    """An answer: the finding is there or not; or, with ``above`` or ``below`` (both strict), its number lies so."""

    finding: str
    there: bool = True
    above: float | None = None
    below: float | None = None


class Clash(msgspec.Struct, frozen=True):
    """Two answers that hardly go together. Neither implies the other, so neither can be set right by itself."""

    one: Said
    other: Said


class Limits(msgspec.Struct, frozen=True):
    """Whom and what the knowledge is for: the youngest age in years, the findings that put the pain inside its region,
    and what is said to those outside. Without texts there is no limit. ``clash`` is said of two answers that clash,
    named in it as ``{one}`` and ``{other}``.
    """

    youngest: float = 0.0
    too_young: str = ""
    inside: tuple[str, ...] = ()
    elsewhere: str = ""
    clash: str = ""
    clashes: tuple[Clash, ...] = ()


class Knowledge(msgspec.Struct, frozen=True):
    """Everything known, by id. ``digest`` is the hash of the bytes it was read from."""

    version: str
    digest: str
    overlays: tuple[tuple[str, str], ...]
    conditions: dict[str, Condition]
    findings: dict[str, Finding]
    families: dict[str, Family]
    sources: dict[str, Source]
    settings: dict[str, Setting]
    rules: dict[str, Rule]
    actions: dict[str, Action]
    scans: dict[str, Scan]
    sports: dict[str, str]
    interfaces: dict[str, str]
    default_setting: str
    reading_words: tuple[str, ...] = ()
    plan: PlanData = PlanData()
    clean_words: tuple[str, ...] = ()
    names: dict[str, str] = {}
    limits: Limits = Limits()
    six_factors: SixFactors = SixFactors()
    shorthand: dict[str, Alias] = {}
    self_tests: SelfTests = SelfTests()
    exam_tests: ExamTests = ExamTests()
    safety: Safety = Safety()
    interview: InterviewData = InterviewData()

    def children(self, condition_id: str) -> list[Condition]:
        return [c for c in self.conditions.values() if c.parent == condition_id]

    def composite_of(self, finding_id: str) -> str:
        """The graded family a finding belongs to, or an empty string."""
        finding = self.findings.get(finding_id)
        return finding.family if finding else ""
