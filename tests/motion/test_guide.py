"""docs/motion.md says what the code does."""

import re
from pathlib import Path

from whatelse.motion import read
from whatelse.motion.angles import JOINT_NAMES, joint_angles
from whatelse.motion.formats.keypoints import keypoint_sets
from whatelse.motion.labels import known_points, read_map

GUIDE = (Path(__file__).parents[2] / "docs" / "motion.md").read_text("utf-8")


def test_every_keypoint_set_is_in_the_guide():
    for name in keypoint_sets():
        assert name in GUIDE


def test_every_override_of_the_guide_is_a_keyword_of_read():
    keywords = set(re.findall(r"`(\w+)=[^`]*`", GUIDE)) - {"inDegrees"}
    assert {"units", "axes", "direction", "treadmill", "force_rate", "map", "keypoints", "place"} <= keywords
    assert keywords <= set(read.__kwdefaults__)


def test_every_angle_is_in_the_guide():
    for name in JOINT_NAMES:
        assert f"`{name.removesuffix('{s}')}`" in GUIDE, name


def test_the_table_of_names_in_the_guide_can_be_read(tmp_path):
    example = re.search(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    file = tmp_path / "own.toml"
    file.write_text(example[1])
    held = read_map(file)
    assert held["my heel left"] == "left_heel" and held["l_epi"] == "left_knee_lateral"
    assert set(held.values()) <= known_points() | {"ignore"}


def test_no_other_angle_is_made(motion_dir, video_dir):
    known = {name.replace("{s}", side) for name in JOINT_NAMES for side in "lr"}
    run, static = read(motion_dir / "rbds001_run_3p5.c3d"), read(motion_dir / "rbds001_static.c3d")
    clip = read(video_dir / "treadmill_side_30fps.blazepose_heavy.csv")
    made = {*joint_angles(run).names, *joint_angles(run, static).names, *joint_angles(clip).names}
    assert made <= known
