"""The examples of docs/knowledge-format.md are read by the program as they stand."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.knowledge.broken import new_problems, shipped_tree
from whatelse.knowledge import load, tree
from whatelse.knowledge.check import check
from whatelse.knowledge.number import SCALE

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "knowledge-format.md"
BLOCKS = re.findall(r"```toml\n# ([^\n]+)\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)


def blocks(kind: str) -> list[dict[str, Any]]:
    return [tomllib.loads(text) for head, text in BLOCKS if head.startswith(kind)]


def test_every_block_says_where_it_belongs() -> None:
    assert len(BLOCKS) == GUIDE.read_text("utf-8").count("```toml")


def test_the_condition_passes_the_check_once_the_settings_have_a_share() -> None:
    (condition,) = blocks("conditions/")

    def add(raw: tree.Tree) -> None:
        raw["conditions"][condition["id"]] = {**condition, "file": "conditions/example_nerve.toml"}
        for setting in raw["settings"].values():
            if "shares" in setting:
                setting["shares"][condition["id"]] = "rare"

    assert [str(problem) for problem in new_problems(add)] == []


def test_links_can_stand_in_a_condition() -> None:
    for block in blocks("findings of a condition"):

        def add(raw: tree.Tree, links: dict[str, Any] = block["findings"]) -> None:
            own = raw["conditions"]["cluneal_neuropathy"]
            own["findings"] = {**own["findings"], **links}

        assert {problem.rule for problem in new_problems(add)} <= {"two-axes"}


def test_the_finding_lacks_only_a_cause() -> None:
    (block,) = blocks("findings/")
    (finding,) = block["finding"]

    def add(raw: tree.Tree) -> None:
        raw["findings"][finding["id"]] = {**finding, "file": "findings/example.toml"}

    assert {problem.rule for problem in new_problems(add)} == {"no-cause"}


def test_the_rule_and_the_source_are_right() -> None:
    (rules,), (sources,) = blocks("red_flags"), blocks("sources")

    def add(raw: tree.Tree) -> None:
        for rule in rules["rule"]:
            raw["red_flags"][rule["id"]] = {**rule, "file": "red_flags.toml"}
        for key, source in sources.items():
            raw["sources"][key] = {**source, "id": key, "file": "sources.toml"}

    assert [str(problem) for problem in new_problems(add)] == []


def test_the_action_is_right() -> None:
    (block,) = blocks("actions")

    def add(raw: tree.Tree) -> None:
        for action in block["action"]:
            raw["actions"][action["id"]] = {**action, "file": "actions.toml"}

    assert [str(problem) for problem in new_problems(add)] == []


def test_the_interview_is_right() -> None:
    (block,) = blocks("interview")

    def add(raw: tree.Tree) -> None:
        for kind, entries in block.items():
            for one in entries:
                raw["interview"][f"{kind}/{one['id']}"] = {**one, "file": "interview.toml"}

    assert [str(problem) for problem in new_problems(add)] == []


def test_the_overlay_brings_no_problem(tmp_path: Path) -> None:
    (text,) = [text for head, text in BLOCKS if head == "overlay"]
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    before = {(p.entry, p.field, p.rule) for p in check(load())}
    assert {(p.entry, p.field, p.rule) for p in check(load((path,)))} <= before


@pytest.mark.parametrize("word", SCALE)
def test_the_scale_of_words_is_that_of_the_program(word: str) -> None:
    value, low, high = (f"{100 * p:g}" for p in SCALE[word])
    assert f"| {word} | {value} % | {low} to {high} % |" in GUIDE.read_text("utf-8")


def test_every_file_of_the_guide_exists() -> None:
    folder = tree.data_folder()
    rooms = ("red_flags", "sources", "words", "places", "names", "actions", "scans", "interview", "findings/families")
    for name in (f"{room}.toml" for room in rooms):
        assert (folder / name).is_file()
    assert shipped_tree()["settings"]


@pytest.mark.parametrize("room", ["self_tests", "exam", "shorthand"])
def test_the_tests_and_the_words_are_right(room: str) -> None:
    (block,) = blocks(f"{room}.toml")

    def change(raw: tree.Tree) -> None:
        for kind, items in block.items():
            for item in items:
                key = item["id"] if room == "shorthand" else f"{kind}/{item['id']}"
                raw[room][key] = {**item, "file": f"{room}.toml"}

    assert [str(problem) for problem in new_problems(change)] == []
