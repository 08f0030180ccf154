"""What the README shows is what the program prints.

A block fenced as ``console`` holds ``$ command`` lines, each followed by its output. A line ``...`` alone stands for
output that was cut: any number of lines, up to the next given one.
"""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from whatelse.cli.main import COMMANDS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LAUNCHER = (ROOT / "whatelse").read_text(encoding="utf-8")
#: What the launcher itself answers to, from its own usage lines.
OWN = set(re.findall(r"^# +\./whatelse ([a-z]+)", LAUNCHER, re.MULTILINE))
CUT = "..."


@dataclass(frozen=True)
class Shown:
    command: str
    output: tuple[str, ...]


def shown(text: str) -> list[Shown]:
    """Every command of the console blocks with the output lines below it."""
    found = []
    for block in re.findall(r"^```console\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE):
        command, lines = "", []
        for line in [*block.splitlines(), "$ "]:
            if line.startswith("$ "):
                if command:
                    found.append(Shown(command, tuple(lines)))
                command, lines = line.removeprefix("$ "), []
            else:
                lines.append(line)
    return found


def is_checked(one: Shown) -> bool:
    """Commands of the program that show output; the launcher's own take minutes, or install things."""
    called = re.search(r"\./whatelse (\S+)", one.command)
    return bool(called and called[1] not in OWN and one.output)


def printed(command: str) -> list[str]:
    words = command.replace("./whatelse", f"{sys.executable} -m whatelse")
    found = subprocess.run(
        ["sh", "-c", words],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=120,
    )
    return found.stdout.splitlines()


def mismatch(given: list[str], lines: list[str]) -> str:
    """The first given line that the output does not have in its place; empty when all fit."""
    at, cut = 0, False
    for line in given:
        if line == CUT:
            cut = True
            continue
        if cut:
            while at < len(lines) and lines[at] != line:
                at += 1
        if at >= len(lines) or lines[at] != line:
            return f"shown {line!r}, printed {lines[at] if at < len(lines) else 'nothing more'!r}"
        at, cut = at + 1, False
    if not cut and at < len(lines):
        return f"shown nothing more, printed {lines[at]!r}"
    return ""


CHECKED = [one for one in shown(README) if is_checked(one)]


def test_the_readme_shows_the_program_at_work() -> None:
    assert any(one.command.startswith("./whatelse assess") for one in CHECKED)


@pytest.mark.parametrize("one", CHECKED, ids=lambda one: one.command)
def test_the_output_shown_is_the_output_printed(one: Shown) -> None:
    assert mismatch(list(one.output), printed(one.command)) == ""


@pytest.mark.parametrize("name", sorted(set(re.findall(r"\./whatelse ([a-z]\S*)", README.replace("`", " ")))))
def test_every_command_that_the_readme_names_exists(name: str) -> None:
    assert name.strip(".,;:") in {*COMMANDS, *OWN}


@pytest.mark.parametrize("path", sorted(set(re.findall(r"(?<![\w/])((?:examples|docs)/[\w./-]+\w)", README))))
def test_every_file_that_the_readme_names_exists(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize(
    ("given", "lines", "fits"),
    [
        (["a", "b"], ["a", "b"], True),
        (["a"], ["a", "b"], False),
        (["a", "b"], ["a"], False),
        (["a "], ["a"], False),
        (["a", CUT], ["a", "b", "c"], True),
        (["a", CUT], ["a"], True),
        (["a", CUT, "c"], ["a", "b", "b", "c"], True),
        (["a", CUT, "c"], ["a", "b", "b", "c", "d"], False),
        (["a", CUT, "d"], ["a", "b", "c"], False),
        ([CUT, "c"], ["a", "b", "c"], True),
    ],
)
def test_three_dots_stand_for_any_lines_and_nothing_else_does(given: list[str], lines: list[str], fits: bool) -> None:
    assert (mismatch(given, lines) == "") is fits


def test_commands_and_their_output_are_told_apart() -> None:
    text = "```console\n$ ./whatelse assess a\none\n\ntwo\n$ ./whatelse test\n```\n\n```sh\n$ no\n```\n"
    assert shown(text) == [Shown("./whatelse assess a", ("one", "", "two")), Shown("./whatelse test", ())]
    assert [is_checked(one) for one in shown(text)] == [True, False]
