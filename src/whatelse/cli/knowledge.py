"""``whatelse knowledge``: check, show, count and export what is known and who said so."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from whatelse.errors import InputError
from whatelse.knowledge import Knowledge, load

_OVERLAYS = click.option(
    "--knowledge",
    "overlays",
    multiple=True,
    metavar="OVERLAY.toml",
    help="Change or add numbers for this run. May be repeated.",
)


@click.group(name="knowledge")
def command() -> None:
    """Read, check and export the knowledge behind the probabilities."""


@command.command()
@_OVERLAYS
def check(overlays: tuple[str, ...]) -> None:
    """Name every problem, one line each; exit code 1 if there is one."""
    from whatelse.knowledge.check import check as find
    from whatelse.report.knowledge import summary

    knowledge = load(overlays)
    problems = find(knowledge)
    for problem in problems:
        click.echo(str(problem))
    if problems:
        click.echo(f"{len(problems)} problem{'s' if len(problems) > 1 else ''}{_changed(knowledge)}", err=True)
        sys.exit(1)
    click.echo(f"{summary(knowledge)}: ok{_changed(knowledge)}")


@command.command()
@click.argument("name", metavar="ID")
@_OVERLAYS
def show(name: str, overlays: tuple[str, ...]) -> None:
    """All that is known of one ID: a condition, finding, family of tests, source, setting or rule."""
    from whatelse.report.knowledge import show as render

    knowledge = load(overlays)
    click.echo(render(knowledge, name) + _footer(knowledge), nl=False)


@command.command()
@_OVERLAYS
def stats(overlays: tuple[str, ...]) -> None:
    """How much is known, what it rests on, and where it is weakest."""
    from whatelse.report.knowledge import stats as render

    knowledge = load(overlays)
    click.echo(render(knowledge) + _footer(knowledge), nl=False)


@command.command()
@click.option("--csv", "form", flag_value="csv", help="Every number as one row.")
@click.option("--bif", "form", flag_value="bif", help="The network of a setting, to load into other programs.")
@click.option("--setting", metavar="NAME", help="For --bif: where the person is seen.")
@click.option("-o", "--output", metavar="FILE", help="Write to a file instead of standard output.")
@_OVERLAYS
def export(form: str | None, setting: str | None, output: str | None, overlays: tuple[str, ...]) -> None:
    """The knowledge as a table (--csv) or as a Bayesian network (--bif)."""
    if form is None:
        raise click.UsageError("say what to export: --csv or --bif")
    if form == "csv" and setting:
        raise click.UsageError("--setting goes with --bif; --csv holds all settings")
    knowledge = load(overlays)
    if form == "csv":
        from whatelse.report.knowledge import to_csv

        text = to_csv(knowledge)
    else:
        from whatelse.inference.compile import compiled
        from whatelse.report.bif import to_bif

        text = to_bif(compiled(knowledge, setting or knowledge.default_setting))
    _write(text, output)


def _write(text: str, output: str | None) -> None:
    if output is None or output == "-":
        click.echo(text, nl=False)
        return
    try:
        Path(output).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(f"cannot write ({error.strerror})", file=output) from None


def _changed(knowledge: Knowledge) -> str:
    names = ", ".join(f"{name} ({digest})" for name, digest in knowledge.overlays)
    return f" (with {names})" if names else ""


def _footer(knowledge: Knowledge) -> str:
    changed = _changed(knowledge)
    return f"\nNumbers changed for this run{changed}\n" if changed else ""
