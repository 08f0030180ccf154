"""A case as plain values, YAML or JSON. Reading back what is written gives the same case."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec
import yaml

from whatelse.case.answers import probable
from whatelse.case.scalars import plain_value
from whatelse.case.types import Answer, Person, Treatment

if TYPE_CHECKING:
    from whatelse.case.case import Case


def as_dict(case: Case) -> dict[str, Any]:
    """The case in the form of a case file, without what is not known and without ``file``."""
    whole = {
        "id": case.id,
        "source": _plain(case.source),
        "person": _person(case.person),
        "side": None if case.side == "unknown" else case.side,
        "findings": {name: _answer(answer) for name, answer in case.findings.items()},
        "treatments": [_treatment(treatment) for treatment in case.treatments],
        "imaging": [_given(image) for image in case.imaging],
        "told": list(case.told),
        "setting": case.setting,
        "stages": {stage: list(ids) for stage, ids in case.stages.items()},
        "truth": _plain(case.truth),
    }
    unread = ("source", "truth")
    return {
        key: value for key, value in whole.items() if value is not None and (key in unread or value not in ({}, []))
    }


def as_json(case: Case) -> str:
    return json.dumps(as_dict(case), ensure_ascii=False, indent=2) + "\n"


def as_yaml(case: Case) -> str:
    whole = {key: _Block(value) if key == "findings" else value for key, value in as_dict(case).items()}
    return yaml.dump(whole, Dumper=_Dumper, sort_keys=False, allow_unicode=True, default_flow_style=None, width=10**9)


def _answer(answer: Answer) -> Any:
    """The short form where it says everything."""
    given = _given(answer)
    if isinstance(answer.value, bool) and answer.likelihood == probable(answer.value):
        del given["likelihood"]
        given["value"] = "probably" if answer.value else "probably not"
    if set(given) <= {"value"}:
        return given.get("value")
    return given


def _person(person: Person) -> dict[str, Any]:
    given = _given(person)
    said = given.pop("sex_said", None)
    return given if said is None else {**given, "sex": said}


def _treatment(treatment: Treatment) -> Any:
    given = _given(treatment)
    return treatment.what if set(given) == {"what"} else given


def _given(struct: msgspec.Struct) -> dict[str, Any]:
    """The fields of a struct that are given, in their order."""
    given = {}
    for name in struct.__struct_fields__:
        value = getattr(struct, name)
        if value is not None and not (value is False and name in ("not_tested", "set_aside")):
            given[name] = _plain(value)
    return given


def _plain(value: Any) -> Any:
    """Only what both formats can hold: anything else becomes its text."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if isinstance(value, int) and abs(value) >= 10**300:  # no number to a reader; too long to write in decimals
        return hex(value)
    is_plain = value is None or isinstance(value, (bool, int, str))
    return value if is_plain or (isinstance(value, float) and math.isfinite(value)) else str(value)


class _Block(dict[str, Any]):
    """A mapping written one key to a line."""


class _Dumper(yaml.SafeDumper):
    """Writes yes and no, no aliases, and quotes every text that would be read as something else."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = None
    if not text.isprintable():
        style = '"'
    elif not isinstance(plain_value(text), str):
        style = "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _truth(dumper: _Dumper, value: bool) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:bool", "yes" if value else "no")


def _block(dumper: _Dumper, value: _Block) -> yaml.MappingNode:
    return dumper.represent_mapping("tag:yaml.org,2002:map", value.items(), flow_style=False)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(bool, _truth)
_Dumper.add_representer(_Block, _block)
