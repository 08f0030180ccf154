"""Sheets as one HTML file: no script, nothing from elsewhere, light and dark; the runner's prints on one page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape
from importlib.resources import files
from typing import Literal

from whatelse.report.page.sheet import Bar, Bars, Figure, Item, Items, Part, Row, Section, Sheet, Table, Text

#: Parts of the width of a page, as the style counts them.
PARTS = 12
#: Width of a bar in its own units.
_BAR = 100.0


def html_page(sheets: Sequence[Sheet], printed: Sequence[Sheet] = ()) -> str:
    """A whole document; the same sheets give the same text.

    printed: each sheet as it is on paper, where it may be shorter; one that is the same is written once.
    """
    first = sheets[0]
    body = "\n".join(
        _both(sheet, on_paper, k) for k, (sheet, on_paper) in enumerate(zip(sheets, printed or sheets, strict=True))
    )
    return (
        f'<!doctype html>\n<html lang="{escape(first.lang)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(first.title)}</title>\n<style>\n{style()}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n"
        "</body>\n</html>\n"
    )


@cache
def style() -> str:
    """The style that the page needs, for whoever serves it apart from the page."""
    return files(__package__).joinpath("sheet.css").read_text(encoding="utf-8")


def _both(sheet: Sheet, on_paper: Sheet, place: int) -> str:
    if sheet.cuts == on_paper.cuts:
        return html_sheet(sheet, f"s{place}")
    return f"{html_sheet(sheet, f's{place}', 'on-screen')}\n{html_sheet(on_paper, f'p{place}', 'on-paper')}"


def html_sheet(sheet: Sheet, name: str = "s", where: Literal["", "on-screen", "on-paper"] = "") -> str:
    """One sheet as an article, to be set into a page of any kind.

    name: keeps ids apart on a page of several. where: the only place in which it shows.
    """
    lines = "".join(f"<p>{_led(line.lead, line.text)}</p>" for line in sheet.lines)
    rows = "\n".join(_row(row, f"{name}r{k}") for k, row in enumerate(sheet.rows))
    foot = "".join(f"<p>{escape(text)}</p>" for text in sheet.foot)
    kinds = ["sheet", f"sheet-{sheet.audience}", *([where] if where else [])]
    return (
        f'<article class="{" ".join(kinds)}" aria-labelledby="{name}">\n'
        f'<h1 id="{name}">{escape(sheet.title)}</h1>\n<p class="about">{escape(sheet.about)}</p>\n'
        f'<div class="lines level-{sheet.level}">{lines}</div>\n{rows}\n<footer>{foot}</footer>\n</article>'
    )


def _row(row: Row, name: str) -> str:
    columns = []
    for k, column in enumerate(row.columns):
        found = "\n".join(_section(section, f"{name}c{k}p{n}") for n, section in enumerate(column.sections))
        columns.append(f'<div class="column w{round(PARTS * column.width)}">\n{found}\n</div>')
    return f'<div class="row">\n{"".join(columns)}\n</div>'


def _section(section: Section, name: str) -> str:
    mark = f" {section.mark}" if section.mark else ""
    parts = "\n".join(_part(part) for part in section.parts)
    return (
        f'<section class="part{mark}" aria-labelledby="{name}">\n<h2 id="{name}">{escape(section.heading)}</h2>\n'
        f"{parts}\n</section>"
    )


def _part(part: Part) -> str:
    match part:
        case Text():
            tone = "" if part.tone == "plain" else f' class="{part.tone}"'
            return f"<p{tone}>{_led(part.lead, part.text)}</p>"
        case Items():
            more = f'<p class="small">And {part.more} more.</p>' if part.more else ""
            return f"<ul>{''.join(_item(item) for item in part.items)}</ul>{more}"
        case Bars():
            bars = "".join(_bar(bar) for bar in part.bars)
            return f'<h3>{escape(part.name)}</h3>\n<ul class="bars">{bars}</ul>'
        case Table():
            return _table(part)
        case Figure():
            return _figure(part)


def _led(lead: str, text: str) -> str:
    return f"<strong>{escape(lead)}</strong> {escape(text)}".rstrip() if lead else escape(text)


def _item(item: Item) -> str:
    return f"<li>{_led(item.lead, item.text)}</li>"


def _bar(bar: Bar) -> str:
    """The drawing repeats the words beside it, so it is hidden from screen readers."""
    share, low, high = (_BAR * min(1.0, max(0.0, p)) for p in (bar.share, bar.low, bar.high))
    note = f' <span class="note">({escape(bar.note)})</span>' if bar.note else ""
    return (
        f'<li><strong>{escape(bar.name)}</strong>{note}<span class="count">'
        f'<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="whole" width="100" height="8"/><rect class="share" width="{share:.2f}" height="8"/>'
        f'<rect class="range" x="{low:.2f}" y="3" width="{max(high - low, 0.0):.2f}" height="2"/></svg>'
        f"{escape(bar.said)}</span></li>"
    )


def _table(table: Table) -> str:
    def cells(row: Sequence[str], tag: str) -> str:
        kind = ' scope="col"' if tag == "th" else ""
        numbers = (' class="number"' if k in table.numbers else "" for k in range(len(row)))
        return "".join(f"<{tag}{kind}{n}>{escape(cell)}</{tag}>" for cell, n in zip(row, numbers, strict=True))

    body = "".join(f"<tr>{cells(row, 'td')}</tr>" for row in table.rows)
    columns = "".join(f'<col class="c{round(100 * width)}">' for width in table.widths)
    caption = escape(table.caption)
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{caption}"><table><caption>{caption}</caption>'
        f"<colgroup>{columns}</colgroup><thead><tr>{cells(table.head, 'th')}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def _figure(figure: Figure) -> str:
    drawing = figure.svg.replace("<svg ", f'<svg role="img" aria-label="{escape(figure.alt)}" class="figure" ', 1)
    return f"<figure>{drawing}</figure>"
