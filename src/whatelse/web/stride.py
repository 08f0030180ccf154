"""The page of a recording: add one to a case, look at what it shows, and only if wanted let it count in the case."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import anyio.to_thread
from starlette.datastructures import FormData, UploadFile
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from whatelse.errors import InputError
from whatelse.report.stride_gate_words import fired
from whatelse.report.stride_html import pictures_html, table_html
from whatelse.report.stride_line import MARK, what_it_is
from whatelse.report.stride_text import HEADS, LIMITS, guesses, head
from whatelse.stride.types import StrideAnalysis
from whatelse.web.asked import Asked, asked_of
from whatelse.web.cases import Conflict
from whatelse.web.desk import Desk, expect
from whatelse.web.guard import LARGEST_RECORDING
from whatelse.web.little import raw
from whatelse.web.pages import page
from whatelse.web.recording_effect import InCase, in_case, with_recording
from whatelse.web.recording_form import CHOICES, order_of
from whatelse.web.recording_job import STAGES
from whatelse.web.recordings import MOST_KEPT, Held, Recordings

#: Option of the command -> the field of the form that says the same.
FIELDS = {
    "--speed": "Speed",
    "--static": "Standing trial",
    "--treadmill": "Where you ran",
    "--overground": "Where you ran",
    "--direction": "Which way is forward",
    "--incline": "Slope of the ground",
    "--rate": "Pictures or samples a second",
    "--keypoints": "Set of points",
    "--picture": "Size of the picture",
    "--place": "Where the sensor was worn",
    "--units": "Unit of lengths",
    "--axes": "Axes of the file",
    "--events-from": "Steps found with",
    "--forces": "Force plates",
    "--force-rate": "Samples a second of the force plates",
    "--map": "Names of markers",
}
#: Width of pictures, in points: their words can still be read where a phone shows them smaller.
PICTURE = 480
_OPTION = re.compile(r"--[a-z]+(?:-[a-z]+)*")
#: Lines of where a number is from that are worth a look by themselves.
_REMARKS = ("speed:", "file:", "events: a contact", "keypoints:")


def show(request: Request) -> Response:
    """What there is: a form, a recording that is worked on, or what one showed."""
    return _page(asked_of(request))


def _page(asked: Asked, error: str = "", status: int = 200, typed: dict[str, str] | None = None) -> Response:
    recordings = _recordings(asked)
    job, held = recordings.job(asked.case_id), recordings.held(asked.case_id)
    failed = recordings.failed(asked.case_id)
    if failed and not error:
        error, status = by_field(failed), 422
    session = asked.session
    safety_open = session.safety_open
    emergency = not safety_open and session.triage.level == "emergency"
    values: dict[str, Any] = {
        "error": error,
        "job": job,
        "typed": typed or {},
        "choices": CHOICES,
        "megabytes": LARGEST_RECORDING // 1_000_000,
        "held": held,
        "safety_open": safety_open,
        "level": session.knowledge.safety.levels["emergency"] if emergency else None,
        "in_case": None,
        "can_take_back": _is_last(asked),
        "most_kept": MOST_KEPT,
    }
    if job is not None:
        values["stages"] = _stages(job.stage)
        values["seen"] = job.stage
    if held is not None:
        values |= _shown(held)
        if not safety_open and not emergency:
            values["in_case"] = _in_case(asked, held)
            values["by_field"] = by_field
            values["heads"] = {kind: text.capitalize() for kind, text in HEADS.items()}
    return page("stride.html", status, **values, **asked.values)


def _shown(held: Held) -> dict[str, Any]:
    analysis = held.found.analysis
    _, *rest = head(analysis, held.name)
    return {
        "name": held.name,
        "kind": what_it_is(analysis),
        "head": [by_field(line) for line in rest],
        "fired": fired(analysis),
        "guessed": [(by_field(text), _fields(option)) for text, option in guesses(analysis)],
        "remarks": [line for line in analysis.provenance if line.startswith(_REMARKS)],
        "method": [line for line in analysis.provenance if not line.startswith(("guess: ", *_REMARKS))],
        "table": raw(by_field(table_html(analysis))),
        "pictures": raw(pictures_html(held.found.pictures, PICTURE)),
        "limits": LIMITS,
    }


def by_field(text: str) -> str:
    """A text that names options of the command, naming the fields of the form instead."""
    return _OPTION.sub(lambda found: f"field “{FIELDS[found[0]]}”" if found[0] in FIELDS else found[0], text)


def _fields(option: str) -> str:
    names = [FIELDS[name] for name in _OPTION.findall(option) if name in FIELDS]
    return " or ".join(f"“{name}”" for name in dict.fromkeys(names))


def _in_case(asked: Asked, held: Held) -> InCase:
    """Worked out once for a state of the case and a recording."""
    kept = asked.request.app.state.in_case
    key = (asked.case_id, asked.session.events[-1].hash, held.id)
    found: InCase | None = kept.get(key)
    if found is None:
        found = kept.remember(key, in_case(asked.session, held.found.analysis))
    return found


def _is_last(asked: Asked) -> bool:
    """Whether the last answer of the case is a recording, so that undo takes it back."""
    answers = asked.session.answers
    return bool(answers) and str(answers[-1].data.get("value", "")).startswith(MARK)


def _stages(now: str) -> list[tuple[str, str]]:
    """(what, "done", "now" or "to do") of each stage."""
    at = list(STAGES).index(now)
    return [(text, "done" if k < at else "now" if k == at else "to do") for k, text in enumerate(STAGES.values())]


def progress(request: Request) -> Response:
    """How far the recording is: a part for a script that asks again and again. Nothing new: nothing is sent."""
    asked = asked_of(request)
    job = _recordings(asked).job(asked.case_id)
    here = f"/c/{asked.case_id}/stride"
    if request.headers.get("hx-request") != "true":
        return RedirectResponse(here, 303)
    if job is None:
        return Response(headers={"HX-Redirect": here})
    if request.query_params.get("seen") == job.stage:
        return Response(status_code=204)
    return page("part_stride_progress.html", stages=_stages(job.stage), seen=job.stage, case=asked.case_id)


# ------------------------------------------------------------ what forms do


async def add(request: Request) -> Response:
    """Takes a recording over; it is worked on while the page waits. Nothing in the case changes by it."""
    asked = await anyio.to_thread.run_sync(asked_of, request)
    try:
        async with request.form(max_files=8, max_fields=40) as form:
            return await anyio.to_thread.run_sync(_add, asked, form)
    except ClientDisconnect:
        return Response(status_code=400)


def _add(asked: Asked, form: FormData) -> Response:
    try:
        order, files = order_of(form)
        _recordings(asked).begin(asked.case_id, order, files)
    except InputError as error:
        typed = {key: value for key, value in form.items() if not isinstance(value, UploadFile)}
        return _page(asked, str(error), 422, typed)
    return _back(asked)


def _use(asked: Asked, form: FormData) -> Response:
    """The findings enter the case as one step; what is there already stays, so that twice is once."""
    session, desk = asked.session, asked.request.app.state.desk
    assert isinstance(desk, Desk)
    analysis = _meant(asked, form)
    if session.safety_open or session.triage.level == "emergency":
        return _back(asked)
    try:
        after = with_recording(session, analysis, desk.clock())
    except InputError as error:
        return _page(asked, error.message, 422)
    if after is None:
        return _back(asked)
    expect(session, str(form.get("n", "")))
    desk.keep(asked.case_id, session, after)
    asked.request.app.state.before.remember((asked.case_id, after.events[-1].hash), session)
    return _back(asked)


def _cancel(asked: Asked, form: FormData) -> Response:
    _recordings(asked).cancel(asked.case_id)
    return _back(asked)


def _forget(asked: Asked, form: FormData) -> Response:
    if _recordings(asked).held(asked.case_id) is not None:
        _meant(asked, form)
    _recordings(asked).forget(asked.case_id)
    return _back(asked)


def _meant(asked: Asked, form: FormData) -> StrideAnalysis:
    """The analysis that the form was made for. Raises Conflict where another one, or none, is there by now."""
    held = _recordings(asked).held(asked.case_id)
    if held is None or form.get("recording") != held.id:
        raise Conflict("another recording is there by now")
    return held.found.analysis


def _back(asked: Asked) -> Response:
    return RedirectResponse(f"/c/{asked.case_id}/stride", 303)


def _recordings(asked: Asked) -> Recordings:
    found: Recordings = asked.request.app.state.recordings
    return found


def _doing(act: Callable[[Asked, FormData], Response]) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        form = await request.form()
        return await anyio.to_thread.run_sync(lambda: act(asked_of(request), form))

    return endpoint


routes = [
    Route("/c/{case}/stride", show, methods=["GET"]),
    Route("/c/{case}/stride", add, methods=["POST"]),
    Route("/c/{case}/stride/progress", progress),
    Route("/c/{case}/stride/use", _doing(_use), methods=["POST"]),
    Route("/c/{case}/stride/cancel", _doing(_cancel), methods=["POST"]),
    Route("/c/{case}/stride/forget", _doing(_forget), methods=["POST"]),
]
