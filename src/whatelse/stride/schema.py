"""The JSON Schema of an analysis (draft 2020-12), made from the types that write it."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from whatelse.stride.types import StrideAnalysis

_PERCENTILES = {"percentile", "percentile_low", "percentile_high"}


def stride_schema() -> dict[str, Any]:
    """The published schema of ``StrideAnalysis.to_json()``."""
    schema = msgspec.json.schema(StrideAnalysis)
    for table in schema["$defs"].values():
        table["description"] = " ".join(table.get("description", "").split())
        for name, field in table.get("properties", {}).items():
            if name in _PERCENTILES:
                for option in field.get("anyOf", ()):
                    if option.get("type") == "number":
                        option |= {"minimum": 0, "maximum": 100}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "StrideAnalysis",
        **schema,
    }


def stride_schema_text() -> str:
    """The schema as it is published in ``docs/schema/stride.schema.json``."""
    return json.dumps(stride_schema(), indent=2) + "\n"
