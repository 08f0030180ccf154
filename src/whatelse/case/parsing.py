"""From a plain mapping to a ``Case``: the one place where a case is checked; inside, nothing checks again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from whatelse.case import contradictions, fields, subjects
from whatelse.case.answers import parse_answer
from whatelse.case.case import Case
from whatelse.case.place import Path, Place
from whatelse.case.types import EFFECTS, SIDES, STAGES, Answer, Imaging, Person, Sex, Side, Treatment
from whatelse.errors import shown
from whatelse.knowledge.schema import Knowledge

_KEYS = tuple(name for name in Case.__struct_fields__ if name != "file")
_PERSON_KEYS = ("age", "sex", "sport")
_SEXES: dict[Sex, tuple[str, ...]] = {"female": ("female", "woman", "f"), "male": ("male", "man", "m")}
OLDEST = 120


def parse_case(
    raw: Mapping[str, Any] | None,
    knowledge: Knowledge,
    *,
    file: str | None = None,
    lines: Mapping[Path, int] | None = None,
) -> Case:
    """The case that a mapping describes; nothing, or an empty mapping, is a case of which nothing is known.

    ``lines`` gives the line of each path, for errors. Raises InputError with file, line and field, what was
    found and what was expected. ``source`` and ``truth`` are carried along unread.
    """
    place = Place(file, lines or {})
    try:
        return _case(raw, knowledge, place)
    except RecursionError:
        raise place.error("nested too deep") from None


def _case(raw: Any, knowledge: Knowledge, place: Place) -> Case:
    table = fields.mapping(raw, place, _KEYS)
    side = fields.choice(table.get("side"), place.at("side"), SIDES) or "unknown"
    findings = _findings(table.get("findings"), knowledge, place.at("findings"), side)
    return Case(
        id=_id(table.get("id"), place.at("id")),
        person=_person(table.get("person"), place.at("person")),
        side=side,
        findings=findings,
        treatments=_treatments(table.get("treatments"), place.at("treatments")),
        imaging=_imaging(table.get("imaging"), place.at("imaging")),
        told=_told(table.get("told"), place.at("told")),
        setting=_setting(table.get("setting"), knowledge, place.at("setting")),
        stages=_stages(table.get("stages"), findings, place.at("stages")),
        source=table.get("source"),
        truth=table.get("truth"),
        file=place.file,
    )


def _id(raw: Any, place: Place) -> str | None:
    return fields.text(raw, place, numbers=isinstance(raw, int))


def _findings(raw: Any, knowledge: Knowledge, place: Place, side: Side) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    for name, value in fields.mapping(raw, place).items():
        subject = subjects.subject_of(name, knowledge)
        if subject is None:
            near = fields.close_to(name, subjects.names(knowledge))
            raise place.at(name).error(f"unknown finding {shown(name)}{near}")
        answers[name] = parse_answer(value, subject, place.at(name), side)
    answers = dict(sorted(answers.items()))
    contradictions.check(answers, knowledge, place)
    return answers


def _person(raw: Any, place: Place) -> Person:
    table = fields.mapping(raw, place, _PERSON_KEYS)
    said = fields.text(table.get("sex"), place.at("sex"))
    sex = next((sex for sex, words in _SEXES.items() if said and said.strip().lower() in words), None)
    return Person(
        age=fields.number(table.get("age"), place.at("age"), 0, OLDEST),
        sex=sex,
        sport=fields.text(table.get("sport"), place.at("sport")),
        sex_said=None if sex else said,
    )


def _treatments(raw: Any, place: Place) -> tuple[Treatment, ...]:
    """A list; a bare word in it is a treatment of which only the name is known."""
    parsed = []
    for index, item in enumerate(fields.items(raw, place)):
        here = place.at(index)
        given = item if isinstance(item, Mapping) else {"what": item}
        table = fields.mapping(given, here, Treatment.__struct_fields__)
        what = fields.text(table.get("what"), here.at("what"))
        if not what:
            raise here.at("what").error("missing; say what was tried")
        parsed.append(
            Treatment(
                what=what,
                weeks=fields.number(table.get("weeks"), here.at("weeks"), low=0),
                how_often=fields.text(table.get("how_often"), here.at("how_often"), numbers=True),
                effect=fields.choice(table.get("effect"), here.at("effect"), EFFECTS),
                still=fields.flag(table.get("still"), here.at("still")),
            )
        )
    return tuple(parsed)


def _imaging(raw: Any, place: Place) -> tuple[Imaging, ...]:
    parsed = []
    for index, item in enumerate(fields.items(raw, place)):
        here = place.at(index)
        table = fields.mapping(item, here, Imaging.__struct_fields__)
        parsed.append(
            Imaging(
                region=fields.text(table.get("region"), here.at("region")),
                method=fields.text(table.get("method"), here.at("method")),
                week=fields.number(table.get("week"), here.at("week"), low=0),
                result=fields.text(table.get("result"), here.at("result")),
            )
        )
    return tuple(parsed)


def _told(raw: Any, place: Place) -> tuple[str, ...]:
    if isinstance(raw, str):
        raw = [raw]
    said = (fields.text(item, place.at(index)) for index, item in enumerate(fields.items(raw, place)))
    return tuple(item for item in said if item is not None)


def _setting(raw: Any, knowledge: Knowledge, place: Place) -> str | None:
    setting = fields.text(raw, place)
    if setting is not None and knowledge.settings and setting not in knowledge.settings:
        near = fields.close_to(setting, knowledge.settings)
        raise place.error(f"unknown setting {shown(setting)}{near}; known: {', '.join(knowledge.settings)}")
    return setting


def _stages(raw: Any, findings: Mapping[str, Answer], place: Place) -> dict[str, tuple[str, ...]]:
    stages: dict[str, tuple[str, ...]] = {}
    told_by: dict[str, str] = {}
    for stage, ids in fields.mapping(raw, place, STAGES).items():
        for index, name in enumerate(fields.items(ids, place.at(stage))):
            here = place.at(stage, index)
            if not isinstance(name, str) or name not in findings:
                near = fields.close_to(name, findings) if isinstance(name, str) else ""
                raise here.error(f"found {fields.found(name)}, expected a finding that the case holds{near}")
            if name in told_by:
                raise here.error(f"{name} already stands under {told_by[name]}")
            told_by[name] = stage
        stages[stage] = tuple(fields.items(ids, place.at(stage)))
    return stages
