"""What an interview can be waiting for. A view shows a step and hands back what was answered; frozen."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from whatelse.case import Imaging, Treatment
from whatelse.interview.safety import Screen, Wanted
from whatelse.interview.scans import NONE, ScanPart
from whatelse.interview.types import CouldAdd, Option, Question, Reason
from whatelse.triage import Raised
from whatelse.triage import Reason as Alarm

#: you: about the person. follow_up: of a ticked line. safety: made to matter by the picture. question: chosen.
Part = Literal["you", "follow_up", "safety", "question"]


class ShowScreen(msgspec.Struct, frozen=True):
    """A safety screen. Answered by a ``Tick``. given: what was answered before, where somebody went back."""

    screen: Screen
    given: Any = None

    @property
    def key(self) -> str:
        return f"screen:{self.screen.id}"


class Ask(msgspec.Struct, frozen=True):
    """One question. Answered by a value, None for "don't know", or "not_tested".

    wanted: why it matters for safety. left: questions that may still come, this one included; never more than before.
    """

    question: Question
    part: Part
    why: Reason | None = None
    wanted: Wanted | None = None
    left: int | None = None
    given: Any = None
    again: bool = False

    @property
    def key(self) -> str:
        return self.question.id


class Interrupt(msgspec.Struct, frozen=True):
    """An emergency: what to do now. It has to be acknowledged before anything else is asked.

    reasons: the rules that fired. raised: or what is likely enough to be one, though no rule fired.
    """

    reasons: tuple[Alarm, ...]
    raised: Raised | None = None

    @property
    def key(self) -> str:
        return "alarm"


class AskTold(msgspec.Struct, frozen=True):
    """What were you told it is? Answered by a list of texts, empty where nobody said anything."""

    given: Any = None

    @property
    def key(self) -> str:
        return "told"


class AskTried(msgspec.Struct, frozen=True):
    """What was tried? ``what`` is answered by a text, a whole ``Treatment``, or None for nothing (more).

    ``weeks``: for how long, a number. ``effect``: what it did. Both may be None, not known.
    """

    part: Literal["what", "weeks", "effect"]
    treatment: Treatment | None = None
    given: Any = None

    @property
    def key(self) -> str:
        return "tried"


class AskScan(msgspec.Struct, frozen=True):
    """Was there a scan? ``method`` is answered by its kind in words, a whole ``Imaging``, or None for none (more).

    ``region``, ``week``, ``result`` ("normal", "abnormal") and ``found`` (a list of words) follow; each may be None,
    not known. id: which scan; "scan" is a new one. scan: as told so far; options: what to choose from. more: whether
    the case has a scan already.
    """

    part: ScanPart
    id: str = NONE
    scan: Imaging | None = None
    options: tuple[Option, ...] = ()
    more: bool = False
    given: Imaging | None = None
    again: bool = False

    @property
    def key(self) -> str:
        return self.id


class Finished(msgspec.Struct, frozen=True):
    """Nothing more is asked, and a result may be shown. stopped, why: for what reason, as a word and as a sentence."""

    stopped: str
    why: str
    could_add: tuple[CouldAdd, ...] = ()

    @property
    def key(self) -> str:
        return "finished"


Step = ShowScreen | Ask | Interrupt | AskTold | AskTried | AskScan | Finished
