"""What-ifs: what the sweep settles, what it leaves open, what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatelse.errors import InputError
from whatelse.mechanics import mechanics_of, parse_edits, typical
from whatelse.mechanics.edits import KINDS, duration_factor, shapes
from whatelse.mechanics.what_if import SMALLEST, WhatIf, verdict, what_if


def answer(text: str) -> WhatIf:
    return what_if(typical(), parse_edits((text,)))[-1]


def verdicts(text: str, muscle: str = "bflh") -> dict[str, str]:
    return {one.measure: one.verdict for one in answer(text).changes if one.muscle == muscle and one.side == "left"}


def test_landing_nearer_lowers_the_peak_and_landing_further_raises_it() -> None:
    assert verdicts("overstride=-5cm")["peak stretch"] == "less"
    assert verdicts("overstride=+5cm")["peak stretch"] == "more"


def test_a_pelvis_that_tilts_forward_stretches_the_hamstring() -> None:
    assert verdicts("pelvic_tilt=5")["peak stretch"] == "more"
    assert verdicts("trunk_lean=5")["peak stretch"] == "more"


def test_shorter_faster_steps_lower_the_peak() -> None:
    assert verdicts("cadence=+5%")["peak stretch"] == "less"


def test_heel_lift_settles_the_mean_of_swing_and_not_the_peak() -> None:
    assert verdicts("heel_lift=-10%")["mean stretch in swing"] == "more"
    assert verdicts("heel_lift=-10%")["peak stretch"] == "not determined"


def test_hip_extension_reaches_the_psoas_and_not_the_peak_of_the_hamstring() -> None:
    assert verdicts("hip_extension=5deg", "psoas")["peak stretch"] == "more"
    assert verdicts("hip_extension=5deg")["peak stretch"] == "no change"


def test_a_sign_is_told_only_where_all_ways_agree() -> None:
    for name, kind in KINDS.items():
        for amount in (-kind.most / 3, kind.most / 3):
            for one in answer(f"{name}={amount}").changes:
                assert (one.verdict == "more") == (one.least > SMALLEST)
                assert (one.verdict == "less") == (one.most < -SMALLEST)


@given(st.floats(-3, 3), st.floats(-3, 3))
def test_a_verdict_of_a_sweep_across_nothing_is_never_a_direction(one: float, other: float) -> None:
    least, most = min(one, other), max(one, other)
    found = verdict(least, most)
    if least <= 0 <= most:
        assert found in ("no change", "not determined")
    assert {"more": "less", "less": "more"}.get(found, found) == verdict(-most, -least)


@pytest.mark.parametrize("name", KINDS)
def test_every_edit_is_drawn_in_several_ways_and_nothing_is_no_edit(name: str) -> None:
    leg = typical().left
    assert len(shapes(parse_edits((f"{name}=2",))[0], leg)) >= 4
    assert abs(shapes(parse_edits((f"{name}=0",))[0], leg)).max() == 0


def test_more_steps_make_a_shorter_stride_in_time() -> None:
    assert duration_factor(parse_edits(("cadence=25,overstride=-5",))) == pytest.approx(0.8)


def test_several_edits_are_told_alone_and_together() -> None:
    told = what_if(typical(), parse_edits(("overstride=-5cm,cadence=+5%",)))
    assert [len(one.edits) for one in told] == [1, 1, 2]
    assert told[-1].text == "foot ahead at landing -5 cm, step rate +5 %"


def test_a_change_that_makes_another_run_is_refused_with_its_reason() -> None:
    told = answer("trunk_lean=60")
    assert told.changes == ()
    assert told.refused == "more than 15 deg: that would be another run, not a change of this one"


def test_a_knee_that_would_bend_backward_is_refused() -> None:
    told = answer("overstride=15cm")
    assert told.changes == ()
    assert "the knee would bend backward" in told.refused


def test_forces_are_never_told() -> None:
    told = mechanics_of(typical(), parse_edits(("cadence=5",)))
    assert any("force under the foot" in line for line in told.not_told)
    names = set(told.to_dict()) | {one.measure for one in told.what_if[0].changes}
    assert not [name for name in names if "force" in name or "activation" in name]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("overstide=-5cm", "did you mean overstride"),
        ("overstride", "expected NAME=AMOUNT"),
        ("overstride=-5deg", "expected a number in cm"),
        ("cadence=fast", "expected a number in %"),
        ("cadence=5,cadence=6", "is given twice"),
        ("stance_force=5", "known: overstride"),
    ],
)
def test_an_edit_that_cannot_be_read_is_one_clear_line(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as told:
        parse_edits((text,))
    assert str(told.value).startswith("what-if")
