"""Results as pages: the runner's in plain words, the clinician's whole. Slow parts come after the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import anyio.to_thread
import msgspec
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from whatelse.case import Answer, Case
from whatelse.challenge import Challenged, challenge_case, claims_of
from whatelse.errors import InputError
from whatelse.inference.assess import differential_of
from whatelse.inference.explanation import explain
from whatelse.inference.intervals import intervals
from whatelse.interview.exam_plan import exam_plan_of
from whatelse.interview.session import Session
from whatelse.interview.shorthand import LONGEST, Parsed, in_words, parse_line
from whatelse.interview.shown import assessment_of, shown_of
from whatelse.interview.steps import Finished
from whatelse.interview.types import Audience
from whatelse.knowledge.body_map import Marks, regions_for
from whatelse.plan import plan_for
from whatelse.report.body.chain import Spotlit, chain_figure
from whatelse.report.body.picture import figure
from whatelse.report.exam_plan import exam_plan_text
from whatelse.report.note import note_text
from whatelse.report.plan_parts import plan_view
from whatelse.report.runner_result import RunnerResult, runner_result_of
from whatelse.web.cases import Conflict
from whatelse.web.desk import carried, expect
from whatelse.web.forms import marks_from
from whatelse.web.little import raw
from whatelse.web.pages import page

#: Minutes of the examination that the sheet of a clinician plans.
MINUTES = 5.0
#: Whether a PDF can be made here.
HAS_PDF = find_spec("typst") is not None


@dataclass(frozen=True)
class Asked:
    """One case whose result is asked for. case_id: as in addresses."""

    request: Request
    case_id: str
    session: Session

    @property
    def case(self) -> Case:
        return self.session.case

    @property
    def values(self) -> dict[str, Any]:
        audience = self.session.terms.audience
        reader = self.request.query_params.get("for", audience)
        return {
            "has_pdf": HAS_PDF,
            "case": self.case_id,
            "number": len(self.session.events),
            "audience": audience,
            "reader": reader,
        }


def _asked(request: Request) -> Asked:
    case = request.path_params["case"]
    session: Session = request.app.state.desk.session(case)
    return Asked(request, case, session)


def result(request: Request) -> Response:
    """The result, once no safety question that matters is open; until then back to the questions."""
    asked = _asked(request)
    if asked.session.safety_open:
        return RedirectResponse(f"/c/{asked.case_id}", 303)
    asked = _shown(asked)
    wanted = request.query_params.get("for", asked.session.terms.audience)
    return _sheet(asked) if wanted == "clinician" else _runner(asked)


def _shown(asked: Asked) -> Asked:
    """The case with the result written down that is shown now, once for each state; nothing while there is none."""
    session = asked.session
    if session.safety_open:
        return asked
    desk = asked.request.app.state.desk
    after = session.show(shown_of(session), desk.clock())
    try:
        desk.keep(asked.case_id, session, carried(session, after))
    except Conflict:  # another window was quicker; what it wrote down is as good
        return asked
    return Asked(asked.request, asked.case_id, after)


def _runner(asked: Asked) -> Response:
    session, knowledge = asked.session, asked.session.knowledge
    found = _runner_result(asked)
    step = session.step
    return page(
        "result.html",
        result=found,
        plan=plan_view(found.plan, knowledge),
        figures=_told_figures(asked),
        ended=step if isinstance(step, Finished) else None,
        knowledge=knowledge,
        ranges=False,
        emergency=found.plan.kind == "emergency",
        **asked.values,
    )


def _runner_result(asked: Asked) -> RunnerResult:
    """Worked out once for a state of the case."""
    session, kept = asked.session, asked.request.app.state.results
    key = (asked.case_id, session.events[-1].hash)
    found: RunnerResult | None = kept.get(key)
    if found is None:
        found = kept.remember(
            key, runner_result_of(session.weighed, asked.case, session.terms.setting, None, session.triage)
        )
    return found


def _told_figures(asked: Asked) -> list[tuple[str, Any]]:
    """The body with what was marked; where nothing was drawn, with the places that the answers stand for."""
    body = asked.request.app.state.body
    lines = [str(e.data.get("value")) for e in asked.session.answers if str(e.data.get("key")).startswith("line:")]
    marks = marks_from(lines) or _by_answers(asked, body)
    kinds = {**dict.fromkeys(marks.spreads, "spreads"), **dict.fromkeys(marks.starts, "starts")}
    if not kinds:
        return []
    title = "Where it hurts: " + "; ".join(sorted(body.of(key).label for key in kinds))
    return [
        ("Your back", raw(figure("back", kinds, title=title))),
        ("Your front", raw(figure("front", kinds, title=title))),
    ]


def _by_answers(asked: Asked, body: Any) -> Marks:
    told = {key for key, answer in asked.case.findings.items() if answer.value is True}
    side = asked.case.side
    keys = [key for region in regions_for(told, body) for key in region.keys]
    return Marks(frozenset(key for key in keys if side in ("both", "unknown") or key.endswith((side, "middle"))))


# ------------------------------------------------------------ the clinician's sheet


def sheet(request: Request) -> Response:
    """Everything on one page, at any time; no ranking while a safety question that matters is open."""
    asked = _shown(_asked(request))
    key = (asked.case_id, _last_answer(asked.session))
    notices, problems = request.app.state.read_as.get(key) or ((), "")
    return _sheet(asked, notices, problems)


def _last_answer(session: Session) -> str:
    return session.answers[-1].hash if session.answers else ""


def _sheet(asked: Asked, notices: tuple[str, ...] = (), error: str = "", status: int = 200) -> Response:
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
    from whatelse.report.note import sorted_answers

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
    asked = _asked(request)
    desk = request.app.state.desk
    expect(asked.session, str(form.get("n", "")))
    knowledge = asked.session.knowledge
    if form.get("finding"):
        return _single(request, asked, str(form["finding"]), str(form.get("value", "")))
    text = str(form.get("line", ""))[:LONGEST]
    parsed = parse_line(text, knowledge, asked.case.side)
    if parsed.is_empty:
        return _sheet(asked, (), " ".join(parsed.problems) or "Nothing in that line could be read.", 422)
    try:
        after = asked.session.line(text, parsed, desk.clock())
    except InputError as error:
        return _sheet(asked, (), error.message, 422)
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
        return _sheet(asked, (), error.message, 422)
    desk.keep(asked.case_id, asked.session, after)
    return RedirectResponse(f"/c/{asked.case_id}/sheet", 303)


_BUTTONS = {
    "yes": Answer(True, by="asked"),
    "no": Answer(False, by="asked"),
    "not_tested": Answer(by="asked", not_tested=True),
}


# ------------------------------------------------------------ parts that come later


def part(request: Request) -> Response:
    """One slow part of a result: alone where a script asks for it, as a page of its own where a person does."""
    asked = _asked(request)
    name = request.path_params["name"]
    if name not in PARTS:
        raise KeyError(name)
    if asked.session.safety_open:
        return RedirectResponse(f"/c/{asked.case_id}", 303)
    title, make = PARTS[name]
    template, values = make(asked)
    alone = request.headers.get("hx-request") == "true"
    return page(template if alone else "part_page.html", inner=template, title=title, **values, **asked.values)


def _ranges(asked: Asked) -> tuple[str, dict[str, Any]]:
    session = asked.session
    found = runner_result_of(session.weighed, asked.case, session.terms.setting, intervals(session.weighed))
    return "part_sources.html", {"result": found, "ranges": True, "knowledge": session.knowledge, "emergency": False}


def _intervals(asked: Asked) -> tuple[str, dict[str, Any]]:
    found = intervals(asked.session.weighed)
    knowledge = asked.session.knowledge
    differential = differential_of(asked.session.weighed, "all")
    ranked = [(differential.entry(name), p) for name, p in differential.ranking if name != "something_else"]
    rooms = (knowledge.conditions, knowledge.findings, knowledge.families)
    return "part_ranking.html", {
        "ranked": ranked,
        "differential": differential,
        "ends": {one.condition: one for one in found.ranking},
        "influences": found.influences,
        "labels": {key: item.label for room in rooms for key, item in room.items()},
    }


def _why(asked: Asked) -> tuple[str, dict[str, Any]]:
    return "part_why.html", {"explanation": explain(asked.session.weighed)}


def _challenge(asked: Asked) -> tuple[str, dict[str, Any]]:
    session = asked.session
    claims, _ = claims_of(session.case, session.knowledge)
    found: Challenged = challenge_case(session.case, claims, session.knowledge, session.terms.setting)
    return "part_challenge.html", {"challenged": found, "knowledge": session.knowledge}


def _exam(asked: Asked) -> tuple[str, dict[str, Any]]:
    weighed = asked.session.weighed
    plan = plan_for(weighed, asked.session.triage)
    floors = tuple(floor.floor for floor in plan.floors)
    text = exam_plan_text(exam_plan_of(weighed, minutes=MINUTES, floors=floors))
    return "part_text.html", {"name": "exam", "text": text.partition("\n\n")[2] or text}


def _note(asked: Asked) -> tuple[str, dict[str, Any]]:
    return "part_text.html", {"name": "note", "text": _note_text(asked)}


def _note_text(asked: Asked) -> str:
    weighed, alarm = asked.session.weighed, asked.session.triage
    return note_text(
        weighed.case,
        asked.session.knowledge,
        differential_of(weighed, "all"),
        explain(weighed),
        plan_for(weighed, alarm),
        alarm,
    )


Part = Callable[[Asked], tuple[str, dict[str, Any]]]
PARTS: dict[str, tuple[str, Part]] = {
    "ranges": ("How sure these numbers are", _ranges),
    "intervals": ("Possible sources with their ranges", _intervals),
    "why": ("Why each source stands where it stands", _why),
    "challenge": ("What was told, and what fits better", _challenge),
    "exam": ("What to examine next", _exam),
    "note": ("Note to copy", _note),
}


# ------------------------------------------------------------ to take away


def note(request: Request) -> Response:
    """The note as plain text."""
    asked = _asked(request)
    if asked.session.safety_open:
        return RedirectResponse(f"/c/{asked.case_id}", 303)
    return PlainTextResponse(_note_text(asked))


def report_pdf(request: Request) -> Response:
    """The page to print as a PDF. Raises InputError where the packages for it are missing."""
    from whatelse.report.page import clinician_sheet, gather, runner_sheet
    from whatelse.report.page.pdf import fitted, pdf

    asked = _asked(request)
    if asked.session.safety_open:
        return RedirectResponse(f"/c/{asked.case_id}", 303)
    gathered = gather(asked.case, asked.session.knowledge, asked.session.terms.setting)
    reader: Audience = "clinician" if asked.request.query_params.get("for") == "clinician" else "runner"
    make = runner_sheet if reader == "runner" else clinician_sheet
    sheet = fitted(lambda cuts: make(gathered, cuts), reader)
    return _download(pdf([sheet]), "application/pdf", f"report-{asked.case_id}.pdf")


def case_file(request: Request) -> Response:
    """The case as a file that every command of the program reads."""
    asked = _asked(request)
    return _download(asked.case.to_yaml(), "application/yaml", f"case-{asked.case_id}.yaml")


def events(request: Request) -> Response:
    """Every step as a file of the interview."""
    asked = _asked(request)
    text = request.app.state.desk.cases.export(asked.case_id)
    return _download(text, "application/jsonl", f"case-{asked.case_id}.jsonl")


def _download(content: str | bytes, kind: str, name: str) -> Response:
    return Response(content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


routes = [
    Route("/c/{case}/result", result),
    Route("/c/{case}/sheet", sheet),
    Route("/c/{case}/line", line, methods=["POST"]),
    Route("/c/{case}/part/{name}", part),
    Route("/c/{case}/note", note),
    Route("/c/{case}/report.pdf", report_pdf),
    Route("/c/{case}/case.yaml", case_file),
    Route("/c/{case}/events.jsonl", events),
]
