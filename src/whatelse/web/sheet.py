"""The clinician's sheet: everything on one page, and lines typed into it."""

from __future__ import annotations

from typing import Any

import anyio.to_thread
import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from whatelse.case import Answer
from whatelse.errors import InputError
from whatelse.interview.session import Session
from whatelse.interview.shorthand import LONGEST, Parsed, in_words, parse_line
from whatelse.interview.shown import assessment_of
from whatelse.report.body.chain import Spotlit, chain_figure
from whatelse.report.note import sorted_answers
from whatelse.web.asked import Asked, asked_of, with_result_kept
from whatelse.web.desk import expect
from whatelse.web.little import raw
from whatelse.web.pages import page


def sheet(request: Request) -> Response:
    """Everything on one page, at any time; no ranking while a safety question that matters is open."""
    asked = with_result_kept(asked_of(request))
    key = (asked.case_id, _last_answer(asked.session))
    notices, problems = request.app.state.read_as.get(key) or ((), "")
    return sheet_of(asked, notices, problems)


def _last_answer(session: Session) -> str:
    return session.answers[-1].hash if session.answers else ""


def sheet_of(asked: Asked, notices: tuple[str, ...] = (), error: str = "", status: int = 200) -> Response:
    session, knowledge = asked.session, asked.session.knowledge
    values: dict[str, Any] = {"notices": notices, "error": error, "open": session.safety_open, "session": session}
    found = str(asked.request.query_params.get("q", ""))
    values |= {"query": found, "matches": _search(asked, found), "told": _told_rows(asked)}
    values |= {"step": session.step, "knowledge": knowledge}
    if not session.safety_open:
        values |= _whole(asked)
    return page("sheet.html", status, **values, **asked.values)


def _whole(asked: Asked) -> dict[str, Any]:
    knowledge, differential = asked.session.knowledge, assessment_of(asked.session)
    body = asked.request.app.state.body
    sums = {place.interface: place.sum for place in differential.interfaces}
    joints = [Spotlit(joint.at, joint.short, sums.get(joint.interface, 0.0)) for joint in body.joint]
    sites = [
        Spotlit(
            site.at,
            knowledge.conditions[site.condition].label.split(": ")[-1],
            differential.probability(site.condition),
        )
        for site in body.nerve_site
    ]
    ranked = [(differential.entry(name), p) for name, p in differential.ranking if name != "something_else"]
    return {
        "differential": differential,
        "triage": differential.triage,
        "ranked": ranked,
        "not_asked": [_label(knowledge, key) for key in differential.triage.not_asked],
        "chain": raw(chain_figure(joints, sites, asked.case.side)),
        "others": [
            place for place in differential.interfaces if place.interface not in {j.interface for j in body.joint}
        ],
        "ends": {},
    }


def _label(knowledge: Any, key: str) -> str:
    if key in knowledge.findings:
        return str(knowledge.findings[key].label)
    return str(knowledge.families[key].label) if key in knowledge.families else key.replace("_", " ")


def _told_rows(asked: Asked) -> list[tuple[str, str]]:
    names = ("Positive", "Negative", "Uncertain", "Not tested")
    rows = zip(names, sorted_answers(asked.case, asked.session.knowledge), strict=True)
    return [(name, "; ".join(items)) for name, items in rows if items]


def _search(asked: Asked, text: str) -> list[tuple[str, str]]:
    """Findings whose label, question or id holds every word, best first; at most twelve."""
    words = text.lower().split()[:6]
    if not words:
        return []
    found = []
    for finding in asked.session.knowledge.findings.values():
        where = f"{finding.label} {finding.id.replace('_', ' ')} {finding.question}".lower()
        if finding.type == "yes_no" and all(word in where for word in words):
            found.append((not finding.label.lower().startswith(words[0]), finding.label, finding.id))
    return [(key, label) for _, label, key in sorted(found)[:12]]


async def line(request: Request) -> Response:
    """A typed line of shorthand, or one finding of the search, as one step."""
    form = await request.form()
    return await anyio.to_thread.run_sync(_line, request, dict(form))


def _line(request: Request, form: dict[str, Any]) -> Response:
    asked = asked_of(request)
    desk = request.app.state.desk
    expect(asked.session, str(form.get("n", "")))
    knowledge = asked.session.knowledge
    if form.get("finding"):
        return _single(request, asked, str(form["finding"]), str(form.get("value", "")))
    text = str(form.get("line", ""))[:LONGEST]
    parsed = parse_line(text, knowledge, asked.case.side)
    if parsed.is_empty:
        return sheet_of(asked, (), " ".join(parsed.problems) or "Nothing in that line could be read.", 422)
    try:
        after = asked.session.line(text, parsed, desk.clock())
    except InputError as error:
        return sheet_of(asked, (), error.message, 422)
    desk.keep(asked.case_id, asked.session, after)
    read = in_words(msgspec.structs.replace(parsed, problems=(), notes=()), knowledge)
    told = (read, "; ".join((*parsed.problems, *parsed.notes)))
    request.app.state.read_as.remember((asked.case_id, _last_answer(after)), told)
    return RedirectResponse(f"/c/{asked.case_id}/sheet", 303)


def _single(request: Request, asked: Asked, finding: str, value: str) -> Response:
    """One finding of the search, answered by a button."""
    if value not in _BUTTONS or finding not in asked.session.knowledge.findings:
        raise InputError("That is no answer to a finding.")
    desk = request.app.state.desk
    try:
        after = asked.session.line(f"{finding} {value}", Parsed({finding: _BUTTONS[value]}), desk.clock())
    except InputError as error:
        return sheet_of(asked, (), error.message, 422)
    desk.keep(asked.case_id, asked.session, after)
    return RedirectResponse(f"/c/{asked.case_id}/sheet", 303)


_BUTTONS = {
    "yes": Answer(True, by="asked"),
    "no": Answer(False, by="asked"),
    "not_tested": Answer(by="asked", not_tested=True),
}


routes = [Route("/c/{case}/sheet", sheet), Route("/c/{case}/line", line, methods=["POST"])]
