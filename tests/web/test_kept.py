"""The store on disk behind the web app: the same cases as in memory, and still there afterwards."""

from pathlib import Path

import pytest

from whatelse.interview.events import Event, following, text_of
from whatelse.web.cases import Cases, Conflict, MemoryCases
from whatelse.web.kept import open_cases


def events(count: int) -> list[Event]:
    made: list[Event] = []
    for n in range(count):
        data = {"audience": "runner"} if n == 0 else {"key": f"q{n}", "value": n}
        made.append(following(made, "answered" if n else "opened", data, f"2025-03-01T10:00:{n:02d}Z"))
    return made


@pytest.fixture(params=["memory", "disk"])
def cases(request: pytest.FixtureRequest, tmp_path: Path) -> Cases:
    return MemoryCases() if request.param == "memory" else open_cases(tmp_path / "cases.sqlite")


def test_both_keep_list_export_and_forget_alike(cases: Cases) -> None:
    made = events(4)
    case = cases.open(made[0])
    cases.append(case, made[1:3])
    cases.append(case, made[3:])
    assert cases.events(case) == tuple(made)
    assert cases.export(case) == text_of(made)
    (info,) = cases.list()
    assert (info.id, info.audience, info.events, info.finished) == (case, "runner", 4, False)
    assert (info.opened, info.last) == (made[0].time, made[3].time)
    cases.delete(case)
    assert cases.list() == ()
    with pytest.raises(KeyError):
        cases.events(case)


def test_both_tell_the_second_tab(cases: Cases) -> None:
    made = events(3)
    case = cases.open(made[0])
    cases.append(case, made[1:2])
    with pytest.raises(Conflict):
        cases.append(case, [following(made[:1], "answered", {"key": "other"}, "2025-03-01T11:00:00Z")])
    assert cases.events(case) == tuple(made[:2])


def test_what_is_on_disk_is_there_for_the_next_process(tmp_path: Path) -> None:
    made = events(3)
    case = open_cases(tmp_path / "cases.sqlite").open(made[0])
    open_cases(tmp_path / "cases.sqlite").append(case, made[1:])
    assert open_cases(tmp_path / "cases.sqlite").events(case) == tuple(made)
