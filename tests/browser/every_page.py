"""Every page that the app can show, each with the way to it and the templates that it is made of.

The answers before a page are given without a browser; only the page itself is opened, and what leads to it pressed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from inference.shipped import KNOWLEDGE, case
from tests.web.caller import SAID, Answer, Caller, opened, reply
from whatelse.interview.events import Event
from whatelse.interview.session import Session
from whatelse.interview.types import RuleIn

Said = dict[str, dict[str, Any]]
EMERGENCY: Said = {**SAID, "screen:nerves": {"line": ["saddle_anaesthesia"], "rest": "none"}}
FOUND: Said = {
    **SAID,
    "scan": {"kind": "MRI", "part": "thigh", "result": "abnormal", "last": "1"},
    "scan:1": {"value": "dont_know", "last": "1"},
}
CHILD: Said = {**SAID, "age": {"number": "14"}}
NOT_KNOWN: Said = {"told": {"nobody": "1"}, "tried": {"nothing": "1"}, "site": {"value": "dont_know"}}
#: The test at home that has a drawing and takes readings.
MEASURED = "hip_rotation_asymmetry"


class Ways:
    """The ways of people through the interview on one app. Each is gone once; a case is a copy of how far it went."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller
        self._gone: dict[tuple[str, int], list[tuple[Answer, tuple[Event, ...]]]] = {}

    def at(self, until: Callable[[Answer], bool], audience: str = "runner", said: Said = SAID) -> str:
        """The address of a new case that stands at the first page of which ``until`` is true."""
        way = (audience, id(said))
        if way not in self._gone:
            self._gone[way] = list(self._pages(opened(self.caller, audience), said))
        events = next(events for page, events in self._gone[way] if until(page))
        cases = self.caller.app.app.state.desk.cases
        case = cases.open(events[0])
        cases.append(case, events[1:])
        return f"/c/{case}"

    def answered(self, base: str, until: Callable[[Answer], bool]) -> str:
        """A case answered up to such a page."""
        for page, _ in self._pages(base, SAID):
            if until(page):
                return base
        raise AssertionError("no such page")

    def _pages(self, base: str, said: Said) -> Iterator[tuple[Answer, tuple[Event, ...]]]:
        cases, page = self.caller.app.app.state.desk.cases, self.caller.get(base)
        while not is_result(page):
            yield page, cases.events(base.removeprefix("/c/"))
            page = self.caller.post(f"{base}/answer" if page.key else f"{base}/read", reply(page, said))
            assert page.status == 200, page.text
        yield page, cases.events(base.removeprefix("/c/"))


def asks(key: str) -> Callable[[Answer], bool]:
    return lambda page: page.key == key


def has(text: str) -> Callable[[Answer], bool]:
    return lambda page: text in page.text


def is_result(page: Answer) -> bool:
    return page.path.endswith("/result")


def at_home(ways: Ways) -> str:
    """A runner of whom all is known but what tests at home tell, asked about the hip."""
    tests = KNOWLEDGE.self_tests.tests
    plain = [one for one in KNOWLEDGE.findings.values() if one.type == "yes_no" and one.stage == "history"]
    told = {one.id: one.active != "yes" for one in plain if one.id not in tests}
    told |= {"worse_sitting": True, "pain_sit_bone": True}
    known = case({**told, "weeks_since_onset": 30}, person={"age": 41, "sex": "female"}, side="left")
    desk = ways.caller.app.app.state.desk
    session = Session.open(KNOWLEDGE, desk.clock(), case=known, mode=RuleIn("fai"))
    return ways.answered(f"/c/{desk.cases.open(session.events[0])}", asks(MEASURED))


def with_readings(ways: Ways) -> str:
    """The same one question later, after readings that differ by less than they can be wrong."""
    base = at_home(ways)
    form = {
        "n": ways.caller.get(base).number,
        "key": MEASURED,
        "left_readings": "41 43 42",
        "right_readings": "43 42 44",
    }
    assert ways.caller.post(f"{base}/answer", form).status == 200
    return base


def _press(name: str) -> Callable[[Any], None]:
    return lambda page: page.get_by_role("button", name=name, exact=True).click()


@dataclass(frozen=True)
class Page:
    """leads: gives its address. after: what is pressed there, once meanwhile something was done elsewhere.

    made_of: its templates. answered: what the browser may note in its console, a refused answer.
    """

    made_of: str
    leads: Callable[[Ways], str]
    press: Callable[[Any], None] | None = None
    meanwhile: Callable[[Caller, str], object] | None = None
    refused: bool = False

    @property
    def templates(self) -> set[str]:
        return {f"{name}.html" for name in ("base", *self.made_of.split())}


def _late(caller: Caller, path: str) -> object:
    return caller.post(f"{path}/answer", reply(caller.get(path)))


def _path(base: Callable[[Ways], str], more: str) -> Callable[[Ways], str]:
    return lambda ways: base(ways) + more


def _at(until: Callable[[Answer], bool], audience: str = "runner", said: Said = SAID) -> Callable[[Ways], str]:
    return lambda ways: ways.at(until, audience, said)


def _new(ways: Ways) -> str:
    return opened(ways.caller)


def _new_of_a_clinician(ways: Ways) -> str:
    return opened(ways.caller, "clinician")


_done, _seen = _at(is_result), _at(is_result, "clinician")
RESULT = "result part_sources"
PAGES: dict[str, Page] = {
    "start": Page("start", lambda ways: _new(ways) and "/"),
    "about": Page("about", lambda ways: "/about"),
    "accessibility": Page("accessibility", lambda ways: "/accessibility"),
    "no such page": Page("error", lambda ways: "/nothing-here", refused=True),
    "no such case": Page("error", lambda ways: "/c/nothing", refused=True),
    # ------------------------------------------------------------ a runner is asked
    "a number": Page("step question progress", _new),
    "a number that is missing": Page("step question progress", _new, _press("Next"), refused=True),
    "a list of signs": Page("step screen", _at(asks("screen:leg"))),
    "a list left open": Page("step screen", _at(asks("screen:leg")), _press("Next"), refused=True),
    "an alarm": Page("step alarm", _at(has("Stop and read this"), said=EMERGENCY)),
    "what were you told": Page("step told", _at(asks("told"))),
    "what have you tried": Page("step tried", _at(asks("tried"))),
    "have you had a scan": Page("step scan", _at(asks("scan"))),
    "what the scan showed": Page("step scan", _at(has("What did the scan show?"), said=FOUND)),
    "the body": Page("step site progress", _at(asks("site"))),
    "the body again": Page("step site progress", _path(_at(asks("weeks_since_onset")), "/again/site")),
    "yes or no": Page("step question progress", _at(asks("worse_sitting"))),
    "yes or no again": Page("step question progress", _path(_done, "/again/worse_sitting")),
    "a test at home by looking": Page("step question progress self_test", _at(asks("swelling_or_bruising"))),
    "a test at home": Page("step question progress self_test", at_home),
    "after a test at home": Page("step question progress", with_readings),
    "a test at home again": Page("step question progress self_test", _path(with_readings, f"/again/{MEASURED}")),
    "gone on elsewhere": Page("conflict", _new, _press("Next"), _late, refused=True),
    "the answers": Page("answers", _path(_done, "/answers")),
    "no answers yet": Page("answers", _path(_new, "/answers")),
    "delete": Page("delete", _path(_new, "/answers"), _press("Delete this case")),
    # ------------------------------------------------------------ a runner's result
    "a result": Page(f"{RESULT} part_challenge", _path(_done, "/result")),
    "a result where nothing is known": Page(RESULT, _path(_at(is_result, said=NOT_KNOWN), "/result")),
    "a result in an emergency": Page(f"{RESULT} part_challenge", _path(_at(is_result, said=EMERGENCY), "/result")),
    "a result of a child": Page(RESULT, _path(_at(is_result, said=CHILD), "/result")),
    "the hips in an emergency": Page("mechanics_stopped", _path(_at(is_result, said=EMERGENCY), "/mechanics")),
    "the ranges": Page("part_page part_sources", _path(_done, "/part/ranges")),
    "the challenge": Page("part_page part_challenge", _path(_done, "/part/challenge")),
    # ------------------------------------------------------------ a clinician
    "a clinician: a number": Page("step question progress", _new_of_a_clinician),
    "a clinician: a list of signs": Page("step screen", _at(asks("screen:nerves"), "clinician")),
    "a clinician: an alarm": Page("step alarm", _at(has("Stop and read this"), "clinician", EMERGENCY)),
    "a clinician: what was told": Page("step told", _at(asks("told"), "clinician")),
    "a clinician: what was tried": Page("step tried", _at(asks("tried"), "clinician")),
    "a clinician: the body": Page("step site progress", _at(asks("site"), "clinician")),
    "a clinician: yes or no": Page("step question progress", _at(asks("worse_sitting"), "clinician")),
    "a clinician: how to test": Page("step question progress", _at(has("How to do it"), "clinician")),
    "a clinician: answers": Page("answers", _path(_seen, "/answers")),
    "an open sheet": Page("sheet", _path(_new_of_a_clinician, "/sheet")),
    "the sheet": Page("sheet part_ranking part_why part_challenge part_text", _path(_seen, "/sheet")),
    "the sheet of a search": Page(
        "sheet part_ranking part_why part_challenge part_text", _path(_seen, "/sheet?q=slump")
    ),
    "the sheet of a vain search": Page(
        "sheet part_ranking part_why part_challenge part_text", _path(_seen, "/sheet?q=nowhere")
    ),
    "the sheet of a runner": Page(
        "sheet part_ranking part_why part_challenge part_text", _path(_done, "/result?for=clinician")
    ),
    "the runner's page of a clinician": Page(f"{RESULT} part_challenge", _path(_seen, "/result?for=runner")),
    "the ranking": Page("part_page part_ranking", _path(_seen, "/part/intervals")),
    "why": Page("part_page part_why", _path(_seen, "/part/why")),
    "the challenge of a clinician": Page("part_page part_challenge", _path(_seen, "/part/challenge?for=clinician")),
    "the examination": Page("part_page part_text", _path(_seen, "/part/exam")),
    "the note": Page("part_page part_text", _path(_seen, "/part/note")),
}
