"""Two rules about axes that need more than one broken line."""

import copy

from tests.knowledge.broken import shipped_tree
from whatelse.knowledge.check import check
from whatelse.knowledge.parse import parse_tree


def test_ways_of_spreading_on_two_axes_are_named() -> None:
    raw = copy.deepcopy(shipped_tree())
    patterns = raw["conditions"]["hamstring_strain_g3"]["pattern"]
    raw["conditions"]["hamstring_strain_sprint_type"]["pattern"] = copy.deepcopy(patterns)
    found = [(p.rule, p.entry, p.field) for p in check(parse_tree(raw, "broken"))]
    assert found == [("two-axes", "hamstring_strain", "patterns")]


def test_a_grade_below_a_grade_of_another_axis_is_named() -> None:
    raw = copy.deepcopy(shipped_tree())
    raw["conditions"]["hamstring_strain_2c"]["axis"] = "mechanism"
    found = [(p.rule, p.entry, p.field) for p in check(parse_tree(raw, "broken"))]
    assert ("member", "hamstring_strain_2c", "axis") in found
    assert {rule for rule, _, _ in found} == {"member", "two-axes"}
