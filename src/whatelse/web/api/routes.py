"""The addresses of the API. Each takes a case whole and keeps nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import anyio
import anyio.to_thread
import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from whatelse.case import parse_case
from whatelse.errors import InputError
from whatelse.inference.explanation import Explanation, explain_case
from whatelse.inference.intervals import intervals_of_case
from whatelse.inference.weigh import weigh
from whatelse.interview.next import next_question
from whatelse.interview.safety import Line, Screen, alarms, must_ask, screens
from whatelse.interview.single import single_question
from whatelse.knowledge.body_map import BodyMap
from whatelse.knowledge.schema import Condition, Finding, Knowledge, Setting, Source
from whatelse.plan import Plan, plan_for
from whatelse.plan.alarm import alarm_of
from whatelse.triage import Triage, assess
from whatelse.version import __version__
from whatelse.web.api import problems
from whatelse.web.api.problems import Refused
from whatelse.web.api.types import (
    AssessRequest,
    AssessResponse,
    CaseRequest,
    KnowledgeSummary,
    Listed,
    NextRequest,
    NextResponse,
)
from whatelse.web.guard import TooLarge

#: Seconds after which a request is given up.
LONGEST = 30.0
T = TypeVar("T", bound=msgspec.Struct)
ROOMS = ("conditions", "findings", "settings", "sources")


# ------------------------------------------------------------ what each address does


def assessed(knowledge: Knowledge, asked: AssessRequest) -> AssessResponse:
    """How urgent it is, and the possible sources with exact probabilities of the stated model."""
    case = parse_case(asked.case, knowledge)
    args = (case, knowledge, asked.setting, asked.stage)
    return AssessResponse(
        assessment=assess(*args),
        intervals=intervals_of_case(*args) if asked.intervals else None,
        explanation=explain_case(*args) if asked.why else None,
    )


def explained(knowledge: Knowledge, asked: CaseRequest) -> Explanation:
    """What speaks for and against the first sources, with the figures behind."""
    return explain_case(parse_case(asked.case, knowledge), knowledge, asked.setting, asked.stage)


def triaged(knowledge: Knowledge, asked: CaseRequest) -> Triage:
    """How urgent it is, by rules, then by what is likely."""
    return assess(parse_case(asked.case, knowledge), knowledge, asked.setting, asked.stage).triage


def planned(knowledge: Knowledge, asked: CaseRequest) -> Plan:
    """What to do until it is known, what to wait with, what to stop, whom to see."""
    weighed = weigh(parse_case(asked.case, knowledge), knowledge, asked.setting, asked.stage)
    return plan_for(weighed, alarm_of(weighed, asked.stage))


def asked_next(knowledge: Knowledge, asked: NextRequest) -> NextResponse:
    """The next safety screen, then the next question; safety questions that the picture makes matter come first."""
    case = parse_case(asked.case, knowledge)
    if asked.setting is not None and asked.setting not in knowledge.settings:
        raise InputError(f"unknown setting {asked.setting!r}", field="setting")
    put = frozenset(asked.asked) | {
        key for key, one in case.findings.items() if one.by == "asked" and one.value is None
    }
    urgent = alarms(case, knowledge)
    left = [screen for one in screens(case, knowledge) if (screen := _unput(one, put)) is not None]
    if left:
        return NextResponse("screen", urgent, screen=left[0], at_most=len(left))
    wanted = must_ask(case, knowledge, put)
    if wanted:
        return NextResponse(
            "question", urgent, question=single_question(wanted[0].finding, knowledge), wanted=True, at_most=1
        )
    found = next_question(
        case, knowledge, asked.setting, mode=asked.mode, audience=asked.audience, asked=put, limit=asked.limit
    )
    return NextResponse(
        "finished" if found.question is None else "question",
        urgent,
        question=found.question,
        why=found.why,
        at_most=found.at_most,
        stopped=found.stopped,
        stop_reason=found.stop_reason,
        could_add=found.could_add,
    )


def _unput(screen: Screen, put: frozenset[str]) -> Screen | None:
    """The screen with the lines of which something has not been asked; None where all has."""
    lines = [_open(line, put) for line in screen.lines]
    kept = tuple(line for line in lines if line.findings)
    return msgspec.structs.replace(screen, lines=kept) if kept else None


def _open(line: Line, put: frozenset[str]) -> Line:
    return msgspec.structs.replace(line, findings=tuple(name for name in line.findings if name not in put))


@dataclass(frozen=True)
class Call:
    """One address that takes a request and gives an answer, with what its documents say."""

    path: str
    does: Callable[[Knowledge, Any], msgspec.Struct]
    takes: type[msgspec.Struct]
    gives: type[msgspec.Struct]
    summary: str


CALLS = (
    Call("/assess", assessed, AssessRequest, AssessResponse, "How urgent it is, and what it could be"),
    Call("/next-question", asked_next, NextRequest, NextResponse, "What to ask next"),
    Call("/explain", explained, CaseRequest, Explanation, "Why each source stands where it stands"),
    Call("/triage", triaged, CaseRequest, Triage, "How urgent it is"),
    Call("/plan", planned, CaseRequest, Plan, "What to do until it is known"),
)


def _endpoint(call: Call) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        asked = await _read(request, call.takes)
        knowledge = request.app.state.knowledge
        answer: msgspec.Struct | None = None
        with anyio.move_on_after(LONGEST):
            answer = await anyio.to_thread.run_sync(call.does, knowledge, asked, abandon_on_cancel=True)
        if answer is None:
            raise Refused(503, f"no answer within {LONGEST:g} seconds; tell fewer findings at once")
        return _json(answer)

    return endpoint


async def _read(request: Request, kind: type[T]) -> T:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refused(415)
    try:
        body = await request.body()
    except TooLarge:
        raise Refused(413) from None
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.ValidationError as error:
        raise Refused(422, str(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(400, " ".join(str(error).split())) from None


def _json(answer: Any) -> Response:
    return Response(msgspec.json.encode(answer), media_type="application/json")


# ------------------------------------------------------------ what is known


def summary(request: Request) -> Response:
    """Which knowledge answers."""
    knowledge: Knowledge = request.app.state.knowledge
    return _json(
        KnowledgeSummary(
            version=knowledge.version,
            digest=knowledge.digest,
            engine=__version__,
            overlays=knowledge.overlays,
            default_setting=knowledge.default_setting,
            rooms={room: len(_room(knowledge, room)) for room in ROOMS},
        )
    )


def _room(knowledge: Knowledge, room: str) -> dict[str, Any]:
    if room not in ROOMS:
        raise Refused(404, f"no room named {room!r}; known: {', '.join(ROOMS)}, body-map")
    found: dict[str, Any] = getattr(knowledge, room)
    return found


def listed(request: Request) -> Response:
    """Every entry of a room by id and label."""
    room = _room(request.app.state.knowledge, request.path_params["room"])
    return _json(
        [Listed(key, getattr(one, "label", "") or getattr(one, "title", "")) for key, one in sorted(room.items())]
    )


def entry(request: Request) -> Response:
    """One entry whole."""
    room = _room(request.app.state.knowledge, request.path_params["room"])
    name = request.path_params["id"]
    if name not in room:
        raise Refused(404, f"nothing named {name!r} in {request.path_params['room']}")
    return _json(room[name])


def places(request: Request) -> Response:
    """The places of the body map."""
    return _json(request.app.state.body)


def documents(request: Request) -> Response:
    """The OpenAPI document."""
    from whatelse.web.api.openapi import document

    return _json(document())


#: GET addresses: path, handler, what each gives (several: one of them), summary.
READS: tuple[tuple[str, Callable[[Request], Response], Any, str], ...] = (
    ("/knowledge", summary, KnowledgeSummary, "Which knowledge answers"),
    ("/knowledge/body-map", places, BodyMap, "The places of the body map"),
    ("/knowledge/{room}", listed, list[Listed], "Every entry of a room"),
    ("/knowledge/{room}/{id}", entry, (Condition, Finding, Setting, Source), "One entry, by its room"),
)


def api_app(knowledge: Knowledge, body: BodyMap) -> Starlette:
    """The API alone, to be put below an address."""
    app = Starlette(
        routes=[
            *(Route(call.path, _endpoint(call), methods=["POST"]) for call in CALLS),
            *(Route(path, handler) for path, handler, _, _ in READS),
            Route("/openapi.json", documents),
        ],
        exception_handlers={
            Refused: problems.refused,
            InputError: problems.bad_input,
            HTTPException: problems.http_error,
            Exception: problems.unexpected,
        },
    )
    app.state.knowledge, app.state.body = knowledge, body
    return app
