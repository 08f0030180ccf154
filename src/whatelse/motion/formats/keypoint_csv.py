"""Keypoints as a table: ``left_knee_x, left_knee_y, left_knee_visibility`` (BlazePose, DeepLabCut, others)."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from whatelse.errors import InputError
from whatelse.motion.formats.keypoints import keypoint_sets, measured_keypoints
from whatelse.motion.formats.table import Table, stacked
from whatelse.motion.measured import Measured


def is_keypoint_table(table: Table) -> bool:
    held = table.points()
    return len(held) >= 4 and (any("c" in one for one in held.values()) or not any("z" in one for one in held.values()))


def read_keypoint_csv(
    path: Path, table: Table, rate: float | None = None, picture: tuple[int, int] | None = None
) -> Measured:
    """Keypoints of a table. A third coordinate is an estimate of depth without scale, and is left out."""
    held = table.points()
    if not len(table.values):
        raise InputError("holds no frame")
    time, rate, notes = table.time(rate)
    places = stacked(table, held, "xy")
    sure = all("c" in columns for columns in held.values())
    trusted = [columns["c"] for columns in held.values() if "c" in columns]
    trust = table.values[:, trusted] if sure else np.ones(places.shape[:2])
    if any("z" in columns for columns in held.values()):
        notes.append("the depth of each point is an estimate without scale; it is left out")
    blazepose = set(keypoint_sets()["BLAZEPOSE_33"]) <= {name.lower() for name in held}
    values = np.concatenate([places, trust[..., None]], axis=2)
    return measured_keypoints(
        path,
        "blazepose_csv" if blazepose else "keypoint_csv",
        list(held),
        values,
        time,
        rate,
        sure=sure,
        picture=picture,
        notes=notes,
    )
