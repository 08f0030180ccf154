"""Lengths, moment arms and velocities of the muscles, and the table that they come from."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatelse.errors import InputError
from whatelse.mechanics import muscles
from whatelse.mechanics.polynomial import derivative, evaluate, exponents

TABLE = muscles.table()


@st.composite
def poses(draw: st.DrawFn) -> np.ndarray:
    """(1, 5) a pose that running uses, in degrees."""
    return np.array([[draw(st.floats(*TABLE.running_deg[joint])) for joint in muscles.JOINTS]])


def test_all_muscles_of_the_issue_are_there_and_what_is_missing_is_named() -> None:
    held = {one.id for one in TABLE.muscles}
    assert {"bflh", "semimem", "semiten", "bfsh", "glmax1", "glmax2", "glmax3", "piri", "psoas", "iliacus"} <= held
    assert {name for name in held if name.startswith("addmag")} == {
        "addmagDist",
        "addmagIsch",
        "addmagMid",
        "addmagProx",
    }
    assert "Obturator internus" in muscles.NOT_MODELLED


def test_hamstring_lengths_are_right_to_a_thousandth_on_poses_that_were_not_fitted() -> None:
    for name in muscles.HAMSTRINGS:
        assert TABLE.muscle(name).error["running"]["max_percent_of_upright"] <= 0.1


def test_every_muscle_tells_the_error_of_its_moment_arms() -> None:
    for one in TABLE.muscles:
        assert set(one.moment_arm_error) == set(one.joints)
        assert all(error["rms_mm"] <= error["p99_mm"] <= error["max_mm"] for error in one.moment_arm_error.values())
    assert all(TABLE.muscle(m).moment_arm_error["hip_flexion"]["rms_mm"] < 1.0 for m in muscles.HAMSTRINGS)


def test_the_table_says_where_it_is_from() -> None:
    assert TABLE.model == "LaiUhlrich2022.osim"
    assert len(TABLE.sha256) == 64
    assert "Apache-2.0" in TABLE.credits


def test_standing_upright_is_no_stretch() -> None:
    assert np.abs(muscles.stretch(np.zeros((1, 5)))).max() < 0.3
    assert np.abs(muscles.stretch(np.zeros((1, 5)), muscles.HAMSTRINGS)).max() < 0.1


@given(poses())
def test_moment_arms_are_the_slope_of_the_length(pose: np.ndarray) -> None:
    arms = muscles.moment_arms(pose)[0]
    step = 1e-4
    for joint in range(5):
        moved = np.zeros(5)
        moved[joint] = np.degrees(step)
        change = muscles.lengths(pose + moved)[0] - muscles.lengths(pose - moved)[0]
        assert np.allclose(-change / (2 * step), arms[joint], atol=1e-7)


@given(poses(), st.lists(st.floats(-600, 600), min_size=5, max_size=5))
def test_velocity_is_the_change_of_length_in_time(pose: np.ndarray, rate: list[float]) -> None:
    rates, step = np.array([rate]), 1e-5
    change = muscles.lengths(pose + rates * step) - muscles.lengths(pose - rates * step)
    assert np.allclose(change / (2 * step), muscles.velocities(pose, rates), atol=1e-4)


@given(poses())
def test_bending_the_hip_stretches_the_hamstrings_and_bending_the_knee_slackens_them(pose: np.ndarray) -> None:
    slopes = muscles.slopes(pose, muscles.HAMSTRINGS)[0]
    assert (slopes[0] > 0).all()
    assert (slopes[3] < 0).all()


def test_one_muscle_alone_and_among_all_is_the_same() -> None:
    rng = np.random.default_rng(1)
    angles = rng.uniform(*np.array([TABLE.running_deg[j] for j in muscles.JOINTS]).T, (3000, 5))
    names = muscles.every_name()
    whole = muscles.lengths(angles)
    for name in ("bflh", "psoas", "gasmed", "bfsh"):
        assert np.allclose(muscles.lengths(angles, (name,))[:, 0], whole[:, names.index(name)], rtol=0, atol=1e-12)


def test_a_polynomial_is_what_its_monomials_say() -> None:
    rng = np.random.default_rng(2)
    powers = exponents(3, 4)
    coefficients, values = rng.normal(size=(2, len(powers))), rng.normal(size=(7, 3))
    by_hand = [
        [sum(c * np.prod(v ** np.array(e)) for c, e in zip(row, powers, strict=True)) for row in coefficients]
        for v in values
    ]
    assert np.allclose(evaluate(coefficients, values, 4), by_hand)
    assert np.allclose(derivative(np.eye(1, len(powers)), 0, 3, 4), 0.0)


def test_poses_beyond_the_fit_are_told() -> None:
    assert muscles.outside(np.zeros((3, 5))) == []
    (told,) = muscles.outside(np.array([[120.0, 0, 0, 30, 0]]))
    assert told == "hip_flexion 120 degrees (the model holds from -30 to 90)"


def test_a_muscle_without_a_path_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(InputError, match=r"not modelled .did you mean semimem"):
        TABLE.muscle("semimemb")
