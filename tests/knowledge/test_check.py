"""The check as a whole: the shipped knowledge passes, a problem reads well."""

from tests.knowledge.broken import both, changed, condition, finding, new_problems, number
from whatelse.knowledge import Knowledge
from whatelse.knowledge.check import Problem, check


def test_the_shipped_knowledge_has_no_problem(shipped: Knowledge) -> None:
    assert [str(problem) for problem in check(shipped)] == []


def test_a_problem_is_one_line_with_file_entry_and_field() -> None:
    (problem,) = new_problems(number(source="SLIPMAN2001"))
    assert str(problem) == (
        "conditions/sij_dysfunction.toml: sij_dysfunction.findings.eased_by_sitting_or_bending: "
        "no source named 'SLIPMAN2001' (did you mean SLIPMAN2000?)"
    )


def test_the_order_of_problems_is_that_of_the_files() -> None:
    change = both(number(source="NOBODY"), condition("doms", urgency="emergency"), finding("fadir", leak="rare"))
    found = check(changed(change))
    assert found == sorted(found, key=lambda p: (p.file, p.entry, p.field, p.rule, p.message))
    assert len(set(found)) == len(found)


def test_a_problem_is_a_value() -> None:
    assert Problem("a", "b", "c", "d", "e") == Problem("a", "b", "c", "d", "e")
    assert str(Problem("a", "b", "", "d", "e")) == "a: b: e"
