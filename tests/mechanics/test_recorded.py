"""Recorded strides: public runs in, stretch out; what was not seen is said."""

import re
from pathlib import Path

import numpy as np
import pytest

from whatelse.mechanics import mechanics_of, muscles, parse_restrictions, recorded
from whatelse.mechanics.gait import Gait
from whatelse.mechanics.recorded import ERROR_DEG
from whatelse.report.mechanics import text
from whatelse.report.mechanics.pictures import pictures


@pytest.fixture(scope="module")
def run(data_dir: Path) -> Gait:
    motion = data_dir / "data" / "motion"
    return recorded(motion / "rbds001_run_3p5.c3d", motion / "rbds001_static.c3d")


def test_a_real_run_peaks_in_late_swing_with_the_biceps_first(run: Gait) -> None:
    told = mechanics_of(run)
    for side in ("left", "right"):
        peaks = {name: told.muscle(name, side).peak for name in muscles.HAMSTRINGS}
        assert all(90 <= peak.percent <= 96 for peak in peaks.values())
        assert peaks["bflh"].stretch > max(peaks["semimem"].stretch, peaks["semiten"].stretch)
        assert 4 < peaks["bflh"].stretch < 9


def test_hips_count_from_the_standing_trial(run: Gait) -> None:
    assert run.comparable
    assert any("standing trial" in note for note in run.notes)
    assert -12 < float(run.right.tilt.mean()) < 0


def test_thigh_and_shank_come_out_as_the_angles_went_in(run: Gait) -> None:
    assert np.allclose(run.left.thigh - run.left.shank, run.left.angles[:, 3])
    assert run.left.angles[0] == pytest.approx(run.left.angles[-1])


def test_keypoints_of_a_picture_are_looser_and_sides_are_not_compared(data_dir: Path) -> None:
    gait = recorded(data_dir / "data" / "video" / "treadmill_side_30fps.rtmpose_halpe26.json")
    told = mechanics_of(gait)
    assert gait.method == "plane" and gait.error_deg[0] > ERROR_DEG["plane"][0]
    assert any("pelvis is not seen" in note for note in told.notes)
    assert not any(one.told for one in told.differences)
    assert all(re.search("not measured well enough", one.why) for one in told.differences)


def test_a_leg_that_was_not_seen_is_not_reported(data_dir: Path) -> None:
    gait = recorded(data_dir / "data" / "motion" / "ric_20140515T133244_run.c3d")
    told = mechanics_of(gait, (), parse_restrictions(("right_hip_extension=10",)))
    assert told.sides == ("left",)
    assert {one.side for one in told.muscles} == {"left"} and told.differences == ()
    assert any("only one leg was seen" in note for note in told.notes)
    assert told.chain is not None and not told.chain.possible
    assert "only one leg was seen" in text(told)
    assert set(pictures(told, gait)) == {"stretch.svg", "nerve.svg"}
