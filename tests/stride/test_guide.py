"""docs/stride.md says what the code does."""

import re
import tomllib
from importlib import resources
from pathlib import Path

from cli.program import whatelse
from whatelse.cli.stride import command
from whatelse.report.stride_tables import COLUMNS
from whatelse.stride.change import OUTER, cues
from whatelse.stride.definitions import definitions
from whatelse.stride.findings import rules

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "stride.md").read_text("utf-8")


def test_every_metric_and_finding_is_in_the_guide() -> None:
    for name in (*definitions(), *rules(), *COLUMNS):
        assert f"`{name}`" in GUIDE, name


def test_every_option_of_the_guide_is_an_option_of_the_command() -> None:
    known = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    asked = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", GUIDE)) - {"--write"}
    assert asked <= known


def test_every_cue_stands_in_the_guide_with_its_line() -> None:
    for name in cues():
        assert re.search(rf"^\| `{name}` \| (?!`)", GUIDE, re.MULTILINE)
    assert OUTER == {"study": 75.0, "judgement": 90.0}
    assert "outer quarter" in GUIDE and "outer tenth" in GUIDE


def test_the_shares_of_a_session_are_those_of_the_data() -> None:
    text = resources.files("whatelse.stride").joinpath("data", "comparison.toml").read_text("utf-8")
    names = {"timing": "times, whatever recorded them"}
    for name, row in tomllib.loads(text)["session"].items():
        assert f"| {names.get(name, name)} | {row['again']} | {row['untouched']} |" in GUIDE


def test_the_pictures_are_there_and_small() -> None:
    for name in re.findall(r"\]\((stride-\w+\.png)\)", GUIDE):
        assert 1_000 < (DOCS / name).stat().st_size < 150_000


def test_the_table_of_the_guide_is_what_the_command_prints(data_dir: Path) -> None:
    folder = data_dir / "data" / "motion"
    called = re.search(r"^`whatelse (stride rbds001[^`]*)`", GUIDE, re.MULTILINE)
    shown = re.search(r"^prints .*?```text\n(.*?)```", GUIDE, re.MULTILINE | re.DOTALL)
    assert called and shown
    words = [str(folder / word) if word.startswith("rbds001") else word for word in called[1].split()]
    printed = {line.rstrip() for line in whatelse(*words).stdout.splitlines()}
    lines = shown[1].splitlines()
    assert len(lines) > 20
    assert [line for line in lines[1:] if line not in printed] == []
