"""FIT: what a running watch or foot pod wrote, about once a second.

Only what belongs to the stride is taken: no places, no heart rate, no serial numbers. A FIT cadence counts one leg;
here it is steps a minute. Sessions of other sports are left out.
"""

from __future__ import annotations

import warnings
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from whatelse.errors import InputError
from whatelse.motion.measured import Measured
from whatelse.motion.recording import Series

SIGNATURE = b".FIT"
INSTALL = "reading .fit files needs one more package: pip install 'whatelse[motion]'"
#: Field of the file -> our name, unit, factor; zero means "not measured" where the last is True.
RECORD = {
    "speed": ("speed", "m/s", 1.0, False),
    "enhanced_speed": ("speed", "m/s", 1.0, False),
    "distance": ("distance", "m", 1.0, False),
    "stance_time": ("contact_time", "ms", 1.0, True),
    "stance_time_percent": ("contact_share", "%", 1.0, True),
    "stance_time_balance": ("contact_balance_left", "%", 1.0, True),
    "vertical_oscillation": ("vertical_oscillation", "mm", 1.0, True),
    "vertical_ratio": ("vertical_ratio", "%", 1.0, True),
    "step_length": ("step_length", "mm", 1.0, True),
    "power": ("power", "W", 1.0, True),
}
#: What the watch itself made of the whole run, in the session message.
SESSION = {
    "avg_stance_time": ("contact_time", "ms"),
    "avg_stance_time_percent": ("contact_share", "%"),
    "avg_stance_time_balance": ("contact_balance_left", "%"),
    "avg_vertical_oscillation": ("vertical_oscillation", "mm"),
    "avg_vertical_ratio": ("vertical_ratio", "%"),
    "avg_step_length": ("step_length", "mm"),
    "total_distance": ("distance", "m"),
    "total_timer_time": ("duration", "s"),
}
_OF_THE_STRIDE = ("cadence", "contact_time", "vertical_oscillation", "step_length", "contact_balance_left")


def is_fit(head: bytes) -> bool:
    return head[8:12] == SIGNATURE


def read_fit(path: Path) -> Measured:
    """The running of a FIT file as one series a second, and the watch's own averages as another of one row."""
    records, sessions, notes = _messages(path)
    runs = _runs(sessions)
    if not runs and sessions:
        sports = sorted({str(one.get("sport")) for one in sessions})
        raise InputError(f"holds no running but {', '.join(sports)}; stride measures are for running only")
    if not runs:
        notes.append("the file tells no sport; running is assumed")
    rows = [one for one in records if one["timestamp"] is not None and _within(one["timestamp"], runs)]
    if not rows:
        raise InputError("holds no record of running")
    if len(runs) < len(sessions):
        notes.append(f"{len(sessions) - len(runs)} of {len(sessions)} sessions are no running and are left out")
    stamps = np.array([one["timestamp"] for one in rows])
    order = np.argsort(stamps, kind="stable")
    kept = order[np.concatenate([[True], np.diff(stamps[order]) > 0])]
    if len(kept) < len(rows) or (order != np.arange(len(rows))).any():
        notes.append("the time of the file goes back somewhere; the records are put in order")
    series = _series([rows[i] for i in kept], stamps[kept] - stamps[kept[0]])
    if not any(name in series.names for name in _OF_THE_STRIDE):
        raise InputError("holds neither cadence nor contact time: nothing of the stride can be told from it")
    whole = _session([one for one in sessions if one in runs])
    return Measured(
        source=path.name,
        format="fit",
        kind="watch",
        time_s=series.time_s,
        rate_hz=1.0,
        series=(series, *whole),
        notes=tuple(notes),
    )


def _messages(path: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[str]]:
    """Records and sessions as plain mappings, and remarks."""
    try:
        import fitdecode
    except ImportError:
        raise InputError(INSTALL) from None
    records: list[dict[str, Any]] = []
    sessions: list[dict[str, Any]] = []
    notes: list[str] = []
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            with fitdecode.FitReader(str(path)) as reader:
                for message in reader:
                    if not isinstance(message, fitdecode.FitDataMessage):
                        continue
                    if message.name == "record":
                        records.append(_fields(message))
                    elif message.name == "session":
                        sessions.append(_fields(message))
        except fitdecode.FitError as error:
            raise InputError(f"is broken after {len(records)} records ({error})") from None
        except (ValueError, TypeError, KeyError, IndexError, OverflowError) as error:
            raise InputError(f"is broken after {len(records)} records ({type(error).__name__})") from None
    if any("CRC" in str(one.message) for one in warned):
        notes.append("the checksum of the file is wrong; some of it may be damaged")
    return records, sessions, notes


def _fields(message: Any) -> dict[str, Any]:
    """Field -> value; time in s, developer fields with "developer " before their name."""
    held: dict[str, Any] = {"timestamp": None}
    for field in message.fields:
        developer = type(field.field).__name__ == "DevField" if field.field is not None else False
        name = f"developer {field.name}" if developer or field.name[:1].isupper() else field.name
        value = field.value
        if isinstance(value, datetime):
            value = value.timestamp()
        if name in ("timestamp", "start_time"):
            held[name] = float(value) if isinstance(value, (int, float)) else None
        elif value is not None and not isinstance(value, (tuple, list)):
            held[name] = value
            if developer or name.startswith("developer "):
                held.setdefault("units", {})[name] = str(field.units or "")
    return held


def _runs(sessions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in sessions if one.get("sport") in ("running", 1)]


def _within(stamp: float, runs: list[dict[str, Any]]) -> bool:
    """Whether a record falls into a run (into any time, where no session tells its own)."""
    spans = [(one.get("start_time"), one.get("timestamp")) for one in runs]
    told = [(float(begin), float(end)) for begin, end in spans if begin is not None and end is not None]
    return not told or any(begin <= stamp <= end for begin, end in told)


def _series(rows: list[dict[str, Any]], time: Any) -> Series:
    names: list[str] = []
    units: list[str] = []
    columns: list[Any] = []

    def add(name: str, unit: str, values: Any) -> None:
        if name not in names and np.isfinite(values).any():
            names.append(name)
            units.append(unit)
            columns.append(values)

    cadence, part = _column(rows, "cadence"), _column(rows, "fractional_cadence")
    add("cadence", "steps/min", 2 * (cadence + np.where(np.isnan(part), 0.0, part)))
    for field, (name, unit, factor, zero_is_missing) in RECORD.items():
        values = _column(rows, field) * factor
        add(name, unit, np.where(values == 0, np.nan, values) if zero_is_missing else values)
    written = {name: unit for row in rows for name, unit in row.get("units", {}).items()}
    for name, unit in written.items():
        add(name, unit, _column(rows, name))
    table = np.column_stack(columns) if columns else np.zeros((len(time), 0))
    return Series("records", "watch", np.asarray(time, float), tuple(names), tuple(units), table)


def _session(runs: list[dict[str, Any]]) -> tuple[Series, ...]:
    if len(runs) != 1:
        return ()
    held = [(name, unit, runs[0][field]) for field, (name, unit) in SESSION.items() if _number(runs[0].get(field))]
    steps = runs[0].get("avg_running_cadence", runs[0].get("avg_cadence"))
    if _number(steps):
        held.append(
            ("cadence", "steps/min", 2 * (float(steps or 0.0) + float(runs[0].get("avg_fractional_cadence") or 0.0)))
        )
    if not held:
        return ()
    names, units, values = zip(*held, strict=True)
    return (Series("session", "watch", np.zeros(1), names, units, np.array([values], dtype=np.float64)),)


def _column(rows: list[dict[str, Any]], field: str) -> Any:
    return np.array([row[field] if _number(row.get(field)) else np.nan for row in rows], dtype=np.float64)


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
