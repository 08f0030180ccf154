"""What an interview is made of, as data: what is asked of everyone, what a question costs, what an answer is worth."""

from __future__ import annotations

from typing import Any

import msgspec

from whatelse.errors import InputError, nearest
from whatelse.knowledge.shaped import shaped

#: What each list of ``interview.toml`` holds.
LISTS = ("core", "cost", "skip", "worth", "text", "scan_kind", "scan_place")
#: What the choosing of questions cannot do without.
WORTHS = (
    "urgency_self_care",
    "urgency_routine",
    "urgency_urgent",
    "urgency_emergency",
    "level",
    "floor",
    "visit",
    "top",
    "discomfort",
    "money",
    "least_rate",
    "least_change",
    "most",
)
TEXTS = ("core", "safety", "also", "between", "about", "enough", "not_worth_it", "nothing_left", "limit")
#: Core questions that are no finding: facts about the person, and the list to tick.
PERSON, SITE = ("age", "sex", "sport", "side"), "site"


class CoreQuestion(msgspec.Struct, frozen=True, omit_defaults=True):
    """Asked of everyone, in the order of the file; ``id`` is a finding, a fact about the person or a list to tick.

    text: where no finding has one. findings: what a list holds; labels: what each is called for a runner. otherwise:
    asked where this one has no answer.
    """

    id: str
    text: str = ""
    findings: tuple[str, ...] = ()
    labels: dict[str, str] = {}
    otherwise: str = ""
    file: str = ""


class Cost(msgspec.Struct, frozen=True, omit_defaults=True):
    """What finding something out takes. seconds: to ask and answer, or to do. discomfort, money: classes 0 to 3.

    ``kinds`` of findings, for which ``stages`` where they are named; ``findings`` go before kinds, and the first entry
    that fits counts.
    """

    id: str
    seconds: float
    discomfort: int = 0
    money: int = 0
    kinds: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    file: str = ""


class Skip(msgspec.Struct, frozen=True, omit_defaults=True):
    """Findings that are told or not, and never asked one by one: of ``kinds`` but for ``but``, and why."""

    id: str
    reason: str
    kinds: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    file: str = ""


class Worth(msgspec.Struct, frozen=True):
    """A number that choosing rests on, and why it is that."""

    id: str
    at: float
    reason: str
    file: str = ""


class InterviewText(msgspec.Struct, frozen=True):
    """A text of the interview itself."""

    id: str
    text: str
    file: str = ""


class ScanOption(msgspec.Struct, frozen=True):
    """A kind of scan, or a part of the body that one looks at. id: as a case holds it; label: for a clinician."""

    id: str
    label: str
    plain: str
    file: str = ""


class InterviewData(msgspec.Struct, frozen=True):
    """The whole file, in its order."""

    core: tuple[CoreQuestion, ...] = ()
    costs: tuple[Cost, ...] = ()
    skips: tuple[Skip, ...] = ()
    worths: dict[str, Worth] = {}
    texts: dict[str, InterviewText] = {}
    scan_kinds: tuple[ScanOption, ...] = ()
    scan_places: tuple[ScanOption, ...] = ()

    def worth(self, name: str) -> float:
        """Raises KeyError for a number that the file does not hold."""
        return self.worths[name].at

    def text(self, name: str) -> str:
        """Raises KeyError for a text that the file does not hold."""
        return self.texts[name].text


def parse_interview(entries: dict[str, Any]) -> InterviewData:
    """The data from raw entries by ``list/id``. Raises InputError at the first that has not the right shape."""
    core: list[CoreQuestion] = []
    costs: list[Cost] = []
    skips: list[Skip] = []
    worths: dict[str, Worth] = {}
    texts: dict[str, InterviewText] = {}
    scans: dict[str, list[ScanOption]] = {"scan_kind": [], "scan_place": []}
    for key, entry in entries.items():
        kind, _, name = key.partition("/")
        raw = {**entry, "id": name}
        if kind == "core":
            core.append(shaped(CoreQuestion, raw, key))
        elif kind == "cost":
            costs.append(shaped(Cost, raw, key))
        elif kind == "skip":
            skips.append(shaped(Skip, raw, key))
        elif kind == "worth":
            worths[name] = shaped(Worth, raw, key)
        elif kind == "text":
            texts[name] = shaped(InterviewText, raw, key)
        elif kind in scans:
            scans[kind].append(shaped(ScanOption, raw, key))
        else:
            raise InputError(f"unknown list {kind!r}{nearest(kind, LISTS)}", file=raw.get("file"), field=key)
    return InterviewData(
        tuple(core), tuple(costs), tuple(skips), worths, texts, tuple(scans["scan_kind"]), tuple(scans["scan_place"])
    )
