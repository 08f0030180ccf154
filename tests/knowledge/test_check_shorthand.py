"""Abbreviations: what they stand for exists, none stands for two things, every test has one."""

from typing import Any

import pytest

from tests.knowledge.broken import Change, cases, changed, entry, new, new_problems
from whatelse.errors import InputError
from whatelse.knowledge import Knowledge, tree


def alias(key: str, **fields: Any) -> Change:
    return entry("shorthand", key, **fields)


def without(key: str) -> Change:
    def apply(raw: tree.Tree) -> None:
        del raw["shorthand"][key]

    return apply


BROKEN: dict[str, list[tuple[str, Change]]] = {
    "unknown-id": [("an abbreviation of nothing", new("shorthand", "slumped", "slr", words=["sld"]))],
    "double-alias": [
        ("one word for two tests", alias("fadir", words=["fadir", "slump"])),
        ("a word that is the id of another test", alias("fadir", words=["faber"])),
        ("a word that names a person's fact", alias("fadir", words=["f"])),
    ],
    "short-word": [
        ("a word with a sign", alias("fadir", words=["fad-ir"])),
        ("a word that is an answer", alias("fadir", words=["x"])),
        ("a word that is a state", alias("fadir", words=["crossed"])),
    ],
    "no-alias": [
        ("a test without a word", without("fadir")),
        ("a count whose family has no word", without("sij_provocation")),
    ],
}


@pytest.mark.parametrize(("name", "change"), cases(BROKEN))
def test_what_is_broken_is_named_and_nothing_else(name: str, change: Change) -> None:
    assert {problem.rule for problem in new_problems(change)} == {name}


def test_an_unknown_key_is_told_with_the_nearest() -> None:
    with pytest.raises(InputError, match=r"shorthand\.toml: fadir: unknown key 'word' \(did you mean words\?\)"):
        changed(alias("fadir", word="fadir"))


def test_the_shipped_words_are_as_many_as_they_should_be(shipped: Knowledge) -> None:
    tests = [f for f in shipped.findings.values() if f.stage == "exam"]
    assert len(shipped.shorthand) > len(tests) > 100
