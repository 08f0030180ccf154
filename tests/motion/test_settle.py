"""Units, axes, sides and the ground: what the file does not say is found, told, and can be overridden."""

from itertools import permutations, product

import numpy as np
import pytest

from motion.made_runner import runner, table_text
from whatelse.errors import InputError
from whatelse.motion import read

TURNS = [np.diag(signs)[list(order)] for order in permutations(range(3)) for signs in product((1.0, -1.0), repeat=3)]
PROPER = [turn for turn in TURNS if np.linalg.det(turn) > 0]
MIRRORED = [turn for turn in TURNS if np.linalg.det(turn) < 0]


def written(tmp_path, points, **form):
    file = tmp_path / "run.txt"
    file.write_text(table_text(points, **form))
    return file


@pytest.mark.parametrize("turn", PROPER)
def test_however_the_laboratory_lies_the_runner_is_the_same(tmp_path, turn):
    points = runner()
    recording = read(written(tmp_path, points, turn=turn))
    for name, truth in points.items():
        assert np.allclose(recording.point(name), truth, atol=1e-9)


@pytest.mark.parametrize("turn", MIRRORED[::3])
def test_mirrored_axes_are_refused_and_never_measured(tmp_path, turn):
    with pytest.raises(InputError, match="mirrored"):
        read(written(tmp_path, runner(), turn=turn))


def test_exchanged_sides_are_refused(tmp_path):
    points = runner()
    exchanged = {
        name.replace("left", "LEFT").replace("right", "left").replace("LEFT", "right"): one
        for name, one in points.items()
    }
    with pytest.raises(InputError, match="left and right are exchanged"):
        read(written(tmp_path, exchanged))


@pytest.mark.parametrize("turn", [PROPER[5], MIRRORED[4]])
def test_axes_given_by_the_person_are_taken(tmp_path, turn):
    letters = ["+x", "+y", "+z"], ["-x", "-y", "-z"]
    words = []
    for column in turn.T:
        at = int(np.argmax(np.abs(column)))
        words.append(letters[0][at] if column[at] > 0 else letters[1][at])
    recording = read(written(tmp_path, runner(), turn=turn), axes=",".join(words))
    assert np.allclose(recording.point("left_toe"), runner()["left_toe"], atol=1e-9)


@pytest.mark.parametrize("scale", [1.0, 100.0, 1000.0])
def test_a_unit_that_is_not_told_is_found_by_the_size_of_a_person(tmp_path, scale):
    recording = read(written(tmp_path, runner(), scale=scale))
    assert np.allclose(recording.point("left_toe"), runner()["left_toe"], atol=1e-9)
    assert [guess.value for guess in recording.guesses if guess.what == "unit of length"] == [
        {1.0: "m", 100.0: "cm", 1000.0: "mm"}[scale]
    ]


def test_a_unit_wrong_by_a_thousand_is_refused_with_the_one_that_fits(tmp_path):
    with pytest.raises(InputError, match=r"no person's size; mm would fit \(units=mm, --units mm\)"):
        read(written(tmp_path, runner(), scale=1000.0), units="m")
    with pytest.raises(InputError, match="no person's size"):
        read(written(tmp_path, runner(), scale=1.0), units="mm")
    with pytest.raises(InputError, match="fits a person in none"):
        read(written(tmp_path, runner(), scale=1e6))


def test_axes_that_stand_oblique_are_refused(tmp_path):
    lean = np.radians(40)
    turn = np.array([[np.cos(lean), -np.sin(lean), 0], [np.sin(lean), np.cos(lean), 0], [0, 0, 1]])
    with pytest.raises(InputError, match=r"leans (3|4)[0-9] degrees"):
        read(written(tmp_path, runner(), turn=turn))


def test_a_runner_over_ground_may_go_any_way_over_the_floor(tmp_path):
    way = np.radians(35)
    turn = np.array([[np.cos(way), 0, np.sin(way)], [0, 1, 0], [-np.sin(way), 0, np.cos(way)]])
    recording = read(written(tmp_path, runner(overground=True), turn=turn))
    assert recording.treadmill is False
    hip = recording.point("left_asis")
    assert np.polyfit(recording.time_s, hip[:, 0], 1)[0] == pytest.approx(3.0, abs=0.01)
    assert abs(np.polyfit(recording.time_s, hip[:, 2], 1)[0]) < 0.02


@pytest.mark.parametrize("degrees", [25, 70, 130, -100])
def test_a_belt_that_lies_oblique_in_the_laboratory_gives_the_same_run(motion_dir, tmp_path, degrees):
    straight = read(motion_dir / "rbds001_run_3p5.c3d")
    way = np.radians(degrees)
    turn = np.array([[np.cos(way), 0, np.sin(way)], [0, 1, 0], [-np.sin(way), 0, np.cos(way)]])
    points = {label: straight.positions[:900, column] for column, label in enumerate(straight.labels)}
    oblique = read(written(tmp_path, points, turn=turn, rate=150.0))
    found = np.array([oblique.axes.forward, oblique.axes.up, oblique.axes.right]) @ turn
    assert np.degrees(np.arccos(found[0, 0])) < 1.5
    assert oblique.treadmill is True


def test_a_belt_is_told_by_the_feet_that_go_back_on_it(tmp_path):
    recording = read(written(tmp_path, runner()))
    assert recording.treadmill is True
    assert read(written(tmp_path, runner()), treadmill=False).treadmill is False


def test_someone_who_stands_is_neither_on_a_belt_nor_over_ground(tmp_path):
    still = {name: np.tile(one[:1], (50, 1)) for name, one in runner().items()}
    recording = read(written(tmp_path, still))
    assert recording.treadmill is None and recording.axes.known


def test_the_direction_can_be_given(tmp_path):
    feet = {name: one for name, one in runner().items() if "knee" not in name}
    assert read(written(tmp_path, feet), direction="x").axes.forward == (1, 0, 0)
    with pytest.raises(InputError, match="points up or down"):
        read(written(tmp_path, feet), direction="y")
    with pytest.raises(InputError, match="expected one of x"):
        read(written(tmp_path, feet), direction="north")


def test_front_and_back_that_contradict_each_other_are_refused(tmp_path):
    points = runner()
    for side in ("left", "right"):
        points[f"{side}_asis"], points[f"{side}_psis"] = points[f"{side}_psis"], points[f"{side}_asis"]
    with pytest.raises(InputError, match="front and back exchanged"):
        read(written(tmp_path, points))


def test_inner_and_outer_markers_that_were_exchanged_are_put_right_and_told(tmp_path):
    points = runner()
    points["right_mt1"], points["right_mt5"] = points["right_mt5"], points["right_mt1"]
    recording = read(written(tmp_path, points))
    assert np.allclose(recording.point("right_mt5"), runner()["right_mt5"], atol=1e-9)
    assert [guess.value for guess in recording.guesses if guess.what == "exchanged names"] == [
        "right_mt1 and right_mt5"
    ]
    own = {"right_mt1": "right_mt1", "right_mt5": "right_mt5"}
    assert np.allclose(read(written(tmp_path, points), map=own).point("right_mt1"), runner()["right_mt5"], atol=1e-9)


def test_both_runs_of_rbds_001_have_two_markers_exchanged_and_the_standing_trial_has_not(motion_dir):
    told = {}
    for name in (
        "rbds001_run_2p5_markers.txt",
        "rbds001_run_3p5.c3d",
        "rbds001_static.c3d",
        "rbds001_static_markers.txt",
    ):
        told[name] = [guess.value for guess in read(motion_dir / name).guesses if guess.what == "exchanged names"]
    assert list(told.values()) == [["right_mt1 and right_mt5"]] * 2 + [[], []]


def test_hips_as_far_apart_as_trochanters_are_trochanters(motion_dir):
    recording = read(motion_dir / "ric_20140515T133244_static.c3d")
    assert recording.has("left_trochanter") and not recording.has("left_hip")


def test_every_guess_tells_how_to_say_otherwise(motion_dir):
    for name in ("rbds001_run_2p5_markers.txt", "ric_20140515T133244_run.c3d"):
        guesses = read(motion_dir / name).guesses
        assert guesses
        for guess in guesses:
            assert guess.what and guess.value and guess.why and ("=" in guess.override or "file" in guess.override)


def test_text_and_c3d_of_one_standing_trial_are_the_same_recording(motion_dir):
    text, binary = read(motion_dir / "rbds001_static_markers.txt"), read(motion_dir / "rbds001_static.c3d")
    assert set(text.points) == set(binary.points)
    for point in text.points:
        assert np.allclose(text.point(point), binary.point(point), atol=2e-4)
    assert np.allclose(text.time_s, binary.time_s)
