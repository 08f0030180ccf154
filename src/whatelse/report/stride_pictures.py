"""Everything that is drawn of one stride: gathered once, then written as SVG, put into a page, or as PNG."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from whatelse.errors import InputError
from whatelse.report.stride_stick_svg import stick_svg
from whatelse.report.stride_svg import CURVES, curve_svg, raster_svg
from whatelse.stride.curve_norms import Drawn, drawn_curves
from whatelse.stride.poses import Pose, poses_of
from whatelse.stride.raster import Raster, raster_of
from whatelse.stride.types import StrideAnalysis

if TYPE_CHECKING:
    from whatelse.stride.analyse import Analysed

HOW_TO_INSTALL = "for PNG pictures: pip install 'whatelse[report]' (in a checkout: ./whatelse install report)"

#: Width of the stick figure and of the contacts, in points.
WIDTH = 640


class Pictures(msgspec.Struct, frozen=True):
    """toe_off: side -> percent of the stride."""

    curves: tuple[Drawn, ...]
    poses: tuple[Pose, ...]
    raster: Raster
    toe_off: dict[str, float]


def pictures_of(made: Analysed) -> Pictures:
    return Pictures(
        drawn_curves(made.analysis, CURVES),
        poses_of(made),
        raster_of(made.analysis, made.held.recording),
        toe_off_percent(made.analysis),
    )


def toe_off_percent(analysis: StrideAnalysis) -> dict[str, float]:
    """Side -> when in the stride its toe leaves the ground, %."""
    shares = {side: analysis.metric("duty_factor", side) for side in ("left", "right")}
    return {side: 100.0 * m.value for side, m in shares.items() if m is not None and m.value is not None}


def svgs(pictures: Pictures, width: int = WIDTH) -> dict[str, str]:
    """Name -> SVG, of what there is to draw. width: of stick figure and contacts, in points."""
    found = {}
    if pictures.curves:
        found["curves"] = _beside([curve_svg(drawn, pictures.toe_off) for drawn in pictures.curves])
    if pictures.poses:
        found["stick"] = stick_svg(pictures.poses, width)
    if pictures.raster.contacts:
        found["events"] = raster_svg(pictures.raster, width)
    return found


def write_pictures(pictures: Pictures, folder: Path, stem: str) -> tuple[list[Path], bool]:
    """Writes STEM-curves.svg, -stick.svg, -events.svg, and PNG beside them; the files, and whether PNG could be made.

    Raises InputError where the folder cannot be written.
    """
    texts = svgs(pictures)
    written = [write_text(folder / f"{stem}-{name}.svg", text + "\n") for name, text in texts.items()]
    try:
        from whatelse.report import stride_plots
    except ImportError:
        return written, False
    for name in texts:
        path = folder / f"{stem}-{name}.png"
        try:
            stride_plots.DRAW[name](pictures, path)
        except OSError as error:
            raise InputError(f"cannot write ({error.strerror or error})", file=str(path)) from None
        written.append(path)
    return written, True


def write_text(path: Path, text: str) -> Path:
    """A new text file, its folder made. Raises InputError, one line, where that cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(f"cannot write ({reason})", file=str(path)) from None
    return path


def _beside(pictures: list[str], columns: int = 2) -> str:
    """Several pictures of one size as one, two in a row."""
    width, height = (int(re.findall(rf'{side}="(\d+)"', pictures[0])[0]) for side in ("width", "height"))
    rows = -(-len(pictures) // columns)
    across = width * min(columns, len(pictures))
    inner = "".join(
        picture.replace("<svg ", f'<svg x="{width * (k % columns)}" y="{height * (k // columns)}" ', 1)
        for k, picture in enumerate(pictures)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across} {height * rows}" width="{across}" '
        f'height="{height * rows}" role="img" aria-label="Joint angles over the stride">{inner}</svg>'
    )
