"""The form of a recording as an order. What a person typed wrong is refused with one line before anything is begun."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, BinaryIO, Literal

from starlette.datastructures import FormData, UploadFile

from whatelse.errors import InputError, shown
from whatelse.stride.analyse import FASTEST_TOLD, SLOWEST_TOLD
from whatelse.stride.events import EVENTS_FROM
from whatelse.web.recording_job import Order

#: Parts of an order that are files, with what each is called in the folder of its job.
PARTS = {"recording": "recording", "static": "standing", "forces": "forces", "map": "names"}
#: Longest name of a file that is shown.
LONGEST_NAME = 80
_PACE = re.compile(r"(\d{1,2}):([0-5]\d)")
_NUMBER = re.compile(r"-?\d{1,6}(?:[.,]\d{1,6})?")
_AXES = re.compile(r"[+-]?[xyz](,[+-]?[xyz]){1,2}")
#: Field -> what may be chosen in it.
CHOICES: dict[str, tuple[str, ...]] = {
    "units": ("m", "cm", "mm", "in"),
    "direction": ("left", "right", "x", "-x", "y", "-y", "z", "-z"),
    "keypoints": ("BODY_25", "HALPE_26", "BLAZEPOSE_33", "COCO_17"),
}


def order_of(form: FormData) -> tuple[Order, dict[str, BinaryIO]]:
    """The order and its files. Raises InputError, one plain line, for what cannot be meant."""
    given = {part: file for part in PARTS if isinstance(file := form.get(part), UploadFile) and file.filename}
    if "recording" not in given:
        raise InputError("Please choose the file of your recording.")
    names = {part: shown_name(file.filename or "") for part, file in given.items()}
    # A table of marker names may be TOML or CSV, which only its ending tells.
    endings = {
        part: ".toml" if part == "map" and name.lower().endswith(".toml") else "" for part, name in names.items()
    }
    order = Order(
        names=names,
        files={part: PARTS[part] + endings[part] for part in given},
        speed=speed_of(_text(form, "speed"), _text(form, "speed_unit")),
        events_from=_events_from(_text(form, "events_from")),
        incline_deg=_number(form, "incline", "Slope of the ground", -45.0, 45.0),
        reading=_reading(form),
    )
    return order, {part: file.file for part, file in given.items()}


def shown_name(name: str) -> str:
    """The last part of a person's file name, without anything that does not print; never used as a path."""
    last = re.split(r"[/\\]", name)[-1]
    plain = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in last)
    plain = " ".join(plain.split())
    return plain if len(plain) <= LONGEST_NAME else "…" + plain[-LONGEST_NAME + 1 :]


def speed_of(text: str, unit: str) -> float | None:
    """Metres a second out of a speed or a pace (5:30, or 5.5 min/km); None where nothing was typed."""
    if not text:
        return None
    pace = _PACE.fullmatch(text)
    value = int(pace[1]) + int(pace[2]) / 60.0 if pace else _value(text, "Speed")
    if pace and unit != "min_km":
        raise InputError(f"Speed: {shown(text)} is a pace; choose min/km for it.")
    if value <= 0.0:
        raise InputError(f"Speed: found {shown(text)}, expected a number above 0.")
    found = {"m_s": value, "km_h": value / 3.6, "min_km": 1000.0 / (60.0 * value)}.get(unit)
    if found is None:
        raise InputError("Speed: choose what it is counted in.")
    if not SLOWEST_TOLD <= found <= FASTEST_TOLD:
        raise InputError(
            f"Speed: that is {found:.2f} m/s; a person runs {SLOWEST_TOLD:g} to {FASTEST_TOLD:g}. Look at the unit."
        )
    return found


def _reading(form: FormData) -> dict[str, Any]:
    """The keywords of ``read`` that were filled in."""
    where = _text(form, "where")
    if where not in ("", "treadmill", "overground"):
        raise InputError(f"Where you ran: {shown(where)} is no answer.")
    found: dict[str, Any] = {
        "treadmill": {"treadmill": True, "overground": False}.get(where),
        "rate": _number(form, "rate", "Pictures or samples a second", 1.0, 10_000.0),
        "force_rate": _number(form, "force_rate", "Samples a second of the force plates", 1.0, 100_000.0),
        "axes": _axes(_text(form, "axes")),
        "picture": _picture(_text(form, "picture")),
        "place": _text(form, "place") or None,
    }
    for name, known in CHOICES.items():
        raw = _text(form, name)
        if raw and raw not in known:
            raise InputError(f"{name.capitalize()}: found {shown(raw)}, expected one of {', '.join(known)}.")
        found[name] = raw or None
    return {name: value for name, value in found.items() if value is not None}


def _events_from(raw: str) -> Literal["auto", "force", "kinematics", "file"]:
    for known in EVENTS_FROM:
        if raw == known:
            return known
    if raw:
        raise InputError(f"Steps found with: {shown(raw)} is no answer.")
    return "auto"


def _axes(raw: str) -> str | None:
    text = raw.replace(" ", "").lower()
    if text and not _AXES.fullmatch(text):
        raise InputError(f"Axes: found {shown(raw)}, expected three such as -z,y,x.")
    return text or None


def _picture(raw: str) -> tuple[int, int] | None:
    found = re.fullmatch(r"(\d{2,5})\s*[x×]\s*(\d{2,5})", raw)
    if raw and found is None:
        raise InputError(f"Size of the picture: found {shown(raw)}, expected width x height, such as 1280x720.")
    return (int(found[1]), int(found[2])) if found else None


def _number(form: FormData, name: str, label: str, low: float, high: float) -> float | None:
    raw = _text(form, name)
    if not raw:
        return None
    value = _value(raw, label)
    if not low <= value <= high:
        raise InputError(f"{label}: found {value:g}, expected {low:g} to {high:g}.")
    return value


def _value(raw: str, label: str) -> float:
    if not _NUMBER.fullmatch(raw):
        raise InputError(f"{label}: {shown(raw)} is no number.")
    return float(raw.replace(",", "."))


def _text(form: FormData, name: str) -> str:
    raw = form.get(name, "")
    text = " ".join(raw.split()) if isinstance(raw, str) else ""
    if len(text) > LONGEST_NAME:
        raise InputError(f"{name.capitalize()}: that is too long.")
    return text
