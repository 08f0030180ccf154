"""The interview as pages: one step a page, plain forms. Each answer is one event, and then the next page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import anyio.to_thread
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from whatelse.errors import InputError
from whatelse.interview.moved import moved
from whatelse.interview.scans import LATER, kinds, places
from whatelse.interview.session import Session
from whatelse.interview.shorthand import Parsed
from whatelse.interview.steps import Ask, AskScan, AskTried, Finished, Interrupt, ShowScreen
from whatelse.interview.types import AGE, SEX, SIDE, SITE
from whatelse.knowledge.body_map import BodyMap, Marks
from whatelse.report.interview import answered_words, moved_lines, said, why_lines
from whatelse.report.scan_words import scan_name
from whatelse.web.desk import Desk, expect
from whatelse.web.forms import DONT_KNOW, OTHERS, YES, is_last, marks_from, marks_in, marks_line, value_of
from whatelse.web.pages import page
from whatelse.web.self_tested import last_measured, readings, self_test_values
from whatelse.web.site import site_values

#: What is said where an answer and an earlier one cannot both be true.
AGAINST = (
    "That does not go with what you said before. Look at your answers, and change the one that is wrong, or answer "
    "this one in another way."
)
#: Wider than any line: the browser wraps.
WIDE = 100_000


def show(request: Request) -> Response:
    """The step that the case stands at; its result once nothing more is asked."""
    desk: Desk = request.app.state.desk
    case = request.path_params["case"]
    session = desk.session(case)
    if isinstance(session.step, Finished):
        return RedirectResponse(f"/c/{case}/result", 303)
    return _page(request, case, session)


def show_again(request: Request) -> Response:
    """An earlier step with what was answered there, to answer it otherwise."""
    desk: Desk = request.app.state.desk
    case, key = request.path_params["case"], request.path_params["key"]
    return _page(request, case, desk.session(case).at_key(key))


def _page(request: Request, case: str, session: Session, error: str = "", status: int = 200) -> Response:
    session = _whole(session)
    step = session.step
    values: dict[str, Any] = {
        "case": case,
        "number": len(session.events),
        "step": step,
        "again": session.cursor is not None,
        "error": error,
        "audience": session.terms.audience,
        "why": why_lines(step, session.knowledge, WIDE, session.terms.audience),
        "back": _back(session),
        "has_answers": bool(session.answers),
        "changed": _changed(session, request) if session.cursor is None and not error else (),
        "can_stop": not isinstance(step, Interrupt) and not session.state.finished,
        "safety_open": session.safety_open,
    }
    if isinstance(step, Interrupt):
        values |= {"level": session.knowledge.safety.levels["emergency"], "knowledge": session.knowledge}
        return page("alarm.html", status, told_case=session.case, **values)
    if isinstance(step, ShowScreen):
        return page("screen.html", status, given=step.given, **values)
    if isinstance(step, AskScan):
        return page("scan.html", status, **values, **_scan(session, step))
    if not isinstance(step, Ask):
        treatments = session.case.treatments
        names = sorted(session.knowledge.actions.values(), key=lambda action: action.label)
        return page(f"{step.key}.html", status, treatments=treatments, actions=names, **values)
    given = said(step.question, step.given) if step.again else ""
    values |= {"question": step.question, "given": given, "test": self_test_values(session, step)}
    if step.question.id == SITE:
        marks = _marks(session) if step.again else Marks()
        return page(
            "site.html", status, **values, **site_values(request.app.state.body, step, marks, session.knowledge)
        )
    values["with_sex"] = _asks_both(session)
    return page("question.html", status, **values)


def _asks_both(session: Session) -> bool:
    """Whether a runner is asked for age and sex on one page: at the beginning, where neither is known."""
    is_first = session.step.key == AGE and session.cursor is None and session.terms.audience == "runner"
    return is_first and session.case.person.sex is None and SEX not in session.state.put


def _whole(session: Session) -> Session:
    """A scan that was begun in a terminal is asked as a whole here."""
    step = session.step
    return session.at_key(step.key) if isinstance(step, AskScan) and step.part in LATER else session


def _scan(session: Session, step: AskScan) -> dict[str, Any]:
    """What a scan is chosen from, and the scans that were told before."""
    knowledge, audience = session.knowledge, session.terms.audience
    return {
        "kinds": kinds(knowledge, audience),
        "places": places(knowledge, audience),
        "others": OTHERS,
        "scans": [scan_name(scan, knowledge, audience) for scan in session.case.imaging],
        "scan_name": scan_name(step.scan, knowledge, audience) if step.scan is not None else "",
    }


def _back(session: Session) -> str:
    """The key of the step before, or ""."""
    try:
        return session.back().step.key
    except InputError:
        return ""


def _changed(session: Session, request: Request) -> tuple[str, ...]:
    """What the last answer changed; nothing of the sources while safety questions are open."""
    told = last_measured(session)
    return ((told,) if told else ()) + _moved(session, request)


def _moved(session: Session, request: Request) -> tuple[str, ...]:
    before = request.app.state.before.get((request.path_params["case"], session.events[-1].hash))
    if before is None or before.safety_open or session.safety_open:
        return ()
    try:
        return tuple(moved_lines(moved(before.weighed, session.weighed), WIDE, session.terms.audience))
    except InputError:
        return ()


def _marks(session: Session) -> Marks:
    return marks_from(_lines(session)) or Marks()


def _lines(session: Session) -> list[str]:
    return [str(event.data.get("value")) for event in session.answers if str(event.data.get("key")).startswith("line:")]


# ------------------------------------------------------------ what forms do


async def answer(request: Request) -> Response:
    """One answer to the step, or to an earlier one; then the next step."""
    form = await request.form()
    return await anyio.to_thread.run_sync(_answer, request, form)


def _answer(request: Request, form: FormData) -> Response:
    desk: Desk = request.app.state.desk
    case = request.path_params["case"]
    before = desk.session(case)
    expect(before, str(form.get("n", "")))
    key = str(form.get("key", ""))
    at = _whole(before) if key == before.step.key else before.at_key(key)
    try:
        measured = readings(at, form)
        value = measured if measured is not None else value_of(at.step, form, request.app.state.body)
        after = at.answer(value, desk.clock())
        if _asks_both(at) and form.get(SEX):
            after = _with_sex(after, str(form[SEX]), desk)
        if is_last(form):
            after = _all_told(after, desk)
        if key == SITE:
            after = _with_marks(after, marks_in(form), desk, request.app.state.body)
    except InputError as error:
        against = (error.field or "").startswith("findings")
        return _page(request, case, at, AGAINST if against else error.message, 422)
    return _kept(request, case, before, after)


def _with_sex(session: Session, said: str, desk: Desk) -> Session:
    """The sex that was chosen beside the age."""
    if session.step.key != SEX:
        return session
    return session.answer(None if said == DONT_KNOW else said, desk.clock())


def _all_told(session: Session, desk: Desk) -> Session:
    """The session in which no more of what was tried, or of scans, is asked, where that is what comes next."""
    step = session.step
    is_more = (isinstance(step, AskTried) and step.part == "what") or (isinstance(step, AskScan) and step.more)
    return session.answer(None, desk.clock()) if is_more else session


def _with_marks(session: Session, marks: Marks, desk: Desk, body: BodyMap) -> Session:
    """The marks themselves, and what they say beside the places: the side, and that it spreads."""
    if not marks.all:
        return session
    person: dict[str, float | str] = {SIDE: marks.side} if marks.side != "unknown" else {}
    spreads = bool(marks.starts and marks.spreads - marks.starts)
    answers = {body.spreads.finding: YES} if spreads else {}
    return session.line(marks_line(marks), Parsed(answers, person), desk.clock())


def _kept(request: Request, case: str, before: Session, after: Session) -> Response:
    desk: Desk = request.app.state.desk
    desk.keep(case, before, after)
    request.app.state.before.remember((case, after.events[-1].hash), before)
    return RedirectResponse(f"/c/{case}", 303)


def _doing(act: Callable[[Session, str], Session]) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        form = await request.form()
        return await anyio.to_thread.run_sync(_act, request, form, act)

    return endpoint


def _act(request: Request, form: FormData, act: Callable[[Session, str], Session]) -> Response:
    desk: Desk = request.app.state.desk
    case = request.path_params["case"]
    before = desk.session(case)
    expect(before, str(form.get("n", "")))
    return _kept(request, case, before, act(before, desk.clock()))


def _undo(session: Session, at: str) -> Session:
    """The last answer, together with the line of marks that came with it."""
    is_line = str(session.answers[-1].data.get("value", "")).startswith("marks:") if session.answers else False
    after = session.undo(at)
    return after.undo(at) if is_line else after


def answers(request: Request) -> Response:
    """Everything answered so far, each with a way to change it."""
    desk: Desk = request.app.state.desk
    case = request.path_params["case"]
    session = desk.session(case)
    rows = []
    for key in session.state.given:
        asked, told = answered_words(key, session.state, session.knowledge)
        if told.startswith("marks:"):
            continue
        rows.append({"key": key, "asked": asked, "said": told, "can_change": session.can_change(key)})
    return page("answers.html", case=case, rows=rows, number=len(session.events), can_undo=bool(session.answers))


routes = [
    Route("/c/{case}", show),
    Route("/c/{case}/again/{key}", show_again),
    Route("/c/{case}/answers", answers),
    Route("/c/{case}/answer", answer, methods=["POST"]),
    Route("/c/{case}/undo", _doing(_undo), methods=["POST"]),
    Route("/c/{case}/read", _doing(Session.acknowledge), methods=["POST"]),
    Route("/c/{case}/stop", _doing(Session.stop), methods=["POST"]),
    Route("/c/{case}/go-on", _doing(Session.go_on), methods=["POST"]),
]
