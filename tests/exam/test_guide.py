"""docs/exam.md says what the command can do."""

import re
from pathlib import Path

import click
import pytest

from whatelse.case import loads
from whatelse.cli.exam import command
from whatelse.exam import truth_of
from whatelse.exam.methods import LABELS
from whatelse.exam.truth import Truth
from whatelse.knowledge import load

GUIDE = (Path(__file__).parents[2] / "docs" / "exam.md").read_text("utf-8")


@pytest.mark.parametrize("option", [o.opts[-1] for o in command.params if isinstance(o, click.Option)])
def test_every_option_is_shown(option: str) -> None:
    assert option in GUIDE


@pytest.mark.parametrize("label", [label for method, label in LABELS.items() if method != "whatelse"])
def test_every_baseline_is_explained_by_its_name(label: str) -> None:
    assert f"- **{label}**: " in GUIDE


def test_the_truth_of_the_guide_can_be_read() -> None:
    (block,) = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    (case,) = loads(block, load(), format="yaml")
    found = truth_of(case)
    assert found == Truth(
        ("pht",), ("hamstring_syndrome",), ("ischial_bursitis",), "routine", "proximal hamstring tendinopathy", "full"
    )


def test_every_file_that_the_guide_names_exists() -> None:
    root = Path(__file__).parents[2]
    for name in re.findall(r"`(tests/[\w/.]+)`", GUIDE):
        assert (root / name).is_file(), name
    for name in re.findall(r"\]\(([\w-]+\.md)\)", GUIDE):
        assert (root / "docs" / name).is_file(), name
