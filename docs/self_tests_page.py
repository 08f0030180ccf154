"""Writes the generated part of docs/self-tests.md: every test, with its drawings.

.venv/bin/python docs/self_tests_page.py --write
"""

from __future__ import annotations

import sys
from pathlib import Path

from whatelse.interview.self_tests import not_when
from whatelse.knowledge import Knowledge, load
from whatelse.knowledge.drawings import MOMENTS
from whatelse.knowledge.self_tests import Measure, SelfTest

PAGE = Path(__file__).parent / "self-tests.md"
START, END = "<!-- Written by docs/self_tests_page.py. Change the data, not this part. -->", "<!-- End. -->"
DRAWINGS = "../src/whatelse/knowledge/data/drawings"


def page() -> str:
    """The whole page as it should be."""
    text = PAGE.read_text("utf-8")
    return f"{text[: text.index(START)]}{START}\n\n{_generated(load())}\n{END}{text[text.index(END) + len(END) :]}"


def _generated(knowledge: Knowledge) -> str:
    data = knowledge.self_tests
    drawn = [test for test in data.tests.values() if test.drawing]
    plain = [test for test in data.tests.values() if not test.drawing]
    never = [f"- {knowledge.findings[one.id].label}: {one.why}" for one in data.never.values()]
    parts = [
        "## Said with every test\n\n" + "\n".join(f"- {data.text(name)}" for name in ("before", "while")),
        "## Never alone\n\n" + "\n".join(never),
        "## Tests with drawings\n\n" + "\n\n".join(_pictures(knowledge, name, drawn) for name in _names(drawn)),
        "## Tests without drawings\n\n" + "\n\n".join(_test(knowledge, test) for test in plain),
    ]
    return "\n\n".join(parts) + "\n"


def _names(tests: list[SelfTest]) -> list[str]:
    return list(dict.fromkeys(test.drawing for test in tests))


def _pictures(knowledge: Knowledge, name: str, tests: list[SelfTest]) -> str:
    shown = " | ".join(f"![{moment}]({DRAWINGS}/{name}_{moment}.svg)" for moment in MOMENTS)
    table = f"| start | end | the usual mistake |\n| --- | --- | --- |\n| {shown} |"
    return "\n\n".join([table, *(_test(knowledge, test) for test in tests if test.drawing == name)])


def _test(knowledge: Knowledge, test: SelfTest) -> str:
    steps = "\n".join(f"{number}. {step}" for number, step in enumerate(test.steps, 1))
    sides = "both sides" if test.both_sides else "as a whole"
    often = f"{test.times} times, {sides}." if not test.once else f"{_times(test.times)}, {sides}. {test.once}"
    lines = [f"- **Counts:** {test.counts}", f"- **Usual mistake:** {test.mistake}", f"- **How often:** {often}"]
    if said := not_when(test, knowledge):
        lines.append(f"- **When not:** {said}")
    if test.measure is not None:
        lines.append(f"- **Measured:** {test.measure.how} {_error(test.measure)}")
    return f"### {test.title} (`{test.id}`)\n\n{steps}\n\n" + "\n".join(lines)


def _times(times: int) -> str:
    return "Once" if times == 1 else f"{times} times"


def _error(measure: Measure) -> str:
    placed, read = measure.placed.used, measure.read.used
    limit = f" Yes from {measure.limit:g} {measure.unit} on." if measure.limit is not None else ""
    return (
        f"Error (standard deviation, {measure.unit}): placed anew {placed.value:g} ({placed.low:g}-{placed.high:g}), "
        f"read again {read.value:g} ({read.low:g}-{read.high:g}); {placed.source}.{limit}"
    )


def main() -> None:
    if sys.argv[1:] != ["--write"]:
        sys.exit("usage: self_tests_page.py --write")
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
