import numpy as np
import pytest

from stride.files import standing_file
from stride.runner import Runner, seen_from_the_side
from whatelse.stride.analyse import analysed
from whatelse.stride.curve_norm_fit import TABLE, bands
from whatelse.stride.curve_norms import drawn_curves
from whatelse.stride.poses import MOMENTS, poses_of
from whatelse.stride.raster import raster_of
from whatelse.stride.single import single_strides

MADE = analysed(Runner(seconds=8.0).recording(), speed=2.6)


def test_the_mean_of_single_strides_is_the_metric() -> None:
    rows = single_strides(MADE.analysis, MADE.held)
    for name, side in (("contact_time_s", "left"), ("knee_flexion_swing_deg", "right"), ("heel_lift_m", "left")):
        own = [row.value for row in rows if row.metric == name and row.side == side]
        metric = MADE.analysis.metric(name, side)
        assert len(own) == metric.n_strides
        assert np.mean(own) == pytest.approx(metric.value, abs=1e-8)


def test_what_cannot_be_told_has_no_rows() -> None:
    told = {m.id for m in MADE.analysis.metrics if m.measurable}
    assert {row.metric for row in single_strides(MADE.analysis, MADE.held)} <= told


def test_a_stick_figure_lands_ahead_pushes_off_behind_and_swings_bent() -> None:
    poses = {(pose.side, pose.moment): pose.places for pose in poses_of(MADE)}
    assert len(poses) == 2 * len(MOMENTS)
    for side in ("left", "right"):
        landed, pushed, swung = (poses[side, moment] for moment in MOMENTS)
        assert landed[f"{side}_ankle"][0] > 0.0 > pushed[f"{side}_ankle"][0]
        assert swung[f"{side}_heel"][1] > landed[f"{side}_heel"][1] + 0.1
        assert landed[f"{side}_hip"][1] > landed[f"{side}_knee"][1] > landed[f"{side}_ankle"][1]


def test_a_picture_has_its_figures_too() -> None:
    made = analysed(seen_from_the_side(Runner(seconds=8.0, rate=100.0).recording()))
    assert {pose.unit for pose in poses_of(made)} == {"px"}


def test_the_raster_begins_with_the_first_contact() -> None:
    raster = raster_of(MADE.analysis, MADE.held.recording)
    first = min(event.time_s for event in MADE.analysis.events)
    assert raster.contacts[0][1] == first and raster.start_s <= first
    assert raster.end_s - raster.start_s < 5.5 and raster.force == ()


def test_a_band_is_only_shown_near_the_speed_of_the_data() -> None:
    near, far = (analysed(Runner(seconds=6.0).recording(), speed=speed).analysis for speed in (2.6, 3.4))
    knee = [next(drawn for drawn in drawn_curves(one, ("knee_angle",))) for one in (near, far)]
    assert knee[0].band is not None and knee[1].band is None
    assert {mark.metric for mark in knee[1].marks} == {
        "knee_flexion_contact_deg", "knee_flexion_stance_deg", "knee_flexion_swing_deg",
    }  # fmt: skip


def test_marks_are_the_norm_at_the_speed_of_the_run() -> None:
    drawn = next(iter(drawn_curves(MADE.analysis, ("knee_angle",))))
    mark = next(mark for mark in drawn.marks if mark.metric == "knee_flexion_swing_deg")
    assert 0.5 * (mark.low + mark.high) == pytest.approx(92.61 + 11.0 * 0.1, abs=1e-6)


def test_a_blocked_curve_is_not_drawn(data_dir) -> None:
    path = data_dir / "data" / "video" / "treadmill_side_30fps.blazepose_full.csv"
    made = analysed(path)
    assert drawn_curves(made.analysis, ("knee_angle",)) == ()


def test_the_shipped_bands_are_made_from_the_open_data(data_dir) -> None:
    import json

    path = data_dir / "data" / "motion" / "bmc_ric_angles_odd_subjects.csv.gz"
    assert json.loads(TABLE.read_text("utf-8")) == bands(path)


def test_a_standing_trial_that_shows_joints_without_their_axes_is_used_as_far_as_it_goes(tmp_path) -> None:
    standing = standing_file(tmp_path / "standing.trc")
    made = analysed(Runner(seconds=8.0).recording(), standing)
    assert made.analysis.metric("hip_extension_joint_deg", "left").measurable
