"""What can be measured of a stride, how, and how far off each source may be: the table in ``data/definitions.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any, Literal

import msgspec

ErrorSource = Literal["markers", "outer", "video", "video_far", "sensor", "force"]
#: A far leg is seen half as well (docs/stride.md).
FAR = 2.0


class Definition(msgspec.Struct, frozen=True):
    """One metric. error: 95 % half width of what does not average out, by source, or the name of a rule for it."""

    id: str
    label: str
    unit: str
    definition: str
    text: str
    group: str
    sides: Literal["each", "both"]
    error: dict[str, float] | str
    difference: float | None = None

    def systematic(self, source: ErrorSource, timing: dict[str, float]) -> float | None:
        """95 % half width from this source; None where the source cannot measure it. timing: rule -> half width."""
        if isinstance(self.error, str):
            return timing[self.error]
        if source == "video_far":
            near = self.error.get("video")
            return None if near is None else FAR * near
        return self.error.get(source)


@cache
def definitions() -> dict[str, Definition]:
    """All metrics by id, in the order in which they are shown."""
    text = resources.files("whatelse.stride").joinpath("data", "definitions.toml").read_text("utf-8")
    rows: list[dict[str, Any]] = tomllib.loads(text)["metric"]
    return {row["id"]: msgspec.convert(row, Definition) for row in rows}
