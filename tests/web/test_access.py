"""A phone in the same network: a link that works once, for one case, for a while."""

import pytest

from inference.shipped import KNOWLEDGE
from tests.web.caller import Caller
from whatelse.interview.session import Session
from whatelse.web import create_app
from whatelse.web.access import LASTS, Access
from whatelse.web.cases import MemoryCases

AT = "2026-01-01T00:00:00Z"
HOME, LAN = ("127.0.0.1", 8080), ("192.168.7.7", 8080)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def both(clock: Clock) -> tuple[Caller, Caller, Access]:
    """The own computer, the phone, and the phone's way in."""
    cases = MemoryCases()
    case = cases.open(Session.open(KNOWLEDGE, AT).events[0])
    access = Access(LAN[0], case, clock=clock)
    app = create_app(KNOWLEDGE, cases, access)
    return Caller(app), Caller(app, host="192.168.7.7:8080", server=LAN), access


def test_without_a_way_in_only_the_own_computer_is_answered() -> None:
    app = create_app(KNOWLEDGE)
    assert Caller(app, host="192.168.7.7:8080", server=LAN).get("/").status == 421


def test_the_phone_gets_in_with_its_link_and_stays_in(both: tuple[Caller, Caller, Access]) -> None:
    _, phone, access = both
    first = phone.get(access.path)
    assert first.status == 200 and "How old are you?" in first.text
    assert "token" not in first.path
    assert phone.get(f"/c/{access.case}").status == 200
    answer = phone.post(f"/c/{access.case}/answer", {"n": first.number, "key": "age", "number": "41"})
    assert answer.status == 200 and answer.key == "sex"


def test_without_the_token_nothing_is_shown(both: tuple[Caller, Caller, Access]) -> None:
    _, phone, access = both
    for path in ("/", f"/c/{access.case}", "/api/knowledge", f"/c/{access.case}?token=wrong", "/static/app.css"):
        assert phone.get(path).status == 403


def test_the_link_works_once(both: tuple[Caller, Caller, Access]) -> None:
    _, phone, access = both
    assert phone.get(access.path).status == 200
    other = Caller(phone.app, host=phone.host, server=LAN)
    assert other.get(access.path).status == 403
    assert phone.get(f"/c/{access.case}").status == 200


def test_it_opens_one_case_only(both: tuple[Caller, Caller, Access]) -> None:
    home, phone, access = both
    other = home.post("/cases", {"for": "runner"}, follow=False).headers["location"]
    phone.get(access.path)
    for path in ("/", other, f"{other}/result", f"/c/{access.case}x", "/api/knowledge"):
        assert phone.get(path).status == 403
    for path in (f"/c/{access.case}/answers", "/about", "/accessibility", "/static/app.css"):
        assert phone.get(path).status == 200


def test_it_runs_out(both: tuple[Caller, Caller, Access], clock: Clock) -> None:
    home, phone, access = both
    assert phone.get(access.path).status == 200
    clock.now = LASTS + 1
    assert phone.get(f"/c/{access.case}").status == 403
    assert home.get(f"/c/{access.case}").status == 200


def test_a_link_that_was_never_used_runs_out_too(both: tuple[Caller, Caller, Access], clock: Clock) -> None:
    _, phone, access = both
    clock.now = LASTS + 1
    assert phone.get(access.path).status == 403


def test_the_name_of_the_own_computer_opens_nothing_over_the_network(both: tuple[Caller, Caller, Access]) -> None:
    _, phone, access = both
    assert Caller(phone.app, host="127.0.0.1:8080", server=LAN).get(access.path).status == 421
    assert Caller(phone.app, host="evil.example", server=LAN).get(access.path).status == 421


def test_the_cookie_cannot_be_read_by_a_script(both: tuple[Caller, Caller, Access]) -> None:
    _, phone, access = both
    header = phone.get(access.path, follow=False).headers["set-cookie"].lower()
    assert "httponly" in header and "samesite" in header
    assert access.token.lower() not in header


def test_no_two_links_are_the_same() -> None:
    assert len({Access("192.168.7.7", "x").token for _ in range(50)}) == 50
