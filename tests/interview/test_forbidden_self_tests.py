"""No self-test that the evidence forbids can be asked of a runner (evidence: self-tests that must not be offered)."""

import pytest

from inference.shipped import KNOWLEDGE
from interview.cleared import cleared
from whatelse.case import Case
from whatelse.errors import InputError
from whatelse.interview.self_tests import allowed, offers, self_test
from whatelse.knowledge.schema import Urgency

STRETCHES = ("puranen_orava", "hamstring_flexibility_reduced", "slump_positive", "bent_knee_stretch")
PULLS = (
    "taking_off_shoe",
    "resisted_knee_flexion_pain",
    "resisted_hip_extension_pain",
    "ankle_plantarflexion_weakness",
)
STANDING = ("single_leg_stance_30s", "long_stride_walking", "trendelenburg")
HIP = (
    "hip_motion_painful", "hip_motion_limited", "hip_ir_limited", "hip_rotation_asymmetry",
    "hip_rotation_difference_deg",
    "knee_to_chest_difference_deg", "faber", "hip_extension_limited",
)  # fmt: skip
#: Tests, and answers that each forbid them by themselves.
FORBIDDEN: list[tuple[tuple[str, ...], list[Case]]] = [
    (
        STRETCHES,
        [
            cleared(pop_at_onset=True),
            cleared(bruising_posterior_thigh=True),
            cleared(swelling_or_bruising=True),
            cleared(weeks_since_onset=0.3),
            cleared(foot_drop=True, leg_weakness=True),
            cleared(saddle_anaesthesia=True),
            cleared(bladder_bowel_dysfunction=True),
            cleared(bilateral_leg_neuro_symptoms=True),
            cleared(gait_unsteady_new=True),
            cleared(19, pain_sit_bone=True),
        ],
    ),
    (PULLS, [cleared(pop_at_onset=True), cleared(bruising_posterior_thigh=True), cleared(leg_swelling=True)]),
    (
        STANDING,
        [
            cleared(limp=True),
            cleared(worse_weight_bearing=True),
            cleared(impact_pain=True),
            cleared(pain_groin=True, low_bone_density=True, impact_pain=True),
            cleared(fainting_or_collapse=True),
        ],
    ),
    (
        HIP,
        [
            cleared(fall_or_direct_trauma=True),
            cleared(previous_joint_surgery=True),
            cleared(unable_to_bear_weight=True, difficulty_walking=True),
            cleared(pain_groin=True, low_energy_availability=True, pain_sooner_each_run=True),
            cleared(15, pain_knee=True, limp=True),
        ],
    ),
    (("tender_popliteal_fossa",), [cleared(leg_swelling=True)]),
    (("knee_flexion_limited",), [cleared(knee_locking=True), cleared(knee_effusion=True)]),
    (("lumbar_extension_limited",), [cleared(worse_lumbar_extension=True, pain_below_knee=True)]),
]
CASES = [
    pytest.param(name, case, id=f"{name}-{number}")
    for names, cases in FORBIDDEN
    for name in names
    for number, case in enumerate(cases)
]
TESTS = tuple(KNOWLEDGE.self_tests.tests.values())


@pytest.mark.parametrize("test", TESTS, ids=lambda test: test.id)
def test_a_runner_with_nothing_against_it_may_do_it(test) -> None:  # type: ignore[no-untyped-def]
    found = allowed(cleared(), test, KNOWLEDGE)
    assert found.yes, found


@pytest.mark.parametrize(("name", "case"), CASES)
def test_what_forbids_a_test_forbids_it_even_where_nothing_is_urgent(name: str, case: Case) -> None:
    found = allowed(case, self_test(name, KNOWLEDGE), KNOWLEDGE, level="routine")
    assert not found.yes
    assert found.because and not found.ask_first


@pytest.mark.parametrize("name", ["single_leg_hop_pain", "exertion_test_reproduces_symptoms"])
def test_a_hop_and_a_run_until_it_hurts_are_for_nobody_at_home(name: str) -> None:
    assert not KNOWLEDGE.findings[name].self_test
    assert name not in KNOWLEDGE.self_tests.tests
    with pytest.raises(InputError, match="never tested alone"):
        self_test(name, KNOWLEDGE)


def test_a_calf_that_may_hold_a_clot_is_pressed_once_and_never_rubbed() -> None:
    test = self_test("tender_calf", KNOWLEDGE)
    assert test.times == 1
    assert "rub" in KNOWLEDGE.findings["tender_calf"].not_when


@pytest.mark.parametrize("test", TESTS, ids=lambda test: test.id)
@pytest.mark.parametrize("level", ["urgent", "emergency"])
def test_what_is_urgent_is_seen_and_not_tested_at_home(test, level: Urgency) -> None:  # type: ignore[no-untyped-def]
    found = allowed(cleared(), test, KNOWLEDGE, level=level)
    assert found.yes == (test.looks and level == "urgent")


@pytest.mark.parametrize("rule", sorted(r.id for r in KNOWLEDGE.rules.values() if r.level == "emergency"))
def test_every_emergency_rule_ends_the_self_tests(rule: str) -> None:
    from triage.pictured import WITNESSES, pictured

    case = pictured(WITNESSES[rule])
    assert not any(allowed(case, test, KNOWLEDGE).yes for test in TESTS)


@pytest.mark.parametrize("name", STRETCHES)
def test_a_tendon_that_may_be_torn_off_is_not_stretched(name: str) -> None:
    found = allowed(cleared(), self_test(name, KNOWLEDGE), KNOWLEDGE, floors={"torn_off"})
    assert not found.yes and "tendon" in found.because[0]


@pytest.mark.parametrize("name", [*STANDING, "resisted_hip_extension_pain", "ankle_plantarflexion_weakness"])
def test_a_bone_that_may_be_cracked_is_not_loaded(name: str) -> None:
    assert not allowed(cleared(), self_test(name, KNOWLEDGE), KNOWLEDGE, floors={"bone"}).yes


@pytest.mark.parametrize("name", sorted({name for names, _ in FORBIDDEN for name in names} - {"knee_flexion_limited"}))
def test_what_is_not_known_is_not_no(name: str) -> None:
    found = allowed(Case(), self_test(name, KNOWLEDGE), KNOWLEDGE)
    assert not found.yes
    assert found.ask_first and not found.because


def test_dont_know_keeps_a_test_closed() -> None:
    found = allowed(cleared(saddle_anaesthesia="unknown"), self_test("slump_positive", KNOWLEDGE), KNOWLEDGE)
    assert not found.yes and found.ask_first == ("saddle_anaesthesia",)


def test_of_all_findings_only_questions_and_allowed_tests_are_offered() -> None:
    may = offers(cleared(limp=True), KNOWLEDGE)
    assert may("worse_sitting") and may("tender_buttock")
    assert not any(
        map(may, ("trendelenburg", "overstride", "slr", "single_leg_hop_pain", "d_dimer_positive", "no such"))
    )
    assert all(map(offers(cleared(), KNOWLEDGE), KNOWLEDGE.self_tests.tests))


def test_nobody_runs_for_a_film_while_a_bone_may_be_cracked() -> None:
    may = offers(cleared(), KNOWLEDGE, floors={"bone"})
    films = [finding.id for finding in KNOWLEDGE.findings.values() if finding.kind == "stride"]
    assert films and not any(map(may, films))
