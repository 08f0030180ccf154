"""A sheet as a PDF of one page: tagged, with title and language (PDF/UA-1), the same bytes every time.

Typst sets it with the fonts that it carries itself, so no font of the machine can change a page. No date is written.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import msgspec

from whatelse.errors import InputError
from whatelse.report.page.measure import most_cuts
from whatelse.report.page.sheet import Audience, Sheet

Paper = Literal["a4", "us-letter"]
STANDARD = "ua-1"
DESCRIPTION = "What a pain could come from, by a model that was never validated on patients. Not a diagnosis."


class TooLong(RuntimeError):
    """A sheet that does not fit one page even at its shortest."""


def fitted(make: Callable[[int], Sheet], audience: Audience, paper: Paper = "a4") -> Sheet:
    """The fullest sheet that fits one page. make: gives the sheet after so many steps of shortening.

    Raises TooLong where none fits, InputError where Typst is not installed.
    """
    for cuts in range(most_cuts(audience) + 1):
        sheet = make(cuts)
        if pages([sheet], paper) == 1:
            return sheet
    raise TooLong(f"the shortest {audience}'s page is longer than one page of {paper}")


def pages(sheets: Sequence[Sheet], paper: Paper = "a4") -> int:
    """Pages that the sheets fill."""
    found = _typst().query(
        _template(), "<pages>", field="value", one=True, ignore_system_fonts=True, sys_inputs=_inputs(sheets, paper)
    )
    return int(json.loads(found))


def pdf(sheets: Sequence[Sheet], paper: Paper = "a4") -> bytes:
    """The sheets in one file, each on a page of its own. Raises InputError where Typst is not installed."""
    out: bytes = _typst().compile(
        _template(),
        format="pdf",
        pdf_standards=[STANDARD],
        ignore_system_fonts=True,
        sys_inputs=_inputs(sheets, paper),
    )
    return out


@cache
def _template() -> bytes:
    return files(__package__).joinpath("sheet.typ").read_bytes()


def _inputs(sheets: Sequence[Sheet], paper: Paper) -> dict[str, str]:
    """What the template reads. Texts go in as data, so nothing that somebody wrote is taken for markup."""
    given = {
        "sheets": sheets,
        "paper": paper,
        "title": sheets[0].title,
        "lang": sheets[0].lang,
        "description": DESCRIPTION,
    }
    return {"data": msgspec.json.encode(given).decode()}


def _typst() -> Any:
    try:
        return importlib.import_module("typst")
    except ImportError:
        raise InputError(
            "a PDF needs the optional set report: run ./whatelse install report, or pip install 'whatelse[report]'; "
            "report.html needs nothing"
        ) from None
