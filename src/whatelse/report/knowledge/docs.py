"""The knowledge as a folder of pages: one a condition and an index. The same knowledge gives the same bytes."""

from __future__ import annotations

from pathlib import Path

from whatelse.inference.alone import Alone
from whatelse.inference.neighbours import nearest
from whatelse.knowledge.schema import Condition, Knowledge
from whatelse.report.knowledge.compare import separation_rows
from whatelse.report.knowledge.condition import write_condition
from whatelse.report.knowledge.markdown import MarkdownPage
from whatelse.report.knowledge.stats import summary
from whatelse.report.knowledge.words import name_of

COMMAND = "./whatelse knowledge docs -o docs/knowledge"
#: First line of every page, by which pages of conditions that are gone are known.
MARK = f"<!-- Written by {COMMAND} from src/whatelse/knowledge/data. Change the data, not this page. -->"
NEAREST = 3
FINDINGS = 5
INDEX = "README.md"
_HEADER = ("", "here", "there", "if so", "if not", "expected", "who says it (here / there)")


def pages(knowledge: Knowledge) -> dict[str, str]:
    """File name -> text of every page."""
    alone = Alone(knowledge)
    out = {INDEX: _index(knowledge)}
    for _, condition in sorted(knowledge.conditions.items()):
        out[f"{condition.id}.md"] = _condition(alone, condition)
    return {name: f"{MARK}\n\n{text}" for name, text in out.items()}


def write(knowledge: Knowledge, folder: Path) -> int:
    """Writes all pages and takes away those that it wrote before and that are no more. Returns how many there are."""
    made = pages(knowledge)
    folder.mkdir(parents=True, exist_ok=True)
    for path in stale(folder, made):
        path.unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return len(made)


def stale(folder: Path, made: dict[str, str]) -> list[Path]:
    """Pages of conditions that are gone."""
    left = [path for path in sorted(folder.glob("*.md")) if path.name not in made]
    return [path for path in left if path.read_text("utf-8").startswith("<!-- Written by ./whatelse knowledge docs")]


def _condition(alone: Alone, condition: Condition) -> str:
    knowledge = alone.knowledge
    page = MarkdownPage(knowledge)
    write_condition(page, knowledge, condition)
    for pair in nearest(alone, condition.id, NEAREST):
        page.heading(f"Told apart from {name_of(knowledge, pair.b)}")
        page.table(
            [row for s in pair.separations[:FINDINGS] for row in separation_rows(alone, s, pair.a, pair.b)],
            (0,) * len(_HEADER),
            _HEADER,
        )
        if pair.hardly:
            page.line("Hardly: no single finding is expected to double the odds between the two.")
    page.sources()
    return page.text()


def _index(knowledge: Knowledge) -> str:
    page = MarkdownPage(knowledge)
    page.title("What is known, condition by condition")
    page.line(f"{summary(knowledge)}. Most numbers are estimates, and each says so. Never validated on patients.")
    page.line(
        "If it alone: how often the finding is there when this is the only cause. Otherwise: how often it is there "
        "without any listed cause. Both with a plausible range."
    )
    page.line(
        "Told apart: how far an answer moves the odds between two conditions, in decibans; + towards the one of the "
        "page, - towards the other. 3 double the odds, 10 make them ten times as large."
    )
    for interface, label in knowledge.interfaces.items():
        inside = [c for c in knowledge.conditions.values() if c.interface == interface]
        if not inside:
            continue
        page.heading(label[:1].upper() + label[1:])
        for condition in sorted(inside, key=lambda c: (c.label, c.id)):
            urgent = f" {condition.urgency.capitalize()}." if condition.urgency in ("emergency", "urgent") else ""
            page.line(f"{name_of(knowledge, condition.id)}: {condition.plain.rstrip('.')}.{urgent}", 2)
    return page.text()
