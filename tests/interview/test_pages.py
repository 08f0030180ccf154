"""docs/self-tests.md and docs/exam-plan.md say what the data and the program say."""

import re
import runpy
from pathlib import Path

import pytest

from inference.shipped import KNOWLEDGE
from whatelse.interview.shorthand import parse_line

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", ["self_tests", "exam_plan"])
def test_the_generated_part_is_up_to_date(name: str) -> None:
    made = runpy.run_path(str(DOCS / f"{name}_page.py"))["page"]()
    written = (DOCS / f"{name.replace('_', '-')}.md").read_text("utf-8")
    assert written == made, f"run docs/{name}_page.py --write"


def test_every_piece_of_the_guide_is_read() -> None:
    table = (DOCS / "exam-plan.md").read_text("utf-8").split("| piece | means |")[1].split("\n\n")[0]
    pieces = [piece for row in table.splitlines()[2:] for piece in re.findall(r"`([^`]+)`", row.split("|")[1])]
    assert len(pieces) > 12
    for piece in pieces:
        found = parse_line(piece, KNOWLEDGE, "left")
        assert found.problems == () and not found.is_empty, piece


def test_the_python_of_the_guide_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (block,) = re.findall(r"```python\n(.*?)```", (DOCS / "self-tests.md").read_text("utf-8"), re.DOTALL)
    exec(block, {})
    assert "A difference that can be told" in capsys.readouterr().out


def test_every_drawing_of_the_guide_exists() -> None:
    links = re.findall(r"\]\(([^)]+\.svg)\)", (DOCS / "self-tests.md").read_text("utf-8"))
    assert len(links) == 18
    assert all((DOCS / link).is_file() for link in links)
