"""The door: who may ask, from where, how much."""

import pytest

from tests.web.caller import Caller, opened

PAGES = ("/", "/about", "/accessibility", "/api/openapi.json", "/api/knowledge", "/nothing-here")


@pytest.fixture(scope="module")
def caller() -> Caller:
    return Caller()


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8080", "127.0.0.1.evil.example", "192.168.1.5", ""])
@pytest.mark.parametrize("path", ["/", "/api/knowledge", "/static/app.css"])
def test_a_foreign_host_name_is_refused(caller: Caller, host: str, path: str) -> None:
    answer = caller.get(path, {"host": host})
    assert answer.status == 421
    assert b"whatelse" not in answer.body


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:9", "localhost:8080", "LOCALHOST", "[::1]:8080"])
def test_the_own_names_are_let_in(caller: Caller, host: str) -> None:
    assert caller.get("/", {"host": host}).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["/cases", "/c/x/answer", "/c/x/delete"])
def test_a_form_of_another_site_is_refused(caller: Caller, headers: dict[str, str], path: str) -> None:
    assert caller.post(path, {"for": "runner"}, headers).status == 403


def test_a_request_of_another_site_to_the_api_is_refused(caller: Caller) -> None:
    assert caller.post_json("/api/assess", {"case": {}}, {"origin": "https://evil.example"}).status == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "evil.example"}, 421),
        ({"origin": "https://evil.example"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"content-length": "999999"}, 413),
    ],
)
def test_the_door_refuses_a_request_to_the_api_in_the_form_of_its_document(
    caller: Caller, headers: dict[str, str], status: int
) -> None:
    answer = caller.post_json("/api/assess", {"case": {}}, headers)
    assert (answer.status, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json["status"] == status and answer.json["detail"]
    named = caller.get("/api/openapi.json").json["paths"]["/api/assess"]["post"]["responses"]
    assert "application/problem+json" in named[str(status)]["content"]


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_policy(caller: Caller, path: str) -> None:
    headers = caller.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["x-frame-options"] == "DENY"


def test_refusals_carry_the_policy_too(caller: Caller) -> None:
    assert "default-src 'none'" in caller.get("/", {"host": "evil.example"}).headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/", "/about", "/accessibility"])
def test_no_page_has_a_script_or_style_of_its_own(caller: Caller, path: str) -> None:
    text = caller.get(path).text
    assert "<style" not in text and " style=" not in text and " onclick" not in text
    assert "<script>" not in text


def test_too_much_is_refused_before_it_is_read(caller: Caller) -> None:
    case = opened(caller)
    assert caller.post(f"{case}/answer", {"told": "x" * 70_000}).status == 413
    assert caller.post_json("/api/assess", b"[" + b" " * 300_000 + b"]").status == 413


def test_a_length_that_lies_does_not_help(caller: Caller) -> None:
    answer = caller.post_json("/api/assess", b"{" + b" " * 300_000 + b"}", {"content-length": "10"})
    assert answer.status == 413
    form = caller.post("/cases", {"for": "x" * 100_000}, {"content-length": "10"})
    assert form.status == 413


@pytest.mark.parametrize("length", ["-1", "many", "9" * 30])
def test_a_length_that_is_no_number_is_refused(caller: Caller, length: str) -> None:
    assert caller.post("/cases", {"for": "runner"}, {"content-length": length}).status == 413


def test_another_method_is_refused(caller: Caller) -> None:
    for method in ("PUT", "DELETE", "PATCH", "TRACE"):
        assert caller.method(method, "/").status in (403, 405)
    assert caller.get("/cases").status == 405


def test_an_unknown_case_is_told_plainly(caller: Caller) -> None:
    for path in ("/c/nothing", "/c/nothing/result", "/c/nothing/answers", "/c/nothing/events.jsonl"):
        answer = caller.get(path)
        assert answer.status == 404
        assert "There is no such case" in answer.text
