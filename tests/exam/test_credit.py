"""Which names earn credit, by the tree of conditions."""

import csv
import itertools
from pathlib import Path

import pytest

from tests.exam.candidates import KNOWLEDGE, other_scorer
from whatelse.exam.credit import ConditionTree, Credit
from whatelse.exam.truth import Truth

TREE = ConditionTree(KNOWLEDGE)


def credit(*conditions: str, acceptable: tuple[str, ...] = (), partly: tuple[str, ...] = ()) -> Credit:
    return TREE.credit(Truth(conditions, acceptable, partly))


@pytest.mark.parametrize(
    ("truth", "answer"),
    [
        ("pht", "pht"),
        ("tumour_nerve", "tumour"),
        ("tumour", "tumour_nerve"),
        ("hamstring_strain_g2", "hamstring_strain"),
    ],
)
def test_subtypes_either_way_and_the_family_of_a_grade_earn_full_credit(truth: str, answer: str) -> None:
    assert answer in credit(truth).full


@pytest.mark.parametrize(
    ("truth", "answer"),
    [
        ("hamstring_strain", "hamstring_strain_g2"),
        ("lumbar_facet", "lumbar_any"),
        ("lumbar_any", "lumbar_facet"),
        ("hamstring_strain_g2", "hamstring_strain"),
    ],
)
def test_groups_and_grades_of_a_truth_earn_half(truth: str, answer: str) -> None:
    assert answer in credit(truth).half


def test_a_sibling_earns_nothing() -> None:
    found = credit("hamstring_strain_g2")
    assert "hamstring_strain_g3" not in found.full | found.half
    assert "lumbar_disc" not in credit("lumbar_facet").full | credit("lumbar_facet").half


def test_an_acceptable_name_brings_its_subtypes_but_not_its_parents() -> None:
    found = credit("pht", acceptable=("tumour",))
    assert {"pht", "tumour", "tumour_bone"} <= found.full
    assert "tumour" not in credit("pht", acceptable=("tumour_bone",)).full


def test_what_is_listed_as_partly_right_earns_half_and_no_more() -> None:
    found = credit("pht", partly=("ischial_bursitis",))
    assert "ischial_bursitis" in found.half and "ischial_bursitis" not in found.full


def test_each_of_several_truths_has_names_of_its_own() -> None:
    found = credit("pht", "tumour_nerve")
    assert [("pht" in own, "tumour" in own) for own in found.each] == [(True, False), (False, True)]


def test_the_family_is_the_top_of_subtypes_and_grades_not_of_groups() -> None:
    assert TREE.family("hamstring_strain_g2") == "hamstring_strain"
    assert TREE.family("lumbar_facet") == "lumbar_facet"
    assert TREE.family("no_such") == "no_such"


def test_the_tree_is_that_of_the_list_of_conditions(evidence_dir: Path) -> None:
    with (evidence_dir / "condition_ids.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["condition_id"]: (row["parent_id"], row["relation_to_parent"]) for row in csv.DictReader(file)}
    both = sorted(set(rows) & set(KNOWLEDGE.conditions))
    assert len(both) > 100
    differ = {
        name for name in both if rows[name] != (KNOWLEDGE.conditions[name].parent, KNOWLEDGE.conditions[name].relation)
    }
    assert differ == set()


def test_every_condition_earns_what_the_other_scorer_gives(data_dir: Path) -> None:
    other = other_scorer(data_dir).Tree(str(data_dir / "evidence" / "condition_ids.csv"))
    known = set(KNOWLEDGE.conditions)
    both = sorted(known & set(other.parent))
    for name, next_name in itertools.pairwise(both):
        found = credit(name, acceptable=(next_name,), partly=(next_name,))
        assert found.full == other.full([name], [next_name]) & known, name
        assert found.half == other.half([name], [next_name]) & known, name
