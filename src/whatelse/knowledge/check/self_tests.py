"""Self-tests: every one that can be asked of a runner says how, what counts and when not to; none that must not is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from whatelse.knowledge.check.formula import CASE_NUMBERS, FormulaError, atoms
from whatelse.knowledge.check.plan_data import sentences
from whatelse.knowledge.check.problem import Problem, unknown
from whatelse.knowledge.drawings import drawn
from whatelse.knowledge.reading import grade
from whatelse.knowledge.schema import Knowledge
from whatelse.knowledge.self_tests import TEXTS, SelfTest, SelfTests

HIGHEST_GRADE = 8.0
TIMES = 3
_FILE = "self_tests.toml"


def check_self_tests(knowledge: Knowledge) -> Iterator[Problem]:
    """No data at all is a knowledge without self-tests, and passes."""
    data = knowledge.self_tests
    if data == SelfTests():
        return
    for name in TEXTS:
        if name not in data.texts:
            yield Problem(_FILE, name, "text", "self-test-missing", "self-tests need this text")
    yield from _holds(knowledge)
    yield from _never(knowledge)
    for test in data.tests.values():
        yield from _named(knowledge, test)
        yield from _done(knowledge, test)
        yield from _measured(knowledge, test)
    for finding in knowledge.findings.values():
        is_done = finding.stage == "exam" or finding.kind == "exam_test"
        if finding.self_test and is_done and finding.id not in data.tests:
            message = "a test that a runner can do, without steps (self_tests.toml)"
            yield Problem(finding.file, finding.id, "self_test", "self-test-missing", message)
    yield from _texts(knowledge)


def formula_findings(formula: Any) -> set[str]:
    """The findings of a formula. Raises FormulaError."""
    return {atom.finding for atom in atoms(formula)} - {"sex", *CASE_NUMBERS}


def _holds(knowledge: Knowledge) -> Iterator[Problem]:
    graded = {key for key, family in knowledge.families.items() if family.states}
    known = {*knowledge.findings, *graded}
    for hold in knowledge.self_tests.holds.values():
        if hold.when is None and hold.told is None and not hold.rules:
            yield Problem(hold.file, hold.id, "when", "hold", "holds nothing")
        for field, formula in (("when", hold.when), ("told", hold.told)):
            if formula is None:
                continue
            try:
                named = formula_findings(formula)
            except FormulaError as error:
                yield Problem(hold.file, hold.id, field, "formula", str(error))
                continue
            for name in sorted(named - known):
                yield Problem(hold.file, hold.id, field, "unknown-id", unknown("finding", name, known))
        for name in hold.rules:
            if name not in knowledge.rules:
                yield Problem(hold.file, hold.id, "rules", "unknown-id", unknown("rule", name, knowledge.rules))


def _never(knowledge: Knowledge) -> Iterator[Problem]:
    for one in knowledge.self_tests.never.values():
        finding = knowledge.findings.get(one.id)
        if finding is None:
            yield Problem(one.file, one.id, "id", "unknown-id", unknown("finding", one.id, knowledge.findings))
        elif finding.self_test or one.id in knowledge.self_tests.tests:
            message = "is never for a runner alone, but can be asked of one"
            yield Problem(finding.file, one.id, "self_test", "never-alone", message)
        if one.source not in knowledge.sources:
            message = unknown("source", one.source, knowledge.sources)
            yield Problem(one.file, one.id, "source", "unknown-source", message)


def _named(knowledge: Knowledge, test: SelfTest) -> Iterator[Problem]:
    finding = knowledge.findings.get(test.id)
    if finding is None:
        yield Problem(test.file, test.id, "id", "unknown-id", unknown("finding", test.id, knowledge.findings))
    elif not finding.self_test and test.id not in knowledge.self_tests.never:
        yield Problem(test.file, test.id, "id", "self-test", "its finding is not one that a runner can test")
    for name in test.holds:
        if name not in knowledge.self_tests.holds:
            message = unknown("hold", name, knowledge.self_tests.holds)
            yield Problem(test.file, test.id, "holds", "unknown-id", message)
    for name in test.like:
        if name not in knowledge.actions:
            yield Problem(test.file, test.id, "like", "unknown-id", unknown("action", name, knowledge.actions))
    if test.drawing and test.drawing not in drawn():
        yield Problem(test.file, test.id, "drawing", "unknown-id", unknown("drawing", test.drawing, drawn()))


def _done(knowledge: Knowledge, test: SelfTest) -> Iterator[Problem]:
    """Steps, three times each side, a reason where not; a test that loads something is not without a hold."""
    if not test.steps:
        yield Problem(test.file, test.id, "steps", "self-test", "no steps")
    if (test.times == TIMES) == bool(test.once) or test.times < 1:
        message = f"is done {TIMES} times, or another number of times with the reason in once"
        yield Problem(test.file, test.id, "times", "self-test", message)
    if not (test.looks or test.holds or test.like or test.times == 1):
        message = "loads something, but nothing holds it: name holds or like"
        yield Problem(test.file, test.id, "holds", "self-test", message)


def _measured(knowledge: Knowledge, test: SelfTest) -> Iterator[Problem]:
    measure, finding = test.measure, knowledge.findings.get(test.id)
    if measure is None or finding is None:
        return
    if measure.low >= measure.high:
        yield Problem(test.file, test.id, "measure.low", "self-measure", "low is not below high")
    if finding.type == "yes_no" and (measure.limit is None or not measure.worse):
        message = "a yes or no is measured against a limit, with what is worse"
        yield Problem(test.file, test.id, "measure.limit", "self-measure", message)
    if finding.type == "number" and (measure.limit is not None or measure.unit != finding.unit.split(" ")[0]):
        message = f"a number is measured in its own unit ({finding.unit}), without a limit"
        yield Problem(test.file, test.id, "measure.unit", "self-measure", message)


def _texts(knowledge: Knowledge) -> Iterator[Problem]:
    data = knowledge.self_tests
    texts = [(t.file, t.id, "text", t.text) for t in data.texts.values()]
    texts += [(h.file, h.id, "text", f"Not while {h.text}.") for h in data.holds.values()]
    texts += [(n.file, n.id, "why", n.why) for n in data.never.values()]
    for test in data.tests.values():
        texts += [(test.file, test.id, "steps", step) for step in test.steps]
        texts += [(test.file, test.id, name, str(getattr(test, name))) for name in ("title", "counts", "mistake")]
        finding = knowledge.findings.get(test.id)
        said = test.not_when or (finding.not_when if finding is not None else "")
        # What only presses or looks has no reason of its own not to be done.
        texts += [(test.file, test.id, "not_when", said)] if said or test.holds else []
        texts += [(test.file, test.id, "once", test.once)] if test.once else []
        texts += [(test.file, test.id, "measure.how", test.measure.how)] if test.measure else []
    for file, entry, field, text in texts:
        if not text.strip():
            yield Problem(file, entry, field, "text", "missing")
        for sentence in sentences(text):
            found = grade(sentence, knowledge.reading_words)
            if found > HIGHEST_GRADE:
                message = f"reading grade {found:.1f}, at most {HIGHEST_GRADE:g}: {sentence}"
                yield Problem(file, entry, field, "reading-grade", message)
        if re.search(r"\bsafe(ly|r|st)?\b", text, re.IGNORECASE):
            yield Problem(file, entry, field, "never-safe", "nothing is promised to be without danger: other words")
