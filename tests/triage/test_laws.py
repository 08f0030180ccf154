"""Laws over the whole vocabulary: more told never means less urgent, and how it is told changes nothing."""

import random
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.inference.arbitrary import NAMES, answers, raw_cases
from tests.triage.pictured import KNOWLEDGE, PICTURES, pictured
from whatelse.case import Answer, Case, Person, Treatment, parse_case
from whatelse.case.subjects import subject_of
from whatelse.errors import InputError
from whatelse.triage import Triage, evaluate
from whatelse.triage.types import height

#: A few pictures of every level, to which anything at all is added.
BASES = [pictured(picture) for picture in list(PICTURES.values())[::9]] + [Case()]


def parsed(raw: dict[str, Any]) -> Case:
    return parse_case(raw, KNOWLEDGE)


def every_answer(name: str) -> list[Answer]:
    """An answer of each kind that a finding can have, edges of numbers included."""
    subject = subject_of(name, KNOWLEDGE)
    assert subject is not None
    if subject.form == "yes_no":
        soft = [Answer(v, likelihood={"yes": y, "no": 1 - y}) for v, y in ((True, 0.8), (False, 0.2))]
        return [Answer(True), Answer(False), *soft, Answer(), Answer(not_tested=True), Answer(True, set_aside=True)]
    if subject.form == "states":
        return [Answer(state) for state in subject.states]
    low, high = subject.low or 0.0, subject.high if subject.high is not None else 100.0
    return [Answer(low), Answer((low + high) / 2), Answer(high)]


@pytest.mark.parametrize("name", NAMES)
def test_no_answer_to_any_finding_lowers_the_level(name: str) -> None:
    for base in BASES:
        if name not in base.findings:
            before = height(evaluate(base, KNOWLEDGE).level)
            for answer in every_answer(name):
                assert height(evaluate(base.with_answer(name, answer), KNOWLEDGE).level) >= before, (name, answer)


@given(raw_cases(), st.data())
def test_one_more_finding_never_lowers_the_level_nor_silences_a_rule(raw: dict[str, Any], data: Any) -> None:
    case = parsed(raw)
    name = data.draw(st.sampled_from([n for n in NAMES if n not in case.findings]))
    try:
        more = parsed({**raw, "findings": {**raw["findings"], name: data.draw(answers(name))}})
    except InputError:
        return
    before, after = evaluate(case, KNOWLEDGE), evaluate(more, KNOWLEDGE)
    assert height(after.level) >= height(before.level)
    assert {r.rule for r in before.reasons} <= {r.rule for r in after.reasons}


@given(raw_cases())
def test_a_treatment_that_failed_never_lowers_the_level(raw: dict[str, Any]) -> None:
    case = parsed(raw)
    tried = msgspec.structs.replace(case, treatments=(Treatment("rest", weeks=12.0, effect="none"),))
    assert height(evaluate(tried, KNOWLEDGE).level) >= max(1, height(evaluate(case, KNOWLEDGE).level))


@given(raw_cases(), st.integers(0, 120), st.sampled_from(["female", "male"]))
def test_to_know_the_person_never_lowers_the_level(raw: dict[str, Any], age: int, sex: Any) -> None:
    known = parsed(raw)
    case = msgspec.structs.replace(known, person=Person())
    person = msgspec.structs.replace(known, person=Person(age=float(age), sex=sex))
    assert height(evaluate(person, KNOWLEDGE).level) >= height(evaluate(case, KNOWLEDGE).level)


def same(one: Triage, other: Triage) -> None:
    assert one.to_json() == other.to_json()


@given(raw_cases(), st.sampled_from(NAMES), st.booleans())
def test_an_unknown_or_untested_finding_changes_nothing(raw: dict[str, Any], name: str, tested: bool) -> None:
    case = parsed(raw)
    if name not in case.findings:
        same(evaluate(case, KNOWLEDGE), evaluate(case.with_answer(name, Answer(not_tested=not tested)), KNOWLEDGE))


@given(raw_cases())
def test_what_is_set_aside_is_still_seen(raw: dict[str, Any]) -> None:
    case = parsed(raw)
    aside = {key: msgspec.structs.replace(answer, set_aside=True) for key, answer in case.findings.items()}
    same(evaluate(case, KNOWLEDGE), evaluate(msgspec.structs.replace(case, findings=aside), KNOWLEDGE))


@given(raw_cases(), st.randoms())
def test_the_order_of_findings_changes_nothing(raw: dict[str, Any], rng: random.Random) -> None:
    case = parsed(raw)
    items = list(case.findings.items())
    rng.shuffle(items)
    same(evaluate(case, KNOWLEDGE), evaluate(msgspec.structs.replace(case, findings=dict(items)), KNOWLEDGE))


@given(raw_cases())
def test_left_and_right_are_alike(raw: dict[str, Any]) -> None:
    case = parsed(raw)
    same(evaluate(case, KNOWLEDGE), evaluate(case.mirrored(), KNOWLEDGE))


@given(raw_cases())
def test_nothing_beside_findings_person_and_treatments_is_read(raw: dict[str, Any]) -> None:
    case = parsed(raw)
    other = msgspec.structs.replace(case, truth="dvt", told=("tumour",), id="x", source="y", setting=None)
    same(evaluate(case, KNOWLEDGE), evaluate(other, KNOWLEDGE))


@given(raw_cases())
def test_every_unanswered_finding_named_is_unanswered_and_none_is_named_twice(raw: dict[str, Any]) -> None:
    case = parsed(raw)
    found = evaluate(case, KNOWLEDGE)
    assert len(set(found.not_asked)) == len(found.not_asked)
    for name in found.not_asked:
        answer = case.findings.get(name)
        assert answer is None or answer.value is None or name in KNOWLEDGE.families


@given(raw_cases())
def test_a_complete_answer_can_be_raised_by_no_answer_of_the_core(raw: dict[str, Any]) -> None:
    case = parsed(raw)
    core = [n for screen in KNOWLEDGE.safety.core for item in screen.items for n in item.findings]
    for name in core:
        if name not in case.findings:
            case = case.with_answer(name, Answer(False))
    case = msgspec.structs.replace(case, person=Person(age=40.0, sex="male"))
    found = evaluate(case, KNOWLEDGE)
    assert found.complete
    for name in set(core) - set(raw["findings"]):
        answered = case.without(name)
        assert evaluate(answered, KNOWLEDGE).level == found.level
