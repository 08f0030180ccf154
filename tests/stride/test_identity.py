import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stride.runner import Runner, seen_from_the_side
from whatelse.stride.identity import repaired, stride_period

RUNNER = Runner(rate=60.0, seconds=8.0)
RUN = RUNNER.recording()


def test_legs_that_are_right_stay() -> None:
    clean = seen_from_the_side(RUN)
    same, share = repaired(clean, RUNNER.stride)
    assert share == 0.0
    assert same is clean


@settings(max_examples=8)
@given(st.sets(st.integers(20, 440), min_size=1, max_size=25))
def test_scattered_exchanges_are_all_put_right(frames: set[int]) -> None:
    clean = seen_from_the_side(RUN)
    mended, share = repaired(seen_from_the_side(RUN, swaps=tuple(frames)), RUNNER.stride)
    assert share == pytest.approx(len(frames) / clean.frames, abs=3 / clean.frames)
    wrong = np.abs(mended.positions - clean.positions).max(axis=(1, 2)) > 5.0
    assert wrong.sum() <= 3


def test_a_run_of_exchanged_frames_is_put_right() -> None:
    clean = seen_from_the_side(RUN)
    mended, _ = repaired(seen_from_the_side(RUN, swaps=tuple(range(200, 212))), RUNNER.stride)
    assert mended.positions == pytest.approx(clean.positions)


def test_the_period_is_that_of_the_stride() -> None:
    apart = RUN.point("left_heel")[:, 0] - RUN.point("right_heel")[:, 0]
    assert stride_period(apart, RUN.rate_hz) == pytest.approx(RUNNER.stride, rel=0.01)
    assert stride_period(np.zeros(400), 60.0) is None
