import numpy as np
import pytest

from motion.made_runner import runner, table_text
from whatelse.motion import read


@pytest.fixture
def recording(tmp_path):
    file = tmp_path / "run.txt"
    points = runner()
    points["left_heel"][10:40] = np.nan
    file.write_text(table_text(points))
    return read(file)


def test_positions_are_in_metres_in_the_runners_own_axes(recording):
    assert recording.unit == "m" and recording.dimensions == 3
    assert np.allclose(recording.point("right_toe"), runner()["right_toe"], atol=1e-9)


def test_a_recording_cannot_be_changed_in_place(recording):
    with pytest.raises(ValueError, match="read-only"):
        recording.positions[0, 0, 0] = 1.0
    with pytest.raises(ValueError, match="read-only"):
        recording.point("no_such_point")[0] = 1.0
    with pytest.raises(AttributeError):
        recording.unit = "px"


def test_what_is_missing_is_nan_and_counted(recording):
    assert recording.missing()["left_heel"] == pytest.approx(30 / 300)
    assert np.isnan(recording.point("left_heel")[10:40]).all()
    assert recording.has("left_heel") and not recording.has("left_heel", "sacrum")
    assert np.isnan(recording.point("sacrum")).all()


def test_sureness_is_unknown_for_markers_and_nought_for_a_point_that_is_not_there(recording):
    assert np.isnan(recording.sureness("left_heel")).all()
    assert not recording.sureness("nose").any()
