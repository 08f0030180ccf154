"""The JSON Schema of a case file (draft 2020-12). Ids, states and ranges are the knowledge's."""

from __future__ import annotations

import json
from typing import Any

from whatelse.case.parsing import OLDEST
from whatelse.case.types import ANSWER_SIDES, BYS, EFFECTS, SIDES, STAGES

_ID = {"type": "string", "pattern": "^[a-z0-9_]+$"}
_TRUTH = {"enum": [True, False, "yes", "no", "true", "false", None]}


def case_schema() -> dict[str, Any]:
    """The published schema of a case file, YAML or JSON."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Case",
        "description": "What is known of one person's pain. What is left out is not known, never no.",
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {
            "id": {"type": ["string", "integer", "null"], "description": "A name for the case."},
            "source": {"description": "Where the case is from; carried along, never read."},
            "person": {"$ref": "#/$defs/person"},
            "side": _one_of(SIDES, "The painful side, the person's own left or right."),
            "findings": {
                "description": "What is known of each finding, by id.",
                "type": ["object", "null"],
                "propertyNames": _ID,
                "additionalProperties": {"anyOf": [{"$ref": "#/$defs/value"}, {"$ref": "#/$defs/answer"}]},
            },
            "treatments": _list_of("treatment", "What was tried, and what it did."),
            "imaging": _list_of("image", "Scans: region, method, week and result."),
            "told": {
                "description": "What the person was told it is.",
                "anyOf": [{"type": ["string", "null"]}, {"type": "array", "items": {"type": ["string", "null"]}}],
            },
            "setting": _text("Id of the clinic setting that the case is seen in."),
            "stages": _object(
                {stage: {"type": ["array", "null"], "items": _ID} for stage in STAGES},
                "Who could know a finding, where it differs from the knowledge.",
            ),
            "truth": {"description": "The diagnosis, for exams; carried along, never read."},
        },
        "$defs": {
            "value": {
                "description": "yes, no, unknown, probably (not), not tested; a number; a state; 3/5.",
                "type": ["boolean", "number", "string", "null"],
            },
            "answer": _answer(),
            "person": _object(
                {
                    "age": _number("Years.", maximum=OLDEST),
                    "sex": _text("female, male, or other words, which are kept and not used."),
                    "sport": _text("Free text."),
                },
                "Facts about the person.",
            ),
            "treatment": {"anyOf": [{"type": "string", "minLength": 1}, _treatment()]},
            "image": _object(
                {
                    "region": _text("What was scanned."),
                    "method": _text("X-ray, ultrasound, MRI, ..."),
                    "week": _number("Weeks after onset."),
                    "result": _text("What it showed."),
                },
                "One scan.",
            ),
        },
    }


def schema_text() -> str:
    """The schema as it is published in ``docs/schema/case.schema.json``."""
    return json.dumps(case_schema(), indent=2) + "\n"


def _answer() -> dict[str, Any]:
    weights = {"type": ["object", "null"], "minProperties": 1, "additionalProperties": _number("A weight.")}
    return _object(
        {
            "value": {"$ref": "#/$defs/value"},
            "side": _one_of(ANSWER_SIDES, "The side it was found on."),
            "by": _one_of(BYS, "Asked for, told unasked, or measured."),
            "when": {"type": ["string", "number", "null"], "description": "A date, or weeks after onset."},
            "not_tested": {**_TRUTH, "description": "The test was not done."},
            "set_aside": {**_TRUTH, "description": "Do not count this finding."},
            "measured": {"type": ["number", "null"], "description": "The number behind the value."},
            "se": _number("Standard error of the number."),
            "definition": _text("How the number is defined."),
            "likelihood": {**weights, "description": "Likelihood of what was observed under each state."},
            "left": {"type": ["number", "null"], "description": "The left side of a paired measurement."},
            "right": {"type": ["number", "null"], "description": "The right side of a paired measurement."},
            "unit": _text("The unit of the number."),
            "of": {"type": ["integer", "null"], "minimum": 0, "description": "How many tests were done."},
        },
        "A finding in the long form.",
    )


def _treatment() -> dict[str, Any]:
    table = _object(
        {
            "what": {"type": "string", "minLength": 1, "description": "What was tried."},
            "weeks": _number("For how many weeks."),
            "how_often": {"type": ["string", "number", "null"], "description": "Free text."},
            "effect": _one_of(EFFECTS, "What it did."),
            "still": {**_TRUTH, "description": "Whether it goes on."},
        },
        "One treatment.",
    )
    return {**table, "type": "object", "required": ["what"]}


def _object(properties: dict[str, Any], description: str) -> dict[str, Any]:
    return {
        "description": description,
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": properties,
    }


def _list_of(name: str, description: str) -> dict[str, Any]:
    return {"description": description, "type": ["array", "null"], "items": {"$ref": f"#/$defs/{name}"}}


def _one_of(words: tuple[str, ...], description: str) -> dict[str, Any]:
    return {"description": description, "enum": [*words, None]}


def _text(description: str) -> dict[str, Any]:
    return {"description": description, "type": ["string", "null"]}


def _number(description: str, maximum: float | None = None) -> dict[str, Any]:
    limits = {"minimum": 0} if maximum is None else {"minimum": 0, "maximum": maximum}
    return {"description": description, "type": ["number", "null"], **limits}
