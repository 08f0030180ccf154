"""The hazard log names tests that exist, and every hazard has one."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "hazard-log.md").read_text("utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| hazard")
]


def test_the_log_is_read() -> None:
    assert len(ROWS) > 15
    assert all(len(row) == 6 for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=[row[5].rsplit("::", 1)[-1] for row in ROWS])
def test_the_test_of_a_hazard_exists(row: list[str]) -> None:
    path, name = row[5].split("::")
    text = (ROOT / path).read_text("utf-8")
    assert re.search(rf"^def {re.escape(name)}\(", text, re.MULTILINE), row[5]


@pytest.mark.parametrize("row", ROWS, ids=[row[5].rsplit("::", 1)[-1] for row in ROWS])
def test_severity_and_likelihood_are_from_1_to_5(row: list[str]) -> None:
    assert row[2] in "12345" and row[3] in "12345"
