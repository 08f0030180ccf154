"""Actions and scans: every id exists, shares add up to at most everybody, words name one thing only."""

from __future__ import annotations

from collections.abc import Iterator

from whatelse.knowledge.check.problem import Problem, unknown
from whatelse.knowledge.check.texts import HIGHEST_GRADE
from whatelse.knowledge.reading import grade
from whatelse.knowledge.scans import ABNORMAL, Scan
from whatelse.knowledge.schema import Knowledge

_FLOAT = 1e-9


def check_responses(knowledge: Knowledge) -> Iterator[Problem]:
    """What actions do to the people of each condition."""
    for condition in knowledge.conditions.values():
        for name, response in condition.actions.items():
            field = f"actions.{name}"
            if name not in knowledge.actions:
                message = unknown("action", name, knowledge.actions)
                yield Problem(condition.file, condition.id, field, "unknown-id", message)
            shares = [figure.value for figure in (response.helps, response.nothing, response.may_harm) if figure]
            if sum(shares) > 1.0 + _FLOAT:
                message = f"helps, nothing and may_harm sum to {sum(shares):.2f}, at most 1"
                yield Problem(condition.file, condition.id, field, "response-total", message)


def check_actions(knowledge: Knowledge) -> Iterator[Problem]:
    """What a trial tells, and the words by which it is known."""
    owner: dict[str, str] = {}
    for action in knowledge.actions.values():
        for tells in action.tells:
            if not _asks(knowledge, tells.finding):
                message = unknown("finding with yes and no", tells.finding, knowledge.findings)
                yield Problem(action.file, action.id, "tells", "unknown-id", message)
        for word in action.words:
            if owner.setdefault(word.casefold(), action.id) != action.id:
                message = f"{word!r} already names {owner[word.casefold()]}"
                yield Problem(action.file, action.id, "words", "double-word", message)
        if not action.how.strip() or not action.words:
            message = "say how it is done, and the words that people have for it"
            yield Problem(action.file, action.id, "how", "action-text", message)


def check_scans(knowledge: Knowledge) -> Iterator[Problem]:
    """What results stand for, and that each kind of picture has a place and a name."""
    for scan in knowledge.scans.values():
        named = {*scan.clean, *(key for answers in scan.results.values() for key in answers)}
        for key in sorted(named):
            if not _asks(knowledge, key):
                message = unknown("finding with yes and no", key, knowledge.findings)
                yield Problem(scan.file, scan.id, "clean", "unknown-id", message)
        if not scan.regions or not scan.methods:
            message = "name the regions and the methods that people use for it"
            yield Problem(scan.file, scan.id, "regions", "scan-words", message)
        yield from _told_of(knowledge, scan)


def _told_of(knowledge: Knowledge, scan: Scan) -> Iterator[Problem]:
    """Every outcome of a report can be chosen in plain words; what a clean picture leaves out is said."""
    for word in scan.shows:
        if word not in scan.results:
            yield Problem(scan.file, scan.id, "shows", "unknown-id", unknown("result", word, scan.results))
    offered = [scan.results[word] for word in scan.shows if word in scan.results]
    offered += [answers for word, answers in scan.results.items() if word == ABNORMAL]
    for word, answers in scan.results.items():
        if answers not in offered:
            yield Problem(scan.file, scan.id, "shows", "scan-words", f"no plain words for what {word!r} stands for")
    for field, text in (("misses", scan.misses), *(("shows", f"It was {text}.") for text in scan.shows.values())):
        if not text.strip():
            yield Problem(scan.file, scan.id, field, "text", "missing")
        elif (found := grade(text, knowledge.reading_words)) > HIGHEST_GRADE:
            message = f"reading grade {found:.1f}, at most {HIGHEST_GRADE:g}: {text}"
            yield Problem(scan.file, scan.id, field, "reading-grade", message)


def _asks(knowledge: Knowledge, key: str) -> bool:
    return key in knowledge.findings and knowledge.findings[key].type == "yes_no"
