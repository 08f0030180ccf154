"""docs/ask.md says what the command can do and what its file holds."""

import re
from pathlib import Path

import pytest

from whatelse.cli.ask_keys import COMMANDS
from whatelse.interview.events import KINDS

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "ask.md").read_text("utf-8")
OPTIONS = re.findall(r'"(--[a-z-]+)"', (ROOT / "src" / "whatelse" / "cli" / "ask.py").read_text("utf-8"))


@pytest.mark.parametrize("option", sorted({*OPTIONS, "--setting", "--knowledge"}))
def test_every_option_is_shown(option: str) -> None:
    assert re.search(rf"whatelse ask.*{option}|or `{option}|or {option}", GUIDE)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_event_is_described(kind: str) -> None:
    assert f"| `{kind}` | " in GUIDE


@pytest.mark.parametrize("command", sorted(set(COMMANDS.values())))
def test_every_key_is_listed(command: str) -> None:
    assert f"`{command}" in GUIDE


def test_the_python_of_the_guide_runs() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    scope: dict[str, object] = {}
    exec(code, scope)
    assert getattr(scope["session"], "cursor", None) == 1
