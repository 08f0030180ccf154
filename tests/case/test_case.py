from hypothesis import given

from case.arbitrary import cases
from case.small_knowledge import KNOWLEDGE, complaint
from whatelse.case import Answer, Case, Imaging, parse_case


def told(**findings: object) -> Case:
    return parse_case({"findings": findings}, KNOWLEDGE)


@given(cases())
def test_mirroring_twice_gives_the_case_back(case: Case) -> None:
    assert case.mirrored().mirrored() == case


def test_mirroring_exchanges_left_and_right_everywhere() -> None:
    case = parse_case(
        {
            "side": "left",
            "findings": {
                "slr": {"value": True, "side": "right"},
                "hip_rotation_difference_deg": {"left": 30, "right": 45},
                "pain_calf": {"value": True, "side": "both"},
            },
        },
        KNOWLEDGE,
    ).mirrored()
    assert case.side == "right"
    assert case.findings["slr"].side == "left"
    assert case.findings["pain_calf"].side == "both"
    angles = case.findings["hip_rotation_difference_deg"]
    assert (angles.left, angles.right) == (45, 30)


def test_an_answer_makes_a_new_case_and_leaves_the_old_one() -> None:
    old = told(slr=True)
    new = old.with_answer("onset_sudden", Answer(False))
    assert list(new.findings) == ["onset_sudden", "slr"]
    assert list(old.findings) == ["slr"]


def test_taking_an_answer_back_gives_the_case_before_it() -> None:
    case = told(slr=True)
    assert case.with_answer("onset_sudden", Answer(True)).without("onset_sudden") == case


def test_a_finding_taken_out_is_in_no_stage_any_more() -> None:
    raw = {
        "findings": {"slr": True, "worse_sitting": True},
        "stages": {"exam": ["slr"], "history": ["worse_sitting"]},
    }
    case = parse_case(raw, KNOWLEDGE).without("slr")
    assert case.stages == {"history": ("worse_sitting",)}
    assert parse_case(case.to_dict(), KNOWLEDGE) == case


def test_each_stage_knows_what_the_earlier_ones_know() -> None:
    case = told(worse_sitting=True, slr=True, mri_thigh_normal=True)
    assert set(case.at_stage("history", KNOWLEDGE).findings) == {"worse_sitting"}
    assert set(case.at_stage("exam", KNOWLEDGE).findings) == {"worse_sitting", "slr"}
    assert case.at_stage("all", KNOWLEDGE) == case


def test_the_stages_of_the_case_go_before_those_of_the_knowledge() -> None:
    case = parse_case({"findings": {"slr": True}, "stages": {"history": ["slr"]}}, KNOWLEDGE)
    assert set(case.at_stage("history", KNOWLEDGE).findings) == {"slr"}


def test_a_family_and_its_count_are_known_when_its_tests_are() -> None:
    case = told(sij_provocation="none", sij_provocation_count=0)
    assert case.at_stage("history", KNOWLEDGE).findings == {}
    assert case.at_stage("exam", KNOWLEDGE) == case


def test_scans_are_known_at_the_last_stage_only() -> None:
    case = Case(imaging=(Imaging("pelvis", "MRI", 3.0, "normal"),))
    assert case.at_stage("exam", KNOWLEDGE).imaging == ()
    assert case.at_stage("all", KNOWLEDGE).imaging == case.imaging


def test_another_stage_is_refused() -> None:
    assert "did you mean exam" in complaint(Case().at_stage, "exams", KNOWLEDGE)


@given(cases())
def test_what_a_stage_leaves_is_again_a_valid_case(case: Case) -> None:
    early = case.at_stage("exam", KNOWLEDGE)
    assert parse_case(early.to_dict(), KNOWLEDGE) == early
