import numpy as np
import pytest

from whatelse.errors import InputError
from whatelse.motion import read


@pytest.mark.parametrize(
    ("name", "channel", "low", "high"),
    [
        ("bmc_run_ik.mot", "hip_flexion_r", -6.108, 48.084),
        ("bmc_run_ik.mot", "knee_angle_r", 9.757, 93.028),
        ("bmc_run_ik.mot", "hip_flexion_l", -4.766, 55.334),
        ("bmc_run_ik.mot", "knee_angle_l", 7.369, 96.504),
        ("bmc_run_ik.mot", "ankle_angle_r", -31.354, 17.590),
        ("bmc_run_ik.mot", "pelvis_tilt", -19.699, -7.065),
        ("opencap_walking1.mot", "knee_angle_r", 0.211, 62.792),
        ("opencap_walking1.mot", "knee_angle_l", 0.397, 71.031),
        ("pose2sim_balancing_lstm.mot", "hip_flexion_r", -0.997, 53.690),
        ("pose2sim_balancing_lstm.mot", "knee_angle_l", 17.939, 64.587),
    ],
)
def test_angles_are_those_of_the_file_in_degrees(formats_dir, name, channel, low, high):
    values = read(formats_dir / "opensim" / name).of_kind("angles")[0].channel(channel)
    assert (values.min(), values.max()) == (pytest.approx(low, abs=6e-4), pytest.approx(high, abs=6e-4))


@pytest.mark.parametrize(
    ("name", "rows", "rate"),
    [
        ("bmc_run_ik.mot", 122, 150),
        ("opencap_walking1.mot", 158, 100),
        ("pyomeca_comma_separated_ik.mot", 88, 100),
        ("bmc_run_inverse_dynamics.sto", 109, 150),
        ("bmc_run_static_optimization_force.sto", 109, 150),
    ],
)
def test_rows_and_rate_are_those_of_the_rows_and_not_of_the_header(formats_dir, name, rows, rate):
    recording = read(formats_dir / "opensim" / name)
    assert (recording.frames, recording.rate_hz) == (rows, pytest.approx(rate))


def test_the_flag_decides_between_degrees_and_radians_and_the_contradiction_is_told(formats_dir):
    recording = read(formats_dir / "opensim" / "opencap_default_position_radians.mot")
    assert recording.of_kind("angles")[0].channel("hip_flexion_r") == pytest.approx(np.degrees(0.05))
    assert recording.of_kind("translations")[0].channel("pelvis_ty") == pytest.approx(-0.05)
    assert [guess.value for guess in recording.guesses] == ["radians"]


def test_muscle_forces_and_moments_are_no_angles(formats_dir):
    forces = read(formats_dir / "opensim" / "bmc_run_static_optimization_force.sto")
    assert forces.of_kind("angles") == ()
    assert forces.series[0].channel("bflh_r").max() == pytest.approx(19.2, abs=0.1)
    moments = read(formats_dir / "opensim" / "bmc_run_inverse_dynamics.sto").of_kind("moments")[0]
    assert moments.units[moments.names.index("hip_flexion_r_moment")] == "N m"


def test_the_pelvis_moves_at_the_speed_of_the_run(formats_dir):
    moved = read(formats_dir / "opensim" / "bmc_run_ik.mot").of_kind("translations")[0]
    way = moved.channel("pelvis_tx")[-1] - moved.channel("pelvis_tx")[0]
    assert way / (moved.time_s[-1] - moved.time_s[0]) == pytest.approx(2.727, abs=0.001)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Coordinates\nversion=1\nendheader\n", "expected column names"),
        ("Coordinates\nendheader\nframe\tknee_angle_r\n1\t2\n", "begin with time"),
        ("Coordinates\nendheader\ntime\tknee_angle_r\n", "holds no row"),
        ("Coordinates\nendheader\ntime\tknee_angle_r\n0\t1\n0.01\tx\n", "line 5: found 'x'"),
        ("Coordinates\nendheader\ntime\tknee_angle_r\n0\t1\n-1\t3\n", "does not rise"),
    ],
)
def test_a_broken_file_is_told_in_one_line(tmp_path, text, told):
    file = tmp_path / "broken.mot"
    file.write_text(text)
    with pytest.raises(InputError, match=told):
        read(file)
