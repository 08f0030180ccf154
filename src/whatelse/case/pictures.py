"""What the scans of a case tell: region, method, week and result, read as answers to findings.

A clean picture speaks only about its own field; one taken too early, or of a region or kind that was not said, is no
evidence.
"""

from __future__ import annotations

from whatelse.case.case import Case
from whatelse.case.phrases import all_phrases, spaced, stated
from whatelse.case.trials import Reading
from whatelse.case.types import Answer, Imaging
from whatelse.knowledge.scans import Scan
from whatelse.knowledge.schema import Knowledge


def read_imaging(case: Case, knowledge: Knowledge) -> tuple[Reading, ...]:
    """Each scan of a case with what it stands for, in the order of the case."""
    return tuple(_read(n, image, knowledge) for n, image in enumerate(case.imaging))


def scans_of(region: str, method: str, knowledge: Knowledge) -> list[Scan]:
    """The kinds of picture that a region and a method in free words name; several where several regions are named."""
    words = {spaced(word) for scan in knowledge.scans.values() for word in scan.methods}
    used = {spaced(phrase) for phrase in all_phrases(method, words)}
    kinds = [scan for scan in knowledge.scans.values() if used & {spaced(word) for word in scan.methods}]
    places = {spaced(word) for scan in kinds for word in scan.regions}
    named = {spaced(phrase) for phrase in all_phrases(region, places)}
    return [scan for scan in kinds if named & {spaced(word) for word in scan.regions}]


def _read(place: int, image: Imaging, knowledge: Knowledge) -> Reading:
    said = " ".join(part for part in (image.method, image.region) if part) or "a scan"
    scans = scans_of(image.region or "", image.method or "", knowledge)

    def reading(reason: str, answers: dict[str, Answer] | None = None) -> Reading:
        return Reading(place, said, " ".join(scan.id for scan in scans), answers or {}, reason)

    if not image.region or not image.method:
        missing = "which region" if not image.region else "what kind of scan"
        return reading(f"{missing} is not said, so it is no evidence")
    if not scans:
        return reading("not a picture of this knowledge, so nothing follows from it")
    if not image.result:
        return reading("what it showed is not said")
    named = knowledge.findings.get(image.result)
    if named is not None and named.kind == "imaging":
        return reading("as told", {named.id: Answer(value=True)})
    shown: dict[str, Answer] = {}
    for scan in scans:
        for phrase in all_phrases(image.result, scan.results):
            if stated(image.result, phrase):
                shown |= {key: Answer(value=answer == "yes") for key, answer in scan.results[phrase].items()}
    if shown:
        return reading("as the report says", shown)
    if not any(stated(image.result, word, reach=1) for word in all_phrases(image.result, knowledge.clean_words)):
        return reading("the result is kept; its words are not known, so nothing follows from it")
    return reading(*_clean(image, scans))


def _clean(image: Imaging, scans: list[Scan]) -> tuple[str, dict[str, Answer]]:
    """What a normal result stands for: nothing where the picture was taken before it could show anything."""
    answers: dict[str, Answer] = {}
    early = ""
    for scan in scans:
        if scan.from_week and (image.week is None or image.week < scan.from_week):
            when = "when it was taken is not said" if image.week is None else f"taken in week {image.week:g}"
            early = f"{when}, and before week {scan.from_week:g} it shows little"
        else:
            answers |= {key: Answer(value=answer == "yes") for key, answer in scan.clean.items()}
    if not answers:
        return f"normal, but no evidence: {early}", {}
    notes = "; ".join(scan.note for scan in scans if scan.note)
    return "normal; counts for what lies in its field" + (f" ({notes})" if notes else ""), answers
