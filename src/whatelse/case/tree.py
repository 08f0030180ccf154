"""Plain values with line numbers, grown from what a reader meets, whatever the format.

Refuses what no case needs and what hides mistakes: a key given twice, and nesting without end.
"""

from __future__ import annotations

from typing import Any

import msgspec

from whatelse.case.place import Path, Place

DEEPEST = 40
#: Lines are kept for the fields a case can have, and for so many of them.
_LINES_DEEP, _LINES_KEPT = 5, 100_000


class Document(msgspec.Struct, frozen=True):
    """One case as written: its plain value, the line of each path in it, and the line it begins in."""

    value: Any = None
    lines: dict[Path, int] = {}
    line: int = 1


class Tree:
    """One document while it is read: ``key``, ``value``, ``open`` and ``close`` in the order of the text."""

    def __init__(self, line: int = 1) -> None:
        self._line = line
        self._root: Any = None
        self._lines: dict[Path, int] = {}
        self._open: list[dict[str, Any] | list[Any]] = []
        self._path: list[str] = []
        self._waits_for_value = False

    @property
    def wants_key(self) -> bool:
        """Whether the next word is the key of a mapping."""
        return bool(self._open) and isinstance(self._open[-1], dict) and not self._waits_for_value

    def key(self, name: str, line: int) -> None:
        """A key of the mapping that is open. Raises InputError when it has been given before."""
        self._path.append(name)
        if name in self._open[-1]:
            first = self._lines.get(tuple(self._path))
            raise self.place().error(f"given twice{f' (first in line {first})' if first else ''}", line)
        self._keep(line)
        self._waits_for_value = True

    def value(self, value: Any, line: int) -> None:
        """A value: the root, an item of the open list, or what the last key stands for."""
        self._add(value, line)
        if self._open:
            self._path.pop()

    def open(self, container: dict[str, Any] | list[Any], line: int) -> None:
        """A mapping or a list begins. Raises InputError when it lies too deep."""
        self._add(container, line)
        self._open.append(container)
        if len(self._open) > DEEPEST:
            raise Place(lines={(): line}).error(f"nested more than {DEEPEST} deep")

    def close(self) -> None:
        """The open mapping or list ends."""
        self._open.pop()
        if self._open:
            self._path.pop()

    def place(self) -> Place:
        """Where the reader is."""
        return Place(lines=self._lines, path=tuple(self._path))

    def document(self) -> Document:
        return Document(self._root, self._lines, self._line)

    def _add(self, value: Any, line: int) -> None:
        if not self._open:
            self._root = value
            self._lines[()] = line
            return
        inner = self._open[-1]
        if isinstance(inner, dict):
            inner[self._path[-1]] = value
            self._waits_for_value = False
        else:
            self._path.append(str(len(inner)))
            inner.append(value)
            self._keep(line)

    def _keep(self, line: int) -> None:
        if len(self._path) <= _LINES_DEEP and len(self._lines) < _LINES_KEPT:
            self._lines[tuple(self._path)] = line
