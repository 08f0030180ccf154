"""Where in a case we are: file, line and field, so that every complaint names its place."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from whatelse.errors import InputError, shown

Path = tuple[str, ...]
_PLAIN = re.compile(r"[\w-]{1,60}")


class Place(msgspec.Struct, frozen=True):
    """A path into a case, with the file it is from and the line of each path where these are known."""

    file: str | None = None
    lines: Mapping[Path, int] = {}
    path: Path = ()

    def at(self, *keys: str | int) -> Place:
        """The place of a key, or of an item, further in."""
        return Place(self.file, self.lines, self.path + tuple(str(key) for key in keys))

    @property
    def line(self) -> int | None:
        """The line of this place, or of the nearest known one around it."""
        for length in range(len(self.path), -1, -1):
            if self.path[:length] in self.lines:
                return self.lines[self.path[:length]]
        return None

    @property
    def field(self) -> str | None:
        """The path as people write it: ``findings.slr.side``, ``treatments[0].weeks``; odd keys quoted."""
        text = ""
        for key in self.path:
            if key.isdecimal():
                text += f"[{key[:9]}]"
            else:
                text += ("." if text else "") + (key if _PLAIN.fullmatch(key) else shown(key))
        return text or None

    def error(self, message: str, line: int | None = None) -> InputError:
        return InputError(message, file=self.file, line=line or self.line, field=self.field)
