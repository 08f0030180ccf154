"""The one door: a file or folder of movement in, a ``Recording`` out. The format is known by content, not by name."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from whatelse.errors import InputError, shown
from whatelse.motion.formats.accelerometer import is_sensor_table, read_accelerometer
from whatelse.motion.formats.c3d import read_c3d
from whatelse.motion.formats.c3d_file import is_c3d
from whatelse.motion.formats.fit import is_fit, read_fit
from whatelse.motion.formats.force_text import is_cortex, is_force_table, read_cortex, read_force_table
from whatelse.motion.formats.keypoint_csv import is_keypoint_table, read_keypoint_csv
from whatelse.motion.formats.keypoint_json import read_keypoint_json, read_openpose_folder
from whatelse.motion.formats.marker_text import is_marker_table, read_marker_text
from whatelse.motion.formats.storage import is_storage, read_storage
from whatelse.motion.formats.table import read_table
from whatelse.motion.formats.text import GZIP, open_text
from whatelse.motion.formats.trc import is_trc, read_trc
from whatelse.motion.labels import read_map
from whatelse.motion.measured import Measured
from whatelse.motion.recording import Recording
from whatelse.motion.settle import Wishes, settle

#: Characters of a text file that are looked at to know its format.
HEAD = 20_000
_ARCHIVES = {b"PK\x03\x04": "zip", b"7z\xbc\xaf": "7z", b"Rar!": "rar"}
_VIDEO = (b"ftyp", b"moov", b"\x1a\x45\xdf\xa3", b"AVI ")
KNOWN = "C3D, TRC, MOT, STO, marker text, keypoints (JSON, CSV), accelerometer CSV, force text, FIT"


def read(
    path: str | Path,
    *,
    map: str | Path | Mapping[str, str] | None = None,
    units: str | None = None,
    axes: str | None = None,
    direction: str | None = None,
    treadmill: bool | None = None,
    rate: float | None = None,
    forces: str | Path | None = None,
    force_rate: float | None = None,
    keypoints: str | None = None,
    picture: tuple[int, int] | None = None,
    place: str | None = None,
) -> Recording:
    """The recording of a file, or of a folder of OpenPose files.

    map: the person's table of marker names, as mapping label -> point or as file. units: m, cm, mm or in. axes: the
    axes of the file that point forward, up and right, as ``"x,y,z"`` or ``"-z,y,x"`` (forward and up in a picture).
    direction: the axis that points forward alone; ``left`` or ``right`` in a picture. treadmill: True or False.
    rate: Hz, where the file tells no time. forces: a second file with the force plates of the trial, and force_rate
    its rate. keypoints: the set of points (BODY_25, HALPE_26, ...). picture: its size in pixels. place: where a
    sensor was worn.

    Everything decided without the file's word stands in ``Recording.guesses``. Raises InputError (one line: file,
    what was found, what to do) for a file that is broken, of no known format, or cannot be a person in these units
    and axes.
    """
    name = Path(path).name
    try:
        wishes = Wishes(read_map(map), units, axes, direction, treadmill)
        held = _measured(Path(path), rate, keypoints, picture, place)
        beside = None
        if forces is not None:
            name = Path(forces).name
            beside = _forces(Path(forces), force_rate, len(held.time_s) / held.rate_hz)
            name = Path(path).name
        return settle(held, wishes, beside)
    except InputError as error:
        raise error.at(file=name) from None
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or ("is cut short" if isinstance(error, EOFError) else str(error))
        raise InputError(f"cannot be read ({reason})", file=name) from None
    except (ValueError, IndexError, KeyError, TypeError, OverflowError, np.linalg.LinAlgError) as error:
        # What no check foresaw in a damaged file is still told in one line.
        raise InputError(f"cannot be understood ({type(error).__name__}: {shown(str(error))})", file=name) from error
    except MemoryError:
        raise InputError("is too large for the memory of this machine; cut it into parts", file=name) from None


def _measured(
    path: Path, rate: float | None, keypoints: str | None, picture: tuple[int, int] | None, place: str | None
) -> Measured:
    if "\0" in str(path):
        raise InputError("is no file name")
    if path.is_dir():
        return read_openpose_folder(path, rate, keypoints)
    with path.open("rb") as stream:
        head = stream.read(512)
    if not head.strip(b" \t\r\n\0"):
        raise InputError("is empty")
    if is_fit(head):
        return read_fit(path)
    if is_c3d(head):
        return read_c3d(path)
    _refuse_others(head)
    return _text(path, rate, keypoints, picture, place)


def _text(
    path: Path, rate: float | None, keypoints: str | None, picture: tuple[int, int] | None, place: str | None
) -> Measured:
    with open_text(path) as stream:
        beginning = stream.read(HEAD)
    start = beginning.lstrip()
    first = start.split("\n", 1)[0].strip().strip('"')
    if not start:
        raise InputError("is empty")
    if start[0] in "{[" and not is_cortex(first):
        return read_keypoint_json(path, rate, keypoints)
    if is_trc(first):
        return read_trc(path, rate)
    if is_storage(beginning):
        return read_storage(path)
    if is_cortex(first):
        return read_cortex(path)
    try:
        table = read_table(path)
    except InputError as error:
        raise InputError(f"{error.message}; files that can be read: {KNOWN}", line=error.line) from None
    if is_sensor_table(table):
        return read_accelerometer(path, table, rate, place)
    if is_force_table(table):
        return read_force_table(path, table, rate)
    if is_marker_table(table):
        return read_marker_text(path, table, rate)
    if is_keypoint_table(table):
        return read_keypoint_csv(path, table, rate, picture)
    names = ", ".join(table.names[:4])
    raise InputError(f"has the columns {names[:80]}, ..., which are none of: {KNOWN}")


def _forces(path: Path, rate: float | None, frames_s: float) -> Measured:
    """The force plates of a second file."""
    with open_text(path) as stream:
        first = stream.readline(200)
    if is_cortex(first):
        return read_cortex(path)
    with open_text(path) as stream:
        if is_storage(stream.read(HEAD)):
            held = read_storage(path)
        else:
            held = read_force_table(path, read_table(path), rate, frames_s)
    if not held.plates:
        raise InputError("holds no force plate")
    return held


def _refuse_others(head: bytes) -> None:
    for sign, what in _ARCHIVES.items():
        if head.startswith(sign):
            raise InputError(f"is a {what} archive; unpack it first")
    if any(sign in head[:16] for sign in _VIDEO):
        raise InputError("is a video; give the keypoints that a pose estimator made of it")
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff", GZIP)):
        raise InputError(f"is none of the files that can be read: {KNOWN}")
