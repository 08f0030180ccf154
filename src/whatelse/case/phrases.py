"""Finding known phrases in free text: whole words in any case, one or many, the longest known phrase first."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Words that turn what follows them into its opposite.
_DENIALS = (
    "no",
    "not",
    "nothing",
    "without",
    "nor",
    "never",
    "excluded",
    "negative for",
    "no sign of",
    "no evidence of",
)


def spaced(text: str) -> str:
    """Lower case, single spaces, no hyphens or underscores: the form in which texts are compared."""
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").split())


def first_phrase(text: str, known: Iterable[str]) -> str | None:
    """The longest known phrase in a text; of equally long ones the one that stands first. None where there is none."""
    said = spaced(text)
    if not said:
        return None
    best: tuple[int, int, str] | None = None
    for phrase in known:
        key = spaced(phrase)
        at = _place(key, said)
        if at is not None and (best is None or (-len(key), at) < best[:2]):
            best = (-len(key), at, phrase)
    return best[2] if best else None


def all_phrases(text: str, known: Iterable[str]) -> list[str]:
    """Every known phrase in a text, longest first; words already taken by a longer phrase are not taken again."""
    said, found = spaced(text), []
    for phrase in sorted(set(known), key=lambda p: (-len(spaced(p)), p)):
        key = spaced(phrase)
        if _place(key, said) is not None:
            found.append(phrase)
            said = _pattern(key).sub(" | ", said)
    return found


def stated(text: str, phrase: str, reach: int = 5) -> bool:
    """Whether a text says the phrase at least once without denying it ("no tear") in the ``reach`` words before."""
    said, key = spaced(text), spaced(phrase)
    for match in _pattern(key).finditer(said):
        before = re.split(r"[.;:]|\bbut\b", said[: match.start()])[-1].split()[-reach:]
        if not any(_place(denial, " ".join(before)) is not None for denial in _DENIALS):
            return True
    return False


def _place(key: str, said: str) -> int | None:
    match = _pattern(key).search(said) if key else None
    return match.start() if match else None


def _pattern(key: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(key)}s?(?!\w)")
