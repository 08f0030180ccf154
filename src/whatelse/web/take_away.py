"""What a person takes away from a case: the note, the page to print, the case and its steps as files."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from whatelse.interview.types import Audience
from whatelse.web.asked import asked_of
from whatelse.web.parts import note_of


def note(request: Request) -> Response:
    """The note as plain text."""
    asked = asked_of(request)
    if asked.session.safety_open:
        return RedirectResponse(f"/c/{asked.case_id}", 303)
    return PlainTextResponse(note_of(asked))


def report_pdf(request: Request) -> Response:
    """The page to print as a PDF. Raises InputError where the packages for it are missing."""
    from whatelse.report.page import clinician_sheet, gather, runner_sheet
    from whatelse.report.page.pdf import fitted, pdf

    asked = asked_of(request)
    if asked.session.safety_open:
        return RedirectResponse(f"/c/{asked.case_id}", 303)
    session = asked.session
    gathered = gather(asked.case, session.knowledge, session.terms.setting, triage=session.triage)
    reader: Audience = "clinician" if asked.request.query_params.get("for") == "clinician" else "runner"
    make = runner_sheet if reader == "runner" else clinician_sheet
    sheet = fitted(lambda cuts: make(gathered, cuts), reader)
    return _download(pdf([sheet]), "application/pdf", f"report-{asked.case_id}.pdf")


def case_file(request: Request) -> Response:
    """The case as a file that every command of the program reads."""
    asked = asked_of(request)
    return _download(asked.case.to_yaml(), "application/yaml", f"case-{asked.case_id}.yaml")


def events(request: Request) -> Response:
    """Every step as a file of the interview."""
    asked = asked_of(request)
    text = request.app.state.desk.cases.export(asked.case_id)
    return _download(text, "application/jsonl", f"case-{asked.case_id}.jsonl")


def _download(content: str | bytes, kind: str, name: str) -> Response:
    return Response(content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


routes = [
    Route("/c/{case}/note", note),
    Route("/c/{case}/report.pdf", report_pdf),
    Route("/c/{case}/case.yaml", case_file),
    Route("/c/{case}/events.jsonl", events),
]
