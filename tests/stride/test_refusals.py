from pathlib import Path

import msgspec
import numpy as np
import pytest

from stride.runner import Runner
from whatelse.errors import InputError
from whatelse.motion.recording import Axes, Recording
from whatelse.stride import analyse

RUNNER = Runner(seconds=6.0)


def changed(recording: Recording, **fields: object) -> Recording:
    return msgspec.structs.replace(recording, **fields)


def without(recording: Recording, *words: str) -> Recording:
    kept = [k for k, name in enumerate(recording.points) if not any(word in name for word in words)]
    names = tuple(recording.points[k] for k in kept)
    return changed(recording, points=names, labels=names, positions=recording.positions[:, kept])


def walking() -> Recording:
    """The same legs, slower, under a pelvis that is never in the air."""
    recording = Runner(1.3, 0.55, 0.40, seconds=10.0).recording()
    places = recording.positions.copy()
    for name in recording.points:
        if "sis" in name:
            wave = 1.0 + 0.02 * np.sin(2 * np.pi * recording.time_s / 0.55)
            places[:, recording.points.index(name), 1] = wave
    return changed(recording, positions=places)


def standing() -> Recording:
    recording = RUNNER.recording()
    return changed(recording, positions=np.repeat(recording.positions[:1], recording.frames, axis=0))


def test_walking_is_refused_as_running() -> None:
    with pytest.raises(InputError, match="no running"):
        analyse(walking())


def test_a_standing_trial_is_refused_as_a_run() -> None:
    with pytest.raises(InputError, match="standing trial"):
        analyse(standing())


def test_without_feet_no_step_can_be_seen() -> None:
    with pytest.raises(InputError, match=r"no marker of a heel, foot or ankle.*--map"):
        analyse(without(RUNNER.recording(), "heel", "mt", "ankle"))


def test_an_unknown_direction_is_asked_for() -> None:
    axes = Axes((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0), known=False)
    with pytest.raises(InputError, match="--direction"):
        analyse(changed(RUNNER.recording(), axes=axes))


def test_nothing_but_gaps_is_refused() -> None:
    recording = RUNNER.recording()
    with pytest.raises(InputError):
        analyse(changed(recording, positions=np.full_like(recording.positions, np.nan)))


@pytest.mark.parametrize("frames", [0, 1])
def test_a_recording_of_no_time_is_refused(frames: int) -> None:
    recording = RUNNER.recording()
    with pytest.raises(InputError, match="frames"):
        analyse(changed(recording, time_s=recording.time_s[:frames], positions=recording.positions[:frames]))


def test_two_strides_are_too_few_and_every_metric_says_so() -> None:
    recording = Runner(seconds=1.5).recording()
    analysis = analyse(recording)
    assert analysis.cadence_spm is None
    assert all(not m.measurable for m in analysis.metrics if m.id not in ("speed_m_s",))
    assert "at least 3" in analysis.metric("contact_time_s", "left").reason


def test_few_strides_are_marked_as_approximate() -> None:
    analysis = analyse(Runner(seconds=4.0).recording())
    metric = analysis.metric("contact_time_s", "left")
    assert metric.measurable and metric.approximate
    assert "fewer than 8 strides" in metric.reason


def test_a_direction_that_is_the_wrong_way_round_is_refused() -> None:
    recording = RUNNER.recording()
    turned = recording.positions * np.array([-1.0, 1.0, -1.0])
    with pytest.raises(InputError, match=r"toes point backward.*--direction"):
        analyse(changed(recording, positions=turned))


@pytest.mark.parametrize(
    "name",
    [
        "rbds001_static.c3d",
        "formats/opensim/pose2sim_standing_header_lies.trc",
        "formats/opensim/pyomeca_comma_separated.trc",
        "formats/opensim/bmc_walk_virtual_markers.trc",
        "formats/opensim/bmc_run_ik.mot",
        "formats/c3d/pycgm_movement_not_gait_fp2.c3d",
        "formats/c3d/pycgm_static_pig_angles_fp2.c3d",
        "formats/c3d/ktk_qualisys_duplicate_labels.c3d",
        "formats/c3d/suite_sample02/pc_real.c3d",
    ],
)
def test_a_real_file_that_is_no_run_is_refused_in_one_line(data_dir: Path, name: str) -> None:
    with pytest.raises(InputError) as refused:
        analyse(data_dir / "data" / "motion" / name)
    text = str(refused.value)
    assert "\n" not in text and Path(name).name in text
