"""From a recording to its stride: events, metrics with their errors, angles, gates, and where all of it is from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from whatelse.errors import InputError, nearest, shown
from whatelse.motion.recording import FORWARD, SIDES, FloatArray, Recording
from whatelse.stride import event_table, norms
from whatelse.stride.body import LONGEST_GAP_S, Body, body_of, bridged, even
from whatelse.stride.contact import Contacts
from whatelse.stride.curves import angle_curves
from whatelse.stride.events import EVENTS_FROM, EventsFrom, contacts_of
from whatelse.stride.gates import keypoint_gates, marker_gates
from whatelse.stride.identity import repaired, stride_period
from whatelse.stride.measure import Measured, metrics_of
from whatelse.stride.signals import Signals, signals_of, standing_tilt
from whatelse.stride.speed import speed_over_ground
from whatelse.stride.strides import Stride, hops, strides_of
from whatelse.stride.types import DECIMALS, Gate, StrideAnalysis, StrideEvent
from whatelse.stride.watch import seconds_of_running, watch_metrics, watch_run
from whatelse.version import __version__

#: A told speed that differs from the measured one by more than this share is remarked upon.
SPEED_AGREES = 0.1
#: Speeds that a person can run, m/s.
SLOWEST_TOLD, FASTEST_TOLD = 0.5, 12.5
#: Hears the name of each stage as it begins: reading, events, measures.
Tell = Callable[[str], None]


def silent(stage: str) -> None:
    """Nobody waits to hear of it."""


@dataclass(frozen=True)
class Analysed:
    """An analysis, and what single strides and pictures are made from. held: on an even clock, gaps bridged."""

    analysis: StrideAnalysis
    held: Measured
    standing: Recording | None


def analyse(
    recording: Recording | str | Path,
    static: Recording | str | Path | None = None,
    speed: float | None = None,
    *,
    events_from: EventsFrom = "auto",
    incline_deg: float | None = None,
) -> StrideAnalysis:
    """The stride of a runner.

    recording: of a run (markers, keypoints of a side view, a sensor at the lower back), or the path of such a file.
    static: the same markers on the runner who stands; makes angles comparable. speed: m/s, where it was read off a
    treadmill; it wins over the measured one. events_from: ``force``, ``kinematics``, ``file``, or ``auto`` (force
    plates where they saw the run). incline_deg: slope of the ground in a picture, uphill positive.

    Raises InputError, one line, where no running step can be seen: standing, walking, no foot markers, an order of
    events that cannot be. A metric that cannot be told is in the list, not measurable, with its reason.
    """
    return analysed(recording, static, speed, events_from=events_from, incline_deg=incline_deg).analysis


def analysed(
    recording: Recording | str | Path,
    static: Recording | str | Path | None = None,
    speed: float | None = None,
    *,
    events_from: EventsFrom = "auto",
    incline_deg: float | None = None,
    tell: Tell = silent,
) -> Analysed:
    """As ``analyse``, with what it was made from."""
    if events_from not in EVENTS_FROM:
        raise InputError(
            f"found {shown(events_from)}, expected {', '.join(EVENTS_FROM)}{nearest(str(events_from), EVENTS_FROM)}",
            field="events_from",
        )
    if speed is not None and not SLOWEST_TOLD <= speed <= FASTEST_TOLD:
        raise InputError(
            f"found {speed:g}, expected metres a second, {SLOWEST_TOLD:g} to {FASTEST_TOLD:g}", field="speed"
        )
    held = _read(recording)
    try:
        return _analysis(held, _read(static) if static is not None else None, speed, events_from, incline_deg, tell)
    except InputError as error:
        raise error.at(file=held.source) from None


def _analysis(
    recording: Recording,
    static: Recording | None,
    told: float | None,
    events_from: EventsFrom,
    incline_deg: float | None,
    tell: Tell,
) -> Analysed:
    if recording.frames < 2 and not recording.series:
        raise InputError(f"holds {recording.frames} frames; a run has more than one")
    if recording.kind == "watch" and events_from == "auto":
        tell("measures")
        return _of_a_watch(recording, told)
    tell("events")
    run = bridged(even(recording))
    body = body_of(run)
    relabelled = 0.0
    is_picture = run.kind == "keypoints" and run.dimensions == 2
    if is_picture:
        run, relabelled = _own_legs(run, body)
        body = body_of(run)
    contacts = contacts_of(run, body, _leg_length(run) if is_picture else None, events_from)
    strides = strides_of(contacts)
    tell("measures")
    signals = signals_of(run, static, body) if run.points else None
    measured = speed_over_ground(contacts, body) if run.unit == "m" else None
    if measured is not None and measured < 0.0:
        raise InputError("the runner goes backward over the ground; give the direction (--direction)")
    pace = told if told is not None else measured
    gates: list[Gate] = []
    if is_picture and signals is not None:
        gates = keypoint_gates(run, contacts, strides, signals, relabelled, incline_deg)
    elif signals is not None:
        gates = marker_gates(strides, signals)
    held = Measured(run, signals, contacts, strides, tuple(gates), pace, told is not None)
    metrics = metrics_of(held)
    cadence = next(one for one in metrics if one.id == "cadence_spm")
    analysis = StrideAnalysis(
        source=recording.source,
        format=recording.format,
        kind=recording.kind,
        version=__version__,
        duration_s=round(_duration(recording), DECIMALS),
        events_from=contacts.source,
        events=_events(contacts),
        cadence_spm=cadence.value,
        speed_m_s=None if pace is None else round(pace, DECIMALS),
        speed_from="not known" if pace is None else "told" if told is not None else "measured",
        strides={side: sum(stride.side == side for stride in strides) for side in SIDES},
        metrics=metrics,
        angles=angle_curves(signals, strides) if signals is not None else (),
        angle_method=signals.angles.method if signals is not None else "none",
        gates=tuple(gates),
        provenance=tuple(_provenance(recording, contacts, strides, signals, told, measured, relabelled)),
        pelvis_standing_deg=_rounded(standing_tilt(static, signals.angles)) if signals is not None else None,
    )
    return Analysed(analysis, held, static)


def _of_a_watch(recording: Recording, told: float | None) -> Analysed:
    """The watch's own numbers; it shows no single step."""
    held = watch_run(recording, told)
    metrics = watch_metrics(held)
    cadence = next(one for one in metrics if one.id == "cadence_spm")
    analysis = StrideAnalysis(
        source=recording.source,
        format=recording.format,
        kind=recording.kind,
        version=__version__,
        duration_s=round(_duration(recording), DECIMALS),
        events_from="watch",
        events=(),
        cadence_spm=cadence.value,
        speed_m_s=None if held.speed is None else round(held.speed, DECIMALS),
        speed_from="not known" if held.speed is None else "told" if told is not None else "measured",
        strides=dict.fromkeys(SIDES, 0),
        metrics=metrics,
        angles=(),
        angle_method="none",
        gates=(),
        provenance=(
            f"metrics: {held.contacts.method}; errors by expert judgement",
            f"metrics: means over {seconds_of_running(held)} records of running, about one a second",
            *(f"file: {note}" for note in recording.notes),
        ),
    )
    return Analysed(analysis, held, None)


def _read(given: Recording | str | Path) -> Recording:
    if isinstance(given, Recording):
        return given
    from whatelse.motion.read import read

    return read(given)


def _own_legs(run: Recording, body: Body) -> tuple[Recording, float]:
    """Keypoints with left and right put right over the whole recording, and how often that was needed."""
    if len(body.legs) < 2:
        return run, 0.0
    apart = body.legs["left"].heel[:, FORWARD] - body.legs["right"].heel[:, FORWARD]
    period = stride_period(apart, body.rate_hz)
    return repaired(run, period) if period is not None else (run, 0.0)


def _leg_length(run: Recording) -> float | None:
    """Hip to knee to ankle in the picture, the longer of the two legs' medians; None where points are missing."""
    found = []
    for side in SIDES:
        names = [f"{side}_{joint}" for joint in ("hip", "knee", "ankle")]
        if run.has(*names):
            hip, knee, ankle = (run.point(name) for name in names)
            found.append(_median_length(hip, knee) + _median_length(knee, ankle))
    return max(found) if found else None


def _median_length(upper: FloatArray, lower: FloatArray) -> float:
    return float(np.nanmedian(np.linalg.norm(upper - lower, axis=1)))


def _duration(recording: Recording) -> float:
    clocks = [recording.time_s, *(series.time_s for series in recording.series)]
    return max(float(clock[-1] - clock[0]) for clock in clocks if len(clock)) if any(map(len, clocks)) else 0.0


def _events(contacts: Contacts) -> tuple[StrideEvent, ...]:
    found = []
    for contact in contacts.contacts:
        found.append(StrideEvent(contact.side, "initial_contact", round(contact.initial_contact_s, DECIMALS)))
        found.append(StrideEvent(contact.side, "toe_off", round(contact.toe_off_s, DECIMALS)))
    return tuple(sorted(found, key=lambda event: event.time_s))


def _provenance(
    recording: Recording,
    contacts: Contacts,
    strides: tuple[Stride, ...],
    signals: Signals | None,
    told: float | None,
    measured: float | None,
    relabelled: float,
) -> list[str]:
    start, end = contacts.spread_s
    lines = [f"events: {contacts.method}"]
    if contacts.source == "markers":
        lines.append(
            f"events: offsets against force plates taken away, the same for all recordings: {_offsets(contacts)}"
        )
    lines.append(
        f"events: from runner to runner contact is right to {1000 * start:.0f} ms and toe-off to {1000 * end:.0f} ms "
        "(standard deviation)"
    )
    lines += [f"events: left out: {text}" for text in contacts.left_out]
    missed = hops(contacts)
    if missed:
        lines.append(f"events: a contact may be missing before {', '.join(f'{time:.2f} s' for time in missed[:5])}")
    if relabelled:
        lines.append(f"keypoints: left and right exchanged in {100 * relabelled:.1f} % of the pictures")
    if recording.frames > 1:
        lines.append(f"gaps of up to {1000 * LONGEST_GAP_S:.0f} ms are bridged by a straight line; longer ones are not")
    if told is not None and measured is not None and abs(told - measured) > SPEED_AGREES * told:
        lines.append(f"speed: told {told:.2f} m/s, but the feet say {measured:.2f} m/s")
    if signals is not None:
        lines.append(f"angles: {signals.angles.method}")
        lines += [f"angles: {note}" for note in signals.angles.notes]
    lines.append(f"norms: {norms.source()}")
    lines += [f"guess: {g.what}: {g.value} ({g.why}); override: {g.override}" for g in recording.guesses]
    lines += [f"file: {note}" for note in recording.notes]
    return lines


def _offsets(contacts: Contacts) -> str:
    lands = [contact.lands for contact in contacts.contacts if contact.lands is not None]
    how = "" if not lands else f"; {100 * float(np.mean(lands)):.0f} % of the landings count as heel first"
    return (
        f"furthest ahead {1000 * event_table.FURTHEST_AHEAD:+.0f} ms, heel lands {1000 * event_table.HEEL_LANDS:+.1f}, "
        f"ball lands {1000 * event_table.BALL_LANDS:+.1f}, ball rises {1000 * event_table.BALL_RISES:+.0f}, knee "
        f"straightest {1000 * event_table.KNEE_STRAIGHTEST:+.1f} ms; pelvis caught "
        f"{100 * event_table.PELVIS_CAUGHT_HEEL:.0f} to {100 * event_table.PELVIS_CAUGHT_BALL:.0f} and freed "
        f"{100 * event_table.PELVIS_FREE:+.1f} % of the contact time{how}"
    )


def _rounded(degrees: float | None) -> float | None:
    return None if degrees is None else round(degrees, DECIMALS)
