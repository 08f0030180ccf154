"""What a running watch or foot pod says of the stride: its own numbers, once a second, as means over the running.

Nobody outside knows how a watch makes its numbers, so their errors are wide and judged, and they compare with numbers
of a watch only.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whatelse.errors import InputError
from whatelse.motion.recording import Recording, Series
from whatelse.stride.contact import Contacts
from whatelse.stride.definitions import definitions
from whatelse.stride.measure import Measured, absent, present
from whatelse.stride.strides import FEWEST
from whatelse.stride.summary import Summary, summarise
from whatelse.stride.types import Metric

#: Metric -> channel of the watch, factor to our unit, 95 % half width of what does not average out (judgement).
CHANNELS: dict[str, tuple[str, float, float]] = {
    "cadence_spm": ("cadence", 1.0, 2.0),
    "contact_time_s": ("contact_time", 0.001, 0.03),
    "vertical_excursion_m": ("vertical_oscillation", 0.001, 0.02),
}
#: What is counted as running: steps a minute and, where the watch tells it, m/s.
SLOWEST_STEPS, FASTEST_STEPS, SLOWEST = 130.0, 240.0, 1.5
METHOD = "as the watch or foot pod tells them; how it finds them is not known"


def watch_run(recording: Recording, told: float | None) -> Measured:
    """The running part. Raises InputError where there is none."""
    series = _records(recording)
    speed = series.channel("speed")
    running = _running(series)
    if running.sum() < FEWEST:
        raise InputError(f"holds no running: no {SLOWEST_STEPS:g} to {FASTEST_STEPS:g} steps a minute in it")
    mean = float(np.nanmean(speed[running])) if speed is not None and np.isfinite(speed[running]).any() else None
    pace = told if told is not None else mean
    contacts = Contacts("watch", (), (0.0, 0.0), METHOD)
    return Measured(recording, None, contacts, (), (), pace, told is not None)


def watch_metrics(held: Measured) -> tuple[Metric, ...]:
    """Every metric of the table: what the watch tells, and the others with the reason."""
    series = _records(held.recording)
    running = _running(series)
    found = []
    for definition in definitions().values():
        if definition.id == "speed_m_s" and held.speed is not None:
            summary = Summary(held.speed, float("nan"), int(running.sum()), held.speed, held.speed)
            found.append(present(definition, "both", held, summary, 0.0, "told" if held.speed_told else None))
            continue
        name, factor, systematic = CHANNELS.get(definition.id, ("", 1.0, 0.0))
        channel = series.channel(name)
        values = factor * channel[running] if channel is not None else np.zeros(0)
        values = values[np.isfinite(values)]
        if len(values) < FEWEST:
            reason = "this watch did not tell it" if name else "cannot be told from a watch or foot pod"
            found.append(absent(definition, "both", held, reason))
        else:
            found.append(present(definition, "both", held, summarise(values, systematic), systematic))
    return tuple(found)


def seconds_of_running(held: Measured) -> int:
    """Records that were counted, about one a second."""
    return int(_running(_records(held.recording)).sum())


def _records(recording: Recording) -> Series:
    found = [series for series in recording.of_kind("watch") if series.channel("cadence") is not None]
    if not found:
        raise InputError("the watch tells no cadence; what was running in it cannot be seen")
    return max(found, key=lambda series: len(series.time_s))


def _running(series: Series) -> NDArray[np.bool_]:
    """(N,) True where the person ran."""
    cadence, speed = series.channel("cadence"), series.channel("speed")
    steps = np.nan_to_num(cadence) if cadence is not None else np.zeros(len(series.time_s))
    runs = (steps >= SLOWEST_STEPS) & (steps <= FASTEST_STEPS)
    return np.asarray(runs) if speed is None else runs & ~(np.nan_to_num(speed, nan=SLOWEST) < SLOWEST)
