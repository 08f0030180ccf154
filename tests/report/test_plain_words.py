"""An emergency, and what could still be asked, in the runner's words: over every rule and every finding there is."""

from collections.abc import Iterator
from typing import Any

import pytest

from inference.shipped import KNOWLEDGE
from tests.triage.pictured import PICTURES, pictured
from whatelse.case import Case, parse_case
from whatelse.interview.safety import alarms
from whatelse.interview.steps import Interrupt
from whatelse.interview.types import CouldAdd
from whatelse.knowledge.check.plan_data import sentences
from whatelse.knowledge.reading import grade
from whatelse.report.interview import lines_of
from whatelse.report.plain_words import because_words, open_words, question_of, rule_words, urgency_lines
from whatelse.triage import Reason, evaluate
from whatelse.triage.types import Because

HARDEST = 8.0
FINDINGS = sorted(KNOWLEDGE.findings)
GRADED = sorted(family.id for family in KNOWLEDGE.families.values() if family.kind == "graded")


def atoms(raw: Any) -> Iterator[str]:
    """Everything that a formula asks for."""
    if isinstance(raw, str):
        yield raw
    elif isinstance(raw, dict) and "finding" in raw:
        yield raw["finding"]
    elif isinstance(raw, dict):
        for part in (*raw.get("any", ()), *raw.get("all", ()), *raw.get("of", ())):
            yield from atoms(part)


def fired(rule: str) -> Reason:
    """The rule as if all that it can ask for had been told."""
    one = KNOWLEDGE.rules[rule]
    because = tuple(Because(name, name) for name in dict.fromkeys(atoms(one.when)))
    return Reason(rule, one.label, one.level, one.how_soon, one.do, one.watch, because, one.catches, one.source)


def hard(texts: tuple[str, ...]) -> list[tuple[float, str]]:
    found = [(grade(s, KNOWLEDGE.reading_words), s) for text in texts for s in sentences(text)]
    return [one for one in found if one[0] > HARDEST]


@pytest.mark.parametrize("rule", sorted(KNOWLEDGE.rules))
def test_whatever_makes_a_rule_fire_is_told_in_easy_words(rule: str) -> None:
    reason = fired(rule)
    told = because_words(reason, Case(), KNOWLEDGE)
    labels = {KNOWLEDGE.findings[b.finding].label for b in reason.because if b.finding in KNOWLEDGE.findings}
    assert told and not labels.intersection(told)
    assert hard((*told, f"It may be this: {rule_words(rule, KNOWLEDGE)}.", reason.do, reason.watch)) == []


@pytest.mark.parametrize("name", [*FINDINGS, *GRADED])
def test_whatever_could_still_be_asked_is_named_in_easy_words(name: str) -> None:
    room: Any = KNOWLEDGE.findings if name in KNOWLEDGE.findings else KNOWLEDGE.families
    one = CouldAdd(name, room[name].label, "clinician", 0.1)
    plain = open_words(one, KNOWLEDGE)
    assert plain.endswith("?") and plain != room[name].label
    assert hard((plain,)) == []
    assert open_words(one, KNOWLEDGE, "clinician") == room[name].label


@pytest.mark.parametrize("picture", sorted(PICTURES)[::5])
def test_the_exact_names_are_for_clinicians_alone(picture: tuple[str, str]) -> None:
    case = pictured(PICTURES[picture])
    triage = evaluate(case, KNOWLEDGE)
    plain, exact = " ".join(urgency_lines(triage, case, KNOWLEDGE)), " ".join(triage.lines)
    for reason in triage.reasons:
        if reason.level == triage.by_rules:
            assert all(item.label in exact for item in reason.because)
            assert all(text in plain for text in because_words(reason, case, KNOWLEDGE))
    assert "Because of" not in plain
    assert len(urgency_lines(triage, case, KNOWLEDGE)) == len(triage.lines)


def test_an_emergency_in_the_terminal_speaks_to_its_reader() -> None:
    case = parse_case({"findings": {"saddle_anaesthesia": True}}, KNOWLEDGE)
    step = Interrupt(alarms(case, KNOWLEDGE))
    runner = " ".join(" ".join(lines_of(step, KNOWLEDGE, 200, "runner", case)).split())
    clinician = " ".join(" ".join(lines_of(step, KNOWLEDGE, 200, "clinician", case)).split())
    label = KNOWLEDGE.findings["saddle_anaesthesia"].label
    assert label not in runner and question_of(KNOWLEDGE.findings["saddle_anaesthesia"].question) in runner
    assert "Cauda equina" not in runner
    assert label in clinician and "Cauda equina" in clinician


def test_numbers_are_told_as_numbers() -> None:
    reason = fired("E7")
    told = because_words(
        reason, parse_case({"findings": {"temperature_c": 39}, "person": {"age": 41}}, KNOWLEDGE), KNOWLEDGE
    )
    assert any(text.endswith(" 39.") for text in told) or "temperature_c" not in {b.finding for b in reason.because}
