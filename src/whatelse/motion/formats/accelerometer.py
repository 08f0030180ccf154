"""Body-worn sensors as a table: accelerations, turning rates, and whatever force was measured beside them.

Columns are known by their names: ``acc_x``, ``accelerometer_y (g)``, ``left_sensor acc_z``, ``acc_v_g`` (vertical),
``acc_ap_g`` (fore-aft), ``acc_ml`` (sideways), ``gyr_x``. Where no unit is written, gravity tells it: over whole
strides the mean acceleration is one g, whatever the movement.
"""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import numpy as np

from whatelse.errors import InputError
from whatelse.motion.formats.table import Table
from whatelse.motion.measured import Measured, Plate
from whatelse.motion.recording import FloatArray, Guess, Series, Side

GRAVITY = 9.80665
#: Factor to m/s2, the words for it, and how long one g is in that unit.
UNITS = {"g": GRAVITY, "mg": GRAVITY / 1000, "m/s2": 1.0}
_WRITTEN = {
    "g": "g",
    "gs": "g",
    "mg": "mg",
    "m/s2": "m/s2",
    "m/s^2": "m/s2",
    "ms2": "m/s2",
    "ms-2": "m/s2",
    "mps2": "m/s2",
}
#: The mean acceleration may differ from one g by this factor, before the unit is in doubt.
LOOSEST = 1.6
_COLUMN = re.compile(
    r"^(?P<sensor>.*?)[ ._\-]*"
    r"(?P<what>acc(?:el(?:eration|erometer)?)?|linear_?acceleration|gyr(?:o(?:scope)?)?|angular_?velocity|a|w)"
    r"[ ._\-]*(?P<axis>x|y|z|v|vt|vert(?:ical)?|ap|ml|fore_?aft|forward|up|right)"
    r"[ ._\-]*[\[(]?(?P<unit>g|gs|mg|m/s\^?2|ms-?2|mps2|deg/s|dps|rad/s)?[\])]?$",
    re.IGNORECASE,
)
_AXES = {
    "v": "up",
    "vt": "up",
    "vert": "up",
    "vertical": "up",
    "ap": "forward",
    "fore_aft": "forward",
    "foreaft": "forward",
    "ml": "right",
}
_PLACES = ("sacrum", "pelvis", "waist", "trunk", "lumbar", "shank", "tibia", "ankle", "foot", "shoe")
_FORCE = re.compile(r"^v?grf[ ._\-]*(v|vertical|y|z)?[ ._\-]*[\[(]?(?P<unit>bw|n)[\])]?$", re.IGNORECASE)


class _Column(msgspec.Struct, frozen=True):
    sensor: str
    turning: bool
    axis: str
    unit: str | None
    column: int


def is_sensor_table(table: Table) -> bool:
    return sum(not one.turning for one in _columns(table)) >= 1


def read_accelerometer(path: Path, table: Table, rate: float | None = None, place: str | None = None) -> Measured:
    """Each sensor of the table as a series; accelerations in m/s2, turning rates in deg/s."""
    time, rate, notes = table.time(rate)
    if len(time) < 2:
        raise InputError("holds fewer than two rows")
    guesses: list[Guess] = []
    series: list[Series] = []
    columns = _columns(table)
    for sensor in dict.fromkeys(one.sensor for one in columns):
        mine = [one for one in columns if one.sensor == sensor]
        side, where = _worn(sensor, place)
        if where is None and side is None:
            where = "sacrum"
            guesses.append(Guess("place of the sensor", where, "the file does not say it", "place=... (--place)"))
        straight = [one for one in mine if not one.turning]
        if straight:
            series.append(_acceleration(table, time, straight, side, where, guesses))
        turning = [one for one in mine if one.turning]
        if turning:
            names = tuple(f"rotation_rate_{one.axis}" for one in turning)
            values = table.values[:, [one.column for one in turning]]
            if turning[0].unit and turning[0].unit.lower() == "rad/s":
                values = np.rad2deg(values)
            series.append(
                Series(sensor or "sensor", "rotation_rate", time, names, ("deg/s",) * len(names), values, side, where)
            )
    return Measured(
        source=path.name,
        format="accelerometer_csv",
        kind="sensor",
        time_s=time,
        rate_hz=rate,
        plates=_plates(table, time),
        series=tuple(series),
        guesses=tuple(dict.fromkeys(guesses)),
        notes=tuple(notes),
    )


def _columns(table: Table) -> list[_Column]:
    found = []
    for column in table.named:
        match = _COLUMN.match(table.names[column])
        if match:
            axis, unit = match["axis"].lower(), match["unit"]
            turning = match["what"][0].lower() in "gw" or match["what"].lower().startswith("ang")
            found.append(_Column(match["sensor"].strip(" ._-"), turning, _AXES.get(axis, axis), unit, column))
    return found


def _worn(sensor: str, told: str | None) -> tuple[Side | None, str | None]:
    words = sensor.lower()
    side: Side | None = "left" if re.search(r"\b(left|l)\b|left", words) else None
    side = "right" if side is None and re.search(r"\b(right|r)\b|right", words) else side
    return side, told or next((place for place in _PLACES if place in words), None)


def _acceleration(
    table: Table, time: FloatArray, columns: list[_Column], side: Side | None, place: str | None, guesses: list[Guess]
) -> Series:
    values = table.values[:, [one.column for one in columns]]
    if np.isnan(values).all():
        raise InputError("holds no acceleration, only empty cells", field=table.names[columns[0].column])
    mean = np.nanmean(values, axis=0)
    unit = _WRITTEN.get((columns[0].unit or "").lower())
    factor = UNITS[unit] if unit else _unit(mean, guesses)
    length = float(np.linalg.norm(mean)) * factor / GRAVITY
    if unit and not 1 / LOOSEST <= length <= LOOSEST:
        guesses.append(
            Guess(
                "gravity",
                "not in the signal",
                f"the mean acceleration is {length:.2f} g, expected about 1",
                "correct the file",
            )
        )
    values = values * factor
    names = [f"acceleration_{one.axis}" for one in columns]
    if "acceleration_up" in names:
        at = names.index("acceleration_up")
        if mean[at] < 0:
            values[:, at] *= -1
            guesses.append(
                Guess(
                    "sign of the vertical",
                    "turned round",
                    "its mean points down, and gravity reads as up",
                    "correct the file",
                )
            )
    elif len(columns) == 3:
        up = mean / np.linalg.norm(mean)
        values = np.column_stack([values, values @ up])
        names.append("acceleration_up")
        axis = names[int(np.argmax(np.abs(up)))].rsplit("_", 1)[-1]
        why = f"the mean acceleration points along it (mostly {axis})"
        guesses.append(
            Guess("vertical of the sensor", "direction of the mean acceleration", why, "give a column acc_v")
        )
    name = columns[0].sensor or "sensor"
    return Series(name, "acceleration", time, tuple(names), ("m/s2",) * len(names), values, side, place)


def _unit(mean: FloatArray, guesses: list[Guess]) -> float:
    """The unit in which the mean acceleration is about one g. Raises InputError where there is none."""
    length = float(np.linalg.norm(mean))
    for unit, factor in UNITS.items():
        if 1 / LOOSEST <= length * factor / GRAVITY <= LOOSEST:
            why = f"the mean acceleration is {length:.3g}, which must be about one g"
            guesses.append(Guess("unit of acceleration", unit, why, "write the unit behind the name: acc_x (m/s2)"))
            return factor
    raise InputError(
        f"has a mean acceleration of {length:.3g}, which is one g in none of g, mg and m/s2; "
        "write the unit behind the names: acc_x (g)"
    )


def _plates(table: Table, time: FloatArray) -> tuple[Plate, ...]:
    for column in table.named:
        match = _FORCE.match(table.names[column])
        if match:
            force = np.full((len(time), 3), np.nan)
            force[:, 1] = table.values[:, column]
            unit = "BW" if match["unit"].lower() == "bw" else "N"
            return (Plate("force of the file", time, force, unit=unit),)  # type: ignore[arg-type]
    return ()
