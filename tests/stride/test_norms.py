from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatelse.stride import norm_fit
from whatelse.stride.definitions import definitions
from whatelse.stride.norms import FASTEST, SLOWEST, norm_for, norms, percentile

ANGLES = "data/motion/bmc_ric_angles_odd_subjects.csv.gz"


@pytest.fixture(scope="module")
def runners(data_dir: Path) -> dict[str, np.ndarray]:
    return norm_fit.per_runner(data_dir / ANGLES)


@pytest.fixture(scope="module")
def with_nonsense(data_dir: Path) -> dict[str, np.ndarray]:
    """Every stride of every runner, the impossible hips included."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(norm_fit, "IMPOSSIBLE_EXTENSION", 1e9)
        patch.setattr(norm_fit, "IMPOSSIBLE_RANGE", 1e9)
        return norm_fit.per_runner(data_dir / ANGLES)


def test_the_shipped_table_is_the_one_the_script_makes(data_dir: Path) -> None:
    assert norm_fit.TABLE.read_text("utf-8") == norm_fit.text_of(norm_fit.norms(data_dir / ANGLES))


def test_every_norm_is_of_a_metric_that_exists() -> None:
    assert set(norms()) <= set(definitions())


@pytest.mark.parametrize("name", sorted(norms()))
def test_corrupt_runners_move_no_centre_by_a_degree(
    name: str, runners: dict[str, np.ndarray], with_nonsense: dict[str, np.ndarray]
) -> None:
    clean, _ = norm_fit.robust(runners[name])
    dirty, _ = norm_fit.robust(with_nonsense[name])
    assert len(with_nonsense[name]) > len(runners[name])
    assert abs(clean - dirty) < 1.0


@pytest.mark.parametrize(("inside", "z"), [(0.5, 0.6745), (0.8, 1.2816), (0.9, 1.6449)])
def test_runners_left_out_of_the_fit_lie_where_it_says(runners: dict[str, np.ndarray], inside: float, z: float) -> None:
    """Coverage by leaving one runner out, over all norms; the spread alone, without the width for definitions."""
    hits = []
    for values in runners.values():
        for k, value in enumerate(values):
            centre, spread = norm_fit.robust(np.delete(values, k))
            hits.append(abs(value - centre) <= z * spread)
    assert np.mean(hits) == pytest.approx(inside, abs=0.09)


@given(st.floats(SLOWEST, FASTEST), st.sampled_from(sorted(norms())))
def test_the_spread_grows_with_the_distance_from_the_data(speed: float, name: str) -> None:
    norm = norms()[name]
    spread = norm.at(speed)[1]
    assert spread >= norm.at(norm.speed_m_s)[1]
    further = norm.speed_m_s + 1.1 * (speed - norm.speed_m_s)
    assert norm.at(further)[1] >= spread


def test_faster_running_is_expected_to_bend_the_knee_more() -> None:
    norm = norms()["knee_flexion_swing_deg"]
    assert norm.at(3.5)[0] - norm.at(2.5)[0] == pytest.approx(11.0)
    assert norm.place(100.0, 2.5).percentile > norm.place(100.0, 3.5).percentile


@pytest.mark.parametrize(
    ("metric", "speed", "words"),
    [
        ("heel_lift_m", 2.5, "no open data"),
        ("knee_flexion_swing_deg", None, "--speed"),
        ("knee_flexion_swing_deg", 1.7, "outside"),
        ("knee_flexion_swing_deg", 4.8, "outside"),
    ],
)
def test_where_there_is_no_norm_it_says_why(metric: str, speed: float | None, words: str) -> None:
    norm, why = norm_for(metric, speed)
    assert norm is None
    assert words in why


@given(st.floats(-6, 6))
def test_percentiles_mirror(z: float) -> None:
    assert percentile(z) + percentile(-z) == pytest.approx(100.0)
