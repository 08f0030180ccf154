"""The C3D container: header, parameters and the data block, without any meaning given to them.

Read with NumPy straight from the file, so that a recording of a million frames costs its own size and no more.
All three processors (Intel, DEC, MIPS) and both number formats (scaled integer, real) are read. Layout after the
public C3D specification (c3d.org, "The C3D File Format User Guide", Motion Lab Systems 2021); checked against ezc3d.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from whatelse.errors import InputError, shown

BLOCK = 512
MAGIC = 0x50
#: Processor byte of the parameter section: how numbers are written.
ORDERS = {84: "<", 85: "<", 86: ">"}
DEC = 85
#: Second byte pair that marks four-character event labels in the header.
LONG_LABELS = 12345
LARGEST_HEADER_COUNT = 65535
MOST_DIMENSIONS = 7
_LARGEST_ARRAY = 1 << 24

Parameter = Any  # a list of text, or an array with the first index of the file first


class C3DFile(msgspec.Struct, frozen=True, eq=False):
    """points: (T, N, 4) x, y, z, residual as stored (scaled by ``point_scale``); analog: (T * per_frame, C) as stored.

    parameters: GROUP -> NAME -> value; header_events: (label, time in s) of the old kind in the header.
    """

    parameters: dict[str, dict[str, Parameter]]
    first_frame: int
    rate_hz: float
    points: NDArray[Any]
    point_scale: float
    analog: NDArray[Any]
    samples_per_frame: int
    header_events: tuple[tuple[str, float], ...]

    def numbers(self, group: str, name: str) -> NDArray[np.float64]:
        """A numeric parameter, flat; empty where it is absent."""
        value = self.parameters.get(group, {}).get(name)
        return np.zeros(0) if value is None or isinstance(value, list) else np.asarray(value, float).ravel(order="F")

    def array(self, group: str, name: str) -> NDArray[np.float64]:
        """A numeric parameter in its own shape; empty where it is absent."""
        value = self.parameters.get(group, {}).get(name)
        return np.zeros(0) if value is None or isinstance(value, list) else np.asarray(value, float)

    def texts(self, group: str, name: str) -> list[str]:
        """A parameter of text, with its continuation (LABELS2, LABELS3, ...)."""
        held = self.parameters.get(group, {})
        found: list[str] = []
        for number in ("", *map(str, range(2, 100))):
            value = held.get(name + number)
            if not isinstance(value, list):
                break
            found += value
        return found


def is_c3d(head: bytes) -> bool:
    return len(head) > 1 and head[1] == MAGIC and 1 <= head[0] <= 127


def open_c3d(path: Path) -> C3DFile:
    """The container of one file. Raises InputError where it is cut short or contradicts itself."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        header = stream.read(BLOCK)
        if len(header) < BLOCK or not is_c3d(header):
            raise InputError("is cut short: not even the C3D header is whole")
        stream.seek((header[0] - 1) * BLOCK)
        section = stream.read(4)
        if len(section) < 4:
            raise InputError("is cut short before its parameters")
        processor = section[3]
        if processor not in ORDERS:
            raise InputError(f"has processor type {processor}, expected 84 (Intel), 85 (DEC) or 86 (MIPS)")
        order, dec = ORDERS[processor], processor == DEC
        stream.seek((header[0] - 1) * BLOCK + 4)
        # A wrong count of blocks is common; the chain of parameters ends by itself, so the data begin is the bound.
        data_start = int(np.frombuffer(header, order + "u2", 1, 16)[0])
        to_data = (data_start - header[0]) * BLOCK - 4
        parameters = _parameters(stream.read(max(to_data, section[2] * BLOCK - 4, 0)), order, dec)
    return _with_data(path, size, header, order, dec, parameters)


def _with_data(
    path: Path, size: int, header: bytes, order: str, dec: bool, parameters: dict[str, dict[str, Parameter]]
) -> C3DFile:
    words = np.frombuffer(header, order + "u2", 256)
    count, analog_total, first, last = (int(words[i]) for i in (1, 2, 3, 4))
    scale, rate = (float(_reals(header[at : at + 4], order, dec)[0]) for at in (12, 20))
    rate = _first(parameters, "POINT", "RATE", rate)
    scale = _first(parameters, "POINT", "SCALE", scale)
    start = int(_first(parameters, "POINT", "DATA_START", words[8])) or int(words[8])
    if not (start * BLOCK <= size + BLOCK and start > 1):
        start = int(words[8])
    if not np.isfinite(rate) or rate <= 0:
        raise InputError(f"tells a frame rate of {rate:g} Hz, expected a number above zero")
    per_frame = int(words[9])
    width = count * 4 + analog_total
    kind = "f4" if scale < 0 else "i2"
    item = width * np.dtype(kind).itemsize
    held = (size - (start - 1) * BLOCK) // item if item else 0
    frames = _frames(parameters, first, last, held)
    if held < frames:
        raise InputError(f"is cut short: it announces {frames} frames and holds {max(held, 0)}")
    unsigned = "".join(_texts(parameters, "ANALOG", "FORMAT")).strip().upper() == "UNSIGNED"
    table = _table(path, (start - 1) * BLOCK, frames, width, order, dec, kind)
    points = table[:, : count * 4].reshape(frames, count, 4)
    analog = table[:, count * 4 :]
    channels = analog_total // per_frame if per_frame else 0
    analog = analog.reshape(frames * per_frame, channels) if channels else np.zeros((0, 0))
    if unsigned and kind == "i2" and channels:
        analog = analog.astype(np.int32) & 0xFFFF
    return C3DFile(
        parameters=parameters,
        first_frame=first,
        rate_hz=rate,
        points=points,
        point_scale=1.0 if scale < 0 else scale,
        analog=analog,
        samples_per_frame=per_frame,
        header_events=_header_events(header, words, order, dec),
    )


def _frames(parameters: dict[str, dict[str, Parameter]], first: int, last: int, held: int) -> int:
    """How many frames: the header counts to 65535; longer recordings tell it in parameters."""
    begin, end = (_long(parameters, "TRIAL", name) for name in ("ACTUAL_START_FIELD", "ACTUAL_END_FIELD"))
    if begin is not None and end is not None and end >= begin:
        return min(end - begin + 1, held) if last >= LARGEST_HEADER_COUNT else end - begin + 1
    if last < LARGEST_HEADER_COUNT:
        return max(last - first + 1, 0)
    told = _first(parameters, "POINT", "LONG_FRAMES", _first(parameters, "POINT", "FRAMES", -1.0))
    told = told + 65536 if told < 0 else told
    return int(told) if told > LARGEST_HEADER_COUNT else held


def _table(path: Path, offset: int, frames: int, width: int, order: str, dec: bool, kind: str) -> NDArray[Any]:
    if not frames or not width:
        return np.zeros((frames, width), np.float32)
    if dec and kind == "f4":
        raw = np.fromfile(path, np.uint8, frames * width * 4, offset=offset)
        return _reals(raw.tobytes(), order, dec).reshape(frames, width)
    return np.memmap(path, np.dtype(order + kind), "r", offset, (frames, width))


def _reals(raw: bytes, order: str, dec: bool) -> NDArray[Any]:
    """Real numbers; DEC writes the two halves the other way round and four times too large for IEEE."""
    if not dec:
        return np.frombuffer(raw, order + "f4")
    halves = np.frombuffer(raw, "<u2").reshape(-1, 2)[:, ::-1]
    with np.errstate(all="ignore"):
        return np.ascontiguousarray(halves).view("<f4").ravel() / np.float32(4)


def _parameters(raw: bytes, order: str, dec: bool) -> dict[str, dict[str, Parameter]]:
    """Every parameter by group and name, upper case. Broken chains end where they break."""
    groups: dict[int, str] = {}
    held: dict[int, dict[str, Parameter]] = {}
    at = 0
    while at + 4 <= len(raw):
        length, number = abs(int(np.int8(raw[at] - 256 if raw[at] > 127 else raw[at]))), raw[at + 1]
        number = number - 256 if number > 127 else number
        if length == 0 or number == 0:
            break
        name = _plain(raw[at + 2 : at + 2 + length]).strip().upper()
        here = at + 2 + length
        if here + 2 > len(raw):
            raise InputError("is cut short within its parameters")
        step = int(np.frombuffer(raw, order + "u2", 1, here)[0])
        if number < 0:
            groups[-number] = name
        else:
            held.setdefault(number, {})[name] = _value(raw, here + 2, name, order, dec)
        if step == 0:
            break
        at = here + step
    found: dict[str, dict[str, Parameter]] = {}
    for number, values in held.items():
        found.setdefault(groups.get(number, str(number)), {}).update(values)
    return found


def _value(raw: bytes, at: int, name: str, order: str, dec: bool) -> Parameter:
    if at + 2 > len(raw):
        raise InputError("is cut short within its parameters", field=name)
    kind, dimensions = raw[at], raw[at + 1]
    shape = tuple(raw[at + 2 : at + 2 + dimensions])
    begin = at + 2 + dimensions
    size = {255: 1, 1: 1, 2: 2, 4: 4}.get(kind)
    if size is None or dimensions > MOST_DIMENSIONS:
        raise InputError(
            f"has the data type {shown(kind)} with {dimensions} dimensions, which C3D does not know", field=name
        )
    total = int(np.prod(shape, dtype=np.int64)) if dimensions else 1
    if total > _LARGEST_ARRAY or begin + total * size > len(raw):
        raise InputError("is cut short within its parameters", field=name)
    data = raw[begin : begin + total * size]
    if kind == 255:
        return _words(data, shape)
    if kind == 4:
        numbers: NDArray[Any] = _reals(data, order, dec)
    else:
        numbers = np.frombuffer(data, "i1" if kind == 1 else order + "i2")
    return numbers.reshape(shape or (1,), order="F")


def _words(data: bytes, shape: tuple[int, ...]) -> list[str]:
    width = shape[0] if len(shape) > 1 else len(data)
    if not width:
        return [""] * int(np.prod(shape[1:], dtype=np.int64)) if len(shape) > 1 else []
    return [_plain(data[i : i + width]).strip() for i in range(0, len(data), width)]


def _plain(raw: bytes) -> str:
    """Text that can be shown in one line, whatever the bytes."""
    return "".join(letter if letter.isprintable() else " " for letter in raw.decode("latin-1"))


def _header_events(header: bytes, words: NDArray[Any], order: str, dec: bool) -> tuple[tuple[str, float], ...]:
    count = int(words[150])
    if int(words[149]) != LONG_LABELS or not 0 < count <= 18:
        return ()
    times = _reals(header[304 : 304 + 72], order, dec)
    labels = [_plain(header[396 + 4 * i : 400 + 4 * i]).strip() for i in range(count)]
    return tuple((label, float(times[i])) for i, label in enumerate(labels))


def _first(parameters: dict[str, dict[str, Parameter]], group: str, name: str, otherwise: Any) -> float:
    value = parameters.get(group, {}).get(name)
    return float(otherwise) if value is None or isinstance(value, list) or not np.size(value) else float(value.flat[0])


def _long(parameters: dict[str, dict[str, Parameter]], group: str, name: str) -> int | None:
    """A count written as two 16-bit halves, low one first."""
    value = parameters.get(group, {}).get(name)
    if value is None or isinstance(value, list) or not np.size(value):
        return None
    halves = [int(half) & 0xFFFF for half in np.asarray(value).flat]
    return halves[0] + (halves[1] << 16 if len(halves) > 1 else 0)


def _texts(parameters: dict[str, dict[str, Parameter]], group: str, name: str) -> list[str]:
    value = parameters.get(group, {}).get(name)
    return value if isinstance(value, list) else []
