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
    """All that is known of one ID: a condition, finding, family of tests, source, setting, rule, action or scan."""
    from whatelse.report.knowledge import show as render

    knowledge = load(overlays)
    click.echo(render(knowledge, name) + _footer(knowledge), nl=False)


@command.command()
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@click.option("--setting", metavar="NAME", help="Where the person is seen: how common the two are there.")
@_OVERLAYS
def compare(a: str, b: str, setting: str | None, overlays: tuple[str, ...]) -> None:
    """What tells condition A from condition B: findings by weight of evidence, facts, course."""
    from whatelse.knowledge.check.problem import unknown
    from whatelse.report.knowledge.compare import compare as render

    knowledge = load(overlays)
    setting = setting or knowledge.default_setting
    if setting not in knowledge.settings:
        raise InputError(unknown("setting", setting, knowledge.settings))
    click.echo(render(knowledge, a, b, setting) + _footer(knowledge), nl=False)


@command.command()
@click.argument("name", metavar="[ID]", required=False)
@_OVERLAYS
def neighbours(name: str | None, overlays: tuple[str, ...]) -> None:
    """The three findings that best separate each pair of conditions that are easily mistaken for one another.

    With an ID only the neighbours of that condition, nearest first; without one all pairs, hardest to tell apart first.
    """
    from whatelse.report.knowledge.neighbours import neighbours as render

    knowledge = load(overlays)
    click.echo(render(knowledge, name) + _footer(knowledge), nl=False)


@command.command()
@click.option("-o", "--output", metavar="FOLDER", required=True, help="Folder for the pages.")
def docs(output: str) -> None:
    """Write one Markdown page per condition, and an index."""
    from whatelse.report.knowledge.docs import write

    try:
        count = write(load(), Path(output))
    except OSError as error:
        raise InputError(f"cannot write ({error.strerror})", file=output) from None
    click.echo(f"{count} pages in {output}")


@command.command()
@_OVERLAYS
def stats(overlays: tuple[str, ...]) -> None:
    """How much is known, what it rests on, and where it is weakest."""
    from whatelse.report.knowledge import stats as render

    knowledge = load(overlays)
    click.echo(render(knowledge) + _footer(knowledge), nl=False)


@command.command()
@click.option("--people", type=click.IntRange(min=2), metavar="N", help="Simulated runners; more take longer.")
@click.option("--setting", metavar="NAME", help="Where the people are seen.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON.")
@_OVERLAYS
def gaps(people: int | None, setting: str | None, as_json: bool, overlays: tuple[str, ...]) -> None:
    """Which missing study would make the answers surest."""
    from whatelse.inference.compile import compiled
    from whatelse.inference.gaps import PEOPLE
    from whatelse.inference.gaps import gaps as find
    from whatelse.report.knowledge.gaps import gaps_text

    knowledge = load(overlays)
    found = find(compiled(knowledge, setting or knowledge.default_setting), people or PEOPLE)
    if as_json:
        click.echo(found.to_json())
    else:
        click.echo(gaps_text(knowledge, found) + _footer(knowledge), nl=False)


@command.command()
@click.argument("folder", metavar="EVIDENCE_DIR", type=click.Path(path_type=Path))
@click.option("--all", "every", is_flag=True, help="Every row: where it is used, or why it is not.")
@_OVERLAYS
def coverage(folder: Path, every: bool, overlays: tuple[str, ...]) -> None:
    """Account for every row of EVIDENCE_DIR/evidence.csv; exit code 1 if one is left open."""
    from whatelse.knowledge.coverage import coverage as account
    from whatelse.report.knowledge import coverage_text

    knowledge = load(overlays)
    found = account(knowledge, folder)
    click.echo(coverage_text(found, every=every) + _footer(knowledge), nl=False)
    if not found.complete:
        sys.exit(1)


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
