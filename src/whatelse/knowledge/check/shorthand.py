"""Abbreviations: each word stands for one thing, and every test of an examination has one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from whatelse.knowledge.check.problem import Problem, unknown
from whatelse.knowledge.schema import Knowledge
from whatelse.knowledge.shorthand import PERSON

_WORD = re.compile(r"[a-z][a-z0-9_]*")
#: Words of the line itself.
_TAKEN = ("x", "l", "r", "yes", "no", "pos", "neg", "of")


def check_shorthand(knowledge: Knowledge) -> Iterator[Problem]:
    """No abbreviations at all is a knowledge without a shorthand, and passes."""
    graded = {key: family for key, family in knowledge.families.items() if family.kind == "graded"}
    known = {*knowledge.findings, *graded, *PERSON}
    states = {state for family in graded.values() for state in family.states}
    states |= {state for finding in knowledge.findings.values() for state in finding.states}
    owners: dict[str, str] = {key: key for key in known}
    for alias in knowledge.shorthand.values():
        if alias.id not in known:
            yield Problem(alias.file, alias.id, "id", "unknown-id", unknown("finding", alias.id, known))
        for word in (*alias.words, *alias.values):
            if not _WORD.fullmatch(word) or word in {*_TAKEN, *states}:
                message = f"{word!r} is no short word: lower case letters and digits, no answer such as yes or l"
                yield Problem(alias.file, alias.id, "words", "short-word", message)
            owner = owners.setdefault(word, alias.id)
            if owner != alias.id:
                yield Problem(alias.file, alias.id, "words", "double-alias", f"{word!r} already stands for {owner}")
    if not knowledge.shorthand:
        return
    for finding in knowledge.findings.values():
        if finding.stage != "exam":
            continue
        families = [f.id for f in graded.values() if finding.id == f.count_finding]
        if not {finding.id, *families} & set(knowledge.shorthand):
            message = "a test of an examination without an abbreviation (shorthand.toml)"
            yield Problem(finding.file, finding.id, "id", "no-alias", message)
