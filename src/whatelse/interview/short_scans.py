"""Scans in a typed line: ``mri thigh clean week 6``. A kind, the part, then what it showed and the week, if told."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from whatelse.case import Imaging
from whatelse.case.phrases import spaced
from whatelse.case.pictures import scans_of
from whatelse.interview.short_words import Names
from whatelse.knowledge.schema import Knowledge

#: Most words of one name.
LONGEST = 4
_WEEK = re.compile(r"w(?:eek|k)?(\d{1,4}(?:\.\d{1,2})?)")
_NUMBER = re.compile(r"\d{1,4}(?:\.\d{1,2})?")


def scans_in(words: Sequence[str], names: Names, knowledge: Knowledge) -> tuple[list[Imaging], list[str], list[str]]:
    """The scans of a line, the words that are left, and what could not be read."""
    methods = {spaced(word) for scan in knowledge.scans.values() for word in scan.methods}
    scans: list[Imaging] = []
    left: list[str] = []
    problems: list[str] = []
    waiting = list(words)
    while waiting:
        # A word that names a finding stays one.
        method = "" if names.target(waiting[0]) is not None else _taken(waiting, methods)
        if not method:
            left.append(waiting.pop(0))
            continue
        regions = {
            spaced(word)
            for scan in knowledge.scans.values()
            if method in {spaced(name) for name in scan.methods}
            for word in scan.regions
        }
        region = _taken(waiting, regions)
        if region:
            scans.append(_rest(waiting, Imaging(region=region, method=method), names, knowledge))
        else:
            _rest(waiting, Imaging(method=method), names, knowledge)
            problems.append(f"{method}: which part? write it after that, like {method} {min(regions)} normal week 6")
    return scans, left, problems


def _rest(waiting: list[str], scan: Imaging, names: Names, knowledge: Knowledge) -> Imaging:
    """The scan with what it showed and its week, in either order."""
    found = scans_of(scan.region or "", scan.method or "", knowledge)
    known = {spaced(word) for one in found for word in one.results} | {spaced(word) for word in knowledge.clean_words}
    shown: list[str] = []
    week: float | None = None
    while waiting:
        number = _week(waiting)
        if number is not None and week is None:
            week = number
            continue
        result = "" if names.target(waiting[0]) is not None else _taken(waiting, known)
        if not result:
            break
        shown.append(result)
    return Imaging(scan.region, scan.method, week, "; ".join(shown) or None)


def _week(waiting: list[str]) -> float | None:
    """``week 6`` or ``w6`` at the head, taken away."""
    whole = _WEEK.fullmatch(waiting[0])
    if whole is not None:
        waiting.pop(0)
        return float(whole[1])
    if waiting[0] == "week" and len(waiting) > 1 and _NUMBER.fullmatch(waiting[1]):
        waiting.pop(0)
        return float(waiting.pop(0))
    return None


def _taken(waiting: list[str], known: Collection[str]) -> str:
    """The longest known name at the head, taken away; "" where there is none."""
    for count in range(min(LONGEST, len(waiting)), 0, -1):
        name = spaced(" ".join(waiting[:count]))
        if name in known:
            del waiting[:count]
            return name
    return ""


def scan_words(scan: Imaging) -> str:
    """A scan as a line that says the same."""
    week = f"week {scan.week:g}" if scan.week is not None else ""
    return " ".join(part for part in (scan.method, scan.region, scan.result, week) if part).replace(";", "")
