"""From the raw tree to typed knowledge. Every complaint names the file, the entry and the field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from whatelse.errors import InputError, nearest, shown
from whatelse.knowledge.care import Response, parse_action, parse_response
from whatelse.knowledge.exam_tests import parse_exam_tests
from whatelse.knowledge.interview_data import parse_interview
from whatelse.knowledge.number import Figure, parse_figure, parse_number
from whatelse.knowledge.plan_data import parse_plan
from whatelse.knowledge.scans import parse_scan
from whatelse.knowledge.schema import (
    AxisValue,
    Condition,
    Context,
    CoursePoint,
    Family,
    Finding,
    Gate,
    Knowledge,
    Limits,
    Link,
    Quantiles,
    RaiseAt,
    Rule,
    Safety,
    Setting,
    Source,
)
from whatelse.knowledge.self_tests import parse_self_tests
from whatelse.knowledge.shorthand import parse_shorthand
from whatelse.knowledge.six_factors import parse_six_factors
from whatelse.knowledge.tree import Tree

VERSION = "1"
T = TypeVar("T", bound=msgspec.Struct)
_QUANTILE_KEYS = {"spread", "source", "support", "note"}


def parse_tree(tree: Tree, digest: str, overlays: tuple[tuple[str, str], ...] = ()) -> Knowledge:
    """Typed knowledge from a raw tree. Raises InputError at the first entry that has not the right shape."""
    limits = tree["words"].get("limits", {})
    return Knowledge(
        version=VERSION,
        digest=digest,
        overlays=overlays,
        conditions=_all(tree["conditions"], parse_condition),
        findings=_all(tree["findings"], parse_finding),
        families=_all(tree["families"], parse_family),
        sources={key: _plain(Source, table, f"source {key}") for key, table in sorted(tree["sources"].items())},
        settings=_all(tree["settings"], parse_setting),
        rules=_all(tree["red_flags"], parse_rule),
        actions=_all(tree["actions"], parse_action),
        scans=_all(tree["scans"], parse_scan),
        plan=parse_plan(tree["plan"]),
        sports={str(k): str(v) for k, v in tree["words"].get("sport", {}).items()},
        interfaces={str(k): str(v) for k, v in tree["words"].get("interfaces", {}).items()},
        default_setting=str(tree["words"].get("defaults", {}).get("setting", "")),
        reading_words=tuple(tree["words"].get("reading", {}).get("exempt", ())),
        names={str(k): str(v) for k, v in tree["words"].get("names", {}).items()},
        limits=_plain(Limits, limits, "limits"),
        clean_words=tuple(tree["words"].get("imaging", {}).get("clean", ())),
        six_factors=parse_six_factors(tree["six_factors"]),
        shorthand=parse_shorthand(tree["shorthand"]),
        self_tests=parse_self_tests(tree["self_tests"]),
        exam_tests=parse_exam_tests(tree["exam"]),
        safety=_safety(tree.get("safety", {})),
        interview=parse_interview(tree["interview"]),
    )


def _safety(raw: dict[str, Any]) -> Safety:
    try:
        return parse_safety(raw)
    except InputError as error:
        raise error.at(file="red_flags.toml") from None


def _all(branch: dict[str, Any], parse: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    out = {}
    for key in sorted(branch):
        try:
            out[key] = parse(dict(branch[key]))
        except InputError as error:
            raise error.at(file=branch[key].get("file")) from None
    return out


def _plain(kind: type[T], table: dict[str, Any], field: str) -> T:
    """A struct from plain values; an unknown key or a wrong type is named with the nearest valid one."""
    names = set(kind.__struct_fields__)
    table = dict(table)
    if "file" not in names:
        table.pop("file", None)
    for key in table:
        if key not in names:
            raise InputError(f"unknown key {key!r}{nearest(key, names)}", field=field)
    try:
        return msgspec.convert(table, kind, strict=True, builtin_types=())
    except msgspec.ValidationError as error:
        raise InputError(str(error), field=field) from None


def parse_link(raw: Any, field: str) -> Link:
    if raw == "none":
        return Link(dropped=True)
    if isinstance(raw, dict) and "grades" in raw:
        grades = raw["grades"]
        if not isinstance(grades, dict) or not grades:
            raise InputError(f"found {shown(grades)}, expected a table of states", field=field)
        return Link(grades={str(k): parse_figure(v, f"{field}.{k}") for k, v in grades.items()})
    if isinstance(raw, dict) and any(_is_quantile(key) for key in raw):
        return Link(quantiles=parse_quantiles(raw, field))
    return Link(figure=parse_figure(raw, field))


def _is_quantile(key: str) -> bool:
    return len(key) == 3 and key[0] == "q" and key[1:].isdigit()


def parse_quantiles(raw: Any, field: str) -> Quantiles:
    """``{q10 = .., q50 = .., q90 = .., spread = .., source = ..}``: 2-4 quantiles that rise together."""
    if not isinstance(raw, dict):
        raise InputError(f"found {shown(raw)}, expected quantiles q10, q50, q90", field=field)
    points = []
    for key, value in raw.items():
        if _is_quantile(key):
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                raise InputError(f"found {shown(value)}, expected a number", field=f"{field}.{key}")
            points.append((int(key[1:]) / 100, float(value)))
        elif key not in _QUANTILE_KEYS:
            raise InputError(f"unknown key {key!r}{nearest(key, _QUANTILE_KEYS)}", field=field)
    points.sort()
    source = str(raw.get("source", ""))
    support = raw.get("support") or parse_number({"word": "often", "source": source}, field).support
    return Quantiles(
        points=tuple(points),
        spread=float(raw.get("spread", 0.0)),
        source=source,
        support=support,
        note=str(raw.get("note", "")),
    )


def _links(raw: Any, field: str) -> dict[str, Link]:
    if not isinstance(raw, dict):
        raise InputError(f"found {shown(raw)}, expected a table of findings", field=field)
    return {key: parse_link(value, f"{field}.{key}") for key, value in sorted(raw.items())}


def _figures(raw: Any, field: str, *, probability: bool = True) -> dict[str, Figure]:
    if not isinstance(raw, dict):
        raise InputError(f"found {shown(raw)}, expected a table", field=field)
    return {k: parse_figure(v, f"{field}.{k}", probability=probability) for k, v in sorted(raw.items())}


def _axis_value(raw: dict[str, Any], axis: str | None, field: str) -> AxisValue:
    for key in ("id", "label"):
        if not isinstance(raw.get(key), str):
            raise InputError("missing", field=f"{field}.{key}")
    share = raw.get("weight", raw.get("share"))
    if share is None:
        raise InputError("missing weight", field=f"{field}.{raw['id']}")
    return AxisValue(
        axis=axis or str(raw.get("axis", "")),
        id=raw["id"],
        label=raw["label"],
        share=parse_figure(share, f"{field}.{raw['id']}.weight"),
        findings=_links(raw.get("findings", {}), f"{field}.{raw['id']}.findings"),
    )


def _context(raw: dict[str, Any]) -> tuple[Context, ...]:
    facts = []
    for fact, table in sorted(raw.items()):
        field = f"context.{fact}"
        if not isinstance(table, dict):
            raise InputError(f"found {shown(table)}, expected a table with odds", field=field)
        if "odds" in table or "value" in table:
            odds = {"yes": parse_figure(table, field, probability=False)}
        else:
            odds = _figures(table, field, probability=False)
        facts.append(Context(fact=fact, odds=odds))
    return tuple(facts)


def parse_condition(raw: dict[str, Any]) -> Condition:
    name = raw["id"]
    patterns = [_axis_value(p, "pattern", "pattern") for p in raw.pop("pattern", [])]
    values = [_axis_value(v, None, "value") for v in raw.pop("value", [])]
    course = tuple(
        CoursePoint(
            week=float(point.pop("week")),
            share=parse_figure(point, f"course[{i}]"),
        )
        for i, point in enumerate([dict(p) for p in raw.pop("course", [])])
    )
    gate_raw = raw.pop("gate", None)
    gate = (
        Gate(
            loads=_figures(gate_raw.get("loads", {}), "gate.loads"),
            threshold_spread=parse_figure(gate_raw.get("threshold_spread"), "gate.threshold_spread"),
        )
        if gate_raw is not None
        else None
    )
    share = raw.pop("share", None)
    broad = raw.pop("broad", None)
    drivers = _figures(raw.pop("drivers", {}), "drivers")
    context = _context(raw.pop("context", {}))
    findings = _links(raw.pop("findings", {}), "findings")
    actions = _responses(raw.pop("actions", {}))
    plain = _plain(Condition, {**_defaults(raw)}, name)
    return msgspec.structs.replace(
        plain,
        values=tuple(patterns + values),
        course=tuple(sorted(course, key=lambda point: point.week)),
        gate=gate,
        broad=parse_figure(broad, "broad", probability=False) if broad is not None else None,
        share=parse_figure(share, "share") if share is not None else None,
        drivers=drivers,
        context=context,
        findings=findings,
        actions=actions,
    )


def _responses(raw: Any) -> dict[str, Response]:
    if not isinstance(raw, dict):
        raise InputError(f"found {shown(raw)}, expected a table of actions", field="actions")
    return {key: parse_response(value, f"actions.{key}") for key, value in sorted(raw.items())}


def _defaults(raw: dict[str, Any]) -> dict[str, Any]:
    relation = raw.get("relation", "")
    if relation in ("subtype", "grade") and not raw.get("axis"):
        raw["axis"] = "kind" if relation == "subtype" else "grade"
    for key in ("any_of",):
        if key in raw:
            raw[key] = tuple(raw[key])
    return raw


def parse_finding(raw: dict[str, Any]) -> Finding:
    leak = raw.pop("leak", None)
    base_rate = raw.pop("base_rate", None)
    base_rates = raw.pop("base_rates", None)
    base_source = raw.pop("base_source", "EXPERT")
    rates: dict[str, Figure] = {}
    if base_rate is not None:
        rates = {"yes": parse_figure(base_rate, "base_rate")}
    elif isinstance(base_rates, dict):
        rates = {
            key: parse_figure(
                value
                if isinstance(value, dict)
                else {"value": value, "low": value / 3, "high": min(0.97, value * 3), "source": base_source},
                f"base_rates.{key}",
            )
            for key, value in base_rates.items()
        }
    for key in ("implies", "replaces", "states"):
        if key in raw:
            raw[key] = tuple(raw[key])
    for key in ("min", "max", "resolution", "weeks_if_yes", "weeks_if_no"):
        if isinstance(raw.get(key), int) and not isinstance(raw[key], bool):
            raw[key] = float(raw[key])
    is_number = raw.get("type") in ("number",)
    plain = _plain(Finding, raw, raw["id"])
    states = plain.states
    if not states and plain.type == "yes_no":
        states = ("no", "yes")
    return msgspec.structs.replace(
        plain,
        states=states,
        base_rates=rates,
        leak=parse_figure(leak, f"{plain.id}.leak") if leak is not None and not is_number else None,
        leak_quantiles=parse_quantiles(leak, f"{plain.id}.leak") if leak is not None and is_number else None,
    )


def parse_family(raw: dict[str, Any]) -> Family:
    leak = _figures(raw.pop("leak", {}), f"{raw['id']}.leak")
    raw["states"] = tuple(raw.get("states", ()))
    raw["members"] = tuple(raw.get("members", ()))
    raw["count"] = tuple(tuple(pair) for pair in raw.get("count", ()))
    raw["positive"] = {k: tuple(float(x) for x in v) for k, v in raw.get("positive", {}).items()}
    if not raw["members"]:
        raw["members"] = tuple(sorted(raw["positive"]))
    raw["reason"] = raw.pop("reason", raw.pop("why", ""))
    raw.pop("why", None)
    return msgspec.structs.replace(_plain(Family, raw, raw["id"]), leak=leak)


def parse_setting(raw: dict[str, Any]) -> Setting:
    week = parse_number(raw.pop("reference_week", None), "reference_week", probability=False)
    shares = _figures(raw.pop("shares", {}), "shares")
    age = raw.pop("age", None)
    rates = {fact: _figures(table, f"base_rates.{fact}") for fact, table in raw.pop("base_rates", {}).items()}
    for key in ("id", "label", "plain"):
        if not isinstance(raw.get(key), str):
            raise InputError("missing", field=f"{raw['id']}.{key}")
    base, given = str(raw.pop("base", "")), raw.pop("given", {})
    if not isinstance(given, dict) or any(answer not in ("yes", "no") for answer in given.values()):
        raise InputError(f"found {shown(given)}, expected findings with yes or no", field="given")
    names = {"id", "label", "plain", "file"}
    for key in raw:
        if key not in names:
            raise InputError(f"unknown key {key!r}{nearest(key, Setting.__struct_fields__)}", field=raw["id"])
    return Setting(
        id=raw["id"],
        label=raw["label"],
        plain=raw["plain"],
        reference_week=week,
        shares=shares,
        age=parse_quantiles(age, "age") if age is not None else None,
        base_rates=rates,
        base=base,
        given=dict(sorted(given.items())),
        file=raw.get("file", ""),
    )


def parse_rule(raw: dict[str, Any]) -> Rule:
    false_alarms = parse_figure(raw.pop("false_alarms", None), f"{raw['id']}.false_alarms")
    raw["catches"] = tuple(raw.get("catches", ()))
    placeholder = {**raw, "false_alarms": None}
    placeholder.pop("false_alarms")
    names = set(Rule.__struct_fields__)
    for key in placeholder:
        if key not in names:
            raise InputError(f"unknown key {key!r}{nearest(key, names)}", field=raw["id"])
    try:
        return Rule(**placeholder, false_alarms=false_alarms)
    except TypeError as error:
        raise InputError(str(error), field=raw["id"]) from None


def parse_safety(raw: dict[str, Any]) -> Safety:
    """The safety core, the texts of the levels and the probabilities that raise one."""
    raise_at = {}
    for level, table in raw.get("raise", {}).items():
        if not isinstance(table, dict) or set(table) != {"at", "reason"} or not isinstance(table["reason"], str):
            raise InputError(f"found {shown(table)}, expected at and reason", field=f"raise.{level}")
        raise_at[level] = RaiseAt(at=parse_figure(table["at"], f"raise.{level}.at"), reason=table["reason"])
    plain = {"core": raw.get("core", []), "levels": raw.get("level", {}), "not_for": raw.get("not_for", {})}
    try:
        safety = msgspec.convert(plain, Safety)
    except msgspec.ValidationError as error:
        raise InputError(str(error)) from None
    return msgspec.structs.replace(safety, raise_at=raise_at)
