"""What was told of a scan, and what it counts for: in plain words, so that a clean scan of one place calms no other."""

from __future__ import annotations

import msgspec

from whatelse.case import Case, Imaging
from whatelse.case.pictures import read_imaging
from whatelse.case.trials import Reading
from whatelse.interview.scans import findings, kinds, places
from whatelse.interview.types import Audience
from whatelse.knowledge.scans import ABNORMAL, NORMAL, Scan
from whatelse.knowledge.schema import Knowledge

#: Sentences for runners, by name.
SCAN: dict[str, str] = {
    "clean": "Nothing was found. That counts only for the part that was looked at.",
    "early": "Nothing was found, but it was too early to tell. Before week {week} such a scan shows little.",
    "early_or_not": "Nothing was found. In which week is not told, and before week {week} such a scan shows little.",
    "found": "It showed: {found}.",
    "abnormal": "Something was found.",
    "words": "What it showed is kept. This program can not weigh it.",
    "no_result": "What it showed is not told, so it counts for nothing.",
    "no_scan": "This program knows nothing of such a scan of that part. It is kept for the record.",
    "no_part": "Which part it looked at is not told, so it counts for nothing.",
    "no_kind": "What kind of scan it was is not told, so it counts for nothing.",
}


class ScanLine(msgspec.Struct, frozen=True):
    """One scan. name: its kind and part, and the week; told: what it showed; counts: whether anything follows from it.

    misses: where a clean one looked, and what was not on it.
    """

    name: str
    told: str
    counts: bool
    misses: str = ""

    @property
    def text(self) -> str:
        return f"{self.told} {self.misses}".strip()


def scan_lines(case: Case, knowledge: Knowledge, audience: Audience = "runner") -> tuple[ScanLine, ...]:
    """Every scan of a case."""
    rows = zip(case.imaging, read_imaging(case, knowledge), strict=True)
    return tuple(_line(image, reading, knowledge, audience) for image, reading in rows)


def scan_name(image: Imaging, knowledge: Knowledge, audience: Audience = "runner") -> str:
    """The kind, the part and the week as they were chosen."""
    kind = _chosen(image.method, kinds(knowledge, audience)) or "A scan"
    part = _chosen(image.region, places(knowledge, audience))
    week = f", week {image.week:g}" if image.week is not None else ""
    return f"{kind}{f', {part[:1].lower()}{part[1:]}' if part else ''}{week}"


def result_words(image: Imaging, knowledge: Knowledge, audience: Audience = "runner") -> str:
    """What it showed, as it was chosen."""
    if image.result is None:
        return "don't know"
    if image.result in (NORMAL, ABNORMAL):
        return {NORMAL: "nothing was found", ABNORMAL: "something was found"}[image.result]
    return _found(image, knowledge, audience)


def _chosen(said: str | None, options: tuple[object, ...]) -> str:
    named = {str(option.value): str(option.label) for option in options}  # type: ignore[attr-defined]
    return named.get(said or "", said or "").split(" (")[0]


def _found(image: Imaging, knowledge: Knowledge, audience: Audience) -> str:
    named = {str(option.value): option.label for option in findings(image, knowledge, audience)}
    words = [word.strip() for word in (image.result or "").split(";")]
    texts = [named.get(word, word) for word in words]
    return "; ".join(text[:1].lower() + text[1:] for text in texts)


def _line(image: Imaging, reading: Reading, knowledge: Knowledge, audience: Audience) -> ScanLine:
    scans = [knowledge.scans[name] for name in reading.name.split()]
    kind = _kind(image, reading, scans, knowledge)
    week = max((scan.from_week for scan in scans), default=0.0)
    found = _found(image, knowledge, audience) if image.result else ""
    told = SCAN[kind].format(week=f"{week:g}", found=found)
    misses = " ".join(scan.misses for scan in scans) if kind == "clean" else ""
    return ScanLine(scan_name(image, knowledge, audience), told, bool(reading.answers), misses)


def _kind(image: Imaging, reading: Reading, scans: list[Scan], knowledge: Knowledge) -> str:
    """Which of the sentences is true of a scan."""
    if image.method is None or image.region is None:
        return "no_kind" if image.method is None else "no_part"
    if not scans:
        return "no_scan"
    if image.result is None:
        return "no_result"
    clean = {key: answer == "yes" for scan in scans for key, answer in scan.clean.items()}
    told = {key: answer.value for key, answer in reading.answers.items()}
    if told and all(clean.get(key) == value for key, value in told.items()):
        return "clean"
    if told:
        return "abnormal" if image.result == ABNORMAL else "found"
    if image.result == ABNORMAL:
        return "abnormal"
    if reading.reason.startswith("normal"):
        return "early_or_not" if image.week is None else "early"
    return "words"
