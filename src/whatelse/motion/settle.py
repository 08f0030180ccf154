"""From numbers in the axes of a file to a ``Recording`` in the axes of the runner, with every guess told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from whatelse.errors import InputError
from whatelse.motion import orient
from whatelse.motion.exchanged import exchanged_back
from whatelse.motion.facing import facing
from whatelse.motion.ground import near_side, on_treadmill
from whatelse.motion.labels import UNKNOWN, points_of
from whatelse.motion.measured import Measured, Plate
from whatelse.motion.orient import Points
from whatelse.motion.recording import Axes, FloatArray, ForcePlate, Guess, Recording, Series, frozen

#: Frames turned at a time, so that no second copy of a long recording is made.
CHUNK = 50_000
#: Left and right markers of a pair are at least this far apart, m; less tells nothing about mirrored axes.
APART = 0.03
#: A centre of pressure beyond this, in an unknown unit, is in mm.
_MILLIMETRES = 10.0


class Wishes(msgspec.Struct, frozen=True):
    """What the person says against or beyond the file; None leaves it to the file and the body."""

    names: Mapping[str, str] = {}
    units: str | None = None
    axes: str | None = None
    direction: str | None = None
    treadmill: bool | None = None


def settle(held: Measured, wishes: Wishes | None = None, forces: Measured | None = None) -> Recording:
    """One recording. forces: a second file with the plates of the same trial, in the same axes and on the same clock.

    Raises InputError where the numbers cannot be those of a person with these units and axes.
    """
    wishes = wishes or Wishes()
    guesses, notes = list(held.guesses), list(held.notes)
    if forces is not None:
        guesses += forces.guesses
        notes += forces.notes
    plates = held.plates + (forces.plates if forces is not None else ())
    if held.positions is None or not held.positions.shape[1]:
        return _without_points(held, plates, wishes, guesses, notes)
    empty = np.asarray(np.isnan(held.positions).all(axis=(0, 2)))
    if empty.all():
        raise InputError("holds no place at all: every point is missing in every frame")
    names = points_of(held.labels, wishes.names, empty.tolist())
    notes += _about_names(held.labels, names, empty)
    points = {
        name: held.positions[:, column]
        for column, name in enumerate(names)
        if not name.startswith(UNKNOWN) and not empty[column]
    }
    scale, unit = _scale(held, points, wishes, guesses)
    turn, axes = _turn(held, points, scale, plates, wishes, guesses, notes)
    if axes.known and turn.shape == (3, 3):
        names = exchanged_back(names, points, turn[2], scale, set(wishes.names.values()), guesses)
    treadmill = on_treadmill(held, points, turn, scale, wishes.treadmill, guesses)
    near = near_side(held, axes, guesses)
    return Recording(
        source=held.source,
        format=held.format,
        kind=held.kind,
        time_s=frozen(held.time_s),
        rate_hz=held.rate_hz,
        points=names,
        labels=held.labels,
        positions=_turned(held.positions, turn * scale),
        unit=unit,
        axes=axes,
        confidence=None if held.confidence is None else frozen(held.confidence),
        treadmill=treadmill,
        near_side=near,
        picture=held.picture,
        force_plates=tuple(_plate(plate, turn, scale, notes) for plate in plates if turn.shape == (3, 3)),
        series=tuple(_closed(one) for one in held.series),
        events=held.events,
        guesses=tuple(guesses),
        notes=tuple(dict.fromkeys(notes)),
    )


def _without_points(
    held: Measured, plates: tuple[Plate, ...], wishes: Wishes, guesses: list[Guess], notes: list[str]
) -> Recording:
    """A recording of forces, angles or sensors only."""
    turn, known = np.eye(3), held.kind in ("sensor", "watch")
    if wishes.axes:
        turn, known = np.array(orient.parsed_axes(wishes.axes, 3)), True
    elif plates and not np.isnan(plates[0].force).any():
        up = _up_by_force(plates)
        turn = np.array(_any_level(up))
        why = "the ground pushes along it; nothing tells forward from backward without markers"
        guesses.append(Guess("axes", f"up is {orient.worded(up)}", why, "axes=... (--axes)"))
    cops = [plate.cop for plate in plates if plate.cop is not None and plate.cop_scale is None]
    far = max((float(np.nanmax(np.abs(cop))) for cop in cops if np.isfinite(cop).any()), default=0.0)
    scale = orient.UNITS.get(wishes.units or "", 0.001 if far > _MILLIMETRES else 1.0)
    return Recording(
        source=held.source,
        format=held.format,
        kind=held.kind,
        time_s=frozen(held.time_s),
        rate_hz=held.rate_hz,
        points=(),
        labels=(),
        positions=frozen(np.zeros((len(held.time_s), 0, 3))),
        unit="m",
        axes=Axes(_numbers(turn[0]), _numbers(turn[1]), _numbers(turn[2]), known),
        treadmill=wishes.treadmill if wishes.treadmill is not None else held.treadmill,
        force_plates=tuple(_plate(plate, turn, scale, notes) for plate in plates),
        series=tuple(_closed(one) for one in held.series),
        events=held.events,
        guesses=tuple(guesses),
        notes=tuple(dict.fromkeys(notes)),
    )


def _about_names(labels: tuple[str, ...], names: tuple[str, ...], empty: NDArray[np.bool_]) -> list[str]:
    notes = []
    unknown = [label for label, name in zip(labels, names, strict=True) if name.startswith(UNKNOWN)]
    if len(unknown) == len(labels):
        notes.append("no marker name is known; tell what they are with a table (--map FILE)")
    elif unknown:
        notes.append(f"{len(unknown)} of {len(labels)} names are not used or not known: {', '.join(unknown[:5])}")
    if len(set(labels)) < len(labels):
        notes.append(f"{len(labels) - len(set(labels))} names stand more than once; only the first with data is used")
    if empty.any():
        notes.append(f"{int(empty.sum())} of {len(labels)} points are missing in every frame")
    return notes


def _scale(held: Measured, points: Points, wishes: Wishes, guesses: list[Guess]) -> tuple[float, Literal["m", "px"]]:
    """Factor to the unit of the recording, and that unit. Raises InputError where no person has that size."""
    assert held.positions is not None
    if held.unit == "px":
        return 1.0, "px"
    known = np.stack([orient.sampled(one) for one in points.values()], axis=1) if len(points) > 2 else None
    size = orient.extent(known if known is not None else held.positions)
    fitting = orient.fitting_units(size)
    told = orient.unit_of(wishes.units if wishes.units is not None else held.unit or "")
    if wishes.units is not None and told is None:
        raise InputError(f"found {wishes.units!r}, expected m, cm, mm or in", field="units")
    if told is not None:
        if not orient.SMALLEST <= size * orient.UNITS[told] <= orient.LARGEST:
            instead = f"; {fitting[0]} would fit (units={fitting[0]}, --units {fitting[0]})" if fitting else ""
            span = f"{size * orient.UNITS[told]:.3g} m"
            raise InputError(
                f"has places in {told} by which the markers span {span}, no person's size{instead}", field="units"
            )
        return orient.UNITS[told], "m"
    if not fitting:
        raise InputError(
            f"does not tell its unit of length, and a span of {size:.3g} fits a person in none of m, cm, mm "
            "(units=..., --units)",
            field="units",
        )
    why = f"the file tells none; the markers then span {size * orient.UNITS[fitting[0]]:.2f} m"
    guesses.append(Guess("unit of length", fitting[0], why, "units=... (--units)"))
    return orient.UNITS[fitting[0]], "m"


def _turn(
    held: Measured,
    points: Points,
    scale: float,
    plates: tuple[Plate, ...],
    wishes: Wishes,
    guesses: list[Guess],
    notes: list[str],
) -> tuple[FloatArray, Axes]:
    """Rows forward, up (and right) of the runner in the axes of the file."""
    assert held.positions is not None
    dimensions = held.positions.shape[2]
    if wishes.axes:
        turn, known = np.array(orient.parsed_axes(wishes.axes, dimensions)), True
    else:
        up, sure = _up(held, points, plates, guesses, notes)
        forward, known = facing(held, points, up, scale, wishes.direction, guesses, notes)
        known = known and sure
        turn = np.array([forward, up] if dimensions == 2 else [forward, up, np.cross(forward, up)])
    if dimensions == 3:
        _refuse_mirrored(points, turn, scale, bool(wishes.axes), known)
    return turn, Axes(_numbers(turn[0]), _numbers(turn[1]), _numbers(turn[2]) if dimensions == 3 else None, known)


def _numbers(row: FloatArray) -> tuple[float, ...]:
    # Adding nought makes -0.0 a plain 0.0.
    return tuple(float(part) + 0.0 for part in row)


def _up(
    held: Measured, points: Points, plates: tuple[Plate, ...], guesses: list[Guess], notes: list[str]
) -> tuple[FloatArray, bool]:
    """The axis of the file that points up, and whether more than habit speaks for it."""
    assert held.positions is not None
    dimensions = held.positions.shape[2]
    way = orient.feet_to_shoulders(points) if dimensions == 2 else None
    way = orient.upward(points) if way is None else way
    override = "axes=... (--axes)"
    if way is not None and np.linalg.norm(way) > 0:
        up, cosine = orient.nearest_axis(way)
        tilt = float(np.degrees(np.arccos(min(cosine, 1.0))))
        if dimensions == 2 and tilt > orient.TOLD_TILT:
            notes.append(f"the runner leans {tilt:.0f} degrees in the picture; is the camera level?")
        if cosine < (orient.UPRIGHT if dimensions == 3 else orient.UPRIGHT_PICTURE):
            raise InputError(
                f"shows a runner who leans {tilt:.0f} degrees from every axis of the file; turn it upright first",
                field="axes",
            )
        expected = None if held.up is None else orient.parsed_axis(held.up, dimensions, "up")
        if expected is None or not np.array_equal(up, expected):
            guesses.append(
                Guess("up", orient.worded(up), "it leads from the feet to the pelvis, or on to the head", override)
            )
        return up, True
    if plates and dimensions == 3:
        up = _up_by_force(plates)
        guesses.append(Guess("up", orient.worded(up), "the ground pushes along it", override))
        return up, True
    word = held.up or "z"
    guesses.append(Guess("up", "+" + word, f"usual in .{held.format} files; no body point tells it", override))
    return orient.parsed_axis(word, dimensions, "up"), False


def _up_by_force(plates: tuple[Plate, ...]) -> FloatArray:
    """The axis along which the ground pushes most. A plate that writes its own sign says no more than the axis."""
    total = np.sum([np.nanmean(np.abs(plate.force), axis=0) for plate in plates], axis=0)
    up = np.zeros(3)
    axis = int(np.argmax(total))
    signs = [np.sign(np.nanmean(plate.force[:, axis])) for plate in plates if plate.reaction]
    up[axis] = -1.0 if signs and sum(signs) < 0 else 1.0
    return up


def _any_level(up: FloatArray) -> list[FloatArray]:
    """Forward, up, right with forward an axis of the file, where nothing tells it."""
    axis = next(i for i in range(3) if not up[i])
    forward = np.zeros(3)
    forward[axis] = 1.0
    return [forward, up, np.cross(forward, up)]


def _refuse_mirrored(points: Points, turn: FloatArray, scale: float, told: bool, known: bool) -> None:
    side = orient.sideways(points)
    if side is None or not known:
        return
    across = float(side @ turn[2]) * scale
    if across < -APART:
        cause = "with these axes" if told else "the axes are mirrored, or left and right are exchanged in the names:"
        raise InputError(
            f"{cause} the right-hand markers lie {-across:.2f} m to the left of the left-hand ones; "
            "give the axes (axes=forward,up,right) or a table of names (map=...)",
            field="axes",
        )


def _turned(positions: FloatArray, turn: FloatArray) -> FloatArray:
    """Positions in the axes of the runner; done in place, part by part."""
    if not np.array_equal(turn, np.eye(len(turn))):
        for begin in range(0, len(positions), CHUNK):
            positions[begin : begin + CHUNK] = positions[begin : begin + CHUNK] @ turn.T
    return frozen(positions)


def _plate(plate: Plate, turn: FloatArray, scale: float, notes: list[str]) -> ForcePlate:
    force = plate.force if np.isnan(plate.force).any() else plate.force @ turn.T
    if not plate.reaction and _pulls(force[:, 1]):
        force = -force
        notes.append(f"the force of {plate.name} points down in the file; it is turned round, to act on the runner")
    cop = None if plate.cop is None else frozen(plate.cop @ turn.T * (plate.cop_scale or scale))
    time = np.arange(len(force), dtype=np.float64) if plate.time_s is None else plate.time_s
    return ForcePlate(plate.name, frozen(time), frozen(force), cop, plate.unit, plate.side)


def _pulls(upward: FloatArray) -> bool:
    low, high = np.nanpercentile(upward, [1, 99])
    return bool(abs(low) > abs(high))


def _closed(series: Series) -> Series:
    return msgspec.structs.replace(series, time_s=frozen(series.time_s), values=frozen(series.values))
