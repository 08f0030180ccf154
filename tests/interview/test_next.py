"""What is asked next: safety, what everyone is asked, then what tells most for its cost; and when it stops."""

from functools import cache

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview.answering import CORE, KNOWLEDGE, interview, safe
from whatelse.case import Answer, Case, Person, Treatment
from whatelse.errors import InputError
from whatelse.inference.compile import compiled
from whatelse.interview import Explore, Next, RuleIn, RuleOut, Settle, next_question, question_of
from whatelse.interview.catalogue import catalogue_of
from whatelse.interview.modes import named
from whatelse.interview.safety import must_ask

SEEDS = (1, 2, 3)
CORE_IDS = [item.id for item in KNOWLEDGE.interview.core]


@cache
def steps(seed: int, audience: str = "runner") -> tuple[tuple[Next, Case, frozenset[str]], ...]:
    return tuple(interview(seed, audience="clinician" if audience == "clinician" else "runner"))


def put(seed: int, audience: str = "runner") -> list[str]:
    return [step.question.id for step, _, _ in steps(seed, audience) if step.question is not None]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_answers_bring_the_same_question(seed: int) -> None:
    for step, case, asked in steps(seed)[::7]:
        again = next_question(case, KNOWLEDGE, asked=asked)
        assert msgspec.json.encode(again) == msgspec.json.encode(step)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_question_is_put_twice(seed: int) -> None:
    assert len(put(seed)) == len(set(put(seed)))


@pytest.mark.parametrize("audience", ["runner", "clinician"])
@pytest.mark.parametrize("seed", SEEDS)
def test_it_never_stops_while_an_answer_could_make_it_more_urgent(seed: int, audience: str) -> None:
    last, case, asked = steps(seed, audience)[-1]
    assert last.question is None
    assert not must_ask(case, KNOWLEDGE, {*asked, *case.findings})


@given(st.integers(0, 10**6), st.integers(0, 4))
@settings(deadline=None, max_examples=15)
def test_a_limit_never_stops_it_before_safety_is_asked(seed: int, limit: int) -> None:
    *_, (last, case, asked) = interview(seed, limit=limit)
    assert last.question is None
    assert not must_ask(case, KNOWLEDGE, {*asked, *case.findings})


@pytest.mark.parametrize("seed", SEEDS)
def test_what_everyone_is_asked_comes_before_what_is_chosen(seed: int) -> None:
    chosen = [step.why.value > 0 for step, _, _ in steps(seed) if step.why is not None]
    core = [k for k, (step, _, _) in enumerate(steps(seed)) if step.question is not None and step.question.core]
    assert True not in chosen[: max(core)]


@pytest.mark.parametrize("seed", SEEDS)
def test_everyone_is_asked_the_whole_core_that_nothing_else_has_answered(seed: int) -> None:
    _, case, asked = steps(seed)[-1]
    for name in CORE_IDS:
        told = name in asked or name in case.findings
        if name == "site":
            told = all(key in case.findings for key in question_of("site", KNOWLEDGE).findings)
        elif name in ("age", "sex"):
            told = told or getattr(case.person, name) is not None
        elif name == "side":
            told = told or case.side != "unknown"
        elif name == "sport":
            told = told or "sport_main" in case.findings
        elif name == "swelling_or_bruising":
            told = told or any(
                case.findings[key].value is True for key in ("thigh_swelling", "bruising_posterior_thigh")
            )
        assert told, name


@pytest.mark.parametrize("audience", ["runner", "clinician"])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_question_whose_answer_is_implied_is_never_put(seed: int, audience: str) -> None:
    catalogue = catalogue_of(compiled(KNOWLEDGE, KNOWLEDGE.default_setting), audience)  # type: ignore[arg-type]
    for step, case, _ in steps(seed, audience):
        name = step.question.id if step.question is not None else ""
        for general in catalogue.above.get(name, ()):
            assert general not in case.findings or case.findings[general].value is not False
        for other, answer in case.findings.items():
            assert answer.value is not True or name not in catalogue.above.get(other, ())


@pytest.mark.parametrize("audience", ["runner", "clinician"])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_parent_is_put_before_its_detail(seed: int, audience: str) -> None:
    catalogue = catalogue_of(compiled(KNOWLEDGE, KNOWLEDGE.default_setting), audience)  # type: ignore[arg-type]
    safety = set(CORE)
    for step, case, _ in steps(seed, audience):
        if step.question is None or step.why is None or step.why.value == 0:
            continue
        for general in catalogue.above.get(step.question.id, ()):
            if general in catalogue.asks and general not in safety:
                assert general in case.findings, (general, step.question.id)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_family_of_tests_is_one_question(seed: int) -> None:
    for audience in ("runner", "clinician"):
        asked = set(put(seed, audience))
        for family in KNOWLEDGE.families.values():
            if family.kind == "graded":
                assert len(asked.intersection({family.id, family.count_finding, *family.members})) <= 1


@pytest.mark.parametrize("seed", SEEDS)
def test_a_runner_is_asked_only_what_a_runner_can_find_out(seed: int) -> None:
    for name in put(seed):
        finding = KNOWLEDGE.findings.get(name)
        assert finding is None or finding.stage == "history" or (finding.stage == "exam" and finding.self_test)


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_is_asked_for_a_scan_or_a_lab(seed: int) -> None:
    for name in put(seed, "clinician"):
        finding = KNOWLEDGE.findings.get(name)
        assert finding is None or finding.stage != "investigation"


def test_no_test_is_offered_to_a_runner_who_should_see_a_doctor_first() -> None:
    case = msgspec.structs.replace(safe(1, 0.0), person=Person(age=40.0, sex="male"))
    urgent = case
    for name in ("difficulty_walking", "unable_to_bear_weight"):
        urgent = urgent.with_answer(name, Answer(True, by="asked"))
    asked = [
        step.question.id
        for step, _, _ in interview(1, case=urgent, most=25)
        if step.question is not None and step.question.stage == "exam"
    ]
    assert asked == []


def test_a_test_that_must_not_be_done_now_is_not_offered() -> None:
    case = finished(1)
    step = next_question(case, KNOWLEDGE, limit=50, go_on=True, offered=lambda name: False)
    assert step.question is None or step.question.stage == "history"


@cache
def finished(seed: int) -> Case:
    return steps(seed)[-1][1]


def test_questions_of_the_other_sex_are_not_put() -> None:
    male = msgspec.structs.replace(safe(2), person=Person(age=30.0, sex="male"))
    names = {step.question.id for step, _, _ in interview(2, case=male, most=30) if step.question is not None}
    assert not names.intersection(KNOWLEDGE.safety.not_for["male"])


@pytest.mark.parametrize("limit", [None, 12])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_number_of_questions_left_never_grows(seed: int, limit: int | None) -> None:
    left = [step.at_most for step, _, _ in interview(seed, limit=limit)]
    assert left == sorted(left, reverse=True)
    assert left[-1] == 0


def test_it_stops_at_the_chosen_number_and_says_so() -> None:
    case = finished(1)
    step = next_question(case, KNOWLEDGE, limit=0)
    assert (step.question, step.stopped) == (None, "limit")
    assert step.stop_reason == KNOWLEDGE.interview.text("limit")


@pytest.mark.parametrize("seed", SEEDS)
def test_when_it_stops_it_says_why_and_what_could_be_added(seed: int) -> None:
    last = steps(seed)[-1][0]
    assert last.stopped
    assert last.stop_reason == KNOWLEDGE.interview.text(last.stopped)
    assert last.could_add
    assert {one.who for one in last.could_add} <= {"you", "clinician", "scan_or_lab"}


def test_one_who_wants_to_go_on_is_asked_more() -> None:
    case, asked = steps(1)[-1][1], steps(1)[-1][2]
    if steps(1)[-1][0].stopped in ("enough", "not_worth_it"):
        assert next_question(case, KNOWLEDGE, asked=asked, limit=5, go_on=True).question is not None


@pytest.mark.parametrize("seed", SEEDS)
def test_why_a_question_is_put_adds_up(seed: int) -> None:
    for step, _, _ in steps(seed):
        if step.why is None or not step.why.changes:
            continue
        assert sum(one.probability for one in step.why.answers) == pytest.approx(1.0, abs=1e-4)
        assert step.why.cost > 0
        for shift in step.why.changes:
            assert len(shift.after) == len(step.why.answers)
            mean = sum(c.probability * p for c, p in zip(step.why.answers, shift.after, strict=True))
            assert mean == pytest.approx(shift.now, abs=1e-4)


def test_a_treatment_that_was_told_answers_what_it_did() -> None:
    tried = Treatment(what="hamstring stretching and strength work", weeks=10.0, effect="none")
    case = msgspec.structs.replace(safe(3), treatments=(tried,))
    assert "better_after_6_weeks_hamstring_care" not in {
        step.question.id for step, _, _ in interview(3, case=case, most=25) if step.question is not None
    }


def test_weeks_not_known_are_asked_for_roughly() -> None:
    case = msgspec.structs.replace(safe(4, 0.0), person=Person(age=30.0, sex="male"))
    case = case.with_answer("weeks_since_onset", Answer(by="asked"))
    names = {step.question.id for step, _, _ in interview(4, case=case, most=16) if step.question is not None}
    assert "healing_over_8_weeks" in names


@pytest.mark.parametrize("mode", [RuleIn("pht"), RuleOut("lumbar_radiculopathy"), Settle("pht", "sij_dysfunction")])
def test_a_mode_asks_about_what_it_names(mode: RuleIn | RuleOut | Settle) -> None:
    case = steps(2)[12][1]
    step = next_question(case, KNOWLEDGE, mode=mode, limit=30, go_on=True)
    again = next_question(case, KNOWLEDGE, mode=Explore(), limit=30, go_on=True)
    assert step.question is not None and again.question is not None
    if step.why is not None and step.why.value > 0:
        shown = {shift.condition for shift in step.why.changes}
        assert shown.intersection(named(mode))


def test_settling_does_not_care_which_of_the_two_is_named_first() -> None:
    case = steps(2)[14][1]
    one, other = (
        next_question(case, KNOWLEDGE, mode=Settle(*pair), limit=30, go_on=True)
        for pair in (("pht", "sij_dysfunction"), ("sij_dysfunction", "pht"))
    )
    assert one.question == other.question


@pytest.mark.parametrize(
    ("mode", "message"),
    [
        (RuleIn("phtt"), "no condition named 'phtt' (did you mean pht?)"),
        (Settle("pht", "nothing_like_it"), "no condition named 'nothing_like_it'"),
        (Settle("pht", "pht"), "found pht twice, expected two conditions"),
    ],
)
def test_an_unknown_condition_is_named_with_the_nearest(mode: RuleIn | Settle, message: str) -> None:
    with pytest.raises(InputError, match="mode") as caught:
        next_question(Case(), KNOWLEDGE, mode=mode)
    assert message in str(caught.value)


def test_an_unknown_setting_is_named_with_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean article_clinic"):
        next_question(Case(), KNOWLEDGE, "article_clinik")


def test_an_empty_case_is_asked_the_age_first() -> None:
    step = next_question(Case(), KNOWLEDGE)
    assert step.question is not None and step.question.id == "age"
