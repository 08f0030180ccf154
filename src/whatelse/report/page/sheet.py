"""What stands on a page, as data: rows of columns of sections. HTML, PDF and JSON are made of the same sheet."""

from __future__ import annotations

from typing import Literal

import msgspec

from whatelse.knowledge.schema import Urgency

Audience = Literal["runner", "clinician"]


class Text(msgspec.Struct, frozen=True, tag="text"):
    """A paragraph. lead: its first words, in bold. tone: "quote" is to be said aloud, "small" is a remark."""

    text: str
    lead: str = ""
    tone: Literal["plain", "quote", "small"] = "plain"


class Item(msgspec.Struct, frozen=True):
    """One entry of a list. lead: its first words, in bold."""

    text: str
    lead: str = ""


class Items(msgspec.Struct, frozen=True, tag="items"):
    """A list. more: how many entries were left out."""

    items: tuple[Item, ...]
    more: int = 0


class Bar(msgspec.Struct, frozen=True):
    """One source with its share of 1 and the ends of its range; said: the same in words; note: a short remark."""

    name: str
    said: str
    share: float
    low: float
    high: float
    note: str = ""


class Bars(msgspec.Struct, frozen=True, tag="bars"):
    """Sources of one group under its name."""

    name: str
    bars: tuple[Bar, ...]


class Table(msgspec.Struct, frozen=True, tag="table"):
    """head and every row have as many cells as there are widths (shares of the width of the table). numbers: the
    columns that hold figures."""

    caption: str
    head: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()


class Figure(msgspec.Struct, frozen=True, tag="figure"):
    """A drawing. alt: what it shows, in words. height: in millimetres on paper."""

    svg: str
    alt: str
    height: float


Part = Text | Items | Bars | Table | Figure


class Section(msgspec.Struct, frozen=True):
    """Parts under a heading. mark: how it is set apart from others."""

    heading: str
    parts: tuple[Part, ...]
    mark: Literal["", "do", "wait", "stop", "alarm"] = ""


class Column(msgspec.Struct, frozen=True):
    """width: share of the width of the page."""

    width: float
    sections: tuple[Section, ...]


class Row(msgspec.Struct, frozen=True):
    """Columns side by side; read from the first to the last."""

    columns: tuple[Column, ...]


class Sheet(msgspec.Struct, frozen=True):
    """One page. lines: what comes first, at most three short texts. cuts: how often it was shortened."""

    audience: Audience
    title: str
    about: str
    level: Urgency
    lines: tuple[Text, ...]
    rows: tuple[Row, ...]
    foot: tuple[str, ...]
    lang: str = "en"
    cuts: int = 0


def whole(*sections: Section) -> Row:
    """A row of one column."""
    return Row((Column(1.0, tuple(section for section in sections if section.parts)),))


def texts(sheet: Sheet) -> list[str]:
    """Every text of a sheet, in the order of reading."""
    out = [sheet.title, sheet.about, *(f"{line.lead} {line.text}".strip() for line in sheet.lines)]
    for section in sections(sheet):
        out.append(section.heading)
        for part in section.parts:
            out += _texts(part)
    return [text for text in (*out, *sheet.foot) if text]


def sections(sheet: Sheet) -> list[Section]:
    return [section for row in sheet.rows for column in row.columns for section in column.sections]


def _texts(part: Part) -> list[str]:
    match part:
        case Text():
            return [f"{part.lead} {part.text}".strip()]
        case Items():
            return [f"{item.lead} {item.text}".strip() for item in part.items]
        case Bars():
            return [part.name, *(f"{bar.name}: {bar.said} {bar.note}".strip() for bar in part.bars)]
        case Table():
            return [part.caption, *part.head, *(cell for row in part.rows for cell in row)]
        case Figure():
            return [part.alt]
