"""C3D: against ezc3d where it can read the file, against the known truth where it cannot."""

import zipfile

import numpy as np
import pytest

from motion.made_c3d import c3d_bytes
from motion.made_runner import runner
from whatelse.errors import InputError
from whatelse.motion import read
from whatelse.motion.formats.c3d_file import open_c3d

REAL = (
    "rbds001_run_3p5.c3d",
    "rbds001_static.c3d",
    "ric_20140515T133244_run.c3d",
    "ric_20140515T133244_static.c3d",
    "formats/c3d/biobuddy_static_zup.c3d",
    "formats/c3d/ktk_optitrack_one_leg_dec_int.c3d",
    "formats/c3d/ktk_qualisys_duplicate_labels.c3d",
    "formats/c3d/pycgm_movement_not_gait_fp2.c3d",
    "formats/c3d/pycgm_static_pig_angles_fp2.c3d",
    "formats/c3d/suite_sample02/dec_int.c3d",
    "formats/c3d/suite_sample02/dec_real.c3d",
    "formats/c3d/suite_sample02/pc_int.c3d",
    "formats/c3d/suite_sample02/pc_real.c3d",
)


@pytest.fixture
def walk(formats_dir, tmp_path):
    with zipfile.ZipFile(formats_dir / "c3d" / "ktk_walk_events_angles_fp2.c3d.zip") as packed:
        packed.extract("walk.c3d", tmp_path)
    return tmp_path / "walk.c3d"


@pytest.mark.parametrize("name", REAL)
def test_points_and_channels_are_those_that_ezc3d_reads(motion_dir, name):
    ezc3d = pytest.importorskip("ezc3d")
    ours, theirs = open_c3d(motion_dir / name), ezc3d.c3d(str(motion_dir / name))
    seen = ours.points[..., 3] >= 0
    places = np.where(seen[..., None], ours.points[..., :3] * ours.point_scale, np.nan)
    assert np.array_equal(places, theirs["data"]["points"][:3].transpose(2, 1, 0), equal_nan=True)
    assert ours.texts("POINT", "LABELS") == list(theirs["parameters"]["POINT"]["LABELS"]["value"])
    assert ours.rate_hz == theirs["header"]["points"]["frame_rate"]
    if ours.analog.size:
        channels = ours.analog.shape[1]
        offset = ours.numbers("ANALOG", "OFFSET")[:channels]
        scale = ours.numbers("ANALOG", "SCALE")[:channels] * ours.numbers("ANALOG", "GEN_SCALE")[0]
        found = (np.asarray(ours.analog, float) - offset) * scale
        assert np.allclose(found, theirs["data"]["analogs"][0].T, rtol=1e-12, atol=1e-12, equal_nan=True)


@pytest.mark.parametrize("name", ["rbds001_run_3p5.c3d", "formats/c3d/pycgm_movement_not_gait_fp2.c3d"])
def test_forces_and_their_place_are_those_of_ezc3d(motion_dir, name):
    ezc3d = pytest.importorskip("ezc3d")
    recording = read(motion_dir / name)
    turn = np.array([recording.axes.forward, recording.axes.up, recording.axes.right])
    theirs = ezc3d.c3d(str(motion_dir / name), extract_forceplat_data=True)["data"]["platform"]
    assert len(recording.force_plates) == len(theirs)
    for ours, other in zip(recording.force_plates, theirs, strict=True):
        assert np.allclose(ours.force, other["force"].T @ turn.T, atol=1e-9)
        there = np.isfinite(ours.cop).all(axis=1)
        assert there.any()
        assert np.allclose(ours.cop[there], (other["center_of_pressure"].T @ turn.T)[there] / 1000, atol=1e-9)


def test_all_six_number_formats_hold_the_same_walk(formats_dir):
    held = {}
    for name in ("pc_int", "pc_real", "dec_int", "dec_real", "sgi_int", "sgi_real"):
        held[name] = open_c3d(formats_dir / "c3d" / "suite_sample02" / f"{name}.c3d")
    first = held["pc_real"]
    for name, one in held.items():
        step = 0.29 if name in ("pc_int", "sgi_int") else 0.0003
        seen = (one.points[..., 3] >= 0) & (first.points[..., 3] >= 0)
        assert np.abs(one.points[..., :3] * one.point_scale - first.points[..., :3])[seen].max() < step, name
    column = first.texts("POINT", "LABELS").index("RFT1")
    assert np.allclose(held["sgi_real"].points[44, column, :3], (365.54, 918.90, 71.70), atol=0.01)


def test_events_of_the_event_group_are_on_the_clock_of_the_recording_and_in_order(walk):
    events = read(walk).events
    before = 152 / 100
    assert [(e.side, e.kind, round(e.time_s + before, 3)) for e in events] == [
        ("right", "initial_contact", 1.661),
        ("left", "toe_off", 1.810),
        ("left", "initial_contact", 2.224),
        ("right", "toe_off", 2.364),
        ("right", "initial_contact", 2.740),
        ("left", "toe_off", 2.892),
        ("left", "initial_contact", 3.330),
        ("right", "toe_off", 3.500),
    ]


def test_old_events_of_the_header_are_read_and_others_of_its_labels_are_not(formats_dir):
    events = read(formats_dir / "c3d" / "suite_sample02" / "pc_real.c3d").events
    assert [(e.side, e.kind, round(e.time_s, 2)) for e in events] == [
        ("right", "initial_contact", 0.38),
        ("left", "initial_contact", 0.84),
        ("right", "toe_off", 0.92),
        ("left", "toe_off", 1.40),
    ]


def test_angle_points_are_angles_with_opensims_names_and_no_markers(walk):
    recording = read(walk)
    angles = recording.of_kind("angles")[0]
    knee = angles.channel("knee_angle_l")
    assert (knee.min(), knee.max()) == (pytest.approx(12.35, abs=0.01), pytest.approx(55.30, abs=0.01))
    at_contact = int(np.argmin(np.abs(angles.time_s - (2.224 - 1.52))))
    assert knee[at_contact] == pytest.approx(17.51, abs=0.01)
    assert not any("Angles" in label or "Force" in label for label in recording.labels)


def test_plates_agree_with_the_events_of_the_file(walk):
    plates = read(walk).force_plates
    loaded = plates[3].time_s[plates[3].loaded(20.0)]
    assert loaded[0] + 1.52 == pytest.approx(1.660, abs=0.002)
    assert loaded[-1] + 1.52 == pytest.approx(2.363, abs=0.002)


def test_a_person_of_781_newton_stands_on_the_plate(formats_dir):
    recording = read(formats_dir / "c3d" / "pycgm_static_pig_angles_fp2.c3d")
    assert recording.force_plates[0].force[:, 1].mean() == pytest.approx(781, abs=4)
    assert recording.treadmill is None


def test_the_same_trial_z_up_and_y_up_gives_the_same_recording(formats_dir):
    one, other = (read(formats_dir / "c3d" / f"biobuddy_static_{name}.c3d") for name in ("zup", "rotated_yup"))
    assert one.points == other.points
    assert np.array_equal(one.positions, other.positions, equal_nan=True)
    assert (one.axes.up, other.axes.up) == ((0, 0, 1), (0, 1, 0))


def test_the_unit_that_calgary_leaves_empty_is_guessed_and_told(motion_dir):
    recording = read(motion_dir / "ric_20140515T133244_run.c3d")
    assert [guess.value for guess in recording.guesses if guess.what == "unit of length"] == ["mm"]
    assert recording.axes.forward == (0, 0, -1) and recording.treadmill is True
    assert 0.8 < np.nanmedian(recording.point("pelvis_1")[:, 1]) < 1.1


def test_gaps_of_optitrack_are_gaps(formats_dir):
    recording = read(formats_dir / "c3d" / "ktk_optitrack_one_leg_dec_int.c3d")
    shares = [round(100 * share, 1) for share in recording.missing().values()]
    assert shares == [30.1, 0.1, 0.3, 0.0, 13.7, 0.5, 18.9, 0.4, 9.7, 4.7, 4.6, 6.0]
    assert not recording.axes.known


def test_names_that_repeat_lose_no_column(formats_dir):
    recording = read(formats_dir / "c3d" / "ktk_qualisys_duplicate_labels.c3d")
    assert len(recording.points) == len(set(recording.points)) == 48
    assert recording.labels.count("PSRG") == 5
    assert any("more than once" in note for note in recording.notes)


@pytest.mark.parametrize("form", [{}, {"big": True}, {"integer": 0.05}, {"integer": 0.05, "big": True}])
def test_a_made_file_comes_back_as_it_was_written(tmp_path, form):
    points = runner(frames=120)
    points["left_toe"][5:9] = np.nan
    places = np.stack(list(points.values()), axis=1) * 1000
    file = tmp_path / "made.c3d"
    file.write_bytes(c3d_bytes(places, list(points), **form))
    recording = read(file)
    for name, truth in points.items():
        assert np.allclose(recording.point(name), truth, atol=1e-5 if "integer" not in form else 3e-5, equal_nan=True)


def test_nought_nought_nought_is_a_missing_marker(tmp_path):
    points = runner(frames=50)
    places = np.stack(list(points.values()), axis=1) * 1000
    places[7, 0] = 0.0
    file = tmp_path / "zeros.c3d"
    file.write_bytes(c3d_bytes(places, list(points)))
    assert np.isnan(read(file).positions[7, 0]).all()


def test_a_file_of_more_frames_than_the_header_can_count_is_whole(tmp_path):
    frames = 70_000
    points = {name: np.tile(one, (700, 1))[:frames] for name, one in runner(frames=100).items()}
    places = np.stack(list(points.values()), axis=1) * 1000
    file = tmp_path / "long.c3d"
    file.write_bytes(c3d_bytes(places, list(points)))
    assert read(file).frames == frames


@pytest.mark.parametrize("share", [0.001, 0.05, 0.3, 0.9, 0.999])
def test_a_file_that_is_cut_short_is_refused_in_one_line(motion_dir, tmp_path, share):
    whole = (motion_dir / "rbds001_run_3p5.c3d").read_bytes()
    file = tmp_path / "cut.c3d"
    file.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(InputError, match="cut short") as told:
        read(file)
    assert "\n" not in str(told.value) and str(told.value).startswith("cut.c3d")


def test_an_unknown_processor_is_told(tmp_path):
    whole = bytearray(c3d_bytes(np.ones((3, 2, 3)), ["a", "b"]))
    whole[512 + 3] = 99
    file = tmp_path / "odd.c3d"
    file.write_bytes(whole)
    with pytest.raises(InputError, match="processor type 99"):
        read(file)


def test_no_damaged_byte_of_the_header_or_parameters_ends_in_anything_but_one_line(tmp_path):
    places = np.stack(list(runner(frames=30).values()), axis=1) * 1000
    whole = c3d_bytes(places, list(runner(frames=30)))
    random = np.random.default_rng(4)
    file = tmp_path / "hurt.c3d"
    refused = 0
    for _ in range(300):
        hurt = bytearray(whole)
        for at in random.integers(0, 2048, size=3):
            hurt[at] = random.integers(0, 256)
        file.write_bytes(hurt)
        try:
            read(file)
        except InputError as error:
            refused += 1
            assert "\n" not in str(error)
    assert refused > 30
