"""Text files of numbers: their lines, their separator, and their rows as one array."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TextIO

import numpy as np

from whatelse.errors import InputError, shown
from whatelse.motion.recording import FloatArray

GZIP = b"\x1f\x8b"
#: Lines turned into numbers at a time, so that a long file never stands in memory as text.
CHUNK = 4096
#: A line longer than this is not a table.
LONGEST_LINE = 1_000_000
_SEPARATORS = ("\t", ";", ",")


def open_text(path: Path) -> TextIO:
    """The file as text, unpacked where it is gzip. UTF-8, or UTF-16 where it says so."""
    with path.open("rb") as stream:
        head = stream.read(2)
    encoding = "utf-16" if head in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    if head == GZIP:
        return gzip.open(path, "rt", encoding="utf-8-sig", errors="replace", newline=None)
    return path.open(encoding=encoding, errors="replace", newline=None)


def lines_of(stream: TextIO) -> Iterator[str]:
    """Lines without their ends. Raises InputError for a line no table can have."""
    while line := stream.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise InputError(f"has a line of more than {LONGEST_LINE} characters, expected a table of numbers")
        yield line.rstrip("\r\n")


def separator_of(line: str) -> str | None:
    """What divides the cells of a line; None for blanks. Beside a tab or semicolon a comma is a decimal comma."""
    return next((separator for separator in _SEPARATORS if separator in line), None)


def cells_of(line: str, separator: str | None) -> list[str]:
    """The cells of a line, without quotes and blanks around them."""
    return [cell.strip().strip('"').strip() for cell in (line.split(separator) if separator else line.split())]


def rows_of(lines: Iterator[str], width: int, separator: str | None, first_line: int) -> FloatArray:
    """Every row as numbers, (N, width); empty cells are NaN, rows without any cell are passed over.

    first_line: the number of the first of these lines in the file. Raises InputError where a cell is no number, with
    its line.
    """
    parts: list[FloatArray] = []
    number = first_line
    while chunk := list(islice(lines, CHUNK)):
        kept = [(number + i, line) for i, line in enumerate(chunk) if line.strip(" \t,;")]
        if kept:
            parts.append(_rows(kept, width, separator))
        number += len(chunk)
    return np.concatenate(parts) if parts else np.zeros((0, width))


def _rows(numbered: Sequence[tuple[int, str]], width: int, separator: str | None) -> FloatArray:
    text = "\n".join(_whole(line, width, separator, number) for number, line in numbered)
    if separator != "," and "," in text:
        text = text.replace(",", ".")
    if separator:
        text = text.replace(separator, " ")
    try:
        found = np.array(text.split(), dtype=np.float64)
    except ValueError:
        found = np.zeros(0)
    if found.size != width * len(numbered):
        _complain(numbered, width, separator)
    found[np.isinf(found)] = np.nan
    return found.reshape(len(numbered), width)


def _whole(line: str, width: int, separator: str | None, number: int) -> str:
    """A line with exactly ``width`` cells, empty ones filled with "nan"."""
    cells = line.split(separator) if separator else line.split()
    if len(cells) != width:
        if any(cell.strip() for cell in cells[width:]):
            raise InputError(f"has {len(cells)} cells, expected {width}", line=number)
        if separator is None and len(cells) < width:
            raise InputError(f"has {len(cells)} cells, expected {width}", line=number)
        cells = cells[:width] + [""] * (width - len(cells))
    return (separator or " ").join([cell if cell and not cell.isspace() else "nan" for cell in cells])


def _complain(numbered: Sequence[tuple[int, str]], width: int, separator: str | None) -> None:
    for number, line in numbered:
        for cell in _whole(line, width, separator, number).split(separator):
            word = cell.strip()
            try:
                float(word.replace(",", ".") if separator != "," else word)
            except ValueError:
                raise InputError(f"found {shown(word)}, expected a number", line=number) from None
    raise InputError("holds cells with blanks inside, expected numbers", line=numbered[0][0])
