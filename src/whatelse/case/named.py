"""Which conditions free text names: "they said a pulled hamstring, maybe sciatica"."""

from __future__ import annotations

import re

from whatelse.case.phrases import all_phrases, spaced
from whatelse.knowledge.schema import Knowledge


def conditions_named(text: str, knowledge: Knowledge) -> tuple[str, ...]:
    """Ids of the conditions in a text, in the order in which they are named, each once.

    Known are ids, labels with and without what stands in brackets, and the phrases of the knowledge. Of phrases that
    overlap the longest wins. Empty where nothing is known.
    """
    if text in knowledge.conditions:
        return (text,)
    known = {spaced(phrase): name for phrase, name in knowledge.names.items()}
    for condition in knowledge.conditions.values():
        for phrase in (condition.id, condition.label, re.sub(r"\s*\(.*?\)", "", condition.label)):
            known.setdefault(spaced(phrase), condition.id)
    said = spaced(text)
    found = sorted(all_phrases(text, known), key=lambda phrase: said.find(spaced(phrase)))
    return tuple(dict.fromkeys(known[spaced(phrase)] for phrase in found))
