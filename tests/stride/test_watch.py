from pathlib import Path

import msgspec
import numpy as np
import pytest

from whatelse.errors import InputError
from whatelse.motion.recording import Axes, Recording, Series
from whatelse.stride import analyse


def watch(cadence: list[float], speed: list[float] | None = None, **more: list[float]) -> Recording:
    """A watch that wrote once a second."""
    channels = {"cadence": cadence, **({"speed": speed} if speed else {}), **more}
    times = np.arange(float(len(cadence)))
    series = Series("records", "watch", times, tuple(channels), ("",) * len(channels), np.array([*channels.values()]).T)
    nothing = np.zeros((len(times), 0, 3))
    axes = Axes((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0), known=False)
    return Recording("w.fit", "fit", "watch", times, 1.0, (), (), nothing, "m", axes, series=(series,))


def test_only_running_is_counted() -> None:
    told = analyse(watch([0, 110, 170, 172, 168, 170, 100], [0, 1.5, 3.0, 3.1, 2.9, 3.0, 1.4]))
    assert told.cadence_spm == pytest.approx(170.0)
    assert told.speed_m_s == pytest.approx(3.0)
    assert told.metric("cadence_spm").n_strides == 4


def test_a_walk_is_refused() -> None:
    with pytest.raises(InputError, match="no running"):
        analyse(watch([110.0] * 60, [1.4] * 60))


def test_the_intervals_are_those_of_a_watch_and_no_shorter() -> None:
    told = analyse(watch([170.0] * 500, contact_time=[250.0] * 500))
    contact = told.metric("contact_time_s")
    assert (contact.value, contact.definition) == (0.25, "initial_contact_to_toe_off/watch")
    assert contact.high - contact.low == pytest.approx(0.06)


def test_what_a_watch_cannot_know_is_said() -> None:
    told = analyse(watch([170.0] * 20))
    assert told.metric("contact_time_s").reason == "this watch did not tell it"
    assert "watch" in told.metric("knee_flexion_swing_deg").reason
    assert told.events == () and told.speed_m_s is None


def test_a_told_speed_wins() -> None:
    assert analyse(watch([170.0] * 20, [3.0] * 20), speed=2.5).speed_from == "told"


def test_gaps_are_left_out() -> None:
    recording = watch([170.0] * 20, contact_time=[250.0] * 10 + [np.nan] * 10)
    assert analyse(recording).metric("contact_time_s").n_strides == 10


def test_a_watch_without_cadence_is_refused() -> None:
    recording = watch([170.0] * 20)
    blind = msgspec.structs.replace(recording.series[0], names=("power",))
    with pytest.raises(InputError, match="no cadence"):
        analyse(msgspec.structs.replace(recording, series=(blind,)))


@pytest.mark.parametrize(("name", "session"), [("fenix2_run", 162.0), ("stryd_run_developer_fields", 148.0)])
def test_the_mean_is_that_of_the_watch_itself_but_for_its_walking(data_dir: Path, name: str, session: float) -> None:
    pytest.importorskip("fitdecode")
    told = analyse(data_dir / "data" / "motion" / "formats" / "fit" / f"{name}.fit")
    assert session <= told.cadence_spm <= 1.04 * session
