import math
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import whatelse
from stride.runner import Runner, seen_from_the_side
from whatelse.case import Answer, parse_case
from whatelse.stride import StrideAnalysis, analyse
from whatelse.stride.definitions import definitions
from whatelse.stride.findings import STRONGEST, add_to_case, likelihood_ratio, rules, stride_findings
from whatelse.stride.norms import norms

KNOWLEDGE = whatelse.load_knowledge()


@pytest.fixture(scope="module")
def real(data_dir: Path) -> StrideAnalysis:
    folder = data_dir / "data" / "motion"
    return analyse(folder / "rbds001_run_2p5_markers.txt", folder / "rbds001_static_markers.txt")


@given(st.floats(-5, 5), st.floats(0, 3), st.floats(0.3, 2))
def test_further_out_speaks_more_for_a_finding(z: float, error: float, shift: float) -> None:
    assert likelihood_ratio(z + 0.5, error, shift) >= likelihood_ratio(z, error, shift)
    assert 1 / STRONGEST <= likelihood_ratio(z, error, shift) <= STRONGEST


@given(st.floats(-3, 3), st.floats(0, 5), st.floats(0.3, 2))
def test_an_unsure_number_says_less(z: float, error: float, shift: float) -> None:
    sure, unsure = (abs(math.log(likelihood_ratio(z, e, shift))) for e in (error, error + 1.0))
    assert unsure <= sure


def test_there_is_no_step_in_the_evidence() -> None:
    ratios = [likelihood_ratio(k / 100, 0.3, 1.5) for k in range(-300, 300)]
    assert max(later / one for one, later in pairwise(ratios)) < 1.02


def test_every_rule_names_findings_and_metrics_that_exist() -> None:
    for name, rule in rules().items():
        assert name in KNOWLEDGE.findings
        assert set(rule.metrics) <= set(definitions())
        assert rule.direction == "apart" or set(rule.metrics) <= set(norms())
        assert rule.source


def test_a_stride_enters_a_case_as_graded_evidence_and_reads_back(real: StrideAnalysis) -> None:
    case = parse_case({"side": "right"}, KNOWLEDGE)
    fuller, account = add_to_case(case, real, KNOWLEDGE.findings)
    given = {found.finding for found in account if found.answer is not None}
    assert given == set(rules())
    for name in rules():
        answer = fuller.findings[name]
        assert answer.value is None and answer.by == "measured" and answer.definition
        assert sum(answer.likelihood.values()) == pytest.approx(1.0)
    assert parse_case(fuller.to_dict(), KNOWLEDGE) == fuller
    assert case.findings == {}


def test_the_painful_side_is_the_one_that_counts(real: StrideAnalysis) -> None:
    low = {
        side: next(f for f in stride_findings(real, side) if f.finding == "low_heel_lift") for side in ("left", "right")
    }
    assert low["right"].ratio > low["left"].ratio
    assert low["right"].answer.measured == real.metric("knee_flexion_swing_deg", "right").value


def test_a_cadence_at_a_set_speed_is_shown_and_not_counted(real: StrideAnalysis) -> None:
    """157 steps a minute is usual at 2.5 m/s; against the easy pace of the knowledge it would look like a fault."""
    found = next(f for f in stride_findings(real, "right") if f.finding == "running_cadence_spm")
    assert found.answer is None
    assert "depends on the speed" in found.reason


def test_what_a_case_answers_keeps_its_answer(real: StrideAnalysis) -> None:
    case = parse_case({"side": "right", "findings": {"overstride": True}}, KNOWLEDGE)
    fuller, account = add_to_case(case, real, KNOWLEDGE.findings)
    assert fuller.findings["overstride"] == Answer(True)
    assert "stays" in next(f.reason for f in account if f.finding == "overstride")


def test_a_stride_changes_the_differential(real: StrideAnalysis) -> None:
    """Lower the heel of this runner by 25 degrees of the knee: the driver behind a low heel gets likelier."""
    case = parse_case({"side": "right", "findings": {"worse_sitting": True}}, KNOWLEDGE)
    lower = tuple(
        msgspec.structs.replace(m, value=m.value - 25, low=m.low - 25, high=m.high - 25)
        if m.id == "knee_flexion_swing_deg" and m.side == "right"
        else m
        for m in real.metrics
    )
    fuller, _ = add_to_case(case, msgspec.structs.replace(real, metrics=lower), KNOWLEDGE.findings)
    before, after = (
        {row["condition"]: row["probability"] for row in whatelse.assess(c).to_dict()["differential"]}
        for c in (case, fuller)
    )
    assert after["stride_low_heel_lift"] > 1.3 * before["stride_low_heel_lift"]


def test_where_nothing_can_be_told_nothing_is_said() -> None:
    analysis = analyse(Runner().recording())
    for found in stride_findings(analysis):
        if found.finding in ("overstride", "reduced_hip_extension_stride", "stride_asymmetry"):
            assert found.answer is None
            assert found.reason


def test_a_far_leg_is_never_scored() -> None:
    analysis = analyse(seen_from_the_side(Runner(rate=60.0).recording()), speed=3.0)
    far = next(f for f in stride_findings(analysis, "right") if f.finding == "low_heel_lift")
    near = next(f for f in stride_findings(analysis, "left") if f.finding == "low_heel_lift")
    assert far.answer is None
    assert near.answer is not None
