"""One kind of error for everything a person can mend: it says where, what was found and what to write instead."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class InputError(ValueError):
    """Bad input, told in one line: file, line, field, what was found, what was expected.

    The command line prints ``str(error)`` and ends with code 2; the Python API raises it.
    """

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        line: int | None = None,
        field: str | None = None,
    ) -> None:
        self.message = " ".join(message.split())
        self.file = file
        self.line = line
        self.field = field
        super().__init__(str(self))

    def __str__(self) -> str:
        place = self.file or ""
        if self.line is not None:
            place = f"{place or 'input'}, line {self.line}"
        parts = [part for part in (place, self.field, self.message) if part]
        return ": ".join(parts)

    def at(self, *, file: str | None = None, line: int | None = None, field: str | None = None) -> InputError:
        """The same error with the place filled in where it was not known yet."""
        return InputError(
            self.message,
            file=self.file or file,
            line=self.line if self.line is not None else line,
            field=self.field or field,
        )


def nearest(word: str, known: Iterable[str]) -> str:
    """`` (did you mean X?)`` when a known word is close to the one found, else an empty string."""
    close = difflib.get_close_matches(str(word).strip().lower(), list(known), n=1, cutoff=0.6)
    return f" (did you mean {close[0]}?)" if close else ""


def shown(value: object, width: int = 60) -> str:
    """A found value, quoted and cut so that an error stays one readable line."""
    text = repr(value)
    return text if len(text) <= width else text[: width - 3] + "..."
