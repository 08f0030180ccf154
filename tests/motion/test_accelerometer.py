import numpy as np
import pytest

from whatelse.errors import InputError
from whatelse.motion import read

G = 9.80665


def bouncing(rate=100.0, seconds=4):
    """(T,) vertical acceleration in g that a bouncing trunk reads, and its clock."""
    time = np.arange(int(rate * seconds)) / rate
    return time, 1 + 0.8 * np.sin(2 * np.pi * 2.8 * time)


def table(tmp_path, columns, name="sensor.csv"):
    file = tmp_path / name
    rows = [",".join(columns)]
    rows += [",".join(f"{value:.6f}" for value in row) for row in zip(*columns.values(), strict=True)]
    file.write_text("\n".join(rows) + "\n")
    return file


@pytest.mark.parametrize(
    ("name", "factor"), [("acc_v_g", 1.0), ("acc_v", 1.0), ("acc_v (m/s2)", G), ("acc_v", G), ("acc_v", 1000.0)]
)
def test_acceleration_is_in_metres_a_second_squared_whatever_the_file_has(tmp_path, name, factor):
    time, up = bouncing()
    recording = read(table(tmp_path, {"time_s": time, name: up * factor, "acc_ap_g": 0 * up}))
    series = recording.of_kind("acceleration")[0]
    assert np.allclose(series.channel("acceleration_up"), up * G, atol=1e-3)
    assert recording.rate_hz == 100.0


def test_the_vertical_of_three_axes_is_where_gravity_lies(tmp_path):
    time, up = bouncing()
    tilt = np.radians(25)
    columns = {"time": time, "ax": up * np.sin(tilt) * G, "ay": up * np.cos(tilt) * G, "az": 0 * up}
    recording = read(table(tmp_path, columns))
    assert np.allclose(recording.of_kind("acceleration")[0].channel("acceleration_up"), up * G, atol=1e-3)
    assert {"unit of acceleration", "vertical of the sensor"} <= {guess.what for guess in recording.guesses}


def test_a_vertical_that_points_down_is_turned_round_and_told(tmp_path):
    time, up = bouncing()
    recording = read(table(tmp_path, {"time": time, "acc_v_g": -up}))
    assert np.allclose(recording.of_kind("acceleration")[0].channel("acceleration_up"), up * G, atol=1e-3)
    assert any(guess.what == "sign of the vertical" for guess in recording.guesses)


def test_an_acceleration_that_is_one_g_in_no_unit_is_refused(tmp_path):
    time, up = bouncing()
    with pytest.raises(InputError, match="one g in none of"):
        read(table(tmp_path, {"time": time, "acc_x": up * 70, "acc_y": 0 * up, "acc_z": 0 * up}))


def test_the_running_trials_have_acceleration_and_the_force_beside_it(motion_dir):
    recording = read(motion_dir / "sacral_accel" / "sub02_trial02.csv.gz")
    assert (recording.frames, recording.rate_hz) == (2480, 500.0)
    series = recording.of_kind("acceleration")[0]
    assert series.names == ("acceleration_up", "acceleration_forward") and series.place == "sacrum"
    plate = recording.force_plates[0]
    assert plate.unit == "BW" and plate.force[:, 1].mean() == pytest.approx(1.02, abs=0.03)
    assert np.isnan(plate.force[:, 0]).all()


def test_two_sensors_interleaved_under_two_header_rows_are_two_series(formats_dir):
    file = formats_dir / "imu" / "gaitmap_feet_walk_4x10m.csv"
    with pytest.raises(InputError, match="--rate"):
        read(file)
    recording = read(file, rate=102.4, place="foot")
    assert [(one.side, one.kind) for one in recording.series] == [
        ("left", "acceleration"),
        ("left", "rotation_rate"),
        ("right", "acceleration"),
        ("right", "rotation_rate"),
    ]
    assert recording.frames == 4053
    assert recording.series[0].channel("acceleration_x")[0] == pytest.approx(-6.314179038)
    assert recording.series[2].channel("acceleration_y")[0] == pytest.approx(0.416574855)
    assert recording.series[0].place == "foot"


def test_a_sensor_without_numbers_is_told(tmp_path):
    file = tmp_path / "empty.csv"
    file.write_text("time,acc_x,acc_y,acc_z\n" + "".join(f"{i / 100},,,\n" for i in range(9)))
    with pytest.raises(InputError, match="only empty cells"):
        read(file)
