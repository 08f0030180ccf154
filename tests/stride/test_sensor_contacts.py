import csv
from pathlib import Path

import numpy as np
import pytest

from stride.runner import GRAVITY, Runner
from whatelse.motion.read import read
from whatelse.stride import analyse
from whatelse.stride.sensor_contacts import sensor_contacts


def upward(runner: Runner) -> tuple[np.ndarray, np.ndarray]:
    """What a sensor on the pelvis of a made runner reads: support over mass."""
    recording = runner.recording()
    height = recording.point("left_asis")[:, 1]
    rate = runner.rate
    return recording.time_s, np.gradient(np.gradient(height, 1 / rate), 1 / rate) + GRAVITY


@pytest.mark.parametrize("scale", [1.0, 1.2, 1 / GRAVITY])
def test_the_unit_and_the_scale_of_a_sensor_do_not_matter(scale: float) -> None:
    runner = Runner(rate=500.0)
    times, reading = upward(runner)
    contacts = sensor_contacts(times, scale * reading).contacts
    assert len(contacts) >= len(runner.contacts()) - 2
    assert np.mean([c.duration_s for c in contacts]) == pytest.approx(runner.contact, abs=0.04)
    assert {c.side for c in contacts} == {"unknown"}


def test_a_walker_never_flies() -> None:
    times = np.arange(5000) / 500.0
    assert sensor_contacts(times, GRAVITY * (1.0 + 0.4 * np.sin(2 * np.pi * 1.8 * times))).contacts == ()


def test_a_reading_without_gravity_is_refused() -> None:
    times = np.arange(5000) / 500.0
    contacts = sensor_contacts(times, np.sin(2 * np.pi * 3 * times))
    assert contacts.contacts == ()
    assert contacts.left_out


def test_real_trials_on_slopes_against_the_force(data_dir: Path) -> None:
    folder = data_dir / "data" / "motion" / "sacral_accel"
    errors = []
    with (folder / "trials.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        recording = read(folder / f"sub02_trial{int(row['trial']):02d}.csv.gz")
        moved = analyse(recording, events_from="kinematics")
        forced = analyse(recording, events_from="force")
        assert moved.cadence_spm == pytest.approx(forced.cadence_spm, abs=1.0)
        one, other = (a.metric("contact_time_s").value for a in (moved, forced))
        errors.append(one - other)
        metric = moved.metric("contact_time_s")
        assert metric.low <= other <= metric.high
    assert len(errors) == 16
    assert abs(np.mean(errors)) < 0.01
    assert np.abs(errors).max() < 0.035
