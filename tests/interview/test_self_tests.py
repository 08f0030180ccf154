"""What a runner measures alone: the error goes into the answer, and no difference is told that is within it."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.shipped import KNOWLEDGE, case, differential
from whatelse.case import Answer, Case, parse_case
from whatelse.errors import InputError
from whatelse.interview.self_tests import allowed, difference, measured, not_when, self_test
from whatelse.triage import evaluate

KTC = self_test("knee_to_chest_difference_deg", KNOWLEDGE)
GIRTH = self_test("calf_girth_difference_over_3cm", KNOWLEDGE)
TURN = self_test("hip_rotation_asymmetry", KNOWLEDGE)
IR = self_test("hip_ir_limited", KNOWLEDGE)
angles = st.lists(st.floats(60, 140), min_size=1, max_size=5)


def test_a_measurement_keeps_both_sides_and_its_error() -> None:
    answer = measured(KTC, [100, 102, 101], [118, 121, 121], KNOWLEDGE)
    assert (answer.left, answer.right, answer.by) == (101.0, 120.0, "measured")
    # Placing it anew (4 degrees) does not get better with readings, reading it (3 degrees) does; two sides.
    assert answer.se == pytest.approx(math.sqrt(2 * (4**2 + 3**2 / 3)), abs=1e-3)


def test_readings_that_scatter_make_the_error_larger() -> None:
    calm = measured(KTC, [100, 101, 102], [110, 111, 112], KNOWLEDGE).se
    wild = measured(KTC, [85, 101, 117], [110, 111, 112], KNOWLEDGE).se
    assert calm is not None and wild is not None and wild > calm + 1


def test_more_readings_never_make_it_less_exact_nor_exact() -> None:
    errors = [measured(KTC, [100] * n, [100] * n, KNOWLEDGE).se for n in range(1, 11)]
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] > math.sqrt(2) * 4


@given(angles, angles)
def test_left_and_right_exchanged_is_the_mirrored_answer(left: list[float], right: list[float]) -> None:
    one, other = measured(KTC, left, right, KNOWLEDGE, "left"), measured(KTC, right, left, KNOWLEDGE, "right")
    mirrored = Case(findings={KTC.id: one}, side="left").mirrored().findings[KTC.id]
    assert (mirrored.left, mirrored.right, mirrored.se) == (other.left, other.right, other.se)


@given(angles, angles, st.sampled_from(["left", "right"]))
def test_what_was_measured_survives_a_case_file(left: list[float], right: list[float], side: str) -> None:
    for test in (KTC, TURN, IR):
        answer = measured(test, [min(x, 90) for x in left], [min(x, 90) for x in right], KNOWLEDGE, side)  # type: ignore[arg-type]
        held = Case(side=side, findings={test.id: answer})  # type: ignore[arg-type]
        assert parse_case(held.to_dict(), KNOWLEDGE).findings[test.id] == answer


def test_a_difference_within_the_error_is_none_that_can_be_told() -> None:
    small = measured(KTC, [100, 101, 102], [105, 106, 107], KNOWLEDGE)
    found = difference(KTC, small, KNOWLEDGE, "left")
    assert found is not None and not found.tells
    assert found.words.startswith("No difference that can be told")
    large = difference(KTC, measured(KTC, [90, 91, 92], [110, 111, 112], KNOWLEDGE), KNOWLEDGE, "left")
    assert large is not None and large.tells and large.value == 20.0


def test_less_motion_of_the_sore_side_counts_and_of_the_other_does_not() -> None:
    answer = measured(KTC, [90, 91, 92], [110, 111, 112], KNOWLEDGE)
    sore_left, sore_right = (difference(KTC, answer, KNOWLEDGE, side) for side in ("left", "right"))
    assert sore_left is not None and sore_right is not None
    assert sore_left.value == -sore_right.value == 20.0
    assert difference(KTC, answer, KNOWLEDGE) is None


def test_a_difference_within_the_error_moves_no_source_by_much() -> None:
    """It is weighed as a number with its error, so that it is nearly no evidence, and one beyond it is."""

    def most_moved(gap: float) -> float:
        answer = measured(KTC, [100] * 3, [100 + gap] * 3, KNOWLEDGE)
        told = {"pain_posterior_thigh": True}
        before = dict(differential(told, side="left").ranking)
        raw = {**told, KTC.id: {"left": answer.left, "right": answer.right, "se": answer.se}}
        after = dict(differential(raw, side="left").ranking)
        return max(abs(after.get(name, 0.0) - p) for name, p in before.items())

    assert most_moved(2) < 0.05
    assert most_moved(24) > 2 * most_moved(2)


def test_a_yes_or_no_is_as_likely_as_the_readings_make_it() -> None:
    sides = [(36.0, False), (38.0, None), (39.0, 0.5), (40.0, None), (42.5, True)]
    for left, wanted in sides:
        answer = measured(GIRTH, [left] * 3, [36.0] * 3, KNOWLEDGE, "left")
        if isinstance(wanted, bool):
            assert answer.value is wanted and answer.likelihood is None
        else:
            assert answer.value is None and answer.likelihood is not None
        if wanted == 0.5:
            assert answer.likelihood == {"no": 0.5, "yes": 0.5}


def test_the_likelihood_of_yes_grows_with_the_difference() -> None:
    found = []
    for left in range(36, 44):
        answer = measured(GIRTH, [float(left)] * 3, [36.0] * 3, KNOWLEDGE, "left")
        found.append(float(answer.value) if isinstance(answer.value, bool) else answer.likelihood["yes"])
    assert found == sorted(found) and found[0] == 0.0 and found[-1] == 1.0


def test_a_swollen_calf_that_was_measured_raises_the_alarm() -> None:
    answer = measured(GIRTH, [41, 41.5, 41], [36, 36, 36], KNOWLEDGE, "left")
    alarmed = case({"pain_calf": True}, side="left").with_answer(GIRTH.id, answer)
    assert evaluate(alarmed, KNOWLEDGE).level == "emergency"


def test_without_the_painful_side_a_yes_or_no_stays_open_unless_either_side_counts() -> None:
    assert measured(GIRTH, [41], [36], KNOWLEDGE).value is None
    assert measured(GIRTH, [41], [36], KNOWLEDGE).likelihood is None
    assert measured(TURN, [90] * 3, [40] * 3, KNOWLEDGE).value is True


@pytest.mark.parametrize(
    ("left", "right"), [([], [100]), ([100] * 11, [100]), ([float("nan")], [100]), ([300], [100]), ([True], [100])]
)
def test_readings_that_cannot_be_are_refused_in_one_line(left: list[float], right: list[float]) -> None:
    with pytest.raises(InputError) as caught:
        measured(KTC, left, right, KNOWLEDGE)
    assert "\n" not in str(caught.value)


def test_a_test_that_is_not_measured_says_so() -> None:
    with pytest.raises(InputError, match="answered with yes or no"):
        measured(self_test("slump_positive", KNOWLEDGE), [1], [1], KNOWLEDGE)
    assert difference(KTC, Answer(), KNOWLEDGE, "left") is None


@pytest.mark.parametrize(
    ("name", "said"), [("slump_positiv", "did you mean slump_positive"), ("worse_sitting", "no test that a runner")]
)
def test_what_is_no_self_test_is_told_with_the_nearest(name: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        self_test(name, KNOWLEDGE)


def test_every_test_that_loads_says_when_not_to_and_how_often() -> None:
    for test in KNOWLEDGE.self_tests.tests.values():
        assert not_when(test, KNOWLEDGE) or not test.holds
        assert test.times == 3 or test.once
        assert test.counts and test.mistake and test.steps


def test_a_test_that_the_painful_step_forbids_is_offered_again_once_it_is_gone() -> None:
    from interview.cleared import cleared

    test = self_test("single_leg_stance_30s", KNOWLEDGE)
    assert not allowed(cleared(limp=True), test, KNOWLEDGE).yes
    assert allowed(cleared(limp=False), test, KNOWLEDGE).yes
