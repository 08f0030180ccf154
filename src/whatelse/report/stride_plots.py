"""The pictures of a stride as PNG, with matplotlib (``pip install 'whatelse[report]'``)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from whatelse.report.stride_stick_svg import BONES, MOMENT_TITLES
from whatelse.report.stride_svg import COLOURS, TITLES
from whatelse.report.svg_shapes import GREY, INK
from whatelse.stride.curve_norms import Drawn
from whatelse.stride.poses import MOMENTS, Pose

if TYPE_CHECKING:
    from whatelse.report.stride_pictures import Pictures

_STYLE: dict[str, Any] = {"left": "-", "right": (0, (5, 2.5)), "unknown": "-"}
#: No time and no version in the file, so that the same stride gives the same bytes.
_NO_METADATA = {"Software": None}


def curves_png(pictures: Pictures, path: Path) -> None:
    """Left and right over the stride, two curves in a row."""
    rows = -(-len(pictures.curves) // 2)
    figure = Figure(figsize=(9.0, 2.9 * rows), layout="constrained")
    FigureCanvasAgg(figure)
    axes = np.atleast_1d(figure.subplots(rows, min(2, len(pictures.curves)), squeeze=False)).ravel()
    for ax, drawn in zip(axes, pictures.curves, strict=False):
        _curve(ax, drawn, pictures.toe_off)
    for ax in axes[len(pictures.curves) :]:
        ax.axis("off")
    handles, labels = axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=4, fontsize=8, frameon=False)
    figure.savefig(path, dpi=80, metadata=_NO_METADATA)


def stick_png(pictures: Pictures, path: Path) -> None:
    """Contact, toe-off and mid-swing."""
    figure = Figure(figsize=(8.0, 3.6), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots(1, len(MOMENTS), sharey=True, sharex=True)
    for ax, moment in zip(axes, MOMENTS, strict=True):
        ax.set_title(MOMENT_TITLES[moment], fontsize=10)
        ax.axhline(0.0, color=GREY, linewidth=2)
        for pose in pictures.poses:
            if pose.moment == moment:
                _stick(ax, pose)
        ax.set_aspect("equal")
        ax.set_xticks([])
        for side in ("top", "right", "bottom"):
            ax.spines[side].set_visible(False)
    axes[0].set_ylabel(f"height, {pictures.poses[0].unit}", fontsize=9)
    figure.supxlabel("blue, full: left   orange, dashed: right   thin: the other leg at that moment", fontsize=8)
    figure.savefig(path, dpi=80, metadata=_NO_METADATA)


def events_png(pictures: Pictures, path: Path) -> None:
    """Contacts as bars, with the force of the ground below."""
    raster = pictures.raster
    has_force = bool(raster.time_s)
    figure = Figure(figsize=(8.0, 3.2 if has_force else 1.7), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots(2 if has_force else 1, 1, sharex=True, squeeze=False).ravel()
    sides = [side for side in ("right", "left", "unknown") if any(one[0] == side for one in raster.contacts)]
    for row, side in enumerate(sides):
        spans = [(start, end - start) for own, start, end in raster.contacts if own == side]
        axes[0].broken_barh(spans, (row - 0.4, 0.8), facecolors=COLOURS[side])
    axes[0].set_yticks(range(len(sides)), [side if side != "unknown" else "feet" for side in sides])
    if has_force:
        axes[1].plot(raster.time_s, raster.force, color=INK, linewidth=1.1)
        axes[1].set_ylabel(f"upward force, {raster.unit}", fontsize=9)
    axes[-1].set_xlabel("time, s", fontsize=9)
    axes[-1].set_xlim(raster.start_s, raster.end_s)
    figure.savefig(path, dpi=80, metadata=_NO_METADATA)


DRAW: dict[str, Callable[[Pictures, Path], None]] = {"curves": curves_png, "stick": stick_png, "events": events_png}


def _curve(ax: Any, drawn: Drawn, toe_off: dict[str, float]) -> None:
    percent = np.arange(101)
    if drawn.band is not None:
        ax.fill_between(percent, drawn.band.low, drawn.band.high, color=GREY, label=drawn.band.label)
    for mark in drawn.marks:
        middle, half = 0.5 * (mark.low + mark.high), 0.5 * (mark.high - mark.low)
        ax.errorbar(
            [mark.percent], [middle], yerr=[half], color="#6b7480", capsize=3, linewidth=1.4, fmt="none", clip_on=False
        )
    for side, (mean, sd) in drawn.sides.items():
        low, high = np.asarray(mean) - np.asarray(sd), np.asarray(mean) + np.asarray(sd)
        ax.fill_between(percent, low, high, color=COLOURS[side], alpha=0.18, linewidth=0)
        ax.plot(percent, mean, color=COLOURS[side], linestyle=_STYLE[side], linewidth=1.8, label=side)
        if side in toe_off:
            ax.axvline(toe_off[side], color=COLOURS[side], linestyle=_STYLE[side], linewidth=0.8)
    norm = "bars: 8 in 10 at this speed" if drawn.marks else "no norm"
    ax.set_title(f"{TITLES.get(drawn.name, drawn.name)}, °   ({norm})", fontsize=9, loc="left")
    ax.set_xlim(0, 100)
    ax.tick_params(labelsize=8)
    ax.set_xlabel("% of the stride", fontsize=8)


def _stick(ax: Any, pose: Pose) -> None:
    other = "right" if pose.side == "left" else "left"
    for side, thick, strong in ((other, 0.8, 0.4), (pose.side, 2.6, 1.0)):
        for upper, lower in BONES:
            one, two = pose.places.get(f"{side}_{upper}"), pose.places.get(f"{side}_{lower}")
            if one and two:
                style = {"color": COLOURS[pose.side], "linestyle": _STYLE[pose.side]}
                ax.plot([one[0], two[0]], [one[1], two[1]], linewidth=thick, alpha=strong, **style)
    hip = pose.places.get(f"{pose.side}_hip")
    top = pose.places.get("neck") or pose.places.get(f"{pose.side}_shoulder")
    if hip and top:
        ax.plot([hip[0], top[0]], [hip[1], top[1]], color=COLOURS[pose.side], linestyle=_STYLE[pose.side], linewidth=2)
