"""The JSON Schema of the answer (draft 2020-12), made from the types that write it."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from whatelse.triage.assessment import Assessment

#: Fields that hold a probability; the types say only that they hold a number.
PROBABILITIES = {"probability", "something_else"}


def assessment_schema() -> dict[str, Any]:
    """The published schema of one line of ``whatelse assess --json``."""
    schema = msgspec.json.schema(Assessment)
    for table in schema["$defs"].values():
        table["description"] = " ".join(table.get("description", "").split())
        for name, field in table.get("properties", {}).items():
            if name in PROBABILITIES:
                field |= {"minimum": 0, "maximum": 1}
            if name == "ranking":
                field["items"]["prefixItems"][1] |= {"minimum": 0, "maximum": 1}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Assessment",
        **schema,
    }


def assessment_schema_text() -> str:
    """The schema as it is published in ``docs/schema/assessment.schema.json``."""
    return json.dumps(assessment_schema(), indent=2) + "\n"
