import numpy as np
import pytest

from motion.made_runner import runner, trc_text
from whatelse.errors import InputError
from whatelse.motion import read
from whatelse.motion.formats.trc import read_trc


def made(tmp_path, text, name="made.trc"):
    file = tmp_path / name
    file.write_text(text)
    return file


def test_a_made_file_comes_back_as_it_was_written(tmp_path):
    points = runner()
    points["right_mt5"][3:6] = np.nan
    recording = read(made(tmp_path, trc_text(points)))
    for name, truth in points.items():
        assert np.allclose(recording.point(name), truth, atol=1e-8, equal_nan=True)
    assert recording.rate_hz == 100 and recording.notes == ()


@pytest.mark.parametrize(
    ("name", "markers", "rows", "unit", "rate"),
    [
        ("bmc_run_markers", 78, 123, "mm", 150),
        ("bmc_walk1", 28, 364, "mm", 150),
        ("bmc_walk_virtual_markers", 55, 184, "mm", 150),
        ("pose2sim_balancing_lstm", 64, 100, "m", 60),
        ("pose2sim_standing_header_lies", 21, 25, "m", 60),
        ("pyomeca_comma_separated", 51, 93, "mm", 100),
    ],
)
def test_real_files_have_the_markers_and_rows_they_hold_and_not_those_they_announce(
    formats_dir, name, markers, rows, unit, rate
):
    held = read_trc(formats_dir / "opensim" / f"{name}.trc")
    assert held.positions.shape == (rows, markers, 3)
    assert (held.unit, held.rate_hz) == (unit, rate)


def test_rounded_times_are_put_right(formats_dir):
    recording = read(formats_dir / "opensim" / "bmc_run_markers.trc")
    assert np.array_equal(recording.time_s, np.arange(123) / 150)
    assert any("rounded" in note for note in recording.notes)


def test_the_first_time_of_the_file_is_kept(formats_dir):
    assert read(formats_dir / "opensim" / "pose2sim_balancing_lstm.trc").time_s[0] == pytest.approx(1 / 60, abs=1e-6)


def test_a_header_that_lies_is_told(formats_dir):
    recording = read(formats_dir / "opensim" / "pose2sim_standing_header_lies.trc")
    assert "the header announces 50 frames, the file holds 25" in recording.notes
    assert recording.treadmill is None


def test_a_runner_over_ground_moves_at_the_speed_of_the_trial(formats_dir):
    recording = read(formats_dir / "opensim" / "bmc_run_markers.trc")
    assert recording.treadmill is False
    for point, speed in (("right_asis", 2.69), ("left_asis", 2.76)):
        way = recording.point(point)[-1] - recording.point(point)[0]
        assert way[0] / recording.time_s[-1] == pytest.approx(speed, abs=0.02)


def test_of_two_columns_for_one_point_the_one_with_data_is_taken(formats_dir):
    recording = read(formats_dir / "opensim" / "bmc_run_markers.trc")
    assert recording.has("right_knee_lateral", "left_ankle_medial")
    empty = {label for label, share in zip(recording.labels, recording.missing().values(), strict=True) if share == 1}
    assert len(empty) == 20
    assert recording.labels[recording.points.index("right_knee_lateral")] not in empty


def test_someone_who_walks_along_z_goes_forward(formats_dir):
    recording = read(formats_dir / "opensim" / "pose2sim_balancing_lstm.trc")
    assert recording.axes.forward == (0, 0, 1)
    way = np.nanmedian(recording.positions[-1] - recording.positions[0], axis=0)
    assert way[0] == pytest.approx(0.84, abs=0.01)
    assert recording.treadmill is False


def test_a_table_saved_with_commas_and_z_up_is_read(formats_dir):
    recording = read(formats_dir / "opensim" / "pyomeca_comma_separated.trc")
    assert recording.axes.up == (0, 0, 1)
    assert not recording.has("left_heel")


def test_marker_sides_that_contradict_the_axes_are_refused_and_can_be_overridden(formats_dir):
    file = formats_dir / "opensim" / "bmc_walk1.trc"
    with pytest.raises(InputError, match="mirrored, or left and right are exchanged"):
        read(file)
    recording = read(file, axes="x,y,-z")
    across = recording.point("right_asis")[:, 2] - recording.point("left_asis")[:, 2]
    assert np.all(across > 0.2)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: "\n".join(text.split("\n")[:3]), "five lines of header"),
        (lambda text: "\n".join(text.split("\n")[:6]), "holds no frame"),
        (lambda text: text.replace("Frame#", "what"), "expected Frame#"),
        (lambda text: text.replace("\t0.0300\t", "\tsoon\t"), "line 10: found 'soon'"),
        (lambda text: text.replace("\t0.0300\t", "\t9.0300\t"), "does not rise"),
    ],
)
def test_a_broken_file_is_told_in_one_line(tmp_path, change, told):
    with pytest.raises(InputError, match=told):
        read(made(tmp_path, change(trc_text(runner(frames=20)))))


def test_a_row_with_more_cells_than_markers_is_told(tmp_path):
    lines = trc_text(runner(frames=20)).split("\n")
    lines[9] += "\t1.0\t2.0"
    with pytest.raises(InputError, match="line 10: has"):
        read(made(tmp_path, "\n".join(lines)))
