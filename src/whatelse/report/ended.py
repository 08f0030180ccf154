"""Why an interview ended, and what could still tell more: the same lines for the page and the terminal."""

from __future__ import annotations

import msgspec

from whatelse.interview.steps import Finished
from whatelse.knowledge.schema import Knowledge
from whatelse.report.interview_words import WORDS
from whatelse.report.plain_words import open_words

#: Open findings that are named.
OPEN = 5


class Ended(msgspec.Struct, frozen=True):
    """why: a sentence, or "". could_add: what could still be told or tested, and who can do that."""

    why: str
    could_add: tuple[tuple[str, str], ...]


def ended_of(finished: Finished, kind: str, knowledge: Knowledge) -> Ended:
    """kind: of the plan; beside anything but a plan of its own nothing more is asked for."""
    why = finished.why or WORDS.get(f"ended_{finished.stopped}", "")
    added = finished.could_add[:OPEN] if kind == "plan" else ()
    return Ended(why, tuple((open_words(one, knowledge), WORDS[f"by_{one.who}"]) for one in added))
