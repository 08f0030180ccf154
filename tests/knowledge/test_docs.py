"""``docs/knowledge`` says what the data say, links to pages that exist, and is written the same every time."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from whatelse.cli.knowledge import command
from whatelse.errors import InputError
from whatelse.knowledge import Knowledge
from whatelse.report.knowledge.docs import COMMAND, pages

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "knowledge"


@pytest.fixture(scope="module")
def made(shipped: Knowledge) -> dict[str, str]:
    return pages(shipped)


def test_the_pages_are_those_of_the_data(made: dict[str, str]) -> None:
    there = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.md")}
    old = sorted(name for name in {*made, *there} if made.get(name) != there.get(name))
    assert not old, f"{len(old)} pages are not up to date ({', '.join(old[:5])}): run {COMMAND}"


def test_every_condition_has_a_page_and_a_line_in_the_index(made: dict[str, str], shipped: Knowledge) -> None:
    for condition in shipped.conditions:
        assert f"{condition}.md" in made
        assert f"]({condition}.md)" in made["README.md"]


def test_every_link_leads_somewhere(made: dict[str, str]) -> None:
    for name, text in made.items():
        targets = re.findall(r"\]\(([^)]+\.md)\)", text)
        assert set(targets) <= set(made), name
        cited = set(re.findall(r"\[([A-Z][A-Z0-9_]{2,})\](?!:)", text))
        listed = set(re.findall(r"^- \[([A-Z][A-Z0-9_]{2,})\]", text, re.MULTILINE))
        assert cited == listed, name


def test_every_table_is_whole(made: dict[str, str]) -> None:
    for name, text in made.items():
        for block in text.split("\n\n"):
            if block.startswith("|"):
                assert len({len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}) == 1, name


def test_all_of_it_stays_small(made: dict[str, str]) -> None:
    assert sum(len(text.encode()) for text in made.values()) < 2_500_000


def test_pages_of_conditions_that_are_gone_go_and_others_stay(tmp_path: Path, made: dict[str, str]) -> None:
    (tmp_path / "gone.md").write_text(made["pht.md"], encoding="utf-8")
    (tmp_path / "mine.md").write_text("# Mine\n", encoding="utf-8")
    result = CliRunner().invoke(command, ["docs", "-o", str(tmp_path)])
    assert result.output == f"{len(made)} pages in {tmp_path}\n"
    assert {path.name for path in tmp_path.iterdir()} == {*made, "mine.md"}
    assert (tmp_path / "pht.md").read_text("utf-8") == made["pht.md"]


def test_a_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = CliRunner().invoke(command, ["docs", "-o", str(tmp_path / "file")])
    assert isinstance(result.exception, InputError)
