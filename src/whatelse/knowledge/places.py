"""Where every number and every link of the knowledge stands: one walk for checks, exports and counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from whatelse.knowledge.number import Figure, Number
from whatelse.knowledge.schema import Condition, Knowledge, Link, Quantiles


@dataclass(frozen=True)
class Place:
    """Room, file, entry and field of something written down. ``sort``: what values it may take.

    probability: strictly between 0 and 1. survival: above 0, at most 1. odds: a ratio above 0.
    positive: above 0.
    """

    room: str
    file: str
    entry: str
    field: str
    sort: str = "probability"


@dataclass(frozen=True)
class LinkAt:
    """One link as written: in the base of a condition, in a pattern or in a value (``inside`` names it)."""

    condition: Condition
    inside: str
    finding: str
    link: Link

    @property
    def field(self) -> str:
        return f"{self.inside}.findings.{self.finding}" if self.inside else f"findings.{self.finding}"


def links_of(condition: Condition) -> Iterator[LinkAt]:
    """Every link that a condition writes itself, dropped ones included."""
    for finding, link in condition.findings.items():
        yield LinkAt(condition, "", finding, link)
    for value in condition.values:
        for finding, link in value.findings.items():
            yield LinkAt(condition, f"{value.axis}.{value.id}", finding, link)


def every_link(knowledge: Knowledge) -> Iterator[LinkAt]:
    for condition in knowledge.conditions.values():
        yield from links_of(condition)


def every_quantiles(knowledge: Knowledge) -> Iterator[tuple[Place, Quantiles]]:
    """Every distribution given by quantiles."""
    for finding in knowledge.findings.values():
        if finding.leak_quantiles is not None:
            yield Place("findings", finding.file, finding.id, "leak", "quantiles"), finding.leak_quantiles
    for at in every_link(knowledge):
        if at.link.quantiles is not None:
            yield (
                Place("conditions", at.condition.file, at.condition.id, at.field, "quantiles"),
                at.link.quantiles,
            )
    for setting in knowledge.settings.values():
        if setting.age is not None:
            yield Place("settings", setting.file, setting.id, "age", "quantiles"), setting.age


def every_number(knowledge: Knowledge) -> Iterator[tuple[Place, Number]]:
    """Every record of every figure (quantiles apart), in the order of ids and fields."""
    for place, figure in _figures(knowledge):
        for record in figure.records:
            yield place, record
    for setting in knowledge.settings.values():
        place = Place("settings", setting.file, setting.id, "reference_week", "positive")
        yield place, setting.reference_week
    for action in knowledge.actions.values():
        yield Place("actions", action.file, action.id, "trial", "positive"), action.trial.weeks
    for test in knowledge.self_tests.tests.values():
        for field in ("placed", "read") if test.measure is not None else ():
            spread: Figure = getattr(test.measure, field)
            for record in spread.records:
                yield Place("self_tests", test.file, test.id, f"measure.{field}", "positive"), record


def figures_of(condition: Condition) -> Iterator[tuple[Place, Figure]]:
    """Every figure that a condition writes itself."""

    def at(field: str, sort: str = "probability") -> Place:
        return Place("conditions", condition.file, condition.id, field, sort)

    if condition.share is not None:
        yield at("share"), condition.share
    for value in condition.values:
        yield at(f"{value.axis}.{value.id}.{'weight' if value.axis == 'pattern' else 'share'}"), value.share
    for point in condition.course:
        yield at(f"course.week_{point.week:g}", "survival"), point.share
    for driver, figure in condition.drivers.items():
        yield at(f"drivers.{driver}"), figure
    for context in condition.context:
        for state, figure in context.odds.items():
            yield at(f"context.{context.fact}.{state}", "odds"), figure
    if condition.broad is not None:
        yield at("broad", "odds"), condition.broad
    if condition.gate is not None:
        for site, figure in condition.gate.loads.items():
            yield at(f"gate.loads.{site}", "positive"), figure
        yield at("gate.threshold_spread", "positive"), condition.gate.threshold_spread
    for action, response in condition.actions.items():
        for effect in ("helps", "nothing", "may_harm"):
            figure_of: Figure | None = getattr(response, effect)
            if figure_of is not None:
                yield at(f"actions.{action}.{effect}"), figure_of
    for link in links_of(condition):
        if link.link.figure is not None:
            yield at(link.field), link.link.figure
        for state, figure in (link.link.grades or {}).items():
            yield at(f"{link.field}.{state}"), figure


def _figures(knowledge: Knowledge) -> Iterator[tuple[Place, Figure]]:
    for condition in knowledge.conditions.values():
        yield from figures_of(condition)
    for finding in knowledge.findings.values():
        if finding.leak is not None:
            yield Place("findings", finding.file, finding.id, "leak"), finding.leak
        for state, figure in finding.base_rates.items():
            yield Place("findings", finding.file, finding.id, f"base_rates.{state}"), figure
    for family in knowledge.families.values():
        for state, figure in family.leak.items():
            yield Place("families", family.file, family.id, f"leak.{state}"), figure
    for setting in knowledge.settings.values():
        for key, figure in setting.shares.items():
            yield Place("settings", setting.file, setting.id, f"shares.{key}"), figure
        for fact, table in setting.base_rates.items():
            for state, figure in table.items():
                yield Place("settings", setting.file, setting.id, f"base_rates.{fact}.{state}"), figure
    for rule in knowledge.rules.values():
        yield Place("red_flags", rule.file, rule.id, "false_alarms"), rule.false_alarms
