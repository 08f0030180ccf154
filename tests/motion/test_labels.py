import pytest

from whatelse.errors import InputError
from whatelse.motion.labels import known_points, points_of, read_map


@pytest.mark.parametrize(
    ("label", "point"),
    [
        ("R.Heel.Bottom", "right_heel"),
        ("LHEE", "left_heel"),
        ("Runner 7:LHEE", "left_heel"),
        ("r_calc_study", "right_heel"),
        ("L_lat_knee", "left_knee_lateral"),
        ("R.Knee", "right_knee_lateral"),
        ("RKnee", "right_knee"),
        ("r_knee_study", "right_knee_lateral"),
        ("left_foot_index", "left_toe"),
        ("LBigToe", "left_toe"),
        ("l_big_toe", "left_toe"),
        ("ASISl", "left_asis"),
        ("sacrum", "sacrum"),
        ("left_thigh_1", "left_thigh_1"),
    ],
)
def test_names_of_the_usual_marker_sets_are_known(label, point):
    assert points_of([label]) == (point,)


@pytest.mark.parametrize("label", ["heel", "Foot_Marker1", "knee", "", "*115", "TEMPG"])
def test_a_name_without_a_side_or_a_meaning_stays_unknown(label):
    assert points_of([label]) == ("?" + label,)


def test_every_point_is_its_own_name():
    points = sorted(known_points())
    assert points_of(points) == tuple(points)


def test_the_own_table_wins_over_the_shipped_one():
    assert points_of(["LHEE", "x1"], {"x1": "left_heel"}) == ("?LHEE", "left_heel")
    assert points_of(["LHEE"], {"LHEE": "ignore"}) == ("?LHEE",)


def test_a_full_column_goes_before_an_empty_one():
    assert points_of(["RLFC", "RLFCv"], empty=[True, False]) == ("?RLFC", "right_knee_lateral")
    assert points_of(["RLFC", "RLFCv"]) == ("right_knee_lateral", "?RLFCv")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("own.toml", '[labels]\n"my heel" = "left_heel"\n'),
        ("own.toml", '[sided]\nheel = ["{s}my heel", "my heel"]\n'),
        ("own.csv", "label,point\nmy heel,left_heel\n"),
        ("own.csv", "my heel,left_heel\n"),
    ],
)
def test_an_own_table_is_read_from_toml_and_from_two_columns(tmp_path, name, text):
    file = tmp_path / name
    file.write_text(text)
    held = read_map(file)
    assert held.get("my heel") in ("left_heel", "right_heel")


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("own.csv", "a,left_heal\n", "did you mean left_heel"),
        ("own.csv", "a,left_heel,1\n", "3 columns"),
        ("own.toml", "[labels\n", "not TOML"),
        ("own.toml", "[other]\na = 1\n", "holds no table"),
        ("own.toml", "[sided]\nheel = 3\n", "expected a list"),
    ],
)
def test_a_wrong_own_table_is_told(tmp_path, name, text, told):
    file = tmp_path / name
    file.write_text(text)
    with pytest.raises(InputError, match=told):
        read_map(file)
