"""Tests of an examination: each has a position and a time, and what it waits for exists."""

from __future__ import annotations

from collections.abc import Iterator

from whatelse.knowledge.check.formula import FormulaError
from whatelse.knowledge.check.problem import Problem, unknown
from whatelse.knowledge.check.self_tests import formula_findings
from whatelse.knowledge.exam_tests import ExamTests
from whatelse.knowledge.schema import Knowledge


def check_exam_tests(knowledge: Knowledge) -> Iterator[Problem]:
    """No data at all is an examination without a plan, and passes."""
    data = knowledge.exam_tests
    if data == ExamTests():
        return
    positions = [position.id for position in data.positions]
    floors = [floor.id for floor in knowledge.plan.floors]
    for test in data.tests.values():
        if test.id not in knowledge.findings:
            yield Problem(test.file, test.id, "id", "unknown-id", unknown("finding", test.id, knowledge.findings))
        if test.position not in positions:
            yield Problem(test.file, test.id, "position", "unknown-id", unknown("position", test.position, positions))
        if not 5 <= test.seconds <= 1800:
            yield Problem(test.file, test.id, "seconds", "exam-seconds", f"found {test.seconds:g}, expected 5 to 1800")
        for name in test.holds:
            if name not in knowledge.self_tests.holds:
                message = unknown("hold", name, knowledge.self_tests.holds)
                yield Problem(test.file, test.id, "holds", "unknown-id", message)
        for name in test.floors if floors else ():  # without a plan there is nothing to wait for
            if name not in floors:
                yield Problem(test.file, test.id, "floors", "unknown-id", unknown("floor", name, floors))
    for sign in data.irritable:
        try:
            named = formula_findings(sign.when)
        except FormulaError as error:
            yield Problem(sign.file, sign.id, "when", "formula", str(error))
            continue
        for name in sorted(named - set(knowledge.findings)):
            yield Problem(sign.file, sign.id, "when", "unknown-id", unknown("finding", name, knowledge.findings))
    counts = {family.count_finding for family in knowledge.families.values()}
    for finding in knowledge.findings.values():
        is_test = finding.stage == "exam" and finding.kind == "exam_test" and finding.id not in counts
        if is_test and finding.id not in data.tests:
            message = "a test of an examination without position and seconds (exam.toml)"
            yield Problem(finding.file, finding.id, "id", "exam-missing", message)
