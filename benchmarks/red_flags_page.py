"""Writes the generated part of docs/red-flags.md: rules, what catches which condition, and the safety core.

.venv/bin/python benchmarks/red_flags_page.py
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import little_told
from benchmarks.false_alarms import FILE, READINGS, wilson
from tests.triage.pictured import KNOWLEDGE, PICTURES, pictured
from whatelse.triage import Triage, evaluate
from whatelse.triage.evaluate import compiled, label_of
from whatelse.triage.types import height

PAGE = Path(__file__).resolve().parents[1] / "docs" / "red-flags.md"
START, END = "<!-- Written by benchmarks/red_flags_page.py. Change the data, not this part. -->", "<!-- End. -->"


def generated() -> str:
    """The part between the marks."""
    return "\n\n".join((_levels(), _rules(), _simulated(), _little_told(), _conditions(), _core())) + "\n"


def page() -> str:
    """The whole page as it should be."""
    text = PAGE.read_text("utf-8")
    return f"{text[: text.index(START)]}{START}\n\n{generated()}\n{END}{text[text.index(END) + len(END) :]}"


def _table(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [header, ("---",) * len(header), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _levels() -> str:
    rows = [(text.label, text.do, text.watch) for text in KNOWLEDGE.safety.levels.values()]
    raises = [
        (
            level,
            f"{100 * at.at.value:g} % ({100 * at.at.used.low:g}-{100 * at.at.used.high:g})",
            at.at.used.source,
            at.reason,
        )
        for level, at in KNOWLEDGE.safety.raise_at.items()
    ]
    return (
        "## The levels\n\n" + _table(("level", "what to do", "what to watch for"), rows) + "\n\n"
        "From these probabilities on, that any cause of the level (or a worse one) is there, the level is raised:\n\n"
        + _table(("level", "from", "source", "why"), raises)
    )


def _rules() -> str:
    rows = []
    for rule, _ in compiled(KNOWLEDGE).rules:
        caught = ", ".join(KNOWLEDGE.conditions[name].label for name in rule.catches)
        rows.append((rule.id, rule.label, rule.level, rule.how_soon, caught, rule.source, rule.note))
    return "## The rules\n\n" + _table(("id", "rule", "level", "how soon", "catches", "source", "notes"), rows)


def _simulated() -> str:
    found = json.loads(FILE.read_text("utf-8"))
    n = found["runners"]

    def share(hits: int, of: int = n) -> str:
        low, high = wilson(hits, of)
        return f"{100 * hits / of:.2f} ({100 * low:.2f}-{100 * high:.2f})"

    rows = []
    for rule, _ in compiled(KNOWLEDGE).rules:
        stated = 100 * rule.false_alarms.value
        hits = [share(found["readings"][reading]["rules"][rule.id]) for reading in READINGS]
        rows.append((rule.id, f"{stated:g}", *hits))
    for level, name in (("at_least_urgent", "**at least urgent**"), ("emergency", "**emergency**")):
        rows.append((name, "", *(share(found["readings"][reading][level]) for reading in READINGS)))
    text = (
        f"## False alarms\n\nIn % of {n} simulated runners ({found['setting']}, seed {found['seed']}) without any "
        "urgent or emergency cause, with a 95 % Wilson interval; by `benchmarks/false_alarms.py`. *Stated* is the "
        "estimate in the data.\n\n"
        + _table(("rule", "stated", "history", "history and exam", "safety core only", "a few told"), rows)
    )
    if "raised" in found:
        extra = found["raised"]
        text += (
            f"\n\n*A few told*: {extra['told']} things that they have, nothing denied. Of {extra['runners']} who "
            f"tell so, probable causes raise to urgent {share(extra['urgent'], extra['runners'])} % and to emergency "
            f"{share(extra['emergency'], extra['runners'])} % further."
        )
    return text


def _little_told() -> str:
    kept = json.loads(little_told.FILE.read_text("utf-8"))
    stages, each = kept["stages"], kept["each"]
    names = [name for name in stages["history"] if KNOWLEDGE.conditions[name].urgency in ("emergency", "urgent")]
    rows = []
    for name in sorted(names, key=lambda c: (KNOWLEDGE.conditions[c].urgency, c)):
        known = KNOWLEDGE.conditions[name]
        shares = [f"{100 * stages[stage][name][key] / each:.0f}" for stage in stages for key in stages[stage][name]]
        rows.append((known.label, known.urgency, *shares))
    for urgency in ("emergency", "urgent", "routine", "self_care"):
        sums = [little_told.totals(found, each, KNOWLEDGE)[urgency] for found in stages.values()]
        shares = [f"{100 * hits / n:.1f}" for n, *both in sums for hits in both]
        rows.append((f"**all {urgency}**", urgency, *shares))
    header = (
        "condition",
        "level",
        "at least urgent",
        "emergency",
        "with exam: at least urgent",
        "with exam: emergency",
    )
    return (
        f"## When little is told\n\nIn % of {each} short simulated reports of each condition (up to two places, three "
        "to six other findings, risks and weeks in two of three, nothing denied), by the rules alone; by "
        "`benchmarks/little_told.py`.\n\n" + _table(header, rows)
    )


def _conditions() -> str:
    rows = []
    for condition in sorted({name for name, _ in PICTURES}, key=lambda c: (KNOWLEDGE.conditions[c].urgency, c)):
        known = KNOWLEDGE.conditions[condition]
        plain, other = (PICTURES[condition, kind] for kind in ("textbook", "atypical"))
        told = ", ".join(label_of(name, KNOWLEDGE) for name in other["has"].split())
        lacks = ", ".join(label_of(name, KNOWLEDGE) for name in other["lacks"].split())
        row = [
            _caught(evaluate(pictured(p).at_stage("history", KNOWLEDGE), KNOWLEDGE), known.urgency)
            for p in (plain, other)
        ]
        rows.append((known.label, known.urgency, row[0], f"{told}. Not: {lacks}", row[1]))
    header = ("condition", "level", "plain picture: caught by", "early or without its classic sign", "caught by")
    return (
        "## What catches each condition\n\nBy the history alone, at its level or above. The pictures are in "
        "`tests/triage/pictures`.\n\n" + _table(header, rows)
    )


def _caught(found: Triage, level: str) -> str:
    return ", ".join(r.rule for r in found.reasons if height(r.level) >= height(level))  # type: ignore[arg-type]


def _core() -> str:
    rows = [
        (screen.title if i == 0 else "", item.ask, ", ".join(label_of(name, KNOWLEDGE) for name in item.findings))
        for screen in KNOWLEDGE.safety.core
        for i, item in enumerate(screen.items)
    ]
    return "## The safety core\n\n" + _table(("screen", "line to tick", "findings"), rows)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
