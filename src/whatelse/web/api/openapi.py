"""The OpenAPI 3.1 document, made from the types and the list of addresses: it cannot say anything else than they do."""

from __future__ import annotations

import functools
import re
from typing import Any

import msgspec

from whatelse.case.schema import case_schema
from whatelse.version import __version__
from whatelse.web.api.routes import CALLS, READS, ROOMS
from whatelse.web.api.types import Problem

_REF = "#/components/schemas/{name}"
_PROBLEMS = {
    "400": "The body is no JSON",
    "403": "The request came from another site",
    "404": "There is no such thing",
    "413": "The request is too large",
    "415": "The body is not application/json",
    "421": "The Host is not this computer",
    "422": "The case, or another field, cannot be used",
    "503": "No answer in time",
}
#: What may come back from an address that takes a request.
_TO_CALLS = ("400", "403", "413", "415", "421", "422", "503")


@functools.cache
def document() -> dict[str, Any]:
    """The document as plain values."""
    given = [gives if isinstance(gives, tuple) else (gives,) for _, _, gives, _ in READS]
    kinds = [*(call.takes for call in CALLS), *(call.gives for call in CALLS), *(t for some in given for t in some)]
    unique = list(dict.fromkeys((*kinds, Problem)))
    shapes, components = msgspec.json.schema_components(unique, ref_template=_REF)
    known = dict(zip(unique, shapes, strict=True))
    components["Case"] = _case(components)
    for name in {call.takes.__name__ for call in CALLS}:
        components[name]["properties"]["case"] = {"$ref": _REF.format(name="Case")}
    for shape in components.values():
        if "description" in shape:
            shape["description"] = " ".join(shape["description"].split())
    paths: dict[str, Any] = {}
    for call in CALLS:
        paths[f"/api{call.path}"] = {
            "post": {
                "operationId": call.path.strip("/").replace("-", "_"),
                "summary": call.summary,
                "requestBody": {"required": True, "content": {"application/json": {"schema": known[call.takes]}}},
                "responses": _responses(known[call.gives], _TO_CALLS),
            }
        }
    for (path, handler, _, summary), some in zip(READS, given, strict=True):
        shape = known[some[0]] if len(some) == 1 else {"anyOf": [known[one] for one in some]}
        names = re.findall(r"{(\w+)}", path)
        paths[f"/api{path}"] = {
            "get": {
                "operationId": f"knowledge_{handler.__name__}",
                "summary": summary,
                "parameters": [_parameter(name) for name in names],
                "responses": _responses(shape, ("404", "421") if names else ("421",)),
            }
        }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "whatelse",
            "version": __version__,
            "summary": "What else could a runner's pain in the back of the thigh be?",
            "description": (
                "Stateless: the same request gives the same bytes. Probabilities are marginal probabilities of a "
                "stated model, never validated on patients; no diagnosis. Runs on the own computer."
            ),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {"schemas": components},
    }


def _responses(shape: dict[str, Any], problems: tuple[str, ...]) -> dict[str, Any]:
    out: dict[str, Any] = {"200": {"description": "The answer", "content": {"application/json": {"schema": shape}}}}
    for status in problems:
        content = {"application/problem+json": {"schema": {"$ref": _REF.format(name="Problem")}}}
        out[status] = {"description": _PROBLEMS[status], "content": content}
    return out


def _parameter(name: str) -> dict[str, Any]:
    shape: dict[str, Any] = {"type": "string", "minLength": 1}
    if name == "room":
        shape = {"type": "string", "enum": list(ROOMS)}
    return {"name": name, "in": "path", "required": True, "schema": shape}


def _case(components: dict[str, Any]) -> dict[str, Any]:
    """The published schema of a case, its inner shapes beside those of the API."""
    whole = case_schema()
    inner = whole.pop("$defs")
    whole.pop("$schema")

    def moved(part: Any) -> Any:
        if isinstance(part, dict):
            return {key: _moved(value) if key == "$ref" else moved(value) for key, value in part.items()}
        return [moved(item) for item in part] if isinstance(part, list) else part

    for name, shape in inner.items():
        components[f"Case_{name}"] = moved(shape)
    found: dict[str, Any] = moved(whole)
    found["type"] = "object"
    return found


def _moved(ref: str) -> str:
    return _REF.format(name=f"Case_{ref.rpartition('/')[2]}")
