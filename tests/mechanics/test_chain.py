"""The chain: geometry that must hold, costs that must be least, restrictions that must be monotone, refusals."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatelse.errors import InputError
from whatelse.mechanics import parse_restrictions, typical
from whatelse.mechanics.chain import FORMS, PELVIS_MOST, SACROILIAC, THIGH_MOST, TRUNK_MOST, WEIGHTS, chain, solve
from whatelse.mechanics.least_change import least_change, non_negative

RIGHT_EXTENSION = parse_restrictions(("right_hip_extension=10deg",))


def every_vertex(forms: np.ndarray, weights: np.ndarray, lows: np.ndarray, highs: np.ndarray) -> tuple[float, bool]:
    """The least cost over every set of limits that could be tight: the slow way, by trying them all."""
    count = forms.shape[1]
    hessian = forms.T @ (weights[:, None] * forms)
    limits = [(f, v) for f in range(len(forms)) for v in (lows[f], highs[f]) if np.isfinite(v)]
    best, found = np.inf, False
    for size in range(count + 1):
        for tight in itertools.combinations(limits, size):
            rows, values = np.array([forms[f] for f, _ in tight]).reshape(size, count), np.array([v for _, v in tight])
            system = np.block([[hessian, rows.T], [rows, np.zeros((size, size))]])
            x = np.linalg.lstsq(system, np.concatenate([np.zeros(count), values]), rcond=None)[0][:count]
            reach = forms @ x
            if (reach >= lows - 1e-7).all() and (reach <= highs + 1e-7).all():
                best, found = min(best, float(x @ hessian @ x)), True
    return best, found


@given(st.integers(0, 10_000))
def test_the_least_change_is_the_least_of_all_that_limits_allow(seed: int) -> None:
    rng = np.random.default_rng(seed)
    forms = rng.integers(-1, 2, (5, 3)).astype(float)
    forms[:3] += 4 * np.eye(3)
    weights = rng.uniform(0.5, 5, 5)
    lows, highs = np.sort(rng.uniform(-6, 6, (2, 5)), axis=0)
    lows[rng.random(5) < 0.4] = -np.inf
    highs[rng.random(5) < 0.4] = np.inf
    best, found = every_vertex(forms, weights, lows, highs)
    x = least_change(forms, weights, lows, highs)
    if x is None:
        assert not found
    else:
        assert (forms @ x >= lows - 1e-6).all() and (forms @ x <= highs + 1e-6).all()
        assert float((weights * (forms @ x) ** 2).sum()) == pytest.approx(best, rel=1e-5, abs=1e-7)


@given(st.integers(0, 10_000))
def test_non_negative_least_squares_keeps_to_its_conditions(seed: int) -> None:
    rng = np.random.default_rng(seed)
    matrix, target = rng.normal(size=(6, 8)), rng.normal(size=6)
    x = non_negative(matrix, target)
    gain = matrix.T @ (target - matrix @ x)
    assert (x >= 0).all()
    assert (gain <= 1e-7).all()
    assert np.abs(gain[x > 1e-9]).max(initial=0.0) < 1e-7


def test_no_restriction_changes_nothing() -> None:
    changes = solve(typical(), (), WEIGHTS)
    assert changes is not None
    assert all(np.abs(curve).max() == 0 for curve in changes.values())


def test_ten_degrees_less_right_hip_extension_reach_the_left_hamstring_at_its_peak() -> None:
    told = chain(typical(), RIGHT_EXTENSION)
    joints = {one.id: one.most for one in told.joints}
    assert joints["right_hip"] == pytest.approx(10.0)
    assert joints["pelvis"] < -5 and joints["lumbar"] > 4 and joints["left_hip"] > 4
    left = next(one for one in told.hamstrings if one.side == "left" and one.id == "bflh")
    assert left.at_peak > 1.0
    assert abs(told.extension_end["right"] - left.percent_before) < 8
    assert all(one.hamstring > 0.5 for one in told.sensitivity)


def test_parts_fit_together_at_every_moment() -> None:
    changes = solve(typical(), RIGHT_EXTENSION, WEIGHTS)
    assert changes is not None
    for side in ("left", "right"):
        total = changes["pelvis"] + changes[f"{side}_sacroiliac"] + changes[f"{side}_hip"]
        assert total == pytest.approx(changes[f"{side}_thigh"], abs=1e-6)
    assert changes["pelvis"] + changes["lumbar"] == pytest.approx(changes["trunk"], abs=1e-6)


def test_the_more_is_lost_the_more_the_others_give() -> None:
    results = [
        chain(typical(), parse_restrictions((f"right_hip_extension={d}",)), sensitivity=False) for d in (3, 6, 9, 12)
    ]
    for name in ("pelvis", "lumbar", "left_hip"):
        sizes = [abs(next(j.most for j in one.joints if j.id == name)) for one in results]
        assert sizes == sorted(sizes) and sizes[0] < sizes[-1]
    gains = [next(h.at_peak for h in one.hamstrings if h.side == "left" and h.id == "bflh") for one in results]
    assert gains == sorted(gains) and gains[0] < gains[-1]


def test_a_mirrored_restriction_has_a_mirrored_answer() -> None:
    right = chain(typical(), RIGHT_EXTENSION, sensitivity=False)
    left = chain(typical(), parse_restrictions(("left_hip_extension=10",)), sensitivity=False)
    by_right, by_left = ({one.id: one.most for one in told.joints} for told in (right, left))
    for name in FORMS:
        other = name.replace("left", "?").replace("right", "left").replace("?", "right")
        assert by_right[name] == pytest.approx(by_left[other], abs=1e-3)


def test_a_runner_with_a_stiff_back_gets_a_physiological_answer() -> None:
    stiff = parse_restrictions(("right_hip_extension=10deg,lumbar_extension=14deg",))
    told, free = chain(typical(), stiff), chain(typical(), RIGHT_EXTENSION)
    assert told.possible
    joints = {one.id: abs(one.most) for one in told.joints}
    assert joints["pelvis"] <= PELVIS_MOST and joints["trunk"] <= TRUNK_MOST + 1e-6
    assert joints["lumbar"] <= 1.0 + 1e-6
    assert joints["left_sacroiliac"] <= SACROILIAC + 1e-6
    assert told.shorter_cm > free.shorter_cm > 0


def test_lost_hip_flexion_spares_the_hamstring_of_that_side() -> None:
    told = chain(typical(), parse_restrictions(("right_hip_flexion=10",)), sensitivity=False)
    right = next(one for one in told.hamstrings if one.side == "right" and one.id == "bflh")
    assert right.most < -1.0


def test_a_restriction_that_no_run_survives_is_refused_with_its_reason() -> None:
    told = chain(typical(), parse_restrictions(("right_hip_extension=40",)))
    assert not told.possible
    assert told.joints == () and "another run" in told.why
    assert told.shorter_deg > THIGH_MOST


def test_a_chain_of_which_one_leg_was_not_seen_is_refused() -> None:
    gait = typical()
    told = chain(replace(gait, left=replace(gait.left, strides=0)), RIGHT_EXTENSION)
    assert not told.possible
    assert told.why == "only one leg was seen, and the chain needs both"


def test_limits_that_contradict_each_other_have_no_answer() -> None:
    gait = typical()
    lean = gait.right.lean.copy()
    lean[50] += 80.0
    bent = replace(gait, right=replace(gait.right, lean=lean))
    told = chain(bent, parse_restrictions(("lumbar_flexion=40,lumbar_extension=40",)))
    assert not told.possible and told.why


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("right_hip_extention=10", "did you mean right_hip_extension"),
        ("right_hip_extension", "expected NAME=DEGREES"),
        ("right_hip_extension=ten", "expected a number in deg"),
        ("right_hip_extension=10cm", "expected a number in deg"),
        ("right_hip_extension=-5", "above 0 and up to 40"),
        ("right_hip_extension=5,right_hip_extension=6", "is given twice"),
    ],
)
def test_a_restriction_that_cannot_be_read_is_one_clear_line(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as told:
        parse_restrictions((text,))
    assert str(told.value).startswith("restrict")
