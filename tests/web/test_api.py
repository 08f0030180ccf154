"""The API: the same answers as the library, the same bytes each time, plain problems, no surprise for any input."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.shipped import KNOWLEDGE, example
from sampling import sample
from tests.web.caller import Caller
from whatelse.inference.explanation import explain_case
from whatelse.inference.weigh import weigh
from whatelse.plan import plan_for
from whatelse.plan.alarm import alarm_of
from whatelse.triage import assess
from whatelse.web.api.routes import CALLS, READS

CALLER = Caller()
CASE = {"side": "left", "findings": {"worse_sitting": True, "pain_sit_bone": "probably", "weeks_since_onset": 30}}
PATHS = [f"/api{call.path}" for call in CALLS]


def test_assess_answers_as_the_library_does() -> None:
    case = example("sit_bone_30_weeks")
    answer = CALLER.post_json("/api/assess", {"case": case.to_dict()})
    assert msgspec.json.encode(answer.json["assessment"]) == assess(case, KNOWLEDGE).to_json().encode()
    assert answer.json["intervals"] is None


def test_explain_triage_and_plan_answer_as_the_library_does() -> None:
    case = example("mild_strain_week_1")
    body = {"case": case.to_dict()}
    weighed = weigh(case, KNOWLEDGE)
    assert CALLER.post_json("/api/explain", body).body == explain_case(case, KNOWLEDGE).to_json().encode()
    assert CALLER.post_json("/api/triage", body).body == assess(case, KNOWLEDGE).triage.to_json().encode()
    assert CALLER.post_json("/api/plan", body).body == plan_for(weighed, alarm_of(weighed)).to_json().encode()


@pytest.mark.parametrize("path", PATHS)
def test_the_same_request_gives_the_same_bytes(path: str) -> None:
    assert CALLER.post_json(path, {"case": CASE}).body == CALLER.post_json(path, {"case": CASE}).body


def test_intervals_and_reasons_come_where_they_are_asked_for() -> None:
    answer = CALLER.post_json(
        "/api/assess", {"case": {"findings": {"worse_sitting": True}}, "intervals": True, "why": True}
    )
    assert answer.json["intervals"]["ranking"] and answer.json["explanation"]["causes"]


def test_the_next_question_puts_every_screen_first_and_then_questions() -> None:
    case: dict = {"person": {"age": 41, "sex": "female"}, "findings": {}}
    kinds = []
    for _ in range(9):
        answer = CALLER.post_json("/api/next-question", {"case": case}).json
        kinds.append(answer["kind"])
        if answer["kind"] != "screen":
            break
        names = [name for line in answer["screen"]["lines"] for name in line["findings"]]
        case["findings"] |= {name: {"value": False, "by": "asked"} for name in names}
    assert kinds == ["screen"] * 5 + ["question"]


def test_what_nobody_knows_is_not_asked_twice() -> None:
    case: dict = {"person": {"age": 41, "sex": "female"}, "findings": {}}
    seen: list[str] = []
    for _ in range(60):
        answer = CALLER.post_json(
            "/api/next-question", {"case": case, "asked": seen, "limit": max(0, 8 - len(seen))}
        ).json
        if answer["kind"] == "finished":
            break
        if answer["kind"] == "screen":
            names = [name for line in answer["screen"]["lines"] for name in line["findings"]]
        else:
            names = [answer["question"]["id"]]
            assert not set(names) & set(seen)
            seen += names
        case["findings"] |= {n: {"by": "asked", "value": None} for n in names if n in KNOWLEDGE.findings}
    assert answer["kind"] == "finished" and answer["stop_reason"]


def test_an_emergency_is_told_with_every_next_question() -> None:
    answer = CALLER.post_json("/api/next-question", {"case": {"findings": {"saddle_anaesthesia": True}}}).json
    assert answer["alarms"][0]["rule"] == "E1"


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        (b"{", 400, ""),
        (b"\xff\xfe", 400, ""),
        (b'{"case":{"a":' + b"[" * 5000, 400, ""),
        (b"[]", 422, "object"),
        ({"case": 3}, 422, "$.case"),
        ({"cases": {}}, 422, "cases"),
        ({"case": {"findings": {"worse_siting": True}}}, 422, "worse_sitting"),
        ({"case": {"findings": {"worse_sitting": "maybe"}}}, 422, "expected yes"),
        ({"case": {}, "setting": "moon"}, 422, "moon"),
        ({"case": {"person": {"age": 900}}}, 422, "age"),
    ],
)
@pytest.mark.parametrize("path", ["/api/assess", "/api/triage", "/api/next-question"])
def test_a_bad_request_is_told_in_one_line(path: str, body: object, status: int, says: str) -> None:
    answer = CALLER.post_json(path, body)
    assert answer.status == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json["status"] == status and answer.json["title"]
    assert says in answer.json["detail"] + answer.json["field"]
    assert "Traceback" not in answer.text and "\n" not in answer.json["detail"]


def test_another_type_method_or_address_is_a_problem_too() -> None:
    for answer, status in (
        (CALLER.post("/api/assess", {"case": "x"}), 415),
        (CALLER.get("/api/assess"), 405),
        (CALLER.get("/api/nothing"), 404),
        (CALLER.get("/api/knowledge/nothing"), 404),
        (CALLER.get("/api/knowledge/no\nthing"), 404),
        (CALLER.get("/api/knowledge/conditions/nothing"), 404),
    ):
        assert (answer.status, answer.headers["content-type"]) == (status, "application/problem+json")


def test_what_is_known_can_be_read() -> None:
    whole = CALLER.get("/api/knowledge").json
    assert whole["digest"] == KNOWLEDGE.digest
    listed = CALLER.get("/api/knowledge/conditions").json
    assert len(listed) == whole["rooms"]["conditions"]
    assert CALLER.get("/api/knowledge/conditions/pht").json["label"] == KNOWLEDGE.conditions["pht"].label
    assert CALLER.get("/api/knowledge/body-map").json["region"]


# ------------------------------------------------------------ the document


def test_the_document_names_every_address_and_no_other() -> None:
    document = CALLER.get("/api/openapi.json").json
    assert document["openapi"].startswith("3.1")
    assert set(document["paths"]) == {f"/api{call.path}" for call in CALLS} | {f"/api{path}" for path, *_ in READS}


def test_every_reference_of_the_document_leads_somewhere() -> None:
    text = CALLER.get("/api/openapi.json").text
    document = msgspec.json.decode(text)
    names = set(document["components"]["schemas"])
    used = {part.split('"')[0] for part in text.split('"#/components/schemas/')[1:]}
    assert used <= names
    assert "$defs" not in text


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.path)
def test_answers_are_what_the_document_says(call: object) -> None:
    import jsonschema

    document = CALLER.get("/api/openapi.json").json
    answer = CALLER.post_json(f"/api{call.path}", {"case": CASE})
    content = document["paths"][f"/api{call.path}"]["post"]["responses"]["200"]["content"]["application/json"]
    schema = {**content["schema"], "components": document["components"]}
    jsonschema.Draft202012Validator(schema).validate(answer.json)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
FINDINGS = st.dictionaries(
    st.sampled_from(sorted(KNOWLEDGE.findings)) | st.text(max_size=8),
    st.booleans() | st.floats(-10, 200) | st.sampled_from(["yes", "no", "unknown", "3/5", "not tested"]) | ANYTHING,
    max_size=4,
)


BODIES = st.fixed_dictionaries({"case": st.fixed_dictionaries({"findings": FINDINGS})})


@settings(max_examples=sample(40, 500))
@given(
    st.sampled_from(PATHS), ANYTHING | st.fixed_dictionaries({"case": st.fixed_dictionaries({"findings": FINDINGS})})
)
def test_nothing_that_is_sent_breaks_it(path: str, body: object) -> None:
    raw = str(body).encode() if _is_odd(body) else msgspec.json.encode(body)
    answer = CALLER.post_json(path, raw)
    assert answer.status in (200, 400, 422), answer.text
    if answer.status != 200:
        assert answer.json["status"] == answer.status


def _is_odd(body: object) -> bool:
    """JSON has no such numbers; then the bytes are sent as they are written."""
    text = str(body)
    return "nan" in text or "inf" in text
