"""The page of the body map: pictures to touch, and an equal list of boxes, which is what counts."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from whatelse.case.contradictions import implied_by
from whatelse.interview.steps import Ask
from whatelse.knowledge.body_map import Area, BodyMap, Marks, Region
from whatelse.knowledge.schema import Knowledge
from whatelse.report.body.picture import (
    FRAMES,
    NAMES,
    Piece,
    View,
    around,
    inner_lines,
    outline,
    pieces,
    whole,
)
from whatelse.web.little import raw

#: The views in their order: behind first, and largest.
VIEWS: tuple[View, ...] = ("back", "front", "left", "right")


@dataclass(frozen=True)
class Place:
    """One row of the list: its number in the picture, and the keys of its sides."""

    number: int
    region: Region


@dataclass(frozen=True)
class Part:
    """One large area: its rows and its enlarged pictures (name of the picture, markup)."""

    area: Area
    places: tuple[Place, ...]
    pictures: tuple[tuple[str, Markup], ...]


def site_values(body: BodyMap, step: Ask, marks: Marks, knowledge: Knowledge) -> dict[str, Any]:
    """What the template needs. Findings of the question that no place stands for are boxes of their own."""
    drawn = {name for region in body.region for name in region.findings} | {one.finding for one in body.together}
    drawn |= {body.spreads.finding, body.both_sides.finding}
    drawn |= {general for name in drawn for general in implied_by(name, knowledge)}
    others = [option for option in step.question.options if option.value not in drawn]
    given = set(step.given.get("ticked", ())) if isinstance(step.given, dict) else set()
    return {
        "maps": _maps(body),
        "parts": _parts(body),
        "marks": marks,
        "others": [(option.value, knowledge.findings[str(option.value)].question or option.label) for option in others],
        "ticked": given,
        "rest": bool(step.given.get("none_of_the_rest")) if isinstance(step.given, dict) else False,
    }


def _views_of(area: Area) -> tuple[View, ...]:
    return ("left", "right") if area.view == "side" else ("front",) if area.view == "front" else ("back",)


@functools.cache
def _by_key(view: View) -> dict[str, Piece]:
    return {piece.key: piece for piece in pieces(view)}


@functools.cache
def _maps(body: BodyMap) -> tuple[tuple[View, str, Markup], ...]:
    """The whole body, once a view; each large area a link to its list."""
    return tuple((view, NAMES[view], raw(_map(body, view))) for view in VIEWS)


def _map(body: BodyMap, view: View) -> str:
    links = []
    for area in body.area:
        if view not in _views_of(area):
            continue
        keys = [key for region in body.regions_of(area.id) for key in region.keys if key in _by_key(view)]
        for side in ("left", "right"):
            own = [key for key in keys if key.endswith((f".{side}", ".middle"))]
            if own and not (view in ("left", "right") and side != view):
                paths = "".join(f'<use href="#{_id(key)}"/>' for key in own)
                name = f"{side.capitalize()}: {area.label}"
                links.append(
                    f'<a href="#area-{area.id}" data-area="{area.id}" data-side="{side}" aria-label="{name}">'
                    f'<g class="area">{paths}</g></a>'
                )
    return (
        f'<svg class="body map" data-view="{view}" viewBox="{whole(view).view_box}" role="group" '
        f'aria-label="{NAMES[view]}"><g id="skin-{view}">{outline(view)}</g>'
        f"{''.join(links)}{inner_lines(view)}{_sides(view)}</svg>"
    )


def _sides(view: View) -> str:
    """Which side is which, written on the drawing, beside the ankles, where there is room."""
    if view in ("left", "right"):
        return ""
    x0, x1, _, y1 = FRAMES[view]
    left, right = (x0, x1) if view == "back" else (x1, x0)
    small = view != "back"
    step, y = (30, y1 - 84) if small else (22, y1 - 70)
    return "".join(
        f'<text class="side{" small" if small else ""}" text-anchor="{"start" if x < 0 else "end"}">'
        f'<tspan x="{x:g}" y="{y:g}">Your</tspan><tspan x="{x:g}" dy="{step}">{name}</tspan></text>'
        for name, x in (("left", left), ("right", right))
    )


def _id(key: str) -> str:
    return "p-" + key.replace(".", "-")


@functools.cache
def _parts(body: BodyMap) -> tuple[Part, ...]:
    out = []
    for area in body.area:
        places = tuple(Place(i, region) for i, region in enumerate(body.regions_of(area.id), 1))
        pictures = tuple((NAMES[view], raw(_enlarged(area, places, view))) for view in _views_of(area))
        out.append(Part(area, places, pictures))
    return tuple(out)


def _enlarged(area: Area, places: tuple[Place, ...], view: View) -> str:
    """The places of an area, numbered as in its list. Looked at and touched; the list beside it is for everybody."""
    numbers = {key: place.number for place in places for key in place.region.keys if key in _by_key(view)}
    shown = [_by_key(view)[key] for key in numbers]
    shapes = "".join(
        f'<path id="{_id(p.key)}" class="place" data-key="{p.key}" d="{p.path}"/>'
        for p in _by_key(view).values()
        if p in shown
    )
    texts = "".join(
        f'<text class="number" x="{p.middle[0]:.0f}" y="{p.middle[1]:.0f}">{numbers[p.key]}</text>' for p in shown
    )
    halves = " ".join(f'data-{side}="{around(own).view_box}"' for side, own in _halves(shown))
    return (
        f'<svg class="body zoom" data-view="{view}" viewBox="{around(shown).view_box}" {halves} aria-hidden="true">'
        f'<use href="#skin-{view}"/>{shapes}{inner_lines(view)}{texts}</svg>'
    )


def _halves(shown: list[Piece]) -> list[tuple[str, list[Piece]]]:
    """The pieces of either side, with those of the middle."""
    found = [(side, [p for p in shown if p.side in (side, "middle")]) for side in ("left", "right")]
    return [(side, own) for side, own in found if any(p.side == side for p in own)]
