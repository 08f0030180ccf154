"""The pictures of danger, and short ways to ask for their urgency."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from whatelse.case import Case, parse_case
from whatelse.knowledge import load
from whatelse.triage import Triage, evaluate

KNOWLEDGE = load()
FOLDER = Path(__file__).parent / "pictures"
GRAVE = ("emergency", "urgent")


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


#: (condition, "textbook" or "atypical") -> what is told.
PICTURES: dict[tuple[str, str], dict[str, Any]] = {
    (condition, kind): picture
    for level in GRAVE
    for condition, kinds in read(level).items()
    for kind, picture in kinds.items()
}
#: Rule -> a picture that it alone catches at its level.
WITNESSES: dict[str, dict[str, Any]] = read("rules")


def pictured(picture: Mapping[str, Any]) -> Case:
    findings: dict[str, Any] = dict.fromkeys(picture["has"].split(), True)
    findings |= dict.fromkeys(picture.get("lacks", "").split(), False)
    findings |= picture.get("values", {})
    return parse_case({"findings": findings, "person": picture.get("person", {}), "side": "left"}, KNOWLEDGE)


def told(**findings: Any) -> Case:
    return parse_case({"findings": findings}, KNOWLEDGE)


def urgency(**findings: Any) -> Triage:
    return evaluate(told(**findings), KNOWLEDGE)
