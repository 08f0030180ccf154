"""The people of the benchmark: they answer the same whoever asks, and a replayed case tells no more than it holds."""

import numpy as np
import pytest

from benchmarks.interview import Asking, needed
from benchmarks.interview_cases import replayed
from benchmarks.interview_runners import Runner, runners
from inference.shipped import example
from interview.answering import KNOWLEDGE
from whatelse.inference.compile import compiled
from whatelse.interview import Ticked, question_of
from whatelse.interview.safety import must_ask

MODEL = compiled(KNOWLEDGE, KNOWLEDGE.default_setting)
SITTING, SITE = question_of("worse_sitting", KNOWLEDGE), question_of("site", KNOWLEDGE)


def people(n: int, unsure: float = 0.12, wrong: float = 0.05, other: bool = False) -> list[Runner]:
    return runners(MODEL, n, 4, unsure=unsure, wrong=wrong, other=other)


@pytest.mark.parametrize("other", [False, True], ids=["of the model", "of other models"])
def test_every_runner_hurts_somewhere_for_a_reason(other: bool) -> None:
    assert all(runner.sources for runner in people(5, other=other))


def test_an_answer_is_the_same_whoever_asks() -> None:
    for one, other in zip(people(5), people(5), strict=True):
        assert [one.says(q) for q in (SITTING, SITE, SITTING)] == [other.says(q) for q in (SITTING, SITE, SITTING)]


def test_one_in_eight_answers_is_not_known_and_one_in_twenty_is_wrong() -> None:
    said, true = people(40), people(40, unsure=0.0, wrong=0.0)
    names = [name for name in KNOWLEDGE.findings if name in MODEL.network.below][:100]
    pairs = [(a.finding(name), b.finding(name)) for a, b in zip(said, true, strict=True) for name in names]
    assert np.mean([a is None for a, _ in pairs]) == pytest.approx(0.12, abs=0.02)
    assert np.mean([a is not None and a != b for a, b in pairs]) == pytest.approx(0.05, abs=0.015)


def test_a_tick_list_is_answered_place_by_place() -> None:
    (runner,) = people(1, unsure=0.0, wrong=0.0)
    said = runner.says(SITE)
    assert isinstance(said, Ticked)
    assert said.findings == {name for name in SITE.findings if runner.finding(name) is True}


def test_every_simulated_interview_asks_what_could_make_it_more_urgent_before_anything_is_judged() -> None:
    asking = Asking(MODEL, tests=False)
    for runner in people(3):
        asked = asking.begin(runner)
        asking.make_safe(asked, runner)
        asking.ask_core(asked, runner)
        assert not must_ask(asked.case, KNOWLEDGE, {*asked.put, *asked.case.findings})


def test_there_is_a_judgement_for_every_number_of_questions_and_minutes_only_add_up() -> None:
    asking = Asking(MODEL, tests=False)
    judged, minutes, count = asking.interview(people(1)[0], asking.random(), 12)
    assert len(judged) == len(minutes) == 13
    assert count <= 12 and minutes == sorted(minutes)


def test_a_replayed_case_tells_no_more_than_it_holds() -> None:
    whole = example("sit_bone_30_weeks").at_stage("exam", KNOWLEDGE)
    case, put, answered = replayed(whole, KNOWLEDGE)
    assert 0 < answered <= put
    for name, answer in case.findings.items():
        if answer.value is not None or answer.likelihood is not None:
            assert whole.findings[name] == answer


def test_the_number_needed_is_read_off_a_smoothed_curve() -> None:
    curve = np.array([0.1, 0.2, 0.7, 0.2, 0.3, 0.5, 0.6, 0.6, 0.6])
    assert needed(curve, 0.55) == "6"
    assert needed(curve, 0.9) == "more than 8"
