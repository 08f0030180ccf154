"""The mechanics of a stride as plain text and as pictures."""

from __future__ import annotations

from whatelse.report.mechanics.pictures import write_pictures
from whatelse.report.mechanics.text import text

__all__ = ["text", "write_pictures"]
