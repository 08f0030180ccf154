"""Force plates: types 1 to 4 from made channels whose force and place are known."""

import numpy as np
import pytest

from motion.made_c3d import c3d_bytes
from motion.made_runner import runner
from whatelse.motion import read
from whatelse.motion.force import in_laboratory, plate_axes, wrench

#: A plate on the floor of a laboratory with z up: its own z points down, as the specification has it.
CORNERS = np.array([[500.0, 500, 100, 100], [900, 300, 300, 900], [0, 0, 0, 0]])
ORIGIN = np.array([1.0, -2.0, -40.0])
#: On the plate in its own axes: the ground's push on the runner is against z.
FORCE, PLACE, TORQUE = np.array([30.0, -60.0, -800.0]), np.array([55.0, -90.0, 0.0]), 4000.0


def moments_about(point):
    """Moments (N mm) about a point of the plate, of the force at its place and a free torque about z."""
    return np.cross(PLACE - point, FORCE) + np.array([0, 0, TORQUE])


def channels(kind):
    if kind == 1:
        return np.array([*FORCE, PLACE[0], PLACE[1], TORQUE])
    if kind in (2, 4):
        # The true origin lies 40 mm under the surface, which is towards +z.
        return np.array([*FORCE, *moments_about(-ORIGIN)])
    a, b, depth = 120.0, 200.0, -40.0
    mx, my, mz = moments_about(np.zeros(3))
    fx, fy, fz = FORCE
    mx, my = mx - fy * depth, my + fx * depth
    # Four vertical and four level channels with the wanted sums; two of each are free.
    p, q = mx / b, my / a
    fz1, fz2, fz3, fz4 = (fz + p - q) / 4, (fz + p + q) / 4, (fz - p + q) / 4, (fz - p - q) / 4
    fx12, fy14 = (fx - mz / b) / 2, fy / 2
    return np.array([fx12, fx - fx12, fy14, fy - fy14, fz1, fz2, fz3, fz4])


def origin(kind):
    return np.array([120.0, 200.0, -40.0]) if kind == 3 else ORIGIN


@pytest.mark.parametrize("kind", [1, 2, 3, 4])
def test_every_type_of_plate_tells_the_same_force_at_the_same_place(kind):
    volts = channels(kind)[None]
    matrix = None
    if kind == 4:
        # A matrix with cross-talk, so that a transposed one would show.
        matrix = np.diag([500.0, 500, 1000, 8e5, 2.5e5, 4e5]) + np.triu(np.full((6, 6), 7.0), 1)
        volts = np.linalg.solve(matrix, channels(4))[None]
    axes, centre = plate_axes(CORNERS)
    force, cop = in_laboratory(wrench(kind, volts, origin(kind), matrix), axes, centre)
    assert np.allclose(axes @ [0, 0, 1], [0, 0, -1])
    assert np.allclose(force, axes @ FORCE)
    assert np.allclose(cop, axes @ PLACE + centre)


def test_an_origin_given_the_other_way_round_is_the_same_plate():
    there, back = (wrench(2, channels(2)[None], sign * ORIGIN, None) for sign in (1, -1))
    assert np.allclose(there, back)


def test_a_plate_that_is_not_loaded_has_no_centre_of_pressure():
    axes, centre = plate_axes(CORNERS)
    _, cop = in_laboratory(np.array([[0.0, 0, -5, 100, 100, 0]]), axes, centre)
    assert np.isnan(cop).all()


@pytest.mark.parametrize("kind", [1, 2, 3, 4])
@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_in_a_file_the_force_on_the_runner_points_up_whatever_its_sign(tmp_path, kind, sign):
    points = runner(frames=60)
    up_is_z = np.array([[1.0, 0, 0], [0, 0, -1], [0, 1, 0]])
    places = np.stack([one @ up_is_z.T for one in points.values()], axis=1) * 1000
    one = np.array(channels(kind))
    if kind == 1:
        one[:3] *= sign
        one[5] *= sign
    else:
        one *= sign
    analog = np.tile(one, (120, 1))
    analog[:60] = 0.0
    count = len(one)
    groups = {
        "FORCE_PLATFORM": {
            "USED": np.array([1], "i2"),
            "TYPE": np.array([kind], "i2"),
            "CORNERS": CORNERS[:, :, None].astype("f4"),
            "ORIGIN": origin(kind)[:, None].astype("f4"),
            "CHANNEL": np.arange(1, count + 1, dtype="i2")[:, None],
            "CAL_MATRIX": np.eye(6, dtype="f4")[:, :, None],
        }
    }
    file = tmp_path / "plate.c3d"
    file.write_bytes(c3d_bytes(places, list(points), analog=analog, per_frame=2, groups=groups))
    plate = read(file).force_plates[0]
    assert plate.time_s[1] == pytest.approx(1 / 200)
    assert np.allclose(plate.force[60:, 1], 800, atol=1e-3)
    assert not plate.loaded()[:60].any() and plate.loaded()[60:].all()
    axes, centre = plate_axes(CORNERS)
    expected = np.linalg.solve(up_is_z, (axes @ PLACE + centre)) / 1000
    assert np.allclose(plate.cop[60:], expected, atol=1e-5)


def test_a_plate_in_volts_without_its_matrix_is_left_out_and_told(tmp_path):
    points = runner(frames=20)
    places = np.stack(list(points.values()), axis=1) * 1000
    groups = {
        "FORCE_PLATFORM": {
            "USED": np.array([1], "i2"),
            "TYPE": np.array([4], "i2"),
            "CORNERS": CORNERS[:, :, None].astype("f4"),
            "ORIGIN": ORIGIN[:, None].astype("f4"),
            "CHANNEL": np.arange(1, 7, dtype="i2")[:, None],
        }
    }
    file = tmp_path / "volts.c3d"
    file.write_bytes(c3d_bytes(places, list(points), analog=np.ones((20, 6)), groups=groups))
    recording = read(file)
    assert recording.force_plates == ()
    assert any("no calibration matrix" in note for note in recording.notes)


def test_forces_of_a_second_file_take_the_axes_and_the_length_of_the_markers(motion_dir):
    recording = read(motion_dir / "rbds001_run_2p5_markers.txt", forces=motion_dir / "rbds001_run_2p5_forces.txt")
    plate = recording.force_plates[0]
    assert [guess.value for guess in recording.guesses if guess.what == "rate of the forces"] == ["300 Hz"]
    assert plate.time_s[-1] == pytest.approx(30, abs=0.01)
    peaks = np.percentile(plate.force[:, 1], 99)
    assert 1200 < peaks < 1450


def test_overground_plates_tell_the_contacts_of_the_trial(formats_dir):
    recording = read(formats_dir / "opensim" / "bmc_run_grf.mot")
    spans = {}
    for plate in recording.force_plates:
        on = plate.time_s[plate.loaded()]
        spans[plate.side] = (on[0], on[-1])
    assert spans["right"] == (pytest.approx(0.0582, abs=0.004), pytest.approx(0.2925, abs=0.004))
    assert spans["left"] == (pytest.approx(0.4058, abs=0.004), pytest.approx(0.6560, abs=0.004))


def test_cortex_forces_name_the_plates_that_were_hit(formats_dir):
    plates = read(formats_dir / "opensim" / "bmc_walk1.forces").force_plates
    hit = {plate.name: plate.time_s[plate.loaded(20.0)] for plate in plates if plate.loaded(20.0).any()}
    assert list(hit) == ["plate 3", "plate 4", "plate 5", "plate 6"]
    assert (hit["plate 6"][0], hit["plate 6"][-1]) == (pytest.approx(0.211, abs=0.003), pytest.approx(0.860, abs=0.003))
