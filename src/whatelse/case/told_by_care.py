"""A case with the answers that its treatments and scans stand for, beside those that were told directly."""

from __future__ import annotations

from whatelse.case.case import Case
from whatelse.case.pictures import read_imaging
from whatelse.case.trials import Reading, read_treatments
from whatelse.case.types import Answer
from whatelse.knowledge.schema import Knowledge


def with_care(case: Case, knowledge: Knowledge) -> tuple[Case, tuple[Reading, ...], tuple[Reading, ...]]:
    """The case with those answers added, the reading of each treatment, and that of each scan.

    A finding that the case answers itself keeps that answer. Of several trials that answer one finding, one that
    helped goes first, then the one that surely failed, then the one most likely to have been long enough.
    """
    treatments, images = read_treatments(case, knowledge), read_imaging(case, knowledge)
    best: dict[str, Answer] = {}
    for reading in sorted(treatments, key=lambda r: r.weight):
        best |= reading.answers
    for reading in images:
        best |= reading.answers
    added = {key: answer for key, answer in best.items() if key in knowledge.findings and key not in case.findings}
    for key, answer in sorted(added.items()):
        case = case.with_answer(key, answer)
    return case, treatments, images
