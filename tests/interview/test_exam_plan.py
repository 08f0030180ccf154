"""The examination plan: what each answer would mean is exact, the time is kept, the patient turns once."""

from functools import cache

import pytest

from inference.shipped import KNOWLEDGE, case, example
from whatelse.case import Answer
from whatelse.errors import InputError
from whatelse.inference.weigh import weigh
from whatelse.interview.exam_open import exact, open_tests
from whatelse.interview.exam_plan import TURN, exam_plan, exam_plan_of, irritable_because
from whatelse.interview.exam_types import ExamPlan, Planned
from whatelse.triage import evaluate

SHOWN = ("one_nerve_site", "sacral_stress_fracture", "mild_strain_week_1")
#: Few findings: much is open, and it is solved quickly.
FEW = case({"pain_buttock": True, "pain_sit_bone": True, "worse_sitting": True, "weeks_since_onset": 20}, side="left")
POSITIONS = [position.id for position in KNOWLEDGE.exam_tests.positions]


@cache
def plan(name: str, minutes: float = 5.0) -> ExamPlan:
    return exam_plan(example(name), KNOWLEDGE, minutes=minutes)


def answered(test: Planned, word: str) -> Answer:
    finding = KNOWLEDGE.findings.get(test.id)
    return Answer(word == "yes") if finding is not None else Answer(word)


@pytest.mark.parametrize("name", SHOWN[:2])
def test_what_follows_from_an_answer_is_what_the_case_with_that_answer_says(name: str) -> None:
    """Exact to nine decimals, of yes and no and of every state of a family of tests."""
    before = weigh(example(name), KNOWLEDGE)
    tests = [test for test in plan(name).tests if KNOWLEDGE.findings.get(test.id, None) is None or len(test.after) == 2]
    assert tests
    for test in tests[:4]:
        for after in test.after:
            told = weigh(example(name).with_answer(test.id, answered(test, after.answer)), KNOWLEDGE)
            for top in (*after.top, after.moved):
                node = next(node for node, known in before.names.items() if known == top.condition)
                assert top.probability == pytest.approx(told.of(node), abs=1e-8)


@pytest.mark.parametrize("name", ["sij_provocation", "neurodynamic", "tender_buttock", "proximal_tendon_palpable"])
def test_families_and_signs_that_count_when_absent_are_exact_too(name: str) -> None:
    before = weigh(FEW, KNOWLEDGE)
    (test,) = exact(before, [test for test in open_tests(before) if test.id == name])
    for k, answer in enumerate(test.seen.ask.answers):
        value = answer if name in KNOWLEDGE.families else answer == "yes"
        after = weigh(FEW.with_answer(name, Answer(value)), KNOWLEDGE)
        assert test.seen.nodes[:, k] == pytest.approx(after.result.nodes, abs=1e-8)


@pytest.mark.parametrize("name", SHOWN)
def test_the_chances_of_the_answers_add_up_and_average_to_now(name: str) -> None:
    for test in plan(name).tests:
        assert sum(after.chance for after in test.after) == pytest.approx(1, abs=1e-6)
        first = test.after[0].moved
        seen = {top.condition: top.probability for after in test.after for top in (*after.top, after.moved)}
        assert first.condition in seen


@pytest.mark.parametrize("minutes", [0.5, 2, 5, 12])
@pytest.mark.parametrize("name", SHOWN[1:])
def test_the_time_is_kept_with_the_turns(name: str, minutes: float) -> None:
    found = plan(name, minutes)
    turns = {one for test in found.tests for one in _positions(test)}
    assert found.seconds == pytest.approx(sum(test.seconds for test in found.tests) + TURN * len(turns))
    assert found.seconds <= 60 * minutes


def _positions(test: Planned) -> set[str]:
    return {KNOWLEDGE.exam_tests.tests[name].position for name in test.tests}


@pytest.mark.parametrize("name", SHOWN)
def test_within_a_block_the_patient_turns_once(name: str) -> None:
    for why in ("safety", "tests", "last"):
        order = [POSITIONS.index(block.position) for block in plan(name).blocks if block.why == why]
        assert order == sorted(set(order))


def test_more_time_never_leaves_less_to_know() -> None:
    few, many = plan("one_nerve_site", 2), plan("one_nerve_site", 8)
    assert len(many.tests) > len(few.tests)


@pytest.mark.parametrize("name", SHOWN)
def test_nothing_is_tested_that_is_known(name: str) -> None:
    known = {key for key, answer in example(name).findings.items() if answer.value is not None}
    assert not known & {one for test in plan(name).tests for one in (test.id, *test.tests)}


def test_a_general_test_and_its_special_form_are_not_both_done() -> None:
    for name in SHOWN:
        done = {test.id for test in plan(name, 30).tests}
        for one in done & set(KNOWLEDGE.findings):
            assert not done & set(KNOWLEDGE.findings[one].implies)


def test_a_family_of_tests_is_done_once_and_as_a_whole() -> None:
    found = {test.id: test for test in plan("one_nerve_site", 30).tests}
    members = set(KNOWLEDGE.families["sij_provocation"].members)
    assert set(found["sij_provocation"].tests) == members
    assert not members & set(found)


def test_what_would_raise_the_level_comes_first() -> None:
    found = plan("mild_strain_week_1")
    assert found.blocks[0].why == "safety"
    for test in found.blocks[0].tests:
        told = example("mild_strain_week_1").with_answer(test.id, Answer(KNOWLEDGE.findings[test.id].active == "yes"))
        assert evaluate(told, KNOWLEDGE).level != evaluate(example("mild_strain_week_1"), KNOWLEDGE).level
    assert all(not test.safety for block in found.blocks[1:] for test in block.tests)


def test_a_positive_that_changes_no_level_is_not_called_a_matter_of_safety() -> None:
    tests = {test.id: test for test in open_tests(weigh(FEW, KNOWLEDGE))}
    assert tests["tender_buttock"].alarm == 0.0
    assert tests["palpable_gap"].alarm == pytest.approx(float(tests["palpable_gap"].seen.chance[0]))


def test_in_an_irritable_patient_what_provokes_much_comes_last() -> None:
    found = exam_plan(FEW.with_answer("severe_pain", Answer(True)), KNOWLEDGE, minutes=12)
    assert found.irritable == ("pain is severe",)
    much = [test.provokes == "much" for test in found.tests]
    assert any(much) and much == sorted(much)
    assert {block.why for block in found.blocks if any(t.provokes == "much" for t in block.tests)} == {"last"}
    assert not exam_plan(FEW, KNOWLEDGE, minutes=12).irritable


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"pain_intensity": 8}, ("pain is severe",)),
        ({"pain_intensity": 4}, ()),
        ({"pain_at_rest": True, "limp": True}, ("it hurts at rest", "walking is hard")),
        ({"onset_sudden": True, "weeks_since_onset": 1}, ("it began in the last two weeks, all at once",)),
        ({"onset_sudden": True, "weeks_since_onset": 9}, ()),
    ],
)
def test_signs_of_an_irritable_pain(told: dict[str, object], said: tuple[str, ...]) -> None:
    assert irritable_because(case(told), KNOWLEDGE) == said


def test_a_bone_that_may_be_cracked_is_not_hopped_on() -> None:
    weighed = weigh(FEW, KNOWLEDGE)
    free, held = (exam_plan_of(weighed, minutes=60, floors=floors) for floors in (set(), {"bone"}))
    hop = "single_leg_hop_pain"
    assert hop in {test.id for test in free.tests} | {test.id for test in free.more}
    assert hop not in {test.id for test in held.tests}
    assert any("cracked" in text for waits in held.waits if waits.id == hop for text in waits.because)


def test_what_is_known_to_speak_against_a_test_makes_it_wait_with_the_reason() -> None:
    found = plan("sacral_stress_fracture")
    waits = {one.id: one.because for one in found.waits}
    assert "single_leg_stance_30s" in waits and any("limp" in text for text in waits["single_leg_stance_30s"])
    assert not set(waits) & {test.id for test in found.tests}


def test_what_may_speak_against_a_test_and_is_not_known_is_named() -> None:
    found = {test.id: test for test in plan("one_nerve_site", 20).tests}
    hip = found["hip_motion_painful"]
    assert "fall_or_direct_trauma" in hip.ask_first and "Never after a fall" in hip.not_when


def test_an_emergency_gets_no_tests() -> None:
    found = exam_plan(example("cauda_equina"), KNOWLEDGE)
    assert found.kind == "emergency" and found.tests == () and found.urgent


@pytest.mark.parametrize("minutes", [0, -1, float("nan"), 1e9])
def test_minutes_that_are_no_time_are_refused(minutes: float) -> None:
    with pytest.raises(InputError, match="minutes"):
        exam_plan(case(), KNOWLEDGE, minutes=minutes)


def test_the_same_case_gives_the_same_bytes() -> None:
    once, again = (exam_plan(example("one_nerve_site"), KNOWLEDGE).to_json() for _ in range(2))
    assert once == again


def test_an_empty_case_has_a_plan() -> None:
    assert exam_plan(case(), KNOWLEDGE).tests
