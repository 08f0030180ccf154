"""Lines of plain text at a width that fits a table: bullets, paragraphs, columns."""

from __future__ import annotations

import textwrap

WIDTH = 100


def in_columns(cells: list[str] | tuple[str, ...], widths: tuple[int, ...]) -> str:
    """One line; what is too long for its column is cut, but for what stands beyond the last width."""
    out = ""
    for cell, width in zip(cells, (*widths, 0), strict=False):
        shown = cell if len(cell) < width or not width else cell[: width - 2] + "…"
        out += shown.ljust(width)
    return out.rstrip()


def bullet(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="  - ", subsequent_indent="    ", break_on_hyphens=False)


def wrapped(text: str, indent: int = 0) -> list[str]:
    space = " " * indent
    return textwrap.wrap(text, WIDTH, initial_indent=space, subsequent_indent=space, break_on_hyphens=False)


def joined(lines: list[str]) -> str:
    return "\n".join(line.rstrip() for line in lines).rstrip("\n") + "\n"
