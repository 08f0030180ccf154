"""Keypoint files: real ones where they exist, else written from the description of the format."""

import json

import numpy as np
import pytest

from motion.made_runner import runner
from whatelse.errors import InputError
from whatelse.motion import read
from whatelse.motion.formats.keypoints import keypoint_sets

#: The made runner seen from his right side: pixels, y down.
PIXELS_A_METRE = 400.0


def seen(frames=60, mirrored=False):
    """Keypoint -> (T, 2) pixels of the made runner who runs to the right of the picture (to the left: mirrored)."""
    points = runner(frames=frames, rate=50.0)
    made = {}
    for side in ("left", "right"):
        made[f"{side}_hip"] = (points[f"{side}_asis"] + points[f"{side}_psis"]) / 2
        made[f"{side}_knee"] = (points[f"{side}_knee_lateral"] + points[f"{side}_knee_medial"]) / 2
        made[f"{side}_ankle"] = (points[f"{side}_ankle_lateral"] + points[f"{side}_ankle_medial"]) / 2
        made[f"{side}_heel"], made[f"{side}_big_toe"] = points[f"{side}_heel"], points[f"{side}_toe"]
        made[f"{side}_foot_index"], made[f"{side}_small_toe"] = points[f"{side}_toe"], points[f"{side}_mt5"]
        made[f"{side}_shoulder"] = made[f"{side}_hip"] + [0.05, 0.5, 0.0]
        made[f"{side}_ear"] = made[f"{side}_hip"] + [0.08, 0.75, 0.0]
        made[f"{side}_eye"] = made[f"{side}_hip"] + [0.14, 0.78, 0.0]
        made[f"{side}_elbow"] = made[f"{side}_hip"] + [-0.05, 0.25, 0.0]
        made[f"{side}_wrist"] = made[f"{side}_hip"] + [0.1, 0.2, 0.0]
    made["neck"] = (made["left_shoulder"] + made["right_shoulder"]) / 2
    made["nose"], made["head"] = made["neck"] + [0.12, 0.2, 0.0], made["neck"] + [0.02, 0.35, 0.0]
    made["mid_hip"] = (made["left_hip"] + made["right_hip"]) / 2
    flip = -1.0 if mirrored else 1.0
    return {
        name: np.column_stack([900 + flip * PIXELS_A_METRE * one[:, 0], 1000 - PIXELS_A_METRE * one[:, 1]])
        for name, one in made.items()
    }


def openpose_folder(tmp_path, names, frames=60, people=1):
    points = seen(frames)
    folder = tmp_path / "json"
    folder.mkdir()
    for frame in range(frames):
        flat = [value for name in names for value in (*points.get(name, np.full((frames, 2), 5.0))[frame], 0.9)]
        bystander = [value if i % 3 == 2 else value / 4 for i, value in enumerate(flat)]
        held = [{"person_id": [-1], "pose_keypoints_2d": flat}]
        held = (
            held
            if people == 1
            else ([bystander_entry(bystander), *held] if frame % 2 else [*held, bystander_entry(bystander)])
        )
        # Not padded, so that names sort wrongly as text.
        (folder / f"run_{frame}_keypoints.json").write_text(json.dumps({"version": 1.3, "people": held}))
    return folder


def bystander_entry(flat):
    return {"person_id": [-1], "pose_keypoints_2d": flat}


def blazepose_text(points, confidence=0.9):
    names = keypoint_sets()["BLAZEPOSE_33"]
    lines = [",".join(["frame", "time_s"] + [f"{name}_{part}" for name in names for part in ("x", "y", "visibility")])]
    count = len(next(iter(points.values())))
    for frame in range(count):
        cells = [str(frame), f"{frame / 50:.3f}"]
        for name in names:
            place = points.get(name, points["nose"])[frame]
            cells += [f"{place[0]:.4f}", f"{place[1]:.4f}", str(confidence)]
        lines.append(",".join(cells))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", ["BODY_25", "BODY_25B", "HALPE_26", "COCO_17", "BLAZEPOSE_33"])
def test_openpose_files_of_every_set_give_the_same_legs(tmp_path, name):
    recording = read(openpose_folder(tmp_path, keypoint_sets()[name]), rate=50)
    for point in ("left_hip", "right_knee", "left_ankle"):
        truth = seen()[point]
        found = recording.point(point)
        assert np.allclose(found[:, 0], truth[:, 0]) and np.allclose(found[:, 1], -truth[:, 1])
    assert recording.has("left_heel") is (name != "COCO_17")
    assert recording.near_side == "right" and recording.unit == "px"


@pytest.mark.parametrize("name", ["BODY_25", "BODY_25B"])
def test_the_two_sets_of_25_points_are_told_apart_and_the_guess_is_told(tmp_path, name):
    folder = openpose_folder(tmp_path, keypoint_sets()[name])
    recording = read(folder, rate=50)
    assert [guess.value for guess in recording.guesses if guess.what == "keypoint set"] == [name]
    assert not [guess for guess in read(folder, rate=50, keypoints=name).guesses if guess.what == "keypoint set"]


def test_the_runner_is_followed_past_a_bystander_whose_place_in_the_list_changes(tmp_path):
    recording = read(openpose_folder(tmp_path, keypoint_sets()["HALPE_26"], people=2), rate=50)
    assert np.allclose(recording.point("left_knee")[:, 0], seen()["left_knee"][:, 0])
    assert "person" in [guess.what for guess in recording.guesses]


def test_a_blazepose_table_has_its_times_and_its_confidence(tmp_path):
    file = tmp_path / "run.csv"
    file.write_text(blazepose_text(seen(), confidence=0.75))
    recording = read(file)
    assert (recording.format, recording.rate_hz) == ("blazepose_csv", 50.0)
    assert np.allclose(recording.sureness("left_heel"), 0.75)
    assert np.allclose(recording.point("left_toe")[:, 0], seen()["left_foot_index"][:, 0], atol=1e-3)


def test_a_runner_who_goes_left_has_forward_to_the_left_and_the_left_side_near(tmp_path):
    file = tmp_path / "run.csv"
    file.write_text(blazepose_text(seen(mirrored=True)))
    recording = read(file)
    assert recording.axes.forward == (-1, 0) and recording.near_side == "left"
    toe, heel = recording.point("left_toe"), recording.point("left_heel")
    assert np.median(toe[:, 0] - heel[:, 0]) > 0


def test_shares_of_the_picture_need_its_size(tmp_path):
    shares = {name: one / [1920, 1080] for name, one in seen().items()}
    file = tmp_path / "run.csv"
    file.write_text(blazepose_text(shares))
    with pytest.raises(InputError, match="--picture"):
        read(file)
    assert np.allclose(read(file, picture=(1920, 1080)).point("left_knee")[:, 0], seen()["left_knee"][:, 0], atol=0.2)


def test_a_deeplabcut_table_with_three_header_rows_is_read(tmp_path):
    points = seen()
    names = [name for name in points if "toe" not in name]
    rows = [
        ",".join(["scorer"] + ["net"] * 3 * len(names)),
        ",".join(["bodyparts"] + [name for name in names for _ in range(3)]),
        ",".join(["coords"] + ["x", "y", "likelihood"] * len(names)),
    ]
    for frame in range(60):
        cells = [f"{points[name][frame][0]},{points[name][frame][1]},0.8" for name in names]
        rows.append(f"{frame}," + ",".join(cells))
    file = tmp_path / "dlc.csv"
    file.write_text("\n".join(rows) + "\n")
    recording = read(file, rate=50)
    assert np.allclose(recording.point("right_knee")[:, 0], points["right_knee"][:, 0])
    assert np.allclose(recording.sureness("right_knee"), 0.8)


def test_alphapose_results_are_read_by_the_number_of_the_picture(tmp_path):
    points = seen()
    names = keypoint_sets()["HALPE_26"]
    held = [
        {
            "image_id": f"{frame}.jpg",
            "keypoints": [value for name in names for value in (*points[name][frame], 0.8)],
            "score": 2.5,
        }
        for frame in reversed(range(60))
    ]
    file = tmp_path / "alphapose-results.json"
    file.write_text(json.dumps(held))
    recording = read(file, rate=50)
    assert recording.format == "alphapose_json"
    assert np.allclose(recording.point("left_knee")[:, 0], points["left_knee"][:, 0])


def test_a_point_with_no_confidence_is_missing(tmp_path):
    points = seen()
    text = blazepose_text(points)
    lines = text.split("\n")
    column = lines[0].split(",").index("left_heel_visibility")
    cells = lines[5].split(",")
    cells[column] = "0"
    lines[5] = ",".join(cells)
    file = tmp_path / "run.csv"
    file.write_text("\n".join(lines))
    assert np.isnan(read(file).point("left_heel")[4]).all()


def test_the_real_clip_is_the_same_runner_for_two_estimators(video_dir):
    one = read(video_dir / "treadmill_side_30fps.rtmpose_halpe26.json")
    other = read(video_dir / "treadmill_side_30fps.blazepose_heavy.csv")
    for recording in (one, other):
        assert (recording.frames, recording.rate_hz, recording.near_side) == (360, 30.0, "left")
        assert recording.treadmill is True
    assert np.median(np.abs(one.point("left_knee") - other.point("left_knee"))) < 20


def test_a_folder_of_the_real_openpose_layout_needs_a_rate_and_upright_people(formats_dir):
    folder = formats_dir / "keypoints" / "halpe26_balancing_cam03"
    with pytest.raises(InputError, match="--rate"):
        read(folder)
    recording = read(folder, rate=60)
    assert recording.frames == 100
    assert any("is the camera level" in note for note in recording.notes)
    with pytest.raises(InputError, match=r"leans 2[0-9] degrees"):
        read(formats_dir / "keypoints" / "body25b_balancing_cam01", rate=60)


def test_unrelated_photographs_are_no_recording(formats_dir):
    with pytest.raises(InputError, match="photographs are no recording"):
        read(formats_dir / "keypoints" / "coco17_results_val2014.json", rate=30)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"people": []}', "give the folder"),
        ('{"a": 1}', "no keypoints"),
        ("[1, 2", "is not whole JSON"),
        ('[{"keypoints": [1, 2, 3]}]', "without image_id"),
        ('[{"image_id": 1, "keypoints": [1, 2]}, {"image_id": 2, "keypoints": [1, 2]}]', "x, y, confidence"),
        ('{"keypoint_names": ["nose"], "fps": 30, "frames": [[[1, 2, 1]], [["x"]]]}', "frame 1 is not 1 points"),
    ],
)
def test_broken_json_is_told_in_one_line(tmp_path, text, told):
    file = tmp_path / "broken.json"
    file.write_text(text)
    with pytest.raises(InputError, match=told):
        read(file, rate=30)


def test_an_unknown_set_is_told_with_the_nearest(tmp_path):
    folder = openpose_folder(tmp_path, keypoint_sets()["BODY_25"])
    with pytest.raises(InputError, match="expected one of COCO_17"):
        read(folder, rate=50, keypoints="BODY_26")
    with pytest.raises(InputError, match="has 25 points a person, and HALPE_26 has 26"):
        read(folder, rate=50, keypoints="HALPE_26")
