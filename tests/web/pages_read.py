"""What a person reads on a page: its sentences, without markup."""

import re
from html.parser import HTMLParser

INLINE = {"b", "a", "span", "small", "i", "em", "strong", "code"}
SILENT = {"script", "style", "title", "option", "datalist"}


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = [""]
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        if tag not in INLINE:
            self.blocks.append("")
        label = dict(attrs).get("aria-label")
        if label:
            self.blocks += [label, ""]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT
        if tag not in INLINE:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.blocks[-1] += data


def blocks(html: str) -> list[str]:
    """Every run of text of a page, in its order."""
    reader = _Text()
    reader.feed(html)
    return [text for block in reader.blocks if (text := " ".join(block.split()))]


def sentences(html: str) -> list[str]:
    """Every sentence of a page, each once."""
    found = [part for block in blocks(html) for part in re.split(r"(?<=[.!?])\s+", block)]
    return list(dict.fromkeys(found))
