"""Scans that a person tells of: what can be answered to each part, and what an answer makes of the case. Pure.

A scan has a key, ``scan:1``, ``scan:2`` ..., in the order in which they were told; ``scan`` is the answer that there
was none, or no other.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec

from whatelse.case import Case, Imaging
from whatelse.case.phrases import spaced
from whatelse.case.pictures import scans_of
from whatelse.errors import InputError, nearest, shown
from whatelse.interview.types import Audience, Option
from whatelse.knowledge.interview_data import ScanOption
from whatelse.knowledge.scans import ABNORMAL, NORMAL, Scan
from whatelse.knowledge.schema import Knowledge

#: What is asked of a scan, in order. found: what it showed, where something was found.
ScanPart = Literal["method", "region", "week", "result", "found"]
LATER: tuple[ScanPart, ...] = ("region", "week", "result")
FOUND: ScanPart = "found"
#: The key of "no scan", or "no other"; of a scan with its number.
NONE, KEY = "scan", "scan:"
#: Most letters of what is told in somebody's own words, and most scans of one case.
LONGEST, MOST = 300, 20


def kinds(knowledge: Knowledge, audience: Audience) -> tuple[Option, ...]:
    """The kinds of scan to choose from."""
    return tuple(_option(one, audience) for one in knowledge.interview.scan_kinds)


def places(knowledge: Knowledge, audience: Audience, method: str | None = None) -> tuple[Option, ...]:
    """The parts of the body to choose from; of a known kind only those of which the knowledge has something."""
    found = knowledge.interview.scan_places
    if method is not None and any(method == kind.id for kind in knowledge.interview.scan_kinds):
        seen = {spaced(region) for scan in knowledge.scans.values() if _is(scan, method) for region in scan.regions}
        found = tuple(one for one in found if spaced(one.id) in seen)
    return tuple(_option(one, audience) for one in found)


def _is(scan: Scan, method: str) -> bool:
    return spaced(method) in map(spaced, scan.methods)


def _option(one: ScanOption, audience: Audience) -> Option:
    return Option(one.id, one.label if audience == "clinician" else one.plain)


def findings(scan: Imaging, knowledge: Knowledge, audience: Audience) -> tuple[Option, ...]:
    """What such a scan of such a part may have shown: the words of a report, plain for a runner."""
    words = {
        word: plain
        for one in scans_of(scan.region or "", scan.method or "", knowledge)
        for word, plain in one.shows.items()
    }
    return tuple(Option(word, word if audience == "clinician" else plain) for word, plain in words.items())


def missing(scan: Imaging, key: str, put: frozenset[str], knowledge: Knowledge) -> ScanPart | None:
    """The part of a scan that is to be asked next; None where it is told as far as it is known."""
    for part in LATER:
        if getattr(scan, part) is None and f"{key}:{part}" not in put:
            return part
    offered = scan.result == ABNORMAL and f"{key}:{FOUND}" not in put
    return FOUND if offered and findings(scan, knowledge, "runner") else None


class Told(msgspec.Struct, frozen=True):
    """What an answer makes of the scans: the case, the key of each scan in it, the key that was answered."""

    case: Case
    keys: tuple[str, ...]
    key: str
    put: tuple[str, ...] = ()
    reopens: tuple[str, ...] = ()


def told_scan(case: Case, keys: Sequence[str], given: Mapping[str, Any], key: str, part: ScanPart, value: Any) -> Told:
    """One answer to one part of a scan.

    key: of the step; ``scan`` begins a new one. value: of "method" a kind in words, a whole ``Imaging``, or None for
    no scan, which takes away one that was told; of "found" a list of words; None elsewhere is "not known".
    Raises InputError for what is none of these.
    """
    images, names = list(case.imaging), list(keys)
    at = names.index(key) if key in names else None
    if part != "method":
        if at is None:
            raise InputError("found no scan to tell more of", field="scan")
        images[at] = msgspec.structs.replace(images[at], **_more(part, value))
        return Told(_with(case, images), tuple(names), key, (f"{key}:{part}",))
    if value is None:
        if at is not None:
            del images[at], names[at]
        return Told(_with(case, images), tuple(names), key)
    scan = _checked(value) if isinstance(value, Imaging) else Imaging(method=_text(value))
    if at is not None:
        images[at] = scan
    elif len(images) >= MOST:
        raise InputError(f"found more than {MOST} scans", field="scan")
    else:
        key = key if key != NONE else _free(names, given)
        images.append(scan)
        names.append(key)
    parts = tuple(f"{key}:{name}" for name in LATER)
    again = (f"{key}:{FOUND}",)
    whole = isinstance(value, Imaging)
    return Told(_with(case, images), tuple(names), key, parts if whole else (), again if whole else (*parts, *again))


def _with(case: Case, images: Sequence[Imaging]) -> Case:
    return msgspec.structs.replace(case, imaging=tuple(images))


def _free(keys: Sequence[str], given: Mapping[str, Any]) -> str:
    """The first number that no scan has had."""
    used = {*keys, *given}
    return next(f"{KEY}{n}" for n in range(1, len(used) + 2) if f"{KEY}{n}" not in used)


def _more(part: ScanPart, value: Any) -> dict[str, Any]:
    if part == FOUND:
        if value is None:
            return {"result": ABNORMAL}
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise InputError(f"found {shown(value)}, expected a list of words", field="scan")
        return {"result": "; ".join(_text(word) for word in value) or ABNORMAL}
    if value is None:
        return {part: None}
    if part == "week":
        return {part: _week(value)}
    if part == "result" and value not in (NORMAL, ABNORMAL):
        hint = nearest(value, (NORMAL, ABNORMAL)) if isinstance(value, str) else ""
        raise InputError(f"found {shown(value)}, expected {NORMAL} or {ABNORMAL}{hint}", field="scan")
    return {part: _text(value)}


def _checked(scan: Imaging) -> Imaging:
    """A whole scan, its texts in one form."""
    told = {name: getattr(scan, name) for name in ("method", "region", "result")}
    texts = {name: _text(text) for name, text in told.items() if text is not None}
    week = None if scan.week is None else _week(scan.week)
    return msgspec.structs.replace(scan, week=week, **texts)


def _week(value: Any) -> float:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    if not is_number or not 0 <= value < 10_000:
        raise InputError(f"found {shown(value)}, expected a number of weeks", field="scan")
    return float(value)


def _text(value: object) -> str:
    text = " ".join(value.split()) if isinstance(value, str) else ""
    if not text or len(text) > LONGEST:
        raise InputError(f"found {shown(value)}, expected at most {LONGEST} letters", field="scan")
    return text
