"""Where it hurts: said in plain words, and shaded on the drawn body. Which place is where stands in ``places.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from whatelse.case import Answer, Case
from whatelse.report.body.picture import FRAMES, LINES, body_paths, pieces

SKIN, LINE, SORE, INK = "#f3ece4", "#7d7166", "#c4473d", "#1d1b19"
SIDES = ("left", "right")
#: Height up to which a view is shown while nothing below the knee is told; room for the words below it.
CUT_AT, WORDS = 480.0, 44.0
View = Literal["back", "front"]
VIEWS: tuple[View, ...] = ("back", "front")


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """finding: the one that tells of it. name: in the runner's words. regions: of the drawing, in one view."""

    finding: str
    name: str
    regions: tuple[str, ...] = ()
    view: View = "back"
    middle: bool = False


class _File(msgspec.Struct, frozen=True):
    place: tuple[Place, ...]


@cache
def places() -> tuple[Place, ...]:
    text = files(__package__).joinpath("places.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), _File).place


def told_places(case: Case) -> tuple[tuple[Place, tuple[str, ...]], ...]:
    """Each place where the case hurts with its sides; no sides where none was told. In the order of the data."""
    found = []
    for place in places():
        answer = case.findings.get(place.finding)
        if answer is not None and answer.value is True:
            found.append((place, () if place.middle else _sides_of(answer, case)))
    return tuple(found)


def _sides_of(answer: Answer, case: Case) -> tuple[str, ...]:
    """The sides of an answer, else those of the case."""
    side = answer.side or case.side
    return SIDES if side == "both" else (side,) if side in SIDES else ()


def in_words(case: Case) -> str:
    """ "the sit bone and the back of the thigh, on the left"; empty where no place was told."""
    told = told_places(case)
    if not told:
        return ""
    names = [place.name for place, _ in told]
    sides = list(dict.fromkeys(side for _, sides in told for side in sides))
    where = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
    if not sides:
        return where
    return f"{where}, on {'both sides' if len(sides) == 2 else f'the {sides[0]}'}"


def drawn(case: Case) -> str:
    """The told places shaded, on both sides where no side was told: from behind, and from the front where one lies
    there. One SVG with its own colours; empty where nothing can be shown."""
    told = [(place, sides or SIDES) for place, sides in told_places(case) if place.regions]
    views = [view for view in VIEWS if any(place.view == view for place, _ in told)]
    if not views:
        return ""
    marked = {view: _marked(view, told) for view in views}
    lowest = max(piece.box[3] for view in views for piece in pieces(view) if piece.key in marked[view])
    frames = [FRAMES[view] for view in views]
    top, bottom = frames[0][2], CUT_AT if lowest <= CUT_AT else frames[0][3]
    at, drawings = 0.0, []
    for view, frame in zip(views, frames, strict=True):
        width = frame[1] - frame[0]
        drawings.append(
            f'<svg x="{at:g}" y="0" width="{width:g}" height="{bottom - top:g}" '
            f'viewBox="{frame[0]:g} {top:g} {width:g} {bottom - top:g}">{_view(view, marked[view])}</svg>'
            f"{_captions(view, at, width, bottom - top)}"
        )
        at += width
    size = f'viewBox="0 0 {at:g} {bottom - top + WORDS:g}" width="{at:g}" height="{bottom - top + WORDS:g}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(drawings)}</svg>'


def _marked(view: View, told: list[tuple[Place, tuple[str, ...]]]) -> frozenset[str]:
    """Keys of the pieces to shade."""
    return frozenset(
        f"{region}.{side}"
        for place, sides in told
        if place.view == view
        for region in place.regions
        for side in ((*SIDES, "middle") if place.middle else sides)
    )


def _view(view: View, marked: frozenset[str]) -> str:
    skin = "".join(f'<path d="{path}" fill="{SKIN}" stroke="{LINE}" stroke-width="3"/>' for path in body_paths(view))
    sore = "".join(
        f'<path d="{piece.path}" fill="{SORE}" stroke="{SORE}" stroke-width="1.5"/>'
        for piece in pieces(view)
        if piece.key in marked
    )
    lines = "".join(f'<path d="{path}" fill="none" stroke="{LINE}" stroke-width="3"/>' for path in LINES[view])
    return f"{skin}{sore}{lines}"


def _captions(view: View, at: float, width: float, height: float) -> str:
    """The runner's own left and right, below the legs."""
    names = ("your left", "your right") if view == "back" else ("your right", "your left")
    return "".join(
        f'<text x="{at + part * width:g}" y="{height + 32:g}" text-anchor="middle" font-size="27" fill="{INK}" '
        f'font-family="Libertinus Serif, Georgia, serif">{name}</text>'
        for part, name in zip((0.24, 0.76), names, strict=True)
    )
