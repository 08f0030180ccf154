"""What a plain word of a file means: a number, yes or no, nothing, or itself.

YAML 1.1 reads ``on`` as true, ``1:30`` as 90, ``010`` as 8 and ``2024-01-05`` as a date. Here these stay
words, so that a field which wants something else says what it found. A number that no double can hold stays a
word too.
"""

from __future__ import annotations

import math
import re

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_REAL = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+|(0|[1-9][0-9]*)(?=[eE]))([eE][-+]?[0-9]+)?")
_NOTHING = {"", "~", "null"}
_TRUTH = {"yes": True, "true": True, "no": False, "false": False}


def plain_value(word: str) -> bool | int | float | str | None:
    """The value of an unquoted word."""
    if len(word) <= 5:
        lower = word.lower()
        if lower in _NOTHING:
            return None
        if lower in _TRUTH:
            return _TRUTH[lower]
    return number_or_word(word)


def number_or_word(word: str) -> int | float | str:
    """The number a word writes in decimal digits, or the word where it writes none or one too large."""
    whole = _INTEGER.fullmatch(word)
    if not whole and not _REAL.fullmatch(word):
        return word
    value = float(word)
    if not math.isfinite(value):
        return word
    return int(word) if whole else value


def number_hint(word: str) -> str:
    """How to write the number that was probably meant, or an empty string."""
    bare = word.strip().replace("_", "")
    if re.fullmatch(r"[-+]?[0-9]+,[0-9]+", bare):
        bare = bare.replace(",", ".")
    meant = number_or_word(bare)
    if isinstance(meant, str):
        return " that fits a computer" if _INTEGER.fullmatch(meant) or _REAL.fullmatch(meant) else ""
    return f" (write {bare} without quotes)" if bare == word.strip() else f" (write {bare})"
