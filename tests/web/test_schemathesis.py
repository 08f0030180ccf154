"""The API against its own OpenAPI document, as a stranger would try it: all that it allows, and what it forbids.

Schemathesis makes the requests. It is told which findings there are, so that it does not spend itself on unknown ids.
"""

from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from inference.shipped import KNOWLEDGE
from sampling import sample
from tests.web.caller import Caller
from whatelse.web import create_app
from whatelse.web.api.routes import ROOMS

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed (requirements/dev.txt)")

BASE = "http://127.0.0.1:8080"
#: Requests to one address in one test, beside those that go through the limits of each field one by one.
MOST = sample(12, 300)
#: A request that fits the document may still tell of an unknown setting, or answer a question with a number that has
#: yes and no only: such is refused with 422, which is in the document.
NOT_ASKED = ("positive_data_acceptance",)
#: Where the limits of each field are gone through one by one in the long run only: the same fields as of the others.
LONG = sample(["/api/assess", "/api/explain", "/api/plan"], [])


def narrowed(document: dict[str, Any]) -> dict[str, Any]:
    """The document with the ids that there are; pairs written so that the tool can read them."""
    case = document["components"]["schemas"]["Case"]["properties"]
    case["findings"]["propertyNames"] = {"enum": sorted(KNOWLEDGE.findings)}
    _, name = document["paths"]["/api/knowledge/{room}/{id}"]["get"]["parameters"]
    name["schema"] = {"enum": [next(iter(getattr(KNOWLEDGE, room))) for room in ROOMS]}
    return without_pairs(document)


def without_pairs(part: Any) -> Any:
    """Lists of two kinds in a fixed order: in answers the tool reads them as a fault of the document."""
    if isinstance(part, list):
        return [without_pairs(one) for one in part]
    if not isinstance(part, dict):
        return part
    found = {key: without_pairs(value) for key, value in part.items() if key != "prefixItems"}
    return found | {"items": {"anyOf": part["prefixItems"]}} if "prefixItems" in part else found


LIMITS = [{"include-path": path, "phases": {"coverage": {"enabled": False}}} for path in LONG]
SCHEMA = schemathesis.openapi.from_dict(
    narrowed(Caller().get("/api/openapi.json").json),
    config=schemathesis.config.SchemathesisConfig.from_dict({"operations": LIMITS}),
)
SCHEMA.app = create_app(KNOWLEDGE)
CHECKS = [check for check in schemathesis.checks.CHECKS.get_all() if check.__name__ not in NOT_ASKED]


@SCHEMA.parametrize()
@settings(max_examples=MOST, suppress_health_check=list(HealthCheck))
def test_every_answer_is_one_that_the_document_names(case: Any) -> None:
    answer = case.call(base_url=BASE)
    case.validate_response(answer, checks=CHECKS)
