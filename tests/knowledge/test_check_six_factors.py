"""The table of six factors: what it names exists, and each sign can be an answer."""

from typing import Any

import pytest

from tests.knowledge.broken import Change, cases, changed, entry, new_problems
from tests.knowledge.test_format_guide import blocks
from whatelse.errors import InputError
from whatelse.knowledge import load, tree
from whatelse.knowledge.six_factors import ELSE, INJURY

FOCAL, HEALING, HERE, OTHER = (
    "factor/focal_pain",
    "factor/healing_time",
    "verdict/injury",
    "verdict/something_else",
)


def table(key: str, **fields: Any) -> Change:
    return entry("six_factors", key, **fields)


def sign(key: str = FOCAL, **fields: Any) -> Change:
    return table(key, injury=[fields])


BROKEN: dict[str, list[tuple[str, Change]]] = {
    "unknown-id": [
        ("a sign of nothing known", sign(finding="focal_pain", answer="yes")),
        ("a verdict for nothing known", table(HERE, conditions=["hamstring_strane"])),
        ("a place with nothing known", table("place/whole_thigh", conditions=["sij"])),
        ("a place where nothing hurts", table("place/whole_thigh", where=["pain_thigh"])),
    ],
    "factor-sign": [
        ("an answer that cannot be given", sign(finding="focal_pain_one_finger", answer="often")),
        ("no answer", sign(finding="focal_pain_one_finger")),
        ("a limit for a yes", sign(finding="focal_pain_one_finger", above=2)),
        ("an answer for a number", sign(HEALING, finding="weeks_since_onset", answer="yes")),
        ("a number without a limit", sign(HEALING, finding="weeks_since_onset")),
        ("a row that speaks for no side", table(FOCAL, injury=[], something_else=[])),
        ("one answer for both sides", sign(HEALING, finding="weeks_since_onset", above=8)),
    ],
    "factor-verdict": [
        ("a side that the table does not have", table(OTHER, id="else")),
        ("no side for a tie", table(OTHER, tie=False)),
        ("two sides for a tie", table(HERE, tie=True)),
    ],
    "unknown-source": [("a study that nobody knows", table(FOCAL, studies=[{"says": "So.", "sources": ["NOBODY"]}]))],
    "missing-source": [("a study without a source", table(FOCAL, studies=[{"says": "So.", "sources": []}]))],
    "text": [("a row without the article's words", table(FOCAL, article=" "))],
    "reading-grade": [
        (
            "words that few people know",
            table(FOCAL, article="Musculotendinous lesions characteristically demonstrate circumscribed tenderness."),
        )
    ],
}


def renamed(change: Change) -> Change:
    """An id is read from the key of the raw tree; a changed one moves with it."""

    def apply(raw: tree.Tree) -> None:
        change(raw)
        room = raw["six_factors"]
        raw["six_factors"] = {f"{key.split('/')[0]}/{item['id']}": item for key, item in room.items()}

    return apply


@pytest.mark.parametrize(("rule_name", "change"), cases(BROKEN))
def test_what_is_broken_is_named_and_nothing_else(rule_name: str, change: Change) -> None:
    found = new_problems(renamed(change))
    assert {problem.rule for problem in found} == {rule_name}, "\n".join(map(str, found))
    assert all(problem.file == "six_factors.toml" for problem in found)


def test_the_nearest_id_is_suggested() -> None:
    (found,) = new_problems(table(HERE, conditions=["hamstring_strane"]))
    assert str(found) == (
        "six_factors.toml: injury.conditions: no condition named 'hamstring_strane' (did you mean hamstring_strain?)"
    )


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (table(FOCAL, artikle="x"), "unknown key 'artikle' (did you mean article?)"),
        (sign(findig="x", answer="yes"), "unknown key 'findig' (did you mean finding?)"),
        (table(FOCAL, label=3), "factor/focal_pain"),
        (entry("six_factors", "place/whole_thigh", where=...), "where"),
    ],
    ids=["a wrong key", "a wrong key of a sign", "a wrong type", "a missing list"],
)
def test_a_table_of_the_wrong_shape_is_told_in_one_line(change: Change, line: str) -> None:
    with pytest.raises(InputError) as caught:
        changed(change)
    assert str(caught.value).startswith("six_factors.toml: ")
    assert line in str(caught.value) and "\n" not in str(caught.value)


def test_an_entry_twice_or_without_an_id_is_refused() -> None:
    for text, line in (
        ('[[factor]]\nid = "a"\n[[factor]]\nid = "a"\n', "factor/a is defined twice"),
        ('[[factor]]\nlabel = "a"\n', "factor: an entry without id"),
        ("factor = 3\n", "factor: an entry without id"),
    ):
        with pytest.raises(InputError) as caught:
            tree.build_tree({"six_factors.toml": text.encode()})
        assert line in str(caught.value)


def test_an_unknown_list_is_refused_with_the_nearest(tmp_path: Any) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text('[six_factors."factr/focal_pain"]\nlabel = "x"\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"unknown list 'factr' \(did you mean factor\?\)"):
        load((mine,))


def test_an_overlay_changes_one_row_and_keeps_the_others(tmp_path: Any) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(f'[six_factors."{FOCAL}"]\nlabel = "One sore spot"\n', encoding="utf-8")
    shipped, found = load().six_factors, load((mine,)).six_factors
    assert found.factors[0].label == "One sore spot"
    assert found.factors[0].injury == shipped.factors[0].injury
    assert found.factors[1:] == shipped.factors[1:]


def test_the_row_of_the_guide_passes_the_check() -> None:
    (block,) = blocks("six_factors")

    def add(raw: tree.Tree) -> None:
        for one in block["factor"]:
            raw["six_factors"][f"factor/{one['id']}"] = {**one, "file": "six_factors.toml"}

    assert [str(problem) for problem in new_problems(add)] == []


def test_the_shipped_table_has_both_sides() -> None:
    assert [verdict.id for verdict in load().six_factors.verdicts] == [INJURY, ELSE]
