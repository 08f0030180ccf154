"""What speaks for and against: exact weights, the same in any order, and the rest of the answer that follows."""

import random

import msgspec
import pytest

from challenge.asked import KNOWLEDGE, STRAIN, answer, case, example, first, held
from whatelse.case import Answer, Treatment
from whatelse.challenge import Challenged, challenge_case, claims_in
from whatelse.inference.clock import clock
from whatelse.inference.explanation import explain_case, log_odds
from whatelse.inference.weigh import weigh
from whatelse.knowledge.responses import responses_of

MILD, SIT_BONE, POP = "mild_strain_week_1", "sit_bone_30_weeks", "pop_in_class_now_sits_badly"


def test_a_weight_is_what_the_case_without_the_finding_says() -> None:
    one, found = example(MILD), first(MILD)
    for speaks in found.fits:
        if speaks.finding not in one.findings:
            continue
        weighed = weigh(one.without(speaks.finding), KNOWLEDGE)
        less = weighed.of(weighed.model.node["hamstring_strain"])
        # "Something else" is taken as absent where it is hardly there.
        assert speaks.decibans == pytest.approx(log_odds(found.told.probability) - log_odds(less), abs=0.1)


@pytest.mark.parametrize("name", [MILD, POP, "years_then_ultrasound"])
def test_the_weights_agree_with_the_explanation(name: str) -> None:
    one = example(name)
    explained = explain_case(one, KNOWLEDGE).causes[0]
    found = held(one, explained.label)
    weights = {w.finding: w.decibans for w in explained.weights}
    for speaks in (*found.challenges[0].fits, *found.challenges[0].does_not_fit):
        assert speaks.decibans == pytest.approx(weights[speaks.finding], abs=0.1)
        assert speaks.bases


def test_a_finding_that_speaks_against_turns_the_answer_when_it_is_turned() -> None:
    one = example(MILD)
    turned = one.with_answer("onset_sudden", Answer(value=False)).with_answer("mech_sprinting", Answer(value=False))
    before, after = first(MILD), held(turned, STRAIN).challenges[0]
    assert after.told.probability < before.told.probability
    assert "onset_sudden" in {speaks.finding for speaks in after.does_not_fit}
    assert "onset_sudden" not in {speaks.finding for speaks in before.does_not_fit}


def test_the_order_of_findings_changes_no_byte() -> None:
    one = example(POP)
    items = list(one.findings.items())
    random.Random(7).shuffle(items)
    other = msgspec.structs.replace(one, findings=dict(items))
    assert held(other).to_json() == answer(POP).to_json()


def test_an_unknown_answer_changes_nothing() -> None:
    one = example(POP)
    assert held(one.with_answer("limp", Answer())).to_json() == answer(POP).to_json()


def test_what_would_decide_is_open_and_strongest_first() -> None:
    for name in (MILD, SIT_BONE, POP):
        found, one = first(name), example(name)
        assert found.decides
        for alone in (True, False):
            expected = [decides.expected for decides in found.decides if decides.alone == alone]
            assert expected == sorted(expected, reverse=True)
        for decides in found.decides:
            assert decides.finding not in one.findings
            finding = KNOWLEDGE.findings.get(decides.finding)
            assert finding is None or finding.kind != "treatment_response"


def test_answering_what_would_decide_moves_the_told_source_as_it_says() -> None:
    found = first(POP)
    decides = next(d for d in found.decides if d.alone and {s.answer for s in d.answers} == {"yes", "no"})
    for says in decides.answers:
        answered = example(POP).with_answer(decides.finding, Answer(value=says.answer == "yes"))
        moved = held(answered, STRAIN).challenges[0].told.probability - found.told.probability
        assert (moved > 0) == (says.decibans > 0)


def test_the_clock_is_that_of_the_curve_at_the_week_of_the_case() -> None:
    found = first(SIT_BONE)
    rows = {row.condition: row for row in found.clocks}
    assert {"hamstring_strain", "hamstring_strain_g1", "pht"} <= set(rows)
    own = clock(weigh(example(SIT_BONE), KNOWLEDGE).model, "hamstring_strain_g1", 30.0)
    assert own is not None
    row = rows["hamstring_strain_g1"]
    assert (row.week, row.share, row.low, row.high) == pytest.approx((30.0, own.share, own.low, own.high), abs=1e-8)
    assert row.sources == own.sources
    assert rows["hamstring_strain_g1"].share < 0.05 < rows["pht"].share


def test_without_a_week_there_is_no_clock() -> None:
    assert held(case({"pain_sit_bone": True}), STRAIN).challenges[0].clocks == ()


def test_the_six_factors_stand_in_the_order_of_the_article_with_what_studies_say() -> None:
    rows = answer(SIT_BONE).factors
    assert [row.factor for row in rows] == [factor.id for factor in KNOWLEDGE.six_factors.factors]
    assert {row.factor: row.side for row in rows}["healing_time"] == "something_else"
    assert all(row.studies and all(study.sources for study in row.studies) for row in rows)
    assert [row.side for row in answer(MILD).factors].count("injury") >= 4


# ---------------------------------------------------------------- what was tried, and scans


def test_a_trial_counts_or_says_why_not() -> None:
    stretching, rest = answer(SIT_BONE).treatments
    assert (stretching.counted, rest.counted) == ("yes", "no")
    assert "short relief" in rest.reason


def test_a_treatment_says_nothing_against_what_it_could_not_help() -> None:
    stretching = answer(SIT_BONE).treatments[0]
    why = {one.condition: one.why for one in stretching.could_not_help}
    assert why["pht"] == "harms"
    assert KNOWLEDGE.conditions["pht"].actions["hamstring_stretching"].note in {
        one.note for one in stretching.could_not_help
    }


def with_rest(effect: str, weeks: float) -> Challenged:
    one = example(MILD)
    treatments = (Treatment(what="rest", weeks=weeks, effect=effect),)  # type: ignore[arg-type]
    return held(msgspec.structs.replace(one, treatments=treatments), STRAIN)


def test_a_trial_too_short_moves_nothing_and_a_full_one_does() -> None:
    short, full = (with_rest("none", weeks).treatments[0] for weeks in (1, 8))
    assert (short.counted, short.less_likely, short.more_likely) == ("no", (), ())
    assert full.counted == "yes"
    assert "hamstring_strain" in {moved.condition for moved in full.less_likely}


def test_what_helped_is_not_said_to_be_unable_to_help() -> None:
    assert with_rest("lasting", 3).treatments[0].could_not_help == ()


def test_a_clean_scan_of_the_thigh_leaves_the_tendon_at_the_sit_bone_open() -> None:
    (scan,) = answer(SIT_BONE).scans
    assert scan.clean and scan.counted
    assert "pht" in {moved.condition for moved in scan.open}
    assert "hamstring_strain" in {moved.condition for moved in scan.less_likely}


def test_a_scan_is_named_that_tells_the_likeliest_causes_apart_and_none_where_nothing_is_in_question() -> None:
    assert answer("sacral_stress_fracture").settles
    assert answer(MILD).settles == ()
    for best in answer(POP).settles:
        scan = KNOWLEDGE.scans[best.scan]
        assert best.finding in scan.clean or any(best.finding in shown for shown in scan.results.values())


def test_responses_of_a_child_are_its_own_over_those_of_its_parent() -> None:
    parent = KNOWLEDGE.conditions["hamstring_strain"].actions
    own = KNOWLEDGE.conditions["hamstring_strain_g3"].actions
    found = responses_of(KNOWLEDGE, "hamstring_strain_g3")
    assert set(found) == {*parent, *own}
    assert all(found[key] == own.get(key, parent.get(key)) for key in found)


def test_intervals_come_on_request_and_hold_the_probability() -> None:
    one = example(POP)
    found = challenge_case(one, claims_in(STRAIN, KNOWLEDGE), KNOWLEDGE, with_intervals=True).challenges[0]
    assert found.interval is not None
    assert found.interval.low <= found.told.probability <= found.interval.high
    assert first(POP).interval is None
