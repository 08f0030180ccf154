"""A plain page of text: headings, paragraphs and tables that read well at 100 columns and in a pipe."""

from __future__ import annotations

import io
from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

WIDTH = 100


class Page:
    """Gathers lines; ``text()`` gives them. The same calls give the same text."""

    def __init__(self) -> None:
        self._out = io.StringIO()
        self._console = Console(file=self._out, width=WIDTH, no_color=True, highlight=False, emoji=False, markup=False)

    def line(self, text: str = "", indent: int = 0) -> None:
        self._console.print(Padding(Text(text), (0, 0, 0, indent)))

    def title(self, text: str) -> None:
        """What the page is about."""
        self.line(text)

    def heading(self, text: str) -> None:
        self.line()
        self.line(text)

    def entry(self, name: str, text: str) -> None:
        """A named paragraph; nothing where there is no text."""
        if text:
            self.line(f"{name}: {text}")

    def table(self, rows: Iterable[tuple[str, ...]], widths: tuple[int, ...], header: tuple[str, ...]) -> None:
        """Columns of fixed width; 0 takes what is left. Every row has as many cells as ``widths``."""
        table = Table(box=None, pad_edge=False, show_header=any(header), header_style="")
        for name, width in zip(header, widths, strict=True):
            table.add_column(name, width=width or None, ratio=None if width else 1, overflow="fold")
        for row in rows:
            table.add_row(*(Text(cell) for cell in row))
        self._console.print(Padding(table, (0, 0, 0, 2)))

    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self._out.getvalue().splitlines()) + "\n"
