import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from whatelse.motion.rotation import between, cardan_zxy, frame, rigid_fit

ANGLE = st.floats(-80, 80)


def turned(a, b, c):
    """Rz(a) Rx(b) Ry(c), degrees, written out as three products."""
    (sa, ca), (sb, cb), (sc, cc) = ((np.sin(np.radians(x)), np.cos(np.radians(x))) for x in (a, b, c))
    about_z = np.array([[ca, -sa, 0], [sa, ca, 0], [0, 0, 1]])
    about_x = np.array([[1, 0, 0], [0, cb, -sb], [0, sb, cb]])
    about_y = np.array([[cc, 0, sc], [0, 1, 0], [-sc, 0, cc]])
    return about_z @ about_x @ about_y


@given(ANGLE, ANGLE, ANGLE)
def test_the_three_angles_come_back(a, b, c):
    assert np.allclose(cardan_zxy(turned(a, b, c)), (a, b, c), atol=1e-9)


@given(ANGLE, ANGLE, ANGLE, ANGLE, ANGLE, ANGLE)
def test_between_two_frames_lies_their_difference(a, b, c, d, e, f):
    parent, child = turned(a, b, c), turned(d, e, f)
    assert np.allclose(parent @ between(parent, child), child)


def test_a_frame_is_right_handed_with_its_long_axis_exact():
    made = frame(np.array([[0.1, 2.0, 0.3]]), np.array([[0.2, 0.1, 1.0]]))[0]
    assert np.allclose(made.T @ made, np.eye(3)) and np.linalg.det(made) > 0
    assert np.allclose(np.cross(made[:, 1], [0.1, 2.0, 0.3]), 0)


@given(ANGLE, ANGLE, ANGLE, st.integers(0, 2**31))
def test_a_moved_cluster_is_found_again_also_with_a_marker_missing(a, b, c, seed):
    random = np.random.default_rng(seed)
    still = random.normal(size=(5, 3)) * 0.1
    turn, shift = turned(a, b, c), random.normal(size=3)
    moving = np.stack([still @ turn.T + shift] * 3)
    moving[1, 2] = np.nan
    moving[2, 1:4] = np.nan
    found, moved, misfit = rigid_fit(still, moving)
    assert np.allclose(found[:2], turn, atol=1e-7) and np.allclose(moved[:2], shift, atol=1e-7)
    assert np.all(misfit[:2] < 1e-9)
    assert np.isnan(found[2]).all()
