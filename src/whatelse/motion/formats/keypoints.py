"""What keypoint files share: the sets of points, missing points, and coordinates given as shares of the picture."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np

from whatelse.errors import InputError, nearest, shown
from whatelse.motion.measured import Measured
from whatelse.motion.recording import FloatArray, Guess

#: Coordinates that all lie within this are shares of the picture and not pixels.
_SHARE_OF_PICTURE = 3.0


@cache
def keypoint_sets() -> dict[str, tuple[str, ...]]:
    """Name of the set -> its points in order."""
    text = resources.files("whatelse.motion.formats").joinpath("keypoint_sets.toml").read_text("utf-8")
    return {name: tuple(points) for name, points in tomllib.loads(text).items()}


def set_named(name: str) -> str:
    """The name of a set as the table has it. Raises InputError for an unknown one."""
    plain = {known.replace("_", "").lower(): known for known in keypoint_sets()}
    found = plain.get(name.replace("_", "").replace("-", "").lower())
    if found is None:
        near = nearest(name.lower(), [known.lower() for known in keypoint_sets()])
        raise InputError(f"found the keypoint set {shown(name)}, expected one of {', '.join(keypoint_sets())}{near}")
    return found


def measured_keypoints(
    path: Path,
    format: str,
    labels: Sequence[str],
    values: FloatArray,
    time: FloatArray,
    rate_hz: float,
    *,
    sure: bool = True,
    picture: tuple[int, int] | None = None,
    guesses: Sequence[Guess] = (),
    notes: Sequence[str] = (),
) -> Measured:
    """Keypoints (T, M, 3: x, y, confidence) in pixels, y down. A point at (0, 0) or with confidence 0 is missing."""
    positions, confidence = values[..., :2].copy(), values[..., 2].copy()
    missing = ~(positions.any(axis=2)) | np.isnan(positions).any(axis=2) | (confidence <= 0)
    positions[missing] = np.nan
    confidence[missing] = 0.0
    if sure and np.nanmax(confidence, initial=0.0) > 1.0:
        # Some estimators overshoot a little (1.04); flags of visibility are 1 and 2.
        confidence = np.minimum(confidence, 1.0)
    with np.errstate(invalid="ignore"):
        largest = np.nanmax(np.abs(positions)) if np.isfinite(positions).any() else np.inf
    if largest <= _SHARE_OF_PICTURE:
        if picture is None:
            raise InputError("gives places as shares of the picture; tell its size in pixels (--picture 1920x1080)")
        positions *= np.array(picture, float)
    return Measured(
        source=path.name,
        format=format,
        kind="keypoints",
        time_s=time,
        rate_hz=rate_hz,
        labels=tuple(labels),
        positions=positions,
        unit="px",
        up="-y",
        confidence=confidence if sure else None,
        picture=picture,
        guesses=tuple(guesses),
        notes=tuple(notes),
    )
