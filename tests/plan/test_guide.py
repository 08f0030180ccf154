"""docs/plan.md says what the commands can do and what the data say."""

import re
from pathlib import Path

import pytest

from inference.shipped import KNOWLEDGE

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "plan.md").read_text("utf-8")
OPTIONS = {
    name: re.findall(r'"(--[a-z-]+)"', (ROOT / "src" / "whatelse" / "cli" / f"{name}.py").read_text("utf-8"))
    for name in ("plan", "note")
}


@pytest.mark.parametrize(("command", "option"), [(name, option) for name, found in OPTIONS.items() for option in found])
def test_every_option_is_shown(command: str, option: str) -> None:
    assert re.search(rf"whatelse {command} CASE\.yaml.*{option}", GUIDE)


def test_every_floor_is_listed_with_its_threshold() -> None:
    for floor in KNOWLEDGE.plan.floors:
        at = f"{floor.at.value:g}" if floor.at is not None else "urgent"
        assert f"| `{floor.id}` | {floor.label} | {at} |" in GUIDE


def test_every_limit_is_listed_with_its_value() -> None:
    for limit in KNOWLEDGE.plan.limits.values():
        assert f"| `{limit.id}` | {limit.at.value:g} |" in GUIDE
