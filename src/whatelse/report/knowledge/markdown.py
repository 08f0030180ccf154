"""A page of Markdown with the same calls as a page of text: conditions link to their pages, sources to their papers."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from whatelse.knowledge.schema import Knowledge
from whatelse.report.knowledge.page import Page

_ID = re.compile(r"\(([a-z][a-z0-9_]+)\)")
_SOURCE = re.compile(r"\b[A-Z][A-Z0-9_]{2,}\b")
_SPECIAL = re.compile(r"([\\`*\[\]|]|(?<!\w)_|_(?!\w))")


class MarkdownPage(Page):
    """Gathers blocks; ``cited`` are the sources that were named."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._blocks: list[str] = []
        self.cited: set[str] = set()

    def title(self, text: str) -> None:
        self._blocks.append(f"# {self._prose(' '.join(text.split()), links=False)}")

    def heading(self, text: str) -> None:
        self._blocks.append(f"## {self._prose(' '.join(text.split()))}")

    def line(self, text: str = "", indent: int = 0) -> None:
        if text:
            self._blocks.append(f"- {self._prose(text)}" if indent else self._prose(text))

    def entry(self, name: str, text: str) -> None:
        if text:
            self._blocks.append(f"**{name}.** {self._prose(text)}")

    def table(self, rows: Iterable[tuple[str, ...]], widths: tuple[int, ...], header: tuple[str, ...]) -> None:
        """``widths`` are for text. A cell that starts with blanks belongs to the row above. Empty columns go."""
        rows = list(rows)
        filled = [any(column) for column in zip(header, *rows, strict=True)]
        head, *body = (tuple(itertools.compress(row, filled)) for row in (header, *rows))
        lines = [self._row(head), "|---" * len(head) + "|", *(self._row(row) for row in body)]
        self._blocks.append("\n".join(lines))

    def text(self) -> str:
        out, before = "", ""
        for block in self._blocks:
            same_list = block.startswith("- ") and before.startswith("- ")
            out += ("\n" if same_list else "\n\n" if out else "") + block
            before = block
        return out + "\n"

    def sources(self) -> None:
        """What was cited so far, with where to find it."""
        listed = sorted(self.cited)
        if not listed:
            return
        self.heading("Sources")
        for key in listed:
            source = self._knowledge.sources[key]
            who = f"{source.authors} ({source.year}). " if source.authors else ""
            where = f" {source.journal}." if source.journal else ""
            self._blocks.append(f"- [{key}] {_escaped(who + source.title.rstrip('.'))}.{_escaped(where)}")
        urls = [f"[{key}]: <{_address(self._knowledge.sources[key].url)}>" for key in listed]
        urls = [url for url in urls if not url.endswith("<>")]
        if urls:
            self._blocks.append("\n".join(urls))

    def _row(self, cells: tuple[str, ...]) -> str:
        shown = [("&nbsp;&nbsp;" if cell.startswith("  ") else "") + self._prose(cell.strip()) for cell in cells]
        return "| " + " | ".join(shown) + " |"

    def _prose(self, text: str, *, links: bool = True) -> str:
        text = _ID.sub(lambda found: self._linked(found, links), _escaped(text))
        return _SOURCE.sub(self._cite, text)

    def _linked(self, found: re.Match[str], links: bool) -> str:
        key = found[1]
        if links and key in self._knowledge.conditions:
            return f"([{key}]({key}.md))"
        rooms = (self._knowledge.conditions, self._knowledge.findings, self._knowledge.families)
        return f"(`{key}`)" if any(key in room for room in rooms) and "_" in key else found[0]

    def _cite(self, found: re.Match[str]) -> str:
        key = found[0]
        if key == "EXPERT" or key not in self._knowledge.sources:
            return key
        self.cited.add(key)
        return f"[{key}]"


def _address(place: str) -> str:
    """The web address of what a source gives: an address, a bare DOI or a PubMed number; else nothing."""
    if place.startswith("10."):
        return f"https://doi.org/{place}"
    if place.startswith("PMID "):
        return f"https://pubmed.ncbi.nlm.nih.gov/{place.removeprefix('PMID ')}/"
    return place if place.startswith("http") else ""


def _escaped(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SPECIAL.sub(r"\\\1", text)
