"""The four plans that are shown, and the three cases in which there is none."""

import msgspec
import pytest

from inference.shipped import KNOWLEDGE, case, example
from tests.plan.made import SHOWN, Alarm, fired, plan_of, weighed
from whatelse.case import Case
from whatelse.inference.weigh import weigh
from whatelse.plan import Plan, plan_for
from whatelse.plan.alarm import alarm_of
from whatelse.plan.types import Plan as PlanType
from whatelse.report.plan import clinician_text, runner_text


def groups(name: str, alarm: Alarm | None = None) -> dict[str, str]:
    return {advice.action: advice.group for advice in plan_of(name, alarm).advice}


def test_a_mild_strain_may_run_easily_and_load_but_not_sprint() -> None:
    found = groups("mild_strain_week_1")
    assert {found[a] for a in ("run_easy", "light_hamstring_strength", "physiotherapy")} == {"reasonable"}
    assert found["run_speed"] == "stop"
    assert {found[a] for a in ("run_hills", "hop_and_jump", "hamstring_stretching")} == {"hold_off"}
    assert plan_of("mild_strain_week_1").floors == ()
    assert [see.visit for see in plan_of("mild_strain_week_1").see] == ["tendon"]


def test_a_sore_tendon_is_loaded_and_neither_stretched_nor_pressed() -> None:
    found = groups("sit_bone_30_weeks")
    assert {found[a] for a in ("run_easy", "less_sitting", "heavy_slow_strength")} == {"reasonable"}
    stopped = ("run_hills", "run_speed", "hamstring_stretching", "massage_sit_bone")
    assert {found[a] for a in stopped} == {"stop"}
    assert plan_of("sit_bone_30_weeks").of("surgery").group == "hold_off"


def test_a_possible_sacral_stress_fracture_stops_every_landing_and_asks_for_a_scan() -> None:
    plan = plan_of("sacral_stress_fracture")
    found = groups("sacral_stress_fracture")
    assert {found[a] for a in ("run_easy", "run_speed", "hop_and_jump", "joint_treatment")} == {"stop"}
    (floor,) = [floor for floor in plan.floors if floor.floor == "bone"]
    assert "MRI" in floor.until
    assert plan.see[0].visit == "bone" and "MRI" in plan.see[0].say
    assert plan.see[0].conditions == ("sacral_bsi", "pelvic_bsi")


def test_what_a_possible_crack_makes_harmful_waits_for_its_scan_too() -> None:
    plan = plan_of("sacral_stress_fracture")
    (floor,) = plan.floors
    assert plan.of("hip_strength").group == "hold_off"
    assert plan.of("hip_strength").until == floor.until


def test_a_torn_tendon_does_not_keep_an_operation_waiting_for_months() -> None:
    surgery = plan_of("torn_hamstring_that_radiates").of("surgery")
    assert surgery.group == "hold_off"
    assert "scan" in surgery.until and "surgeon" in surgery.until and "month" not in surgery.until


def test_two_nerve_sites_are_neither_stretched_nor_pressed_and_a_nerve_is_tested() -> None:
    found = groups("two_nerve_sites")
    assert {found[a] for a in ("hamstring_stretching", "massage_sit_bone", "run_speed")} == {"stop"}
    assert found["less_sitting"] == "reasonable"
    assert plan_of("two_nerve_sites").see[0].visit == "nerve"


def test_an_emergency_gets_its_instruction_and_no_plan() -> None:
    alarm = Alarm("emergency", ("Go now.",), (fired("cauda_equina", "infection", level="emergency"),))
    plan = plan_of("cauda_equina", alarm)
    assert plan.kind == "emergency" and plan.urgent == ("Go now.",)
    assert plan.advice == plan.see == plan.likely == ()
    spine = next(floor for floor in KNOWLEDGE.plan.floors if floor.id == "spine")
    assert plan.instruction == (KNOWLEDGE.plan.text("emergency"), spine.do_not)


@pytest.mark.parametrize(("age", "kind"), [(15, "under_16"), (15.9, "under_16"), (16, "plan"), (None, "plan")])
def test_under_16_there_is_no_plan(age: float | None, kind: str) -> None:
    person = {"age": age, "sex": "male"}
    one = case({"worse_sitting": True, "pain_sit_bone": True}, person=person)
    plan = plan_for(weigh(one, KNOWLEDGE), Alarm())
    assert plan.kind == kind
    assert bool(plan.advice) is (kind == "plan")


def test_a_child_in_an_emergency_gets_the_emergency_first() -> None:
    one = case({"limp": True}, person={"age": 12})
    plan = plan_for(weigh(one, KNOWLEDGE), Alarm("emergency", ("Go now.",)))
    assert plan.kind == "emergency" and KNOWLEDGE.plan.text("under_16") in plan.instruction


def test_where_nothing_was_told_there_is_no_plan() -> None:
    assert plan_for(weigh(Case(), KNOWLEDGE), Alarm()).kind == "nothing_told"


def test_facts_about_the_person_alone_are_no_complaint_to_plan_for() -> None:
    one = case({"history_of_cancer": False}, person={"age": 30})
    assert plan_for(weigh(one, KNOWLEDGE), Alarm()).kind == "nothing_told"


def test_pain_outside_the_region_gets_no_plan_but_one_place_inside_is_enough() -> None:
    calf = case({"pain_calf": True, "worse_running": True})
    plan = plan_for(weigh(calf, KNOWLEDGE), Alarm())
    assert plan.kind == "elsewhere" and plan.advice == () and plan.instruction == (KNOWLEDGE.plan.text("elsewhere"),)
    both = case({"pain_calf": True, "worse_running": True, "pain_buttock": True})
    assert plan_for(weigh(both, KNOWLEDGE), Alarm()).kind == "plan"


@pytest.mark.parametrize("findings", [{}, {"pain_calf": True}, {"pain_sit_bone": True}, {"saddle_anaesthesia": True}])
def test_every_plan_says_what_if_it_gets_worse_and_that_it_was_never_tested(findings: dict[str, bool]) -> None:
    for age in (12, 40):
        weighed = weigh(case(findings, person={"age": age}), KNOWLEDGE)
        plan = plan_for(weighed, alarm_of(weighed, "all"))
        for text in (runner_text(plan, KNOWLEDGE), clinician_text(plan, KNOWLEDGE)):
            flat = " ".join(text.split())
            assert "gets worse" in flat and "never tested on patients" in flat


def test_an_unknown_answer_changes_nothing() -> None:
    one = example("sit_bone_30_weeks")
    more = case({"worse_walking": None}).findings
    asked = msgspec.structs.replace(one, findings=dict(sorted({**one.findings, **more}.items())))
    assert plan_for(weigh(asked, KNOWLEDGE), Alarm()) == plan_of("sit_bone_30_weeks")


def test_the_order_of_findings_changes_nothing() -> None:
    one = example("two_nerve_sites")
    turned = msgspec.structs.replace(one, findings=dict(reversed(list(one.findings.items()))))
    assert plan_for(weigh(turned, KNOWLEDGE), Alarm()).to_json() == plan_of("two_nerve_sites").to_json()


@pytest.mark.parametrize("name", SHOWN)
def test_the_json_is_the_plan_and_the_same_each_time(name: str) -> None:
    plan = plan_of(name)
    assert plan.to_json() == plan_for(weighed(name), Alarm()).to_json()
    assert msgspec.json.decode(plan.to_json(), type=PlanType) == plan


@pytest.mark.parametrize("name", SHOWN)
def test_what_waits_says_for_what_and_what_stops_says_until_when(name: str) -> None:
    plan: Plan = plan_of(name)
    for advice in (*plan.group("hold_off"), *plan.group("stop")):
        assert advice.until or advice.floors


def test_an_open_source_behind_a_harm_names_what_would_settle_it() -> None:
    one = case({"worse_sitting": True, "pain_sit_bone": True, "radiating_pain": True, "paraesthesia": True})
    plan = plan_for(weigh(one, KNOWLEDGE), Alarm())
    assert plan.likely[0].probability < KNOWLEDGE.plan.limit("settled")
    waiting = [advice for advice in plan.advice if advice.group in ("hold_off", "stop") and advice.because]
    assert waiting
    for advice in waiting:
        p = next(s for s in advice.outcome.per_source if s.condition == advice.because).probability
        assert bool(advice.settle) is (p < KNOWLEDGE.plan.limit("settled"))


def test_a_test_of_the_visit_is_done_only_when_all_of_it_is_answered() -> None:
    tests = {test.findings: test.done for see in plan_of("two_nerve_sites").see for test in see.tests}
    assert tests["seated_piriformis_stretch", "active_piriformis_pace"] is False
    assert tests["slump_positive", "slr", "leg_pain_changed_by_neck", "leg_pain_changed_by_foot"] is True
    assert tests["motor_deficit", "sensory_deficit", "reflex_loss"] is False
