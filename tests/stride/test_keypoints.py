from pathlib import Path

import msgspec
import numpy as np
import pytest

from stride.matching import compared
from stride.runner import Runner, seen_from_the_side
from whatelse.stride import StrideAnalysis, analyse
from whatelse.stride.body import body_of
from whatelse.stride.gates import checks
from whatelse.stride.keypoint_contacts import keypoint_contacts

CLIP = "data/video/treadmill_side_30fps."
RTM, HEAVY, FULL = (CLIP + name for name in ("rtmpose_halpe26.json", "blazepose_heavy.csv", "blazepose_full.csv"))


def fired(analysis: StrideAnalysis) -> set[str]:
    return {gate.id for gate in analysis.gates if gate.fired}


@pytest.mark.parametrize("rate", [30.0, 60.0, 120.0])
def test_contacts_of_a_made_runner_are_seen_from_the_side(rate: float) -> None:
    runner = Runner(rate=rate)
    picture = seen_from_the_side(runner.recording())
    errors = compared(keypoint_contacts(body_of(picture), 280.0), runner.contacts())
    assert (errors.missed, errors.invented) == (0, 0)
    assert abs(errors.contact.mean()) < 0.035
    assert errors.contact.std() < 0.012


def test_exchanged_legs_do_not_change_the_analysis() -> None:
    recording = Runner(rate=60.0).recording()
    clean = analyse(seen_from_the_side(recording))
    mended = analyse(seen_from_the_side(recording, swaps=(*range(100, 108), 300, 301)))
    assert mended.cadence_spm == pytest.approx(clean.cadence_spm)
    assert any("left and right exchanged in 1.4 %" in line for line in mended.provenance)


@pytest.mark.parametrize("file", [RTM, HEAVY, FULL])
def test_every_estimator_gives_the_cadence_of_the_clip(data_dir: Path, file: str) -> None:
    """168.9 steps a minute, +- 0.5, counted by the makers of the clip."""
    analysis = analyse(data_dir / file)
    metric = analysis.metric("cadence_spm")
    assert metric.value == pytest.approx(168.9, abs=1.0)
    assert metric.low <= 168.9 <= metric.high
    assert metric.approximate


@pytest.mark.parametrize("file", [RTM, HEAVY])
def test_the_clip_is_approximate_and_its_slope_forbids_distances(data_dir: Path, file: str) -> None:
    analysis = analyse(data_dir / file)
    assert {"frame_rate", "far_leg", "camera_level", "camera_square"} <= fired(analysis)
    assert not analysis.metric("overstride_ankle_hip_leg", "left").measurable
    assert not analysis.metric("hip_extension_segment_deg", "left").measurable
    swing = analysis.metric("knee_flexion_swing_deg", "left")
    assert swing.measurable and swing.low <= 92 <= swing.high + 4
    assert swing.percentile is None and "speed is not known" in swing.norm
    assert all(not m.measurable for m in analysis.metrics if m.side == "right_minus_left")


def test_a_told_incline_lets_distances_be_told(data_dir: Path) -> None:
    analysis = analyse(data_dir / HEAVY, incline_deg=5.0, speed=2.8)
    metric = analysis.metric("overstride_ankle_hip_leg", "left")
    assert metric.measurable and metric.low <= 0.27 <= metric.high
    assert analysis.metric("knee_flexion_swing_deg", "left").percentile is not None


def test_the_full_model_is_refused_for_knee_and_heel(data_dir: Path) -> None:
    analysis = analyse(data_dir / FULL)
    assert "model" in fired(analysis)
    for side in ("left", "right"):
        for name in ("knee_flexion_swing_deg", "knee_flexion_contact_deg", "heel_lift_leg"):
            assert not analysis.metric(name, side).measurable  # type: ignore[arg-type]


def test_the_full_model_is_refused_by_its_points_too(data_dir: Path) -> None:
    """Under a name that does not give it away, the knee that does not repeat does."""
    from whatelse.motion.read import read

    unnamed = msgspec.structs.replace(read(data_dir / FULL), source="clip.csv")
    analysis = analyse(unnamed)
    assert not analysis.metric("knee_flexion_swing_deg", "left").measurable


def test_a_slow_camera_tells_the_cadence_alone() -> None:
    analysis = analyse(seen_from_the_side(Runner(rate=20.0).recording()))
    assert analysis.cadence_spm == pytest.approx(60 / 0.36, abs=2.0)
    assert [m.id for m in analysis.metrics if m.measurable] == ["cadence_spm"]


def test_without_heel_and_toe_the_foot_is_not_told() -> None:
    picture = seen_from_the_side(Runner(rate=60.0).recording())
    kept = [k for k, name in enumerate(picture.points) if "heel" not in name and "toe" not in name]
    names = tuple(picture.points[k] for k in kept)
    bare = msgspec.structs.replace(
        picture,
        points=names,
        labels=names,
        positions=picture.positions[:, kept],
        confidence=np.ones((picture.frames, len(kept))),
    )
    analysis = analyse(bare)
    assert analysis.cadence_spm == pytest.approx(60 / 0.36, abs=2.0)
    assert analysis.metric("knee_flexion_swing_deg", "left").measurable
    for name in ("contact_time_s", "foot_strike_angle_deg", "heel_lift_leg"):
        assert not analysis.metric(name, "left").measurable


def test_every_check_has_words_and_a_side_of_its_limit() -> None:
    for name, check in checks().items():
        assert check.text, name
        assert check.least is None or check.most is None, name
