"""One checker for each kind of field: text, number, choice, flag, mapping, list. Null means "not said"."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeVar

from whatelse.case.place import Place
from whatelse.case.scalars import number_hint
from whatelse.errors import nearest, shown

Word = TypeVar("Word", bound=str)


def found(raw: Any) -> str:
    """A found value in the words of a case file."""
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    if raw is None:
        return "nothing"
    if isinstance(raw, Mapping):
        return "a mapping"
    if isinstance(raw, (list, tuple)):
        return "a list"
    if isinstance(raw, int) and abs(raw) > 10**15:
        return "a whole number of more than 15 digits"
    return shown(raw)


def close_to(word: str, known: Iterable[str]) -> str:
    """`` (did you mean X?)``; a word longer than any id is not compared in full."""
    return nearest(word[:80], known)


def mapping(raw: Any, place: Place, keys: Collection[str] | None = None) -> dict[str, Any]:
    """A mapping with words as keys, only from ``keys`` where these are given."""
    if raw is None:
        return {}
    if not isinstance(raw, Mapping):
        raise place.error(f"found {found(raw)}, expected a mapping (key: value)")
    for key in raw:
        if not isinstance(key, str):
            raise place.error(f"found {found(key)} as a key, expected a word")
        if keys is not None and key not in keys:
            near = close_to(key, keys) or f", expected one of {', '.join(keys)}"
            raise place.at(key).error(f"unknown key {shown(key)}{near}")
    return dict(raw)


def items(raw: Any, place: Place) -> list[Any]:
    """A list."""
    if raw is None:
        return []
    if not isinstance(raw, (list, tuple)):
        raise place.error(f"found {found(raw)}, expected a list")
    return list(raw)


def text(raw: Any, place: Place, *, numbers: bool = False) -> str | None:
    """Free text; with ``numbers`` a number is taken as the text that writes it."""
    if raw is None:
        return None
    if numbers and isinstance(raw, (int, float)) and not isinstance(raw, bool) and abs(raw) < 1e300:
        return str(raw)
    if not isinstance(raw, str):
        hint = " (put it in quotes)" if isinstance(raw, (bool, int, float)) else ""
        raise place.error(f"found {found(raw)}, expected text{hint}")
    if any("\ud800" <= letter <= "\udfff" for letter in raw):
        raise place.error("holds half a character (a lone surrogate)")
    return raw


def number(raw: Any, place: Place, low: float | None = None, high: float | None = None) -> float | None:
    """A finite number between ``low`` and ``high``, both allowed."""
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        hint = number_hint(raw) if isinstance(raw, str) else ""
        raise place.error(f"found {found(raw)}, expected a number{hint}")
    try:
        value = float(raw)
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        raise place.error(f"found {found(raw)}, expected a finite number")
    if (low is not None and value < low) or (high is not None and value > high):
        raise place.error(f"found {found(raw)}, expected {between(low, high)}")
    return value


def between(low: float | None, high: float | None) -> str:
    """A range in words."""
    if low is not None and high is not None:
        return f"a number from {low:g} to {high:g}"
    return f"a number of {low:g} or more" if low is not None else f"a number of {high:g} or less"


def folded(word: str) -> str:
    """A word as ids are written: lower case, underscores for spaces and hyphens."""
    return "_".join(word.lower().replace("-", " ").replace("_", " ").split())


def choice(raw: Any, place: Place, words: tuple[Word, ...]) -> Word | None:
    """One of a few words, in any case, spaces or hyphens for underscores."""
    if raw is None:
        return None
    if isinstance(raw, str):
        for word in words:
            if folded(raw[:80]) == folded(word):
                return word
    near = close_to(raw, words) if isinstance(raw, str) else ""
    raise place.error(f"found {found(raw)}, expected {either(words)}{near}")


def either(words: tuple[str, ...]) -> str:
    """A choice in words: a, b or c."""
    return " or ".join(filter(None, (", ".join(words[:-1]), *words[-1:]))) or "nothing"


def flag(raw: Any, place: Place) -> bool | None:
    """Yes or no."""
    if raw is None or isinstance(raw, bool):
        return raw
    word = folded(raw[:80]) if isinstance(raw, str) else ""
    if word in ("yes", "true"):
        return True
    if word in ("no", "false"):
        return False
    raise place.error(f"found {found(raw)}, expected yes or no")
