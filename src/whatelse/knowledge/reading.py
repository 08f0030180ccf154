"""How hard a text is to read: Flesch-Kincaid grade, with listed medical words counted as one syllable.

Kincaid, Fishburne, Rogers & Chissom 1975: 0.39 words per sentence + 11.8 syllables per word - 15.59.
"""

from __future__ import annotations

import re
from collections.abc import Collection

_SENTENCE = re.compile(r"[.!?;:]+(?=\s|$)")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*|\d+")
_VOWELS = re.compile(r"[aeiouy]+")
#: Two vowels that are spoken apart.
_APART = re.compile(r"ia(?!l\b)|io(?!us|n)|[^tcx]ious|iu|iet|ea\b|eo\b|eo[lmr]|ua[lt]|ui[nt]g|[aeiouy]ing|(?<=cr)eat")
#: An e at the end that is not heard, alone or before s or d.
_SILENT = (
    re.compile(r"(?<![aeiouy])(?<![^aeiouy]l)e$"),
    re.compile(r"(?<![aeiouysxzcg])(?<![sc]h)(?<![^aeiouy]l)es$"),
    re.compile(r"(?<![aeiouytd])ed$"),
)
_ODD = {"business": 2, "sea": 1, "tea": 1, "every": 2, "evening": 2, "lion": 2}


def syllables(word: str) -> int:
    """Spoken syllables of an English word, by its letters; right within one for common words."""
    letters = re.sub(r"[^a-z]", "", word.lower().replace("’", "'").removesuffix("'s"))
    if not letters or letters in _ODD:
        return _ODD.get(letters, 1)
    count = len(_VOWELS.findall(letters)) + len(_APART.findall(letters))
    count -= any(ending.search(letters) for ending in _SILENT)
    count -= re.match(r"some[^aeiouy]", letters) is not None
    return max(1, count)


def grade(text: str, exempt: Collection[str] = ()) -> float:
    """Flesch-Kincaid grade of a text; words in ``exempt`` (and their plurals) count as one syllable."""
    easy = {word.lower() for word in exempt}
    sentences = [part for part in _SENTENCE.split(text) if _WORD.search(part)]
    words = [word for part in sentences for word in _WORD.findall(part)]
    if not words:
        return 0.0
    total = 0
    for word in words:
        plain = word.lower().replace("’", "'").removesuffix("'s")
        known = plain in easy or plain.removesuffix("s") in easy or plain.removesuffix("es") in easy
        total += 1 if known else syllables(word)
    return 0.39 * len(words) / len(sentences) + 11.8 * total / len(words) - 15.59
