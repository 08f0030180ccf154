"""Small drawings and words inside a line: a bar for a range, a row of people, a figure with its source."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from whatelse.report.why import plain


def raw(text: str) -> Markup:
    """Markup that was made here, of our own drawings."""
    return Markup(text)


#: People in a row; each stands for 100 / PEOPLE of 100.
PEOPLE = 50


def bar(low: float, at: float, high: float) -> Markup:
    """A range on a line from 0 to 1 with the probability on it."""
    x, wide = 100 * low, max(1.0, 100 * (high - low))
    return raw(
        '<svg class="bar" viewBox="0 0 102 12" aria-hidden="true">'
        '<rect class="track" x="1" y="4.5" width="100" height="3"/>'
        f'<rect class="range" x="{x + 1:.1f}" y="3" width="{wide:.1f}" height="6" rx="2"/>'
        f'<rect class="at" x="{100 * at:.1f}" y="1" width="2.4" height="10" rx="1"/></svg>'
    )


def people_of(p: float) -> Markup:
    """How many of a row of people; the count stands beside it in words."""
    return people(round(100 * p), 100)


def people(there: int, of: int) -> Markup:
    """A row of dots, ``there`` of ``of`` of them filled."""
    filled = round(PEOPLE * there / of)
    dots = "".join(
        f'<circle class="{kind}" cx="{3 + 6 * (k % 25)}" cy="{3 + 6 * (k // 25)}" r="2.3"/>'
        for k, kind in enumerate(["there"] * filled + ["rest"] * (PEOPLE - filled))
    )
    return raw(f'<svg class="dots" viewBox="0 0 150 12" aria-hidden="true">{dots}</svg>')


def whole(p: float) -> str:
    """The end of a range, of 100; a decimal below one."""
    return f"{100 * p:.0f}" if p >= 0.0095 or p < 0.0005 else f"{100 * p:.1f}"


def told_value(value: Any) -> str:
    """What was told of a finding, after its name."""
    if value is False:
        return ": no"
    return "" if value is True or value is None else f": {plain(value)}"


def load_bar(share: float) -> Markup:
    """A load as a share of its limit on a line from 0 to the limit; what is beyond it is full and has an end."""
    wide = 100 * min(1.0, max(0.0, share))
    over = '<rect class="over" x="99" y="0" width="2" height="12"/>' if share >= 1 else ""
    return raw(
        '<svg class="load" viewBox="0 0 102 12" aria-hidden="true"><rect class="track" x="1" y="2" width="100" '
        f'height="8" rx="2"/><rect class="at" x="1" y="2" width="{wide:.1f}" height="8" rx="2"/>{over}</svg>'
    )
