"""``whatelse report``: a case in, a page to print out."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

import click

from whatelse.case import Case, Stage, read_cases
from whatelse.cli import options
from whatelse.errors import InputError, nearest
from whatelse.knowledge import Knowledge

if TYPE_CHECKING:
    from whatelse.report.page import Gathered, Sheet
    from whatelse.report.page.pdf import Paper
    from whatelse.report.page.sheet import Audience

#: Whose pages are made, in their order.
READERS: dict[str, tuple[Audience, ...]] = {
    "runner": ("runner",),
    "clinician": ("clinician",),
    "both": ("runner", "clinician"),
}
KINDS = (".pdf", ".html", ".json")


@click.command()
@click.argument("path", metavar="CASE")
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    required=True,
    metavar="FILE",
    help="report.pdf, report.html or report.json; may be repeated. An existing file is written over.",
)
@click.option(
    "--for",
    "reader",
    type=click.Choice(["runner", "clinician", "both"]),
    default="runner",
    show_default=True,
    help="Whom the page is for; both: the runner's page, then the clinician's.",
)
@click.option("--paper", type=click.Choice(["a4", "us-letter"]), default="a4", show_default=True, help="Of the PDF.")
@options.setting
@options.stage
@options.overlays
def command(
    path: str,
    outputs: tuple[str, ...],
    reader: str,
    paper: Paper,
    setting: str | None,
    stage: Stage,
    overlays: tuple[str, ...],
) -> None:
    """Everything about CASE on one page to print: for the runner, for the clinician, or both.

    CASE is a file that holds one case, or - for standard input. What does not fit one page is counted and left out;
    report.json holds all of it. A PDF needs the optional set report.
    """
    from whatelse.report.page import gather

    for name in outputs:
        _kind(name)
    knowledge = options.knowledge_with(overlays)
    gathered = gather(_one_case(path, knowledge), knowledge, setting, stage)
    for name in outputs:
        _write(name, _made(_kind(name), gathered, READERS[reader], paper))


def _kind(name: str) -> str:
    kind = Path(name).suffix.lower()
    if kind not in KINDS:
        raise InputError(
            f"found the ending {kind!r}, expected one of {', '.join(KINDS)}{nearest(kind, KINDS)}", file=name
        )
    return kind


def _one_case(path: str, knowledge: Knowledge) -> Case:
    found = [item for _, item in read_cases(path, knowledge)]
    if len(found) != 1:
        raise InputError(f"holds {len(found)} cases, expected one; a page is about one", file=path)
    if isinstance(found[0], InputError):
        raise found[0]
    return found[0]


def _sheet(gathered: Gathered, audience: Audience, cuts: int = 0) -> Sheet:
    from whatelse.report.page import clinician_sheet, runner_sheet

    return runner_sheet(gathered, cuts) if audience == "runner" else clinician_sheet(gathered, cuts)


def _printed(gathered: Gathered, sheet: Sheet) -> Sheet:
    """The sheet as a browser prints it: the runner's shortened to one page, the clinician's whole."""
    from whatelse.report.page.paper import for_paper

    return for_paper(functools.partial(_sheet, gathered, "runner")) if sheet.audience == "runner" else sheet


def _made(kind: str, gathered: Gathered, audiences: tuple[Audience, ...], paper: Paper) -> bytes:
    if kind == ".pdf":
        from whatelse.report.page.pdf import fitted, pdf

        whole = [fitted(functools.partial(_sheet, gathered, reader), reader, paper) for reader in audiences]
        return pdf(whole, paper)
    sheets = tuple(_sheet(gathered, reader) for reader in audiences)
    if kind == ".html":
        from whatelse.report.page.html import html_page

        return html_page(sheets, tuple(_printed(gathered, sheet) for sheet in sheets)).encode()
    from whatelse.report.page import record

    return record(gathered, sheets)


def _write(name: str, content: bytes) -> None:
    try:
        Path(name).write_bytes(content)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(f"cannot write ({reason})", file=name) from None
    click.echo(f"wrote {name}", err=True)
