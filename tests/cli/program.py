"""The program as people call it: in this process for most tests, as a process of its own for a few."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from click.testing import CliRunner, Result

from whatelse.cli import main

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"


class Program(click.Command):
    """What ``python -m whatelse`` does, callable by click's runner."""

    def main(self, args: Sequence[str] | None = None, *_: Any, **__: Any) -> Any:
        with _arguments(["whatelse", *(args or ())]):
            main()


@contextmanager
def _arguments(words: list[str]) -> Iterator[None]:
    before, sys.argv = sys.argv, words
    try:
        yield
    finally:
        sys.argv = before


def whatelse(*args: str | Path, stdin: str | bytes = "") -> Result:
    """Output, error output and exit code of one call; an exception that gets out is raised."""
    found = CliRunner().invoke(Program("whatelse"), [str(word) for word in args], input=stdin)
    if found.exception is not None and not isinstance(found.exception, SystemExit):
        raise found.exception
    return found


def process(
    *args: str | Path, stdin: bytes = b"", env: Mapping[str, str | None] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """One call as a process of its own; a variable of ``env`` that is None is taken away."""
    words = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **(env or {})}
    return subprocess.run(
        [sys.executable, "-m", "whatelse", *map(str, args)],
        input=stdin,
        capture_output=True,
        env={key: value for key, value in words.items() if value is not None},
        cwd=ROOT,
        check=False,
        timeout=120,
    )


def refusal(*args: str | Path, stdin: str | bytes = "") -> str:
    """The one line that a call is refused with, without the name of the program."""
    found = whatelse(*args, stdin=stdin)
    assert found.exit_code == 2, found.output
    assert found.stdout == ""
    lines = found.stderr.splitlines()
    assert len(lines) == 1, found.stderr
    assert lines[0].startswith("whatelse: ")
    assert "Traceback" not in lines[0]
    return lines[0].removeprefix("whatelse: ")
