"""Writes the generated part of docs/exam-plan.md: the plan of an example, as it is printed.

.venv/bin/python docs/exam_plan_page.py --write
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from click.testing import CliRunner

from whatelse.cli.exam_plan import command

PAGE = Path(__file__).parent / "exam-plan.md"
EXAMPLE = "examples/one_nerve_site.yaml"
START, END = "<!-- Written by docs/exam_plan_page.py. Change the data, not this part. -->", "<!-- End. -->"


def page() -> str:
    """The whole page as it should be; the digest of the knowledge, which any edit changes, is left out."""
    text = PAGE.read_text("utf-8")
    return f"{text[: text.index(START)]}{START}\n\n{_generated()}\n{END}{text[text.index(END) + len(END) :]}"


def _generated() -> str:
    root = PAGE.parents[1]
    found = CliRunner().invoke(command, [str(root / EXAMPLE), "--minutes", "4"], catch_exceptions=False)
    shown = re.sub(r"knowledge [0-9a-f]{12}", "knowledge ...", found.stdout)
    return f"```text\n$ ./whatelse exam-plan {EXAMPLE} --minutes 4\n{shown}```\n"


def main() -> None:
    if sys.argv[1:] != ["--write"]:
        sys.exit("usage: exam_plan_page.py --write")
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
