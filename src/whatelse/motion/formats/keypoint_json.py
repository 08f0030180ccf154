"""Keypoints as JSON: a folder of OpenPose files (one a frame), result lists of COCO or AlphaPose, and pose tracks.

- OpenPose: ``{"people": [{"pose_keypoints_2d": [x, y, c, ...]}]}``, one file a frame.
- Results: ``[{"image_id": ..., "keypoints": [x, y, c, ...], "score": ...}]``, one entry a person and picture.
- Track: ``{"keypoint_names": [...], "fps": ..., "frames": [[[x, y, c], ...], ...]}``.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from whatelse.errors import InputError, shown
from whatelse.motion.formats.clock import counted_time
from whatelse.motion.formats.keypoints import keypoint_sets, measured_keypoints, set_named
from whatelse.motion.measured import Measured
from whatelse.motion.recording import FloatArray, Guess

#: A recording may lack at most this share of its pictures, else the pictures do not follow each other.
LARGEST_GAP = 0.5
LARGEST = 500_000_000
_OPENPOSE = "OpenPose files carry no names"


def read_openpose_folder(folder: Path, rate: float | None = None, keypoints: str | None = None) -> Measured:
    """A folder of JSON files, one a frame, in the order of the last number of their names."""
    files = sorted(folder.glob("*.json"), key=_number)
    if not files:
        raise InputError("is a folder without .json files; expected one keypoint file a frame")
    frames: list[list[FloatArray]] = []
    for file in files:
        held = _decoded(file)
        if not isinstance(held, dict) or not isinstance(held.get("people"), list):
            raise InputError(f"holds {file.name}, which has no list of people, as OpenPose writes it")
        frames.append(
            [_person(one.get("pose_keypoints_2d") if isinstance(one, dict) else None) for one in held["people"]]
        )
    values, notes, guesses = _followed(frames)
    name, more = _which(values, keypoints)
    time = counted_time(len(files), rate)
    return measured_keypoints(
        folder,
        "openpose_json",
        keypoint_sets()[name],
        values,
        time,
        float(rate or 1),
        guesses=guesses + more,
        notes=notes,
    )


def read_keypoint_json(path: Path, rate: float | None = None, keypoints: str | None = None) -> Measured:
    """One JSON file that holds a whole recording."""
    held = _decoded(path)
    if isinstance(held, dict) and "people" in held:
        raise InputError("is one frame of OpenPose; give the folder that holds all of them")
    if isinstance(held, dict) and isinstance(held.get("frames"), list) and isinstance(held.get("keypoint_names"), list):
        return _track(path, held, rate)
    if isinstance(held, list) and held and isinstance(held[0], dict) and "keypoints" in held[0]:
        return _results(path, held, rate, keypoints)
    raise InputError("is JSON, but no keypoints as OpenPose, COCO, AlphaPose or a pose track write them")


def _track(path: Path, held: dict[str, Any], rate: float | None) -> Measured:
    names = [str(name) for name in held["keypoint_names"]]
    told = held.get("fps")
    rate = rate or (float(told) if isinstance(told, (int, float)) and told > 0 else None)
    values = np.full((len(held["frames"]), len(names), 3), np.nan)
    for number, frame in enumerate(held["frames"]):
        if frame is None or not len(frame):
            continue
        try:
            values[number] = np.asarray(frame, dtype=np.float64).reshape(len(names), -1)[:, :3]
        except (ValueError, TypeError):
            raise InputError(f"frame {number} is not {len(names)} points of x, y, confidence") from None
    width, height = held.get("width"), held.get("height")
    picture = (int(width), int(height)) if isinstance(width, int) and isinstance(height, int) else None
    time = counted_time(len(values), rate)
    return measured_keypoints(path, "pose_track_json", names, values, time, float(rate or 1), picture=picture)


def _results(path: Path, held: list[Any], rate: float | None, keypoints: str | None) -> Measured:
    by_picture: dict[int, list[FloatArray]] = {}
    for entry in held:
        if not isinstance(entry, dict) or "image_id" not in entry:
            raise InputError("has an entry without image_id")
        by_picture.setdefault(_picture_number(entry["image_id"]), []).append(_person(entry.get("keypoints")))
    first, last = min(by_picture), max(by_picture)
    if len(by_picture) < 2 or len(by_picture) < (1 - LARGEST_GAP) * (last - first + 1):
        raise InputError(
            f"holds {len(by_picture)} pictures numbered {first} to {last}, which do not follow each other in time: "
            "photographs are no recording"
        )
    frames = [by_picture.get(number, []) for number in range(first, last + 1)]
    values, notes, guesses = _followed(frames)
    name, more = _which(values, keypoints)
    flags = set(np.unique(values[..., 2][np.isfinite(values[..., 2])]).tolist())
    if flags <= {0.0, 1.0, 2.0}:
        notes.append("the third value of each point is a flag of visibility and no confidence")
    time = counted_time(len(values), rate)
    format = "coco_json" if name == "COCO_17" else "alphapose_json"
    return measured_keypoints(
        path,
        format,
        keypoint_sets()[name],
        values,
        time,
        float(rate or 1),
        sure=not flags <= {0.0, 1.0, 2.0},
        guesses=guesses + more,
        notes=notes,
    )


def _person(flat: Any) -> FloatArray:
    """(M, 3) from a flat list x, y, c, ..."""
    if not isinstance(flat, list) or len(flat) % 3:
        raise InputError(f"found keypoints {shown(flat)}, expected a list of x, y, confidence for each point")
    try:
        return np.asarray(flat, dtype=np.float64).reshape(-1, 3)
    except (ValueError, TypeError):
        raise InputError("has keypoints that are no numbers") from None


def _followed(frames: list[list[FloatArray]]) -> tuple[FloatArray, list[str], list[Guess]]:
    """One person through all frames, (T, M, 3): the largest at first, then always the nearest to the last place."""
    sizes = {len(person) for people in frames for person in people}
    if not sizes:
        raise InputError("holds no person in any frame")
    if len(sizes) > 1:
        raise InputError(f"holds people with different numbers of points: {sorted(sizes)}")
    values = np.full((len(frames), sizes.pop(), 3), np.nan)
    last: FloatArray | None = None
    for number, people in enumerate(frames):
        seen = [person for person in people if (person[:, 2] > 0).sum() >= 3]
        if not seen:
            continue
        if last is None:
            chosen = max(seen, key=_size)
        else:
            near = [float(np.hypot(*(_middle(person) - last))) for person in seen]
            chosen = seen[int(np.argmin(near))]
        values[number], last = chosen, _middle(chosen)
    most = max(len(people) for people in frames)
    empty = sum(not people for people in frames)
    notes = [f"{empty} of {len(frames)} frames show nobody"] if empty else []
    guesses = []
    if most > 1:
        why = f"up to {most} people are in the picture; the largest was taken and followed by its place"
        guesses.append(Guess("person", "the largest in the first frame", why, "cut the others out of the file"))
    return values, notes, guesses


def _which(values: FloatArray, told: str | None) -> tuple[str, list[Guess]]:
    """The set of points by their number; BODY_25 and BODY_25B, which have the same number, by where the points lie."""
    count = values.shape[1]
    sets = {name: points for name, points in keypoint_sets().items() if len(points) == count}
    if told is not None:
        name = set_named(told)
        if name not in sets:
            raise InputError(f"has {count} points a person, and {name} has {len(keypoint_sets()[name])}")
        return name, []
    if not sets:
        known = sorted({len(points) for points in keypoint_sets().values()})
        raise InputError(f"has {count} points a person, expected one of {known}")
    if len(sets) == 1:
        return next(iter(sets)), []
    misfit = {name: _misfit(values, points) for name, points in sets.items()}
    name = min(misfit, key=lambda one: misfit[one])
    why = f"{_OPENPOSE}; neck and hips lie between shoulders and legs as in {name}"
    return name, [Guess("keypoint set", name, why, "keypoints=... (--keypoints)")]


def _misfit(values: FloatArray, points: tuple[str, ...]) -> float:
    """How badly the neck lies between the shoulders, and the knees between hips and ankles, against body size."""
    at = {point: np.where(values[:, i, 2:] > 0, values[:, i, :2], np.nan) for i, point in enumerate(points)}
    off = [at["neck"] - (at["left_shoulder"] + at["right_shoulder"]) / 2]
    for side in ("left", "right"):
        off.append(at[f"{side}_knee"] - (at[f"{side}_hip"] + at[f"{side}_ankle"]) / 2)
        off.append(at[f"{side}_heel"] - at[f"{side}_ankle"])
    lengths = [float(np.nanmedian(np.hypot(one[:, 0], one[:, 1]))) for one in off if np.isfinite(one).any()]
    return float(np.mean(lengths)) if lengths else np.inf


def _size(person: FloatArray) -> float:
    seen = person[person[:, 2] > 0, :2]
    return float(np.prod(np.ptp(seen, axis=0))) if len(seen) else 0.0


def _middle(person: FloatArray) -> FloatArray:
    middle: FloatArray = np.median(person[person[:, 2] > 0, :2], axis=0)
    return middle


def _picture_number(name: Any) -> int:
    if isinstance(name, int):
        return name
    numbers = re.findall(r"\d+", str(name))
    if not numbers:
        raise InputError(f"has the picture {shown(name)}, whose name holds no number")
    return int(numbers[-1])


def _number(file: Path) -> tuple[int, str]:
    numbers = re.findall(r"\d+", file.stem)
    return (int(numbers[-1]) if numbers else -1, file.name)


def _decoded(path: Path) -> Any:
    if path.stat().st_size > LARGEST:
        raise InputError("is larger than 500 MB, too large for keypoints in JSON")
    try:
        return msgspec.json.decode(path.read_bytes())
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"is not whole JSON: {error}", file=path.name) from None
