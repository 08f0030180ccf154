import json
from pathlib import Path

import jsonschema
import msgspec
import numpy as np
import pytest

from stride.runner import Runner
from whatelse.errors import InputError
from whatelse.motion.read import read
from whatelse.stride import StrideAnalysis, analyse
from whatelse.stride.definitions import definitions
from whatelse.stride.per_stride import READINGS
from whatelse.stride.schema import stride_schema, stride_schema_text

PUBLISHED = Path(__file__).parents[2] / "docs" / "schema" / "stride.schema.json"
GUIDE = Path(__file__).parents[2] / "docs" / "stride.md"
MODULE = "whatelse.stride.schema"
REWRITE = f"python -c 'from {MODULE} import *; print(stride_schema_text(), end=\"\")' > {PUBLISHED}"
CHECKER = jsonschema.Draft202012Validator(stride_schema())
RUNNER = Runner(noise=0.0003)


@pytest.fixture(scope="module")
def made() -> StrideAnalysis:
    return analyse(RUNNER.recording())


@pytest.fixture(scope="module")
def real(data_dir: Path) -> StrideAnalysis:
    folder = data_dir / "data" / "motion"
    return analyse(folder / "rbds001_run_2p5_markers.txt", folder / "rbds001_static_markers.txt")


@pytest.fixture(scope="module")
def uncalibrated(data_dir: Path) -> StrideAnalysis:
    return analyse(data_dir / "data" / "motion" / "rbds001_run_2p5_markers.txt")


def value(analysis: StrideAnalysis, name: str, side: str = "both") -> float:
    metric = analysis.metric(name, side)  # type: ignore[arg-type]
    assert metric is not None and metric.value is not None, metric
    return metric.value


def test_times_speed_and_bounce_of_a_made_runner_come_back(made: StrideAnalysis) -> None:
    assert made.cadence_spm == pytest.approx(60.0 / RUNNER.step, abs=0.1)
    assert made.speed_m_s == pytest.approx(RUNNER.speed, rel=0.03)
    for side in ("left", "right"):
        assert value(made, "contact_time_s", side) == pytest.approx(RUNNER.contact, abs=0.016)
        assert value(made, "flight_time_s", side) == pytest.approx(RUNNER.step - RUNNER.contact, abs=0.016)
        assert value(made, "duty_factor", side) == pytest.approx(RUNNER.contact / RUNNER.stride, abs=0.03)
    heights = RUNNER.recording().point("left_asis")[:, 1]
    assert value(made, "vertical_excursion_m") == pytest.approx(np.ptp(heights), abs=0.006)


def test_legs_that_move_alike_differ_by_nothing(made: StrideAnalysis) -> None:
    for metric in made.metrics:
        if metric.side == "right_minus_left" and metric.measurable:
            assert metric.low < 0.0 < metric.high, metric


def test_every_metric_is_there_once_a_side_with_a_value_or_a_reason(made: StrideAnalysis) -> None:
    for name, definition in definitions().items():
        sides = [m.side for m in made.metrics if m.id == name]
        assert sides == (["both"] if definition.sides == "both" else ["left", "right", "right_minus_left"])
    for metric in made.metrics:
        if metric.measurable:
            assert metric.low <= metric.value <= metric.high
            assert metric.systematic is not None
            assert metric.norm or metric.side == "right_minus_left"
        else:
            assert metric.value is None and metric.reason


def test_every_definition_has_a_reading_and_every_reading_a_definition() -> None:
    assert set(READINGS) == set(definitions()) - {"cadence_spm", "speed_m_s"}


def test_the_guide_names_every_metric() -> None:
    text = GUIDE.read_text("utf-8")
    assert [name for name in definitions() if f"`{name}`" not in text] == []


def test_events_come_in_pairs_and_in_order(made: StrideAnalysis) -> None:
    times = [event.time_s for event in made.events]
    assert times == sorted(times)
    for side in ("left", "right"):
        kinds = [event.kind for event in made.events if event.side == side]
        assert kinds == ["initial_contact", "toe_off"] * (len(kinds) // 2)


def test_the_same_recording_gives_the_same_bytes(made: StrideAnalysis) -> None:
    assert analyse(RUNNER.recording()).to_json() == made.to_json()


def test_the_published_schema_is_the_one_the_program_has(made: StrideAnalysis) -> None:
    assert PUBLISHED.read_text("utf-8") == stride_schema_text(), f"rewrite it: {REWRITE}"
    CHECKER.check_schema(stride_schema())
    CHECKER.validate(json.loads(made.to_json()))


def test_a_told_speed_wins_and_a_contradiction_is_told() -> None:
    analysis = analyse(RUNNER.recording(), speed=4.0)
    assert (analysis.speed_m_s, analysis.speed_from) == (4.0, "told")
    assert any("told 4.00 m/s, but the feet say 3.0" in line for line in analysis.provenance)


@pytest.mark.parametrize(
    ("options", "words"),
    [({"speed": 30.0}, "speed: found 30"), ({"events_from": "forces"}, "did you mean force")],
)
def test_options_that_cannot_be_are_refused(options: dict[str, object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        analyse(RUNNER.recording(), **options)  # type: ignore[arg-type]


def test_gaps_shorten_the_count_and_never_enter_a_number() -> None:
    recording = RUNNER.recording()
    places = recording.positions.copy()
    places[600:900, [recording.points.index(f"left_{name}") for name in ("hip", "knee", "ankle", "heel")]] = np.nan
    gappy = analyse(msgspec.structs.replace(recording, positions=places))
    whole = analyse(recording)
    for name in ("knee_flexion_swing_deg", "heel_lift_m"):
        one, other = gappy.metric(name, "left"), whole.metric(name, "left")
        assert one.n_strides < other.n_strides
        assert one.value == pytest.approx(other.value, rel=0.02)


def test_a_real_runner_has_the_numbers_that_were_measured_by_hand(real: StrideAnalysis) -> None:
    """Heel ahead of the pelvis 11 cm, heel lift 33 to 39 cm, pelvis 10.4 cm, cadence 156.5, contact 277 ms."""
    assert real.cadence_spm == pytest.approx(156.5, abs=0.5)
    assert real.speed_m_s == pytest.approx(2.5, abs=0.05)
    for side in ("left", "right"):
        assert value(real, "contact_time_s", side) == pytest.approx(0.277, abs=0.010)
        assert value(real, "overstride_heel_com_m", side) == pytest.approx(0.11, abs=0.03)
        assert 0.32 < value(real, "heel_lift_m", side) < 0.40
    assert value(real, "vertical_excursion_m") == pytest.approx(0.104, abs=0.011)


def test_joint_angles_agree_with_the_laboratory(real: StrideAnalysis, data_dir: Path) -> None:
    path = data_dir / "data" / "motion" / "rbds001_processed_angles_moments.txt"
    table = np.genfromtxt(path, names=True)
    for side in ("left", "right"):
        lab = table[f"{side[0].upper()}kneeAngZ25"]
        assert value(real, "knee_flexion_swing_deg", side) == pytest.approx(lab.max(), abs=5.0)
        assert value(real, "knee_flexion_contact_deg", side) == pytest.approx(lab[0], abs=5.0)
        (curve,) = (c for c in real.angles if (c.name, c.side) == ("knee_angle", side))
        assert len(curve.mean) == 101
        assert np.sqrt(np.mean((np.asarray(curve.mean) - lab) ** 2)) < 4.0


def test_hip_extension_has_two_definitions_with_two_names(real: StrideAnalysis) -> None:
    segment, joint = (real.metric(f"hip_extension_{kind}_deg", "left") for kind in ("segment", "joint"))
    assert segment.definition != joint.definition
    assert segment.value - joint.value > 4.0


def test_without_a_standing_trial_no_side_difference_of_angles_is_told(
    uncalibrated: StrideAnalysis, real: StrideAnalysis
) -> None:
    for metric in uncalibrated.metrics:
        if metric.side == "right_minus_left" and metric.unit == "deg":
            assert not metric.measurable
    plain, calibrated = (a.metric("hip_extension_segment_deg", "right_minus_left") for a in (uncalibrated, real))
    assert "not interpretable" in plain.reason
    assert calibrated.measurable
    assert uncalibrated.metric("contact_time_s", "right_minus_left").measurable


def test_the_calgary_run_has_its_cadence(data_dir: Path) -> None:
    analysis = analyse(data_dir / "data" / "motion" / "ric_20140515T133244_run.c3d")
    assert analysis.cadence_spm == pytest.approx(184.2, abs=0.5)


def test_force_plates_are_used_where_they_saw_the_run(data_dir: Path) -> None:
    recording = read(data_dir / "data" / "motion" / "rbds001_run_3p5.c3d")
    assert analyse(recording).events_from == "force"
    assert analyse(recording, events_from="kinematics").events_from == "markers"
    assert analyse(msgspec.structs.replace(recording, force_plates=())).events_from == "markers"


def test_a_foot_that_the_standing_trial_does_not_show_counts_from_its_own_flat_foot(
    data_dir: Path, real: StrideAnalysis, uncalibrated: StrideAnalysis
) -> None:
    folder = data_dir / "data" / "motion"
    standing = read(folder / "rbds001_static_markers.txt")
    shown = [k for k, name in enumerate(standing.points) if name not in ("left_heel", "left_mt1", "left_mt5")]
    partly = msgspec.structs.replace(
        standing, points=tuple(standing.points[k] for k in shown), positions=standing.positions[:, shown]
    )
    found = analyse(folder / "rbds001_run_2p5_markers.txt", partly)
    strike = "foot_strike_angle_deg"
    assert value(found, strike, "left") == pytest.approx(value(uncalibrated, strike, "left"), abs=0.3)
    assert value(found, strike, "right") == pytest.approx(value(real, strike, "right"), abs=1e-6)
    apart = found.metric(strike, "right_minus_left")
    assert apart is not None and not apart.measurable and "standing trial" in str(apart.reason)
    knee = found.metric("knee_flexion_contact_deg", "right_minus_left")
    assert knee is not None and knee.measurable
