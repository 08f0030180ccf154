"""No path skips a safety question that matters; what a screen says is kept as it was said."""

import random
from itertools import islice
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.interview.driven import AT, FEW, KNOWLEDGE, Anybody, Somebody, finished, opened, states
from tests.triage.pictured import PICTURES, WITNESSES, pictured
from whatelse.case import Answer, Case, Person
from whatelse.case.contradictions import implied_by
from whatelse.interview.next import next_question
from whatelse.interview.safety import Tick, alarms, must_ask, screens
from whatelse.interview.session import Session
from whatelse.interview.steps import Ask, Finished, Interrupt, ShowScreen
from whatelse.triage import evaluate
from whatelse.triage.evaluate import compiled
from whatelse.triage.known import known
from whatelse.triage.types import height

SEEDS = st.integers(0, 2**32 - 1)
HISTORY = [f for f in KNOWLEDGE.findings.values() if f.stage == "history"]
CORE = [name for screen in KNOWLEDGE.safety.core for item in screen.items for name in item.findings]
#: Nothing but the core has been answered, all of it denied.
CALM = Case(person=Person(age=40.0, sex="male"), findings={name: Answer(False, by="asked") for name in sorted(CORE)})


URGENT = height("urgent")


def grave_answers(name: str) -> list[Answer]:
    """The answers to a finding that a rule may look for."""
    finding = KNOWLEDGE.findings[name]
    if finding.type in ("yes_no", "duration_over"):
        return [Answer(finding.active == "yes")]
    if finding.type in ("number", "duration"):
        return [Answer(finding.min or 0.0), Answer(finding.max if finding.max is not None else 1000.0), Answer(5.0)]
    return [Answer(state) for state in finding.states]


def raised_by_one_more(session: Session) -> list[str]:
    """The findings never put that a single answer would let raise the level: found by trying them all."""
    case, now, put = session.case, level_of(session.case), session.state.put
    needless = KNOWLEDGE.safety.not_for.get(case.person.sex or "", ())
    told_weeks = case.findings.get("weeks_since_onset", Answer()).is_told
    found = []
    for finding in HISTORY:
        told = case.findings.get(finding.id)
        is_known = told is not None and (told.is_told or finding.id in put)
        if is_known or finding.id in put or finding.id in needless:
            continue
        if finding.type == "duration_over" and told_weeks:
            continue
        # Nobody is asked for the details of what was denied, or is not known.
        if any(g in put or case.findings.get(g, Answer()).value is False for g in implied_by(finding.id, KNOWLEDGE)):
            continue
        for answer in grave_answers(finding.id):
            if level_of(case.with_answer(finding.id, answer)) > max(now, URGENT - 1):
                found.append(finding.id)
    return found


def level_of(case: Case) -> int:
    """The height of the most urgent rule that fires."""
    seen = known(case, KNOWLEDGE)
    return max((height(rule.level) for rule, formula in compiled(KNOWLEDGE).rules if formula.truth(seen)), default=0)


@FEW
@given(SEEDS, st.sampled_from([0.02, 0.1, 0.3]), st.sampled_from([0.0, 0.2, 0.6]))
def test_no_path_reaches_a_result_past_a_safety_question_that_matters(seed: int, yes: float, unknown: float) -> None:
    end = finished(opened(), Anybody(random.Random(seed), yes, unknown))
    assert isinstance(end.step, Finished)
    assert not end.safety_open
    assert must_ask(end.case, KNOWLEDGE, end.state.put) == ()
    assert screens(end.case, KNOWLEDGE, end.state.screens) == ()
    assert raised_by_one_more(end) == []


@pytest.mark.parametrize("seed", range(4))
def test_no_path_does_with_the_questions_that_are_really_chosen(seed: int) -> None:
    end = finished(opened(next_question), Anybody(random.Random(seed), 0.15, 0.15))
    assert not end.safety_open
    assert raised_by_one_more(end) == []


@FEW
@given(SEEDS, st.integers(0, 40), st.sampled_from([0.02, 0.2]))
def test_whoever_stops_is_asked_what_matters_first(seed: int, after: int, yes: float) -> None:
    person = Anybody(random.Random(seed), yes)
    session = list(islice(states(opened(), person), after + 1))[-1]
    end = finished(session.stop(AT), person)
    assert isinstance(end.step, Finished)
    assert raised_by_one_more(end) == []


@FEW
@given(SEEDS)
def test_nothing_is_chosen_before_the_screens_are_done(seed: int) -> None:
    for session in states(opened(), Anybody(random.Random(seed))):
        if isinstance(session.step, Ask) and session.step.part == "question":
            assert {screen.id for screen in KNOWLEDGE.safety.core} <= session.state.screens
            assert not alarms(session.case, KNOWLEDGE, session.state.acknowledged)


@FEW
@given(SEEDS, st.sampled_from([0.1, 0.4]))
def test_an_emergency_interrupts_at_once_and_has_to_be_acknowledged(seed: int, yes: float) -> None:
    told: set[str] = set()
    for session in states(opened(), Anybody(random.Random(seed), yes)):
        fired = {r.rule for r in evaluate(session.case, KNOWLEDGE).reasons if r.level == "emergency"}
        if fired - told:
            assert isinstance(session.step, Interrupt)
            assert {r.rule for r in session.step.reasons} == fired - told
            with pytest.raises(ValueError, match="acknowledgement"):
                session.answer(True, AT)
        told = set(session.state.acknowledged) | fired


#: Rules that need three answers of which the picture tells none; only the chooser may come to them.
THREE_AWAY = {"U8"}


def of_the_history(picture: dict[str, Any]) -> Case:
    """A picture as somebody could tell it."""
    truth = pictured(picture).at_stage("history", KNOWLEDGE)
    return msgspec.structs.replace(truth, person=Person(truth.person.age or 30.0, truth.person.sex or "female"))


TOLD_ALONE = {name: case for name, picture in WITNESSES.items() if level_of(case := of_the_history(picture)) >= URGENT}


@pytest.mark.parametrize("name", sorted(set(TOLD_ALONE) - THREE_AWAY))
def test_a_picture_of_danger_is_found_by_an_interview(name: str) -> None:
    end = finished(opened(), Somebody(TOLD_ALONE[name]))
    assert level_of(end.case) >= level_of(TOLD_ALONE[name])


def test_nearly_every_picture_of_danger_is_found_by_an_interview() -> None:
    truths = {key: of_the_history(picture) for key, picture in PICTURES.items()}
    grave = {key: case for key, case in truths.items() if level_of(case) >= URGENT}
    missed = [key for key, case in grave.items() if level_of(finished(opened(), Somebody(case)).case) < level_of(case)]
    assert len(grave) > 100
    # Three answers away that no chooser asked for here.
    assert len(missed) <= 3, missed


# ---------------------------------------------------------------- screens


def first_screen(person: Person | None = None) -> Session:
    session = opened(case=Case(person=person or Person(age=40.0, sex="female")))
    assert isinstance(session.step, ShowScreen)
    return session


def test_there_are_five_screens_of_at_most_six_lines_with_nothing_ticked() -> None:
    found = screens(Case(person=Person(age=40.0, sex="female")), KNOWLEDGE)
    assert [screen.number for screen in found] == [1, 2, 3, 4, 5]
    assert all(1 <= len(screen.lines) <= 6 for screen in found)
    assert Tick() == Tick(frozenset(), frozenset(), "open")


def test_none_of_these_is_a_no_to_each_and_silence_is_none() -> None:
    session = first_screen()
    lines = [name for line in session.step.screen.lines for name in line.findings]  # type: ignore[union-attr]
    denied = session.answer(Tick(rest="none"), AT).case
    assert {name: denied.findings[name].value for name in lines} == dict.fromkeys(lines, False)
    silent = session.answer(Tick(), AT)
    assert silent.case.findings == {}
    assert not silent.state.put.intersection(lines)


def test_not_sure_is_kept_as_unknown_and_counts_as_asked() -> None:
    session = first_screen().answer(Tick(unsure=frozenset({"saddle_anaesthesia"}), rest="none"), AT)
    assert session.case.findings["saddle_anaesthesia"] == Answer(by="asked")
    assert "saddle_anaesthesia" in session.state.put
    assert session.case.findings["gait_unsteady_new"].value is False


def test_a_tick_of_one_finding_is_a_yes_and_of_several_opens_them() -> None:
    session = first_screen().answer(Tick(frozenset({"gait_unsteady_new", "leg_weakness"}), rest="none"), AT)
    assert session.case.findings["gait_unsteady_new"].value is True
    asked = []
    while isinstance(session.step, Ask):
        assert session.step.part == "follow_up"
        asked.append(session.step.question.id)
        session = session.answer(False, AT)
    # Weak legs denied: nobody asks whether the foot drops.
    assert asked == ["leg_weakness", "progressive_neuro_deficit"]
    assert isinstance(session.step, ShowScreen) and session.step.screen.number == 2


def test_a_man_is_not_asked_about_pregnancy() -> None:
    asked = {
        sex: {
            name for s in screens(Case(person=Person(sex=sex)), KNOWLEDGE) for line in s.lines for name in line.findings
        }
        for sex in ("female", "male")
    }
    assert asked["female"] - asked["male"] == set(KNOWLEDGE.safety.not_for["male"]) & set(CORE)


def test_what_a_case_tells_already_is_not_asked_again() -> None:
    found = screens(CALM, KNOWLEDGE)
    assert found == ()


def test_a_yes_outweighs_a_denial_of_the_whole_list() -> None:
    """A pop is ticked, "all at once" is left out of the ticks: a pop comes all at once."""
    session = opened(case=Case(person=Person(age=40.0, sex="male")))
    for _ in range(3):
        session = session.answer(Tick(rest="none"), AT)
    session = session.answer(Tick(frozenset({"pop_at_onset"}), rest="none"), AT)
    assert session.case.findings["onset_sudden"].value is False
    session = session.answer(True, AT)
    assert "onset_sudden" not in session.case.findings
    assert session.case.findings["pop_at_onset"].value is True


# ---------------------------------------------------------------- what the picture makes matter


def test_a_calm_picture_asks_little_more() -> None:
    wanted = [w.finding for w in must_ask(CALM, KNOWLEDGE)]
    assert len(wanted) <= 12


def test_a_clot_risk_makes_the_calf_matter() -> None:
    risky = CALM.with_answer("recent_surgery_or_procedure", Answer(True))
    before = {w.finding for w in must_ask(CALM, KNOWLEDGE)}
    after = {w.finding: w for w in must_ask(risky, KNOWLEDGE)}
    assert "pain_calf" in after.keys() - before
    assert after["pain_calf"].level == "emergency"


def test_at_the_highest_level_nothing_more_is_waited_for() -> None:
    assert must_ask(CALM.with_answer("fever", Answer(True)), KNOWLEDGE) == ()


def test_what_was_put_is_not_put_again() -> None:
    wanted = [w.finding for w in must_ask(CALM, KNOWLEDGE)]
    assert {w.finding for w in must_ask(CALM, KNOWLEDGE, wanted)}.isdisjoint(wanted)


@FEW
@given(SEEDS)
def test_no_question_is_put_twice(seed: int) -> None:
    seen: list[str] = []
    for session in states(opened(), Anybody(random.Random(seed))):
        if isinstance(session.step, Ask):
            seen.append(session.step.question.id)
    assert len(seen) == len(set(seen))
