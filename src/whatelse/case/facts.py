"""Facts about the person that shift the odds of causes: age, sex, sport, and findings marked as context."""

from __future__ import annotations

from collections.abc import Mapping

from whatelse.case.case import Case
from whatelse.case.phrases import first_phrase
from whatelse.knowledge.schema import Knowledge

SPORT = "sport_main"


def facts(case: Case, knowledge: Knowledge) -> dict[str, str | float]:
    """What is certain about the person: ``age`` in years, ``sex``, ``sport_main``, context findings.

    Yes and no are the words ``yes`` and ``no``. A fact that is not known, only probable, or set aside is left
    out. The sport given as a finding goes before the words of ``person.sport``.
    """
    known: dict[str, str | float] = {}
    if case.person.age is not None:
        known["age"] = case.person.age
    if case.person.sex is not None:
        known["sex"] = case.person.sex
    sport = sport_main(case.person.sport, knowledge.sports)
    if sport is not None:
        known[SPORT] = sport
    for name, answer in case.findings.items():
        finding = knowledge.findings.get(name)
        if finding is None or not finding.context:
            continue
        if answer.set_aside:
            known.pop(name, None)
        elif answer.value is not None and answer.likelihood is None:
            known[name] = _stated(answer.value)
    return dict(sorted(known.items()))


def sport_main(text: str | None, sports: Mapping[str, str]) -> str | None:
    """The sport that free text names, by the word table ``sports``; None where no word of it is known."""
    phrase = first_phrase(text or "", sports)
    return sports[phrase] if phrase is not None else None


def _stated(value: bool | float | str) -> str | float:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value
