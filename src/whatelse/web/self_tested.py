"""A test that a runner does alone, as a page shows it, and what its readings say once they are in."""

from __future__ import annotations

from typing import Any

from starlette.datastructures import FormData

from whatelse.case import Answer
from whatelse.interview.self_tests import difference, measured, not_when
from whatelse.interview.session import Session
from whatelse.interview.steps import Ask
from whatelse.knowledge.drawings import MOMENTS, drawing
from whatelse.knowledge.self_tests import SelfTest
from whatelse.web.forms import readings_in
from whatelse.web.little import raw

#: The fields of a form that hold the readings of each side.
SIDES = ("left_readings", "right_readings")


def self_test_values(session: Session, step: Ask) -> dict[str, Any] | None:
    """Steps, caution and drawings of a test that a runner does alone; None for any other question."""
    if not step.question.self_test or session.terms.audience != "runner":
        return None
    found = session.knowledge.self_tests.tests.get(step.question.id)
    if found is None:
        return None
    text = session.knowledge.self_tests.text
    return {
        "test": found,
        "not_when": not_when(found, session.knowledge),
        "cautions": "" if found.looks else f"{text('before')} {text('while')}",
        "often": _often(found),
        "pictures": [(moment, raw(drawing(found.drawing, moment))) for moment in MOMENTS] if found.drawing else [],
        "said": _said(session, found),
    }


def _often(test: SelfTest) -> str:
    sides = "Do both sides" if test.both_sides else "Do it"
    if test.times == 1:
        return f"{sides}, once{' each' if test.both_sides else ''}. {test.once}".strip()
    return f"{sides}, {test.times} times{' each' if test.both_sides else ''}. {test.once}".strip()


def readings(session: Session, form: FormData) -> Answer | None:
    """What a runner measured on both sides, with the error of measuring alone; None where nothing was measured."""
    given = [str(form.get(name, "")) for name in SIDES]
    test = session.knowledge.self_tests.tests.get(session.step.key)
    if test is None or test.measure is None or not any(text.strip() for text in given):
        return None
    left, right = (readings_in(text) for text in given)
    return measured(test, left, right, session.knowledge, session.case.side)


def last_measured(session: Session) -> str:
    """What the readings say if the last answer was some; "" otherwise."""
    key = str(session.answers[-1].data["key"]) if session.answers else ""
    test = session.knowledge.self_tests.tests.get(key)
    said = _said(session, test) if test is not None else ""
    return f"{test.title}: {said}" if test is not None and said else ""


def _said(session: Session, test: SelfTest) -> str:
    """How far the sides are apart and how wrong that can be, in words."""
    answer = session.case.findings.get(test.id)
    if test.measure is None or answer is None or answer.by != "measured":
        return ""
    found = difference(test, answer, session.knowledge, session.case.side)
    if found is None:
        return ""
    return f"{found.words} Between the sides, in {found.unit}: {abs(found.value):.3g}, give or take {found.error:.2g}."
