"""What the API takes and gives, beside the types of the engine. Frozen; its documents are made from these types."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

from whatelse.case import Stage
from whatelse.inference.explanation import Explanation
from whatelse.inference.intervals import Intervals
from whatelse.interview.safety import Screen
from whatelse.interview.types import Audience, CouldAdd, Explore, Mode, Question, Reason
from whatelse.triage import Assessment
from whatelse.triage import Reason as Alarm

Name = Annotated[str, msgspec.Meta(max_length=100)]


class CaseRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A case in the form of a case file, and where the person is seen (default: the case's own setting)."""

    case: dict[str, Any] = {}
    setting: Name | None = None
    stage: Stage = "all"


class AssessRequest(CaseRequest, frozen=True, forbid_unknown_fields=True):
    """intervals, why: also how sure each probability is, and what speaks for and against the first sources; slower."""

    intervals: bool = False
    why: bool = False


class NextRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The answers are the state. asked: ids that were put and had no answer. limit: questions that may still be put."""

    case: dict[str, Any] = {}
    setting: Name | None = None
    mode: Mode = Explore()
    audience: Audience = "runner"
    asked: Annotated[tuple[Name, ...], msgspec.Meta(max_length=1000)] = ()
    limit: Annotated[int, msgspec.Meta(ge=0, le=1000)] | None = None


class AssessResponse(msgspec.Struct, frozen=True):
    """The answer, and what was asked for beside it."""

    assessment: Assessment
    intervals: Intervals | None = None
    explanation: Explanation | None = None


class NextResponse(msgspec.Struct, frozen=True):
    """What comes next: an alarm to read first, a safety screen, a question, or nothing more.

    alarms: emergencies by what was told; whoever asks must show them before anything else. wanted: whether the
    question is put because the picture makes it matter for safety.
    """

    kind: Literal["screen", "question", "finished"]
    alarms: tuple[Alarm, ...] = ()
    screen: Screen | None = None
    question: Question | None = None
    wanted: bool = False
    why: Reason | None = None
    at_most: int = 0
    stopped: str = ""
    stop_reason: str = ""
    could_add: tuple[CouldAdd, ...] = ()


class Listed(msgspec.Struct, frozen=True):
    """One entry of a list."""

    id: str
    label: str


class KnowledgeSummary(msgspec.Struct, frozen=True):
    """Which knowledge answers. overlays: (file, hash). rooms: how many entries each holds."""

    version: str
    digest: str
    engine: str
    overlays: tuple[tuple[str, str], ...]
    default_setting: str
    rooms: dict[str, int]


class Problem(msgspec.Struct, frozen=True):
    """An error (RFC 9457). field: where in the request, where that is known."""

    title: str
    status: int
    detail: str = ""
    field: str = ""
    type: str = "about:blank"
