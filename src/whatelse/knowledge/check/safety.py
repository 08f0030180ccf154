"""The safety core and the levels: short enough to be asked of everyone, complete, and easy to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from whatelse.knowledge.check.problem import Problem, unknown
from whatelse.knowledge.check.texts import HIGHEST_GRADE
from whatelse.knowledge.reading import grade
from whatelse.knowledge.schema import Knowledge, Sex, Urgency

FILE = "red_flags.toml"
MOST_SCREENS, MOST_ITEMS = 5, 6
_PERSON = ("age", "sex")


def check_safety(knowledge: Knowledge) -> Iterator[Problem]:
    """At most five screens of six items, known findings asked once, a text for each level."""
    safety = knowledge.safety
    if len(safety.core) > MOST_SCREENS:
        yield _problem("core", "core-size", f"{len(safety.core)} screens, at most {MOST_SCREENS}")
    asked: set[str] = set()
    for screen in safety.core:
        if not 1 <= len(screen.items) <= MOST_ITEMS:
            yield _problem(
                f"core.{screen.id}", "core-size", f"{len(screen.items)} items, at least 1, at most {MOST_ITEMS}"
            )
        for name in (name for item in screen.items for name in item.findings):
            if name in asked:
                yield _problem(f"core.{screen.id}", "core-twice", f"{name} is asked twice")
            if name not in {*knowledge.findings, *_PERSON}:
                yield _problem(f"core.{screen.id}", "unknown-id", unknown("finding", name, knowledge.findings))
            asked.add(name)
    for sex, names in safety.not_for.items():
        if sex not in get_args(Sex):
            yield _problem("not_for", "unknown-id", unknown("sex", sex, get_args(Sex)))
        for name in names:
            if name not in knowledge.findings:
                yield _problem(f"not_for.{sex}", "unknown-id", unknown("finding", name, knowledge.findings))
    yield from _levels(knowledge)
    yield from _texts(knowledge)


def _levels(knowledge: Knowledge) -> Iterator[Problem]:
    for level in get_args(Urgency):
        if level not in knowledge.safety.levels:
            yield _problem("level", "level-text", f"no text for the level {level}")
    for level in {*knowledge.safety.levels, *knowledge.safety.raise_at} - {*get_args(Urgency)}:
        yield _problem("level", "rule-level", unknown("level", level, get_args(Urgency)))
    for level, raised in knowledge.safety.raise_at.items():
        if not raised.reason.strip() or not 0 < raised.at.value < 1:
            yield _problem(f"raise.{level}", "raise", "needs a probability between 0 and 1 and a reason")


def _texts(knowledge: Knowledge) -> Iterator[Problem]:
    for place, text in spoken(knowledge):
        found = grade(text, knowledge.reading_words)
        if not text.strip() or found > HIGHEST_GRADE:
            yield _problem(
                place, "reading-grade", f"reading grade {found:.1f}, at most {HIGHEST_GRADE:g}: shorter words"
            )


def spoken(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Every text for people beside those of the rules, with its place."""
    for screen in knowledge.safety.core:
        yield f"core.{screen.id}.title", screen.title
        for item in screen.items:
            yield f"core.{screen.id}.items", item.ask
    for level, text in knowledge.safety.levels.items():
        yield f"level.{level}", f"{text.do} {text.watch}"
    for rule in knowledge.rules.values():
        if rule.watch:
            yield f"{rule.id}.watch", rule.watch


def _problem(field: str, rule: str, message: str) -> Problem:
    return Problem(FILE, "safety", field, rule, message)
