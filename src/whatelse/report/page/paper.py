"""How tall the runner's sheet is where a browser prints it, and how much it is shortened there to be one page.

HTML is made without Typst, so nothing sets the page here. The height is counted from lengths of texts, on the safe
side, with the measures of ``sheet.css`` for print. The fonts are those of the reader's machine, but the style brings
them all to one height of small letters; what else they differ in is allowed for. Millimetres throughout.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from whatelse.report.page.measure import most_cuts
from whatelse.report.page.sheet import Bars, Column, Figure, Items, Part, Section, Sheet, Table, Text

#: Width of A4 and height of US Letter within the margins of the style: what fits this fits either paper.
WIDTH, HEIGHT = 186.0, 261.0
#: One line, and one letter of the widest common serif font at the size of the style.
LINE, LETTER = 3.94, 1.35
#: Gap between columns, between rows, between sections; the inside edge of a marked section and of a list.
GAP, ROW, PART, EDGE, INDENT = 3.4, 1.95, 1.95, 5.6, 4.7
HEADING, SMALL_HEADING, BETWEEN, PADDING = 4.9, 5.2, 0.2, 2.2
#: Title and the line below it; the box of the first lines and the line above the foot, without their texts.
TITLE, BOX, FOOT = 7.0, 5.6, 2.7
#: A drawing has one height on paper, whatever its measure in the PDF.
FIGURE = 46.5
#: Columns as the style counts them.
PARTS = 12


def for_paper(make: Callable[[int], Sheet]) -> Sheet:
    """The fullest runner's sheet that is counted to fit one page; the shortest where none is."""
    most = most_cuts("runner")
    return next((sheet for cuts in range(most) if height(sheet := make(cuts)) <= HEIGHT), make(most))


def height(sheet: Sheet) -> float:
    """Of a sheet on paper."""
    box = BOX + sum(_lines(f"{line.lead} {line.text}", WIDTH - 8, 1.08) for line in sheet.lines)
    rows = sum(ROW + max((_column(c, len(r.columns)) for c in r.columns), default=0.0) for r in sheet.rows)
    foot = FOOT + sum(_lines(text, WIDTH, 0.92) for text in sheet.foot)
    return TITLE + _lines(sheet.about, WIDTH) + box + rows + foot


def _column(column: Column, of: int) -> float:
    width = (WIDTH - GAP * (of - 1)) * round(PARTS * column.width) / PARTS
    return sum(_section(section, width) + PART * (k > 0) for k, section in enumerate(column.sections))


def _section(section: Section, width: float) -> float:
    if section.mark:
        return PADDING + _section(Section(section.heading, section.parts), width - EDGE)
    return _lines(section.heading, width, 1.2) + HEADING - LINE + sum(_part(part, width) for part in section.parts)


def _part(part: Part, width: float) -> float:
    match part:
        case Text():
            return _lines(f"{part.lead} {part.text}", width - (4.0 if part.tone == "quote" else 0.0))
        case Items():
            items = sum(_lines(f"{item.lead} {item.text}", width - INDENT) for item in part.items)
            return items + BETWEEN + (LINE if part.more else 0.0)
        case Bars():
            return SMALL_HEADING + sum(
                _lines(f"{bar.name} ({bar.note})" if bar.note else bar.name, width, 1.1) + LINE for bar in part.bars
            )
        case Figure():
            return FIGURE
        case Table():  # the runner's sheet has none
            return LINE * (1 + len(part.rows))


def _lines(text: str, width: float, size: float = 1.0) -> float:
    """A paragraph. size: of its letters, against the rest."""
    return BETWEEN + LINE * size * math.ceil(max(1, len(text)) * LETTER * size / width)
