import msgspec
import numpy as np
import pytest

from stride.runner import Runner
from whatelse.stride import analyse
from whatelse.stride.compare import compare, least_detectable
from whatelse.stride.types import Metric

BEFORE = analyse(Runner(seconds=8.0).recording())


def metric(sd: float, count: int, systematic: float) -> Metric:
    return Metric(
        "knee_flexion_swing_deg", "", "d/markers", "left", "deg", True, 90.0, 85.0, 95.0, sd, count, systematic
    )


def verdicts(after, untouched=True):  # type: ignore[no-untyped-def]
    return {(one.id, one.side): one for one in compare(BEFORE, after, untouched=untouched).metrics}


def test_the_least_change_joins_scatter_and_session() -> None:
    found = least_detectable(metric(2.0, 100, 5.0), metric(2.0, 100, 5.0), 1.0)
    assert found == pytest.approx(np.hypot(np.sqrt(2) * 1.984 * 2.0 / 10.0, 5.0), rel=1e-3)
    assert least_detectable(metric(2.0, 100, 5.0), metric(2.0, 100, 5.0), 0.0) < 0.6


def test_more_strides_do_not_take_the_session_away() -> None:
    few, many = (least_detectable(metric(2.0, n, 5.0), metric(2.0, n, 5.0), 1.0) for n in (10, 10000))
    assert few > many >= 5.0


def test_a_false_alarm_comes_in_about_one_of_twenty_pairs_that_differ_by_chance_alone() -> None:
    draw = np.random.default_rng(8)
    alarms = []
    for _ in range(2000):
        one, other = draw.normal(90.0, 2.0, (2, 30))
        pair = [metric(float(values.std(ddof=1)), 30, 0.0) for values in (one, other)]
        alarms.append(abs(other.mean() - one.mean()) > least_detectable(*pair, 1.0))
    assert 0.02 < np.mean(alarms) < 0.07


def test_the_same_recording_changed_in_nothing() -> None:
    found = verdicts(BEFORE)
    assert {one.verdict for one in found.values()} <= {"not_changed", "cannot_tell"}
    assert found["cadence_spm", "both"].verdict == "not_changed"


def test_quicker_steps_at_one_speed_are_seen() -> None:
    found = verdicts(analyse(Runner(step=0.34, contact=0.24, seconds=8.0).recording()))
    assert found["cadence_spm", "both"].verdict == "changed"
    assert found["cadence_spm", "both"].change == pytest.approx(60 / 0.34 - 60 / 0.36, abs=0.3)


def test_markers_put_on_again_need_a_larger_change() -> None:
    again, kept = (verdicts(BEFORE, untouched)["knee_flexion_swing_deg", "left"] for untouched in (False, True))
    assert again.least > kept.least
    assert again.verdict == "cannot_tell" and kept.verdict == "not_changed"


def test_at_another_speed_nothing_but_the_speed_is_told() -> None:
    found = verdicts(analyse(Runner(speed=3.6, seconds=8.0).recording()))
    assert found["speed_m_s", "both"].verdict == "changed"
    others = [one for one in found.values() if one.id != "speed_m_s" and one.change is not None]
    assert others and all(one.verdict == "cannot_tell" and "speeds differ" in one.reason for one in others)


def test_two_definitions_do_not_compare() -> None:
    other = [msgspec.structs.replace(one, definition=one.definition + "/other") for one in BEFORE.metrics]
    found = verdicts(msgspec.structs.replace(BEFORE, metrics=tuple(other)))
    assert all("two ways" in one.reason for one in found.values() if one.id != "cadence_spm")


def test_an_unknown_speed_is_remarked_upon() -> None:
    blind = msgspec.structs.replace(BEFORE, speed_m_s=None)
    assert "speed is not known" in " ".join(compare(BEFORE, blind).notes)
