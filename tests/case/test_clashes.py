"""Answers that a person may well give and that hardly go together: it says so in one line, and loses no alarm."""

from typing import Any

import pytest

from tests.inference.shipped import KNOWLEDGE, differential
from tests.knowledge.broken import new_problems
from whatelse.case import parse_case
from whatelse.case.contradictions import clashes, implied_by
from whatelse.knowledge.schema import Clash, Said
from whatelse.triage import evaluate

CLASHES = KNOWLEDGE.limits.clashes
NAMES = [f"{clash.one.finding}-{clash.other.finding}" for clash in CLASHES]


def said(answer: Said) -> Any:
    if answer.above is not None:
        return answer.above + 1
    return answer.there if answer.below is None else answer.below - 1


def told(person: dict[str, Any] | None = None, **findings: Any) -> list[tuple[str, str]]:
    return list(clashes(parse_case({"findings": findings, "person": person or {}}, KNOWLEDGE), KNOWLEDGE))


@pytest.mark.parametrize("clash", CLASHES, ids=NAMES)
def test_two_answers_that_clash_are_named_in_one_line(clash: Clash) -> None:
    (line,) = differential({clash.one.finding: said(clash.one), clash.other.finding: said(clash.other)}).limits[-1:]
    assert KNOWLEDGE.findings[clash.one.finding].label in line
    assert KNOWLEDGE.findings[clash.other.finding].label in line
    assert "\n" not in line


@pytest.mark.parametrize("clash", CLASHES, ids=NAMES)
def test_one_of_the_two_alone_says_nothing(clash: Clash) -> None:
    for answer in (clash.one, clash.other):
        assert told(**{answer.finding: said(answer)}) == []


@pytest.mark.parametrize("clash", CLASHES, ids=NAMES)
def test_what_is_refused_is_no_clash(clash: Clash) -> None:
    assert clash.other.finding not in implied_by(clash.one.finding, KNOWLEDGE)
    assert clash.one.finding not in implied_by(clash.other.finding, KNOWLEDGE)


@pytest.mark.parametrize("clash", CLASHES, ids=NAMES)
def test_a_clash_loses_no_alarm(clash: Clash) -> None:
    both = {clash.one.finding: said(clash.one), clash.other.finding: said(clash.other)}
    rules = {reason.rule for reason in evaluate(parse_case({"findings": both}, KNOWLEDGE), KNOWLEDGE).reasons}
    for name, value in both.items():
        alone = evaluate(parse_case({"findings": {name: value}}, KNOWLEDGE), KNOWLEDGE)
        assert {reason.rule for reason in alone.reasons} <= rules


@pytest.mark.parametrize("soft", ["probably", {"value": True, "set_aside": True}, None])
def test_only_firm_answers_clash(soft: Any) -> None:
    assert told(worsening_course=soft, symptoms_improving=True) == []
    assert told(worsening_course=True, symptoms_improving=soft) == []


def test_answers_for_the_left_and_the_right_leg_do_not_clash() -> None:
    left, right = {"value": True, "side": "left"}, {"value": True, "side": "right"}
    assert told(pain_unrelenting=left, eased_by_rest=right) == []
    assert len(told(pain_unrelenting=left, eased_by_rest=left)) == 1


def test_a_number_clashes_beyond_its_limit_only() -> None:
    assert told(severe_pain=True, pain_intensity=4) == []
    assert told(severe_pain=True, pain_intensity=3) == [("Severe pain", "Pain intensity 3")]
    assert told(healing_over_8_weeks=False, weeks_since_onset=9) == []
    assert told(healing_over_8_weeks=False, weeks_since_onset=30) == [
        ("Not healed after 8 weeks: no", "Time since onset 30")
    ]


def test_what_only_women_have_clashes_with_the_sex_of_a_man() -> None:
    assert told({"sex": "male"}, pregnancy_or_postpartum=True) == [("Pregnant or recently gave birth", "sex male")]
    assert told({"sex": "female"}, pregnancy_or_postpartum=True) == []
    assert told({"sex": "male"}, pregnancy_or_postpartum=False) == []


def test_pain_on_the_sore_side_and_none_at_rest_go_together() -> None:
    assert told(worse_lying_on_side=True, pain_at_rest=False) == []


def test_a_clash_of_an_unknown_finding_is_a_problem_of_the_knowledge() -> None:
    problems = new_problems(lambda raw: raw["words"]["limits"]["clashes"][0]["one"].update(finding="worsening"))
    assert {(problem.rule, problem.file) for problem in problems} == {("unknown-id", "words.toml")}
