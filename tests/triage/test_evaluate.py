"""What the rules answer: three values, what is implied, what has not been asked, and in which words."""

import json

import msgspec
import pytest

from tests.triage.pictured import KNOWLEDGE, PICTURES, pictured, told, urgency
from whatelse.case import Answer, Case, Person, Treatment, parse_case
from whatelse.knowledge.reading import grade
from whatelse.triage import evaluate
from whatelse.triage.types import height

CORE = [n for screen in KNOWLEDGE.safety.core for item in screen.items for n in item.findings]
#: A grown person who says no to all of the safety core.
DENIED = msgspec.structs.replace(told(**dict.fromkeys(CORE, False)), person=Person(age=40.0))


def rules(**findings: object) -> set[str]:
    return {reason.rule for reason in urgency(**findings).reasons}


def test_nothing_told_is_not_safe_but_not_complete() -> None:
    found = evaluate(Case(), KNOWLEDGE)
    assert found.level == "self_care"
    assert not found.complete
    assert found.reasons == ()
    assert found.lines[0].startswith("At least:")


def test_the_safety_core_is_named_first_and_in_its_order() -> None:
    core = ["age", *CORE]
    not_asked = evaluate(Case(), KNOWLEDGE).not_asked
    assert list(not_asked[: len(core)]) == core
    stages = [KNOWLEDGE.findings[n].stage == "history" for n in not_asked[len(core) :] if n in KNOWLEDGE.findings]
    assert stages == sorted(stages, reverse=True)


def test_an_emergency_waits_for_no_further_answer() -> None:
    found = urgency(saddle_anaesthesia=True)
    assert (found.level, found.complete, found.not_asked) == ("emergency", True, ())


def test_a_no_to_all_of_the_core_is_complete() -> None:
    found = evaluate(DENIED, KNOWLEDGE)
    assert found.complete
    assert found.level == "self_care"


def test_the_age_belongs_to_the_core() -> None:
    found = evaluate(msgspec.structs.replace(DENIED, person=Person()), KNOWLEDGE)
    assert not found.complete
    assert found.not_asked[0] == "age"


def test_one_open_question_of_the_core_leaves_it_incomplete() -> None:
    case = DENIED
    assert not evaluate(case.without("fever"), KNOWLEDGE).complete
    assert not evaluate(case.with_answer("fever", Answer()), KNOWLEDGE).complete
    assert not evaluate(case.with_answer("fever", Answer(not_tested=True)), KNOWLEDGE).complete


def test_a_probable_yes_counts_as_a_yes_and_a_probable_no_as_none() -> None:
    assert urgency(saddle_anaesthesia="probably").level == "emergency"
    found = urgency(saddle_anaesthesia="probably not")
    assert found.level == "self_care"
    assert "saddle_anaesthesia" not in found.not_asked


def test_a_likelihood_without_a_value_counts_for_the_likelier_state() -> None:
    case = Case(findings={"saddle_anaesthesia": Answer(likelihood={"yes": 0.6, "no": 0.4})})
    assert evaluate(case, KNOWLEDGE).level == "emergency"
    even = Case(findings={"saddle_anaesthesia": Answer(likelihood={"yes": 0.5, "no": 0.5})})
    assert "saddle_anaesthesia" in evaluate(even, KNOWLEDGE).not_asked


def test_a_specific_sign_makes_its_general_one_true() -> None:
    assert "E4" in rules(calf_girth_difference_over_3cm=True)
    assert "U4" in rules(ankle_dorsiflexion_weakness=True)


def test_a_general_no_closes_the_specific_questions() -> None:
    assert "urinary_retention" not in urgency(bladder_bowel_dysfunction=False).not_asked


def test_a_sign_on_the_other_leg_counts() -> None:
    case = parse_case({"side": "left", "findings": {"leg_swelling": {"value": True, "side": "right"}}}, KNOWLEDGE)
    assert evaluate(case, KNOWLEDGE).level == "emergency"


def test_numbers_fire_beyond_their_limit_only() -> None:
    assert "E7" in rules(temperature_c=38.0)
    assert "E7" not in rules(temperature_c=37.9)
    assert "E1" in rules(post_void_residual_ml=201)
    assert "E1" not in rules(post_void_residual_ml=200)


def test_a_measured_number_without_a_value_counts() -> None:
    assert evaluate(Case(findings={"temperature_c": Answer(measured=39.0)}), KNOWLEDGE).level == "emergency"


def test_age_is_asked_for_where_it_matters_and_used_where_it_is_known() -> None:
    case = told(pain_sit_bone=True)
    assert "age" in evaluate(case, KNOWLEDGE).not_asked
    for age, level in ((15.0, "urgent"), (40.0, "self_care")):
        found = evaluate(msgspec.structs.replace(case, person=Person(age=age)), KNOWLEDGE)
        assert found.level == level
        assert "age" not in found.not_asked


def test_a_man_is_not_asked_whether_he_is_pregnant() -> None:
    assert "could_be_pregnant" in evaluate(Case(person=Person(sex="female")), KNOWLEDGE).not_asked
    assert "could_be_pregnant" not in evaluate(Case(person=Person(sex="male")), KNOWLEDGE).not_asked


def test_single_tests_and_their_count_say_the_same() -> None:
    tests = dict.fromkeys(["sij_compression", "sij_distraction", "sij_thigh_thrust"], True)
    rest = {"worse_weight_bearing": True, "impact_pain": True, "previous_stress_fracture": True}
    for more in (tests, {"sij_provocation_count": 3}, {"sij_provocation": "three_or_more"}):
        found = urgency(impact_pain=True, previous_stress_fracture=True, **more)
        assert "U1" in {r.rule for r in found.reasons}, more
    assert "U1" not in {r.rule for r in urgency(impact_pain=True, previous_stress_fracture=True).reasons}
    assert "U1" in rules(**rest)


@pytest.mark.parametrize(
    "findings",
    [
        {"weeks_since_onset": 9},
        {"healing_over_8_weeks": True},
        {"worsening_course": True},
        {"response_conservative_care": False},
        {"better_after_6_weeks_hamstring_care": False},
    ],
)
def test_self_care_is_out_of_reach_for_what_lasts_grows_or_resists(findings: dict[str, object]) -> None:
    assert height(urgency(**findings).level) >= height("routine")


def test_six_weeks_of_care_without_effect_end_self_care() -> None:
    for weeks, level in ((6.0, "routine"), (3.0, "self_care")):
        case = Case(treatments=(Treatment("heavy slow strength", weeks=weeks, effect="none"),))
        assert evaluate(case, KNOWLEDGE).level == level


def test_reasons_say_what_made_them_true_and_what_to_do() -> None:
    found = urgency(pain_groin=True, impact_pain=True, low_energy_availability=True, pain_buttock=True)
    reason = next(r for r in found.reasons if r.rule == "E12")
    assert {b.finding for b in reason.because} == {"pain_groin", "impact_pain", "low_energy_availability"}
    assert reason.do == KNOWLEDGE.rules["E12"].do
    assert any(reason.do in line for line in found.lines)


def test_the_most_urgent_reason_comes_first() -> None:
    found = urgency(lump_growing=True, leg_swelling=True, breathless_or_chest_pain=True, healing_over_8_weeks=True)
    assert [r.rule for r in found.reasons][:2] == ["E6", "E4"]
    heights = [height(r.level) for r in found.reasons]
    assert heights == sorted(heights, reverse=True)


def test_json_has_the_fields_that_views_rely_on() -> None:
    found = json.loads(urgency(leg_swelling=True).to_json())
    assert {"level", "complete", "reasons", "raised_by_probability", "not_asked"} <= set(found)


def test_a_child_that_limps_is_an_emergency() -> None:
    case = parse_case({"person": {"age": 11}, "findings": {"pain_knee": True, "limp": True}}, KNOWLEDGE)
    assert evaluate(case, KNOWLEDGE).level == "emergency"


def test_every_line_for_people_is_easy_to_read() -> None:
    for picture in PICTURES.values():
        for line in evaluate(pictured(picture), KNOWLEDGE).lines:
            if not line.startswith("  "):
                assert grade(line, KNOWLEDGE.reading_words) <= 8.0, line
