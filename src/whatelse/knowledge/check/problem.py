"""One thing that is wrong with the knowledge, told so that it can be mended."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from whatelse.errors import nearest


@dataclass(frozen=True, order=True)
class Problem:
    """``rule`` is a short fixed name of what was checked; the rest says where and what to do."""

    file: str
    entry: str
    field: str
    rule: str
    message: str

    def __str__(self) -> str:
        place = f"{self.entry}.{self.field}" if self.field else self.entry
        return f"{self.file}: {place}: {self.message}"


def unknown(what: str, name: str, known: Collection[str]) -> str:
    """The message for an id that nothing carries, with the nearest one that exists."""
    by_lower = {key.lower(): key for key in known}
    guess = nearest(name, by_lower)
    for lower, key in by_lower.items():
        guess = guess.replace(f" {lower}?", f" {key}?")
    return f"no {what} named {name!r}{guess}"
