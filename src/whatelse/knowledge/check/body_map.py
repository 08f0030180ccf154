"""The places of the drawn body: each stands for known findings, in words that are easy to read."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from whatelse.knowledge.body_map import DRAWN_AT, SEGMENTS, BodyMap, load_body_map
from whatelse.knowledge.check.problem import Problem, unknown
from whatelse.knowledge.check.texts import HIGHEST_GRADE
from whatelse.knowledge.reading import grade
from whatelse.knowledge.schema import Knowledge
from whatelse.knowledge.tree import BODY_MAP


def check_body_map(knowledge: Knowledge) -> Iterator[Problem]:
    """Known findings, areas and segments; ids once; words that are easy to read."""
    return problems_of(load_body_map(), knowledge)


def problems_of(body: BodyMap, knowledge: Knowledge) -> Iterator[Problem]:
    """The same for any map."""
    areas = {area.id for area in body.area}
    seen: set[str] = set()
    for region in body.region:
        if region.id in seen:
            yield Problem(BODY_MAP, region.id, "id", "twice", "stands twice")
        seen.add(region.id)
        if region.area not in areas:
            yield Problem(BODY_MAP, region.id, "area", "unknown-id", unknown("area", region.area, areas))
        if region.segment not in SEGMENTS:
            yield Problem(BODY_MAP, region.id, "segment", "unknown-id", unknown("segment", region.segment, SEGMENTS))
        for text in (region.label, region.note):
            if text and grade(text, knowledge.reading_words) > HIGHEST_GRADE:
                yield Problem(BODY_MAP, region.id, "label", "reading-grade", f"too hard to read: {text}")
        yield from _known(knowledge, region.id, region.findings)
    for together in body.together:
        yield from _known(knowledge, together.finding, (together.finding,))
        for name in (name for names in together.all for name in names if name not in seen):
            yield Problem(BODY_MAP, together.finding, "all", "unknown-id", unknown("place", name, seen))
    for joint in body.joint:
        if joint.interface not in knowledge.interfaces:
            message = unknown("interface", joint.interface, knowledge.interfaces)
            yield Problem(BODY_MAP, joint.interface, "interface", "unknown-id", message)
    for site in body.nerve_site:
        if site.condition not in knowledge.conditions:
            message = unknown("condition", site.condition, knowledge.conditions)
            yield Problem(BODY_MAP, site.condition, "condition", "unknown-id", message)
    for at in (*(joint.at for joint in body.joint), *(site.at for site in body.nerve_site)):
        if at not in DRAWN_AT:
            yield Problem(BODY_MAP, at, "at", "unknown-id", unknown("place of the drawing", at, DRAWN_AT))
    yield from _known(knowledge, "spreads", (body.spreads.finding,))
    yield from _known(knowledge, "both_sides", (body.both_sides.finding,))


def _known(knowledge: Knowledge, entry: str, names: Collection[str]) -> Iterator[Problem]:
    for name in names:
        if name not in knowledge.findings:
            yield Problem(BODY_MAP, entry, "findings", "unknown-id", unknown("finding", name, knowledge.findings))
