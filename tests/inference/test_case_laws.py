"""What must not change an answer, over the whole shipped vocabulary."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.arbitrary import NAMES, raw_cases
from inference.shipped import KNOWLEDGE, bytes_of, case, evidence, example, numbers_of
from sampling import sample
from whatelse.case import loads, parse_case
from whatelse.case.contradictions import implied_by
from whatelse.inference.assess import assess_case

few = settings(max_examples=sample(25, 500))
IMPLIED = sorted((name, general) for name in KNOWLEDGE.findings for general in implied_by(name, KNOWLEDGE))


@few
@given(raw_cases(), st.randoms(use_true_random=False))
def test_the_order_of_findings_changes_no_byte(raw: dict[str, Any], random: Any) -> None:
    items = list(raw["findings"].items())
    random.shuffle(items)
    shuffled = dict(sorted({**raw, "findings": dict(items)}.items(), key=lambda _: random.random()))
    assert bytes_of(parse_case(shuffled, KNOWLEDGE)) == bytes_of(parse_case(raw, KNOWLEDGE))


@few
@given(raw_cases(), st.lists(st.sampled_from(NAMES), min_size=1, max_size=6), st.data())
def test_an_unknown_answer_changes_nothing(raw: dict[str, Any], names: list[str], data: st.DataObject) -> None:
    words = st.sampled_from(["unknown", "not tested", None, "?", {"value": None}, {"not_tested": True}])
    unknown = {name: data.draw(words) for name in names if name not in raw["findings"]}
    wider = {**raw, "findings": {**raw["findings"], **unknown}}
    assert numbers_of(parse_case(wider, KNOWLEDGE)) == numbers_of(parse_case(raw, KNOWLEDGE))


@few
@given(raw_cases(), st.data())
def test_what_is_set_aside_counts_as_if_it_had_never_been_told(raw: dict[str, Any], data: st.DataObject) -> None:
    # A sport in words stays one: setting the finding aside also sets aside what person.sport says of it.
    names = [name for name in raw["findings"] if name != "sport_main"]
    chosen = data.draw(st.lists(st.sampled_from(names), unique=True)) if names else []
    aside, absent = dict(raw["findings"]), dict(raw["findings"])
    for name in chosen:
        answer = absent.pop(name)
        aside[name] = {**(answer if isinstance(answer, dict) else {"value": answer}), "set_aside": True}
    with_them, without = (parse_case({**raw, "findings": f}, KNOWLEDGE) for f in (aside, absent))
    assert numbers_of(with_them) == numbers_of(without)


@few
@given(raw_cases())
def test_left_and_right_exchanged_everywhere_mirror_the_answer(raw: dict[str, Any]) -> None:
    one = parse_case(raw, KNOWLEDGE)
    assert numbers_of(one.mirrored()) == numbers_of(one)
    assert bytes_of(one.mirrored().mirrored()) == bytes_of(one)


def test_a_mirrored_example_is_the_same_text_about_the_other_leg() -> None:
    one = example("stiff_hip_drives_hamstring")
    text, mirror = (assess_case(c, KNOWLEDGE) for c in (one, one.mirrored()))
    assert (text.side, mirror.side) == ("left", "right")
    pair = next(t.value for t in text.findings.used if t.finding == "hip_rotation_difference_deg")
    other = next(t.value for t in mirror.findings.used if t.finding == "hip_rotation_difference_deg")
    assert pair == {"left": other["right"], "right": other["left"]}
    assert text.ranking == mirror.ranking


def test_without_a_side_no_answer_claims_one() -> None:
    found = assess_case(case({"pain_sit_bone": True, "worse_sitting": True}), KNOWLEDGE).to_json()
    assert not re.search(r"\b(left|right)\b", found)


@pytest.mark.parametrize(("specific", "general"), IMPLIED)
def test_a_finding_with_what_it_implies_weighs_as_much_as_alone(specific: str, general: str) -> None:
    assert evidence({specific: True, general: True})[0].active.keys() >= evidence({specific: True})[0].active.keys()
    alone = numbers_of(case({specific: True}))
    assert numbers_of(case({specific: True, general: True})) == alone


@few
@given(raw_cases())
def test_the_same_case_gives_the_same_bytes(raw: dict[str, Any]) -> None:
    assert bytes_of(parse_case(raw, KNOWLEDGE)) == bytes_of(parse_case(raw, KNOWLEDGE))


@few
@given(raw_cases())
def test_yaml_and_json_give_the_same_bytes(raw: dict[str, Any]) -> None:
    one = parse_case(raw, KNOWLEDGE)
    (from_yaml,) = loads(one.to_yaml(), KNOWLEDGE, format="yaml")
    (from_json,) = loads(one.to_json(), KNOWLEDGE, format="json")
    assert bytes_of(from_yaml) == bytes_of(from_json) == bytes_of(one)
